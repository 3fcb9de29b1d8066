"""What people meet in a lobby channel, and in a private thread where the bot cannot read what they type."""

from collections.abc import Sequence

from bot.flow.action_id import ActionId
from bot.flow.forms import Field, Form
from bot.flow.messages import Buttons, Heading, Message, Paragraph, short
from bot.flow.wording.catalogue import Say

LONGEST_ANSWER = 4000
CODE = "code"
TEXT = "text"


def lobby(buttons: Sequence[Buttons]) -> Message:
    """Return the standing message of the lobby."""
    return Message(
        "Screenings start here",
        (
            Heading("Screenings start here"),
            Paragraph(
                "If you are invited, or somebody has given you a code, press “Start”. I write to you in private: by "
                "direct message, or in a thread that only you, I and those who look after this server can see."
            ),
            *buttons,
        ),
    )


def arrive(id_: ActionId) -> Form:
    """Return the question for an invitation's code."""
    code = Field(
        CODE, "The code from your invitation", "Leave it empty if you were invited by name.", optional=True, most=40
    )
    return Form(id_, "Start", (code,), "Start")


def write(id_: ActionId, say: Say) -> Form:
    """Return the form that takes an answer, or a part of one."""
    label, hint = say("Your answer, or a part of it"), say("You can add more afterwards.")
    text = Field(TEXT, label, hint, lines=10, most=LONGEST_ANSWER)
    return Form(id_, say("Answer"), (text,), say("Send"))


def cannot_read(buttons: Sequence[Buttons], say: Say) -> Message:
    """Return how to answer where the bot cannot read."""
    text = say(
        "I cannot read what you type here. Press “Answer” and write it there, or begin your message with my name; "
        "what you have just written did not reach me."
    )
    return Message(text, (Paragraph(text), *buttons))


def came_late(say: Say) -> Message:
    """Return that words from a form did not get into an answer."""
    return short(say("That came too late to be part of an answer: it is not marked. I write to you about it."))


def taken(say: Say) -> Message:
    """Return that an answer from a form is kept."""
    return short(say("Got it. Press “Answer” to add more, or “Done” when the answer is complete."))

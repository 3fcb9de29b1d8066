"""What people meet in a lobby channel, and in a private thread where the bot cannot read what they type."""

from bot.flow.messages import Button, Buttons, Field, Form, Heading, Message, Paragraph, Style

ARRIVE = Button("arrive", "Start", Style.PRIMARY)
WRITE = Button("write", "Answer", Style.PRIMARY)
LONGEST_ANSWER = 4000
CODE = "code"
TEXT = "text"
NO_SERVER = "I do not see that person in this server. Ask them to join it, and invite them again."


def lobby() -> Message:
    """Return the standing message of the lobby."""
    return Message(
        "Screenings start here",
        (
            Heading("Screenings start here"),
            Paragraph(
                "If you are invited, or somebody has given you a code, press “Start”. I write to you in private: by "
                "direct message, or in a thread that only you, I and those who look after this server can see."
            ),
            Buttons((ARRIVE,)),
        ),
    )


def arrive() -> Form:
    """Return the question for an invitation's code."""
    code = Field(
        CODE, "The code from your invitation", "Leave it empty if you were invited by name.", optional=True, most=40
    )
    return Form("arrive", "Start", (code,), "Start")


def write(about: str) -> Form:
    """Return the form that takes an answer, or a part of one."""
    text = Field(TEXT, "Your answer, or a part of it", "You can add more afterwards.", lines=10, most=LONGEST_ANSWER)
    return Form(f"write:{about}", "Answer", (text,), "Send")


def cannot_read() -> Message:
    """Return how to answer where the bot cannot read."""
    text = (
        "I cannot read what you type here. Press “Answer” and write it there, or begin your message with my name; "
        "what you have just written did not reach me."
    )
    return Message(text, (Paragraph(text), Buttons((WRITE,))))


def taken() -> Message:
    """Return that an answer from a form is kept."""
    text = "Got it. Press “Answer” to add more, or “Done” when the answer is complete."
    return Message(text, (Paragraph(text),))

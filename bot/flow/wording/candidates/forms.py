"""What a candidate meets at the door, with or without a code, and the forms of their buttons."""

from dataclasses import replace

from bot.core.screening.decisions import Adjustment
from bot.core.screening.session import Part, Session
from bot.flow.action_id import ActionId
from bot.flow.forms import Choice, Field, Form
from bot.flow.messages import Message, Paragraph, short

NO_OR_YES = (Choice("no", "No"), Choice("yes", "Yes"))
LABELS = {
    Adjustment.MORE_TIME: "More time before it closes",
    Adjustment.PLAIN_WORDING: "Fewer words around the questions",
    Adjustment.SCREEN_READER: "A layout for screen readers",
}
LONGEST_EDIT = 3000
"""Characters that every platform takes in a form."""


def nobody() -> Message:
    """Return the words for somebody who has no screening."""
    return short(
        "Hello. I am a bot that holds first technical conversations, and I have no invitation for you here. If "
        "somebody has given you a code, write “/viva start” and the code; else ask the person who invited you. "
        "I have not kept what you wrote."
    )


def no_such_code() -> Message:
    """Return the words for a code that opens nothing for this person, whatever the reason."""
    return short("This code opens nothing here. Check it letter by letter, or ask the person who gave it to you.")


def welcome() -> Message:
    """Return the words for somebody whose code was right."""
    return short("Welcome. I have written to you: the invitation with all that you should know is there.")


def edit_form(id_: ActionId, last: Part) -> Form | None:
    """Return the form that changes the last message of an open answer; None if it is too long for a form."""
    if len(last.text) > LONGEST_EDIT:
        return None
    answer = Field("answer", "Your last message", lines=8, most=LONGEST_EDIT, value=last.text)
    return Form(replace(id_, extra=last.id), "Change your answer", (answer,), "Change")


def adjust_form(id_: ActionId, session: Session) -> Form:
    """Return the form that asks what suits the candidate."""
    fields = [
        Field(
            adjustment.name.casefold(),
            label,
            choices=NO_OR_YES,
            value="yes" if adjustment in session.adjustments else "no",
        )
        for adjustment, label in LABELS.items()
    ]
    fields.append(Field("person", "A person in place of a bot", choices=NO_OR_YES, value="no"))
    note = Paragraph("Nobody who reads or marks your answers is told of this; only a wish for a person is passed on.")
    return Form(id_, "What suits you", tuple(fields), "Save", (note,))


def reread_form(id_: ActionId) -> Form:
    """Return the form that asks a person to read an answer again."""
    words = Field(
        "words", "What may have been misread?", "You may leave this empty.", lines=4, optional=True, most=1000
    )
    return Form(id_, f"Re-read question {id_.position}", (words,), "Ask a person")

"""What a candidate meets at the door, with or without a code, and the forms of their buttons."""

from dataclasses import replace

from bot.core.screening.decisions import Adjustment
from bot.core.screening.session import Part, Session
from bot.flow.action_id import ActionId
from bot.flow.forms import Choice, Field, Form
from bot.flow.messages import Message, Paragraph, short
from bot.flow.wording.catalogue import Say

NO_OR_YES = {"no": "No", "yes": "Yes"}
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


def welcome(say: Say) -> Message:
    """Return the words for somebody whose code was right."""
    return short(say("Welcome. I have written to you: the invitation with all that you should know is there."))


def edit_form(id_: ActionId, last: Part, say: Say) -> Form | None:
    """Return the form that changes the last message of an open answer; None if it is too long for a form."""
    if len(last.text) > LONGEST_EDIT:
        return None
    answer = Field("answer", say("Your last message"), lines=8, most=LONGEST_EDIT, value=last.text)
    return Form(replace(id_, extra=last.id), say("Change your answer"), (answer,), say("Change"))


def adjust_form(id_: ActionId, session: Session) -> Form:
    """Return the form that asks what suits the candidate."""
    say = Say(session.language)
    choices = tuple(Choice(value, say(label)) for value, label in NO_OR_YES.items())
    fields = [
        Field(
            adjustment.name.casefold(),
            say(label),
            choices=choices,
            value="yes" if adjustment in session.adjustments else "no",
        )
        for adjustment, label in LABELS.items()
    ]
    fields.append(Field("person", say("A person in place of a bot"), choices=choices, value="no"))
    note = say("Nobody who reads or marks your answers is told of this; only a wish for a person is passed on.")
    return Form(id_, say("What suits you"), tuple(fields), say("Save"), (Paragraph(note),))


def reread_form(id_: ActionId, say: Say) -> Form:
    """Return the form that asks a person to read an answer again."""
    label, hint = say("What may have been misread?"), say("You may leave this empty.")
    words = Field("words", label, hint, lines=4, optional=True, most=1000)
    title = say("Re-read question {number}", number=id_.position)
    return Form(id_, title, (words,), say("Ask a person"))

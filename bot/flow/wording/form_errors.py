"""What is said of a form that cannot be taken: at its fields where a platform can, else in a message."""

from bot.flow.forms import FieldErrors
from bot.flow.messages import Bullets, Message, Paragraph
from bot.flow.wording.catalogue import Say

NEEDED = "Please fill this in."
CHOOSE = "Please choose one of what is offered."
TOO_LONG = "Please keep to {most} characters."
UNUSABLE = "I could not use that, so nothing has changed. Please open the form again."


def unusable(found: FieldErrors) -> Message:
    """Return which fields cannot be used and why."""
    notice = Say(found.language)(UNUSABLE)
    return Message(notice, (Paragraph(notice), Bullets(tuple(f"{e.label}: {e.words}" for e in found.errors))))

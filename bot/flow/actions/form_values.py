"""From what somebody filled in to values that hold to the form's fields, or what is wrong at which field."""

from collections.abc import Mapping

from bot.flow.clean_text import clean
from bot.flow.forms import Field, FieldError, FieldErrors, Form
from bot.flow.wording import form_errors as words
from bot.flow.wording.catalogue import ENGLISH, Say


def parse(form: Form, values: Mapping[str, str], say: Say = ENGLISH) -> dict[str, str] | FieldErrors:
    """Return the values of a form's own fields, cleaned; a choice that did not come stands as it stood."""
    cleaned = {f.id: clean(values.get(f.id, f.value if f.choices else "")) for f in form.fields}
    problems = [(field, _problem(field, cleaned[field.id], say)) for field in form.fields]
    errors = tuple(error(field, problem) for field, problem in problems if problem)
    return FieldErrors(errors, say.language) if errors else cleaned


def error(field: Field, problem: str) -> FieldError:
    """Return a problem at a field."""
    return FieldError(field.id, field.label, problem)


def _problem(field: Field, value: str, say: Say) -> str:
    if not value.strip():
        return "" if field.optional else say(words.NEEDED)
    if field.choices and value not in {choice.value for choice in field.choices}:
        return say(words.CHOOSE)
    too_long = not field.choices and len(value) > field.most
    return say(words.TOO_LONG, most=field.most) if too_long else ""

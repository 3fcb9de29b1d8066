"""From what somebody filled in to values that hold to the form's fields, or what is wrong at which field."""

from collections.abc import Mapping

from bot.flow.clean_text import clean
from bot.flow.forms import Field, FieldError, FieldErrors, Form
from bot.flow.wording import form_errors as words


def parse(form: Form, values: Mapping[str, str]) -> dict[str, str] | FieldErrors:
    """Return the values of a form's own fields, cleaned; a choice that did not come stands as it stood."""
    cleaned = {f.id: clean(values.get(f.id, f.value if f.choices else "")) for f in form.fields}
    problems = [(field, _problem(field, cleaned[field.id])) for field in form.fields]
    errors = tuple(error(field, problem) for field, problem in problems if problem)
    return FieldErrors(errors) if errors else cleaned


def error(field: Field, problem: str) -> FieldError:
    """Return a problem at a field."""
    return FieldError(field.id, field.label, problem)


def _problem(field: Field, value: str) -> str:
    if not value.strip():
        return "" if field.optional else words.NEEDED
    if field.choices and value not in {choice.value for choice in field.choices}:
        return words.CHOOSE
    return words.TOO_LONG.format(most=field.most) if not field.choices and len(value) > field.most else ""

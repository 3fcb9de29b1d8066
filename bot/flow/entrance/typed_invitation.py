"""What somebody typed to invite people: whom, for which role, or why it cannot be told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.bank.role import Role
from bot.flow.clean_text import clean
from bot.flow.messages import Message
from bot.flow.wording.screeners import replies as words

MENTION = re.compile(r"<@!?(?P<id>\w+)(?:\|(?P<name>[^>]*))?>")
"""A person as chat platforms write one in a text."""
GROUP = re.compile(r"<!(?:subteam\b|channel|here|everyone)|<@&|@(?:everyone|here|channel)\b")
MAIL = re.compile(r"<mailto:|[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+")
LINK = re.compile(r"<?https?://|<#")
NOT_PICKED = re.compile(r"(?:^|\s)@\w")
LONGEST_NAME = 80
MOST_PEOPLE = 20


@dataclass(frozen=True)
class Typed:
    """Whom somebody means: ids with names as the platform mentions them, or a name; and the role, as far as named."""

    mentioned: tuple[tuple[str, str], ...]
    name: str
    role: str


def read_invitation(text: str, roles: Mapping[str, Role]) -> Typed | Message:
    """Return whom a text invites to what, or the words for why it does not say so; nothing is guessed.

    A role is named by its id or title, in any case, at the end or the beginning; without a mention the rest is a name.
    """
    for pattern, problem in ((GROUP, words.no_group()), (MAIL, words.no_mail()), (LINK, words.no_link())):
        if pattern.search(text):
            return problem
    mentioned = {m["id"]: m["name"] or m["id"] for m in MENTION.finditer(text)}
    rest = " ".join(MENTION.sub(" ", text).split())
    if NOT_PICKED.search(rest):
        return words.pick_person()
    if len(mentioned) > MOST_PEOPLE:
        return words.too_many(MOST_PEOPLE)
    name, role = _apart(rest, roles)
    if mentioned:
        return Typed(tuple(mentioned.items()), "", role or rest)
    return Typed((), clean(name), role) if len(name) <= LONGEST_NAME else words.no_name()


def _apart(rest: str, roles: Mapping[str, Role]) -> tuple[str, str]:
    """Return a name and the role that stands behind it or before it; "" for a role that is not named."""
    called = {id_.casefold(): id_ for id_ in roles} | {role.title.casefold(): id_ for id_, role in roles.items()}
    folded = rest.casefold()
    for written, id_ in sorted(called.items(), key=lambda pair: -len(pair[0])):
        if folded == written:
            return "", id_
        if folded.endswith(f" {written}"):
            return rest[: -len(written)].rstrip(" ,:-"), id_
        if folded.startswith((f"{written} ", f"{written}: ", f"{written}, ")):
            return rest[len(written) :].lstrip(" ,:-"), id_
    return rest, ""

"""Looks up who acts on Slack: name, groups, channels, at the time of the act."""

from collections.abc import Callable, Iterable
from typing import Any

from bot.chat.slack.outbound.api import Answer, Api
from bot.chat.slack.outbound.chat import PLATFORM
from bot.core.screening.session import Person
from bot.flow.permissions import Visitor
from bot.flow.ports import ChatError, Outcome
from bot.flow.wording import platform as said

FRESH_S = 5.0
"""How long an answer about who is where serves again: a double click asks once."""
TRIES = 3
"""Calls while somebody waits for a press to be answered."""


class People:
    """Looks people up in one workspace; raises ChatError.

    channels, groups: the ids that rights may rest on; nothing else about a visitor is asked.
    """

    def __init__(
        self, api: Api, team: str, now: Callable[[], float], channels: Iterable[str], groups: Iterable[str]
    ) -> None:
        self._api = api
        self._team = team
        self._now = now
        self._channels = frozenset(channels)
        self._groups = frozenset(groups)
        self._names: dict[str, str] = {}
        self._kept: dict[str, tuple[float, frozenset[str]]] = {}

    def known(self, id_: str, name: str = "") -> Person:
        """Return somebody under the name last heard, without asking Slack."""
        return Person(PLATFORM, id_, self._names.get(id_) or name or id_)

    async def visitor(self, id_: str, name: str = "") -> Visitor:
        """Return what Slack says of somebody now: in which of our groups and channels they are.

        Whoever is deactivated, a bot or of another workspace is in none, whatever channel they share.
        """
        user = await self._user(id_)
        if not _belongs(user, self._team):
            return Visitor(self.known(id_, name), frozenset(), frozenset())
        groups = {g for g in self._groups if id_ in await self._members_of_group(g)}
        channels = {c for c in self._channels if id_ in await self._members_of_channel(c)}
        return Visitor(self.known(id_, name), frozenset(groups), frozenset(channels))

    async def candidate(self, id_: str) -> Person:
        """Return somebody who can be invited; raise ChatError whose words say why not."""
        try:
            user = await self._user(id_)
        except ChatError as error:
            if error.outcome is Outcome.UNKNOWN_PERSON:
                raise ChatError(said.NOT_FOUND, permanent=True, outcome=Outcome.UNKNOWN_PERSON) from error
            raise
        for wrong, words in ((user.get("is_bot"), said.NOT_A_PERSON), (user.get("deleted"), said.DEACTIVATED)):
            if wrong:
                raise ChatError(words, permanent=True, outcome=Outcome.UNREACHABLE)
        if user.get("is_stranger"):
            raise ChatError(said.OUTSIDER, permanent=True, outcome=Outcome.UNREACHABLE)
        return self.known(id_)

    async def _user(self, id_: str) -> Answer:
        answer = await self._api.read("users.info", tries=TRIES, user=id_)
        user: dict[str, Any] = answer["user"]
        profile = user.get("profile") or {}
        name = profile.get("display_name") or user.get("real_name") or profile.get("real_name") or user.get("name")
        if name:
            self._names[id_] = str(name)
        return user

    async def _members_of_channel(self, channel: str) -> frozenset[str]:
        return await self._fresh(f"channel {channel}", lambda: self._listed(channel))

    async def _members_of_group(self, group: str) -> frozenset[str]:
        return await self._fresh(f"group {group}", lambda: self._grouped(group))

    async def _fresh(self, key: str, ask: Callable[[], Any]) -> frozenset[str]:
        at, members = self._kept.get(key, (float("-inf"), frozenset[str]()))
        if self._now() - at > FRESH_S:
            members = await ask()
            self._kept[key] = (self._now(), members)
        return members

    async def _listed(self, channel: str) -> frozenset[str]:
        try:
            return frozenset(
                [str(m) async for m in self._api.pages("conversations.members", "members", channel=channel)]
            )
        except ChatError as error:
            if error.outcome is Outcome.NO_CHANNEL:
                return frozenset()  # a channel that the bot cannot see gives nobody a right
            raise

    async def _grouped(self, group: str) -> frozenset[str]:
        try:
            answer = await self._api.read("usergroups.users.list", tries=TRIES, usergroup=group)
        except ChatError as error:
            if error.permanent:
                return frozenset()  # a group that does not exist or may not be read gives nobody a right
            raise
        return frozenset(str(member) for member in answer.get("users") or ())


def _belongs(user: Answer, team: str) -> bool:
    away = user.get("deleted") or user.get("is_bot") or user.get("is_stranger")
    return not away and user.get("team_id", team) == team

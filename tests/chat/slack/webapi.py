"""The Web API of the fake workspace: what Slack would refuse, it refuses, and it notes why."""

from typing import Any

from tests.chat.slack.posting import Posting
from tests.chat.slack.refusals import Refused
from tests.chat.slack.specs import spec
from tests.chat.slack.state import BOT, BOT_USER, TEAM, Json
from tests.chat.slack.windows import Windows

SCOPES = {
    "users.info": ("users:read",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "assistant.threads.setStatus": ("chat:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.completeUploadExternal": ("files:write",),
    "reactions.add": ("reactions:write",),
    "usergroups.users.list": ("usergroups:read",),
    "apps.connections.open": ("connections:write",),
}
BY_KIND = {
    "conversations.history": "history",
    "conversations.replies": "history",
    "conversations.info": "read",
    "conversations.members": "read",
}


class WebApi(Posting, Windows):
    """Answers calls by a workspace's state."""

    def call(self, method: str, a: Json, token: str) -> Json:
        """Return the answer to a call; raise Refused."""
        wanted = "xapp-" if method == "apps.connections.open" else "xoxb-"
        if token != (self._w.app_token if wanted == "xapp-" else self._w.bot_token):
            raise Refused("invalid_auth")
        self._arguments(method, a)
        self._scopes(method, a)
        handler = getattr(self, "_" + method.replace(".", "_"), None)
        if handler is None:
            self._w.violation(f"{method}: a method that the bot has no business with")
            raise Refused("unknown_method")
        answer: Json = handler(a)
        return {"ok": True, **answer}

    def _arguments(self, method: str, a: Json) -> None:
        known = (spec("slack_web_methods.json") or {}).get(method, {}).get("args")
        if known is None:
            return
        for name in a:
            if name not in known and name != "token":
                self._w.violation(f"{method}: unknown argument {name}")
        for name, told in known.items():
            if (
                told.get("required")
                and a.get(name) in (None, "")
                and (method, name)
                != (
                    "assistant.threads.setStatus",
                    "status",
                )
            ):
                self._w.violation(f"{method}: {name} is missing")
                raise Refused("invalid_arguments")

    def _scopes(self, method: str, a: Json) -> None:
        needed = SCOPES.get(method, ())
        if method in BY_KIND and (channel := self._s.channels.get(str(a.get("channel")))):
            kind = "im" if channel.direct else "groups" if channel.private else "channels"
            needed = (f"{kind}:{BY_KIND[method]}",)
        if method == "conversations.open":
            needed = ("im:write",)
        for scope in needed:
            if scope not in self._w.scopes and scope != "connections:write":
                raise Refused("missing_scope", needed=scope, provided=",".join(sorted(self._w.scopes)))

    # The methods.

    def _auth_test(self, _: Json) -> Json:
        return {"url": "https://fake.slack.com/", "team": "Fake", "user": "viva", "team_id": TEAM, "user_id": BOT_USER,
                "bot_id": BOT, "is_enterprise_install": False}  # fmt: skip

    def _users_info(self, a: Json) -> Json:
        if a["user"] not in self._s.users:
            raise Refused("user_not_found")
        return {"user": self._s.users[a["user"]]}

    def _conversations_open(self, a: Json) -> Json:
        user = self._s.users.get(str(a.get("users")))
        if user is None:
            raise Refused("user_not_found")
        if user["deleted"]:
            raise Refused("user_disabled")
        if user["is_bot"]:
            raise Refused("cannot_dm_bot")
        if user.get("is_stranger"):
            raise Refused("user_not_visible")
        return {"channel": {"id": self._s.direct(user["id"]).id}}

    def _conversations_info(self, a: Json) -> Json:
        channel = self._channel(a)
        return {"channel": {"id": channel.id, "is_member": BOT_USER in channel.members,
                            "is_private": channel.private, "is_archived": channel.archived}}  # fmt: skip

    def _conversations_members(self, a: Json) -> Json:
        return self._paged(sorted(self._channel(a).members), "members", a)

    def _conversations_history(self, a: Json) -> Json:
        channel = self._channel(a)
        kept = [m for m in channel.messages.values() if m.get("thread_ts", m["ts"]) == m["ts"]]
        return self._messages(sorted(kept, key=lambda m: -float(m["ts"])), a)

    def _conversations_replies(self, a: Json) -> Json:
        channel = self._channel(a)
        kept = [m for m in channel.messages.values() if a["ts"] in {m["ts"], m.get("thread_ts")}]
        return self._messages(sorted(kept, key=lambda m: float(m["ts"])), a)

    def _messages(self, kept: list[Json], a: Json) -> Json:
        oldest, latest = float(a.get("oldest") or 0), float(a.get("latest") or "inf")
        kept = [m for m in kept if oldest < float(m["ts"]) < latest]
        if str(a.get("include_all_metadata")).lower() not in {"true", "1"}:
            kept = [{k: v for k, v in m.items() if k != "metadata"} for m in kept]
        return self._paged(kept, "messages", a)

    def _paged(self, entries: list[Any], key: str, a: Json) -> Json:
        start, limit = int(a.get("cursor") or 0), min(int(a.get("limit") or 100), self._w.page)
        more = start + limit < len(entries)
        cursor = {"next_cursor": str(start + limit) if more else ""}
        return {key: entries[start : start + limit], "has_more": more, "response_metadata": cursor}

    def _usergroups_users_list(self, a: Json) -> Json:
        if a["usergroup"] not in self._s.groups:
            raise Refused("no_such_subteam")
        return {"users": sorted(self._s.groups[a["usergroup"]])}

    def _apps_connections_open(self, _: Json) -> Json:
        return {"url": self._w.sockets.ticket()}

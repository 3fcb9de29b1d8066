"""The Web API of the fake workspace: what Slack would refuse, it refuses, and it notes why."""

import json
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.chat.slack.limits import faults_of_message, faults_of_window
from tests.chat.slack.specs import spec
from tests.chat.slack.state import APP, BOT, BOT_USER, TEAM, Channel, Json

if TYPE_CHECKING:
    from tests.chat.slack.workspace import Workspace

SCOPES = {
    "users.info": ("users:read",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "chat.delete": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "assistant.threads.setStatus": ("chat:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.completeUploadExternal": ("files:write",),
    "usergroups.users.list": ("usergroups:read",),
    "apps.connections.open": ("connections:write",),
}
BY_KIND = {
    "conversations.history": "history",
    "conversations.replies": "history",
    "conversations.info": "read",
    "conversations.members": "read",
}
TRIGGER_S = 3.0


class Refused(Exception):
    """An answer with ok: false."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.more = more


class WebApi:
    """Answers calls by a workspace's state."""

    def __init__(self, workspace: "Workspace") -> None:
        self._w = workspace
        self._s = workspace.state

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

    def _channel(self, a: Json, name: str = "channel") -> Channel:
        channel = self._s.channels.get(str(a.get(name)))
        if channel is None:
            raise Refused("channel_not_found")
        return channel

    def _postable(self, a: Json) -> Channel:
        channel = self._channel(a)
        if channel.archived:
            raise Refused("is_archived")
        if BOT_USER not in channel.members:
            raise Refused("not_in_channel")
        return channel

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

    def _chat_postMessage(self, a: Json) -> Json:  # noqa: N802 - Slack's name
        channel = self._postable(a)
        self._faults("chat.postMessage", faults_of_message(a))
        self._images(a)
        if (thread := a.get("thread_ts")) and thread not in channel.messages:
            raise Refused("thread_not_found")
        ts = self._s.stamp()
        kept = {k: a[k] for k in ("text", "blocks", "metadata", "thread_ts") if a.get(k)}
        message = {"type": "message", "user": BOT_USER, "bot_id": BOT, "app_id": APP, "ts": ts, **kept}
        channel.messages[ts] = message
        self._w.note(channel.id, message)
        return {"channel": channel.id, "ts": ts, "message": message}

    def _chat_update(self, a: Json) -> Json:
        channel = self._postable(a)
        self._faults("chat.update", faults_of_message({"unfurl_links": False, "unfurl_media": False, **a}))
        if a["ts"] not in channel.messages:
            raise Refused("message_not_found")
        channel.messages[a["ts"]].update(text=a.get("text", ""), blocks=a.get("blocks", []))
        self._w.note(channel.id, channel.messages[a["ts"]])
        return {"channel": channel.id, "ts": a["ts"], "text": a.get("text", "")}

    def _chat_delete(self, a: Json) -> Json:
        if self._postable(a).messages.pop(a["ts"], None) is None:
            raise Refused("message_not_found")
        return {"channel": a["channel"], "ts": a["ts"]}

    def _chat_postEphemeral(self, a: Json) -> Json:  # noqa: N802
        channel = self._postable(a)
        if a["user"] not in channel.members:
            raise Refused("user_not_in_channel")
        self._faults("chat.postEphemeral", faults_of_message({"unfurl_links": False, "unfurl_media": False, **a}))
        self._s.whispers.append(a)
        self._w.note(channel.id, a)
        return {"message_ts": self._s.stamp()}

    def _assistant_threads_setStatus(self, a: Json) -> Json:  # noqa: N802
        channel = self._channel(a, "channel_id")
        if a["thread_ts"] not in channel.messages:
            raise Refused("invalid_thread_ts")
        self._s.statuses.append(a)
        return {}

    def _files_getUploadURLExternal(self, a: Json) -> Json:  # noqa: N802
        id_ = self._s.new("F")
        self._s.files[id_] = {"id": id_, "name": a["filename"], "length": int(a["length"]), "alt": a.get("alt_txt")}
        return {"upload_url": f"{self._w.root}/upload/{id_}", "file_id": id_}

    def _files_completeUploadExternal(self, a: Json) -> Json:  # noqa: N802
        listed = json.loads(a["files"]) if isinstance(a["files"], str) else a["files"]
        for file in listed:
            kept = self._s.files.get(file["id"])
            if kept is None or "content" not in kept:
                self._w.violation("files.completeUploadExternal: nothing was uploaded")
                raise Refused("file_not_found")
            kept["done"] = True
            if a.get("channel_id"):
                channel = self._postable({"channel": a["channel_id"]})
                ts = self._s.stamp()
                thread = {"thread_ts": a["thread_ts"]} if a.get("thread_ts") else {}
                told = {"id": file["id"], "name": kept["name"], "title": file.get("title")}
                channel.messages[ts] = {"type": "message", "user": BOT_USER, "bot_id": BOT, "text": "", "ts": ts,
                                        "files": [told], **thread}  # fmt: skip
                self._w.note(channel.id, channel.messages[ts])
        return {"files": listed}

    def _usergroups_users_list(self, a: Json) -> Json:
        if a["usergroup"] not in self._s.groups:
            raise Refused("no_such_subteam")
        return {"users": sorted(self._s.groups[a["usergroup"]])}

    def _views_open(self, a: Json) -> Json:
        return self._window("views.open", a, [])

    def _views_push(self, a: Json) -> Json:
        user = self._trigger(a)
        stack = self._s.views.get(user, [])
        if len(stack) >= 3:
            raise Refused("push_limit_reached")
        return self._window("views.push", a, stack, user)

    def _window(self, method: str, a: Json, stack: list[Json], user: str | None = None) -> Json:
        user = user or self._trigger(a)
        view = _object(a["view"])
        self._faults(method, faults_of_window(view))
        kept = {"id": self._s.new("V"), "hash": self._s.stamp(), "team_id": TEAM, "app_id": APP, "bot_id": BOT, **view}
        self._s.views[user] = [*stack, kept]
        self._w.note(f"window {user}", kept)
        return {"view": kept}

    def _views_update(self, a: Json) -> Json:
        view = _object(a["view"])
        self._faults("views.update", faults_of_window(view))
        for stack in self._s.views.values():
            for kept in stack:
                if kept["id"] == a.get("view_id"):
                    kept.update(view, hash=self._s.stamp())
                    return {"view": kept}
        raise Refused("not_found")

    def _views_publish(self, a: Json) -> Json:
        view = _object(a["view"])
        self._faults("views.publish", faults_of_window(view))
        self._s.homes[a["user_id"]] = {"id": self._s.new("V"), **view}
        self._w.note(f"home {a['user_id']}", view)
        return {"view": self._s.homes[a["user_id"]]}

    def _apps_connections_open(self, _: Json) -> Json:
        return {"url": self._w.sockets.ticket()}

    def _trigger(self, a: Json) -> str:
        user, at = self._s.triggers.pop(str(a.get("trigger_id")), ("", 0.0))
        if not user:
            self._w.violation("a trigger_id that is unknown or used up")
            raise Refused("invalid_trigger_id")
        if time.monotonic() - at > TRIGGER_S:
            raise Refused("expired_trigger_id")
        return user

    def _images(self, a: Json) -> None:
        for block in a.get("blocks") or ():
            file = (block.get("slack_file") or {}).get("id")
            if block["type"] == "image" and not (self._s.files.get(str(file)) or {}).get("done"):
                raise Refused("invalid_blocks")

    def _faults(self, method: str, faults: Any) -> None:
        for fault in faults:
            self._w.violation(f"{method}: {fault}")


def _object(value: Any) -> Json:
    found: Mapping[str, Any] = json.loads(value) if isinstance(value, str) else value
    return dict(found)

"""Windows and the App Home in the fake Web API: a trigger opens one, once, and not for ever."""

import json
import time
from collections.abc import Mapping
from typing import Any

from tests.chat.slack.limits import faults_of_window
from tests.chat.slack.refusals import Part, Refused
from tests.chat.slack.state import APP, BOT, TEAM, Json
from tests.waiting import HANG_S

TRIGGER_S = HANG_S
"""Slack gives three seconds, which a busy machine may need."""


class Windows(Part):
    """The methods that show windows."""

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
        for user, stack in self._s.views.items():
            for kept in stack:
                if kept["id"] == a.get("view_id"):
                    kept.update(view, hash=self._s.stamp())
                    self._w.note(f"window {user}", view)
                    return {"view": kept}
        raise Refused("not_found")

    def _views_publish(self, a: Json) -> Json:
        view = _object(a["view"])
        self._faults("views.publish", faults_of_window(view))
        self._s.homes[a["user_id"]] = {"id": self._s.new("V"), **view}
        self._w.note(f"home {a['user_id']}", view)
        return {"view": self._s.homes[a["user_id"]]}

    def _trigger(self, a: Json) -> str:
        user, at = self._s.triggers.pop(str(a.get("trigger_id")), ("", 0.0))
        if not user:
            self._w.violation("a trigger_id that is unknown or used up")
            raise Refused("invalid_trigger_id")
        if time.monotonic() - at > TRIGGER_S:
            raise Refused("expired_trigger_id")
        return user


def _object(value: Any) -> Json:
    found: Mapping[str, Any] = json.loads(value) if isinstance(value, str) else value
    return dict(found)

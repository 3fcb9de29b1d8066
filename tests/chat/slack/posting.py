"""Messages and files in the fake Web API."""

import json

from tests.chat.slack.limits import faults_of_message
from tests.chat.slack.refusals import Part, Refused
from tests.chat.slack.state import APP, BOT, BOT_USER, Json


class Posting(Part):
    """The methods that write into conversations."""

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

    def _chat_postEphemeral(self, a: Json) -> Json:  # noqa: N802 - Slack's name
        channel = self._postable(a)
        if a["user"] not in channel.members:
            raise Refused("user_not_in_channel")
        self._faults("chat.postEphemeral", faults_of_message({"unfurl_links": False, "unfurl_media": False, **a}))
        self._s.whispers.append(a)
        self._w.note(channel.id, a)
        return {"message_ts": self._s.stamp()}

    def _assistant_threads_setStatus(self, a: Json) -> Json:  # noqa: N802 - Slack's name
        channel = self._channel(a, "channel_id")
        if a["thread_ts"] not in channel.messages:
            raise Refused("invalid_thread_ts")
        self._s.statuses.append(a)
        return {}

    def _reactions_add(self, a: Json) -> Json:
        channel = self._channel(a)
        if a["timestamp"] not in channel.messages:
            raise Refused("message_not_found")
        given = channel.messages[a["timestamp"]].setdefault("reactions", [])
        if any(reaction["name"] == a["name"] for reaction in given):
            raise Refused("already_reacted")
        given.append({"name": a["name"], "users": [BOT_USER], "count": 1})
        return {}

    def _files_getUploadURLExternal(self, a: Json) -> Json:  # noqa: N802 - Slack's name
        id_ = self._s.new("F")
        self._s.files[id_] = {"id": id_, "name": a["filename"], "length": int(a["length"]), "alt": a.get("alt_txt")}
        return {"upload_url": f"{self._w.root}/upload/{id_}", "file_id": id_}

    def _files_completeUploadExternal(self, a: Json) -> Json:  # noqa: N802 - Slack's name
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

    def _images(self, a: Json) -> None:
        for block in a.get("blocks") or ():
            file = (block.get("slack_file") or {}).get("id")
            if block["type"] == "image" and not (self._s.files.get(str(file)) or {}).get("done"):
                raise Refused("invalid_blocks")

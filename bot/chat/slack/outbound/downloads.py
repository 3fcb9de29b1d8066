"""Uploads files to Slack: pictures that a message shows, and texts for somebody to keep."""

from typing import Any

import aiohttp

from bot.chat.slack.outbound.api import Api
from bot.chat.slack.outbound.errors import Unsure
from bot.flow.jobs.backoff import growing, trying
from bot.flow.ports import ChatError, Outcome

TYPES = {"png": "image/png", "md": "text/markdown", "json": "application/json"}
TRIES = 4
"""Uploads of one file that nobody sees yet: each takes a new place, so that none can be there twice."""
FIRST_WAIT_S = 0.5


class BrokenUpload(ChatError):
    """An upload that may do if it is tried again."""


async def upload(api: Api, name: str, content: bytes, alt: str = "") -> str:
    """Upload a file that nobody sees yet, and return its id; raises ChatError."""
    broken = trying(TRIES, lambda fault: isinstance(fault, BrokenUpload), growing(FIRST_WAIT_S), api.pace.sleep)
    file: str = await broken(_uploaded, api, name, content, {"alt_txt": alt[:1000]} if alt else {})
    return file


async def _uploaded(api: Api, name: str, content: bytes, described: dict[str, Any]) -> str:
    slot = await api.read("files.getUploadURLExternal", filename=name, length=len(content), **described)
    await _sent(api, str(slot["upload_url"]), name, content)
    return str(slot["file_id"])


async def shown_in_blocks(api: Api, name: str, content: bytes, alt: str) -> str:
    """Upload a picture that only messages show, and return its id."""
    unsure = trying(TRIES, lambda fault: isinstance(fault, Unsure), growing(FIRST_WAIT_S), api.pace.sleep)
    async for attempt in unsure:
        with attempt:
            file = await upload(api, name, content, alt)
            await api.write("files.completeUploadExternal", files=[{"id": file, "title": name}])
            return file
    raise AssertionError("the loop returns or raises")


async def share_file(api: Api, channel: str, name: str, content: bytes, thread: str | None) -> None:
    """Upload a file and share it in a conversation; raises Unsure if nobody knows whether it is there."""
    file = await upload(api, name, content)
    where: dict[str, Any] = {"channel_id": channel} | ({"thread_ts": thread} if thread else {})
    async with api.pace.message(channel):
        await api.write("files.completeUploadExternal", files=[{"id": file, "title": name}], **where)


async def _sent(api: Api, url: str, name: str, content: bytes) -> None:
    headers = {"Content-Type": TYPES.get(name.rpartition(".")[2], "application/octet-stream")}
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=api.web.timeout)) as session,
            session.post(url, data=content, headers=headers) as answer,
        ):
            status = answer.status
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise BrokenUpload(f"the upload broke off: {type(error).__name__}", outcome=Outcome.AWAY) from error
    if status != 200:
        refused = 400 <= status < 500 and status != 429
        kind = ChatError if refused else BrokenUpload
        raise kind(f"the upload was refused: status {status}", permanent=refused, outcome=Outcome.AWAY)

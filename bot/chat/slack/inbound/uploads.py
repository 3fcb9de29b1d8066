"""Reads files that candidates send: text counts as written, of anything else only its kind is told."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.chat.slack.outbound.api import Api
from bot.flow.entrance.attachments import Sent

LARGEST = 200_000
"""Bytes of a file that is read."""
TIMEOUT_S = 1.5
TRIES = 2
READABLE = frozenset("text markdown md txt json yaml yml csv log python go c cpp rust shell sql post".split())
HOSTS = ("slack.com", "slack-edge.com", "slack-files.com")


async def read_uploads(api: Api, files: tuple[Mapping[str, Any], ...]) -> list[Sent]:
    """Return what was sent along with a message; a text that cannot be fetched comes back unread."""
    return [await _sent(api, file) for file in files]


async def _sent(api: Api, file: Mapping[str, Any]) -> Sent:
    name = str(file.get("name") or file.get("title") or "file")
    kind, size = str(file.get("mimetype") or file.get("filetype") or ""), int(file.get("size") or 0)
    text = None
    if _is_text(file) and size <= LARGEST:
        text = await _fetched(api, str(file.get("url_private_download") or file.get("url_private") or ""))
    return Sent(name, kind, size, text)


def _is_text(file: Mapping[str, Any]) -> bool:
    kind = str(file.get("mimetype") or "")
    return kind.startswith("text/") or file.get("mode") == "snippet" or file.get("filetype") in READABLE


async def _fetched(api: Api, url: str) -> str | None:
    if not _ours(url, api.web.base_url):
        return None  # the token goes to Slack and to nobody else
    headers = {"Authorization": f"Bearer {api.web.token}"}
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    for _ in range(TRIES):
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.get(url, headers=headers, allow_redirects=False) as answer,
            ):
                # Without the right scope Slack answers with a page to sign in, not with an error.
                if answer.status == 200 and answer.content_type != "text/html":
                    content = await answer.content.read(LARGEST + 1)
                    return content.decode("utf-8", "replace") if len(content) <= LARGEST else None
                if answer.status < 500:
                    return None
        except (aiohttp.ClientError, TimeoutError, OSError):
            continue
    return None


def _ours(url: str, base: str) -> bool:
    """Return whether an address is Slack's: by TLS at one of its hosts, or where the API itself is."""
    there, api = urlsplit(url), urlsplit(base)
    if there.netloc and (there.scheme, there.netloc) == (api.scheme, api.netloc):
        return True
    host = there.hostname or ""
    return there.scheme == "https" and any(host == ours or host.endswith(f".{ours}") for ours in HOSTS)

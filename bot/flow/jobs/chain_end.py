"""Posts where the audit chain ends beside a day's first card: there it stands where no database can change it."""

import logging

from bot.core.audit import Act, Entry
from bot.core.screening.session import Place
from bot.flow import wording
from bot.flow.ports import Chat, Clock, Store

log = logging.getLogger(__name__)

SERVICE = ("viva", "service")
"""Who acts, where the service does so by itself."""


async def post_end(store: Store, chat: Chat, channel: Place, clock: Clock) -> None:
    """Post the chain's end, unless that was done today; best effort, and tried again with the next card."""
    now = clock.now()
    day = f"{now:%Y-%m-%d}"
    try:
        if await store.audited(day, 1):
            return
        head = await store.audit_head()
        await chat.post(channel, wording.chain_end(head), f"audit/{day}/{head.number}")
        async with store.unit() as unit:
            await unit.note(Entry(now, *SERVICE, Act.POSTED_END, day))
    except Exception as fault:
        log.warning("where the audit chain ends could not be posted: %s", type(fault).__name__)

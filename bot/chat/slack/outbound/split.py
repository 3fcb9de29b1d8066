"""Splits one message into the several that Slack's length limits ask for; nothing is truncated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.chat.slack.outbound.blocks import Drawn, drawn_blocks
from bot.chat.slack.outbound.mrkdwn import escape_mrkdwn, weight
from bot.flow.messages import Message

MOST_BLOCKS = 50
MOST_WEIGHT = 12_000
"""Characters of one message's blocks as JSON: Slack was seen to refuse from about 13,200."""
LONGEST_NOTICE = 2_000


@dataclass(frozen=True)
class Chunk:
    """What one call sends: the words for lock screens and screen readers, escaped, and the blocks."""

    text: str
    blocks: tuple[Drawn, ...]


def parts(message: Message, files: Mapping[int, str] | None = None) -> tuple[Chunk, ...]:
    """Return the messages that together say this one; at least one."""
    groups = group_blocks(drawn_blocks(message.blocks, files))
    notice = escape_mrkdwn(message.notice[:LONGEST_NOTICE]) or "…"
    if len(groups) <= 1:
        return (Chunk(notice, tuple(groups[0]) if groups else ()),)
    return tuple(Chunk(f"{notice} ({n}/{len(groups)})", tuple(group)) for n, group in enumerate(groups, 1))


def group_blocks(blocks: Sequence[Drawn], most: int = MOST_BLOCKS, heaviest: int = MOST_WEIGHT) -> list[list[Drawn]]:
    """Return the blocks in groups that each fit one message; what cannot stand first stays with what is before."""
    groups: list[list[Drawn]] = []
    load = 0
    for block in blocks:
        own = weight(block) + 2
        if not groups or len(groups[-1]) >= most or load + own > heaviest:
            groups.append([])
            load = 2
        groups[-1].append(block)
        load += own
    return groups

"""Every sentence the bot says, by who reads it: the candidate, the screeners, the channel, those who act.

Plain, kind and short. Nothing here reveals a rubric, and a candidate hears of marks after the end.
"""

from bot.flow.wording.candidates.conversation import closed_question, to_candidate
from bot.flow.wording.screeners.card import card, chain_end, to_team
from bot.flow.wording.screeners.summary import summary
from bot.flow.wording.screeners.transcript import erased, transcript

__all__ = [
    "card", "chain_end", "closed_question", "erased", "summary", "to_candidate", "to_team", "transcript",
]  # fmt: skip

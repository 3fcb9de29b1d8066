"""Every sentence the bot says: `candidate` for the direct conversation, `screener` for the hiring channel.

Plain, kind and short. Nothing here reveals a rubric, and nothing tells a candidate a mark.
"""

from bot.flow.wording.candidate import to_candidate
from bot.flow.wording.screener import call_person, details, erased, summary, transcript

__all__ = ["call_person", "details", "erased", "summary", "to_candidate", "transcript"]

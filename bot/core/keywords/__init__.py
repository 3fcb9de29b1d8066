"""The keyword grader: marks an answer by the rubric's rules alone, without a model or a network.

`grade` is its only door. It reads the answer (`text`), says which clauses count (`stance`), finds
the rubric's phrases (`phrases`), decides which points are made (`ways`) and adds up (`grader`).
"""

from bot.core.keywords.grader import VERSION, grade

__all__ = ["VERSION", "grade"]

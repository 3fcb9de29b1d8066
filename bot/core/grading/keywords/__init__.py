"""The keyword grader: marks an answer by the rubric's rules alone, without a model or a network.

`grade` is its only door. It reads the answer (`language/tokens`), says which clauses count (`language/clauses`),
finds the rubric's phrases (`phrases`), decides which points are made (`points`) and adds up (`grader`).
"""

from bot.core.grading.keywords.grader import VERSION, grade

__all__ = ["VERSION", "grade"]

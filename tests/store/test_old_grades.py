"""Grades that were stored in an earlier shape are read as what they said."""

from bot.core.grading.grade import Evidence, Found
from bot.store.sessions.json_columns import grade_from, grade_text

BEFORE_FACTS = """{
  "score": 0.5,
  "ratings": [
    {
      "criterion": "speed", "level": 1, "top": 2,
      "evidence": [{"quote": "faster", "start": 3, "end": 9}],
      "made": ["it is faster"], "open": ["900 GB/s"], "wrong": ["PCIe is \\"made\\": faster"], "reason": ""
    }
  ],
  "flags": [], "source": "keyword", "reasons": [], "recipe": [["grader", "keyword 7"]], "variant": null,
  "notes": ["rules only"], "raw_score": null, "stand_in": false, "marked_at": "2026-11-02T10:00:00Z", "calls": []
}"""


def test_points_kept_as_bare_words_become_facts_without_quotes() -> None:
    grade = grade_from(BEFORE_FACTS)
    [rating] = grade.ratings

    assert (rating.found, rating.mistakes) == ((Found(0, "it is faster"),), (Found(0, 'PCIe is "made": faster'),))
    assert (rating.made, rating.open) == (("it is faster",), ("900 GB/s",))
    assert (rating.height, rating.evidence) == (1, (Evidence("faster", 3, 9),))
    assert grade_from(grade_text(grade)) == grade

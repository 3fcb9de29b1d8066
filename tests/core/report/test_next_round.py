from datetime import timedelta
from typing import Any

from bot.core.bank.item import Tier
from bot.core.bank.rubric import Rubric
from bot.core.grading.grade import Evidence, Found, Grade, Rating, Source
from bot.core.report.next_round import best_probes
from bot.core.screening.session import Administration
from tests.factories import an_item
from tests.sessions import NOW, a_rubric, a_session, an_administration


def two_criteria(item: str) -> Rubric:
    point = {"says": "it is faster", "ways": [{"all_of": [["faster"]]}]}
    shared: dict[str, Any] = {"levels": ["no", "a bit", "most", "whole"], "points": [point]}
    heavy = {"id": "heavy", "asks": "what it costs", "weight": 3.0, "probe": "What did it cost you?", **shared}
    light = {"id": "light", "asks": "what it is called", "weight": 1.0, **shared}
    return a_rubric(item, criteria=[light, heavy])


def rating(criterion: str, level: int | None, **fields: Any) -> Rating:
    return Rating(criterion, level, 3, **({"open": (f"open in {criterion}",)} | fields))


def asked(position: int, *ratings: Rating, tier: Tier = Tier.INTERMEDIATE, **fields: Any) -> Administration:
    item = an_item(f"item-{position}", tier=tier)
    grades = (Grade(0.5, ratings, (), Source.KEYWORD),)
    defaults: dict[str, Any] = {
        "item": item,
        "rubric": two_criteria(item.id),
        "grades": grades,
        "answered_at": NOW + timedelta(minutes=9),
    }
    return an_administration(position, **(defaults | fields))


def probed(*administrations: Administration) -> list[tuple[str, str]]:
    return [(p.item, p.criterion) for p in best_probes(a_session(administrations=administrations))]


def test_a_probe_carries_its_question_its_reason_and_the_claim_it_tests() -> None:
    told = rating("heavy", 1, evidence=(Evidence("about half", 0, 10),))
    (probe,) = best_probes(a_session(administrations=(asked(1, rating("light", 3), told),)))

    assert (probe.position, probe.item, probe.criterion) == (1, "item-1", "heavy")
    assert (probe.ask, probe.because, probe.quote) == ("What did it cost you?", "open in heavy", "about half")


def test_a_criterion_without_a_probe_asks_for_itself_and_a_top_level_that_lists_no_point_for_that() -> None:
    (probe,) = best_probes(a_session(administrations=(asked(1, rating("light", 0, open=()), rating("heavy", 3)),)))

    assert (probe.ask, probe.because, probe.quote) == ("what it is called", "whole", "")


def test_at_most_two_and_from_different_items() -> None:
    answers = [asked(n, rating("light", 1), rating("heavy", 1)) for n in (1, 2, 3)]

    assert probed(*answers) == [("item-1", "heavy"), ("item-2", "heavy")]
    assert probed(answers[0]) == [("item-1", "heavy")]


def test_what_was_told_in_part_comes_before_what_was_not_told_at_all() -> None:
    begun = asked(2, rating("heavy", 1))

    assert probed(asked(1, rating("heavy", 0)), begun)[0] == ("item-2", "heavy")
    assert probed(asked(1, rating("heavy", None)), begun)[0] == ("item-2", "heavy")
    assert probed(asked(1, rating("heavy", 2)), begun)[0] == ("item-2", "heavy")


def test_a_harder_item_tells_more() -> None:
    easy, hard = asked(1, rating("heavy", 1)), asked(2, rating("heavy", 1), tier=Tier.ADVANCED)

    assert probed(easy, hard)[0] == ("item-2", "heavy")


def test_a_false_claim_comes_first_and_is_the_reason() -> None:
    false = asked(2, rating("heavy", 1, mistakes=(Found(1, "it is free"),)))
    first, _ = best_probes(a_session(administrations=(asked(1, rating("heavy", 1)), false)))

    assert (first.item, first.because) == ("item-2", "it is free")


def test_what_is_complete_ungraded_or_skipped_is_not_probed() -> None:
    complete = asked(1, rating("light", 3), rating("heavy", 3))

    assert probed(complete, asked(2, grades=()), asked(3, rating("heavy", 0), skipped=True)) == []
    assert probed() == []

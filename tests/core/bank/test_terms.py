import pytest

from bot.content.load import load
from bot.core.bank.promises import promises_in
from bot.core.bank.terms import NO_TERM, Terms, misfits
from tests.factories import a_role


def said(terms: Terms, **fields: object) -> str:
    return "\n".join(map(str, misfits([a_role(**fields)], terms)))


def test_candidates_are_told_what_is_in_force_and_not_what_a_file_says() -> None:
    terms = Terms({"eu": 200, "*": 400}, "a-model at models.example", "privacy@example.org")

    assert terms.in_force(a_role(place="eu")).wording.retention == "200 days after the screening has ended"
    assert terms.in_force(a_role()).wording.retention.startswith("400 days")
    assert terms.in_force(a_role()).wording.contact == "privacy@example.org"
    assert Terms().in_force(a_role()).wording.retention == NO_TERM
    assert Terms().in_force(a_role()).wording.contact == "the recruiter"


def test_what_fits_says_nothing() -> None:
    assert said(Terms({"*": 365})) == ""
    assert said(Terms({"eu": 365}), place="eu") == ""


def test_what_does_not_fit_is_named_with_what_to_do() -> None:
    assert 'says "12 months", and nothing keeps that' in said(Terms())
    assert "kept for ever" in said(Terms({"eu": 365}))
    assert 'no role has the place "eu"' in said(Terms({"eu": 365}))
    assert "under the 1461 days" in said(Terms({"california": 365}), place="california")
    assert "Add california=" in said(Terms({"*": 365}), place="california")
    assert 'says "12 months", and 730 days are in force' in said(Terms({"*": 730}))


def test_no_term_is_a_choice_as_long_as_no_file_promises_one() -> None:
    words = a_role().wording.model_copy(update={"retention": "as long as the operator's settings say"})

    assert said(Terms(), wording=words) == ""
    assert 'has no "*", and the role has no place' in said(Terms({"eu": 365}), wording=words)


def test_no_shipped_role_promises_a_time_that_a_fresh_install_does_not_keep() -> None:
    assert list(misfits(load().roles.values(), Terms())) == []


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("retention", "twelve weeks"),
        ("retention", "deleted at once"),
        ("purpose", "A first talk. We delete your answers after 30 days."),
        ("purpose", "Ein erstes Gespräch. Deine Antworten werden sofort gelöscht."),
        ("readers", "the team, who keep your answers for two years"),
        ("contact", "the recruiter; everything is erased after half a year"),
    ],
)
def test_a_promise_that_stands_anywhere_in_what_candidates_read_is_held_to_what_is_in_force(
    part: str, words: str
) -> None:
    wording = a_role().wording.model_copy(update={"retention": "as the settings say"} | {part: words})
    found = list(misfits([a_role(wording=wording)], Terms({"*": 365})))

    assert [(m.role, m.key) for m in found] == [(a_role().id, ("wording", part))]
    assert "365 days are in force" in str(found[0])


@pytest.mark.parametrize("words", ["a year after the position is filled", "until the position is filled"])
def test_nothing_counts_from_anything_but_the_end_of_the_screening(words: str) -> None:
    wording = a_role().wording.model_copy(update={"retention": words})

    assert "nothing counts from" in said(Terms({"*": 365}), wording=wording)


@pytest.mark.parametrize(
    "words",
    [
        "The team has run its clusters for five years. Everything is done in Python.",
        "We kept the trains running for two weeks.",
        "It takes an hour, and a person reads your answers within a week.",
    ],
)
def test_lengths_that_are_no_promise_are_left_alone(words: str) -> None:
    assert list(promises_in(words)) == []


@pytest.mark.parametrize(("place", "meant"), [("califronia", "california"), ("usa", "us"), ("new-yrok", "new-york")])
def test_a_slip_in_a_place_is_asked_about_for_it_lowers_the_floor(place: str, meant: str) -> None:
    assert f"Write place: {meant}" in said(Terms({place: 1500}), place=place)


@pytest.mark.parametrize("place", ["eu", "germany", "texas", "japan", "new-jersey"])
def test_a_place_that_is_like_no_other_is_taken_as_it_stands(place: str) -> None:
    wording = a_role().wording.model_copy(update={"retention": "as the settings say"})

    assert said(Terms({place: 365}), place=place, wording=wording) == ""

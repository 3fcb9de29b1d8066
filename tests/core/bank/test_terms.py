from bot.content.load import load
from bot.core.bank.terms import NO_TERM, Terms, misfits
from tests.factories import a_role


def said(terms: Terms, **fields: object) -> str:
    return "\n".join(misfits([a_role(**fields)], terms))


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

import pytest

from bot.core.errors import ScreeningError
from bot.core.screening.session import Person, Place
from bot.flow.permissions import Permission, Rights, Subject, Visitor, rights_from

HIRING = Place("slack", "C1")
KIM, SAM = Person("slack", "U1", "Kim"), Person("slack", "U2", "Sam")
SUBJECT = Subject("infra", HIRING, SAM, KIM)


def member(person: Person = SAM, *groups: str) -> Visitor:
    return Visitor(person, frozenset(groups), frozenset({"C1"}))


def test_by_default_members_of_the_channel_and_the_inviter_may_do_all() -> None:
    other = Person("slack", "U3", "Alex")
    for act in Permission:
        assert Rights().allow(member(other), act, SUBJECT)
        assert Rights().allow(Visitor(SAM), act, SUBJECT)
        assert not Rights().allow(Visitor(other), act, SUBJECT)


def test_the_same_ids_on_another_platform_are_somebody_else() -> None:
    assert not Rights().allow(
        Visitor(Person("discord", "U2", "Sam"), channels=frozenset({"C1"})), Permission.LIST, SUBJECT
    )


def test_nobody_acts_on_a_screening_of_their_own_whatever_their_rights() -> None:
    rights = rights_from("details=person:U1|channel")
    assert not any(rights.allow(member(KIM), act, SUBJECT) for act in Permission)


def test_a_rule_for_a_role_goes_before_the_rule_for_all() -> None:
    rights = rights_from("decide=group:S1; infra.decide=person:U2")
    assert rights.allow(member(SAM), Permission.DECIDE, SUBJECT)
    assert not rights.allow(member(Person("slack", "U3", "A"), "S1"), Permission.DECIDE, SUBJECT)
    assert rights.allow(member(Person("slack", "U3", "A"), "S1"), Permission.DECIDE, Subject("other", HIRING))


@pytest.mark.parametrize("text", ["decide", "decide=", "fly=channel", "decide=everybody", "decide=group:"])
def test_a_rule_that_cannot_be_read_is_refused_rather_than_ignored(text: str) -> None:
    with pytest.raises(ScreeningError, match="VIVA_RIGHTS"):
        rights_from(text)

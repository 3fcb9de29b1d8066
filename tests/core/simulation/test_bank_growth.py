from collections import Counter

from bot.core.bank.item import Tier
from bot.core.simulation.bank_growth import MORE, grow_bank, thinnest
from bot.core.simulation.candidates import screen_all
from tests.factories import a_role, items_of

ROLE = a_role(limits={"min_items": 5, "max_items": 9, "minutes": 60.0})


def test_the_thinnest_place_is_where_few_items_meet_many() -> None:
    items = [i for i in items_of(each=4) if not (i.domain == "gpu" and i.tier is Tier.INTERMEDIATE and i.id[-1] != "1")]
    screened = list(screen_all(ROLE, items, 1, range(200), shown=Counter()))

    assert thinnest(items, screened) == ("gpu", Tier.INTERMEDIATE)


def test_a_grown_bank_has_ten_more_there_as_long_as_the_others() -> None:
    items = items_of(each=2, minutes=6.0)
    larger = grow_bank(items, ("gpu", Tier.ADVANCED))

    new = larger[len(items) :]
    assert larger[: len(items)] == items
    assert len(new) == MORE
    assert {(i.domain, i.tier, i.minutes) for i in new} == {("gpu", Tier.ADVANCED, 6.0)}
    assert len({i.id for i in larger}) == len(larger)


def test_items_that_were_met_are_spared_by_those_who_come_later() -> None:
    items = items_of(each=4)
    shown: Counter[str] = Counter()
    list(screen_all(ROLE, items, 1, range(60), shown=shown))
    alone = Counter(a.item.id for s in screen_all(ROLE, items, 1, range(60)) for a in s.asked)

    assert max(shown.values()) < max(alone.values())

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.audit import Act, Entry, Head, Link, first_break, older, seal_entry
from tests.sessions import NOW


def a_chain(length: int) -> list[Link]:
    links: list[Link] = []
    for n in range(length):
        head = Head(links[-1].number, links[-1].seal) if links else Head()
        entry = Entry(NOW + timedelta(minutes=n), "slack", f"U{n}", Act.SAW_DETAILS, "s1", f"part {n}")
        links.append(seal_entry(head, entry))
    return links


def end_of(links: list[Link]) -> Head:
    return Head(links[-1].number, links[-1].seal) if links else Head()


@pytest.mark.parametrize("length", [0, 1, 5])
def test_a_chain_as_it_was_written_holds(length: int) -> None:
    links = a_chain(length)

    assert first_break(links, end_of(links)) is None


@given(st.integers(0, 4), st.sampled_from(["at", "platform", "actor", "act", "subject", "detail"]))
def test_any_change_of_any_entry_is_found_where_it_is(place: int, field: str) -> None:
    links = a_chain(5)
    other = {"at": NOW - timedelta(days=1), "act": Act.DECIDED}.get(field, "other")
    links[place] = replace(links[place], entry=replace(links[place].entry, **{field: other}))  # type: ignore[arg-type] # by name
    broken = first_break(links, end_of(a_chain(5)))

    assert broken is not None
    assert broken.number == place + 1


@given(st.integers(0, 4))
def test_a_missing_entry_is_found(place: int) -> None:
    links = a_chain(5)
    end = end_of(links)
    del links[place]
    broken = first_break(links, end)

    assert broken is not None
    assert broken.number == place + 1


def test_two_entries_that_changed_places_are_found() -> None:
    links = a_chain(4)
    end = end_of(links)
    links[1], links[2] = replace(links[2], number=2), replace(links[1], number=3)
    broken = first_break(links, end)

    assert broken is not None
    assert broken.number == 2


def test_a_chain_written_anew_from_some_entry_on_does_not_meet_its_head() -> None:
    links = a_chain(3)
    end = end_of(a_chain(4))
    forged = [*links[:2], seal_entry(end_of(links[:2]), replace(links[2].entry, actor="U9"))]

    assert first_break(forged, end) is not None


def test_the_zone_of_a_time_does_not_matter() -> None:
    from zoneinfo import ZoneInfo

    entry = a_chain(1)[0].entry

    assert seal_entry(Head(), entry) == replace(
        seal_entry(Head(), replace(entry, at=entry.at.astimezone(ZoneInfo("Asia/Tokyo")))), entry=entry
    )


def test_what_is_older_than_the_seals_is_named_until_an_entry_covers_it() -> None:
    entries = [
        Entry(NOW, "viva", "migration", Act.OLDER, "s1"),
        Entry(NOW, "viva", "migration", Act.OLDER, "s2"),
        Entry(NOW, "slack", "U1", Act.DECIDED, "s2", covers="a digest"),
        Entry(NOW, "slack", "U1", Act.SAW_CARD, "s1"),
    ]

    assert older([seal_entry(Head(), entry) for entry in entries]) == ["s1"]

"""Ids of buttons and forms: what is written is read, what is hostile has a name, what is old still means the same."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat.slack.inbound.payloads import press
from bot.flow.action_id import LONGEST_ID, ActionId, UnreadableId, read_id
from bot.flow.actions.table import ACTIONS, read

KINDS = sorted(ACTIONS)
WORD = string.ascii_letters + string.digits + "_-"
IDS = st.builds(
    ActionId,
    st.sampled_from(KINDS),
    st.text(WORD, max_size=32),
    st.none() | st.integers(0, 999),
    st.text(WORD + ".:", max_size=20).map(lambda extra: extra.rstrip(":")),
)
NEAR = st.builds(
    lambda kind, rest, number: f"{kind}{rest}{number}",
    st.sampled_from([*KINDS, "decide", "not now", "c|", "d|", ""]),
    st.text(st.sampled_from(":|#0123456789s\x00\n٣² é🙂") | st.characters()),
    st.sampled_from(["", "#0", "#99999999999999999999", "|", ":" * 50, "9" * 300]),
)


@given(IDS, st.sampled_from(["", "#0", "#2", "#24"]))
@example(ActionId("show", "s1"), "")
def test_what_is_written_is_read_whatever_number_a_platform_puts_behind(id_: ActionId, number: str) -> None:
    assert len(str(id_)) <= LONGEST_ID
    assert read(f"{id_}{number}") == id_


@given(st.text() | NEAR)
def test_nothing_from_outside_raises_and_what_is_read_can_be_written(text: str) -> None:
    found = read(text)
    if isinstance(found, ActionId):
        assert found.kind in ACTIONS
        assert read(str(found)) == found


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", UnreadableId.UNKNOWN_KIND),
        ("fire:s1", UnreadableId.UNKNOWN_KIND),
        ("override; drop table:s1", UnreadableId.UNKNOWN_KIND),
        ("done:../../etc/passwd:1", UnreadableId.NO_SESSION_ID),
        ("done:s 1", UnreadableId.NO_SESSION_ID),
        ("done:" + "s" * 41, UnreadableId.NO_SESSION_ID),
        ("done:s1:one", UnreadableId.NO_POSITION),
        ("done:s1:-1", UnreadableId.NO_POSITION),
        ("done:s1:٣", UnreadableId.NO_POSITION),
        ("done:s1:1000", UnreadableId.NO_POSITION),
        ("edit:s1:1:<script>", UnreadableId.NO_EXTRA),
        ("edit:s1:1:\x00", UnreadableId.NO_EXTRA),
        ("edit:" + "s" * 40 + ":1:" + "m" * 64, UnreadableId.TOO_LONG),
        ("done:" * 10_000, UnreadableId.TOO_LONG),
    ],
)
def test_what_is_none_of_ours_has_a_name(text: str, problem: UnreadableId) -> None:
    assert read(text) is problem


@pytest.mark.parametrize(
    ("old", "means"),
    [
        ("done|s1:3", ActionId("done", "s1", 3)),
        ("done#2|s1:3", ActionId("done", "s1", 3)),
        ("not now|s1", ActionId("decline", "s1")),
        ("my data|s1", ActionId("my-data", "s1")),
        ("not-now|s1", ActionId("not-now", "s1")),
        ("show#1|invited", ActionId("show", extra="invited")),
        ("write|s1:2", ActionId("write", "s1", 2)),
        ("arrive|", ActionId("arrive")),
        ("c|edit:s1:3:1764.000100", ActionId("edit", "s1", 3, "1764.000100")),
        ("d|override:s1:2", ActionId("override", "s1", 2)),
        ("d|decide:s1:advance:2", ActionId("advance", "s1", extra="2")),
        ("decide:s1:not-now:0", ActionId("not-now", "s1", extra="0")),
        ("reread:s1:2", ActionId("reread", "s1", 2)),
        ("remark:s1", ActionId("remark", "s1")),
    ],
)
def test_what_earlier_versions_posted_is_still_read(old: str, means: ActionId) -> None:
    assert read(old) == means


def test_a_button_that_an_earlier_version_posted_on_slack_is_still_read() -> None:
    assert press({}, {"action_id": "done#0", "value": "s1:3"}).id == ActionId("done", "s1", 3)
    assert press({}, {"action_id": "details#0", "value": "s1"}).id == ActionId("details", "s1")


def test_only_kinds_that_there_are_are_read() -> None:
    assert read_id("done:s1", {"done"}) == ActionId("done", "s1")
    assert read_id("done:s1", {"skip"}) is UnreadableId.UNKNOWN_KIND


@pytest.mark.parametrize("parts", [("Done",), ("done", "s:1"), ("done", "s1", -1), ("done", "s1", 1, "x" * 80)])
def test_an_id_that_could_not_be_read_back_is_not_made(parts: tuple[str, str, int, str]) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        ActionId(*parts)

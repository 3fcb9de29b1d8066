"""The crash harness finds what it looks for: each kind of fault, planted in a record that was right."""

from dataclasses import replace

import pytest

from benchmarks.crash.record import HIRING, Kept, Post, Record, Said, Verdict, verdict


def a_record() -> Record:
    """Return what a screening of two questions leaves behind when all goes well."""
    notices = ["An invitation", "A practice question", "Question 1 of about 2", "Question 2 of about 2", "Thank you"]
    posts = [Post("p1", f"s1/{n}/0", notice) for n, notice in enumerate(notices)]
    card = Post(HIRING, "s1/summary", "Screening summary")
    return Record([*posts, card], [Said("p1", "one"), Said("p1", "two")], [("p1", 1), ("p1", 2)])


KEPT = Kept("p1", "closed", frozenset({"one", "two"}), {1: 1, 2: 1})


def found(record: Record, kept: Kept = KEPT) -> Verdict:
    return verdict(record, [kept])


def test_a_run_in_which_all_went_well_is_clean() -> None:
    assert found(a_record()).clean
    assert found(a_record()).acknowledged == 2


def test_an_answer_that_was_acknowledged_and_is_gone_is_counted() -> None:
    assert found(a_record(), replace(KEPT, texts=frozenset({"one"}))).lost == 1


def test_an_answer_with_two_marks_and_one_with_none_are_counted() -> None:
    seen = found(a_record(), replace(KEPT, marks={1: 2}))

    assert (seen.marked_twice, seen.unmarked) == (1, 1)


def test_a_second_card_and_a_missing_one_are_counted() -> None:
    record = a_record()
    assert found(replace(record, posts=[*record.posts, record.posts[-1]])).double_cards == 1
    assert found(replace(record, posts=record.posts[:-1])).missing_cards == 1


@pytest.mark.parametrize(
    "order",
    [
        [0, 1, 3, 2, 4, 5],  # the second question before the first
        [0, 1, 2, 4, 3, 5],  # a question after the thanks
    ],
)
def test_messages_out_of_order_are_counted(order: list[int]) -> None:
    record = a_record()
    posts = [record.posts[n] for n in order]

    assert found(replace(record, posts=posts)).order_violations >= 1


def test_a_question_that_is_asked_again_after_a_pause_is_in_order() -> None:
    record = a_record()
    again = Post("p1", "s1/7/0", "Question 1 of about 2")

    assert found(replace(record, posts=[*record.posts[:3], again, *record.posts[3:]])).clean


def test_a_message_that_was_shown_twice_under_its_key_is_counted_apart() -> None:
    record = a_record()
    seen = found(replace(record, posts=[*record.posts[:3], *record.posts[2:]]))

    assert seen.repeated_sends == 1
    assert seen.order_violations == 0


def test_a_screening_that_did_not_end_is_counted() -> None:
    assert found(a_record(), replace(KEPT, state="grading")).unfinished == 1

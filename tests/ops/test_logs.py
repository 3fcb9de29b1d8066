import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest

from bot.ops.logs import set_up

SECRET = "I kept a cluster running for Ms Doe"


@pytest.fixture
def stream() -> Iterator[StringIO]:
    root, ours = logging.getLogger(), logging.getLogger("bot")
    before = (root.handlers, root.level, ours.level)
    written = StringIO()
    set_up("INFO", written)
    yield written
    root.handlers, level, own = before
    root.setLevel(level)
    ours.setLevel(own)
    logging.captureWarnings(False)


def lines(stream: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_our_own_records_are_objects_with_a_time_a_level_and_what_happened(stream: StringIO) -> None:
    logging.getLogger("bot.flow.jobs.local_worker").warning("effect %s failed: %s", "s1/3/0", "ChatError")
    (line,) = lines(stream)

    assert line["event"] == "effect s1/3/0 failed: ChatError"
    assert (line["level"], line["logger"]) == ("warning", "bot.flow.jobs.local_worker")
    assert line["at"].endswith("Z")


def test_what_a_library_says_is_left_out_and_its_place_kept(stream: StringIO) -> None:
    logging.getLogger("slack_sdk.web").warning("posted %s", SECRET)
    logging.getLogger("slack_sdk.web").info("too quiet to be heard")
    (line,) = lines(stream)

    assert SECRET not in stream.getvalue()
    assert line["logger"] == "slack_sdk.web"
    assert line["event"].startswith("said something at test_logs.py:")


def test_of_an_exception_the_kinds_and_places_are_kept_and_no_words(stream: StringIO) -> None:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as fault:
            raise ValueError(f"not {SECRET}") from fault
    except ValueError:
        logging.getLogger("bot.store").exception("could not store %s", "s1")
    (line,) = lines(stream)

    assert SECRET not in stream.getvalue()
    assert [fault["kind"] for fault in line["fault"]] == ["ValueError", "KeyError"]
    assert "test_logs.py" in line["fault"][0]["at"][-1]

"""What of Slack's events is a person's word in a direct conversation: no word of our own, of a bot or of elsewhere."""

from typing import Any

import pytest

from bot.chat.slack.inbound.payloads import parse_message
from tests.chat.slack.state import BOT, BOT_USER

SAID: dict[str, Any] = {
    "type": "message", "channel": "D1", "channel_type": "im", "user": "U0KIM", "ts": "17.1", "text": "It is faster.",
}  # fmt: skip


def changed(**fields: Any) -> dict[str, Any]:
    """Return the event of a message that was edited from something else."""
    message = {**SAID, "edited": {"ts": "17.2"}, **fields}
    return {**SAID, "subtype": "message_changed", "message": message, "previous_message": {"text": "It was."}}


def test_a_persons_word_and_its_change_are_heard() -> None:
    said, edited = parse_message(SAID, BOT_USER), parse_message(changed(), BOT_USER)

    assert said is not None
    assert edited is not None
    assert (said.person, said.text, said.edit) == ("U0KIM", "It is faster.", False)
    assert edited.edit
    assert said.delivery != edited.delivery


@pytest.mark.parametrize(
    "event",
    [
        {**SAID, "user": BOT_USER},
        {**SAID, "user": "U0OTHERBOT", "bot_id": BOT},
        {**SAID, "subtype": "bot_message"},
        {**SAID, "channel": "C0HIRING", "channel_type": "channel"},
        {key: value for key, value in SAID.items() if key != "user"},
        changed(user=BOT_USER),
        changed(bot_id=BOT),
        changed(text="It was."),
    ],
    ids=["ours", "a bot's", "an app's", "in a channel", "nobody's", "our change", "a bot's change", "a preview"],
)
def test_all_else_is_passed_over(event: dict[str, Any]) -> None:
    assert parse_message(event, BOT_USER) is None

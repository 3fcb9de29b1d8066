"""Why a platform did not take a message, in words."""

from bot.flow.ports import Outcome

BECAUSE: dict[Outcome, str] = {
    Outcome.UNREACHABLE: "the platform does not let me write to them",
    Outcome.CLOSED_DMS: "they do not take direct messages from me",
    Outcome.UNKNOWN_PERSON: "there is nobody by that name here any more",
    Outcome.NO_CHANNEL: "the channel is gone, or I am not in it",
    Outcome.NO_RIGHTS: "I lack the permission for it",
    Outcome.REVOKED: "my access was withdrawn; whoever runs this bot has to renew it",
    Outcome.RATE: "the platform asked me to slow down",
    Outcome.TOO_LONG: "the message was longer than the platform takes",
    Outcome.AWAY: "the platform did not answer",
    Outcome.LATE: "my answer came after the platform had stopped waiting for it",
    Outcome.ANSWERED: "it has been answered already",
}


def because(outcome: str | None) -> str:
    """Return the reason as half a sentence."""
    return BECAUSE.get(Outcome(outcome), "") if outcome in set(Outcome) else BECAUSE[Outcome.UNREACHABLE]

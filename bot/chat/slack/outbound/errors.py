"""Maps Slack's errors to outcomes: retry, give up with a reason, or look whether the message is out."""

from collections.abc import Mapping

from bot.flow.ports import ChatError, Outcome

UNREACHABLE = "cannot_dm_bot user_disabled account_inactive is_inactive user_not_visible invalid_user_combination"
MEANINGS: Mapping[str, Outcome] = {
    **dict.fromkeys(UNREACHABLE.split(), Outcome.UNREACHABLE),
    "messages_tab_disabled": Outcome.CLOSED_DMS,
    "user_not_found": Outcome.UNKNOWN_PERSON,
    "users_not_found": Outcome.UNKNOWN_PERSON,
    "users_list_not_supplied": Outcome.UNKNOWN_PERSON,
    **dict.fromkeys("channel_not_found not_in_channel is_archived channel_is_archived".split(), Outcome.NO_CHANNEL),
    **dict.fromkeys(
        "missing_scope no_permission restricted_action restricted_action_read_only_channel access_denied "
        "ekm_access_denied not_allowed_token_type team_access_not_granted".split(),
        Outcome.NO_RIGHTS,
    ),
    **dict.fromkeys("invalid_auth not_authed token_revoked token_expired org_login_required".split(), Outcome.REVOKED),
    **dict.fromkeys("msg_too_long msg_blocks_too_long view_too_large".split(), Outcome.TOO_LONG),
}
"""The errors that have words for people; `account_inactive` of our own token is told apart by `ours`."""
BUSY = frozenset("ratelimited rate_limited message_limit_exceeded".split())
MAYBE = frozenset(
    "internal_error fatal_error request_timeout service_unavailable team_added_to_org accesslimited".split()
)
"""Errors that leave open whether the call had its effect."""


class Unsure(ChatError):
    """Nobody knows whether the call had its effect: look before trying again."""


def fault(method: str, error: str, needed: str = "") -> ChatError:
    """Return what an error of Slack's means; `needed` is the scope that a `missing_scope` names."""
    what = f"Slack refused {method}: {error}" + (f" ({needed})" if needed else "")
    if error in MAYBE:
        return Unsure(what, outcome=Outcome.AWAY)
    if error in BUSY:
        return ChatError(what, retry_after_s=1.0, outcome=Outcome.RATE)
    outcome = MEANINGS.get(error)
    if error == "account_inactive" and method != "conversations.open":
        outcome = Outcome.REVOKED
    return ChatError(what, permanent=True, outcome=outcome)

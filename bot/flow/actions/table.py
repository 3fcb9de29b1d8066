"""The table of actions, and what platforms ask of it: which buttons stand where, and what came back."""

from bot.core.screening.session import Session
from bot.flow.action_id import ActionId, UnreadableId, read_id
from bot.flow.actions.action import Action, Side
from bot.flow.actions.candidates import CANDIDATES
from bot.flow.actions.screeners import SCREENERS
from bot.flow.messages import Buttons, Spot
from bot.flow.wording.catalogue import ENGLISH, Say

ACTIONS: dict[str, Action] = {row.kind: row for row in (*CANDIDATES, *SCREENERS)}
"""Every action by its kind."""
MOST_IN_ROW = 5
"""Buttons that every platform takes beside each other."""


def offered(
    spot: Spot, session: Session | None = None, position: int | None = None, say: Say = ENGLISH
) -> tuple[Buttons, ...]:
    """Return the rows of buttons that stand at a spot, about a screening and a question of it.

    say: names them where there is no screening; else its candidate's own are named as the candidate is spoken to.
    """
    typed = (row for row in ACTIONS.values() if row.is_typed) if spot is Spot.NEAR_MISS else ()
    stand = (row for row in ACTIONS.values() if spot in row.spots)
    buttons = [b for row in (*stand, *typed) for b in row.buttons(session, position, say)]
    return tuple(Buttons(tuple(buttons[n : n + MOST_IN_ROW])) for n in range(0, len(buttons), MOST_IN_ROW))


def read(text: str) -> ActionId | UnreadableId:
    """Return the id that came back from a platform, or why it is none of ours; never raises."""
    return read_id(text, ACTIONS)


def is_candidates(id_: ActionId | UnreadableId) -> bool:
    """Return whether candidates press or fill in this; what nobody knows goes to the desk, which refuses and notes."""
    return isinstance(id_, ActionId) and ACTIONS[id_.kind].side is Side.CANDIDATE


def command_of(text: str) -> ActionId | None:
    """Return the action that is typed after /viva; None for a command of another kind."""
    row = ACTIONS.get("-".join(text.casefold().split()))
    return ActionId(row.kind) if row is not None and row.command else None

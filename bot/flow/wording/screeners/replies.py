"""What screeners read who act: answers for them alone, forms, and the list of screenings."""

from collections.abc import Callable, Sequence

from bot.core.bank.role import Role
from bot.core.invitation_code import format_code
from bot.core.screening.session import Session, State
from bot.flow.messages import Block, Bullets, Button, Buttons, Heading, Message, Paragraph, short
from bot.flow.wording.screeners.card import RULINGS, called

HELP = (
    "“/viva invite @person role” invites somebody; I write to them and tell you if I cannot.",
    "“/viva invite Their Name role” gives you a code for somebody who is not here yet.",
    "“/viva status” lists the screenings that you may see; “/viva status finished” those that have ended.",
    "Everything else is a button on a screening's card: details, transcript, marks, and what you decide.",
)
MOST = 40
"""Screenings that one list shows."""
SHOWS = ("running", "invited", "undecided", "finished", "all")
STATES = {
    State.INVITED: "invited, not started",
    State.PRACTISING: "at the practice question",
    State.ASKING: "answering",
    State.GRADING: "answering",
    State.PAUSED: "paused by the candidate",
    State.CLOSED: "finished",
    State.DECLINED: "declined",
    State.WITHDRAWN: "ended by the candidate",
    State.EXPIRED: "ran out",
}


def help_screener() -> Message:
    """Return what a screener can do."""
    return Message(notice="What I can do", blocks=(Heading("What I can do"), Bullets(HELP)))


def refused() -> Message:
    """Return the one answer to whatever somebody may not do, or that does not exist."""
    return short(
        "I cannot do that for you: there is no such screening, or it is not yours to act on. If you think that you "
        "should, ask whoever runs this bot."
    )


def dealt_with() -> Message:
    """Return the answer to something that arrives a second time."""
    return short("I have dealt with this already.")


def which_role(roles: Sequence[Role]) -> Message:
    """Return the question for which role, with those there are."""
    lines = tuple(f"{role.id}: {role.title}" for role in roles)
    return Message(notice="Which role?", blocks=(Paragraph("Please name one of these roles."), Bullets(lines)))


def invited(session: Session) -> Message:
    """Return that an invitation is on its way, or the code for somebody whom the platform does not know yet."""
    name, title = session.candidate.name, session.role.title
    if not session.candidate.id and session.code is not None:
        return short(
            f"{name} is invited to: {title}. Give them this code, which only the first person to use it can use: "
            f"they write “/viva start {format_code(session.code)}”."
        )
    return short(f"I am inviting {name} to: {title}. I tell you if my message cannot reach them.")


def nothing_to_do() -> Message:
    """Return that a button has nothing to act on, yet or any more."""
    return short("There is nothing to do here: nothing is marked or asked for yet, or the screening still runs.")


def already_invited(session: Session) -> Message:
    """Return that there is an unfinished screening of the same sort."""
    return short(
        f"{session.candidate.name} already has this screening open ({STATES[session.state]}), invited by "
        f"{session.invited_by.name} on {session.invited_at:%Y-%m-%d}. I have sent nothing new."
    )


def home(sessions: Sequence[Session], show: str, button: Callable[[str, str], Button]) -> Message:
    """Return the list of screenings, the newest first; `show` is one of SHOWS, `button` opens another, by its label."""
    chosen = [s for s in sessions if _belongs(s, show)]
    lines = tuple(
        f"{called(s)} · {s.role.title} · {_stands(s)} · invited {s.invited_at:%Y-%m-%d}" for s in chosen[:MOST]
    )
    blocks: list[Block] = [Heading(f"Screenings: {show}")]
    blocks.append(Bullets(lines) if lines else Paragraph("There are none that you may see."))
    counts = {name: sum(_belongs(s, name) for s in sessions) for name in SHOWS if name != show}
    blocks.append(Buttons(tuple(button(name, f"Show {name} ({n})") for name, n in counts.items())))
    return Message(notice=f"Screenings: {show}", blocks=tuple(blocks))


def _belongs(session: Session, show: str) -> bool:
    match show:
        case "running":
            return not session.state.over and session.state is not State.INVITED
        case "invited":
            return session.state is State.INVITED
        case "undecided":
            return session.state.over and session.state is not State.DECLINED and not session.decisions
        case "finished":
            return session.state.over
        case _:
            return True


def _stands(session: Session) -> str:
    """Return where a screening stands, with what was decided and whether the candidate can be reached."""
    words = STATES[session.state]
    if session.decisions:
        words += f", {RULINGS[session.decisions[-1].ruling]} ({session.decisions[-1].author.name})"
    return f"{words}, cannot be reached" if session.unreachable and not session.state.over else words

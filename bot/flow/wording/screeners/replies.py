"""What screeners read who act: answers for them alone, forms, and the list of screenings."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.core.bank.role import Role
from bot.core.invitation_code import format_code
from bot.core.screening.session import Session, State
from bot.flow.messages import Block, Bullets, Button, Buttons, Heading, Message, Paragraph, short
from bot.flow.wording.screeners.card import RULINGS, called

HELP = (
    "“/viva invite @person @person role” invites people; I write to each and tell you if I cannot.",
    "“/viva invite Their Name role” gives you a code for somebody who is not here yet.",
    "“/viva cancel @person role” takes an invitation back that nobody has taken up; “/viva resend” sends it again.",
    "“/viva status” lists the screenings that you may see; “/viva status finished” those that have ended.",
    "Everything else is a button on a screening's card: details, transcript, marks, and what you decide.",
)
MINUTES_A_DAY = 24 * 60
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


def taken_back(sessions: Sequence[Session]) -> Message:
    """Return that invitations are taken back, or that there is none to take back."""
    return _done("taken back; I tell them", sessions)


def sent_again(sessions: Sequence[Session]) -> Message:
    """Return that invitations are sent again, or that there is none to send."""
    return _done("on its way again", sessions)


def _done(what: str, sessions: Sequence[Session]) -> Message:
    if not sessions:
        return short(
            "I find no invitation of theirs that is still open: it was taken up, has ended, or was never sent."
        )
    return together([short(f"The invitation of {s.candidate.name} to {s.role.title} is {what}.") for s in sessions])


def no_group() -> Message:
    """Return that a group cannot be invited."""
    return short("I invite people, not groups: every screening is one person's. Please name each of them.")


def no_mail() -> Message:
    """Return that an address is not written to, and what to do instead."""
    return short(
        "I send no e-mail. Type the person's name in place of the address: I give you a code that you can send them, "
        "and with which they find me."
    )


def no_link() -> Message:
    """Return that a link or a channel is nobody."""
    return short("That is a link or a channel. Name the person, and behind the name the role.")


def pick_person() -> Message:
    """Return that a name behind @ says nothing until it was picked."""
    return short(
        "I cannot tell whom you mean: pick the person from the list that opens while you type @. For somebody who is "
        "not here, type the name without @, and I give you a code for them."
    )


def too_many(most: int) -> Message:
    """Return that so many people cannot be invited at once."""
    return short(f"Please invite at most {most} people at once.")


def no_name() -> Message:
    """Return that what was typed is too long for a name."""
    return short("That is too long for a name. Type a name, and behind it the role.")


def together(answers: Sequence[Message]) -> Message:
    """Return what became of several invitations as one answer, each thing said once."""
    said = dict.fromkeys(b.text for answer in answers for b in answer.blocks if isinstance(b, Paragraph))
    others = tuple(dict.fromkeys(b for answer in answers for b in answer.blocks if not isinstance(b, Paragraph)))
    if len(said) == 1 and not others:
        return short(next(iter(said)))
    return Message(notice="Invitations", blocks=(Bullets(tuple(said)), *others))


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


def home(sessions: Sequence[Session], show: str, button: Callable[[str, str], Button], now: datetime) -> Message:
    """Return the list of screenings, who waits longest first; `show` is one of SHOWS, `button` opens another."""
    chosen = sorted((s for s in sessions if _belongs(s, show)), key=_waits_since)
    lines = tuple(f"{called(s)} · {s.role.title} · {_stands(s)} · {_since(s, now)}" for s in chosen[:MOST])
    blocks: list[Block] = [Heading(f"Screenings: {show}")]
    blocks.append(Bullets(lines) if lines else Paragraph("There are none that you may see."))
    if len(chosen) > MOST:
        left = len(chosen) - MOST
        blocks.append(
            Paragraph(f"{left} more wait less long than these; “/viva status” with a role's name shows its own.")
        )
    counts = {name: sum(_belongs(s, name) for s in sessions) for name in SHOWS if name != show}
    blocks.append(Buttons(tuple(button(name, f"Show {name} ({n})") for name, n in counts.items())))
    return Message(notice=f"Screenings: {show}", blocks=tuple(blocks))


def _waits_since(session: Session) -> datetime:
    """Return since when a screening waits for what comes next: its end, its last answer, or the invitation."""
    answered = [a.answered_at for a in session.administrations if a.answered_at is not None]
    return session.ended_at or max(answered, default=None) or session.consented_at or session.invited_at


def _since(session: Session, now: datetime) -> str:
    """Return for how long, in the largest whole unit: "3 days"."""
    minutes = max(0, int((now - _waits_since(session)).total_seconds() // 60))
    for size, unit in ((MINUTES_A_DAY, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"for {count} {unit}{'s' if count != 1 else ''}"
    return "just now"


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

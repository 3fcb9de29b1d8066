"""What screeners read who act: answers for them alone, forms, and the list of screenings."""

from collections.abc import Sequence

from bot.core.role import Role
from bot.core.session import Session, State
from bot.flow.messages import Block, Bullets, Button, Buttons, Heading, Message, Paragraph

HELP = (
    "“/viva invite @person role” invites somebody; I write to them and tell you if I cannot.",
    "“/viva status” lists the screenings that you may see; “/viva status finished” those that have ended.",
    "Everything else is a button on a screening's card: details, transcript, marks, and what you decide.",
)
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


def short(text: str) -> Message:
    """Return a message of one paragraph."""
    return Message(notice=text, blocks=(Paragraph(text),))


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
    """Return that an invitation is on its way."""
    return short(
        f"I am inviting {session.candidate.name} to: {session.role.title}. I tell you if my message cannot reach them."
    )


def already_invited(session: Session) -> Message:
    """Return that there is an unfinished screening of the same sort."""
    return short(
        f"{session.candidate.name} already has this screening open ({STATES[session.state]}), invited by "
        f"{session.invited_by.name} on {session.invited_at:%Y-%m-%d}. I have sent nothing new."
    )


def home(sessions: Sequence[Session], show: str) -> Message:
    """Return the list of screenings, the newest first; `show` is one of SHOWS."""
    chosen = [s for s in sessions if show == "all" or s.state.over == (show == "finished")]
    lines = tuple(
        f"{s.candidate.name} · {s.role.title} · {STATES[s.state]} · invited {s.invited_at:%Y-%m-%d}" for s in chosen
    )
    blocks: list[Block] = [Heading(f"Screenings: {show}")]
    blocks.append(Bullets(lines) if lines else Paragraph("There are none that you may see."))
    blocks.append(Buttons(tuple(Button("show", f"Show {name}", about=name) for name in SHOWS if name != show)))
    return Message(notice=f"Screenings: {show}", blocks=tuple(blocks))

"""The candidates' rows of the table: what they can press, fill in or type, and what it comes to."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from bot.core import audit
from bot.core.screening import events as e
from bot.core.screening.decisions import Adjustment, Language
from bot.core.screening.session import Session
from bot.flow.actions.action import Action, CodeBrought, Given, Outcome, Side, Wrote
from bot.flow.forms import Form
from bot.flow.messages import Message, Spot, Style
from bot.flow.wording import commands
from bot.flow.wording.candidates import forms, lobby

row = partial(Action, side=Side.CANDIDATE)


def happens(event: e.Event) -> Callable[[Given], Outcome]:
    """Return what a press comes to that says all by itself."""
    return lambda _: (event,)


def edit_form(given: Given) -> Form | None:
    """Return the form for an open answer; without it, the bot says how to write the change."""
    asked = given.session.current
    if asked is None or not asked.is_open or asked.position != given.id.position or not asked.parts:
        return None
    return forms.edit_form(given.id, asked.parts[-1], given.say)


def edit(given: Given) -> Outcome:
    """Change the message that the form showed."""
    return (e.Corrected(given.text("answer"), given.id.extra or None, given.id.position),)


def adjust(given: Given) -> Outcome:
    """Keep what was chosen; a wish for a person is one more thing that happened."""
    if given.values is None:
        return (e.AdjustAsked(),)
    chosen = frozenset(a for a in Adjustment if given.text(a.name.casefold()) == "yes")
    called = (e.HumanAsked(),) if given.text("person") == "yes" else ()
    return (e.Adjusted(chosen, instead=True), *called)


def reread_form(given: Given) -> Form | None:
    """Return the form for an answer that there is."""
    position = given.id.position or 0
    return forms.reread_form(given.id, given.say) if 0 < position <= len(given.session.administrations) else None


def reread(given: Given) -> Outcome:
    """Ask that a person reads an answer again."""
    return (e.RereadAsked(given.id.position or 0, given.text("words")),)


def rereadable(session: Session) -> Sequence[int]:
    """Return the questions that were answered."""
    return [a.position for a in session.administrations if not a.is_open and not a.skipped]


def write_form(given: Given) -> Form:
    """Return the form that takes an answer; it carries the question that is open as it is drawn."""
    current = given.about.current if given.about else None
    if given.about is None or current is None or not current.is_open or given.id.position is not None:
        return lobby.write(given.id, given.say)
    return lobby.write(replace(given.id, session=given.about.id, position=current.position), given.say)


def written(given: Given) -> Message:
    """Return whether words from a form got into an answer; `given` has the screening as it was before."""
    screening, meant = given.about, given.id.position
    if screening is None or (meant is None and not screening.state.over):
        return lobby.taken(given.say)
    current = screening.current
    is_open = not screening.state.over and current is not None and current.is_open and current.position == meant
    return lobby.taken(given.say) if is_open else lobby.came_late(given.say)


START = row(
    "start",
    "Start",
    happens(e.Accepted()),
    spots=(Spot.INVITATION, Spot.REMINDER_INVITED),
    style=Style.PRIMARY,
    words=("start", "begin"),
)
DECLINE = row(
    "decline",
    "Not now",
    happens(e.Declined()),
    spots=(Spot.INVITATION, Spot.REMINDER_INVITED),
    words=("not now", "decline"),
)
DONE = row(
    "done",
    "Done",
    lambda given: (e.Finished(given.id.position, given.id.extra),),
    spots=(Spot.PRACTICE, Spot.QUESTION, Spot.REMINDER, Spot.WRITING, Spot.CHANGED),
    style=Style.PRIMARY,
    words=("done",),
)
HAND_IN = row(
    "hand-in",
    "Hand in what I wrote",
    lambda given: (e.Finished(given.id.position),),
    spots=(Spot.SKIPPING,),
    style=Style.PRIMARY,
)
EDIT = row("edit", "Edit", edit, form=edit_form, spots=(Spot.QUESTION,), words=("edit",))
UNDO = row(
    "undo",
    "Undo",
    lambda given: (e.UndoAsked(given.id.position),),
    spots=(Spot.CHANGED,),
    words=("undo", "back"),
)
MY_ANSWER = row(
    "my-answer",
    "That was my answer",
    lambda given: (e.UndoAsked(given.id.position),),
    spots=(Spot.ASKED,),
    words=("that was my answer",),
)
SKIP = row(
    "skip",
    "Skip",
    lambda given: (e.Skipped(given.id.position),),
    spots=(Spot.PRACTICE, Spot.QUESTION, Spot.EMPTY),
    words=("skip",),
)
SKIP_WRITTEN = row(
    "skip-written",
    "Skip it",
    lambda given: (e.Skipped(given.id.position, sure=True),),
    spots=(Spot.SKIPPING,),
    words=("skip anyway",),
)
PAUSE = row(
    "pause",
    "Pause",
    happens(e.PauseAsked()),
    spots=(Spot.QUESTION, Spot.REMINDER, Spot.HELP, Spot.WAITING),
    words=("pause", "later"),
)
RESUME = row(
    "resume",
    "Resume",
    happens(e.Resumed()),
    spots=(Spot.REMINDER_PAUSED, Spot.STOPPING),
    style=Style.PRIMARY,
    words=("resume", "continue"),
)
STOP = row(
    "stop",
    "Stop",
    happens(e.StopAsked()),
    spots=(Spot.REMINDER, Spot.REMINDER_PAUSED, Spot.STOPPING, Spot.HELP),
    style=Style.DANGER,
    words=("stop", "quit"),
)
HELP = row(
    "help", "Help", happens(e.HelpAsked()), spots=(Spot.QUESTION, Spot.PRACTICE, Spot.STUCK), words=("?", "help")
)
HUMAN = row("human", "A person", happens(e.HumanAsked()), spots=(Spot.HELP,), words=("human",), command=commands.HUMAN)
ADJUST = row(
    "adjust",
    "Adjustments",
    adjust,
    form=lambda given: forms.adjust_form(given.id, given.session),
    spots=(Spot.INVITATION, Spot.ADJUSTING, Spot.HELP),
    words=("adjust",),
)
REREAD = row(
    "reread",
    "Re-read {position}",
    reread,
    form=reread_form,
    spots=(Spot.COPY_ANSWERS,),
    words=("reread {position}",),
    at=rereadable,
)
MY_DATA = row(
    "my-data",
    "My data",
    happens(e.DataAsked()),
    noted=audit.Act.TOOK_DATA,
    spots=(Spot.COPY, Spot.HELP),
    words=("my data", "my-data"),
    command=commands.MY_DATA,
)
ADJUSTMENTS = tuple(
    row(w.value.replace(" ", "-"), w.value.capitalize(), happens(e.Adjusted(frozenset({w}))), words=(w.value,))
    for w in Adjustment
)
AGAIN = row(
    "again",
    "Say it again",
    lambda given: (e.BegunAgain(given.id.position),),
    spots=(Spot.OTHER_LANGUAGE,),
    words=("again",),
)
LANGUAGES = tuple(
    row(language.name.casefold(), own, happens(e.LanguageChosen(language)), spots=(Spot.LANGUAGES,), words=words)
    for language, own, words in (
        (Language.ENGLISH, "English", ("english",)),
        (Language.GERMAN, "Deutsch", ("deutsch", "german")),
        (Language.SPANISH, "Español", ("español", "spanish")),
        (Language.FRENCH, "Français", ("français", "french")),
        (Language.PORTUGUESE, "Português", ("português", "portuguese")),
    )
)
ARRIVE = row(
    "arrive",
    "Start",
    lambda given: CodeBrought(given.text(lobby.CODE)),
    form=lambda given: lobby.arrive(given.id),
    spots=(Spot.LOBBY,),
    style=Style.PRIMARY,
    needs_session=False,
)
WRITE = row(
    "write",
    "Answer",
    lambda given: Wrote(given.text(lobby.TEXT), given.id.session, given.id.position),
    form=write_form,
    spots=(Spot.THREAD,),
    style=Style.PRIMARY,
    needs_session=False,
    done=written,
)
CANDIDATES = (
    *(START, DECLINE, DONE, HAND_IN, EDIT, UNDO, MY_ANSWER, SKIP, SKIP_WRITTEN, PAUSE, RESUME, STOP, HELP, HUMAN),
    *(ADJUST, AGAIN, REREAD, MY_DATA, *ADJUSTMENTS, *LANGUAGES, ARRIVE, WRITE),
)
"""In the order in which buttons stand beside each other."""

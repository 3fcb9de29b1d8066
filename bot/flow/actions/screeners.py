"""The screeners' rows of the table: what they can press and fill in, what it needs, comes to and notes."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.core import audit
from bot.core.report.summary import summarise
from bot.core.screening import events as e
from bot.core.screening.decisions import Ruling
from bot.core.screening.session import Administration, Session
from bot.flow.actions.action import Action, Given, ListAsked, Outcome, Side, TooLate
from bot.flow.forms import FieldError, FieldErrors, Form
from bot.flow.messages import Buttons, Message, Spot
from bot.flow.permissions import Permission
from bot.flow.render import pages
from bot.flow.wording.screeners import forms, next_round, replies, transcript, translations

row = partial(Action, side=Side.SCREENER)


def is_over(session: Session) -> bool:
    """Return whether the screening has ended: before, nobody decides or marks."""
    return session.state.over


def marked(session: Session) -> list[Administration]:
    """Return the answers that have marks to set or to make again."""
    return [a for a in session.administrations if a.grades and not a.skipped]


def waiting(session: Session) -> Sequence[int]:
    """Return the questions whose answers candidates asked to be read again, and nobody has."""
    return [r.position for r in session.rereads if r.author is None]


def override_form(given: Given) -> Form | Message | None:
    """Return the form for one answer's marks, or the question which answer it is about."""
    answers = marked(given.session)
    chosen = next((a for a in answers if a.position == given.id.position), None)
    if chosen is None:
        return forms.which(given.id, answers) if answers else None
    return forms.override(given.id, chosen)


def override(given: Given) -> Outcome:
    """Set the marks that are not as they were, all for one reason."""
    asked = next(a for a in marked(given.session) if a.position == given.id.position)
    now, reason = forms.levels_now(asked), given.text(forms.REASON).strip()
    chosen = [(c, given.text(forms.level_field(c))) for c in forms.marked_together(asked, given.id)]
    changed = [(c, int(level)) for c, level in chosen if level and int(level) != now[c.id]]
    if not changed:
        first, _ = chosen[0]
        return FieldErrors((FieldError(forms.level_field(first), first.asks, forms.NOTHING_CHANGED),))
    return tuple(e.Overridden(asked.position, c.id, level, given.author, reason) for c, level in changed)


def remark_form(given: Given) -> Form | None:
    """Return the question which answer is to be marked again; None if none has marks."""
    answers = marked(given.session)
    return forms.remark(given.id, answers) if answers else None


def remark(given: Given) -> Outcome:
    """Have an answer marked again."""
    return (e.RemarkAsked(int(given.text(forms.QUESTION)), given.author),)


def answer_form(given: Given) -> Form | Message | None:
    """Return the form for an answer to a candidate; where somebody has answered already, who."""
    requests = [r for r in given.session.rereads if given.id.position in {None, r.position}]
    free = next((r.position for r in requests if r.author is None), None)
    if free is not None:
        return forms.answer(given.id, free)
    return forms.answered_by(requests[0].author) if requests and requests[0].author else None


def answer(given: Given) -> Outcome:
    """Tell a candidate what came of reading their answer again."""
    return (e.RereadAnswered(given.id.position or 0, given.author, given.text(forms.REPLY).strip()),)


def decide_form(given: Given) -> Form | None:
    """Return the form for a decision, which remembers how many there were when it was drawn."""
    return forms.decide(given.id, given.session) if is_over(given.session) else None


def decide(given: Given) -> Outcome:
    """Decide, unless somebody has since the form was drawn."""
    ruling, before = Ruling(given.id.kind), given.session.decisions
    if len(before) <= known(given):
        return (e.Decided(ruling, given.author, given.text(forms.REASON).strip(), known(given)),)
    twice = before[-1].author.same(given.author) and before[-1].ruling is ruling
    return TooLate(replies.dealt_with() if twice else forms.somebody_first(before[-1]))


def decided(given: Given) -> Message:
    """Return that the decision stands, or who was first in the same moment."""
    ruling, decisions = Ruling(given.id.kind), given.session.decisions
    if len(decisions) == known(given) + 1 and not decisions[-1].author.same(given.author):
        return forms.somebody_first(decisions[-1])
    return forms.decision_noted(ruling)


def known(given: Given) -> int:
    """Return how many decisions there were when the form was drawn."""
    return int(given.id.extra) if given.id.extra.isdecimal() else 0


def show_details(given: Given) -> Message:
    """Show a page of what is behind the card, with translations where there are some and the button for them."""
    session = given.session
    shown = pages.page(
        summarise(session), given.id.position or 0, lambda blocks: translations.with_translations(blocks, session)
    )
    return replace(shown, blocks=(*shown.blocks, Buttons(tuple(TRANSLATE.buttons(session, None)))))


TRANSLATE = row(
    "translate",
    "Translate quotes",
    lambda given: (e.TranslationAsked(given.author),),
    permission=Permission.DETAILS,
    noted=audit.Act.ASKED_TRANSLATION,
    spots=(Spot.DETAILS,),
    done=lambda _: forms.translating(),
)
DETAILS = row(
    "details",
    "Details",
    show_details,
    permission=Permission.DETAILS,
    noted=audit.Act.SAW_DETAILS,
    spots=(Spot.CARD_READING,),
)
TRANSCRIPT = row(
    "transcript",
    "Transcript",
    lambda given: transcript.transcript_file(given.session),
    permission=Permission.TRANSCRIPT,
    noted=audit.Act.SAW_TRANSCRIPT,
    spots=(Spot.CARD_READING,),
)
PACK = row(
    "pack",
    "Next-round pack",
    lambda given: next_round.next_round(given.session, summarise(given.session)),
    permission=Permission.PACK,
    noted=audit.Act.SAW_PACK,
    spots=(Spot.CARD_READING,),
)
OVERRIDE = row(
    "override",
    "Set a mark",
    override,
    form=override_form,
    permission=Permission.OVERRIDE,
    noted=audit.Act.OVERRODE,
    spots=(Spot.CARD_MARKING,),
    when=lambda session: is_over(session) and bool(session.administrations),
    done=lambda given: forms.mark_set(given.id.position or 0),
)
REMARK = row(
    "remark",
    "Mark again",
    remark,
    form=remark_form,
    permission=Permission.REMARK,
    noted=audit.Act.ASKED_REMARK,
    spots=(Spot.CARD_MARKING,),
    when=lambda session: is_over(session) and bool(session.administrations),
    done=lambda given: forms.marking_again(given.text(forms.QUESTION)),
)
ANSWER = row(
    "answer",
    "Answer question {position}",
    answer,
    form=answer_form,
    permission=Permission.ANSWER,
    noted=audit.Act.REREAD,
    spots=(Spot.CARD_REREADS,),
    when=is_over,
    at=waiting,
    done=lambda given: forms.answer_sent(given.session),
)
DECISIONS = tuple(
    row(
        ruling.value,
        forms.TITLES[ruling],
        decide,
        form=decide_form,
        permission=Permission.DECIDE,
        noted=audit.Act.DECIDED,
        noted_as=ruling.value,
        spots=(Spot.CARD_DECIDING,),
        when=is_over,
        done=decided,
    )
    for ruling in Ruling
)
SHOW = row(
    "show",
    "Show",
    lambda given: ListAsked(given.id.extra),
    permission=Permission.LIST,
    noted=audit.Act.LISTED,
    needs_session=False,
)
SCREENERS = (DETAILS, TRANSLATE, TRANSCRIPT, PACK, OVERRIDE, REMARK, ANSWER, *DECISIONS, SHOW)
"""In the order in which buttons stand beside each other."""

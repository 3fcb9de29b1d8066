"""Performs one effect against one port; asks of each: what if it runs twice?"""

import asyncio
import logging
from collections.abc import Mapping

from bot.core.bank.terms import Terms
from bot.core.errors import StorageTrouble
from bot.core.grading.grade import Grade, Source, Spent
from bot.core.report.stakes import boundaries
from bot.core.report.summary import summarise
from bot.core.screening import effects as x
from bot.core.screening.decisions import Translation
from bot.core.screening.events import (
    Chased,
    Graded,
    Noticed,
    Reached,
    Remarked,
    SummaryPosted,
    Translated,
    Undelivered,
    Woke,
)
from bot.core.screening.session import Place, Session
from bot.flow import wording
from bot.flow.actions.table import offered
from bot.flow.jobs.chain_end import post_end
from bot.flow.jobs.screenings import Screenings, summary_key
from bot.flow.messages import Message, Picture
from bot.flow.ports import Chat, ChatError, Clock, Job, Judge, Outcome, Store, TooSlow, Translator
from bot.flow.render.chart_data import Painter, sketch_of
from bot.flow.render.plain_text import plain
from bot.flow.wording.candidates.on_platforms import READING
from bot.flow.wording.catalogue import Say
from bot.flow.wording.screeners.translations import untranslated

log = logging.getLogger(__name__)

GRADER_FAILED = "the grader failed on this answer"
NO_MODEL = "no model is set up"
TOO_SLOW = "reading this answer took longer than any answer should"


class LostClaim(Exception):
    """Another process has taken the effect over, as this one seemed dead: what it was about to do is not its to do."""


class Performer:
    """Carries out claimed effects; `chats` maps a platform's name to its chat.

    posts_end: whether where the audit chain ends is posted with each day's first card.
    """

    def __init__(
        self,
        store: Store,
        screenings: Screenings,
        chats: Mapping[str, Chat],
        judge: Judge,
        clock: Clock,
        painter: Painter | None = None,
        terms: Terms | None = None,
        translator: Translator | None = None,
        *,
        posts_end: bool = False,
    ) -> None:
        self._store = store
        self._screenings = screenings
        self._chats = chats
        self._judge = judge
        self._clock = clock
        self._painter = painter
        self._terms = terms or Terms()
        self._posts_end = posts_end
        self._translator = translator

    async def perform(self, job: Job) -> Job | None:
        """Carry out one effect, settle it, and return the next one of its session, claimed.

        Raises ChatError if the platform did not take it, and LostClaim before a send that another process has to do.
        """
        session = await self._store.load(job.session_id)
        match job.effect:
            case x.GradeResponse(position):
                asked = session.administrations[position - 1]
                if asked.is_open:
                    return await self._screenings.settle(job)  # it was taken back, and is ordered anew
                grade = await self._read(session, position)
                return await self._screenings.settle(job, Graded(position, grade, asked.answered_at))
            case x.Remark(position, attempt):
                asked = session.administrations[position - 1]
                if asked.is_open:
                    return await self._screenings.settle(job)
                again = await self._grade(session, position)
                remarked = Remarked(position, len(asked.grades), again, attempt, asked.answered_at)
                return await self._screenings.settle(job, remarked)
            case x.Wake():
                return await self._screenings.settle(job, Woke())
            case x.Chase():
                return await self._screenings.settle(job, Chased())
            case x.UpdateSummary():
                await self._update_summary(session, job)
                return await self._screenings.settle(job)
            case x.Retract(ref):
                await self._must_hold(job)
                await self._chats[session.hiring.platform].edit(session.hiring, ref, wording.erased())
                return await self._screenings.settle(job)
            case x.PostSummary():
                ref = await self._post(session.hiring, await self._card(session), job)
                following = await self._screenings.settle(job, SummaryPosted(), ref=ref)
                if self._posts_end:
                    chat = self._chats[session.hiring.platform]
                    await post_end(self._store, chat, session.hiring, self._clock)
                return following
            case x.Translate():
                return await self._translate(session, job)
            case x.CallPerson() | x.TellTeam() | x.TellInviter():
                return await self._tell_team(session, job)
            case _:
                return await self._tell_candidate(session, job)

    async def leave_to_person(self, job: Job) -> Job | None:
        """Settle a marking that nobody is to try again: the answer is ungraded, or keeps the marks that it has."""
        if isinstance(job.effect, x.GradeResponse):
            grade = Grade(None, (), (), Source.RULE, reasons=(GRADER_FAILED,))
            return await self._screenings.settle(job, Graded(job.effect.position, grade))
        return await self._screenings.settle(job)

    async def _tell_candidate(self, session: Session, job: Job) -> Job | None:
        """Send the candidate a message; one that is refused for good becomes something that happened."""
        if not session.candidate.id:
            return await self._screenings.settle(job)  # nobody has brought the code yet
        now, asked = self._clock.now(), isinstance(job.effect, x.SendOwnData)
        links = await self._store.audited(session.id) if asked else ()
        holds = await self._store.holds_on(session.id, now) if asked else ()
        message = wording.to_candidate(session, job.effect, now, offered, self._terms, links, holds)
        try:
            ref = await self._post(session.talked_to_at, message, job)
        except ChatError as fault:
            if not fault.permanent:
                raise
            outcome = (fault.outcome or Outcome.UNREACHABLE).value
            return await self._screenings.settle(job, Undelivered(outcome))
        if isinstance(job.effect, x.SendInvitation):
            return await self._screenings.settle(job, Noticed(plain(message)), ref=ref)
        following = await self._screenings.settle(job, Reached() if session.unreachable else None, ref=ref)
        if isinstance(job.effect, x.AskItem | x.Thank):
            await self._retire_card(session)
        return following

    async def _retire_card(self, session: Session) -> None:
        """Take the buttons off the question that was handed in last; best effort, after the next one is out."""
        closed = [a for a in session.administrations if not a.is_open]
        position = closed[-1].position if closed else 0
        message = wording.closed_question(session, position)
        for ref in await self._store.question_cards(session.id, position):
            await self._chats[session.talked_to_at.platform].retire(session.talked_to_at, ref, message)

    async def _tell_team(self, session: Session, job: Job) -> Job | None:
        """Send the team or the inviter a message; if it is refused for good, the candidate must not wait for it."""
        to = session.hiring
        if isinstance(job.effect, x.TellInviter):
            to = Place(session.invited_by.platform, session.invited_by.id)
        try:
            ref = await self._post(to, wording.to_team(session, job.effect), job)
        except ChatError as fault:
            if not fault.permanent:
                raise
            log.error("effect %s was refused for good: %s", job.key, fault.outcome or "no reason given")
            ref = ""
        return await self._screenings.settle(job, ref=ref or None)

    async def _card(self, session: Session) -> Message:
        """Return the card, with its picture where there is something to draw and somebody to draw it."""
        summed = summarise(session)
        if self._painter is None or summed.band is None:
            return wording.card(session, summed, offered)
        sketch = sketch_of(session, summed)
        png = await asyncio.to_thread(self._painter.paint, sketch)
        return wording.card(session, summed, offered, Picture(png, sketch.words))

    async def _read(self, session: Session, position: int) -> Grade:
        """Return the marks, while the candidate sees that the answer is being read."""
        place = session.talked_to_at
        chat = self._chats[place.platform]
        await chat.reading(place, Say(session.language)(READING))
        try:
            return await self._grade(session, position)
        finally:
            await chat.reading(place, "")

    async def _grade(self, session: Session, position: int) -> Grade:
        """Return the marks; a grader that breaks leaves the answer ungraded, and the candidate goes on.

        Raises StorageTrouble: that is nothing about the answer, which is marked once the database is back.
        """
        asked = session.administrations[position - 1]
        try:
            day, near = await self._spent_today(), boundaries(session, position)
            return await self._judge.grade(asked.response, asked.item, asked.rubric, _spent(session), day, near)
        except (asyncio.CancelledError, StorageTrouble):
            raise
        except TooSlow as limit:
            return Grade(None, (), (), Source.RULE, reasons=(TOO_SLOW,), notes=(str(limit),))
        except Exception as fault:
            # Whatever went wrong, it must neither stop the interview nor count against the candidate.
            return Grade(None, (), (), Source.RULE, reasons=(GRADER_FAILED,), notes=(type(fault).__name__,))

    async def _translate(self, session: Session, job: Job) -> Job | None:
        """Have the quotes translated that are not; where no model is set up, that is what screeners read."""
        now = self._clock.now()
        quotes = untranslated(session)
        if not quotes:
            return await self._screenings.settle(job)
        made = Translation(now, fault=NO_MODEL)
        if self._translator is not None:
            made = await self._translator.translate(quotes, _spent(session), await self._spent_today(), now)
        return await self._screenings.settle(job, Translated(made))

    async def _spent_today(self) -> Spent:
        return await self._store.spent(self._clock.now().replace(hour=0, minute=0, second=0, microsecond=0))

    async def _post(self, to: Place, message: Message, job: Job) -> str:
        await self._must_hold(job)
        return await self._chats[to.platform].post(to, message, job.key, job.unsure_since)

    async def _must_hold(self, job: Job) -> None:
        if not await self._store.holds(job):
            raise LostClaim(job.key)

    async def say_delayed(self, job: Job) -> None:
        """Tell the candidate that what they wait for takes longer; best effort, out of the order of effects."""
        session = await self._store.load(job.session_id)
        place = session.talked_to_at
        message = wording.to_candidate(session, x.Tell(x.Topic.DELAYED), self._clock.now(), offered, self._terms)
        try:
            await self._chats[place.platform].post(place, message, f"{job.key}/delayed")
        except Exception as fault:
            log.warning("the candidate of %s could not be told of the delay: %s", session.id, type(fault).__name__)

    async def _update_summary(self, session: Session, job: Job) -> None:
        ref = await self._store.ref(session.id, summary_key(session.id))
        if ref is not None:
            await self._must_hold(job)
            await self._chats[session.hiring.platform].edit(session.hiring, ref, await self._card(session))


def _spent(session: Session) -> Spent:
    """Return what models have cost in a screening."""
    marks = Spent().plus(call for a in session.administrations for g in a.grades for call in g.calls)
    made = session.translations
    return Spent(marks.tokens + sum(t.tokens for t in made), marks.cost + sum(t.cost for t in made))

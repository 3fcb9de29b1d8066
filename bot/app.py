"""Dependency wiring: builds the service from settings, bank and ports; the only file that knows all rooms."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.content.files.roots import Roots, content_roots
from bot.content.live_bank import LiveBank, Reload
from bot.content.load import load
from bot.core.bank.grader_curve import Calibration
from bot.core.bank.item import Bank, Item
from bot.core.bank.role import Role
from bot.core.bank.rubric import Rubric
from bot.core.bank.samples import Sample
from bot.core.bank.terms import Terms
from bot.core.errors import ScreeningError
from bot.core.grading.grade import Grade, Spent
from bot.core.grading.keywords import grade
from bot.core.screening.session import Place
from bot.flow.entrance.candidates import CandidateEntrance
from bot.flow.entrance.platform import Entrances
from bot.flow.entrance.screeners import ScreenerEntrance
from bot.flow.jobs.limited_judge import LimitedJudge
from bot.flow.jobs.local_worker import LocalWorker
from bot.flow.jobs.marker_watch import DayOfMarking, MarkerWatch
from bot.flow.jobs.perform import Performer
from bot.flow.jobs.retries import JobRunner
from bot.flow.jobs.screenings import Screenings
from bot.flow.permissions import rights_from
from bot.flow.ports import Carrier, Chat, Clock, Judge, Store
from bot.flow.render.chart_data import ChartData
from bot.judge.here import Apart, Here
from bot.settings import Settings, models_of
from bot.store.database.engine import for_drivers
from bot.store.database.lock import sole_owner
from bot.store.database.opening import make_ready
from bot.store.store import SqlStore

if TYPE_CHECKING:
    from bot.jobs.queue import Queue
    from bot.judge.client import Endpoint
    from bot.judge.llm_grader import LlmJudge, ReplyMemory
    from bot.judge.spend_limit import SpendLimit
    from bot.judge.translator import ModelTranslator
    from bot.ops.meter import Meter

AUTO, KEYWORD, LLM = "auto", "keyword", "llm"
NO_ADDRESS = "VIVA_MODEL is set, and neither OPENAI_API_KEY nor OPENAI_BASE_URL is: set one of them, or no VIVA_MODEL."
GRADERS = (AUTO, KEYWORD, LLM)
"""Who can be asked to mark; auto is the model where one is set up, else the rules."""


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        return datetime.now(UTC)


class Forgetful:
    """No memory of replies: every request is sent."""

    async def recall(self, request: str) -> str | None:  # noqa: ARG002 - there is nothing to look up
        """Return None."""
        return None

    async def keep(self, request: str, reply: str, answer: str) -> None:
        """Let it go."""


class RulesJudge:
    """The keyword grader as a Judge; `apart` does the reading."""

    def __init__(self, apart: Apart | None = None) -> None:
        self._apart = apart or Here()

    async def grade(
        self,
        response: str,
        item: Item,
        rubric: Rubric,
        session: Spent,  # noqa: ARG002 - rules cost nothing
        day: Spent,  # noqa: ARG002 - the same
        near: Sequence[float] = (),  # noqa: ARG002 - and read alike however often
    ) -> Grade:
        """Return the marks by the rubric's rules; raise TooSlow."""
        return await self._apart.do(grade, response, item, rubric)


@dataclass(frozen=True)
class Service:
    """Everything that runs, wired."""

    current: LiveBank
    """The bank that new questions come from."""
    store: SqlStore
    screenings: Screenings
    dispatcher: Carrier
    reception: CandidateEntrance
    desk: ScreenerEntrance
    marker: MarkerWatch | None = None
    """Watches the model, where one marks."""

    @property
    def bank(self) -> Bank:
        """Return the bank in use now."""
        return self.current.bank


def follow_content(current: LiveBank) -> Callable[[], Awaitable[None]]:
    """Begin to read the content again whenever it is saved; return what ends that."""
    stop = asyncio.Event()
    task = asyncio.create_task(current.follow(stop))

    async def end() -> None:
        stop.set()
        await task

    return end


def new_id() -> str:
    """Return a new, unguessable name of a screening or a message: 32 hex digits."""
    return uuid.uuid4().hex


def role_of(bank: Bank, role_id: str) -> Role:
    """Return a role of the bank; raise ScreeningError naming those there are."""
    role = bank.roles.get(role_id)
    if role is None:
        raise ScreeningError(f'role "{role_id}" is unknown. Use one of: {", ".join(sorted(bank.roles)) or "(none)"}.')
    return role


Anchors = Callable[[str], Sequence[Sample]]
"""Marked answers to an item, by its id."""


@asynccontextmanager
async def open_judge(
    grader: str,
    settings: Settings,
    replies: "ReplyMemory",
    calibration: Callable[[], Calibration],
    apart: Apart | None = None,
    anchors: Anchors = lambda _: (),
    *,
    unproven: bool = False,
) -> AsyncIterator[Judge]:
    """Yield the judge that `grader` names, one of GRADERS; raise ScreeningError if it is not set up.

    apart: reads candidates' texts; None for this process. unproven: whether a model may mark that was not admitted,
    whatever the settings say, as it is only tried.
    """
    apart = apart or Here()
    if grader == AUTO and settings.viva_model is not None and not settings.has_model:
        raise ScreeningError(NO_ADDRESS)
    if grader == KEYWORD or (grader == AUTO and not settings.has_model):
        yield RulesJudge(apart)
        return
    if not settings.has_model:
        raise ScreeningError("No model is set up. Set VIVA_MODEL, and OPENAI_API_KEY or OPENAI_BASE_URL.")
    judge = model_judge(settings, replies, calibration, apart, anchors, unproven=unproven)
    try:
        yield judge
    finally:
        await judge.close()


def model_judge(
    settings: Settings,
    replies: "ReplyMemory",
    calibration: Callable[[], Calibration],
    apart: Apart | None = None,
    anchors: Anchors = lambda _: (),
    *,
    unproven: bool = False,
) -> "LlmJudge":
    """Return the judge that asks the model of the settings; its client is imported here, for it takes a while."""
    from bot.judge.llm_grader import LlmJudge, ReadingPlan

    assert settings.viva_model is not None
    endpoint = partial(_endpoint, settings)
    second = endpoint(settings.viva_model_second) if settings.viva_model_second else None
    panel = tuple(map(endpoint, models_of(settings.viva_model_panel)))
    allowed = unproven or settings.viva_model_unproven == "allow"
    plan = ReadingPlan(anchors, settings.viva_screener_language, second, panel, allowed)
    return LlmJudge(endpoint(settings.viva_model), replies, _budget(settings), calibration, apart or Here(), plan)


def model_translator(settings: Settings) -> "ModelTranslator":
    """Return who translates quotes by the model of the settings; its client is imported here, as for the judge."""
    from bot.judge.translator import ModelTranslator

    assert settings.viva_model is not None
    endpoint = _endpoint(settings, settings.viva_model)
    return ModelTranslator(endpoint, _budget(settings), settings.viva_screener_language)


def _endpoint(settings: Settings, model: str) -> "Endpoint":
    from bot.judge.client import Endpoint, Prices, RequestLimits

    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else None
    prices = Prices(settings.viva_price_prompt, settings.viva_price_cached, settings.viva_price_completion)
    limits = RequestLimits(
        timeout=settings.viva_model_timeout,
        retries=settings.viva_model_retries,
        reply_tokens=settings.viva_model_reply_tokens,
        deadline=settings.viva_model_deadline,
        effort=settings.viva_model_effort or "",
    )
    return Endpoint.at(settings.openai_base_url, key, model, prices, limits)


def _budget(settings: Settings) -> "SpendLimit":
    from bot.judge.spend_limit import SpendLimit

    return SpendLimit(
        settings.viva_session_tokens,
        settings.viva_session_dollars,
        settings.viva_day_tokens,
        settings.viva_day_dollars,
    )


def terms_of(settings: Settings, grader: str = AUTO) -> Terms:
    """Return what is in force for candidates' answers, for whoever marks them."""
    return Terms(settings.days_by_place, None if grader == KEYWORD else settings.model_shown, settings.viva_contact)


def screenings(store: Store, bank: Bank) -> Screenings:
    """Return the screenings of a store, for a command that changes some of them and carries out no effects."""
    return Screenings(store, lambda: bank, SystemClock(), lambda: None)


@asynccontextmanager
async def service(
    url: str,
    content: Roots | None,
    chats: Mapping[str, Chat],
    grader: str,
    settings: Settings,
    *,
    follow: bool = False,
    told: Callable[[Reload], None] = lambda _: None,
    meter: "Meter | None" = None,
    clock: Clock | None = None,
    pictures: bool = True,
    processes: bool = False,
) -> AsyncIterator[Service]:
    """Open the database, take up what a dead process left, and yield the parts; closes them at the end.

    follow: read the content again when it is saved; what has errors then changes nothing. told: hears of each reading,
    for figures and whoever is on duty; the log says it, too. meter: counts marks.
    clock: the machine's, unless another is given. pictures: whether cards get one; a terminal shows none.
    processes: whether answers are read in processes of their own, for a service that others wait for meanwhile.

    Raises ScreeningError if the content has faults, the database cannot be used, another process has it, or
    the grader is not set up.
    """
    bank = load(content)
    clock = clock or SystemClock()
    async with AsyncExitStack() as stack:
        stack.enter_context(sole_owner(url))
        woken = asyncio.Event()
        server = for_drivers(url)
        queue = await stack.enter_async_context(_queue(url, server)) if server else None
        store = await stack.enter_async_context(SqlStore.open(url, queue.ring if queue else None, settings.audit_key))
        current = LiveBank(bank, content_roots(content), told)
        apart = await stack.enter_async_context(_workers(bank)) if processes else Here()
        marked = (lambda: current.bank.calibration, apart, lambda item: current.bank.samples_of(item))
        judge = await stack.enter_async_context(open_judge(grader, settings, store, *marked))
        if meter is not None:
            from bot.ops.metered import MeteredJudge

            judge = MeteredJudge(judge, meter)
        loop = Screenings(store, lambda: current.bank, clock, woken.set)
        judge = LimitedJudge(judge, settings.viva_model_at_once)
        painter = LazyPainter() if pictures else None
        translator = None
        if grader != KEYWORD and settings.has_model:
            translator = model_translator(settings)
            stack.push_async_callback(translator.close)
        terms, ends = terms_of(settings, grader), settings.viva_audit_post == "daily"
        performer = Performer(store, loop, chats, judge, clock, painter, terms, translator, posts_end=ends)
        work = JobRunner(store, performer, clock)
        reception = CandidateEntrance(store, loop, chats, clock)
        stack.push_async_callback(reception.close)
        if queue is None:
            await store.recover()
            carrier: Carrier = LocalWorker(store, work, clock, tuple(chats), woken)
        else:
            carrier = _worker(queue, store, work, clock, tuple(chats))
        if follow:
            stack.push_async_callback(follow_content(current))
        desk = _desk(store, loop, lambda: current.bank, clock, chats, settings)
        marker = None
        if grader != KEYWORD and settings.has_model:
            anew = await stack.enter_async_context(open_judge(LLM, settings, Forgetful(), *marked))
            marker = _marker_watch(anew, current, store, settings, clock, meter)
        yield Service(current, store, loop, carrier, reception, desk, marker)


def _marker_watch(
    judge: Judge, current: LiveBank, store: SqlStore, settings: Settings, clock: Clock, meter: "Meter | None"
) -> MarkerWatch:
    from bot.judge.prompt import recipe

    model = settings.viva_model
    assert model is not None

    def told(day: DayOfMarking) -> None:
        if meter is not None:
            meter.watched(day.found.shift, drifted=day.found.beyond_noise)

    admission = lambda: current.bank.calibration.admission_of(model, recipe())  # noqa: E731 - asked for each day
    return MarkerWatch(judge, admission, lambda: current.bank, store, clock, new_id(), told)


@asynccontextmanager
async def _workers(bank: Bank) -> AsyncIterator[Apart]:
    """Yield processes that read candidates' texts, with the bank's rubrics ready before they are needed."""
    from bot.judge.apart import Workers

    plain = [item for item in bank.items.values() if not item.is_template]
    workers = Workers([*plain, *(bank.rubrics[item.id] for item in plain)])
    workers.start()
    try:
        yield workers
    finally:
        await workers.close()


class LazyPainter:
    """A painter that imports the plotting library when there is something to paint, for that takes a while."""

    def paint(self, sketch: ChartData) -> bytes:
        """Return a PNG."""
        from bot.picture.ability import AbilityPainter

        return AbilityPainter().paint(sketch)


def _desk(
    store: Store,
    loop: Screenings,
    bank: Callable[[], Bank],
    clock: Clock,
    platforms: Iterable[str],
    settings: Settings,
) -> ScreenerEntrance:
    """Return the desk, with the rights and hiring channels of the settings; raise ScreeningError."""
    channels = {name: settings.hiring_channel(name) for name in platforms}
    hiring = {name: Place(name, channel) for name, channel in channels.items() if channel}
    return ScreenerEntrance(
        store, loop, bank, rights_from(settings.viva_rights or ""), hiring, new_id, clock, settings.viva_role
    )


@asynccontextmanager
async def _queue(url: str, server: str) -> AsyncIterator["Queue"]:
    """Open the queue of a PostgreSQL database; raise ScreeningError if its tables are not up to date."""
    from bot.jobs.queue import Queue
    from bot.jobs.schema import missing

    await asyncio.to_thread(make_ready, url)
    if await asyncio.to_thread(missing, server):
        raise ScreeningError("The tables of the job queue are not up to date. Run: viva db upgrade")
    async with Queue(server) as queue:
        yield queue


def _worker(queue: "Queue", store: Store, work: JobRunner, clock: Clock, platforms: tuple[str, ...]) -> Carrier:
    from bot.jobs.worker import Worker

    return Worker(queue, store, work, clock, platforms)


def doors(parts: Service, platform: str) -> Entrances:
    """Return what a platform's front end hands things to."""
    return Entrances(parts.reception, parts.desk, lambda: parts.store.ongoing(platform))

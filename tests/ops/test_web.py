import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import aiohttp
import pytest

from bot.core.grading.grade import Call, Grade, Source, Spent
from bot.core.screening.session import Place
from bot.flow.messages import Message
from bot.flow.ports import ChatError, Counts, Outcome
from bot.ops import web
from bot.ops.http_server import serving
from bot.ops.meter import Meter
from bot.ops.metered import MeteredChat, MeteredJudge
from bot.ops.web import Check, pages
from tests.factories import an_item
from tests.judge.examples import RUBRIC
from tests.sessions import NOW

COUNTS = Counts({"due": 3, "failed": 1}, NOW - timedelta(seconds=90), {"asking": 2, "closed": 5}, 17)
HELLO = Message("hello", ())


class Clock:
    def now(self) -> datetime:
        return NOW


class Database:
    def __init__(self, counts: Counts | None = COUNTS) -> None:
        self._counts = counts

    async def counts(self) -> Counts:
        if self._counts is None:
            raise ConnectionError("password in here")
        return self._counts


async def well() -> str | None:
    return None


async def asked(
    path: str,
    checks: Mapping[str, Check],
    database: Database,
    meter: Meter,
    token: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    async with (
        serving(pages(meter, database, checks, Clock(), token), 0) as port,
        aiohttp.ClientSession() as client,
        client.get(f"http://127.0.0.1:{port}{path}", headers=headers) as answer,
    ):
        return answer.status, await answer.text()


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer another", "Basic token", "Bearer tokén", "token"])
async def test_figures_are_for_whoever_has_the_token_where_one_is_set(given: str) -> None:
    headers = {"Authorization": given} if given else {}
    assert await asked("/metrics", {}, Database(), Meter(), "token", headers) == (401, "")
    assert (await asked("/healthz", {}, Database(), Meter(), "token", headers))[0] == 200

    assert (await asked("/metrics", {}, Database(), Meter(), "token", {"Authorization": "Bearer token"}))[0] == 200


async def test_a_living_process_says_so_even_when_nothing_else_works() -> None:
    async def broken() -> str | None:
        raise OSError

    assert await asked("/healthz", {"database": broken}, Database(None), Meter()) == (200, '{"alive": true}')


async def test_ready_means_that_every_check_holds() -> None:
    status, said = await asked("/readyz", {"database": well, "slack": well}, Database(), Meter())

    assert status == 200
    assert '"slack": "ok"' in said


async def test_what_is_not_ready_is_named_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken() -> str | None:
        raise ConnectionError("postgresql://viva:password@host")

    async def hangs() -> str | None:
        await asyncio.sleep(60)
        return None

    async def behind() -> str | None:
        return "tables of version 0001"

    monkeypatch.setattr(web, "PATIENCE_S", 0.05)
    status, said = await asked("/readyz", {"a": broken, "b": hangs, "c": behind, "d": well}, Database(), Meter())

    assert status == 503
    assert "password" not in said
    assert all(part in said for part in ('"ConnectionError"', '"TimeoutError"', "tables of version 0001", '"d": "ok"'))


async def test_the_figures_hold_what_the_database_and_the_process_counted() -> None:
    meter = Meter()
    call = Call("m", "r", "ok", prompt_tokens=900, cached_tokens=800, completion_tokens=50, cost=0.25, latency=1500)
    meter.marked(
        Grade(0.5, (), (), Source.LLM, reasons=("far apart",), calls=(call, replace(call, recalled=True))), 1.6
    )
    meter.reloaded(well=False)
    status, said = await asked("/metrics", {}, Database(), meter)

    assert status == 200
    for line in (
        'viva_effects{state="due"} 3.0',
        "viva_effects_waiting_seconds 90.0",
        'viva_sessions{state="closed"} 5.0',
        "viva_answers 17.0",
        'viva_marks_total{grader="llm",needs_person="true"} 1.0',
        'viva_model_tokens_total{kind="cached"} 800.0',
        "viva_model_cost_dollars_total 0.25",
        'viva_model_requests_total{outcome="remembered"} 1.0',
        'viva_bank_reloads_total{outcome="refused"} 1.0',
    ):
        assert line in said.splitlines()


async def test_figures_are_given_while_the_database_is_away() -> None:
    meter = Meter()
    meter.limited("slack")
    status, said = await asked("/metrics", {}, Database(None), meter)

    assert status == 200
    assert 'viva_rate_limits_total{platform="slack"} 1.0' in said


class Refusing:
    def __init__(self, fault: ChatError | None) -> None:
        self.fault = fault

    async def post(self, to: Place, message: Message, key: str, unsure_since: object = None) -> str:
        if self.fault:
            raise self.fault
        return "ref"

    async def edit(self, to: Place, ref: str, message: Message) -> None:
        await self.post(to, message, "")

    async def reading(self, to: Place, words: str) -> None: ...

    async def retire(self, to: Place, ref: str, message: Message) -> None: ...

    async def saved(self, to: Place, message_id: str) -> None: ...


async def test_sends_are_counted_by_what_became_of_them_and_faults_go_on() -> None:
    meter = Meter()
    place = Place("slack", "C1")
    assert await MeteredChat(Refusing(None), "slack", meter).post(place, HELLO, "k") == "ref"
    busy = ChatError("busy", retry_after_s=3)
    gone = ChatError("gone", permanent=True, outcome=Outcome.NO_CHANNEL)
    for fault in (busy, gone):
        with pytest.raises(ChatError):
            await MeteredChat(Refusing(fault), "slack", meter).edit(place, "ref", HELLO)
    _, said = await asked("/metrics", {}, Database(), meter)

    assert 'viva_sends_total{outcome="ok",platform="slack"} 1.0' in said
    assert 'viva_sends_total{outcome="no_channel",platform="slack"} 1.0' in said
    assert 'viva_rate_limits_total{platform="slack"} 1.0' in said


async def test_marks_are_counted_as_they_pass() -> None:
    class Always:
        async def grade(self, *_: object) -> Grade:
            return Grade(1.0, (), (), Source.KEYWORD)

    meter = Meter()
    grade = await MeteredJudge(Always(), meter).grade("yes", an_item("links"), RUBRIC, Spent(), Spent())
    _, said = await asked("/metrics", {}, Database(), meter)

    assert grade.score == 1.0
    assert 'viva_marks_total{grader="keyword",needs_person="false"} 1.0' in said

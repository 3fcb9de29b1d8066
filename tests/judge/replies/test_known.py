"""Whatever an endpoint replies: a verdict in it is read, and what is none has its right name; nothing else changes."""

import asyncio
import json
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.core.grading.grade import Source
from bot.core.grading.keywords import grade as by_rules
from bot.judge.capabilities import Format, Manner
from bot.judge.client import Endpoint, RequestLimits
from bot.judge.prompt import prompt
from bot.judge.replies.faults import ReplyFault
from tests.judge.endpoint import PRICES, Asked, Served, refused, said, serving, verdict
from tests.judge.examples import ALL_FOUND, ITEM, RUBRIC, STRONG
from tests.judge.judges import a_judge, graded
from tests.judge.replies.known import FAULTS, choosy, of_responses, readable, streamed
from tests.waiting import HANG_S

RIGHT = verdict(ALL_FOUND)
READABLE = readable(RIGHT)
PROMPT = prompt(STRONG, ITEM, RUBRIC)


@pytest.mark.parametrize("served", READABLE.values(), ids=READABLE)
async def test_a_verdict_is_read_wherever_it_stands(served: Served) -> None:
    async with serving(lambda _, __: served) as scripted:
        judge = a_judge(scripted)
        grade = await graded(judge)

    assert (grade.source, grade.score) == (Source.LLM, 1.0)
    assert [(c.outcome, c.prompt_tokens > 0) for c in grade.calls] == [("ok", True)]
    assert judge.endpoint.manner == Manner()


@pytest.mark.parametrize(("served", "fault"), FAULTS.values(), ids=FAULTS)
async def test_what_holds_none_has_its_name_and_changes_nothing(served: Served, fault: ReplyFault) -> None:
    async with serving(lambda _, __: served) as scripted:
        judge = a_judge(scripted)
        grade = await graded(judge)

    assert grade.reasons[0] == f"marked by the rules only: {fault.value}"
    assert grade.score == by_rules(STRONG, ITEM, RUBRIC).score
    assert grade.stand_in
    assert judge.endpoint.manner == Manner()


CHOOSY = {
    "format": ("response_format", "response_format is not supported", 400, Format.NONE),
    "temperature": ("temperature", "Unsupported value: 'temperature' does not support 0", 400, Format.SCHEMA),
    "seed": ("seed", "Unrecognized request argument supplied: seed", 400, Format.SCHEMA),
    "limit": ("max_completion_tokens", "Unknown parameter: max_completion_tokens", 400, Format.SCHEMA),
    "cache key": ("prompt_cache_key", "Unknown name prompt_cache_key: Cannot find field.", 400, Format.SCHEMA),
}


@pytest.mark.parametrize(("gone", "message", "status", "form"), CHOOSY.values(), ids=CHOOSY)
async def test_a_parameter_refused_by_name_is_left_out_from_then_on(
    gone: str, message: str, status: int, form: Format
) -> None:
    async with serving(choosy(gone, message, RIGHT, status=status)) as scripted:
        endpoint = scripted.endpoint()
        replies = [await endpoint.ask(PROMPT, 1) for _ in range(2)]
        asked = len(scripted.requests)
        await endpoint.ask(PROMPT, 1)

    assert [r.text for r in replies] == [RIGHT, RIGHT]
    assert endpoint.manner.format is form
    assert len(scripted.requests) == asked + 1


async def test_a_parameter_is_named_in_the_body_of_a_422() -> None:
    detail = {"detail": [{"type": "extra_forbidden", "loc": ["body", "seed"], "msg": "Extra inputs are not permitted"}]}

    def script(body: Asked, _: int) -> Served:
        return Served(json.dumps(detail), 422) if "seed" in body else said(RIGHT)

    async with serving(script) as scripted:
        endpoint = scripted.endpoint()
        assert (await endpoint.ask(PROMPT, 1)).text == RIGHT

    assert endpoint.manner == Manner(seed=False)


async def test_a_refusal_that_names_nothing_is_heeded_for_that_answer_alone() -> None:
    def script(body: Asked, number: int) -> Served:
        return refused("Bad Request") if number == 0 else said(RIGHT)

    async with serving(script) as scripted:
        endpoint = scripted.endpoint()
        first, second = [await endpoint.ask(PROMPT, 1) for _ in range(2)]

    assert (first.text, second.text) == (RIGHT, RIGHT)
    assert first.manner is not None
    assert first.manner.format is Format.NONE
    assert second.manner == endpoint.manner == Manner()


async def test_a_name_in_a_refusal_teaches_nothing_while_the_request_is_refused_without_it() -> None:
    async with serving(lambda _, __: refused("temperature is too hot in here")) as scripted:
        endpoint = scripted.endpoint()
        reply = await endpoint.ask(PROMPT, 1)

    assert reply.fault is ReplyFault.REFUSED_REQUEST
    assert endpoint.manner == Manner()


async def test_many_refused_answers_do_not_make_the_endpoint_count_as_down() -> None:
    def script(body: Asked, _: int) -> Served:
        return said(RIGHT) if "fine" in body["messages"][1]["content"] else FAULTS["filter of the provider"][0]

    async with serving(script) as scripted:
        endpoint = scripted.endpoint(RequestLimits(timeout=HANG_S, retries=0, failures=3, rest=60))
        faults = [(await endpoint.ask(PROMPT, 1)).fault for _ in range(6)]
        fine = await endpoint.ask(prompt("It is fine.", ITEM, RUBRIC), 1)

    assert faults == [ReplyFault.FILTERED] * 6
    assert fine.text == RIGHT


async def test_where_only_the_responses_api_is_spoken_it_is_used() -> None:
    def script(body: Asked, _: int) -> Served:
        only = "This model is only supported in v1/responses and not in v1/chat/completions."
        return of_responses(RIGHT) if "input" in body else refused(only, status=404)

    async with serving(script) as scripted:
        endpoint = scripted.endpoint(RequestLimits(timeout=HANG_S, retries=0, effort="low"))
        first, second = [await endpoint.ask(PROMPT, 1) for _ in range(2)]

    assert (first.text, second.text) == (RIGHT, RIGHT)
    assert (second.call.prompt_tokens, second.call.cached_tokens, second.call.completion_tokens) == (900, 500, 90)
    assert len(scripted.requests) == 3
    sent = scripted.requests[-1]
    assert sent["text"]["format"]["strict"] is True
    assert (sent["store"], sent["reasoning"]) == (False, {"effort": "low"})


async def test_where_only_streams_are_answered_one_is_asked_for() -> None:
    def script(body: Asked, _: int) -> Served:
        return streamed(RIGHT) if body.get("stream") else refused("This model only supports stream mode")

    async with serving(script) as scripted:
        endpoint = scripted.endpoint()
        assert (await endpoint.ask(PROMPT, 1)).text == RIGHT

    assert endpoint.manner.stream


async def test_a_reply_that_was_cut_off_is_asked_for_with_more_room() -> None:
    def script(body: Asked, number: int) -> Served:
        return said(None, finish="length") if number == 0 else said(RIGHT)

    async with serving(script) as scripted:
        grade = await graded(a_judge(scripted))

    first, second = [body["max_completion_tokens"] for body in scripted.requests]
    assert (grade.source, second) == (Source.LLM, 4 * first)


async def _dripping(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(int(HANG_S / 0.02)):
        await response.write(b" ")
        await asyncio.sleep(0.02)
    return response


async def test_a_body_that_drips_is_given_up_at_the_deadline() -> None:
    app = web.Application()
    app.router.add_post("/v1/chat/completions", _dripping)
    async with TestServer(app) as server:
        endpoint = Endpoint.at(
            str(server.make_url("/v1")), "k", "m", PRICES, RequestLimits(timeout=HANG_S, retries=2, deadline=0.3)
        )
        reply = await endpoint.ask(PROMPT, 1)
        await endpoint.close()

    assert reply.fault is ReplyFault.TOO_SLOW, "it would drip for as long as a test may take"


async def test_the_answers_to_an_item_name_the_same_cache() -> None:
    async with serving(lambda _, __: said(RIGHT)) as scripted:
        endpoint = scripted.endpoint()
        for answer in (STRONG, "Another one."):
            await endpoint.ask(prompt(answer, ITEM, RUBRIC), 1)

    keys: set[Any] = {body["prompt_cache_key"] for body in scripted.requests}
    assert len(keys) == 1

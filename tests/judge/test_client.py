"""The wire: whatever an endpoint does ends in a reply or a named fault."""

import asyncio

import pytest

from bot.judge.capabilities import AGAIN_TEMPERATURE, Format
from bot.judge.client import Endpoint, RequestLimits
from bot.judge.prompt import Prompt, prompt
from bot.judge.replies.faults import ReplyFault
from tests.judge.endpoint import PRICES, QUICK, Asked, Scripted, Served, refused, said, serving
from tests.judge.examples import ITEM, RUBRIC, STRONG
from tests.waiting import HANG_S

PROMPT: Prompt = prompt(STRONG, ITEM, RUBRIC)


async def test_a_request_holds_the_schema_the_prompt_and_the_model() -> None:
    async with serving(lambda _, __: said("hello")) as scripted:
        reply = await scripted.endpoint().ask(PROMPT, run=2)

    assert (reply.text, reply.fault) == ("hello", None)
    [sent] = scripted.requests
    assert sent["model"] == "scripted"
    assert [m["role"] for m in sent["messages"]] == ["system", "user"]
    assert sent["response_format"]["json_schema"]["strict"] is True
    assert (sent["temperature"], sent["seed"]) == (AGAIN_TEMPERATURE, 2)


async def test_tokens_and_cost_are_counted() -> None:
    async with serving(lambda _, __: said("hello")) as scripted:
        call = (await scripted.endpoint().ask(PROMPT, 1)).call

    assert (call.prompt_tokens, call.cached_tokens, call.completion_tokens) == (1000, 600, 100)
    assert call.cost == pytest.approx((400 * 2 + 600 * 0.5 + 100 * 8) / 1e6)
    assert (call.outcome, call.reply) == ("ok", "hello")


async def test_tokens_are_estimated_where_the_endpoint_does_not_say() -> None:
    async with serving(lambda _, __: said("x" * 400, usage=False)) as scripted:
        call = (await scripted.endpoint().ask(PROMPT, 1)).call

    assert call.prompt_tokens > 300
    assert call.completion_tokens == 100


FAULTS = [
    (said(None, refusal="I cannot help with that."), ReplyFault.REFUSED),
    (said("{", finish="length"), ReplyFault.CUT),
    (said("", finish="content_filter"), ReplyFault.FILTERED),
    (said(None), ReplyFault.EMPTY),
    (said("  \n"), ReplyFault.EMPTY),
    (Served("<html>Bad gateway</html>", headers={"content-type": "text/html"}), ReplyFault.NO_COMPLETION),
    (Served("<html>Bad gateway</html>"), ReplyFault.NO_COMPLETION),
    (Served(""), ReplyFault.NO_COMPLETION),
    (Served('{"choices": []}'), ReplyFault.NO_COMPLETION),
    (Served('{"choices": null}'), ReplyFault.NO_COMPLETION),
    (Served('{"choices": [{}]}'), ReplyFault.NO_COMPLETION),
    (Served('{"choices": [{"message": "hi"}], "usage": "many"}'), ReplyFault.NO_COMPLETION),
    (Served('{"error": {"message": "overloaded"}}'), ReplyFault.BROKEN),
    (Served("\udcff\x00\x01"), ReplyFault.NO_COMPLETION),
    (refused("down", status=500), ReplyFault.BROKEN),
    (refused("slow down", status=429), ReplyFault.BUSY),
    (refused("who are you?", status=401), ReplyFault.KEY),
    (refused("no such model", status=404), ReplyFault.NO_MODEL),
    (said("late", usage=True), None),
]


@pytest.mark.parametrize(("served", "fault"), FAULTS)
async def test_each_way_to_fail_has_a_name(served: Served, fault: ReplyFault | None) -> None:
    async with serving(lambda _, __: served) as scripted:
        reply = await scripted.endpoint().ask(PROMPT, 1)

    assert reply.fault is fault
    assert reply.text is None or fault in {None, ReplyFault.CUT}
    assert reply.call.outcome == (fault.value if fault else "ok")


async def test_an_endpoint_that_hangs_is_given_up() -> None:
    async with serving(lambda _, __: Served("{}", delay=HANG_S)) as scripted:
        reply = await scripted.endpoint(RequestLimits(timeout=0.2, retries=0)).ask(PROMPT, 1)

    assert reply.fault is ReplyFault.TOO_SLOW


async def test_an_endpoint_that_is_not_there_is_a_fault_too() -> None:
    endpoint = Endpoint.at("http://127.0.0.1:9/v1", None, "m", PRICES, QUICK)

    assert (await endpoint.ask(PROMPT, 1)).fault is ReplyFault.UNREACHABLE
    await endpoint.close()


async def test_it_waits_as_retry_after_says_and_tries_again() -> None:
    def script(_: Asked, number: int) -> Served:
        return refused("slow down", status=429, **{"retry-after-ms": "20"}) if number < 2 else said("hello")

    async with serving(script) as scripted:
        reply = await scripted.endpoint(RequestLimits(timeout=HANG_S, retries=2)).ask(PROMPT, 1)

    assert reply.text == "hello"
    assert len(scripted.requests) == 3


async def test_a_dead_endpoint_is_left_alone_for_a_while() -> None:
    async with serving(lambda _, __: refused("down", status=503)) as scripted:
        endpoint = scripted.endpoint(RequestLimits(timeout=HANG_S, retries=0, failures=3, rest=HANG_S))
        faults = [(await endpoint.ask(PROMPT, 1)).fault for _ in range(8)]

    assert faults == [ReplyFault.BUSY] * 3 + [ReplyFault.RESTING] * 5
    assert len(scripted.requests) == 3


async def test_after_its_rest_the_endpoint_is_tried_again() -> None:
    def script(_: Asked, number: int) -> Served:
        return refused("down", status=503) if number < 2 else said("hello")

    async with serving(script) as scripted:
        endpoint = scripted.endpoint(RequestLimits(timeout=HANG_S, retries=0, failures=2, rest=0.05))
        for _ in range(2):
            await endpoint.ask(PROMPT, 1)
        await asyncio.sleep(0.1)
        assert (await endpoint.ask(PROMPT, 1)).text == "hello"
        assert (await endpoint.ask(PROMPT, 1)).text == "hello"


COMPLAINTS = [
    ("temperature", "Unsupported value: 'temperature' does not support 0 with this model.", "temperature"),
    ("seed", "Unrecognized request argument supplied: seed", "seed"),
    ("max_completion_tokens", "Unknown parameter: max_completion_tokens", "max_completion_tokens"),
]


@pytest.mark.parametrize(("param", "message", "gone"), COMPLAINTS)
async def test_a_parameter_that_is_refused_is_left_out_from_then_on(param: str, message: str, gone: str) -> None:
    def script(body: Asked, _: int) -> Served:
        return refused(message, param=param) if gone in body else said("hello")

    async with serving(script) as scripted:
        endpoint = scripted.endpoint()
        replies = [await endpoint.ask(PROMPT, 1) for _ in range(2)]

    assert [r.text for r in replies] == ["hello", "hello"]
    assert len(scripted.requests) == 3
    assert endpoint.manner.format is Format.SCHEMA


async def test_without_strict_schemas_it_falls_to_json_mode_and_then_to_none() -> None:
    def script(body: Asked, _: int) -> Served:
        return (
            refused("response_format is not supported", param="response_format")
            if "response_format" in body
            else said("x")
        )

    async with serving(script) as scripted:
        endpoint = scripted.endpoint()
        assert (await endpoint.ask(PROMPT, 1)).text == "x"

    formats = [body.get("response_format", {}).get("type") for body in scripted.requests]
    assert formats == ["json_schema", "json_object", None]
    assert endpoint.manner.format is Format.NONE


async def test_an_endpoint_that_refuses_everything_is_asked_a_few_times_only() -> None:
    async with serving(lambda _, __: refused("no")) as scripted:
        reply = await scripted.endpoint().ask(PROMPT, 1)

    assert reply.fault is ReplyFault.REFUSED_REQUEST
    assert len(scripted.requests) <= 6


@pytest.mark.slow
async def test_nothing_of_an_answer_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="bot")

    async def tried(scripted: Scripted) -> None:
        await scripted.endpoint().ask(PROMPT, 1)

    for served, _ in FAULTS:
        async with serving(lambda _, __, served=served: served) as scripted:  # type: ignore[misc] # defaults bind
            await tried(scripted)

    own = [r.getMessage() for r in caplog.records if r.name.startswith("bot")]
    assert own
    assert not any("NVLink" in line or "hello" in line for line in own)

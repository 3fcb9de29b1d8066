"""`viva jobs`: what is stuck is shown without a person's words, tried anew or dropped."""

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.service.jobs import jobs
from bot.core.audit import Act
from bot.store.store import SqlStore
from tests.contracts.stores import added, an_order, claimed
from tests.sessions import NOW, a_session


@pytest.fixture
def db(tmp_path: Path) -> str:
    """Return a database with an effect that failed, and one behind it."""

    async def fill(url: str) -> None:
        async with SqlStore.open(url) as store:
            await added(store, a_session(), an_order("s1/0/0"), an_order("s1/1/0"))
            await store.give_up(await claimed(store), NOW, "ChatError")

    asyncio.run(fill(str(tmp_path / "viva.db")))
    return str(tmp_path / "viva.db")


def viva(*arguments: str) -> Result:
    return CliRunner().invoke(jobs, arguments)


def next_key(db: str) -> str | None:
    async def claim() -> str | None:
        async with SqlStore.open(db) as store:
            job = await store.claim("s1", NOW)
            return job.key if job else None

    return asyncio.run(claim())


def noted(db: str) -> list[tuple[str, Act, str, str]]:
    async def read() -> list[tuple[str, Act, str, str]]:
        async with SqlStore.open(db) as store:
            entries = [link.entry for link in await store.audited()]
            return [(entry.actor, entry.act, entry.subject, entry.detail) for entry in entries]

    return asyncio.run(read())


def test_what_failed_is_listed_with_what_waits_behind_it(db: str) -> None:
    said = viva("list", "--db", db).output
    assert "failed" in said
    assert "of screening s1" in said
    assert "ChatError" in said
    assert "1 behind it" in said

    (effect,) = json.loads(viva("list", "--json", "--db", db).output)
    assert (effect["state"], effect["key"], effect["behind"]) == ("failed", "s1/0/0", 1)
    assert "s1/0/0" in viva("show", str(effect["id"]), "--db", db).output


def test_a_failed_effect_goes_on_when_it_is_tried_anew(db: str) -> None:
    assert next_key(db) is None

    assert "is tried anew" in viva("retry", "1", "--db", db).output

    assert next_key(db) == "s1/0/0"
    assert noted(db) == [("operator", Act.RETRIED, "s1", "Tell")]


def test_a_dropped_effect_lets_those_behind_it_pass_and_is_dropped_only_when_confirmed(db: str) -> None:
    assert viva("drop", "1", "--db", db).exit_code == 1
    assert next_key(db) is None

    assert "is dropped" in viva("drop", "1", "--yes", "--db", db).output

    assert next_key(db) == "s1/1/0"
    assert "Nothing failed" not in viva("list", "--db", db).output
    assert noted(db) == [("operator", Act.DROPPED, "s1", "Tell")]


def test_what_is_not_stuck_is_left_alone(db: str) -> None:
    for command in (("retry", "2"), ("drop", "2", "--yes"), ("retry", "99")):
        result = viva(*command, "--db", db)
        assert result.exit_code == 1
        assert "neither failed nor waits" in result.output
    assert noted(db) == []

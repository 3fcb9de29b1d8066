"""Reading from the database: little is asked of it, and a connection that died is not handed out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, event

from bot.core.screening.session import Session
from bot.store.database import engine
from bot.store.store import SqlStore
from tests.contracts.stores import added, saved
from tests.sessions import a_part, a_session


@contextmanager
def counted() -> Iterator[list[str]]:
    """Yield the statements that are sent from now on."""
    sent: list[str] = []

    def note(*told: object) -> None:
        sent.append(str(told[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def screenings(store: SqlStore, number: int) -> list[Session]:
    kept = []
    for n in range(number):
        session = await added(store, replace(a_session(f"s{n}"), code=f"code-{n}"))
        kept.append(await saved(store, replace(session, asides=tuple(a_part(m) for m in range(n)))))
    return kept


async def test_a_list_of_screenings_is_read_by_the_same_few_statements_however_long_it_is(tmp_path: Path) -> None:
    url, found, sent = str(tmp_path / "viva.db"), {}, {}
    async with SqlStore.open(url) as store:
        kept = await screenings(store, 6)
    for most in (2, 6):
        async with SqlStore.open(url) as store:
            with counted() as sent[most]:
                found[most] = await store.recent(most)
            with counted() as again:
                assert await store.recent(most) == found[most]
            assert [s for s in again if s.startswith("SELECT")] == [sent[most][1]]

    assert len(sent[2]) == len(sent[6])
    assert sorted(found[6], key=lambda s: s.id) == kept
    assert found[2] == found[6][:2]


async def test_a_connection_that_died_while_it_rested_is_replaced(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "RESTED_S", 0)
    async with SqlStore.open(postgresql) as store:
        await added(store, a_session())
        kept = await store.load("s1")
        async with await psycopg.AsyncConnection.connect(postgresql, autocommit=True) as server:
            await server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

        assert await store.load("s1") == kept
        assert (await saved(store, kept)).version == kept.version + 1

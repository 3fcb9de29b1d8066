"""From tables of every older version, filled as they were then, to today's: no row is lost, and screenings go on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, inspect, text

from bot.core.audit import Act, Entry, Head, older, seal_entry
from bot.flow.ports import ChatError
from bot.store.copy import copy
from bot.store.database.engine import address
from bot.store.database.opening import bring_up_to_date
from bot.store.migrations import HEAD, REVISIONS, connected, current, upgrade
from bot.store.store import SqlStore
from tests.contracts.stores import added
from tests.conversations.stage import CANDIDATE, CHANNEL, Platform, invite, on_stage
from tests.sessions import NOW, a_full_session

OLDER = REVISIONS[:-1]
DELIVERY = "console:kim:1"
SAID = "It is faster, and I measured it."
CHANGED = {"deliveries": {"delivery_id"}, "effects": {"unsure_since"}}
"""What a migration changes on purpose; `test_migrations` tells how."""
CHAINED = "0003"
"""The first version with an audit chain: of what was done before it, entries say that it is older."""
LEFT = {"replies"}
"""What a migration drops on purpose, where nothing tells whose it is."""
ALREADY = {"audit_head", "keys"}
"""The tables that begin with a row."""


async def half_way(file: Path) -> Platform:
    """Fill a database of today: a screening under way with work that waits, one that is over, what is beside them."""
    platform = Platform()
    async with on_stage(file, platform=platform) as stage:
        await invite(stage)
        await stage.says("start", "skip", SAID, "done", SAID)
        platform.faults = [ChatError("not now")]
        await stage.says("help")  # its answer waits for another try
        await added(stage.store, a_full_session("s2"))
        async with stage.store.unit() as unit:
            await unit.first_time(DELIVERY, NOW)
            await unit.note(Entry(NOW, "console", "sam", Act.SAW_TRANSCRIPT, "s2"))
        await stage.store.keep("r1", "a reply", "an answer")
    return platform


def rows(connection: Connection, table: str, columns: Sequence[str]) -> list[Mapping[str, Any]]:
    return [dict(row) for row in connection.execute(text(f"SELECT {', '.join(columns)} FROM {table}")).mappings()]


def filled(source: Connection, target: Connection) -> dict[str, list[Mapping[str, Any]]]:
    """Put the rows of a database of today into older tables, as far as they know of them; return what was put."""
    of_today = inspect(source)
    older = MetaData()
    older.reflect(target)
    put = {}
    for table in older.sorted_tables:
        if table.name == "alembic_version":
            continue
        known = {column["name"] for column in of_today.get_columns(table.name)}
        columns = [column.name for column in table.columns]
        assert set(columns) <= known, f"{table.name} had columns that are gone"
        found = rows(source, table.name, columns)
        if table.name in {"audit", "audit_head"} and "actors" not in older.tables:
            found = plain(source, table.name, found, covers="covers" in older.tables["audit"].columns)
        if table.name == "deliveries" and "keys" not in older.tables:
            found = [{**row, "delivery_id": DELIVERY} for row in found]  # names were kept as they are
        if table.name in ALREADY:
            target.execute(text(f"DELETE FROM {table.name}"))
        names = ", ".join(f":{name}" for name in columns)
        if found:
            target.execute(text(f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({names})"), found)
        put[table.name] = found
    target.commit()
    return put


def plain(source: Connection, table: str, found: list[Mapping[str, Any]], *, covers: bool) -> list[Mapping[str, Any]]:
    """Return the rows of the audit chain as a program sealed them that knew no aliases, nor, maybe, what they cover."""
    names = {row["alias"]: row["person_id"] for row in rows(source, "actors", ["alias", "person_id"])}
    end = Head()
    sealed: list[Mapping[str, Any]] = []
    known = ["number", "at", "platform", "actor", "act", "subject", "detail", *(["covers", "keyed"] if covers else [])]
    for row in rows(source, "audit", known):
        at = datetime.fromisoformat(f"{row['at']}") if isinstance(row["at"], str) else row["at"]
        at = at if at.tzinfo else at.replace(tzinfo=NOW.tzinfo)
        actor = names.get(row["actor"], row["actor"])
        what = (row["subject"], row["detail"], row.get("covers", ""))
        entry = Entry(at, row["platform"], actor, Act(row["act"]), *what)
        link = seal_entry(end, entry)
        end = Head(link.number, link.seal)
        sealed.append({**row, "actor": actor, "seal": link.seal})
    return sealed if table == "audit" else [{**row, "number": end.number, "seal": end.seal} for row in found]


def kept(connection: Connection, put: Mapping[str, list[Mapping[str, Any]]]) -> None:
    """Assert that all that was put into older tables stands in today's."""
    for table, before in put.items():
        columns = [name for name in (before[0] if before else ()) if name not in CHANGED.get(table, ())]
        if not columns or table in LEFT:
            continue
        after = rows(connection, table, columns)
        expected = [{name: row[name] for name in columns} for row in before]
        assert sorted(map(repr, after)) == sorted(map(repr, expected)), table


@pytest.mark.parametrize("revision", OLDER)
async def test_a_screening_in_tables_of_any_version_goes_on_in_todays(tmp_path: Path, revision: str) -> None:
    platform = await half_way(tmp_path / "new.db")
    old = tmp_path / "old.db"
    upgrade(address(str(old)), revision)
    with connected(address(str(tmp_path / "new.db"))) as source, connected(address(str(old))) as target:
        put = filled(source, target)
    assert current(address(str(old))) == revision
    assert {"sessions", "administrations", "parts", "grades", "effects", "deliveries"} <= {
        t for t, r in put.items() if r
    }

    bring_up_to_date(str(old))

    with connected(address(str(old))) as connection:
        kept(connection, put)
    before = len(platform.to(CANDIDATE))
    async with on_stage(old, platform=platform) as stage:
        stage.clock.forward(hours=1)
        await stage.dispatcher.drain()
        assert len(platform.to(CANDIDATE)) == before + 1  # what waited is said, and nothing else
        assert (await stage.store.load("s2")).id == "s2"
        assert await stage.store.differing() == []
        assert older(await stage.store.audited()) == ([] if revision >= CHAINED else ["s1", "s2"])
        async with stage.store.unit() as unit:
            assert not await unit.first_time(DELIVERY, NOW)
        await stage.says("done")
        await stage.answers_all(SAID)
        session = await stage.session()
        assert [a.response for a in session.administrations] == [SAID] * len(session.administrations)
        assert [len(a.grades) for a in session.administrations] == [1] * len(session.administrations)
        assert await stage.store.parked() == []
    assert len(platform.to(CHANNEL)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("revision", OLDER)
async def test_no_row_is_lost_from_a_server_of_any_version(
    tmp_path: Path, postgresql: str, bare_postgresql: str, revision: str
) -> None:
    await half_way(tmp_path / "new.db")
    copy(str(tmp_path / "new.db"), postgresql, lambda *_: None)
    upgrade(address(bare_postgresql), revision)
    with connected(address(postgresql)) as source, connected(address(bare_postgresql)) as target:
        put = filled(source, target)

    bring_up_to_date(bare_postgresql)

    assert current(address(bare_postgresql)) == HEAD
    with connected(address(bare_postgresql)) as connection:
        kept(connection, put)
    async with SqlStore.open(postgresql) as today, SqlStore.open(bare_postgresql) as store:
        for name in ("s1", "s2"):
            whole, found = await today.load(name), await store.load(name)
            assert [a.parts for a in found.administrations] == [a.parts for a in whole.administrations]
            assert replace(found, version=0).role == whole.role

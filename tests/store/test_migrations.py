import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine, text

from bot.core.errors import ScreeningError
from bot.core.grading.grade import Spent
from bot.store import migrations
from bot.store.database import opening
from bot.store.database.engine import address
from bot.store.database.lock import sole_owner
from bot.store.database.opening import bring_up_to_date, schema_version
from bot.store.migrations import HEAD, REVISIONS, connected, current, downgrade, upgrade
from bot.store.sessions.tables import Row
from bot.store.store import SqlStore
from tests.contracts.stores import added, an_order
from tests.sessions import NOW, a_full_session
from tests.store.processes import OWNER, a_process, lines

OPENS = """
import asyncio, json, sys
from bot.store.store import SqlStore

async def main():
    async with SqlStore.open(sys.argv[1]) as store:
        print(json.dumps([await store.next_due(["slack"]), "alembic" in sys.modules]), flush=True)

asyncio.run(main())
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "viva.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, file: Path) -> str:
    """Return the address of a database without tables."""
    return str(file if request.param == "sqlite" else request.getfixturevalue("bare_postgresql"))


def tables(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as db:
        return {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_the_migrated_tables_are_those_of_the_models(url: str) -> None:
    bring_up_to_date(url)

    where = address(url)
    if where.get_backend_name() == "sqlite":
        where = where.set(drivername="sqlite")
    engine = create_engine(where, poolclass=NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Row.metadata) == []


def test_the_list_of_versions_is_that_of_the_scripts() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    config.set_main_option("recursive_version_locations", "true")

    scripts = ScriptDirectory.from_config(config).walk_revisions()

    assert tuple(reversed([script.revision for script in scripts])) == REVISIONS


async def test_tables_with_data_go_down_and_up_again(url: str) -> None:
    bring_up_to_date(url)
    for _ in range(2):
        async with SqlStore.open(url) as store:
            await added(store, a_full_session(), an_order("a"))
            assert await store.load("s1") == a_full_session()
        downgrade(address(url), "base")
        assert current(address(url)) is None
        upgrade(address(url))
        assert current(address(url)) == HEAD


async def test_a_database_is_brought_up_to_date_when_asked(url: str) -> None:
    assert schema_version(url).version is None
    assert not schema_version(url).is_current

    assert bring_up_to_date(url) == schema_version(url)
    assert bring_up_to_date(url).is_current


def test_looking_at_a_database_makes_no_file(file: Path) -> None:
    assert schema_version(str(file)).version is None
    assert not file.exists()


def test_a_migration_that_fails_leaves_all_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(op, "create_index", fail)
    with pytest.raises(ZeroDivisionError):
        bring_up_to_date(str(file))

    assert tables(file) == set()


@pytest.mark.slow
async def test_a_file_is_migrated_when_it_is_opened_and_alembic_is_left_out_afterwards(file: Path) -> None:
    imported = []
    for _ in range(2):
        with a_process(OPENS, str(file)) as process:
            imported.append(json.loads(next(lines(process))))

    assert imported == [[None, True], [None, False]]


async def test_a_file_that_a_bot_is_using_is_not_migrated_by_another(file: Path) -> None:
    with a_process(OWNER, str(file)) as process:
        assert next(lines(process)) == "mine"
        with pytest.raises(ScreeningError, match="in use"):
            bring_up_to_date(str(file))
    with sole_owner(str(file)):
        async with SqlStore.open(str(file)):
            pass


async def test_a_newer_database_is_left_alone(file: Path) -> None:
    bring_up_to_date(str(file))
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(ScreeningError, match=r"version 9999, which this viva does not know\. Install the newer"):
        async with SqlStore.open(str(file)):
            pass
    with pytest.raises(ScreeningError, match="9999"):
        bring_up_to_date(str(file))


async def test_another_programs_database_is_left_alone(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("CREATE TABLE recipes (name TEXT)")

    with pytest.raises(ScreeningError, match="this database is another program's"):
        async with SqlStore.open(str(file)):
            pass
    assert tables(file) == {"recipes"}


async def test_postgresql_is_migrated_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setattr(opening, "current", lambda _: None)

    with pytest.raises(
        ScreeningError, match=rf"@h/viva: .* version none, and this viva needs {HEAD}\. Run: viva db upgrade"
    ):
        async with SqlStore.open("postgresql://u:secret@h/viva"):
            pass


async def test_a_server_that_does_not_answer_is_named_without_its_password() -> None:
    pytest.importorskip("psycopg")

    with pytest.raises(ScreeningError, match=r"@127\.0\.0\.1:1/viva: .*Check the address") as refused:
        async with SqlStore.open("postgresql://u:secret@127.0.0.1:1/viva"):
            pass

    assert "secret" not in str(refused.value)


async def test_marks_from_before_costs_were_counted_keep_their_place(url: str) -> None:
    bring_up_to_date(url)
    async with SqlStore.open(url) as store:
        await added(store, a_full_session())
        await store.keep("r1", "a reply", "an answer")
    downgrade(address(url), "0001")
    upgrade(address(url))

    async with SqlStore.open(url) as store:
        kept = await store.load("s1")
        assert kept.administrations == a_full_session().administrations
        assert (kept.code, kept.adjustments, kept.decisions, kept.rereads) == (None, frozenset(), (), ())
        assert await store.spent(NOW) == Spent()
        assert await store.recall("r1") is None


async def test_names_of_deliveries_and_lost_replies_go_when_the_tables_learn_to_keep_neither(url: str) -> None:
    bring_up_to_date(url)
    downgrade(address(url), "0007")
    with connected(address(url)) as db:
        db.execute(text("INSERT INTO deliveries VALUES ('slack:U1:5', '2026-11-24 10:00:00')"))
        db.execute(text("INSERT INTO replies VALUES ('lost', 'a quote')"))
        db.commit()
    upgrade(address(url))

    with connected(address(url)) as db:
        (name,) = db.scalars(text("SELECT delivery_id FROM deliveries")).all()
        assert len(name) == 64
        assert db.scalars(text("SELECT reply FROM replies")).all() == []
    async with SqlStore.open(url) as store, store.unit() as unit:
        assert not await unit.first_time("slack:U1:5", NOW)
        assert await unit.first_time("slack:U1:6", NOW)


async def test_the_outcome_of_what_was_under_way_before_claims_were_counted_is_unknown(url: str) -> None:
    bring_up_to_date(url)
    async with SqlStore.open(url) as store:
        await added(store, a_full_session(), an_order("a"))
        assert await store.claim("s1", NOW) is not None
    downgrade(address(url), "0005")
    upgrade(address(url))

    async with SqlStore.open(url) as store:
        assert await store.recover() == 1
        job = await store.claim("s1", NOW)

    assert job is not None
    assert (job.attempts, job.faults, job.unsure_since) == (1, 0, NOW)

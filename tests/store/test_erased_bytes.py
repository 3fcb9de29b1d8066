"""After an erasure no byte of the person is left in the database's files, also while the service uses them."""

import asyncio
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from bot.__main__ import viva
from bot.app import SystemClock, new_id
from bot.cli.options import OPERATOR
from bot.flow.entrance.retention import Erasure
from bot.store.database.engine import address
from bot.store.database.opening import bring_up_to_date
from bot.store.database.scrub import scrub_database
from bot.store.migrations import connected
from bot.store.store import SqlStore
from tests.content.folder import ContentFolder
from tests.postgresql import Cluster
from tests.store.processes import a_process, lines

SERVICE = """
import asyncio, random, sys
from dataclasses import replace
from contextlib import nullcontext
from bot.core.audit import Act, Entry
from bot.core.person import Person
from bot.core.screening.effects import PostSummary, Tell, Topic
from bot.core.screening.session import Part
from bot.flow.jobs.screenings import summary_key
from bot.flow.ports import Order
from bot.store.database.lock import sole_owner
from bot.store.database.engine import address
from bot.store.database.opening import bring_up_to_date
from bot.store.database.scrub import scrub_database
from bot.store.store import SqlStore
from tests.sessions import A_CALL, NOW, a_full_session, a_grade, an_administration

async def screening(store, number):
    who, name = f"U{number:06d}MARKED", f"Name{number:06d}Marked"
    said = f"Words{number:06d}Marked "
    call = replace(A_CALL, request=f"r{number}", reply=said)
    parts = tuple(Part(f"{who}.{n}", said * random.choice([1, 9, 70, 400]), NOW) for n in range(4))
    asked = an_administration(1, parts=parts, answered_at=NOW, grades=(a_grade(calls=(call,)),))
    session = a_full_session(
        f"s{number}", candidate=Person("slack", who, name), administrations=(asked,), practice=parts, asides=parts
    )
    async with store.unit() as unit:
        await unit.add(session)
        await unit.order(session.id, [Order(summary_key(session.id), PostSummary(), NOW)])
        for n in range(8):
            await unit.first_time(f"slack:{who}:{n}", NOW)
    await store.keep(f"r{number}", said, "no answer of theirs")
    await store.keep(f"lost{number}", said, asked.response)

async def main(url, number_of):
    with nullcontext() if url.startswith("postgresql") else sole_owner(url):
        async with SqlStore.open(url) as store:
            random.seed(3)
            for number in random.sample(range(10**6), number_of):
                await screening(store, number)
            print("ready", flush=True)
            while True:
                await store.recent(20)
                async with store.unit() as unit:
                    await unit.first_time(f"beat:{random.random()}", NOW)
                await asyncio.sleep(0.02)

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""
ANY = re.compile(rb"(?:Name|Words)(\d{6})Marked|U(\d{6})MARKED")


@contextmanager
def a_running_service(url: str, screenings: int) -> Iterator[list[str]]:
    """Run a process that has written screenings and goes on reading and writing; yield whom they are about."""
    with a_process(SERVICE, url, str(screenings)) as process:
        assert next(lines(process)) == "ready"
        yield asyncio.run(people(url))


async def people(url: str) -> list[str]:
    async with SqlStore.open(url) as store:
        return [session.candidate.id for session in await store.recent()]


def erased(url: str, people: list[str]) -> Result:
    """Take people out of the rows, and the last of them as an operator does, which overwrites them all in the files."""

    async def out_of_rows() -> None:
        async with SqlStore.open(url) as store:
            for person in people[:-1]:
                await Erasure(store, SystemClock(), lambda: None, new_id).of_person("slack", person, OPERATOR)

    asyncio.run(out_of_rows())
    return CliRunner().invoke(viva, ["erase", f"slack:{people[-1]}", "--yes", "--db", url])


QUIET_HOURS = 5
"""So often a server is written anew, as docs/operating.md says, before something is held to stay for good."""


def content(file: Path) -> bytes:
    """Return a file's bytes; none of one that the server took away meanwhile."""
    try:
        return file.read_bytes() if file.is_file() else b""
    except FileNotFoundError:
        return b""


def files_of(cluster: Cluster) -> list[Path]:
    """Return every file of a running server, whose folders come and go with the databases of other tests."""
    return [Path(folder, name) for folder, _, names in os.walk(cluster.data) for name in names]


def found(files: list[Path]) -> set[str]:
    """Return the numbers of the people of whom something stands in the files."""
    return {(one or other).decode() for file in files for one, other in ANY.findall(content(file))}


@pytest.mark.slow
def test_nothing_of_the_erased_is_in_the_file_or_its_log_while_the_service_runs(tmp_path: Path) -> None:
    url = str(tmp_path / "viva.db")
    with a_running_service(url, 150) as everybody:
        gone, others = {p[1:7] for p in everybody[:60]}, {p[1:7] for p in everybody[60:]}
        assert found(list(tmp_path.iterdir())) == gone | others
        assert erased(url, everybody[:60]).exit_code == 0
        left = found(list(tmp_path.iterdir()))

    assert left == others


def purged(url: str, people: list[str], content: ContentFolder) -> Result:
    """Let people's time be over, and remove them as an operator does."""
    with connected(address(url)) as db:
        over = text("UPDATE sessions SET role_id = 'hiring', ended_at = '2020-01-01' WHERE candidate_id = :person")
        db.execute(over, [{"person": person} for person in people])
        db.commit()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIVA_RETENTION", "*=365")
        return CliRunner().invoke(viva, ["purge", "--content", str(content.root), "--db", url])


@pytest.mark.slow
@pytest.mark.parametrize("purges", [False, True])
def test_nothing_of_the_erased_is_in_the_data_directory_of_a_server(
    cluster: Cluster, postgresql: str, tmp_path: Path, purges: bool
) -> None:
    with a_running_service(postgresql, 12) as everybody:
        gone, others = {p[1:7] for p in everybody[:5]}, {p[1:7] for p in everybody[5:]}
        cluster.execute("CHECKPOINT")
        assert found(files_of(cluster)) >= gone | others
        if purges:
            result = purged(postgresql, everybody[:5], ContentFolder.made_in(tmp_path / "content"))
            assert "5 screenings erased" in result.output
        else:
            result = erased(postgresql, everybody[:5])
        assert result.exit_code == 0, result.output
        left: set[str] = set()
        for _ in range(QUIET_HOURS):
            for _ in range(3):  # the server's own log: what is not needed any more is removed, as its settings say
                cluster.execute("SELECT pg_switch_wal()")
                cluster.execute("CHECKPOINT")
            left = found(files_of(cluster))
            if not left & gone:
                break
            # Whoever read at that moment still saw the old rows, so that the server kept them.
            assert CliRunner().invoke(viva, ["db", "scrub", "--db", postgresql]).exit_code == 0

    assert left & gone == set()
    assert left


@pytest.mark.slow
def test_who_cannot_be_overwritten_yet_is_said_and_done_later(tmp_path: Path) -> None:
    url = str(tmp_path / "viva.db")
    with a_running_service(url, 3) as everybody:
        pass
    with closing(sqlite3.connect(url)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sessions").fetchone()
        result = erased(url, everybody[:1])
        assert result.exit_code == 4
        assert "viva db scrub" in result.output
        assert everybody[0][1:7] in found(list(tmp_path.iterdir()))

    assert CliRunner().invoke(viva, ["db", "scrub", "--db", url]).exit_code == 0
    assert everybody[0][1:7] not in found(list(tmp_path.iterdir()))


def test_an_erasure_lists_the_copies_that_it_does_not_reach(tmp_path: Path) -> None:
    url = str(tmp_path / "viva.db")
    with a_running_service(url, 3) as everybody:
        person = f"slack:{everybody[0]}"
    (tmp_path / "viva.db.before-restore-1").touch()
    assert CliRunner().invoke(viva, ["export", person, "--out", str(tmp_path / "a.zip"), "--db", url]).exit_code == 0
    result = erased(url, everybody[:1])

    assert "Not reached: " in result.output
    assert "an export was written (viva:operator, entry 1)" in result.output
    assert "viva.db.before-restore-1" in result.output


def test_what_was_deleted_before_files_were_kept_clean_goes_too(tmp_path: Path) -> None:
    file = tmp_path / "viva.db"
    bring_up_to_date(str(file))
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("INSERT INTO keys VALUES ('U000001MARKED', ?)", ["Words000001Marked " * 900])
        db.commit()
        db.execute("DELETE FROM keys WHERE name = 'U000001MARKED'")
    assert found([file]) == {"000001"}

    assert scrub_database(address(str(file)))

    assert found(list(tmp_path.iterdir())) == set()

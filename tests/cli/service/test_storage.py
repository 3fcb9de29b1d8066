"""Trouble with storage, for every command that there is: plain words, an exit status of its own, never a traceback."""

import asyncio
import json
import resource
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import viva
from bot.core.errors import Busy, ServerAway, StorageTrouble
from bot.store import migrations
from bot.store.database import backup, scrub, sqlite_driver
from bot.store.database.backup import back_up
from bot.store.store import SqlStore
from tests.cli.service.test_absent import ARGUMENTS, commands
from tests.content.folder import ContentFolder
from tests.contracts.stores import added
from tests.postgresql import Cluster, discard, new_cluster
from tests.sessions import a_full_session

WITH_DATABASE = sorted(
    name for name, command in commands(viva) if name != "run" and any(option.name == "db" for option in command.params)
)
"""`run` serves until it is stopped; it opens the database as the others do, and is tried while it runs."""
PAGE = 4096
WRITE = {"play", "jobs drop", "jobs retry", "audit seal", "db scrub", "erase"}
"""Those that write in a database that is up to date; the others may be served although somebody else writes."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with content, answers, a whole copy of a database, and nothing that waits for long."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VIVA_CONTENT", str(tmp_path / "content"))
    monkeypatch.setenv("VIVA_ROLE", "hiring")
    monkeypatch.setenv("VIVA_RETENTION", "*=365")
    monkeypatch.setenv("VIVA_AUDIT_KEY", "k" * 32)
    monkeypatch.setenv("VIVA_MODEL", "a-model")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("VIVA_MODEL_RETRIES", "0")
    for module in (sqlite_driver, migrations, scrub, backup):
        monkeypatch.setattr(module, "PATIENCE_MS", 100)
    ContentFolder.made_in(tmp_path / "content")
    (tmp_path / "answers.jsonl").write_text(json.dumps({"item": "*", "answer": "It is faster."}) + "\n")
    (tmp_path / "grade.jsonl").write_text(json.dumps({"id": 1, "item": "warps", "answer": "It is faster."}) + "\n")
    return tmp_path


@pytest.fixture(scope="module")
def screenings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with screenings, and nothing of it in its log; to be copied."""
    made = tmp_path_factory.mktemp("screenings") / "viva.db"
    asyncio.run(filled(str(made)))
    with closing(sqlite3.connect(made)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return made


@pytest.fixture
def file(home: Path, screenings: Path) -> Path:
    """A database of the test's own with screenings, and a copy beside it."""
    back_up(str(screenings), home / "copy.db")
    shutil.copy2(screenings, home / "viva.db")
    return home / "viva.db"


async def filled(url: str) -> None:
    async with SqlStore.open(url) as store:
        for number in range(3):
            await added(store, a_full_session(f"s{number}"))


def run(home: Path, name: str, url: str) -> Result:
    arguments = ARGUMENTS | {
        "play": ("--answers", str(home / "answers.jsonl"), "--grader", "keyword"),
        "grade": ("--in", str(home / "grade.jsonl")),
        "restore": (str(home / "copy.db"),),
        "bank try": ("warps", "--answer", "It is faster."),
        "regrade": ("--grader", "keyword"),
    }
    return CliRunner().invoke(viva, [*name.split(), *arguments.get(name, ()), "--db", url])


@contextmanager
def damaged(file: Path) -> Iterator[None]:
    """All pages but the first are not what was written."""
    pages = bytearray(file.read_bytes())
    for start in range(PAGE, len(pages), PAGE):
        pages[start : start + 200] = b"\xff" * 200
    file.write_bytes(pages)
    yield


@contextmanager
def full(file: Path) -> Iterator[None]:
    """Nothing can be made longer than a byte, as on a disk that is full."""
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, limit[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Another program has the whole file to itself."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("DELETE FROM deliveries")
        yield
        other.rollback()


@contextmanager
def written(file: Path) -> Iterator[None]:
    """Another program writes, and does not come to an end."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.rollback()


def in_plain_words(result: Result) -> bool:
    """Return whether a command ended by itself, with a sentence and no traceback."""
    ended = result.exception is None or isinstance(result.exception, SystemExit)
    return ended and "Traceback" not in result.output and bool(result.output.strip() or result.exit_code == 0)


@pytest.mark.parametrize("name", WITH_DATABASE)
@pytest.mark.parametrize("trouble", [damaged, full, held, written])
def test_no_command_meets_trouble_with_its_file_without_words(
    home: Path, file: Path, name: str, trouble: Callable[[Path], AbstractContextManager[None]]
) -> None:
    with trouble(file):
        result = run(home, name, str(file))

    assert in_plain_words(result), (result.output, result.exception)
    if name in {"doctor", "bank diff", "bank calibrate-grader", "bank test", "bank try", "grade", "restore"}:
        return  # they have more to do, or mend just this
    if trouble is not written or name in WRITE:
        assert result.exit_code == (StorageTrouble if trouble in {damaged, full} else Busy).status, result.output
        assert "viva.db" in result.output


@pytest.mark.parametrize(
    ("trouble", "said"),
    [(damaged, "it is damaged"), (held, "others hold it"), (full, "its disk did not")],
)
def test_the_doctor_says_ok_of_a_whole_database_alone(
    home: Path, file: Path, trouble: Callable[[Path], AbstractContextManager[None]], said: str
) -> None:
    well = run(home, "doctor", str(file)).output
    assert "database   ok: " in well
    assert "its pages and references are whole" in well

    with trouble(file):
        ill = run(home, "doctor", str(file))

    assert "database   ok" not in ill.output
    assert said in ill.output
    assert ill.exit_code == 1


def test_the_doctor_finds_a_page_that_no_version_is_read_from(home: Path, file: Path) -> None:
    pages = bytearray(file.read_bytes())
    last = len(pages) - 2 * PAGE
    pages[last : last + 200] = b"\xff" * 200
    file.write_bytes(pages)

    assert CliRunner().invoke(viva, ["db", "current", "--db", str(file)]).exit_code == 0
    assert "database   to mend" in run(home, "doctor", str(file)).output


def test_a_copy_takes_a_damaged_files_place_and_the_damaged_one_is_kept(home: Path, file: Path) -> None:
    with damaged(file):
        bad = file.read_bytes()
        result = run(home, "restore", str(file))

    assert result.exit_code == 0, result.output
    assert (home / "viva.db.before-restore-1").read_bytes() == bad
    assert "database   ok" in run(home, "doctor", str(file)).output


def test_a_copy_that_does_not_fit_leaves_the_database_in_its_place(home: Path, file: Path) -> None:
    before = file.read_bytes()
    with full(file):
        result = run(home, "restore", str(file))

    assert result.exit_code == StorageTrouble.status
    assert file.read_bytes() == before
    assert not list(home.glob("*.part"))
    assert not list(home.glob("*.before-restore-*"))


def test_an_export_that_does_not_fit_says_so(home: Path, file: Path) -> None:
    who = asyncio.run(somebody(str(file)))
    arguments = ["export", who, "--out", str(home / "data.zip"), "--db", str(file)]
    real = Path.write_bytes

    def fills_up(path: Path, data: bytes) -> int:
        with full(path):
            return real(path, data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "write_bytes", fills_up)
        result = CliRunner().invoke(viva, arguments)

    assert result.exit_code == StorageTrouble.status, result.output
    assert "room" in result.output


async def somebody(url: str) -> str:
    async with SqlStore.open(url) as store:
        [first, *_] = await store.recent()
        return f"{first.candidate.platform}:{first.candidate.id}"


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """A server of the test's own, to be stopped."""
    pytest.importorskip("psycopg")
    if shutil.which("postgres") is None and not list(Path("/usr/lib/postgresql").glob("*/bin")):
        pytest.skip("PostgreSQL's server programs are missing")
    cluster = new_cluster()
    try:
        cluster.start()
        yield cluster
    finally:
        discard(cluster)


@pytest.mark.slow
def test_a_server_that_stops_is_named_by_every_command_and_well_when_it_is_back(
    home: Path, own_cluster: Cluster
) -> None:
    with own_cluster.database() as url:
        asyncio.run(filled(url))
        assert "every row can be read" in run(home, "doctor", url).output
        own_cluster.stop("fast")
        try:
            results = {name: run(home, name, url) for name in WITH_DATABASE}
        finally:
            own_cluster.resume()
        again = run(home, "audit list", url)

    assert [name for name, result in results.items() if not in_plain_words(result)] == []
    assert results["audit list"].exit_code == ServerAway.status
    assert "Check the address" in results["audit list"].output
    assert again.exit_code == 0


@pytest.mark.slow
def test_a_server_whose_connections_are_all_taken_is_busy(home: Path, own_cluster: Cluster) -> None:
    import psycopg

    with own_cluster.database() as url:
        asyncio.run(filled(url))
        with psycopg.connect(url, autocommit=True) as owner:
            owner.execute("CREATE ROLE guest LOGIN CONNECTION LIMIT 1")
            owner.execute("GRANT pg_read_all_data TO guest")
        guest = url.replace("viva@", "guest@", 1)
        with psycopg.connect(guest):
            result = run(home, "audit list", guest)

    assert result.exit_code in {Busy.status, ServerAway.status}
    assert in_plain_words(result)
    assert "too many connections" in result.output or "others hold it" in result.output

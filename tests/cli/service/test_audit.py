import asyncio
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import viva
from bot.core.audit import Act, Entry, Head, seal_entry
from bot.core.screening.decisions import Decision, Ruling
from bot.store.store import SqlStore
from tests.contracts.stores import added
from tests.sessions import NOW, SCREENER, a_full_session


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a database whose chain has four entries."""
    made = tmp_path / "viva.db"

    async def write() -> None:
        async with SqlStore.open(str(made)) as store:
            for n in range(4):
                async with store.unit() as unit:
                    await unit.note(Entry(NOW, "slack", f"U{n}", Act.DECIDED, f"s{n % 2}", "advance"))

    asyncio.run(write())
    return made


def run(file: Path, *arguments: str) -> Result:
    return CliRunner().invoke(viva, ["audit", *arguments, "--db", str(file)])


def tamper(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute(statement)


def test_a_chain_that_holds_is_said_to_hold_and_prints_its_end(file: Path) -> None:
    result = run(file, "verify")
    end = result.output.split()[-1]

    assert result.exit_code == 0
    assert "4 seals, all hold" in result.output
    assert run(file, "verify", "--head", end).exit_code == 0


@pytest.mark.parametrize(
    ("statement", "entry"),
    [
        ("UPDATE audit SET actor = 'U9' WHERE number = 2", 2),
        ("UPDATE audit SET at = '2020-01-01 00:00:00' WHERE number = 3", 3),
        ("DELETE FROM audit WHERE number = 1", 1),
        ("DELETE FROM audit WHERE number = 4", 4),
        ("UPDATE audit SET number = number + 10 WHERE number = 2", 2),
    ],
)
def test_what_was_done_to_the_record_is_found_and_named(file: Path, statement: str, entry: int) -> None:
    tamper(file, statement)
    result = run(file, "verify")

    assert result.exit_code == 1
    assert result.output.startswith(f"entry {entry}:")


def test_a_chain_cut_short_together_with_its_head_is_found_by_an_end_kept_elsewhere(file: Path) -> None:
    end = run(file, "verify").output.split()[-1]
    tamper(file, "DELETE FROM audit WHERE number = 4")
    tamper(file, "UPDATE audit_head SET number = 3, seal = (SELECT seal FROM audit WHERE number = 3)")

    assert run(file, "verify").exit_code == 0
    result = run(file, "verify", "--head", end)
    assert result.exit_code == 1
    assert "written anew" in result.output


def test_entries_are_listed_by_screening_and_the_newest_last(file: Path) -> None:
    result = run(file, "list", "--about", "s1")

    assert [line.split()[0] for line in result.output.splitlines()] == ["2", "4"]
    assert "slack:U3  decided  s1 advance" in result.output


KEY = "a key of the tests, which nobody else has"
EMPTY = "UPDATE audit_head SET number = 0, seal = '" + "0" * 64 + "'"
ATTACKS = {
    "the decision is flipped": ["UPDATE decisions SET ruling = 'not-now'"],
    "its reason is written anew": ["UPDATE decisions SET reason = 'no'"],
    "marks are set to 0": ["UPDATE grades SET score = 0"],
    "overrides are deleted": ["DELETE FROM overrides"],
    "a decision is deleted": ["DELETE FROM decisions"],
    "tail and head are cut together": [
        "DELETE FROM audit WHERE number > 1",
        "UPDATE audit_head SET number = 1, seal = (SELECT seal FROM audit WHERE number = 1)",
    ],
    "all entries are deleted": ["DELETE FROM audit", EMPTY],
    "the screening runs again": ["UPDATE sessions SET state = 'asking'"],
}


@pytest.fixture
def decided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a database with a screening that was decided on, its chain sealed with a key."""
    monkeypatch.setenv("VIVA_AUDIT_KEY", KEY)
    made = tmp_path / "viva.db"

    async def write() -> None:
        async with SqlStore.open(str(made), key=KEY.encode()) as store:
            await added(store, a_full_session("s1", decisions=()))
            async with store.unit() as unit:
                await unit.note(Entry(NOW, "slack", "U2", Act.SAW_CARD, "s1"))
            before = await store.load("s1")
            async with store.unit() as unit:
                decision = Decision(Ruling.ADVANCE, SCREENER, "They know it.", NOW)
                await unit.save(replace(before, decisions=(decision,), version=before.version + 1))
                await unit.note(Entry(NOW, "slack", "U2", Act.DECIDED, "s1", "advance"))

    asyncio.run(write())
    return made


def test_tables_that_are_as_they_were_are_said_to_be(decided: Path) -> None:
    result = run(decided, "verify")

    assert result.exit_code == 0, result.output
    assert "plain" not in result.output


@pytest.mark.parametrize("attack", ATTACKS)
def test_every_attack_on_what_was_decided_and_marked_is_found(decided: Path, attack: str) -> None:
    for statement in ATTACKS[attack]:
        tamper(decided, statement)
    result = run(decided, "verify")

    assert result.exit_code == 1, result.output
    assert "s1" in result.output


@pytest.mark.parametrize("keyed", [True, False])
def test_a_chain_that_is_all_gone_is_found_where_nobody_decided_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keyed: bool
) -> None:
    monkeypatch.setenv("VIVA_AUDIT_KEY", KEY if keyed else "")
    made = tmp_path / "viva.db"

    async def write() -> None:
        async with SqlStore.open(str(made), key=KEY.encode() if keyed else b"") as store:
            await added(store, a_full_session("s1", decisions=()))
            async with store.unit() as unit:
                await unit.note(Entry(NOW, "slack", "U2", Act.INVITED, "s1"))

    asyncio.run(write())
    tamper(made, "DELETE FROM overrides")
    tamper(made, "DELETE FROM audit")
    tamper(made, EMPTY)
    result = run(made, "verify")

    assert result.exit_code == 1
    assert "s1: somebody invited to it, and no entry" in result.output


def test_a_chain_that_is_written_anew_without_the_key_is_found(decided: Path) -> None:
    async def anew() -> None:
        async with SqlStore.open(str(decided)) as store, store.unit() as unit:
            await unit.note(Entry(NOW, "slack", "U2", Act.DECIDED, "s1", "advance"))

    tamper(decided, "DELETE FROM audit")
    tamper(decided, EMPTY)
    asyncio.run(anew())
    result = run(decided, "verify")

    assert result.exit_code == 1
    assert "is not sealed with the key" in result.output


def test_without_a_key_it_is_said_that_the_seals_are_plain(file: Path) -> None:
    assert "The seals are plain" in run(file, "verify").output


def test_an_end_in_a_log_shows_that_who_looked_was_cut_off(file: Path, tmp_path: Path) -> None:
    log = tmp_path / "service.log"
    log.write_text(f'{{"event": "the audit chain ends at {run(file, "verify").output.split()[-1]}"}}')
    assert run(file, "verify", "--heads", str(log)).exit_code == 0
    tamper(file, "DELETE FROM audit WHERE number = 4")
    tamper(file, "UPDATE audit_head SET number = 3, seal = (SELECT seal FROM audit WHERE number = 3)")

    assert run(file, "verify", "--heads", str(log)).exit_code == 1


def test_who_took_their_own_data_is_not_named_after_their_erasure(tmp_path: Path) -> None:
    made = tmp_path / "viva.db"
    who = a_full_session("s1").candidate

    async def write() -> None:
        async with SqlStore.open(str(made)) as store:
            await added(store, a_full_session("s1"))
            async with store.unit() as unit:
                await unit.note(Entry(NOW, who.platform, who.id, Act.TOOK_DATA, "s1"))

    asyncio.run(write())
    assert f"{who.platform}:{who.id}  took their own data" in run(made, "list").output
    assert CliRunner().invoke(viva, ["erase", f"{who.platform}:{who.id}", "--yes", "--db", str(made)]).exit_code == 0

    assert who.id not in run(made, "list").output
    assert who.id.encode() not in made.read_bytes()
    assert run(made, "verify").exit_code == 0


def put(file: Path, *entries: Entry) -> None:
    """Put a screening that was decided on into a database, with these entries about it."""

    async def write() -> None:
        async with SqlStore.open(str(file), key=KEY.encode()) as store:
            await added(store, a_full_session("s1"))
            async with store.unit() as unit:
                for entry in entries:
                    await unit.note(entry)

    asyncio.run(write())


def test_what_is_older_than_the_seals_is_said_to_be_until_it_is_covered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIVA_AUDIT_KEY", KEY)
    made = tmp_path / "viva.db"
    put(made, Entry(NOW, "viva", "migration", Act.OLDER, "s1"))
    tamper(made, "UPDATE audit SET covers = ''")
    tamper(made, "UPDATE audit SET seal = 'x'")  # as the migration wrote it: without a key, and covering nothing
    plain = seal_entry(Head(), Entry(NOW, "viva", "migration", Act.OLDER, "s1"))
    tamper(made, f"UPDATE audit SET keyed = 0, seal = '{plain.seal}'")
    tamper(made, f"UPDATE audit_head SET seal = '{plain.seal}'")
    monkeypatch.delenv("VIVA_AUDIT_KEY")
    result = run(made, "verify")
    assert result.exit_code == 0, result.output
    assert "1 screening older than the seals: nothing shows" in result.output
    monkeypatch.setenv("VIVA_AUDIT_KEY", KEY)

    assert "1 screening older than the seals: covered" in run(made, "seal").output

    after = run(made, "verify")
    assert after.exit_code == 0, after.output
    assert "older" not in after.output
    tamper(made, "UPDATE decisions SET ruling = 'not-now'")
    assert run(made, "verify").exit_code == 1


def test_what_no_entry_tells_of_and_may_be_older_is_accused_until_somebody_vouches_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIVA_AUDIT_KEY", KEY)
    made = tmp_path / "viva.db"
    put(made, Entry(NOW + timedelta(days=400), "slack", "U1", Act.LISTED))
    found = run(made, "verify")
    assert found.exit_code == 1
    assert "older than the seals, or the chain was emptied" in found.output
    run(made, "seal")
    assert run(made, "verify").exit_code == 1

    run(made, "seal", "--older")

    assert run(made, "verify").exit_code == 0


def test_what_is_dated_after_the_first_entry_is_no_older_than_the_seals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIVA_AUDIT_KEY", KEY)
    made = tmp_path / "viva.db"
    put(made, Entry(NOW - timedelta(days=400), "slack", "U1", Act.LISTED))
    run(made, "seal", "--older")

    result = run(made, "verify")
    assert result.exit_code == 1
    assert "older" not in result.output


def test_an_export_is_signed_and_verified_without_a_database(
    decided: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = run(decided, "verify").output.split()[-1]
    public = CliRunner().invoke(viva, ["audit", "key"]).output.strip()
    who, out = a_full_session("s1").candidate, tmp_path / "kim.zip"
    exported = ["export", f"{who.platform}:{who.id}", "--out", str(out), "--db", str(decided)]
    assert CliRunner().invoke(viva, exported).exit_code == 0
    number = int(end.split(":")[0]) + 1  # that it was exported is an entry
    monkeypatch.delenv("VIVA_AUDIT_KEY")
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(viva, ["audit", "verify", "--public-key", public, str(out)])
    assert result.exit_code == 0, result.output
    assert f"The audit chain then ended at {number}:" in result.output
    other = CliRunner().invoke(viva, ["audit", "key", "--new"]).output.split()[-1]
    assert CliRunner().invoke(viva, ["audit", "verify", "--public-key", other, str(out)]).exit_code != 0
    assert CliRunner().invoke(viva, ["audit", "verify", str(out)]).exit_code != 0


def test_without_a_key_an_export_is_not_signed_and_no_public_key_printed(
    decided: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VIVA_AUDIT_KEY")
    who, out = a_full_session("s1").candidate, tmp_path / "kim.zip"
    CliRunner().invoke(viva, ["export", f"{who.platform}:{who.id}", "--out", str(out), "--db", str(decided)])

    assert "signature.json" not in zipfile.ZipFile(out).namelist()
    assert "VIVA_AUDIT_KEY is not set" in CliRunner().invoke(viva, ["audit", "key"]).output


def test_a_key_that_is_made_is_one_that_the_settings_take(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = CliRunner().invoke(viva, ["audit", "key", "--new"]).output.splitlines()
    name, _, value = lines[0].partition("=")
    monkeypatch.setenv(name, value)

    assert CliRunner().invoke(viva, ["audit", "key"]).output.strip() == lines[-1]

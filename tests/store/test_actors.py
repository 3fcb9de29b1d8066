"""Names in the audit chain: what an attacker with the database does to them is found, and old entries lose theirs."""

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.core.audit import Act, Entry, Head, first_break, seal_entry
from bot.store.database.engine import address
from bot.store.migrations import connected
from bot.store.store import SqlStore
from tests.contracts.stores import added
from tests.contracts.test_store_unnamed import WHO, actors, an_act, erased, noted
from tests.sessions import NOW, a_full_session


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "viva.db"


def tamper(file: Path, *statements: str) -> None:
    with connected(address(str(file))) as db:
        for statement in statements:
            db.execute(text(statement))
        db.commit()


def holds(file: Path, name: str) -> bool:
    return name.encode() in file.read_bytes()


async def found(file: Path) -> list[str]:
    """Return what a check of the chain and of the tables says."""
    async with SqlStore.open(str(file)) as store:
        broken = first_break(await store.audited(), await store.audit_head())
        return [*([broken.problem] if broken else []), *await store.differing()]


async def an_old_entry(file: Path, number: int, entry: Entry) -> None:
    """Write an entry as it was written before there were aliases: under the name itself."""
    async with SqlStore.open(str(file)) as store:
        link = seal_entry(await store.audit_head(), entry)
    assert link.number == number
    values = f"'{entry.platform}', '{entry.actor}', '{entry.act.value}', '{entry.subject}', '', '{link.seal}', '', 0"
    tamper(
        file,
        f"INSERT INTO audit (number, at, platform, actor, act, subject, detail, seal, covers, keyed) "
        f"VALUES ({number}, '{entry.at:%Y-%m-%d %H:%M:%S.%f}', {values})",
        f"UPDATE audit_head SET number = {number}, seal = '{link.seal}'",
    )


async def test_old_entries_are_read_as_they_were_and_lose_the_name_when_its_bearer_is_erased(file: Path) -> None:
    async with SqlStore.open(str(file)) as store:
        assert await store.audit_head() == Head()
    await an_old_entry(file, 1, Entry(NOW, WHO.platform, WHO.id, Act.TOOK_DATA, "s1"))
    await an_old_entry(file, 2, Entry(NOW, WHO.platform, "U77", Act.SAW_DETAILS, "s1"))
    assert await found(file) == []
    async with SqlStore.open(str(file)) as store:
        await added(store, a_full_session("s1", decisions=()))
        assert await actors(store) == [WHO.id, "U77"]
        await erased(store)
        assert await actors(store) == ["~struck", "U77", "operator"]

    assert await found(file) == []
    assert not holds(file, WHO.id)
    tamper(file, "UPDATE audit SET act = 'decided' WHERE number = 1")
    assert await found(file) == ["who acted was taken out of entry 1, and no erasure tells of it"]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE actors SET person_id = 'U88' WHERE person_id = 'U77'", "somebody else was put in their place"),
        ("DELETE FROM actors WHERE person_id = 'U77'", "who acted was taken out, and no erasure tells of it"),
        ("UPDATE audit SET actor = '~struck' WHERE number = 2", "and no erasure tells of it"),
        ("UPDATE audit SET actor = (SELECT actor FROM audit WHERE number = 1) WHERE number = 2", "entry 2 was changed"),
    ],
)
async def test_whoever_puts_somebody_else_or_nobody_in_the_place_of_who_acted_is_found(
    file: Path, statement: str, said: str
) -> None:
    async with SqlStore.open(str(file)) as store:
        await noted(store, an_act(), an_act(Act.DECIDED, "s2", "U77"))
    assert await found(file) == []
    tamper(file, statement)

    assert any(said in line for line in await found(file))


async def test_who_was_put_in_somebodys_place_is_not_told(file: Path) -> None:
    async with SqlStore.open(str(file)) as store:
        await noted(store, an_act(Act.DECIDED, "s2", "U77"))
    tamper(file, "UPDATE actors SET person_id = 'U88'")

    async with SqlStore.open(str(file)) as store:
        assert "U88" not in await actors(store)

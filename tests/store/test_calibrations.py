from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.core.adaptive.estimation.learned import Fits
from bot.store.store import SqlStore
from tests.core.screening.test_replay import learnt
from tests.sessions import NOW, a_session


async def in_force(store: SqlStore) -> Fits | None:
    async with store.unit() as unit:
        return await unit.fits()


async def test_what_was_learnt_last_is_in_force_and_the_old_stays(tmp_path: Path) -> None:
    first: Fits = learnt()
    second = Fits(**{name: getattr(first, name) for name in Fits.model_fields} | {"sessions": 99})
    async with SqlStore.open(str(tmp_path / "viva.db")) as store:
        assert await in_force(store) is None
        await store.learn(first, NOW)
        await store.learn(second, NOW + timedelta(days=1))
        assert await in_force(store) == second
        await store.learn(None, NOW + timedelta(days=2))
        assert await in_force(store) is None

        history = await store.learnt()
        assert [h.number for h in history] == [1, 2, 3]
        assert [h.fits for h in history] == [first, second, None]


async def test_a_session_comes_back_with_the_fits_it_began_with(tmp_path: Path) -> None:
    session = a_session(fits=learnt())
    async with SqlStore.open(str(tmp_path / "viva.db")) as store:
        async with store.unit() as unit:
            await unit.add(session)
        await store.learn(None, NOW)
    async with SqlStore.open(str(tmp_path / "viva.db")) as store:
        back = await store.load(session.id)

    assert back == session
    assert back.tables.version == session.tables.version
    assert replace(back, fits=None) == replace(session, fits=None)

from pathlib import Path

import pytest

from bot.core.errors import ScreeningError
from bot.store.database.lock import is_owner, sole_owner
from tests.store.processes import OWNER, a_process, lines


def test_a_second_process_is_refused_until_the_first_is_gone_even_killed(tmp_path: Path) -> None:
    url = str(tmp_path / "viva.db")
    with a_process(OWNER, url) as first:
        assert next(lines(first)) == "mine"

        with pytest.raises(ScreeningError, match=r"viva\.db is in use by another viva process\. Stop that one first"):
            sole_owner(f"sqlite:///{url}").__enter__()

        first.kill()
        first.wait()
        with sole_owner(url):
            pass


def test_an_owner_is_known_as_such_until_it_is_done(tmp_path: Path) -> None:
    file = tmp_path.resolve() / "viva.db"

    with sole_owner(str(file)):
        assert is_owner(file)
        with pytest.raises(ScreeningError, match="in use"):
            sole_owner(str(file)).__enter__()
    assert not is_owner(file)


def test_postgresql_needs_no_owner() -> None:
    pytest.importorskip("psycopg")

    with sole_owner("postgresql://h/viva"), sole_owner("postgresql://h/viva"):
        pass

import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bot.core.audit import Head
from bot.core.errors import ScreeningError
from bot.ops.export import SIGNATURE
from bot.ops.signed import NotAsSigned, public_key, sign, verify
from tests.sessions import NOW

SECRET, ANOTHER = b"a secret of the tests, nobody's else", b"another secret of the tests, of some one"
FILES = {"page.html": b"<p>They know links.", "my-data.json": b"[]"}
END = Head(12, "ab" * 32)


def written(to: Path, files: Mapping[str, bytes], secret: bytes = SECRET) -> Path:
    """Return an archive of files that say what they say, with a signature of FILES."""
    made = to / "made.zip"
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in ({SIGNATURE: sign(FILES, END, NOW, secret)} | dict(files)).items():
            archive.writestr(name, content)
    return made


def test_what_was_signed_holds_for_whoever_has_the_public_key(tmp_path: Path) -> None:
    found = verify(written(tmp_path, FILES), public_key(SECRET))

    assert found.head == END
    assert found.at == NOW.isoformat()
    assert set(found.files) == FILES.keys()


def test_the_public_key_is_the_same_each_time_and_tells_nothing_of_the_secret() -> None:
    assert public_key(SECRET) == public_key(SECRET) != public_key(ANOTHER)
    assert SECRET.hex() not in public_key(SECRET)


def told(change: Callable[[dict[str, object]], object]) -> bytes:
    """Return a signature of FILES in which something was changed."""
    signature = json.loads(sign(FILES, END, NOW, SECRET))
    change(signature)
    return json.dumps(signature).encode()


CHANGES: Mapping[str, Mapping[str, bytes]] = {
    "a file was changed": FILES | {"page.html": b"<p>They know nothing."},
    "a file was taken out": {"page.html": FILES["page.html"]},
    "a file was put in": FILES | {"decision.html": b"advance"},
    "the end was changed": FILES | {SIGNATURE: told(lambda s: s.update(chain_ends_at="11:" + "ab" * 32))},
    "the time was changed": FILES | {SIGNATURE: told(lambda s: s.update(signed_at="2020-01-01"))},
    "another key is named": FILES | {SIGNATURE: told(lambda s: s.update(public_key=public_key(ANOTHER)))},
    "it has no signature": FILES | {SIGNATURE: told(lambda s: s.pop("signature"))},
    "it is signed by somebody else": FILES | {SIGNATURE: sign(FILES, END, NOW, ANOTHER)},
    "the signature is no JSON": FILES | {SIGNATURE: b"{"},
    "the signature is a list": FILES | {SIGNATURE: b"[1]"},
    "the end is a number": FILES | {SIGNATURE: told(lambda s: s.update(chain_ends_at=7))},
    "the files are text": FILES | {SIGNATURE: told(lambda s: s.update(files="all"))},
}


@pytest.mark.parametrize("what", CHANGES)
def test_nothing_can_be_changed_without_its_being_found(tmp_path: Path, what: str) -> None:
    with pytest.raises(NotAsSigned, match=r"made\.zip"):
        verify(written(tmp_path, CHANGES[what]), public_key(SECRET))


def test_two_files_of_one_name_are_refused_for_each_reader_may_take_another(tmp_path: Path) -> None:
    made = written(tmp_path, FILES)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(made, "a") as archive:
        archive.writestr("page.html", b"<p>They know nothing.")

    with pytest.raises(NotAsSigned):
        verify(made, public_key(SECRET))


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut"])
def test_what_is_no_archive_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    made = tmp_path / "made.zip"
    made.write_bytes(content)

    with pytest.raises(NotAsSigned, match="no archive"):
        verify(made, public_key(SECRET))


@pytest.mark.parametrize("key", ["", "ed25519:", "ed25519:00", "ed25519:zz", "ß"])
def test_what_is_no_public_key_is_said_to_be_none(tmp_path: Path, key: str) -> None:
    with pytest.raises(ScreeningError, match="no public key"):
        verify(written(tmp_path, FILES), key)

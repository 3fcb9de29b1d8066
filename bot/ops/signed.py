"""What third parties can verify: files that are handed out, signed by Ed25519 with where the audit chain ended.

The private key is made of VIVA_AUDIT_KEY, which stays with the operator; the public one tells nothing of it. Whoever
has the files and the public key can see that this operator handed them out, that nothing was changed since, and which
end the chain then had, which a chain shown later has to reach.
"""

import hashlib
import hmac
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.core.audit import Head
from bot.core.errors import ScreeningError
from bot.ops.export import SIGNATURE

PREFIX = "ed25519:"
"""What a public key begins with, as it is printed."""
PURPOSE = b"viva: the key that signs what is handed out, Ed25519"
FORM = "viva signed files, 1"
MOST_BYTES = 256 * 2**20
"""More than any archive of one person holds; a larger one is not read, for whoever verifies did not make it."""


class NotAsSigned(ScreeningError):
    """A file is not what was signed, or was not signed with this key."""


@dataclass(frozen=True)
class Signed:
    """What a signature that holds says: when, where the chain then ended, and which files."""

    at: str
    head: Head
    files: tuple[str, ...]


def public_key(secret: bytes) -> str:
    """Return the public key that belongs to VIVA_AUDIT_KEY, to be published."""
    return PREFIX + _private(secret).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def sign(files: Mapping[str, bytes], head: Head, now: datetime, secret: bytes) -> bytes:
    """Return what stands in SIGNATURE for files that are handed out now, while the chain ends in `head`."""
    told = {
        "form": FORM,
        "signed_at": now.isoformat(),
        "chain_ends_at": f"{head.number}:{head.seal}",
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
        "public_key": public_key(secret),
    }
    signature = _private(secret).sign(_canonical(told)).hex()
    return json.dumps(told | {"signature": signature}, indent=2).encode()


def verify(archive: Path, key: str) -> Signed:
    """Return what the signature of an archive says; raise NotAsSigned if it, or a file, is not this key's."""
    try:
        files = _files(archive)
        told: dict[str, Any] = json.loads(files.pop(SIGNATURE))
        signature = bytes.fromhex(told.pop("signature"))
        number, seal = told["chain_ends_at"].split(":")
        named, signed = dict(told["files"]), Signed(told["signed_at"], Head(int(number), seal), tuple(told["files"]))
    except KeyError:
        raise NotAsSigned(f"{archive}: nobody has signed it: {SIGNATURE} is missing, or not whole.") from None
    except (zipfile.BadZipFile, ValueError, TypeError, AttributeError):
        raise NotAsSigned(f"{archive}: it is no archive that was handed out, or it is damaged.") from None
    try:
        _public(key).verify(signature, _canonical(told))
    except InvalidSignature:
        raise NotAsSigned(f"{archive}: it was not signed with this key, or what was signed was changed.") from None
    for name in sorted(named.keys() | files.keys()):
        if name not in named:
            raise NotAsSigned(f"{archive}: {name} was put in after it was signed.")
        if name not in files or hashlib.sha256(files[name]).hexdigest() != named[name]:
            raise NotAsSigned(f"{archive}: {name} is not as it was signed.")
    return signed


def _files(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as opened:
        listed = opened.infolist()
        if len({one.filename for one in listed}) < len(listed) or sum(one.file_size for one in listed) > MOST_BYTES:
            raise ValueError("two files of one name, or too much")
        return {one.filename: opened.read(one) for one in listed}


def _private(secret: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hmac.new(secret, PURPOSE, hashlib.sha256).digest())


def _public(key: str) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.strip().removeprefix(PREFIX)))
    except ValueError:
        raise ScreeningError(
            f"This is no public key. It is written {PREFIX} and 64 hex digits, as “viva audit key” prints it."
        ) from None


def _canonical(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

"""The keys with which we sign: in a folder beside the database, encrypted, never in the database.

`ENTENTE_KEYS` names the folder (by default `keys` in ENTENTE_HOME). Each key is a file of its own,
sealed with the installation's field key. Retired keys stay, so that what they signed stays valid.
"""

from __future__ import annotations

import datetime
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from entente.certificates.badges import multibase
from entente.certificates.badges.canonical import Document
from entente.kit.sealed import master

EDWARDS, CURVE = "ed25519", "p256"


@dataclass(frozen=True)
class Key:
    """One key: its name in our DID document, its kind, the key itself."""

    name: str
    kind: str
    private: Any

    @property
    def method(self) -> str:
        """The whole name, as a proof cites it."""
        return f"{did()}#{self.name}"


def did() -> str:
    """Name this installation as an issuer: `did:web` of its address."""
    host = settings.ADDRESS.partition("//")[2]
    return "did:web:" + host.replace(":", "%3A").replace("/", ":")


def folder() -> Path:
    """Give the folder of the keys."""
    return Path(settings.CERTIFICATE_KEYS)


def signing(kind: str) -> Key:
    """Give the newest key of a kind; the first one is made when it is first asked for."""
    found = [path for path in _files() if path.stem.startswith(kind)]
    if not found:
        return make(kind)
    return _read(str(found[-1]), found[-1].stat().st_mtime_ns)


def every() -> list[Key]:
    """Give all keys, retired ones too, the oldest first."""
    return [_read(str(path), path.stat().st_mtime_ns) for path in _files()]


def rotate() -> list[Key]:
    """Make a new key of each kind, which signs from now on."""
    return [make(EDWARDS), make(CURVE)]


def make(kind: str) -> Key:
    """Make a key and keep it; two that begin at once make two, of which the later one signs."""
    private: Any = (
        Ed25519PrivateKey.generate() if kind == EDWARDS else ec.generate_private_key(ec.SECP256R1())
    )
    content = private.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    place = folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Names sort in the order in which keys were made.
    moment = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dt%H%M%S%f")
    path = place / f"{kind}-{moment}.key"
    half = path.with_suffix(".new")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(master().encrypt(content))
        file.flush()
        os.fsync(file.fileno())
    half.rename(path)
    return _read(str(path), path.stat().st_mtime_ns)


def _files() -> list[Path]:
    """List the files of keys in the order in which they were made."""
    found = folder().glob("*.key")
    return sorted(found, key=lambda path: path.stem.partition("-")[2])


@lru_cache(maxsize=64)
def _read(path: str, _changed: int) -> Key:
    """Open a key; with another field key than that which sealed it this is an error."""
    content = master().decrypt(Path(path).read_bytes())
    name = Path(path).stem
    private = serialization.load_der_private_key(content, password=None)
    return Key(name, name.partition("-")[0], private)


def document() -> Document:
    """Give our DID document: every key that ever signed."""
    for kind in (EDWARDS, CURVE):
        signing(kind)
    methods = [_method(key) for key in every()]
    return {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
            "https://w3id.org/security/jwk/v1",
        ],
        "id": did(),
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _method(key: Key) -> Document:
    public = key.private.public_key()
    named: Document = {"id": key.method, "controller": did()}
    if key.kind == EDWARDS:
        raw = multibase.ED25519 + public.public_bytes_raw()
        return named | {"type": "Multikey", "publicKeyMultibase": multibase.base58(raw)}
    jwk = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(public))
    return named | {"type": "JsonWebKey", "publicKeyJwk": jwk}

"""The archive itself: members with their sums, a manifest that names them, a seal over it.

It is a ZIP file, so that anybody can look into it in thirty years: `tables/APP.Model.jsonl` with
one row a line, `files/…` with the bytes, `manifest.json`, `seal.json`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _

from entente.kit.errors import DomainError

FORMAT = 1
PIECE = 2**18
DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, KeyError, ValueError)


def fingerprint(key: str) -> str:
    """Name a key without telling it."""
    return hashlib.sha256(b"entente field key\0" + key.encode()).hexdigest()[:16]


def _seal(manifest: bytes, key: str) -> str:
    return hmac.new(key.encode(), manifest, hashlib.sha256).hexdigest()


class Writer:
    """Writes an archive aside and names it when it is whole and on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.aside = path.with_name(f"{path.name}.partial")
        self.sums: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> Writer:
        # What lies there under this name, a link of somebody else's too, is not written into.
        self.aside.unlink(missing_ok=True)
        handle = os.open(self.aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self.file = os.fdopen(handle, "wb")
        self.archive = zipfile.ZipFile(
            self.file, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=1
        )
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self.archive.close()
            self.file.flush()
            os.fsync(self.file.fileno())
            self.file.close()
            self.aside.replace(self.path)
        else:
            # Closed without its table of contents: what is aside is no archive and goes.
            self.archive.fp = None
            self.file.close()
            self.aside.unlink(missing_ok=True)

    def add(self, name: str, pieces: Iterable[bytes], *, packed: bool = True) -> dict[str, Any]:
        """Write a member piece by piece; remember its sum and length."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with self.archive.open(info, "w", force_zip64=True) as member:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                member.write(piece)
        self.sums[name] = {"sha256": digest.hexdigest(), "size": size}
        return self.sums[name]

    def finish(self, said: dict[str, Any]) -> None:
        """Write the manifest and its seal; nothing is added afterwards."""
        manifest = json.dumps(
            {"format": FORMAT, **said, "members": self.sums}, ensure_ascii=False, indent=1
        ).encode()
        key = settings.FIELD_KEYS[0]
        seal = {"key": fingerprint(key), "seal": _seal(manifest, key)}
        self.archive.writestr("manifest.json", manifest)
        self.archive.writestr("seal.json", json.dumps(seal))


class Reader:
    """Reads an archive; nothing is used of it before all of it has been verified."""

    def __init__(self, path: Path) -> None:
        try:
            self.archive = zipfile.ZipFile(path)
            self._manifest = self.archive.read("manifest.json")
            self.manifest: dict[str, Any] = json.loads(self._manifest)
            self.seal: dict[str, str] = json.loads(self.archive.read("seal.json"))
            members = dict(self.manifest["members"])
        except FileNotFoundError as error:
            raise DomainError(_("There is no file %(path)s.") % {"path": path}) from error
        except DAMAGE as error:
            raise self._damaged() from error
        if self.manifest.get("format") != FORMAT:
            raise DomainError(
                _("This backup was made by a newer version of Entente, which alone can read it.")
            )
        self.members: dict[str, dict[str, Any]] = members

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.archive.close()

    @property
    def has_our_key(self) -> bool:
        """Whether one of this installation's keys sealed it, now or formerly."""
        return any(fingerprint(key) == self.seal["key"] for key in settings.FIELD_KEYS)

    def verify(self, keys: Iterable[str]) -> None:
        """Read every member to its end and compare; refuse what was cut off or changed."""
        listed = {*self.members, "manifest.json", "seal.json"}
        if sorted(self.archive.namelist()) != sorted(listed):
            raise self._damaged()
        for name, said in self.members.items():
            digest, size = hashlib.sha256(), 0
            for piece in self.pieces(name):
                digest.update(piece)
                size += len(piece)
            if {"sha256": digest.hexdigest(), "size": size} != said:
                raise self._damaged(name)
        for key in keys:
            true_seal = _seal(self._manifest, key)
            if fingerprint(key) == self.seal["key"] and not hmac.compare_digest(
                true_seal, self.seal["seal"]
            ):
                raise DomainError(
                    _(
                        "This backup was changed after it was made: its seal does not fit."
                        " Nothing has been restored."
                    )
                )

    def pieces(self, name: str) -> Iterator[bytes]:
        """Give the content of a member piece by piece."""
        try:
            with self.archive.open(name) as member:
                while piece := member.read(PIECE):
                    yield piece
        except DAMAGE as error:
            raise self._damaged(name) from error

    def open(self, name: str) -> IO[bytes]:
        """Open a member for reading."""
        return self.archive.open(name)

    def text(self, name: str) -> str:
        """Give a short member as text."""
        return b"".join(self.pieces(name)).decode()

    def _damaged(self, name: str = "") -> DomainError:
        if name:
            return DomainError(
                _("This backup is damaged or was changed at “%(name)s”. Nothing has been restored.")
                % {"name": name}
            )
        return DomainError(
            _(
                "This is no whole backup: it was cut off, damaged or made by something else."
                " Nothing has been restored."
            )
        )

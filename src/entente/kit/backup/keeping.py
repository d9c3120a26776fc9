"""Make a backup: one moment of the database, every file, the ends of the trail's chains."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _

from entente import __version__
from entente.kit import audit
from entente.kit.backup import rows
from entente.kit.backup.archive import Writer
from entente.kit.errors import DomainError
from entente.kit.files.storage import INCOMING
from entente.kit.models import ChainHead, StoredFile

LINES = 2000


@dataclass
class Report:
    """What a backup or a restore found."""

    rows: int = 0
    files: int = 0
    missing: list[str] = field(default_factory=list)
    broken: list[audit.Broken] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def make(path: Path, *, with_secrets: bool = False) -> Report:
    """Write everything that this installation holds into one new file, readable by its owner.

    Others may go on working: the database is read as it stood at one moment. Without
    `with_secrets` the keys stay behind, and the backup opens sealed values only where they are.
    """
    if path.exists():
        raise DomainError(
            _("%(path)s exists already; a backup is never overwritten.") % {"path": path}
        )
    report = Report()
    with rows.snapshot() as moment, Writer(path) as writer:
        tables = {model._meta.label: _add_table(writer, moment, model) for model in rows.tables()}
        heads = {row[0]: row[1:] for row in moment.rows(ChainHead)}
        stored = _stored(moment)
        next_ids = moment.next_ids()
        report.rows = sum(table["rows"] for table in tables.values())
        report.files, report.missing = _add_files(writer, stored)
        report.broken = audit.verify()[1]
        if with_secrets:
            _add_secrets(writer)
        writer.finish(
            {
                "version": __version__,
                "made_at": timezone.now().isoformat(),
                "database": connection.vendor,
                "migrations": migrations(),
                "tables": tables,
                "next_ids": next_ids,
                "chains": heads,
                "broken": [[place.chain, place.sequence] for place in report.broken],
                "missing_files": report.missing,
                "secrets": with_secrets,
            }
        )
    return report


def migrations() -> list[list[str]]:
    """Name the shape of the database that this version works with."""
    return sorted([app, name] for app, name in MigrationLoader(None).disk_migrations)


def _add_table(writer: Writer, moment: rows.Snapshot, model: Any) -> dict[str, Any]:
    count = 0

    def lines() -> Iterator[bytes]:
        nonlocal count
        waiting = []
        encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        for row in moment.rows(model):
            count += 1
            waiting.append(encode(row))
            if len(waiting) == LINES:
                yield ("\n".join(waiting) + "\n").encode()
                waiting = []
        if waiting:
            yield ("\n".join(waiting) + "\n").encode()

    writer.add(f"tables/{model._meta.label}.jsonl", lines())
    return {"rows": count, "columns": [column.column for column in rows.columns(model)]}


def _stored(moment: rows.Snapshot) -> dict[str, str]:
    names = [column.column for column in rows.columns(StoredFile)]
    at = names.index("sha256")
    return {StoredFile(sha256=row[at]).location: row[at] for row in moment.rows(StoredFile)}


def _add_files(writer: Writer, stored: dict[str, str]) -> tuple[int, list[str]]:
    """Add what the storage holds; give how many, and which files are missing or damaged."""
    missing, added = [], set()
    for name in [*stored, *(name for name in _walk() if name not in stored)]:
        try:
            with default_storage.open(name) as content:
                digest = hashlib.sha256()

                def pieces(content: Any = content, digest: Any = digest) -> Iterator[bytes]:
                    for piece in content.chunks():
                        digest.update(piece)
                        yield piece

                writer.add(f"files/{name}", pieces(), packed=False)
        except FileNotFoundError:
            missing.append(name)
            continue
        added.add(name)
        if name in stored and digest.hexdigest() != stored[name]:
            missing.append(name)
    return len(added), missing


def _walk(folder: str = "") -> Iterator[str]:
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(names):
        yield f"{folder}{name}"
    for inner in sorted(folders):
        if inner != INCOMING:
            yield from _walk(f"{folder}{inner}/")


def _add_secrets(writer: Writer) -> None:
    secrets = {
        "entente_secret_key": settings.SECRET_KEY,
        "entente_field_key": "\n".join(settings.FIELD_KEYS[:1]),
        "entente_old_field_keys": ",".join(settings.FIELD_KEYS[1:]),
    }
    for name, value in secrets.items():
        writer.add(f"secrets/{name}", [value.encode()])

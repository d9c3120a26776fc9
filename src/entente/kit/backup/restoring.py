"""Restore a backup: verify all of it, then let it take the place of what is there, or nothing."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command, get_commands
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.kit import audit
from entente.kit.backup import rows
from entente.kit.backup.archive import Reader
from entente.kit.backup.keeping import Report, migrations
from entente.kit.errors import DomainError
from entente.kit.models import ChainHead


def restore(path: Path, *, replace: bool = False) -> Report:
    """Bring an installation back to the moment of a backup, on either database.

    The whole backup is verified before anything is touched. Files are named by their content and
    only added; the rows change places in one transaction, which ends with the proof of the trail.
    Whatever happens on the way leaves the old state as it was.
    """
    report = Report()
    with Reader(path) as reader:
        reader.verify(_keys(reader))
        _compare_shape(reader)
        _prepare_database(replace)
        report.files = _restore_files(reader)
        with connection.constraint_checks_disabled(), transaction.atomic():
            rows.empty()
            report.rows = sum(_fill(reader, model) for model in rows.tables())
            rows.set_next_ids(reader.manifest["next_ids"])
            connection.check_constraints()
            ContentType.objects.clear_cache()
            report.broken = _prove_trail(reader)
        _rebuild_search()
        report.missing = list(reader.manifest["missing_files"])
        report.notes = _restore_secrets(reader)
    return report


def _keys(reader: Reader) -> list[str]:
    """Give our own keys, and those that the backup brings itself."""
    brought = []
    if reader.manifest.get("secrets"):
        brought = [
            reader.text("secrets/entente_field_key"),
            *reader.text("secrets/entente_old_field_keys").split(","),
        ]
    return [*settings.FIELD_KEYS, *(key for key in brought if key)]


# --- The place ------------------------------------------------------------------------------------


def _prepare_database(replace: bool) -> None:
    """See that a whole database of this version is there, and that it may be replaced."""
    if connection.vendor == "sqlite":
        _put_aside_if_damaged(replace)
    if not replace and _is_alive():
        raise DomainError(
            _(
                "There is a living installation here. To put the backup in its place, say"
                " --replace; everything that is newer than the backup will be gone."
            )
        )
    call_command("migrate", verbosity=0, interactive=False)


def _is_alive() -> bool:
    if get_user_model()._meta.db_table not in connection.introspection.table_names():
        return False
    return get_user_model()._base_manager.filter(is_system=False).exists()


def _put_aside_if_damaged(replace: bool) -> None:
    """Keep a database that cannot be opened under another name, and start with an empty one."""
    path = Path(str(connection.settings_dict["NAME"]))
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # What a lost database left beside it would be taken for the new one's.
        connection.close()
        _leftovers(path, lambda left: left.unlink(missing_ok=True))
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            whole = cursor.fetchone()[0] == "ok"
    except (DatabaseError, sqlite3.DatabaseError):
        whole = False
    if whole:
        return
    if not replace:
        raise DomainError(
            _("The database here is damaged. To put the backup in its place, say --replace.")
        )
    connection.close()
    ending = f".damaged-{timezone.now():%Y%m%d%H%M%S}"
    _leftovers(path, lambda left: left.exists() and left.rename(f"{left}{ending}"))
    path.rename(f"{path}{ending}")


def _leftovers(path: Path, act: Any) -> None:
    for ending in ("-wal", "-shm", "-journal"):
        act(path.with_name(path.name + ending))


def _compare_shape(reader: Reader) -> None:
    theirs = {tuple(entry) for entry in reader.manifest["migrations"]}
    ours = {tuple(entry) for entry in migrations()}
    if theirs == ours:
        return
    raise DomainError(
        _(
            "The backup was made with version %(theirs)s of Entente, whose database has another"
            " shape than this one (%(difference)s). Restore it with that version, then upgrade."
        )
        % {
            "theirs": reader.manifest["version"],
            "difference": ", ".join(f"{app}.{name}" for app, name in sorted(theirs ^ ours)[:3]),
        }
    )


# --- The content ----------------------------------------------------------------------------------


def _restore_files(reader: Reader) -> int:
    """Write the files that are not there; what stands there with the right bytes stays."""
    count = 0
    for member, said in reader.members.items():
        if not member.startswith("files/"):
            continue
        name = member.removeprefix("files/")
        count += 1
        if not (default_storage.exists(name) and _has_sum(name, said["sha256"])):
            default_storage.delete(name)
            with reader.open(member) as content:
                default_storage.save(name, File(content))
    return count


def _has_sum(name: str, sha256: str) -> bool:
    digest = hashlib.sha256()
    with default_storage.open(name) as content:
        for piece in content.chunks():
            digest.update(piece)
    return digest.hexdigest() == sha256


def _fill(reader: Reader, model: Any) -> int:
    label = model._meta.label
    said = reader.manifest["tables"][label]
    if said["columns"] != [column.column for column in rows.columns(model)]:
        raise DomainError(
            _("The columns of “%(table)s” differ from those of this version.") % {"table": label}
        )
    count = 0

    def lines() -> Iterator[rows.Row]:
        nonlocal count
        with reader.open(f"tables/{label}.jsonl") as member:
            for line in member:
                count += 1
                yield json.loads(line)

    rows.fill(model, lines())
    if count != said["rows"]:
        raise DomainError(
            _("“%(table)s” holds %(count)s rows instead of %(said)s. Nothing has been restored.")
            % {"table": label, "count": count, "said": said["rows"]}
        )
    return count


def _prove_trail(reader: Reader) -> list[audit.Broken]:
    """Recompute the trail as it now stands; only what was broken before may be broken."""
    heads = {
        str(head.chain): [head.sequence, head.hash] for head in ChainHead.objects.order_by("chain")
    }
    _count, broken = audit.verify()
    known = [tuple(place) for place in reader.manifest["broken"]]
    news = [place for place in broken if (place.chain, place.sequence) not in known]
    if news or heads != reader.manifest["chains"]:
        raise DomainError(
            _(
                "The trail of changes in this backup does not hold: it was changed after it was"
                " made. Nothing has been restored."
            )
        )
    return broken


def _rebuild_search() -> None:
    """Work out the index of the search anew; it is no part of a backup."""
    if "search" in get_commands():
        call_command("search", "rebuild", stdout=io.StringIO())


def _restore_secrets(reader: Reader) -> list[str]:
    """Put keys that came along where the launcher finds them; say plainly if the key is missing."""
    notes = []
    if reader.manifest.get("secrets"):
        folder = Path(settings.HOME) / "secrets"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in ("entente_secret_key", "entente_field_key"):
            kept = folder / name
            kept.touch(mode=0o600)
            kept.write_text(reader.text(f"secrets/{name}"))
        if old := reader.text("secrets/entente_old_field_keys"):
            notes.append(_("Set ENTENTE_OLD_FIELD_KEYS to: %(keys)s") % {"keys": old})
        notes.append(
            _(
                "The keys of the backup are in place. Restart every server and worker; where keys"
                " come from the environment, set ENTENTE_FIELD_KEY to the one in %(folder)s."
            )
            % {"folder": folder}
        )
    elif not reader.has_our_key:
        notes.append(
            _(
                "Sealed fields and personal values in the history cannot be read: this"
                " installation has another ENTENTE_FIELD_KEY than the one that the backup was made"
                " with. Add that key to ENTENTE_OLD_FIELD_KEYS to read them again."
            )
        )
    return notes

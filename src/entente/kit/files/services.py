"""Keep files, hang them on records, take them off; sweep what nothing holds."""

from __future__ import annotations

import datetime
import hashlib
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, removing
from entente.kit.errors import DomainError
from entente.kit.files.inspection import inspect
from entente.kit.files.kinds import KINDS, FileKind
from entente.kit.files.names import clean_name
from entente.kit.files.storage import DurableStorage
from entente.kit.models import Attachment, StoredFile
from entente.kit.records import Record

SWEPT_AFTER = datetime.timedelta(days=1)


def keep_file(upload: File[bytes], by: Any, *, allowed: tuple[FileKind, ...] = KINDS) -> StoredFile:
    """Inspect an upload and keep its bytes, once for all who bring the same ones.

    What is too large is given up as soon as that is known. A refusal is a `DomainError`.
    """
    limit: int = settings.UPLOAD_LIMIT
    if refusal := getattr(upload, "refusal", None):
        raise refusal
    with TemporaryFile() as copy:
        size, sha256 = _copy(upload, copy, limit)
        kind = inspect(copy, clean_name(upload.name or ""), size, allowed)
        stored = StoredFile(sha256=sha256, size=size, kind=kind.code, kept_by=by)
        _write(stored, copy)
        with transaction.atomic():
            now = timezone.now()
            # Touching the row first waits for a sweep that may be taking it away.
            if StoredFile.objects.filter(sha256=sha256).update(kept_at=now):
                stored = StoredFile.objects.get(sha256=sha256)
            else:
                stored, _made = StoredFile.objects.get_or_create(
                    sha256=sha256, defaults={"size": size, "kind": kind.code, "kept_by": by}
                )
            _write(stored, copy)
    return stored


def attach(record: Record, upload: File[bytes], *, kind: str, by: Any, **values: Any) -> Attachment:
    """Keep a file and hang it on a record; the record's history says so.

    `values` are the further fields of an attachment: titles, language, visibility, paper
    original, source; `allowed` narrows the kinds of files.
    """
    allowed = values.pop("allowed", KINDS)
    with transaction.atomic():
        try:
            stored = keep_file(upload, by, allowed=allowed)
        except DomainError as refusal:
            raise DomainError({"file": refusal}) from refusal
        if Attachment.objects.of(record).filter(file=stored, kind=kind).exists():
            raise DomainError(
                {"file": _("This very file is attached here already.")}, code="attached_already"
            )
        attachment = Attachment(
            record=record,
            file=stored,
            name=clean_name(upload.name or ""),
            kind=kind,
            uploaded_by=by,
            unit=getattr(record, "unit_id", None) or getattr(by, "unit_id", None),
            tree=getattr(record, "top_unit_id", None) or getattr(by, "chain", None) or None,
            **values,
        )
        return creating(attachment, by=by, verb="file.attached")


def change_attachment(
    attachment: Attachment, *, by: Any, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of a file; its bytes never change."""
    with changing(attachment, by=by, verb="file.described", seen=seen):
        for name, value in values.items():
            setattr(attachment, name, value)


def detach(attachment: Attachment, *, by: Any, note: str = "") -> None:
    """Take a file off its record; the history keeps what it was."""
    removing(attachment, by=by, verb="file.detached", note=note)


def _copy(upload: File[bytes], copy: IO[bytes], limit: int) -> tuple[int, str]:
    if upload.size and upload.size > limit:
        raise too_large()
    size, digest = 0, hashlib.sha256()
    for piece in upload.chunks():
        size += len(piece)
        if size > limit:
            raise too_large()
        digest.update(piece)
        copy.write(piece)
    copy.flush()
    return size, digest.hexdigest()


def _write(stored: StoredFile, copy: IO[bytes]) -> None:
    if not default_storage.exists(stored.location):
        copy.seek(0)
        default_storage.save(stored.location, File(copy))


def too_large() -> DomainError:
    """Refuse a file above the limit, saying the limit."""
    return DomainError(
        _("The file is larger than %(limit)s MB. Please upload a smaller one."),
        code="too_large",
        params={"limit": settings.UPLOAD_LIMIT // 2**20},
    )


# --- Sweeping -------------------------------------------------------------------------------------


def sweep_files(*, now: datetime.datetime | None = None) -> int:
    """Take away bytes that nothing has held for a day, and leftovers of broken uploads.

    Return how many files went. Running it twice, or beside uploads, does no harm.
    """
    before = (now or timezone.now()) - SWEPT_AFTER
    held = [
        model._base_manager.filter(**{name: models.OuterRef("pk")}) for model, name in holders()
    ]
    unheld = StoredFile.objects.filter(kept_at__lt=before)
    for rows in held:
        unheld = unheld.filter(~models.Exists(rows))
    swept = 0
    for pk in list(unheld.values_list("pk", flat=True)):
        with transaction.atomic():
            stored = unheld.select_for_update(of=("self",)).filter(pk=pk).first()
            if stored:
                stored.delete()
                default_storage.delete(stored.location)
                swept += 1
    return swept + _sweep_leftovers(before)


def holders() -> list[tuple[Any, str]]:
    """List the models that hold files, each with its column; also those that a file does not name.

    A column with `related_name="+"` is hidden from `related_objects`.
    """
    return [
        (relation.related_model, relation.field.name)
        for relation in StoredFile._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
    ]


def _sweep_leftovers(before: datetime.datetime) -> int:
    storage: Any = default_storage
    if not isinstance(getattr(storage, "_wrapped", storage), DurableStorage):
        return 0
    swept = 0
    for name, changed_at in storage.walk():
        known = StoredFile.objects.filter(sha256=name.rpartition("/")[2]).exists()
        if changed_at < before.timestamp() and not known:
            storage.delete(name)
            swept += 1
    return swept

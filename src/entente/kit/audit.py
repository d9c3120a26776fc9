"""The one door for changes: change, check, remember, together or not at all."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from cryptography.fernet import Fernet, InvalidToken
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.kit import search
from entente.kit.checking import check_all, explained, kept_by_others
from entente.kit.errors import ChangedMeanwhileError
from entente.kit.models import AuditEntry, ChainHead, PersonalKey, SealedValue
from entente.kit.models.trail import GENESIS
from entente.kit.parts import records_changed, records_written
from entente.kit.records import Record
from entente.kit.sealed import master

R = TypeVar("R", bound=Record)
Difference = dict[str, list[Any]]
AT_ONCE = 1000
ALWAYS_IGNORED = frozenset({"id", "version", "created_at", "updated_at", "top_unit"})


@dataclass
class Change:
    """What a service is about to remember; it may add a reason or a fact of its own."""

    record: Record
    by: Any
    verb: str
    note: str = ""
    facts: Difference = field(default_factory=dict)

    def fact(self, name: str, old: Any, new: Any) -> None:
        """Remember a difference that stands in no column of the record."""
        self.facts[name] = [_plain(old), _plain(new)]


@contextmanager
def changing(
    record: R, *, by: Any, verb: str, seen: int | None = None, note: str = ""
) -> Iterator[Change]:
    """Change one record: lock and re-read it, run the block, check, save, remember.

    `seen` is the version that the person had before them; a newer one is refused, so that nobody
    overwrites what they have not read. The record is as the database has it when the block
    begins: give the block values, not a half-changed record. Without a difference nothing is
    written.
    """
    with transaction.atomic():
        locked = record.__class__._base_manager.select_for_update()
        record.refresh_from_db(from_queryset=locked)
        if seen is not None and seen != record.version:
            raise ChangedMeanwhileError(_changed_meanwhile(record), code="changed_meanwhile")
        before = snapshot(record)
        change = Change(record, by, verb, note)
        yield change
        record.full_clean()
        differences = difference(before, snapshot(record)) | change.facts
        if not differences and not change.note:
            return
        record.version += 1
        with _writing([record]):
            record.save()
        remember([Remembered(record, verb, differences, change.note)], by=by)
        search.keep(record.audit_subject())


@contextmanager
def locking(record: R) -> Iterator[R]:
    """Hold a record while its parts change; the parts are remembered, the record is not touched."""
    with transaction.atomic():
        record.refresh_from_db(from_queryset=record.__class__._base_manager.select_for_update())
        yield record


def creating(record: R, *, by: Any, verb: str, note: str = "") -> R:
    """Check, save and remember a new record."""
    with transaction.atomic():
        record.full_clean()
        record.version = 1
        with _writing([record]):
            record.save(force_insert=True)
        values = {name: ["", value] for name, value in snapshot(record).items() if value != ""}
        remember([Remembered(record, verb, values, note)], by=by)
        search.keep(record.audit_subject())
    return record


def creating_all(
    records: Iterable[R], *, by: Any, verb: str, note: str = "", indexed: bool = True
) -> list[R]:
    """Check, save and remember many new records of one model in few statements, or none.

    What the trail and the search hold afterwards is what `creating` one by one would have left;
    the checks are those of `kit.checking`. Without `indexed` the caller brings the index up to
    date, once everything that it is to find is there (`search.keep_many`).
    """
    made = list(records)
    if not made:
        return made
    model = type(made[0])
    with transaction.atomic():
        check_all(made)
        for record in made:
            record.version = 1
        try:
            with transaction.atomic(), _writing(made):
                model._base_manager.bulk_create(made, batch_size=AT_ONCE)
        except IntegrityError as error:
            raise explained(error, model) from error
        plain = _Snapshots(model)
        remember((Remembered(record, verb, plain.of_new(record), note) for record in made), by=by)
        if indexed:
            search.keep_many(_subjects(made))
    return made


@contextmanager
def changing_all(
    rows: models.QuerySet[R], *, by: Any, verb: str, note: str = "", indexed: bool = True
) -> Iterator[list[R]]:
    """Change many records of one model: lock and read them, run the block, check, save, remember.

    Those that the block left as they were are not touched. `indexed` is as in `creating_all`.
    """
    with transaction.atomic():
        held = list(rows.select_for_update(of=("self",)).order_by("pk"))
        before = [snapshot(record) for record in held]
        yield held
        check_all(held)
        changed: list[tuple[R, Difference]] = []
        for record, old in zip(held, before, strict=True):
            if found := difference(old, snapshot(record)):
                record.version += 1
                record.updated_at = timezone.now()
                changed.append((record, found))
        if not changed:
            return
        touched = [record for record, _found in changed]
        # What a record keeps by itself beside what people typed is not remembered, but saved.
        beside = rows.model.audit_ignored & {it.name for it in rows.model._meta.concrete_fields}
        names = {name for _record, found in changed for name in found}
        columns = sorted(names | beside | {"version", "updated_at"})
        with _writing(touched):
            rows.model._base_manager.bulk_update(touched, columns, batch_size=200)
        remember((Remembered(it, verb, found, note) for it, found in changed), by=by)
        if indexed:
            search.keep_many(_subjects(touched))


def removing_all(
    records: Iterable[Record], *, by: Any, verb: str, note: str = "", indexed: bool = True
) -> int:
    """Delete many records of one model; what each said stays in the history. Return how many."""
    gone = list(records)
    if not gone:
        return 0
    model = type(gone[0])
    with transaction.atomic():
        plain = _Snapshots(model)
        remember((Remembered(record, verb, plain.of_gone(record), note) for record in gone), by=by)
        subjects = _subjects(gone) if indexed else []
        search.forget_many(gone)
        with _writing(gone):
            for at in range(0, len(gone), AT_ONCE):
                some = [record.pk for record in gone[at : at + AT_ONCE]]
                model._base_manager.filter(pk__in=some).delete()
        search.keep_many(subject for subject in subjects if type(subject) is not model)
    return len(gone)


@contextmanager
def _writing(records: Sequence[Record]) -> Iterator[None]:
    """Let apps look before and after the statements that write records (`records_written`).

    Whoever looks holds the chains of the records: two changes of one tree come one after the other.
    """
    beside = records_written(records)
    if not beside:
        yield
        return
    for chain in sorted({record.chain for record in records}):
        _lock_head(chain)
    with ExitStack() as around:
        for one in beside:
            around.enter_context(one)
        yield


def _subjects(records: Iterable[Record]) -> list[Record]:
    subjects = (record.audit_subject() for record in records)
    return list({(type(subject), subject.pk): subject for subject in subjects}.values())


class _Snapshots:
    """Reads the columns of many records of one model: what is asked of the model is asked once."""

    def __init__(self, model: type[Record]) -> None:
        ignored = ALWAYS_IGNORED | model.audit_ignored
        self.columns = [
            (column.name, column.attname)
            for column in model._meta.concrete_fields
            if column.name not in ignored
        ]

    def of_new(self, record: Record) -> Difference:
        """Give what a new record says."""
        return {name: ["", value] for name, value in self._said(record)}

    def of_gone(self, record: Record) -> Difference:
        """Give what a record said."""
        return {name: [value, ""] for name, value in self._said(record)}

    def _said(self, record: Record) -> Iterator[tuple[str, Any]]:
        for name, attname in self.columns:
            value = _plain(getattr(record, attname))
            if value != "":
                yield name, value


def removing(record: Record, *, by: Any, verb: str, note: str = "") -> None:
    """Delete a part of a record; what it said stays in the history.

    A `DomainError` names what leads to it and keeps it.
    """
    with transaction.atomic():
        values = {name: [value, ""] for name, value in snapshot(record).items() if value != ""}
        subject = record.audit_subject()
        remember([Remembered(record, verb, values, note)], by=by)
        search.forget(record)
        with _writing([record]), kept_by_others():
            record.delete()
        if subject is not record:
            search.keep(subject)


@dataclass
class Remembered:
    """One entry to be: the row, what happened, the differences, a reason."""

    record: Record
    verb: str
    changes: Difference
    note: str = ""


def remember(items: Iterable[Remembered], *, by: Any) -> list[AuditEntry]:
    """Write entries at the ends of their chains, in order, in as few statements as it takes.

    It must run inside the transaction of the change itself. Services use `changing`, `creating`
    and `removing`; this door is for what changes many rows at once.
    """
    now = timezone.now()
    heads: dict[int, ChainHead] = {}
    kinds = ContentType.objects.get_for_model
    entries, sealed, labels = [], [], set()
    for item in items:
        chain = item.record.chain
        if chain not in heads:
            heads[chain] = _lock_head(chain)
        head, subject = heads[chain], item.record.audit_subject()
        changes, boxes = _seal(item)
        entry = AuditEntry(
            chain=chain,
            sequence=head.sequence + 1,
            at=now,
            by=by,
            verb=item.verb,
            record_type=kinds(item.record),
            record_id=item.record.pk,
            subject_type=kinds(subject),
            subject_id=subject.pk,
            changes=changes,
            note=item.note,
            previous=head.hash,
        )
        entry.hash = entry.work_out_hash()
        head.sequence, head.hash = entry.sequence, entry.hash
        entries.append(entry)
        labels.add(item.record._meta.label_lower)
        sealed += [(entry, *box) for box in boxes]
    AuditEntry.objects.bulk_create(entries, batch_size=500)
    SealedValue.objects.bulk_create(
        [SealedValue(entry=entry, key=key, field=name, box=box) for entry, name, key, box in sealed]
    )
    for head in heads.values():
        head.save(update_fields=["sequence", "hash"])
    if entries:
        records_changed(labels, set(heads))
    return entries


def _lock_head(chain: int) -> ChainHead:
    ChainHead.objects.bulk_create([ChainHead(chain=chain)], ignore_conflicts=True)
    return ChainHead.objects.select_for_update().get(pk=chain)


# --- What stood there, what stands there now ------------------------------------------------------


def snapshot(record: models.Model) -> dict[str, Any]:
    """Give the columns of a record as plain values, fit for the trail."""
    ignored = ALWAYS_IGNORED | getattr(record, "audit_ignored", frozenset())
    return {
        column.name: _plain(column.value_from_object(record))
        for column in record._meta.concrete_fields
        if column.name not in ignored
    }


def difference(before: dict[str, Any], after: dict[str, Any]) -> Difference:
    """List the columns that differ, each with its old and its new value."""
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, (bool, int)):
        return value
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    # A fraction is kept as text: PostgreSQL writes 1e16 and -0.0 anew, and the hash would change.
    return str(value)


def _changed_meanwhile(record: Record) -> str:
    last = AuditEntry.objects.about(record.audit_subject()).select_related("by").first()
    if last is None:
        return _("Not saved: somebody changed this just now. Look at the difference, then save.")
    return _(
        "Not saved: %(who)s changed this at %(time)s. What you typed is kept; look at the"
        " difference, then save."
    ) % {"who": last.by, "time": timezone.localtime(last.at).strftime("%H:%M")}


# --- Personal values ------------------------------------------------------------------------------


def _seal(item: Remembered) -> tuple[Difference, list[tuple[str, PersonalKey, bytes]]]:
    """Put digests in the place of personal values, and the values in boxes."""
    personal = item.record.audit_personal & item.changes.keys()
    owner = item.record.personal_key() if personal else ""
    if not owner:
        return item.changes, []
    row, _made = PersonalKey.objects.get_or_create(
        owner=owner, defaults={"key": master().encrypt(Fernet.generate_key())}
    )
    key = Fernet(master().decrypt(bytes(row.key)))
    changes, boxes = dict(item.changes), []
    for name in sorted(personal):
        salt = secrets.token_hex(8)
        text = json.dumps([salt, *changes[name]], ensure_ascii=False)
        changes[name] = [f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"]
        boxes.append((name, row, key.encrypt(text.encode())))
    return changes, boxes


def readable_changes(entry: AuditEntry) -> Difference:
    """Give the differences of an entry with personal values opened; erased ones are absent."""
    opened = {name: pair for name, pair in entry.changes.items() if len(pair) == 2}
    for value in entry.sealed.all():
        if value.key is None:
            continue
        try:
            key = Fernet(master().decrypt(bytes(value.key.key)))
            _salt, old, new = json.loads(key.decrypt(bytes(value.box)))
        except InvalidToken:
            continue
        opened[value.field] = [old, new]
    return opened


def erase_personal_values(owner: str) -> int:
    """Destroy a person's key: the trail stays verifiable, the values cannot be read again."""
    return PersonalKey.objects.filter(owner=owner).delete()[0]


# --- Proof ----------------------------------------------------------------------------------------


class Fault(models.TextChoices):
    """Why a chain does not hold at some place."""

    CHANGED = "its content was changed", gettext_lazy("its content was changed")
    GAP = "an entry before this one is missing", gettext_lazy("an entry before this one is missing")
    LOOSE = (
        "it does not follow the entry before it",
        gettext_lazy("it does not follow the entry before it"),
    )
    CUT = "its end is missing", gettext_lazy("its end is missing")
    BEHIND = "it stands behind the end", gettext_lazy("it stands behind the end")
    SEALED = "a sealed value was changed", gettext_lazy("a sealed value was changed")


@dataclass(frozen=True)
class Broken:
    """The first place where a chain does not hold, and why."""

    chain: int
    sequence: int
    reason: Fault


def verify() -> tuple[int, list[Broken]]:
    """Recompute every chain; give the number of entries and the first broken place of each.

    Others may go on writing: what they add while this reads breaks nothing.
    """
    start = (0, GENESIS)
    first_heads = _heads()
    last: dict[int, tuple[int, str]] = {}
    at_head = {chain: start for chain, head in first_heads.items() if head == start}
    broken = {place.chain: place for place in reversed(_forged_values())}
    count = 0
    entries = AuditEntry.objects.order_by("chain", "sequence").select_related(
        "record_type", "subject_type"
    )
    for entry in entries.iterator(chunk_size=2000):
        count += 1
        chain, place = entry.chain, (entry.sequence, entry.hash)
        if fault := _fault(entry, *last.get(chain, start)):
            _note(broken, Broken(chain, entry.sequence, fault))
        last[chain] = place
        if place == first_heads.get(chain):
            at_head[chain] = place
    for chain, head in first_heads.items():
        if chain not in at_head:
            _note(broken, Broken(chain, head[0], Fault.CUT))
    for chain, head in _heads().items():
        if last.get(chain, start)[0] > head[0]:
            _note(broken, Broken(chain, head[0] + 1, Fault.BEHIND))
    return count, sorted(broken.values(), key=lambda found: found.chain)


def _heads() -> dict[int, tuple[int, str]]:
    return {head.chain: (head.sequence, head.hash) for head in ChainHead.objects.all()}


def _note(broken: dict[int, Broken], place: Broken) -> None:
    """Keep the first broken place of a chain."""
    known = broken.get(place.chain)
    if known is None or place.sequence < known.sequence:
        broken[place.chain] = place


def _fault(entry: AuditEntry, sequence: int, previous: str) -> Fault | None:
    if entry.sequence != sequence + 1:
        return Fault.GAP
    if entry.previous != previous:
        return Fault.LOOSE
    if entry.work_out_hash() != entry.hash:
        return Fault.CHANGED
    return None


def _forged_values() -> list[Broken]:
    """Compare every sealed value that can still be opened with its digest in the chain."""
    values = SealedValue.objects.exclude(key=None).select_related("entry", "key")
    return [
        Broken(value.entry.chain, value.entry.sequence, Fault.SEALED)
        for value in values.order_by("entry__chain", "entry__sequence").iterator(chunk_size=2000)
        if not _fits(value)
    ]


def _fits(value: SealedValue) -> bool:
    try:
        key = Fernet(master().decrypt(bytes(value.key.key)))  # type: ignore[union-attr]
    except InvalidToken:
        return True  # another installation's key: nobody here can read it, the digest stands
    try:
        text = key.decrypt(bytes(value.box))
    except InvalidToken:
        return False
    said: list[str] = value.entry.changes.get(value.field, [])
    return said == [f"sha256:{hashlib.sha256(text).hexdigest()}"]

"""Decisions about hand-over lists: draw up, leave out, hand over, note the archive's receipt."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit import files, numbering
from entente.kit.audit import (
    Remembered,
    changing,
    changing_all,
    creating,
    creating_all,
    locking,
    remember,
    removing,
    removing_all,
)
from entente.kit.errors import DomainError
from entente.kit.models.files import AttachmentKind
from entente.office.models import Unit, User
from entente.partnerships.archiving import ARCHIVE_FLOW, ArchiveState
from entente.partnerships.models import (
    FACTS,
    ArchiveItem,
    ArchiveList,
    differences,
)

Z = ArchiveState
SERIES = "partnerships.archive"


def draw_up_archive_list(
    unit: Unit,
    year: int,
    *,
    on: datetime.date,
    by: User,
    with_earlier: bool = False,
    notes: str = "",
) -> ArchiveList:
    """Begin a hand-over list with all that a unit signed or ended in a year and still has.

    Later lists of the same year take what came after. A year without anything left is refused.
    """
    if year > on.year:
        raise DomainError({"year": _("This year has not come yet.")}, code="future")
    drafted = ArchiveList(unit=unit, year=year, with_earlier=with_earlier, notes=notes)
    with transaction.atomic():
        if ArchiveList.objects.drafts().filter(unit=unit, year=year).exists():
            raise DomainError(
                {"year": _("A list of this year is being drawn up already.")}, code="drafted"
            )
        creating(drafted, by=by, verb="archive.drawn_up")
        _take_up(drafted, by=by)
        if not drafted.items.exists():
            raise DomainError(
                {
                    "year": _("Of %(year)s, nothing of %(unit)s is left to be handed over.")
                    % {"year": year, "unit": unit.name}
                },
                code="nothing",
            )
    return drafted


def renew_archive_list(chosen: ArchiveList, *, by: User) -> bool:
    """Bring a draft in step with the agreements; say whether anything had changed.

    What was entered on a line stays.
    """
    with locking(chosen):
        ARCHIVE_FLOW.move(chosen.state, "renew_archive")
        return _take_up(chosen, by=by)


def _take_up(chosen: ArchiveList, *, by: User) -> bool:
    facts, lines = differences(chosen)
    gone = [line for key, line in lines.items() if key not in facts]
    removing_all(gone, by=by, verb="archive_item.removed", indexed=False)
    if same := [line.pk for key, line in lines.items() if key in facts]:
        rows = ArchiveItem.objects.filter(pk__in=same)
        with changing_all(rows, by=by, verb="archive_item.renewed", indexed=False) as held:
            for line in held:
                for name in FACTS:
                    setattr(line, name, facts[line.agreement_id][name])
    last = max((line.position for line in chosen.items.all()), default=0)
    new = [key for key in facts if key not in lines]
    creating_all(
        [
            ArchiveItem(of_list=chosen, agreement_id=key, position=last + place, **facts[key])
            for place, key in enumerate(new, start=1)
        ],
        by=by,
        verb="archive_item.added",
        indexed=False,
    )
    return bool(facts or lines)


def change_archive_item(
    item: ArchiveItem, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Enter copies and pages of a line, or leave it out for a reason; only on a draft."""
    with locking(item.of_list) as chosen:
        if not chosen.is_draft:
            raise DomainError(_("The list is handed over and changes no more."), code="closed")
        with changing(item, by=by, verb="archive_item.changed", seen=seen):
            for name, value in values.items():
                setattr(item, name, value)
            if item.for_good and not item.left_out_because:
                raise DomainError(
                    {"left_out_because": _("Say why it is left out.")}, code="no_reason"
                )


def hand_over_archive_list(
    chosen: ArchiveList, *, handed_over_on: datetime.date, on: datetime.date, by: User
) -> None:
    """Hand a list over: it receives its number, and its lines stay as they are from now on.

    A draft that is behind the agreements is refused, so that nobody hands over what they have not
    read.
    """
    if handed_over_on > on:
        raise DomainError({"handed_over_on": _("This day has not come yet.")}, code="future")
    with changing(chosen, by=by, verb="archive.handed_over"):
        chosen.state = ARCHIVE_FLOW.move(chosen.state, "hand_over_archive")
        if handed_over_on.year < chosen.year:
            raise DomainError(
                {"handed_over_on": _("The day lies before the year of the list.")}, code="too_early"
            )
        # Whoever hands over another list of this institution waits here.
        tree = chosen.unit.top or chosen.unit
        taken = numbering.take(SERIES, scope=tree.pk, year=chosen.year)
        if any(differences(chosen)):
            raise DomainError(
                _("Agreements have changed meanwhile. Bring the list up to date first."),
                code="behind",
            )
        if not chosen.items.filter(left_out_because="").exists():
            raise DomainError(_("Every line is left out: nothing is handed over."), code="empty")
        chosen.number = f"{tree.code}-ARC-{chosen.year}-{taken:02d}"
        chosen.handed_over_on, chosen.handed_over_by = handed_over_on, by
        _mark_handed_over(chosen, by=by)


def _mark_handed_over(chosen: ArchiveList, *, by: User) -> None:
    included = chosen.items.filter(left_out_because="")
    verb = "archive_item.handed_over"
    with changing_all(included, by=by, verb=verb, indexed=False) as held:
        for line in held:
            line.handed_over = True
    agreements = [line.agreement for line in included.select_related("agreement")]
    told = [Remembered(it, "agreement.archived", {}, chosen.number) for it in agreements]
    remember(told, by=by)


def receive_archive_list(
    chosen: ArchiveList,
    *,
    received_on: datetime.date,
    receiver: str,
    on: datetime.date,
    by: User,
    archive_number: str = "",
    numbers: Mapping[int, str] | None = None,
    scan: File[bytes] | None = None,
) -> None:
    """Note the archive's receipt: from now on each agreement shows where its original lies.

    `archive_number` is that of the whole list; `numbers` are those of single lines, by their key.
    """
    with transaction.atomic():
        _note_receipt(
            chosen,
            "receive_archive",
            "archive.received",
            {"received_on": received_on, "receiver": receiver, "archive_number": archive_number},
            numbers or {},
            on=on,
            by=by,
        )
        if scan:
            _attach_receipt(chosen, scan, by=by)


def correct_archive_receipt(
    chosen: ArchiveList,
    *,
    on: datetime.date,
    by: User,
    numbers: Mapping[int, str] | None = None,
    seen: int | None = None,
    **values: Any,
) -> None:
    """Correct the receipt, or add archive numbers that came later."""
    verb = "archive.receipt_corrected"
    _note_receipt(chosen, "correct_receipt", verb, values, numbers or {}, on=on, by=by, seen=seen)


def _note_receipt(
    chosen: ArchiveList,
    step: str,
    verb: str,
    values: Mapping[str, Any],
    numbers: Mapping[int, str],
    *,
    on: datetime.date,
    by: User,
    seen: int | None = None,
) -> None:
    with transaction.atomic():
        with changing(chosen, by=by, verb=verb, seen=seen):
            chosen.state = ARCHIVE_FLOW.move(chosen.state, step)
            for name, value in values.items():
                setattr(chosen, name, value)
            _check_receipt(chosen, on=on)
        rows = chosen.items.filter(handed_over=True, pk__in=list(numbers))
        with changing_all(rows, by=by, verb="archive_item.numbered", indexed=False) as held:
            for line in held:
                line.archive_number = numbers[line.pk]


def _check_receipt(chosen: ArchiveList, *, on: datetime.date) -> None:
    if not chosen.receiver.strip():
        raise DomainError({"receiver": _("Name who received it.")}, code="nobody")
    received, handed = chosen.received_on, chosen.handed_over_on
    if received is None or handed is None:
        raise DomainError({"received_on": _("Say when it was received.")}, code="no_day")
    if received > on:
        raise DomainError({"received_on": _("This day has not come yet.")}, code="future")
    if received < handed:
        message = _("It was handed over on %(day)s, and not received before.")
        raise DomainError({"received_on": message % {"day": handed.isoformat()}}, code="too_early")


def _attach_receipt(chosen: ArchiveList, scan: File[bytes], *, by: User) -> None:
    try:
        files.attach(chosen, scan, kind=AttachmentKind.SCAN, by=by)
    except DomainError as refusal:
        raise DomainError({"scan": refusal.messages}) from refusal


def discard_archive_list(chosen: ArchiveList, *, by: User) -> None:
    """Give a draft up; its lines go with it, and what they said stays in the history."""
    with locking(chosen):
        ARCHIVE_FLOW.move(chosen.state, "discard_archive")
        removing_all(list(chosen.items.all()), by=by, verb="archive_item.removed", indexed=False)
        removing(chosen, by=by, verb="archive.discarded")

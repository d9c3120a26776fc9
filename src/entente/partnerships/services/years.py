"""The places of one year as a page shows them: all numbers saved together, or none."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from entente.kit.audit import changing_all, locking
from entente.kit.errors import ChangedMeanwhileError
from entente.kit.periods import PartialDate
from entente.office.models import User
from entente.partnerships.enums import UsedFrom
from entente.partnerships.models import Agreement, Places
from entente.partnerships.services.amending import Amended, amend_year
from entente.partnerships.services.balance import keep_sums
from entente.partnerships.services.places import check_year, refuse_closed


@dataclass(frozen=True)
class YearLine:
    """What one line of a year is to say; `seen` is the version that the person had before them."""

    places: Places
    number: int
    used: int | None = None
    used_semesters: int | None = None
    seen: int | None = None


@dataclass(frozen=True)
class Agreed:
    """That numbers were agreed anew, and are no correction: why, for how long, where it stands."""

    reason: str
    only_this_year: bool = True
    agreed_on: PartialDate | None = None
    document: str = ""


def save_year(
    agreement: Agreement,
    *,
    year: int,
    lines: Sequence[YearLine],
    by: User,
    on: datetime.date,
    agreed: Agreed | None = None,
) -> None:
    """Save the places and their use of one year together.

    Changed numbers of places are corrections, or (`agreed`) an amendment; use is always an entry
    of that day. A line that somebody else changed meanwhile refuses them all.
    """
    said = {line.places.pk: line for line in lines}
    with locking(agreement):
        refuse_closed(agreement)
        rows = Places.objects.filter(agreement=agreement, academic_year=year, pk__in=said)
        held = {row.pk: row for row in rows.select_related("agreement")}
        for pk, line in said.items():
            if pk not in held or (line.seen is not None and line.seen != held[pk].version):
                raise ChangedMeanwhileError(
                    _("Not saved: somebody changed these places just now. Look at them again."),
                    code="changed_meanwhile",
                )
        changes = [
            Amended(held[pk], line.number)
            for pk, line in said.items()
            if line.number != held[pk].number
        ]
        if agreed and changes:
            amend_year(
                agreement,
                year=year,
                by=by,
                reason=agreed.reason,
                changes=changes,
                only_this_year=agreed.only_this_year,
                agreed_on=agreed.agreed_on,
                document=agreed.document,
            )
        locked = rows.select_related("agreement")
        with changing_all(locked, by=by, verb="places.changed", indexed=False) as found:
            for row in found:
                row.number = said[row.pk].number
                _say_use(row, said[row.pk], on=on)
        check_year(agreement, year)
        keep_sums([agreement.pk], [year])


def _say_use(row: Places, line: YearLine, *, on: datetime.date) -> None:
    if (row.used, row.used_semesters) == (line.used, line.used_semesters):
        return
    row.used, row.used_semesters = line.used, line.used_semesters
    row.used_from = "" if line.used is None else UsedFrom.ENTERED
    row.used_on = None if line.used is None else on
    if line.used is None:
        row.used_semesters = None

"""How many places of an agreement were used, as the records of stays tell."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from entente.kit.audit import locking
from entente.mobility.enums import TAKES, Kind
from entente.mobility.models import Stay
from entente.office.models import User
from entente.partnerships import quotas
from entente.partnerships.enums import UsedFrom
from entente.partnerships.models import Agreement, Places
from entente.partnerships.services import record_used

DAYS_OF_A_MONTH = Decimal("30.5")
OPEN = ("", UsedFrom.RECORDS)
LATE_YEARS = 2
AT_ONCE = 500


def count_places_used(
    agreement: Agreement, years: Collection[int], *, by: User, on: datetime.date | None = None
) -> int:
    """Write on an agreement's places how many stays took them; give how many lines changed.

    What somebody entered or imported is never written over, and where no stay is recorded nothing
    is said: no stay in our records does not mean that nobody went. A stay counts for every line
    that covers it; where lines beside each other do, it counts for none of them but for what they
    are both part of.
    """
    with locking(agreement):
        lines = list(
            Places.objects.filter(agreement=agreement, academic_year__in=years).for_quotas()
        )
        stays = Stay.objects.taking_places().filter(agreement=agreement, academic_year__in=years)
        changed = 0
        for places, used, semesters in _counted(lines, stays):
            record_used(
                places,
                used=used,
                used_semesters=semesters,
                used_from=UsedFrom.RECORDS,
                on=on or timezone.localdate(),
                by=by,
            )
            changed += 1
    return changed


def _counted(
    lines: Iterable[Places], stays: Iterable[Stay]
) -> Iterator[tuple[Places, int, int | None]]:
    """Give the lines of which the records say something else than they do."""
    open_lines = [it for it in lines if it.used_from in OPEN]
    taken: defaultdict[Any, list[Stay]] = defaultdict(list)
    for stay in stays:
        for line in _taken_by(stay, open_lines):
            taken[line.pk].append(stay)
    for line in open_lines:
        found = taken[line.pk]
        used, semesters = len(found), _semesters(found)
        if not found and not line.used_from:
            continue
        if (line.used, line.used_semesters) != (used, semesters):
            yield line, used, semesters


def _taken_by(stay: Stay, lines: Iterable[Places]) -> list[Places]:
    kind = quotas.Kind(
        stay.academic_year or 0,
        stay.direction,
        stay.basis,
        TAKES[Kind(stay.kind)],
        stay.level,
        stay.field,
        unit=stay.unit.path,
    )
    covering = [line for line in lines if _plain(line.kind).covers(kind)]
    return [line for line in covering if not _has_rival(line, covering)]


def _plain(kind: quotas.Kind) -> quotas.Kind:
    """Leave out what a stay does not tell: the language asked for, a field in words."""
    return quotas.Kind(
        kind.year, kind.direction, kind.basis, kind.stay, kind.level, kind.field, unit=kind.unit
    )


def _has_rival(line: Places, covering: Collection[Places]) -> bool:
    above = {it.pk: it.parent_id for it in covering}

    def holds(outer: Any, inner: Any) -> bool:
        while inner is not None:
            if inner == outer:
                return True
            inner = above.get(inner)
        return False

    return not all(holds(line.pk, it.pk) or holds(it.pk, line.pk) for it in covering)


def _semesters(stays: Iterable[Stay]) -> int | None:
    """Add up semesters; None where of one stay it is not certain how many they are."""
    whole = 0
    for stay in stays:
        if stay.fewest_days is None or stay.most_days is None:
            return None
        fewest, most = (
            quotas.semesters(Decimal(days) / DAYS_OF_A_MONTH)
            for days in (stay.fewest_days, stay.most_days)
        )
        if fewest is None or fewest != most:
            return None
        whole += fewest
    return whole


def count_all_places_used(*, by: User, on: datetime.date) -> int:
    """Count anew of late years, and wherever nothing is said yet; give how many lines changed.

    What is corrected in an older year is counted with the correction.
    """
    recorded = Stay.objects.taking_places().filter(
        agreement=OuterRef("agreement"), academic_year=OuterRef("academic_year")
    )
    late = Q(academic_year__gte=on.year - LATE_YEARS) | Q(used_from="")
    lines = Places.objects.filter(late, Exists(recorded), used_from__in=OPEN)
    years: defaultdict[int, set[int]] = defaultdict(set)
    for key, year in lines.values_list("agreement", "academic_year").distinct():
        years[key].add(year)
    changed, keys = 0, sorted(years)
    for at in range(0, len(keys), AT_ONCE):
        for agreement in _differing(keys[at : at + AT_ONCE], years):
            changed += count_places_used(agreement, years[agreement.pk], by=by, on=on)
    return changed


def _differing(keys: Collection[int], years: Mapping[int, Collection[int]]) -> list[Agreement]:
    """Find the agreements of which a line says something else than the stays do."""
    lines: defaultdict[int, list[Places]] = defaultdict(list)
    for line in Places.objects.filter(agreement__in=keys).for_quotas():
        if line.academic_year in years[line.agreement_id]:
            lines[line.agreement_id].append(line)
    stays: defaultdict[int, list[Stay]] = defaultdict(list)
    for stay in Stay.objects.taking_places().filter(agreement__in=keys):
        if stay.agreement_id and stay.academic_year in years[stay.agreement_id]:
            stays[stay.agreement_id].append(stay)
    changed = [key for key in keys if next(_counted(lines[key], stays[key]), None)]
    return list(Agreement.objects.filter(pk__in=changed).order_by("pk"))

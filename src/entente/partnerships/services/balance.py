"""Keeping the sums of places by year in step with the places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from entente.office.models import Unit
from entente.partnerships import quotas
from entente.partnerships.enums import (
    PROMISED,
    STUDENT_STAYS,
    PlacesBasis,
    PlacesGroup,
    StudyLevel,
)
from entente.partnerships.models import (
    Agreement,
    AgreementParty,
    AgreementYear,
    PartnerYear,
    Places,
)
from entente.partnerships.models.balance import DIRECTIONS, SUMS

AT_ONCE = 500
# An institution, a partner (None: several share), a year.
Place = tuple[int, int | None, int]


def keep_sums(agreements: Iterable[int], years: Iterable[int] | None = None) -> None:
    """Work out anew the sums of these agreements, of all years or of some, and of their partners.

    It runs in the transaction of the change. The sums of partners are read from those of all their
    agreements while their institution is held, so that two who write at once lose nothing.
    """
    keys = sorted(set(agreements))
    span = None if years is None else sorted(set(years))
    with transaction.atomic():
        touched: set[Place] = set()
        for start in range(0, len(keys), AT_ONCE):
            touched |= _keep_agreements(keys[start : start + AT_ONCE], span)
        if touched:
            _keep_partners(touched)


def on_agreement(instance: Agreement, **_signal: Any) -> None:
    """Keep the sums when an agreement is signed, ends or moves to another unit."""
    if Places.objects.filter(agreement=instance).exists():
        keep_sums([instance.pk])


def on_party(instance: AgreementParty, **_signal: Any) -> None:
    """Keep the sums when a partner of an agreement comes, changes or goes."""
    if Places.objects.filter(agreement=instance.agreement_id).exists():
        keep_sums([instance.agreement_id])


# --- Of agreements --------------------------------------------------------------------------------


def _keep_agreements(keys: Sequence[int], years: Sequence[int] | None) -> set[Place]:
    """Replace the sums that differ; give the places whose sums changed."""
    old_rows = AgreementYear.objects.filter(agreement__in=keys)
    if years is not None:
        old_rows = old_rows.filter(academic_year__in=years)
    old = {(it.agreement_id, it.academic_year, it.group): it for it in old_rows}
    new = {(it.agreement_id, it.academic_year, it.group): it for it in _sums_of(keys, years)}
    gone = [row for key, row in old.items() if key not in new or not _same(row, new[key])]
    come = [row for key, row in new.items() if key not in old or not _same(row, old[key])]
    if gone:
        AgreementYear.objects.filter(pk__in=[row.pk for row in gone]).delete()
    AgreementYear.objects.bulk_create(come, batch_size=AT_ONCE)
    return {(row.top_unit_id, row.partner_id, row.academic_year) for row in (*gone, *come)}


def _same(one: AgreementYear, other: AgreementYear) -> bool:
    names = ("unit_id", "top_unit_id", "partner_id", *SUMS)
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _sums_of(keys: Sequence[int], years: Sequence[int] | None) -> Iterator[AgreementYear]:
    signed = Agreement.objects.filter(pk__in=keys, state__in=PROMISED)
    promised = {
        key: (unit, tree) for key, unit, tree in signed.values_list("pk", "unit", "top_unit")
    }
    rows = Places.objects.filter(agreement__in=list(promised))
    if years is not None:
        rows = rows.filter(academic_year__in=years)
    of_agreements: dict[int, list[Places]] = defaultdict(list)
    for row in rows.order_by("pk"):
        of_agreements[row.agreement_id].append(row)
    partners = _partners(list(of_agreements))
    for key, held in of_agreements.items():
        unit, tree = promised[key]
        for (year, group), sums in sums_by_year(held).items():
            yield AgreementYear(
                agreement_id=key,
                unit_id=unit,
                top_unit_id=tree,
                partner_id=partners.get(key),
                academic_year=year,
                group=group,
                **sums,
            )


def _partners(keys: Sequence[int]) -> dict[int, int | None]:
    """Give the partner of each agreement; None where there are several."""
    found: dict[int, int | None] = {}
    parties = AgreementParty.objects.filter(agreement__in=keys, organisation__isnull=False)
    for agreement, partner in parties.values_list("agreement", "organisation"):
        found[agreement] = None if agreement in found else partner
    return found


def sums_by_year(places: Sequence[Places]) -> dict[tuple[int, str], dict[str, int]]:
    """Add up the places of one agreement by year and group."""
    used = quotas.used(
        quotas.Quota(
            row.pk, quotas.Kind(row.academic_year, ""), row.number, row.parent_id, row.used
        )
        for row in places
    )
    semesters = _semesters(places)
    sums: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(SUMS, 0))
    for row in places:
        if row.parent_id is not None:
            continue
        way, found = DIRECTIONS[row.direction], sums[row.academic_year, group_of(row)]
        number, measured = used[row.pk], semesters[row.pk]
        found[f"{way}_places"] += row.number
        found[f"{way}_used"] += number or 0
        found[f"{way}_unknown"] += number is None and row.number > 0
        found[f"{way}_semesters"] += measured or 0
        found[f"{way}_unmeasured"] += (number or 0) if measured is None else 0
    return dict(sums)


def _semesters(places: Sequence[Places]) -> dict[Any, int | None]:
    """Say how many semesters of each quota were used; None where a length is not known."""

    def own(row: Places) -> int | None:
        if row.used_semesters is not None:
            return row.used_semesters
        each = quotas.semesters(row.months)
        return None if row.used is None or each is None else row.used * each

    return quotas.used(
        quotas.Quota(row.pk, quotas.Kind(row.academic_year, ""), 0, row.parent_id, own(row))
        for row in places
    )


def group_of(places: Places) -> str:
    """Say in which part of the balance places count: exchanged, of free movers, of staff."""
    if places.stay not in STUDENT_STAYS or places.level == StudyLevel.STAFF:
        return PlacesGroup.STAFF
    if places.basis == PlacesBasis.FREE_MOVER:
        return PlacesGroup.FREE_MOVER
    return PlacesGroup.EXCHANGE


# --- Of partners ----------------------------------------------------------------------------------


def _keep_partners(touched: set[Place]) -> None:
    """Work out the sums of these partners and years anew from those of their agreements."""
    trees = sorted({tree for tree, _partner, _year in touched})
    # Whoever adds up for an institution waits for who adds up for it already.
    list(Unit.objects.select_for_update(no_key=True).filter(pk__in=trees).order_by("pk"))
    partners = sorted({partner for _tree, partner, _year in touched if partner is not None})
    several = any(partner is None for _tree, partner, _year in touched)
    groups = [partners[at : at + AT_ONCE] for at in range(0, len(partners), AT_ONCE)]
    years = sorted({year for _tree, _partner, year in touched})
    for some in groups:
        _keep_some(Q(partner__in=some), trees, years)
    if several:
        _keep_some(Q(partner__isnull=True), trees, years)


def _keep_some(partners: Q, trees: Sequence[int], years: Sequence[int]) -> None:
    inside = partners & Q(top_unit__in=trees, academic_year__in=years)
    columns = ("top_unit_id", "partner_id", "academic_year", "group")
    summed: QuerySet[Any, dict[str, Any]] = AgreementYear.objects.filter(inside).summed(*columns)
    rows = [
        PartnerYear(
            **{name: line[name] for name in columns},
            **{name: line[f"{name}_sum"] for name in SUMS},
        )
        for line in summed
    ]
    PartnerYear.objects.filter(inside).delete()
    PartnerYear.objects.bulk_create(rows, batch_size=AT_ONCE)

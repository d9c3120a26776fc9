"""What can be counted of grants: persons funded and grants, by year and scheme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entente.funding.enums import VIEW_GRANT
from entente.funding.models import Grant
from entente.kit.measures import (
    CountingUnit,
    Dimension,
    Judged,
    Kind,
    Measure,
    Row,
    declare,
)
from entente.kit.periods import Period
from entente.organisations.places import choices

LEFT_OUT = _("applications, and grants that were refused or cancelled")


@dataclass(frozen=True)
class FallsInYear:
    """A flow by the calendar year of a budget; a part of that year counts possibly."""

    year: str

    def surely(self, period: Period) -> Q:
        """Keep the years that lie whole in the period."""
        first, last = period.first, period.last
        whole = first.year if (first.month, first.day) == (1, 1) else first.year + 1
        until = last.year if (last.month, last.day) == (12, 31) else last.year - 1
        return Q(**{f"{self.year}__gte": whole, f"{self.year}__lte": until})

    def possibly(self, period: Period) -> Q:
        """Keep the years of which a day lies in it."""
        return Q(**{f"{self.year}__range": (period.first.year, period.last.year)})

    @property
    def columns(self) -> tuple[str, ...]:
        """Look at the year."""
        return (self.year,)

    def judged(self, row: Row, period: Period) -> Judged:
        """Say the same of one row."""
        year, first, last = row[self.year], period.first, period.last
        whole = first.year if (first.month, first.day) == (1, 1) else first.year + 1
        until = last.year if (last.month, last.day) == (12, 31) else last.year - 1
        return whole <= year <= until, first.year <= year <= last.year


def grants() -> Any:
    """Give the grants that are promised."""
    return Grant.objects.promised().for_list()


def _measure(name: str, label: Any, definition: Any, unit: CountingUnit, counts: str) -> Measure:
    return Measure(
        name,
        label,
        definition,
        unit,
        Kind.FLOW,
        when=FallsInYear("year"),
        rows=grants,
        counts=counts,
        leaves_out=LEFT_OUT,
        dimensions=(
            Dimension("scheme", _("funding scheme"), "scheme", record="funding.scheme"),
            Dimension("country", _("country or region"), "stay__country", choices=choices),
            Dimension("unit", _("unit"), "unit", record="office.unit"),
        ),
        permission=VIEW_GRANT,
        watches=("funding.grant",),
    )


declare(
    _measure(
        "persons_funded",
        _("Persons funded for a stay"),
        _("Persons to whom a grant for a stay is promised, each counted once."),
        CountingUnit.PERSONS,
        "stay__person",
    ),
    _measure(
        "grants_promised",
        _("Grants promised for stays"),
        _("Each grant that is promised for a stay."),
        CountingUnit.PERSON_TIMES,
        "",
    ),
)

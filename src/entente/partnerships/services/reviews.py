"""Looking back on an agreement before it is renewed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from entente.kit.audit import creating, locking
from entente.kit.errors import DomainError
from entente.kit.periods import Period
from entente.office.models import User
from entente.partnerships.enums import PlacesGroup
from entente.partnerships.models import Agreement, AgreementReview, AgreementYear
from entente.partnerships.models.chains import activity_rows

COUNTED = ("out_places", "out_used", "out_unknown", "in_places", "in_used", "in_unknown")
YEARS_BACK = 5


def review_activity(
    agreement: Agreement,
    *,
    by: User,
    on: datetime.date,
    judgement: str,
    recommendation: str,
    text_zh: str = "",
    text_en: str = "",
    first_year: int | None = None,
    last_year: int | None = None,
) -> AgreementReview:
    """Record what an agreement brought and what one advises; it is what a renewal stands on.

    Without years, those since the agreement began are looked at, at most the last five. The
    numbers of exchanged students are taken from its places as they stand on that day.
    """
    with locking(agreement):
        if not agreement.is_promised:
            raise DomainError(
                _("There is nothing to look back on: it was never signed."), code="not_signed"
            )
        first, last = years_to_review(agreement, on=on)
        first = first if first_year is None else first_year
        last = last if last_year is None else last_year
        return creating(
            AgreementReview(
                agreement=agreement,
                reviewed_on=on,
                reviewed_by=by,
                first_year=first,
                last_year=last,
                judgement=judgement,
                recommendation=recommendation,
                text_zh=text_zh,
                text_en=text_en,
                **counted(agreement, first, last),
            ),
            by=by,
            verb="agreement.reviewed",
        )


def years_to_review(agreement: Agreement, *, on: datetime.date) -> tuple[int, int]:
    """Give the academic years that a review looks at, at most the last five.

    They begin with the last renewal of the chain to which it belongs, else with the chain.
    """
    return _years_since(activity_rows(agreement)[1], on=on)


def _years_since(began_on: datetime.date, *, on: datetime.date) -> tuple[int, int]:
    last = Period.academic_year_of(on).first.year
    earliest = last - YEARS_BACK + 1
    if began_on <= datetime.date(earliest, 1, 1):
        return earliest, last
    began = Period.academic_year_of(began_on).first.year
    return min(max(earliest, began), last), last


def activity(agreement: Agreement, *, on: datetime.date) -> dict[str, Any]:
    """Tell what was exchanged since the last renewal: years, sums, over how many agreements."""
    rows, began_on = activity_rows(agreement)
    chain = list(rows.values_list("pk", flat=True))
    first, last = _years_since(began_on, on=on)
    return {
        "first": Period.academic_year(first).label,
        "last": Period.academic_year(last).label,
        "agreements": len(chain),
        **_counted(chain, first, last),
    }


def counted(agreement: Agreement, first: int, last: int) -> dict[str, int]:
    """Count the places and students exchanged in some years, under it and all of its chain."""
    chain, _since = activity_rows(agreement)
    return _counted(chain, first, last)


def _counted(chain: Iterable[Any], first: int, last: int) -> dict[str, int]:
    rows = AgreementYear.objects.filter(agreement__in=chain, group=PlacesGroup.EXCHANGE)
    years = list(rows.between(first, last))
    return {name: sum(getattr(year, name) for year in years) for name in COUNTED}

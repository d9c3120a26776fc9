"""Stays in a brief: how many went and came, year by year."""

from __future__ import annotations

import datetime
from collections import defaultdict

from django.db.models import Count, Q
from django.utils.translation import gettext

from entente.kit.parts import BriefSection, BriefSubject, organisation_brief
from entente.kit.periods import Period
from entente.kit.scope import Officer
from entente.mobility.enums import VIEW_STAY
from entente.mobility.models import Stay
from entente.partnerships.enums import Direction

YEARS = 5


@organisation_brief.fill(order=35)
def people(subject: BriefSubject, officer: Officer, on: datetime.date) -> list[BriefSection]:
    """Count the stays there and from there, in all and in the last academic years."""
    if not officer.may(VIEW_STAY):
        return []
    there = Q(organisation__in=subject.organisations)
    if subject.place:
        there |= Q(country=subject.place)
    rows = Stay.objects.visible_to(officer).took_place().filter(there)
    counted = rows.order_by().values_list("academic_year", "direction").annotate(Count("pk"))
    years: defaultdict[int | None, dict[str, int]] = defaultdict(dict)
    for year, direction, number in counted:
        years[year][direction] = number
    now = rows.away_on(on).count()
    shown = sorted((year for year in years if year), reverse=True)[:YEARS]
    out, back = (
        sum(numbers.get(way, 0) for numbers in years.values())
        for way in (Direction.OUTBOUND, Direction.INBOUND)
    )
    facts = (
        (gettext("Went there"), str(out)),
        (gettext("Came from there"), str(back)),
        (gettext("Under way on the day of this brief"), str(now)),
    )
    return [
        BriefSection(
            gettext("People who went and came"),
            facts=facts if years else (),
            headings=(gettext("Academic year"), gettext("Went there"), gettext("Came from there")),
            rows=tuple(
                (
                    Period.academic_year(year).label,
                    str(years[year].get(Direction.OUTBOUND, "–")),
                    str(years[year].get(Direction.INBOUND, "–")),
                )
                for year in shown
            ),
            widths=(2, 1, 1),
            note=gettext("Stays that began, each counted once."),
            empty=gettext("No stay is recorded."),
        )
    ]

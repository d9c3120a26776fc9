"""What can be counted of experts: persons, and engagements of them; lecturers apart."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entente.experts.enums import ENGAGED, VIEW_ENGAGEMENT, EngagementKind
from entente.experts.models import Engagement, Lecture
from entente.kit.measures import (
    EVERY,
    CountingUnit,
    Dimension,
    Falls,
    FallsOnDay,
    Holds,
    Kind,
    Measure,
    When,
    declare,
)
from entente.organisations.places import choices

U = CountingUnit
LEFT_OUT = _("engagements without a contract, and those that were cancelled")


def engagements() -> Any:
    """Give the engagements for which a contract was signed."""
    return Engagement.objects.engaged().select_related("person", "organisation")


def lectures() -> Any:
    """Give the lectures of experts under contract."""
    rows = Lecture.objects.filter(engagement__state__in=ENGAGED)
    return rows.select_related("engagement")


def _measure(
    name: str,
    label: Any,
    definition: Any,
    unit: CountingUnit,
    *,
    counts: str = "",
    kind: Kind = Kind.FLOW,
    when: When | None = None,
    among: Q = EVERY,
) -> Measure:
    """Declare a measure of engagements."""
    return Measure(
        name,
        label,
        definition,
        unit,
        kind,
        when=when or Falls("starts_on"),
        rows=engagements,
        among=among,
        counts=counts,
        leaves_out=LEFT_OUT,
        dimensions=(
            Dimension("partner", _("partner"), "organisation", record="organisations.organisation"),
            Dimension("country", _("country or region"), "organisation__country", choices=choices),
            Dimension("role", _("role"), "kind", choices=lambda: list(EngagementKind.choices)),
            Dimension("unit", _("unit"), "unit", record="office.unit"),
            Dimension("year", _("year"), "starts_on", is_year=True),
        ),
        permission=VIEW_ENGAGEMENT,
        watches=("experts.engagement",),
        date="starts_on",
    )


declare(
    _measure(
        "expert_appointments",
        _("Foreign experts engaged"),
        _("Experts from abroad who were engaged, each counted once."),
        U.PERSONS,
        counts="person",
    ),
    _measure(
        "expert_appointments_times",
        _("Engagements of foreign experts"),
        _("Each engagement of an expert from abroad."),
        U.PERSON_TIMES,
    ),
    _measure(
        "platform_experts",
        _("Experts of a talent platform"),
        _("Experts brought together under a programme for talent from abroad."),
        U.PERSONS,
        counts="person",
        kind=Kind.STOCK,
        when=Holds("starts_on", "ends_on"),
        among=Q(kind=EngagementKind.BASE_MEMBER),
    ),
    Measure(
        "guest_lecturers",
        _("Guest lecturers from abroad"),
        _("Scholars from abroad who gave a lecture here, each counted once."),
        U.PERSONS,
        Kind.FLOW,
        when=FallsOnDay("held_on"),
        rows=lectures,
        counts="engagement__person",
        leaves_out=LEFT_OUT,
        dimensions=(
            Dimension(
                "partner",
                _("partner"),
                "engagement__organisation",
                record="organisations.organisation",
            ),
            Dimension(
                "country",
                _("country or region"),
                "engagement__organisation__country",
                choices=choices,
            ),
            Dimension("unit", _("unit"), "engagement__unit", record="office.unit"),
        ),
        permission=VIEW_ENGAGEMENT,
        unit_path="engagement__unit",
        tree_path="engagement__top_unit",
        watches=("experts.engagement", "experts.lecture"),
        date="held_on",
        record_path="engagement",
    ),
)

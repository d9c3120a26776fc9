"""What can be counted of visits: groups, person-times, institutions; never one for another."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from entente.kit.measures import EVERY, CountingUnit, Dimension, Falls, Kind, Measure, declare
from entente.organisations.places import choices
from entente.visits.enums import VIEW_VISIT, VisitState, Way
from entente.visits.models import Delegate, Stop, Visit

U = CountingUnit
NOT_ALL = Q(visit__incomplete=True)
LEFT_OUT = _("visits that are only planned or were cancelled")


def visits(way: str) -> QuerySet[Any]:
    """Give the visits that took place."""
    return Visit.objects.took_place().filter(way=way)


def delegates(way: str) -> QuerySet[Any]:
    """Give the delegates of the visits that took place."""
    rows = Delegate.objects.filter(visit__state=VisitState.DONE, visit__way=way)
    return rows.select_related("visit", "organisation")


def stops() -> QuerySet[Any]:
    """Give the stops of the visits that we sent and that took place."""
    rows = Stop.objects.filter(visit__state=VisitState.DONE, visit__way=Way.OUT)
    return rows.select_related("visit", "organisation")


def _measure(name: str, label: Any, definition: Any, unit: CountingUnit, rows: Any) -> Measure:
    """Declare a flow of visits."""
    return Measure(
        name,
        label,
        definition,
        unit,
        Kind.FLOW,
        when=Falls("starts_on"),
        rows=rows,
        leaves_out=LEFT_OUT,
        dimensions=(
            Dimension("unit", _("unit"), "unit", record="office.unit"),
            Dimension("year", _("year"), "starts_on", is_year=True),
        ),
        permission=VIEW_VISIT,
        watches=("visits.visit",),
        date="starts_on",
    )


def _of_parts(
    name: str,
    label: Any,
    definition: Any,
    unit: CountingUnit,
    rows: Any,
    *,
    counts: str = "",
    place: str = "organisation__country",
    open_where: Q = EVERY,
) -> Measure:
    """Declare a flow of what belongs to visits."""
    return Measure(
        name,
        label,
        definition,
        unit,
        Kind.FLOW,
        when=Falls("visit__starts_on"),
        rows=rows,
        counts=counts,
        leaves_out=LEFT_OUT,
        dimensions=(
            Dimension("partner", _("partner"), "organisation", record="organisations.organisation"),
            Dimension("country", _("country or region"), place, choices=choices),
            Dimension("unit", _("unit"), "visit__unit", record="office.unit"),
            Dimension("year", _("year"), "visit__starts_on", is_year=True),
        ),
        permission=VIEW_VISIT,
        unit_path="visit__unit",
        tree_path="visit__top_unit",
        watches=("visits.visit", "visits.delegate", "visits.stop"),
        date="visit__starts_on",
        record_path="visit",
        open_where=open_where,
    )


declare(
    _measure(
        "visiting_groups_received",
        _("Delegations received"),
        _("Each incoming delegation as one group, however many came."),
        U.GROUPS,
        lambda: visits(Way.IN),
    ),
    _of_parts(
        "visitors_received",
        _("Visitors received in delegations"),
        _("Each member of an incoming delegation, once per visit."),
        U.PERSON_TIMES,
        lambda: delegates(Way.IN),
        open_where=NOT_ALL,
    ),
    _of_parts(
        "visiting_institutions",
        _("Institutions that visited us"),
        _("Institutions from which a delegation came, each counted once."),
        U.INSTITUTIONS,
        lambda: delegates(Way.IN),
        counts="organisation",
        open_where=NOT_ALL,
    ),
    _measure(
        "delegations_sent",
        _("Delegations sent"),
        _("Each outgoing delegation as one group, however many went."),
        U.GROUPS,
        lambda: visits(Way.OUT),
    ),
    _of_parts(
        "delegates_sent",
        _("Members of delegations sent"),
        _("Each member of an outgoing delegation, once per visit."),
        U.PERSON_TIMES,
        lambda: delegates(Way.OUT),
        open_where=NOT_ALL,
    ),
    _of_parts(
        "delegation_visit",
        _("Institutions visited"),
        _("Institutions abroad that a delegation of ours visited, each counted once."),
        U.INSTITUTIONS,
        stops,
        counts="organisation",
        place="country",
    ),
)

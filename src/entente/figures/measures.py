"""Measures that so far only tallies stand for: their records are kept on paper or nowhere."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from entente.kit.measures import CountingUnit, Dimension, Kind, Measure, declare
from entente.organisations.places import choices

U, K = CountingUnit, Kind

PARTNER = Dimension("partner", _("partner"), "", record="organisations.organisation")
COUNTRY = Dimension("country", _("country or region"), "", choices=choices)


def told(
    name: str,
    label: Any,
    definition: Any,
    unit: CountingUnit,
    kind: Kind = K.FLOW,
) -> None:
    """Declare a measure of which there are totals and no records."""
    # Different persons of separate years cannot be added: the same one may be in both.
    sums = unit not in (U.PERSONS, U.COUNTRIES, U.INSTITUTIONS) and kind is K.FLOW
    declare(Measure(name, label, definition, unit, kind, dimensions=(PARTNER, COUNTRY), sums=sums))


told(
    "students_outbound",
    _("Students sent abroad"),
    _("Students of ours who went to a partner to study, each counted once."),
    U.PERSONS,
)
told(
    "students_inbound",
    _("International students received"),
    _("Students who came from abroad, each counted once."),
    U.PERSONS,
)
told(
    "students_inbound_times",
    _("Receptions of international students"),
    _("Each arrival of a student from abroad, as often as the student comes."),
    U.PERSON_TIMES,
)
told(
    "staff_outbound",
    _("Teachers sent abroad"),
    _("Teachers who went abroad for exchange or visits, each counted once."),
    U.PERSONS,
)
told(
    "staff_outbound_times",
    _("Journeys of teachers abroad"),
    _("Each stay of a teacher abroad for exchange or visits."),
    U.PERSON_TIMES,
)
told(
    "expert_projects",
    _("Projects to bring in experts"),
    _("Projects to bring in experts from abroad that were carried out."),
    U.PROJECTS,
)
told(
    "expert_funding",
    _("Funds for foreign experts"),
    _("Public money received for experts from abroad, in yuan."),
    U.MONEY,
)
told(
    "visitors_received",
    _("Visitors received in delegations"),
    _("Each member of an incoming delegation, once per visit."),
    U.PERSON_TIMES,
)
told(
    "visiting_groups_received",
    _("Delegations received"),
    _("Each incoming delegation as one group, however many came."),
    U.GROUPS,
)
told(
    "delegation_visit",
    _("Institutions visited"),
    _("Institutions abroad that a delegation of ours visited, each counted once."),
    U.INSTITUTIONS,
)
told(
    "conference_attendance",
    _("Attendance of conferences abroad"),
    _("Teachers and students who attended an international conference, each counted once."),
    U.PERSONS,
)
told(
    "conference_grant_applications",
    _("Applications for conference grants"),
    _("Students who applied for money to attend a conference, each counted once."),
    U.PERSONS,
)
told(
    "visits_funded",
    _("Visits abroad that were funded"),
    _("Students to whom money for a visit abroad was granted, whether or not they have left."),
    U.PERSONS,
)
told(
    "destination_countries",
    _("Countries and regions of destination"),
    _("Countries and regions to which students of ours went."),
    U.COUNTRIES,
)
told(
    "training_courses",
    _("Training courses held"),
    _("Courses of training outside degrees that we held."),
    U.COURSES,
)
told(
    "exchange_platform",
    _("Years of an exchange platform"),
    _("Years in which a yearly exchange with a partner took place."),
    U.YEARS,
)

"""What can be counted of consortia."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from entente.consortia.enums import EditionState, MeetingState, MemberClass, Office, SeriesKind
from entente.consortia.models import Edition, Mandate, Meeting, Membership
from entente.kit.measures import (
    CountingUnit,
    Dimension,
    Falls,
    FallsOnDay,
    Holds,
    Kind,
    Measure,
    declare,
)
from entente.organisations.places import choices

VIEW = "consortia.view_consortium"
ORGANISATION = "organisations.organisation"
CONSORTIUM = Dimension("consortium", _("consortium"), "consortium", record="consortia.consortium")
HELD_MEETINGS = (MeetingState.OPEN, MeetingState.CLOSED, MeetingState.APPROVED)


def members() -> QuerySet[Any]:
    """Give all memberships of consortia."""
    return Membership.objects.select_related("organisation", "consortium")


def initiators() -> QuerySet[Any]:
    """Give the memberships of those who began a consortium."""
    return members().filter(is_initiator=True)


def chairs() -> QuerySet[Any]:
    """Give the mandates of those in the chair."""
    return Mandate.objects.for_list().filter(office=Office.CHAIR)


def secretariats() -> QuerySet[Any]:
    """Give the mandates of organisations that keep a secretariat."""
    return Mandate.objects.for_list().filter(office=Office.SECRETARIAT, organisation__isnull=False)


def meetings() -> QuerySet[Any]:
    """Give the meetings that took place."""
    return Meeting.objects.filter(state__in=HELD_MEETINGS)


def editions() -> QuerySet[Any]:
    """Give the editions that took place."""
    return Edition.objects.for_list().filter(state=EditionState.HELD)


def summer_schools() -> QuerySet[Any]:
    """Give the summer schools that took place."""
    return editions().filter(series__kind=SeriesKind.SUMMER_SCHOOL)


def _members(name: str, label: Any, definition: Any, **other: Any) -> Measure:
    defaults: dict[str, Any] = {
        "unit": CountingUnit.INSTITUTIONS,
        "kind": Kind.STOCK,
        "when": Holds("joined_on", "left_on"),
        "rows": members,
        "counts": "organisation",
        "dimensions": (
            CONSORTIUM,
            Dimension(
                "class", _("class of member"), "member_class", choices=lambda: MemberClass.choices
            ),
            Dimension("country", _("country or region"), "organisation__country", choices=choices),
        ),
        "permission": VIEW,
        "unit_path": "consortium__unit",
        "tree_path": "consortium__top_unit",
        "watches": ("consortia.membership", ORGANISATION),
        "date": "joined_on",
        "record_path": "organisation",
    }
    return Measure(name, label, definition, **(defaults | other))


def _mandates(name: str, label: Any, definition: Any, **other: Any) -> Measure:
    return _members(
        name,
        label,
        definition,
        **{
            "when": Holds("starts_on", "ends_on"),
            "dimensions": (CONSORTIUM,),
            "watches": ("consortia.mandate",),
            "date": "starts_on",
            "record_path": "consortium",
        }
        | other,
    )


def _editions(name: str, label: Any, definition: Any, rows: Any) -> Measure:
    return Measure(
        name,
        label,
        definition,
        CountingUnit.EVENTS,
        Kind.FLOW,
        Falls("starts_on"),
        rows,
        dimensions=(
            Dimension(
                "consortium",
                _("consortium"),
                "series__consortium",
                record="consortia.consortium",
            ),
            Dimension("kind", _("kind"), "series__kind", choices=lambda: SeriesKind.choices),
            Dimension("host", _("host"), "host", record=ORGANISATION),
            Dimension("year", _("year"), "starts_on", is_year=True),
        ),
        permission=VIEW,
        unit_path="series__consortium__unit",
        tree_path="series__consortium__top_unit",
        watches=("consortia.edition", "consortia.series"),
        date="starts_on",
        leaves_out=_("what was only planned, or cancelled"),
    )


declare(
    _members(
        "consortium_members",
        _("Members of consortia"),
        _("Institutions that are members of a consortium on the day, each counted once."),
    ),
    _members(
        "consortium_initiators",
        _("Initiators of consortia"),
        _("Members that began a consortium and still belong to it, each counted once."),
        rows=initiators,
    ),
    _members(
        "consortium_member_countries",
        _("Countries and regions of members"),
        _("Countries and regions of the members of consortia on the day."),
        unit=CountingUnit.COUNTRIES,
        counts="organisation__country",
        rows=lambda: members().exclude(organisation__country=""),
    ),
    _mandates(
        "consortium_chair",
        _("Chairs of consortia"),
        _("Persons who chair a consortium on the day."),
        unit=CountingUnit.PERSONS,
        counts="person",
        rows=chairs,
    ),
    _mandates(
        "consortium_secretariat",
        _("Secretariats of consortia"),
        _("Institutions that keep the secretariat of a consortium on the day."),
        rows=secretariats,
    ),
    Measure(
        "consortium_meetings",
        _("Meetings of consortia"),
        _("Meetings and written ballots of bodies that took place."),
        CountingUnit.EVENTS,
        Kind.FLOW,
        FallsOnDay("held_on"),
        meetings,
        dimensions=(CONSORTIUM,),
        permission="consortia.view_meeting",
        unit_path="consortium__unit",
        tree_path="consortium__top_unit",
        watches=("consortia.meeting",),
        date="held_on",
        leaves_out=_("what was only planned, or cancelled"),
    ),
    _editions(
        "consortium_editions",
        _("Events of consortia held"),
        _("Editions of summer schools, conferences, workshops and contests that took place."),
        editions,
    ),
    _editions(
        "summer_schools",
        _("Summer schools held"),
        _("Summer schools of consortia that took place."),
        summer_schools,
    ),
)

"""What can be counted of stays: persons and person-times, by several definitions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.measures import (
    CountingUnit,
    Dimension,
    Falls,
    Judged,
    Kind,
    Measure,
    Row,
    declare,
)
from entente.kit.periods import Period
from entente.mobility.enums import ACADEMIC, VIEW_STAY
from entente.mobility.enums import Kind as StayKind
from entente.mobility.lengths import SEMESTER_DAYS
from entente.mobility.models import Stay
from entente.organisations.enums import OrganisationKind
from entente.organisations.places import REGIONS, choices
from entente.partnerships.enums import PROMISED, Direction, PlacesBasis, StudyLevel

U = CountingUnit


@dataclass(frozen=True)
class LastsASemester(Falls):
    """A flow of stays that last a semester or longer.

    One whose dates leave its length open counts possibly.
    """

    def surely(self, period: Period) -> Q:
        """Keep what surely falls into the period and surely lasts as long."""
        return super().surely(period) & Q(fewest_days__gte=SEMESTER_DAYS)

    def possibly(self, period: Period) -> Q:
        """Keep what can fall into it and can last as long."""
        long = Q(most_days__gte=SEMESTER_DAYS) | Q(most_days__isnull=True)
        return super().possibly(period) & long

    @property
    def columns(self) -> tuple[str, ...]:
        """Look at the length too."""
        return (*super().columns, "fewest_days", "most_days")

    def judged(self, row: Row, period: Period) -> Judged:
        """Say the same of one row."""
        surely, possibly = super().judged(row, period)
        fewest, most = row["fewest_days"], row["most_days"]
        lasts = fewest is not None and fewest >= SEMESTER_DAYS
        return surely and lasts, possibly and (most is None or most >= SEMESTER_DAYS)


FIRST_YEAR = 1949  # no stay of a Chinese university that still stands began earlier


def _academic_years() -> list[tuple[str, str]]:
    last = timezone.localdate().year + 5
    return [
        (str(year), Period.academic_year(year).label) for year in range(last, FIRST_YEAR - 1, -1)
    ]


DIMENSIONS = (
    Dimension("partner", _("partner"), "organisation", record="organisations.organisation"),
    Dimension("country", _("country or region"), "country", choices=choices),
    Dimension("kind", _("kind"), "kind", choices=lambda: StayKind.choices),
    Dimension("level", _("level"), "level", choices=lambda: StudyLevel.choices),
    Dimension("direction", _("direction"), "direction", choices=lambda: Direction.choices),
    Dimension("basis", _("basis"), "basis", choices=lambda: PlacesBasis.choices),
    Dimension("programme", _("programme"), "programme", record="mobility.programme"),
    Dimension("unit", _("unit"), "unit", record="office.unit"),
    Dimension("year", _("year"), "starts_on", is_year=True),
    Dimension("academic_year", _("academic year"), "academic_year", choices=_academic_years),
)
# How what is watched leads to stays.
PATHS = {
    "mobility.stay": "pk",
    "partnerships.agreement": "agreement",
    "organisations.organisation": "organisation",
    "people.person": "person",
}
NOT_BEGUN = _("stays that are only planned or were not taken up")


def stays() -> QuerySet[Any]:
    """Give the stays that took place."""
    return Stay.objects.took_place().for_list()


def students(direction: str) -> Q:
    """Keep students' stays in a direction; attending a conference is no study."""
    return Q(direction=direction) & ~Q(level=StudyLevel.STAFF) & ~Q(kind=StayKind.CONFERENCE)


def qs_exchange(direction: str) -> Q:
    """Keep what QS counts as exchange: academic, under a signed agreement with a university."""
    return students(direction) & Q(
        kind__in=ACADEMIC,
        agreement__state__in=PROMISED,
        organisation__kind=OrganisationKind.UNIVERSITY,
    )


OUTGOING, INCOMING = students(Direction.OUTBOUND), students(Direction.INBOUND)
# Conferences are counted apart.
STAFF_OUT = Q(direction=Direction.OUTBOUND, level=StudyLevel.STAFF) & ~Q(kind=StayKind.CONFERENCE)
CONFERENCES = Q(direction=Direction.OUTBOUND, kind=StayKind.CONFERENCE)
# The ministry counts nobody from our own regions.
OF_THE_MINISTRY = INCOMING & ~Q(person__nationality__in=("CN", *REGIONS, ""))


def _flow(name: str, label: Any, definition: Any, among: Q, **other: Any) -> Measure:
    defaults: dict[str, Any] = {
        "unit": U.PERSONS,
        "kind": Kind.FLOW,
        "when": Falls("starts_on"),
        "rows": stays,
        "among": among,
        "counts": "person",
        "leaves_out": NOT_BEGUN,
        "dimensions": DIMENSIONS,
        "permission": VIEW_STAY,
        "watches": ("mobility.stay",),
        "date": "starts_on",
    }
    watched = other.get("watches", defaults["watches"])
    defaults["paths"] = {label: PATHS[label] for label in watched}
    return Measure(name, label, definition, **(defaults | other))


def _times(name: str, label: Any, definition: Any, among: Q) -> Measure:
    return _flow(name, label, definition, among, unit=U.PERSON_TIMES, counts="")


declare(
    _flow(
        "students_outbound",
        _("Students sent abroad"),
        _("Students of ours who went to a partner to study, each counted once."),
        OUTGOING,
    ),
    _times(
        "students_outbound_times",
        _("Stays of students abroad"),
        _("Each stay of a student of ours abroad, however short; conferences are counted apart."),
        OUTGOING,
    ),
    _flow(
        "students_outbound_qs",
        _("Exchange students sent, as QS counts"),
        _(
            "Students who studied at a university abroad for a semester (90 days) or longer, under"
            " a signed agreement with it, each counted once."
        ),
        qs_exchange(Direction.OUTBOUND),
        when=LastsASemester("starts_on"),
        watches=("mobility.stay", "partnerships.agreement", "organisations.organisation"),
        leaves_out=_("shorter stays, and stays without a signed agreement"),
    ),
    _flow(
        "students_inbound",
        _("International students received"),
        _("Students who came from abroad, each counted once."),
        INCOMING,
    ),
    _times(
        "students_inbound_times",
        _("Receptions of international students"),
        _("Each arrival of a student from abroad, as often as the student comes."),
        INCOMING,
    ),
    _flow(
        "students_inbound_qs",
        _("Exchange students received, as QS counts"),
        _(
            "Students of a university abroad who studied with us for a semester (90 days) or"
            " longer, under a signed agreement with it, each counted once."
        ),
        qs_exchange(Direction.INBOUND),
        when=LastsASemester("starts_on"),
        watches=("mobility.stay", "partnerships.agreement", "organisations.organisation"),
        leaves_out=_("shorter stays, and stays without a signed agreement"),
    ),
    _flow(
        "students_inbound_ministry",
        _("International students, as the ministry counts"),
        _(
            "Students with a foreign nationality who came to study, each counted once; those from"
            " Hong Kong, Macao and Taiwan have statistics of their own."
        ),
        OF_THE_MINISTRY,
        watches=("mobility.stay", "people.person"),
        leaves_out=_("persons from Hong Kong, Macao and Taiwan, and whose nationality is unknown"),
    ),
    _flow(
        "staff_outbound",
        _("Teachers sent abroad"),
        _("Teachers who went abroad for exchange or visits, each counted once."),
        STAFF_OUT,
    ),
    _times(
        "staff_outbound_times",
        _("Journeys of teachers abroad"),
        _("Each stay of a teacher abroad for exchange or visits."),
        STAFF_OUT,
    ),
    _flow(
        "conference_attendance",
        _("Attendance of conferences abroad"),
        _("Teachers and students who attended an international conference, each counted once."),
        CONFERENCES,
    ),
    _flow(
        "destination_countries",
        _("Countries and regions of destination"),
        _("Countries and regions to which students of ours went."),
        OUTGOING & ~Q(country=""),
        unit=U.COUNTRIES,
        counts="country",
    ),
)

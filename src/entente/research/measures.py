"""What can be counted of joint research: laboratories, projects approved, publications."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.measures import CountingUnit, Dimension, Falls, Holds, Kind, Measure, declare
from entente.organisations.places import choices
from entente.research.enums import (
    PATENTS,
    VIEW_ACHIEVEMENT,
    VIEW_CENTRE,
    VIEW_PROJECT,
    VIEW_PUBLICATION,
    AchievementKind,
    CentreKind,
    Level,
    PublicationKind,
)
from entente.research.models import Achievement, JointCentre, JointProject, Publication

U = CountingUnit
PARTNER = "partners__organisation"
NAMED = "affiliations__organisation"


def centres() -> QuerySet[Any]:
    """Give the laboratories and centres that were founded."""
    return JointCentre.objects.founded()


def projects() -> QuerySet[Any]:
    """Give the projects that were approved."""
    return JointProject.objects.approved()


def publications() -> QuerySet[Any]:
    """Give the publications with a partner."""
    return Publication.objects.joint()


def achievements() -> QuerySet[Any]:
    """Give the patents and prizes with a partner that were granted or awarded."""
    return Achievement.objects.granted().joint()


def _achieved(
    name: str, label: Any, definition: Any, unit: CountingUnit, kinds: Iterable[str], without: Any
) -> Measure:
    """Declare how many patents or prizes were granted or awarded in a period."""
    return Measure(
        name,
        label,
        definition,
        unit,
        Kind.FLOW,
        when=Falls("granted_on"),
        rows=achievements,
        among=Q(kind__in=list(kinds)),
        leaves_out=without,
        dimensions=(
            Dimension(
                "partner", _("partner"), PARTNER, record="organisations.organisation", many=True
            ),
            Dimension(
                "country",
                _("country or region"),
                f"{PARTNER}__country",
                choices=choices,
                many=True,
            ),
            Dimension("unit", _("unit"), "unit", record="office.unit"),
            Dimension("year", _("year"), "granted_on", is_year=True),
        ),
        permission=VIEW_ACHIEVEMENT,
        watches=(
            "research.achievement",
            "research.achievementpartner",
            "organisations.organisation",
        ),
        date="granted_on",
    )


def _measure(
    name: str, label: Any, definition: Any, unit: CountingUnit, *kinds: CentreKind
) -> Measure:
    """Declare a stock of laboratories or centres."""
    return Measure(
        name,
        label,
        definition,
        unit,
        Kind.STOCK,
        when=Holds("founded_on", "closed_on"),
        rows=centres,
        among=Q(kind__in=kinds),
        leaves_out=_("what is only planned or was never founded, and what was closed before"),
        dimensions=(
            Dimension(
                "partner", _("partner"), PARTNER, record="organisations.organisation", many=True
            ),
            Dimension(
                "country",
                _("country or region"),
                f"{PARTNER}__country",
                choices=choices,
                many=True,
            ),
            Dimension(
                "level",
                pgettext_lazy("joint centre", "level"),
                "level",
                choices=lambda: list(Level.choices),
            ),
            Dimension("unit", _("unit"), "unit", record="office.unit"),
            Dimension("year", _("year of founding"), "founded_on", is_year=True),
        ),
        permission=VIEW_CENTRE,
        watches=(
            "research.jointcentre",
            "research.centrepartner",
            "organisations.organisation",
        ),
        date="founded_on",
    )


declare(
    _measure(
        "joint_labs",
        _("International joint laboratories"),
        _("Laboratories that we keep together with partners abroad."),
        U.LABS,
        CentreKind.LABORATORY,
    ),
    _measure(
        "joint_research_centres",
        _("International joint research centres"),
        _("Research centres and institutes that we keep together with partners abroad."),
        U.CENTRES,
        CentreKind.CENTRE,
        CentreKind.INSTITUTE,
    ),
    Measure(
        "joint_research_projects",
        _("Joint research projects"),
        _("Research projects approved together with a partner."),
        U.PROJECTS,
        Kind.FLOW,
        when=Falls("approved_on"),
        rows=projects,
        leaves_out=_("projects that are only applied for or were not approved"),
        dimensions=(
            Dimension(
                "partner", _("partner"), PARTNER, record="organisations.organisation", many=True
            ),
            Dimension(
                "country",
                _("country or region"),
                f"{PARTNER}__country",
                choices=choices,
                many=True,
            ),
            Dimension(
                "funder",
                _("who approves and funds it"),
                "funder",
                record="organisations.organisation",
            ),
            Dimension("unit", _("unit"), "unit", record="office.unit"),
            Dimension("year", _("year"), "approved_on", is_year=True),
        ),
        permission=VIEW_PROJECT,
        watches=(
            "research.jointproject",
            "research.projectpartner",
            "organisations.organisation",
        ),
        date="approved_on",
    ),
    Measure(
        "joint_publications",
        _("Publications with partners"),
        _("What our people published together with people of a partner, each once."),
        U.PUBLICATIONS,
        Kind.FLOW,
        when=Falls("published_on"),
        rows=publications,
        leaves_out=_("publications of which no partner is known"),
        dimensions=(
            Dimension(
                "partner", _("partner"), NAMED, record="organisations.organisation", many=True
            ),
            Dimension(
                "country",
                _("country or region"),
                f"{NAMED}__country",
                choices=choices,
                many=True,
            ),
            Dimension(
                "kind",
                pgettext_lazy("publication", "kind"),
                "kind",
                choices=lambda: list(PublicationKind.choices),
            ),
            Dimension("unit", _("unit"), "unit", record="office.unit"),
            Dimension("year", _("year"), "published_on", is_year=True),
        ),
        permission=VIEW_PUBLICATION,
        watches=(
            "research.publication",
            "research.affiliation",
            "organisations.organisation",
        ),
        date="published_on",
    ),
    _achieved(
        "joint_patents",
        _("Patents with partners"),
        _("Patents granted to us together with a partner."),
        U.PATENTS,
        PATENTS,
        _("patents that are only applied for, software copyrights, and patents of ours alone"),
    ),
    _achieved(
        "joint_prizes",
        _("Prizes with partners"),
        _("Prizes for research awarded to us together with a partner."),
        U.PRIZES,
        (AchievementKind.PRIZE,),
        _("prizes of ours alone"),
    ),
)

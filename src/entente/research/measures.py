"""What can be counted of joint research: laboratories, projects approved, publications."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.measures import CountingUnit, Dimension, Falls, Holds, Kind, Measure, declare
from entente.organisations.places import choices
from entente.research.enums import (
    VIEW_CENTRE,
    VIEW_PROJECT,
    VIEW_PUBLICATION,
    CentreKind,
    Level,
    PublicationKind,
)
from entente.research.models import JointCentre, JointProject, Publication

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
)

"""How joint laboratories, centres, projects and publications are listed and filtered."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.filters import FilterSet, RemoteChoiceFilter, SearchFilter
from entente.kit.periods import possibly_within
from entente.kit.tables import Column, Columns, DateColumn, NameColumn, StateColumn
from entente.organisations.models import Organisation
from entente.research.enums import (
    AchievementKind,
    CentreKind,
    CentreState,
    Level,
    ProjectState,
    PublicationKind,
)
from entente.research.models import Achievement, JointCentre, JointProject, Publication


def partners_in_words(record: Achievement | JointCentre | JointProject) -> str:
    """Name the partners in the reader's language."""
    return ", ".join(str(it.organisation.name) for it in record.partners.all())


class JointCentreColumns(Columns):
    """A line of the list."""

    name = NameColumn(_("Laboratory or centre"), "name", link=True)
    partners = Column(_("Partners"), partners_in_words)
    kind = Column(_("Kind"), "get_kind_display", css="e-spare")
    level = Column(pgettext_lazy("joint centre", "Level"), "get_level_display", css="e-spare")
    founded_on = DateColumn(_("Founded"))
    state = StateColumn(_("State"))
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")


class JointCentreFilter(FilterSet):
    """Ways to narrow the list."""

    q = SearchFilter()
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=CentreKind.choices, empty_label=_("Kind: all")
    )
    level = django_filters.ChoiceFilter(
        label=pgettext_lazy("joint centre", "Level"),
        choices=Level.choices,
        empty_label=pgettext_lazy("joint centre", "Level: all"),
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=CentreState.choices, empty_label=_("State: all")
    )
    missing = django_filters.ChoiceFilter(
        label=_("Missing"),
        choices=[("partner", _("No partner entered"))],
        method="with_missing",
        empty_label=_("Missing: all"),
    )
    partner = RemoteChoiceFilter(Organisation, label=_("Partner"), method="with_partner")

    class Meta:
        model = JointCentre
        fields = ()

    def with_missing(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep those of which no partner is entered."""
        return rows.without_partner()  # type: ignore[attr-defined, no-any-return]

    def with_partner(self, rows: QuerySet[Any], _name: str, value: Organisation) -> QuerySet[Any]:
        """Keep those with a partner, or with what lies below it."""
        below = value.itself_and_below
        return rows.with_organisations(below)  # type: ignore[attr-defined, no-any-return]


# --- Projects -------------------------------------------------------------------------------------


def amount_in_words(project: JointProject) -> str:
    """Write the amount with its currency."""
    return "" if project.amount is None else f"{project.amount:,.2f} {project.currency}"


class JointProjectColumns(Columns):
    """A line of the list."""

    title = NameColumn(_("Project"), "title", link=True)
    partners = Column(_("Partners"), partners_in_words)
    funder = NameColumn(_("Who approves and funds it"), "funder.name", css="e-spare")
    amount = Column(_("Amount"), amount_in_words, css="n e-spare")
    approved_on = DateColumn(_("Approved"))
    ends_on = DateColumn(_("Last day"), css="n e-spare")
    state = StateColumn(_("State"))
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")


class JointProjectFilter(FilterSet):
    """Ways to narrow the list."""

    q = SearchFilter()
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=ProjectState.choices, empty_label=_("State: all")
    )
    now = django_filters.ChoiceFilter(
        label=_("When"),
        choices=[("overdue", _("Over and not finished"))],
        method="with_now",
        empty_label=_("When: all"),
    )
    partner = RemoteChoiceFilter(Organisation, label=_("Partner"), method="with_partner")

    class Meta:
        model = JointProject
        fields = ()

    def with_now(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep what is over and of which nobody said what came of it."""
        projects: Any = rows
        return projects.overdue(timezone.localdate())  # type: ignore[no-any-return]

    def with_partner(self, rows: QuerySet[Any], _name: str, value: Organisation) -> QuerySet[Any]:
        """Keep those with an institution, or with what lies below it."""
        below = value.itself_and_below
        return rows.with_organisations(below)  # type: ignore[attr-defined, no-any-return]


# --- Patents and prizes ---------------------------------------------------------------------------


class AchievementColumns(Columns):
    """A line of the list."""

    title = NameColumn(_("Patent or prize"), "title", link=True)
    title_zh = Column(_("Title in Chinese"), sheet_only=True)
    title_en = Column(_("Title in English"), sheet_only=True)
    kind = Column(_("Kind"), "get_kind_display")
    partners = Column(_("Partners"), partners_in_words)
    number = Column(_("Number of the patent or certificate"), css="e-spare")
    body = Column(_("Patent office, or who awards it"), sheet_only=True)
    level = Column(pgettext_lazy("joint centre", "Level"), "get_level_display", sheet_only=True)
    grade = Column(_("Grade of the prize"), sheet_only=True)
    applied_on = DateColumn(_("Applied for"), css="n e-spare")
    granted_on = DateColumn(_("Granted or awarded"))
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")


class AchievementFilter(FilterSet):
    """Ways to narrow the list."""

    q = SearchFilter()
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=AchievementKind.choices, empty_label=_("Kind: all")
    )
    partner = RemoteChoiceFilter(Organisation, label=_("Partner"), method="with_partner")

    class Meta:
        model = Achievement
        fields = ()

    def with_partner(self, rows: QuerySet[Any], _name: str, value: Organisation) -> QuerySet[Any]:
        """Keep those with an institution, or with what lies below it."""
        below = value.itself_and_below
        return rows.with_organisations(below)  # type: ignore[attr-defined, no-any-return]


# --- Publications ---------------------------------------------------------------------------------

FIRST_YEAR, LAST_YEAR = 1800, 2200


def partners_of_publication(record: Publication) -> str:
    """Name the partners in the reader's language."""
    return ", ".join(str(it.name) for it in record.partners)


def authors_in_words(record: Publication) -> str:
    """Name the authors in order."""
    return "; ".join(it.name for it in record.author_lines)


class PublicationColumns(Columns):
    """A line of the list."""

    title = NameColumn(_("Publication"), "name", link=True, detail=lambda it: it.title_other)
    partners = Column(_("Partners"), partners_of_publication)
    venue = Column(_("Journal, proceedings or publisher"), css="e-spare")
    published_on = DateColumn(_("Published"))
    kind = Column(_("Kind"), "get_kind_display", css="e-spare")
    doi = Column("DOI", sheet_only=True)
    authors = Column(_("Authors"), authors_in_words, sheet_only=True)
    source = Column(_("Source"), sheet_only=True)
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")


class PublicationFilter(FilterSet):
    """Ways to narrow the list."""

    q = SearchFilter()
    year = django_filters.NumberFilter(
        label=_("Year"),
        method="in_year",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=PublicationKind.choices, empty_label=_("Kind: all")
    )
    missing = django_filters.ChoiceFilter(
        label=_("Missing"),
        choices=[
            ("affiliation", _("An affiliation to be set")),
            ("partner", _("No partner known")),
            ("doi", _("No DOI")),
            ("date", _("No date")),
        ],
        method="with_missing",
        empty_label=_("Missing: all"),
    )
    partner = RemoteChoiceFilter(Organisation, label=_("Partner"), method="with_partner")

    class Meta:
        model = Publication
        fields = ()

    def in_year(self, rows: QuerySet[Any], _name: str, value: Any) -> QuerySet[Any]:
        """Keep what was published in a year."""
        first, last = datetime.date(int(value), 1, 1), datetime.date(int(value), 12, 31)
        return rows.filter(possibly_within("published_on", first, last))

    def with_missing(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those of which something is not known."""
        publications: Any = rows
        kept: QuerySet[Any] = {
            "affiliation": publications.with_open_affiliations,
            "partner": publications.without_partner,
            "doi": lambda: publications.filter(doi=""),
            "date": lambda: publications.filter(published_on__isnull=True),
        }[value]()
        return kept

    def with_partner(self, rows: QuerySet[Any], _name: str, value: Organisation) -> QuerySet[Any]:
        """Keep those with an institution, or with what lies below it."""
        below = value.itself_and_below
        return rows.with_organisations(below)  # type: ignore[attr-defined, no-any-return]

"""How projects and classes are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.filters import FilterSet, RemoteChoiceFilter, SearchFilter
from entente.kit.tables import Column, Columns, CountColumn, DateColumn, NameColumn, StateColumn
from entente.organisations.models import Organisation
from entente.training.enums import ClassState, FindingKind, FindingState, ProjectState
from entente.training.models import Finding, Organiser, Project, TrainingClass


class ProjectColumns(Columns):
    """A line of the list of projects."""

    title = NameColumn(_("Training project"), "title", link=True)
    title_zh = Column(_("Title in Chinese"), sheet_only=True)
    title_en = Column(_("Title in English"), sheet_only=True)
    plan_year = Column(_("Year of the plan"), sort="plan_year", css="n")
    kind = Column(_("Kind"), "get_kind_display", css="e-spare")
    hours = Column(_("Hours"), css="n")
    price = Column(_("Price, in yuan"), css="n")
    classes = CountColumn(_("Classes"), "held")
    partner = NameColumn(_("Partner"), "partner.name", css="e-spare")
    state = StateColumn(_("State"))
    unit = NameColumn(_("Organiser"), "unit.name", css="e-spare")


class ProjectFilter(FilterSet):
    """Ways to narrow the list of projects."""

    q = SearchFilter()
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=ProjectState.choices, empty_label=_("State: all")
    )
    partner = RemoteChoiceFilter(Organisation, label=_("Partner"), method="with_partner")

    class Meta:
        model = Project
        fields = ()

    def with_partner(self, rows: QuerySet[Any], _name: str, value: Organisation) -> QuerySet[Any]:
        """Keep those with an institution and what lies below it."""
        below = value.itself_and_below
        return rows.with_organisations(below)  # type: ignore[attr-defined, no-any-return]


class ClassColumns(Columns):
    """A line of the list of classes."""

    title = NameColumn(_("Training class"), "title", link=True)
    title_zh = Column(_("Title in Chinese"), sheet_only=True)
    title_en = Column(_("Title in English"), sheet_only=True)
    project = NameColumn(_("Training project"), "project.title", css="e-spare")
    starts_on = DateColumn(_("First day"), sort="starts_on")
    ends_on = DateColumn(_("Last day"), css="n e-spare")
    hours = Column(_("Hours"), css="n")
    enrolled = CountColumn(_("Learners"), "enrolled")
    company = NameColumn(_("Held for"), "company.name", css="e-spare")
    state = StateColumn(_("State"))
    unit = NameColumn(_("Organiser"), "project.unit.name", css="e-spare")


class ClassFilter(FilterSet):
    """Ways to narrow the list of classes."""

    q = SearchFilter()
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=ClassState.choices, empty_label=_("State: all")
    )
    now = django_filters.ChoiceFilter(
        label=_("When"),
        choices=[("overdue", _("Over and not closed yet"))],
        method="with_now",
        empty_label=_("When: all"),
    )
    partner = RemoteChoiceFilter(Organisation, label=_("Held for"), method="with_partner")

    class Meta:
        model = TrainingClass
        fields = ()

    def with_now(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep what is over and not closed."""
        return rows.overdue(timezone.localdate())  # type: ignore[attr-defined, no-any-return]

    def with_partner(self, rows: QuerySet[Any], _name: str, value: Organisation) -> QuerySet[Any]:
        """Keep those for an institution and what lies below it."""
        below = value.itself_and_below
        return rows.for_companies(below)  # type: ignore[attr-defined, no-any-return]


class OrganiserColumns(Columns):
    """A line of the list of approved organisers."""

    unit = NameColumn(_("Unit"), "unit.name", link=True)
    since = DateColumn(_("Approved from"), sort="since")
    until = DateColumn(_("Approved until"))
    decision = Column(_("Decision"))


class OrganiserFilter(FilterSet):
    """Ways to narrow the list of organisers."""

    q = SearchFilter()

    class Meta:
        model = Organiser
        fields = ()


class FindingColumns(Columns):
    """A line of the list of supervision visits and complaints."""

    kind = Column(_("Kind"), "get_kind_display", link=True)
    training_class = NameColumn(_("Training class"), "training_class.title")
    raised_on = DateColumn(_("Day"), sort="raised_on")
    words = Column(_("What was found"), sheet_only=True)
    answer_until = DateColumn(_("To be answered until"))
    answered_on = DateColumn(_("Answered on"), css="n e-spare")
    state = StateColumn(_("State"))
    unit = NameColumn(_("Organiser"), "unit.name", css="e-spare")


class FindingFilter(FilterSet):
    """Ways to narrow the list of supervision visits and complaints."""

    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=FindingKind.choices, empty_label=_("Kind: all")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=FindingState.choices, empty_label=_("State: all")
    )

    class Meta:
        model = Finding
        fields = ()

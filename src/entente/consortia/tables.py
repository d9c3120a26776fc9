"""How consortia are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from entente.consortia.enums import MeetingState, Office
from entente.consortia.models import Consortium, Mandate, Meeting
from entente.kit.filters import FilterSet, RemoteChoiceFilter, SearchFilter
from entente.kit.names import print_name
from entente.kit.tables import Column, Columns, CountColumn, DateColumn, NameColumn, StateColumn
from entente.organisations.models import Organisation


def members_today(consortium: Consortium) -> int:
    """Count the members of today among those that the list has fetched."""
    today = timezone.localdate()
    return sum(membership.can_hold_on(today) for membership in consortium.memberships.all())


# A vote may be unknown.
VOTES = {True: _("yes"), False: _("no"), None: _("not stated")}


class HolderColumn(Column):
    """Who holds an office today."""

    def __init__(self, office: Office, **options: Any) -> None:
        super().__init__(office.label, **options)
        self.office = office

    def holders(self, record: Consortium) -> list[Mandate]:
        """Give the mandates of today among those that the list has fetched."""
        today = timezone.localdate()
        return [
            mandate
            for mandate in record.mandates.all()
            if mandate.office == self.office and mandate.can_hold_on(today)
        ]

    def plain(self, record: Consortium) -> str:
        """Name them."""
        return "; ".join(str(mandate.holder) for mandate in self.holders(record))

    def text(self, record: Consortium) -> SafeString:
        """Print their names."""
        names = [(print_name(mandate.holder),) for mandate in self.holders(record)]
        return format_html_join(" · ", "{}", names) if names else mark_safe("–")


class ConsortiumNameColumn(NameColumn):
    """The name, with the short one after it."""

    def text(self, record: Consortium) -> SafeString:
        """Print both."""
        if not record.short_name:
            return super().text(record)
        return format_html("{} ({})", super().text(record), record.short_name)


class ConsortiumColumns(Columns):
    """A line of the list of consortia."""

    name = ConsortiumNameColumn(_("Consortium"), link=True)
    name_zh = Column(_("Name in Chinese"), sheet_only=True)
    name_en = Column(_("Name in English"), sheet_only=True)
    short_name = Column(_("Short name"), sheet_only=True)
    members = CountColumn(_("Members today"), members_today)
    chair = HolderColumn(Office.CHAIR)
    secretariat = HolderColumn(Office.SECRETARIAT, css="e-spare")
    founded_on = DateColumn(_("Founded"), sort="founded_on")
    unit = NameColumn(_("Unit"), "unit.name")


class MemberColumns(Columns):
    """A line of the register of members, as it is downloaded."""

    name_zh = Column(_("Name in Chinese"), "organisation.name_zh")
    name_en = Column(_("Name in English"), "organisation.name_en")
    place = Column(_("Country or region"), "organisation.place")
    member_class = Column(_("Class"), "get_member_class_display")
    votes = Column(_("Vote"), lambda it: VOTES[it.votes])
    initiator = Column(_("Initiator"), lambda it: _("yes") if it.is_initiator else _("no"))
    joined_on = DateColumn(_("Joined"))
    left_on = DateColumn(_("Last day as a member"))
    joining_zh = Column(_("Name at joining, Chinese"), "name_at_joining_zh")
    joining_en = Column(_("Name at joining, English"), "name_at_joining_en")
    source = Column(_("Source"))


class MeetingColumns(Columns):
    """A line of the list of meetings."""

    title = NameColumn(_("Meeting"), "title", link=True)
    title_zh = Column(_("Title in Chinese"), sheet_only=True)
    title_en = Column(_("Title in English"), sheet_only=True)
    consortium = NameColumn(_("Consortium"), "consortium.name")
    body = NameColumn(_("Body"), "body.name", css="e-spare")
    held_on = DateColumn(_("Day"), sort="held_on")
    adopted = CountColumn(_("Motions adopted"))
    state = StateColumn(_("State"))


class MeetingFilter(FilterSet):
    """Ways to narrow the list of meetings."""

    q = SearchFilter()
    state = django_filters.MultipleChoiceFilter(choices=MeetingState.choices, label=_("State"))

    class Meta:
        model = Meeting
        fields = ()


class ConsortiumFilter(FilterSet):
    """Ways to narrow the list of consortia."""

    q = SearchFilter()
    member = RemoteChoiceFilter(Organisation, label=_("Member"), method="with_member")

    class Meta:
        model = Consortium
        fields = ()

    def with_member(self, rows: QuerySet[Any], _name: str, value: Organisation) -> QuerySet[Any]:
        """Keep those to which an organisation, or a faculty or laboratory of it, has a tie."""
        below = value.itself_and_below
        return rows.with_organisations(below)  # type: ignore[attr-defined, no-any-return]

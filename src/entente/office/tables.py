"""How users and deadlines are listed and filtered."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.kit.fields import day
from entente.kit.filters import ChoiceFilter, FilterSet, RemoteChoiceFilter, SearchFilter
from entente.kit.states import print_mark
from entente.kit.tables import Column, Columns, DateColumn, NameColumn, StateColumn
from entente.office.deadline_kinds import known_kinds
from entente.office.enums import DeadlineState
from entente.office.models import Deadline, Unit, User
from entente.office.roles import Role


def roles_of(user: User) -> str:
    """Name the roles of a user in one line."""
    return " · ".join(dict.fromkeys(str(grant.role_class.name) for grant in user.grants.all()))


class AccountColumn(Column):
    """Whether an account lets in, as a mark and a word."""

    def plain(self, record: User) -> str:
        """Give the word."""
        return _("open") if record.is_active else _("closed")

    def text(self, record: User) -> Any:
        """Print mark and word."""
        return print_mark(self.plain(record), "ok" if record.is_active else "")


class UserColumns(Columns):
    """A line of the list of users."""

    name = NameColumn(gettext_lazy("Name"), str, link=True)
    username = Column(gettext_lazy("Login name"), sort="username", css="e-num")
    unit = NameColumn(gettext_lazy("Unit"))
    roles = Column(gettext_lazy("Roles"), roles_of)
    email = Column(gettext_lazy("Mail address"), css="e-spare e-wide")
    account = AccountColumn(gettext_lazy("Account"))
    last_login = DateColumn(gettext_lazy("Last signed in"), sort="last_login", css="n e-spare")


class NamedSearch(SearchFilter):
    """Search by name, login name or address."""

    def filter(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep whom the letters may mean."""
        return rows.lookup(value) if value else rows  # type: ignore[attr-defined]


class UserFilter(FilterSet):
    """What the list of users is narrowed by."""

    q = NamedSearch()
    unit = RemoteChoiceFilter(Unit, label=gettext_lazy("Unit"))
    role = ChoiceFilter(
        label=gettext_lazy("Role"),
        empty_label=gettext_lazy("Role: all"),
        choices=lambda: [(code, role.name) for code, role in Role.registered.items()],
        method="holding",
    )
    account = ChoiceFilter(
        label=gettext_lazy("Account"),
        empty_label=gettext_lazy("Account: all"),
        choices=[("open", gettext_lazy("open")), ("closed", gettext_lazy("closed"))],
        method="opened",
    )

    def holding(self, rows: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        """Keep the holders of a role."""
        return rows.filter(grants__role=value).distinct()

    def opened(self, rows: QuerySet[User], _name: str, value: str) -> QuerySet[User]:
        """Keep open or closed accounts."""
        return rows.filter(is_active=value == "open")


class DayColumn(DateColumn):
    """The day on which something is due; a day that has passed stands out."""

    def text(self, record: Deadline) -> Any:
        """Print the day."""
        day = super().text(record)
        if record.is_late(timezone.localdate()):
            return format_html('<span class="e-late">{}</span>', day)
        return day


class DeadlineColumns(Columns):
    """A line of the list of deadlines."""

    task = Column(gettext_lazy("What is to be done"), link=True)
    kind = Column(gettext_lazy("Kind"), "kind_name", css="e-spare")
    unit = NameColumn(gettext_lazy("Unit"))
    owner = NameColumn(gettext_lazy("Owner"))
    due_on = DayColumn(gettext_lazy("Due on"), sort="due_on")
    ended_on = DateColumn(gettext_lazy("Ended on"), sheet_only=True)
    state = StateColumn(gettext_lazy("State"))


class DeadlineFilter(FilterSet):
    """What the list of deadlines is narrowed by."""

    state = ChoiceFilter(
        label=gettext_lazy("State"),
        empty_label=gettext_lazy("State: all"),
        choices=DeadlineState.choices,
    )
    due = ChoiceFilter(
        label=gettext_lazy("Due"),
        empty_label=gettext_lazy("Due: any time"),
        choices=[
            ("late", gettext_lazy("late")),
            ("30", gettext_lazy("within 30 days")),
            ("365", gettext_lazy("within a year")),
        ],
        method="by_day",
    )
    kind = ChoiceFilter(
        label=gettext_lazy("Kind"),
        empty_label=gettext_lazy("Kind: all"),
        choices=lambda: list(known_kinds().items()),
    )
    mine = ChoiceFilter(
        label=gettext_lazy("Owner"),
        empty_label=gettext_lazy("Owner: all"),
        choices=[("yes", gettext_lazy("Me")), ("nobody", gettext_lazy("Nobody at work"))],
        method="of_owner",
    )

    def by_day(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep what is late, or due within so many days."""
        today = timezone.localdate()
        if value == "late":
            return rows.late(today)  # type: ignore[attr-defined, no-any-return]
        last = today + datetime.timedelta(days=int(value))
        return rows.due_between(today, last)  # type: ignore[attr-defined, no-any-return]

    def of_owner(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep this person's own, or what nobody at work owns."""
        if value == "yes":
            return rows.filter(owner=self.request.user.pk)
        return rows.orphaned()  # type: ignore[attr-defined, no-any-return]


class TrailForm(forms.Form):
    """What the trail is narrowed by."""

    who = forms.CharField(label=gettext_lazy("Who"), required=False, max_length=100)
    verb = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of record"), required=False)
    first = day(gettext_lazy("From"), required=False)
    last = day(gettext_lazy("Until"), required=False)

    def __init__(
        self, data: Any, *, verbs: list[tuple[str, Any]], kinds: list[tuple[str, Any]]
    ) -> None:
        super().__init__(data)
        self.fields["verb"].choices = [("", gettext_lazy("What: all")), *verbs]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", gettext_lazy("Record: all")), *kinds]  # type: ignore[attr-defined]

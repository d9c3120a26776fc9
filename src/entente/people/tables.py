"""Lists of people, and of what of them was sent abroad."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.kit.filters import FilterSet, SearchFilter
from entente.kit.tables import Column, Columns, DateColumn, NameColumn
from entente.people.enums import TransferGround
from entente.people.models import DataTransfer, Person


class PersonColumns(Columns):
    """A line of the list of persons."""

    name = NameColumn(
        _("Name"), link=True, sort="name_zh", detail=lambda it: " · ".join(it.other_names)
    )
    latin = Column(_("Name in Latin letters"), "name_en", sort="family_name", sheet_only=True)
    nationality = Column(_("Nationality or region"), "nationality_name")
    email = Column(_("Mail address"), css="wide e-spare")
    number = Column(
        _("Number"), lambda it: it.staff_number or it.student_number, css="e-num e-spare"
    )
    orcid = Column(_("ORCID"), sheet_only=True)
    unit = NameColumn(_("Unit"), "unit.name")


class PersonFilter(FilterSet):
    """Ways to narrow the list of persons."""

    q = SearchFilter()
    login = django_filters.ChoiceFilter(
        label=_("Login"),
        choices=[("yes", _("May sign in")), ("no", _("Without a login"))],
        method="with_login",
        empty_label=_("With or without login"),
    )
    gap = django_filters.ChoiceFilter(
        label=_("Missing"),
        choices=[
            ("zh", _("Name in Chinese characters missing")),
            ("en", _("Name in Latin letters missing")),
            ("email", _("Mail address missing")),
        ],
        method="with_gap",
        empty_label=_("Complete or not"),
    )

    class Meta:
        model = Person
        fields = ()

    def with_login(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those who have a login, or those who have none."""
        return rows.filter(user__isnull=value == "no")

    def with_gap(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those of whom something is not known."""
        missing = {
            "zh": Q(name_zh=""),
            "en": Q(family_name="", given_name=""),
            "email": Q(email=""),
        }
        return rows.filter(missing[value], erased_at__isnull=True)


def kind_of_data(transfer: DataTransfer) -> str:
    """Say whether sensitive data were sent."""
    return gettext("sensitive") if transfer.sensitive else gettext("not sensitive")


class TransferColumns(Columns):
    """A line of what was sent abroad."""

    sent_on = DateColumn(_("Sent on"), link=True, sort="sent_on")
    recipient = NameColumn(_("Received by"), "recipient_name")
    country = Column(_("Country or region"), "country_name")
    persons = Column(pgettext_lazy("data sent abroad", "Persons"), css="n")
    what = Column(_("Which data"), css="wide")
    sensitive = Column(_("Data"), kind_of_data)
    purpose = Column(pgettext_lazy("data sent abroad", "What for"), sheet_only=True)
    ground = Column(_("Ground"), "get_ground_display", css="wide e-spare")
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")


class TransferFilter(FilterSet):
    """Ways to narrow what was sent abroad."""

    year = django_filters.NumberFilter(label=_("Year"), field_name="sent_on__year")
    ground = django_filters.ChoiceFilter(
        label=_("Ground"), choices=TransferGround.choices, empty_label=_("Every ground")
    )
    kind = django_filters.ChoiceFilter(
        label=_("Data"),
        choices=[("sensitive", _("With sensitive data")), ("plain", _("Without sensitive data"))],
        method="of_kind",
        empty_label=_("Sensitive or not"),
    )

    class Meta:
        model = DataTransfer
        fields = ()

    def of_kind(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those with sensitive data, or those without."""
        return rows.filter(sensitive=value == "sensitive")

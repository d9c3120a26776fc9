"""What funding shows in other pages: the stay, the person's own data, navigation."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.funding import services
from entente.funding.enums import CHANGE_GRANT, VIEW_GRANT, VIEW_SCHEME
from entente.funding.models import Grant
from entente.kit.parts import (
    NavEntry,
    Part,
    PersonalData,
    navigation,
    person_data,
    person_erasure,
    record_side,
)
from entente.kit.scope import Officer
from entente.mobility.models import Stay
from entente.office.models import User
from entente.people.models import Person


@navigation.fill(order=24)
def pages() -> tuple[Any, list[NavEntry]]:
    """Offer schemes, grants and the payment list."""
    return pgettext_lazy("navigation", "Funding"), [
        NavEntry(_("Funding schemes"), reverse("funding:schemes"), VIEW_SCHEME),
        NavEntry(_("Grants"), reverse("funding:grants"), VIEW_GRANT),
        NavEntry(_("Payment list"), reverse("funding:to_pay"), VIEW_GRANT),
    ]


@record_side.fill(order=20)
def of_stay(record: Any, officer: Officer) -> Part | None:
    """Show the grants of a stay, and how to add one."""
    if not isinstance(record, Stay) or not officer.may(VIEW_GRANT, record):
        return None
    rows = Grant.objects.visible_to(officer).filter(stay=record).with_paid()
    grants = list(rows.select_related("scheme").order_by("-year", "pk"))
    may_add = officer.may(CHANGE_GRANT, record)
    if not grants and not may_add:
        return None
    context = {"grants": grants, "stay": record, "may_add": may_add}
    return Part("funding/parts/grants.html", context)


@person_data.fill(order=44)
def told_of_person(person: Person) -> PersonalData | None:
    """Tell a person of the grants to their stays."""
    rows = Grant.objects.filter(stay__person=person).select_related("scheme", "unit")
    columns = ("scheme", "year", "amount", "state", "reason", "unit")
    return PersonalData.of("grants", _("Grants"), rows.order_by("pk"), *columns)


@person_erasure.fill(order=44)
def erase(person: Person, by: User) -> None:
    """Erase the free words about a person in grants; that money was given stays."""
    for grant in Grant.objects.filter(stay__person=person).exclude(reason="").order_by("pk"):
        services.erase_words(grant, by=by)

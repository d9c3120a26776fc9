"""What funding shows in other pages: the stay, the person's own data, work list, navigation."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.funding import services
from entente.funding.enums import (
    CHANGE_GRANT,
    PAY_GRANT,
    VIEW_GRANT,
    VIEW_SCHEME,
    GrantState,
)
from entente.funding.models import Grant, Instalment
from entente.kit import paging
from entente.kit.parts import (
    NavEntry,
    Part,
    PersonalData,
    WorkGroup,
    WorkItem,
    navigation,
    person_data,
    person_erasure,
    record_side,
    work_list,
)
from entente.kit.scope import Officer
from entente.mobility.models import Stay
from entente.office.models import User
from entente.people.models import Person

SHOWN = 5


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


# --- Work list ------------------------------------------------------------------------------------


@work_list.fill(order=47)
def to_decide(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the grants that were applied for."""
    if not officer.may(CHANGE_GRANT):
        return None
    rows = Grant.objects.visible_to(officer, CHANGE_GRANT).filter(state=GrantState.APPLIED)
    items = [
        WorkItem(str(it.stay.person), it.get_absolute_url(), str(it.scheme.title))
        for it in rows.for_list().order_by("pk")[:SHOWN]
    ]
    address = f"{reverse('funding:grants')}?state={GrantState.APPLIED.value}"
    return _group("grants", _("Grants to decide"), rows, items, address)


@work_list.fill(order=48)
def to_pay(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the instalments before which nothing is missing any more."""
    if not officer.may(PAY_GRANT):
        return None
    rows = Instalment.objects.visible_to(officer, PAY_GRANT).ready()
    items = [
        WorkItem(
            str(it.grant.stay.person),
            it.grant.get_absolute_url(),
            f"{it.grant.scheme.title} · {it.amount:,.2f}",
        )
        for it in rows.for_list().order_by("grant_id", "number")[:SHOWN]
    ]
    return _group("instalments", _("Instalments to pay"), rows, items, reverse("funding:to_pay"))


def _group(key: str, title: Any, rows: Any, items: list[WorkItem], url: str) -> WorkGroup:
    total = paging.count(rows) if len(items) == SHOWN else len(items)
    return WorkGroup(key, title, items, total, url)

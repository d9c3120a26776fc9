"""What visa papers and lodgings show in other pages: the stay, the person's data, work list."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.arrivals import services
from entente.arrivals.enums import CHANGE_PAPER, VIEW_PAPER
from entente.arrivals.models import Lodging, VisaPaper, arrived
from entente.arrivals.tables import standing
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
from entente.partnerships.enums import Direction
from entente.people.models import Person

SHOWN = 5


@navigation.fill(order=36)
def pages() -> tuple[Any, list[NavEntry]]:
    """Offer the register and the lodgings beside nominations."""
    return pgettext_lazy("navigation", "Guests"), [
        NavEntry(_("Register of visa papers"), reverse("arrivals:papers"), VIEW_PAPER),
        NavEntry(_("Lodgings of guests"), reverse("arrivals:lodgings"), VIEW_PAPER),
    ]


@record_side.fill(order=22)
def of_stay(record: Any, officer: Officer) -> Part | None:
    """Show the papers and lodgings of a guest's stay."""
    if not isinstance(record, Stay) or record.direction != Direction.INBOUND:
        return None
    if not officer.may(VIEW_PAPER, record):
        return None
    context = {
        "papers": list(VisaPaper.objects.filter(stay=record).order_by("-issued_on", "-pk")),
        "lodgings": [
            (it, standing(it), it.is_late(timezone.localdate()))
            for it in Lodging.objects.filter(stay=record).order_by("-from_on", "-pk")
        ],
        "stay": record,
        "may_change": officer.may(CHANGE_PAPER, record),
    }
    return Part("arrivals/parts/arrival.html", context)


@person_data.fill(order=46)
def papers_of_person(person: Person) -> PersonalData | None:
    """Tell a person of the forms that were issued for them."""
    rows = VisaPaper.objects.filter(stay__person=person).order_by("pk")
    columns = ("kind", "serial", "issued_on", "valid_until", "state", "posted_on", "tracking")
    return PersonalData.of("visa_papers", _("Visa papers"), rows, *columns)


@person_data.fill(order=47)
def lodgings_of_person(person: Person) -> PersonalData | None:
    """Tell a person where they were registered as lodging."""
    rows = Lodging.objects.filter(stay__person=person).order_by("pk")
    columns = ("address", "from_on", "until_on", "registered_on", "number")
    return PersonalData.of("lodgings", _("Lodgings"), rows, *columns)


@person_erasure.fill(order=46)
def erase(person: Person, by: User) -> None:
    """Erase addresses and free words; that numbers were used stays in the register."""
    for stay in Stay.objects.filter(person=person).order_by("pk"):
        services.erase_arrivals(stay, by=by)


# --- Work list ------------------------------------------------------------------------------------


@work_list.fill(order=41)
def to_register(officer: Officer, on: datetime.date) -> WorkGroup | None:
    """List the lodgings that are to be registered with the police."""
    if not officer.may(CHANGE_PAPER):
        return None
    rows = Lodging.objects.visible_to(officer, CHANGE_PAPER).to_register()
    items = [
        WorkItem(
            str(it.stay.person),
            it.get_absolute_url(),
            it.address,
            when=it.due_on,
            late=it.is_late(on),
        )
        for it in rows.for_list().order_by("due_on", "pk")[:SHOWN]
    ]
    address = f"{reverse('arrivals:lodgings')}?registered=no"
    return _group("lodgings", _("Lodgings to register with the police"), rows, items, address)


@work_list.fill(order=42)
def without_lodging(officer: Officer, on: datetime.date) -> WorkGroup | None:
    """List the guests who have arrived and of whom nobody says where they lodge."""
    if not officer.may(CHANGE_PAPER):
        return None
    rows = arrived(Stay.objects.visible_to(officer, CHANGE_PAPER), on)
    items = [
        WorkItem(str(it.person), f"{it.get_absolute_url()}#arrival", str(it.place), late=True)
        for it in rows.for_list().order_by("first_day", "pk")[:SHOWN]
    ]
    return _group("unlodged", _("Guests without a lodging"), rows, items, "")


def _group(key: str, title: Any, rows: Any, items: list[WorkItem], url: str) -> WorkGroup:
    total = paging.count(rows) if len(items) == SHOWN else len(items)
    late = sum(item.late for item in items)
    return WorkGroup(key, title, items, total, url, late=late)

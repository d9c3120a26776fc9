"""What safety checks show in other pages: navigation, work list, persons."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit import paging
from entente.kit.parts import (
    NavEntry,
    PersonalData,
    WorkGroup,
    WorkItem,
    navigation,
    organisation_ties,
    person_data,
    person_erasure,
    work_list,
)
from entente.kit.records import Record
from entente.kit.scope import Officer
from entente.office.models import User
from entente.people.models import Person
from entente.safety import services
from entente.safety.enums import CHANGE_CHECK, VIEW_CHECK
from entente.safety.models import Answer, SafetyCheck, Traveller

SHOWN = 5


@navigation.fill(order=36)
def pages() -> tuple[Any, list[NavEntry]]:
    """Offer the safety checks."""
    entry = NavEntry(_("Safety checks"), reverse("safety:checks"), VIEW_CHECK)
    return _("Mobility"), [entry]


@organisation_ties.fill()
def asked_at() -> list[tuple[type[Record], str]]:
    """Checks and travellers move with an institution that is merged."""
    return [(SafetyCheck, "organisation"), (Traveller, "organisation")]


@work_list.fill(order=1)
def in_need(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the travellers who need help."""
    if not officer.may(CHANGE_CHECK):
        return None
    rows = Traveller.objects.visible_to(officer, CHANGE_CHECK).in_need()
    found = list(rows.for_list().order_by("updated_at", "pk")[:SHOWN])
    items = [
        WorkItem(
            str(traveller),
            traveller.get_absolute_url(),
            str(traveller.safety_check.title),
            state=traveller.get_state_display(),
            state_class="stop",
            late=True,
        )
        for traveller in found
    ]
    total = paging.count(rows) if len(found) == SHOWN else len(found)
    address = f"{reverse('safety:checks')}?state=sent"
    return WorkGroup("safety", _("Travellers who need help"), items, total, address)


# --- Persons --------------------------------------------------------------------------------------


@person_data.fill(order=48)
def asked_of_person(person: Person) -> PersonalData | None:
    """Tell a person in which safety checks they were asked, and where the mail went."""
    rows = Traveller.objects.filter(person=person).select_related("safety_check", "organisation")
    columns = ("safety_check", "email", "phone", "country", "organisation", "state")
    return PersonalData.of("safety_checks", _("Safety checks"), rows.order_by("pk"), *columns)


@person_data.fill(order=49)
def said_by_person(person: Person) -> PersonalData | None:
    """Tell a person what they answered."""
    rows = Answer.objects.filter(traveller__person=person).order_by("answered_at", "pk")
    columns = ("answered_at", "state", "place", "words", "channel")
    return PersonalData.of("safety_answers", _("Answers to safety checks"), rows, *columns)


@person_erasure.fill(order=48)
def erase(person: Person, by: User) -> None:
    """Erase where a person was written to and what they said."""
    rows = Traveller.objects.filter(person=person).select_related("safety_check", "person")
    for traveller in rows.order_by("pk"):
        services.erase_traveller(traveller, by=by)

"""What stays and programmes show in other pages: partner, person, agreement, work list."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit import paging
from entente.kit.parts import (
    NavEntry,
    Part,
    PersonalData,
    Told,
    WorkGroup,
    WorkItem,
    agreement_page,
    navigation,
    organisation_page,
    organisation_ties,
    person_data,
    person_erasure,
    person_page,
    work_list,
)
from entente.kit.records import Record
from entente.kit.scope import Officer
from entente.mobility import services
from entente.mobility.enums import CHANGE_STAY, VIEW_CALL, VIEW_PROGRAMME, VIEW_STAY, StayState
from entente.mobility.models import Call, Stay, answered
from entente.office.models import User
from entente.organisations.models import Organisation
from entente.partnerships.models import Agreement
from entente.people.models import Person

SHOWN = 10
FEW = 5


@navigation.fill(order=30)
def pages() -> tuple[Any, list[NavEntry]]:
    """Offer stays and programmes."""
    return _("Mobility"), [
        NavEntry(_("Stays"), reverse("mobility:stays"), VIEW_STAY),
        NavEntry(_("Calls"), reverse("mobility:calls"), VIEW_CALL),
        NavEntry(_("Programmes"), reverse("mobility:programmes"), VIEW_PROGRAMME),
    ]


@organisation_ties.fill()
def ties() -> list[tuple[type[Record], str]]:
    """Stays move with an institution that is merged."""
    return [(Stay, "organisation")]


def _part(rows: Any, officer: Officer, *, all_url: str = "", add: str = "") -> Part | None:
    """Show the newest stays and how many there are."""
    found = list(rows.for_list().order_by("-first_day", "-pk")[: SHOWN + 1])
    may_add = bool(add) and officer.may(CHANGE_STAY)
    if not found and not may_add:
        return None
    context = {
        "stays": found[:SHOWN],
        "more": len(found) > SHOWN,
        "all_url": all_url,
        "add_url": f"{reverse('mobility:add_stay')}?{add}" if may_add else "",
    }
    return Part("mobility/parts/stays.html", context)


@organisation_page.fill(order=15)
def of_organisation(organisation: Organisation, officer: Officer) -> Part | None:
    """Show who went to an institution and who came from it, with what lies below it."""
    if not officer.may(VIEW_STAY):
        return None
    below = organisation.itself_and_below
    return _part(
        Stay.objects.visible_to(officer).at_organisations(below),
        officer,
        all_url=f"{reverse('mobility:stays')}?partner={organisation.pk}",
        add=f"organisation={organisation.pk}",
    )


@person_page.fill(order=10)
def of_person(person: Person, officer: Officer) -> Part | None:
    """Show where a person went or came."""
    if not officer.may(VIEW_STAY):
        return None
    rows = Stay.objects.visible_to(officer).filter(person=person)
    return _part(rows, officer, add="" if person.erased_at else f"person={person.pk}")


@agreement_page.fill(order=15)
def of_agreement(agreement: Agreement, officer: Officer) -> Part | None:
    """Show who went and came under an agreement."""
    if not officer.may(VIEW_STAY) or not agreement.is_promised:
        return None
    rows = Stay.objects.visible_to(officer).filter(agreement=agreement)
    return _part(rows, officer, add=f"agreement={agreement.pk}")


@person_data.fill(order=40)
def told_of_person(person: Person) -> PersonalData | None:
    """Tell a person of their stays."""
    columns = ("direction", "kind", "level", "field", "organisation", "country", "programme")
    dates = ("starts_on", "ends_on", "state", "reason", "source", "notes")
    rows = person.stays.select_related("organisation", "programme").order_by("pk")
    return PersonalData.of("stays", _("Stays"), rows, *columns, *dates)


@person_data.fill(order=41)
def told_of_applications(person: Person) -> PersonalData | None:
    """Tell a person what they applied for."""
    columns = ("call", "level", "field", "grade", "languages", "score")
    written = ("statement", "state", "handed_in_at")
    rows = person.applications.select_related("call").order_by("pk")
    return PersonalData.of("applications", _("Applications"), rows, *columns, *written)


@person_data.fill(order=42)
def told_of_answers(person: Person) -> PersonalData | None:
    """Tell a person what they answered to the questions of calls, and which files they gave."""
    rows = []
    for application in person.applications.select_related("call").order_by("pk"):
        row = [Told("call", Call._meta.verbose_name, str(application.call))]
        for section in answered(application):
            for line in section["lines"]:
                told = str(line["file"] or line["words"])
                row.append(Told(line["question"].name, line["question"].label, told))
        rows += [row] if any(told.value for told in row[1:]) else []
    title = _("Answers to questions of calls")
    return PersonalData("application_answers", title, rows) if rows else None


@person_erasure.fill(order=40)
def erase(person: Person, by: User) -> None:
    """Erase the free words of the person's stays, and the facts of their applications."""
    services.erase_stays(person, by=by)
    services.erase_applications(person, by=by)


@work_list.fill(order=45)
def not_confirmed(officer: Officer, on: datetime.date) -> WorkGroup | None:
    """List the stays whose arrival or departure is past, and which nobody confirmed."""
    if not officer.may(CHANGE_STAY):
        return None
    rows = Stay.objects.visible_to(officer, CHANGE_STAY).overdue(on)
    found = list(rows.for_list().order_by("first_day", "pk")[:FEW])
    items = [
        WorkItem(
            stay.person.name,
            stay.get_absolute_url(),
            stay.place,
            when=str(stay.starts_on if stay.state == StayState.PLANNED else stay.ends_on),
            late=True,
        )
        for stay in found
    ]
    total = paging.count(rows) if len(found) == FEW else len(found)
    title = _("Arrivals and departures to confirm")
    return WorkGroup("stays", title, items, total, f"{reverse('mobility:stays')}?now=overdue")

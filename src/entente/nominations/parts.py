"""What nominations show in other pages: partner, agreement, person, work list, calendar."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit import paging
from entente.kit.occasions import Occasions, on_days
from entente.kit.parts import (
    NavEntry,
    Occasion,
    Part,
    PersonalData,
    WorkGroup,
    WorkItem,
    agreement_page,
    calendar,
    navigation,
    organisation_page,
    organisation_ties,
    person_data,
    person_erasure,
    work_list,
)
from entente.kit.records import Record
from entente.kit.scope import Officer
from entente.nominations import services
from entente.nominations.enums import CHANGE_INVITATION, VIEW_INVITATION
from entente.nominations.models import Invitation, Nominee
from entente.office.models import User
from entente.organisations.models import Organisation
from entente.partnerships.models import Agreement
from entente.people.models import Person

SHOWN = 5


@navigation.fill(order=24)
def pages() -> tuple[Any, list[NavEntry]]:
    """Offer the nominations."""
    return pgettext_lazy("navigation", "Guests"), [
        NavEntry(_("Nominations by partners"), reverse("nominations:invitations"), VIEW_INVITATION)
    ]


@organisation_ties.fill()
def invitations_of() -> list[tuple[type[Record], str]]:
    """Invitations move with an institution that is merged."""
    return [(Invitation, "organisation")]


def _part(rows: Any) -> Part | None:
    found = list(rows.for_list().order_by("-academic_year", "-pk")[:SHOWN])
    return Part("nominations/parts/invitations.html", {"invitations": found}) if found else None


@organisation_page.fill(order=17)
def of_organisation(organisation: Organisation, officer: Officer) -> Part | None:
    """Show for which years an institution was invited to nominate."""
    if not officer.may(VIEW_INVITATION):
        return None
    rows = Invitation.objects.visible_to(officer)
    return _part(rows.filter(organisation__in=organisation.itself_and_below))


@agreement_page.fill(order=17)
def of_agreement(agreement: Agreement, officer: Officer) -> Part | None:
    """Show who was invited to nominate under an agreement."""
    if not officer.may(VIEW_INVITATION):
        return None
    return _part(Invitation.objects.visible_to(officer).filter(agreement=agreement))


# --- Persons --------------------------------------------------------------------------------------


@person_data.fill(order=47)
def told_of_person(person: Person) -> PersonalData | None:
    """Tell a person what a partner said of them."""
    rows = Nominee.objects.filter(stay__person=person).select_related("invitation").order_by("pk")
    columns = ("family_name", "given_name", "email", "level", "field", "remark", "answer", "state")
    return PersonalData.of("nominations", _("Nominations"), rows, *columns)


@person_erasure.fill(order=47)
def erase(person: Person, by: User) -> None:
    """Erase what a partner said of the person."""
    for nominee in Nominee.objects.filter(stay__person=person).order_by("pk"):
        services.erase_nominee(nominee, by=by)


# --- Work list and calendar -----------------------------------------------------------------------


@work_list.fill(order=46)
def to_decide(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the nominations that wait for a decision."""
    if not officer.may(CHANGE_INVITATION):
        return None
    rows = Nominee.objects.visible_to(officer, CHANGE_INVITATION).filter(state="nominated")
    found = list(rows.for_list().order_by("pk")[:SHOWN])
    items = [
        WorkItem(
            str(nominee),
            nominee.get_absolute_url(),
            str(nominee.invitation.organisation.name),
            when=nominee.invitation.year,
        )
        for nominee in found
    ]
    total = paging.count(rows) if len(found) == SHOWN else len(found)
    address = f"{reverse('nominations:invitations')}?open=waiting"
    return WorkGroup("nominations", _("Nominations to decide"), items, total, address)


@calendar.fill(order=24)
def occasions(officer: Officer, first: datetime.date, last: datetime.date) -> Occasions:
    """Show on which days nominations close."""
    if not officer.may(VIEW_INVITATION):
        return Occasions()
    rows = Invitation.objects.visible_to(officer).filter(taken_back_on=None)
    return on_days(rows.select_related("organisation"), "closes_on", first, last, _closes)


def _closes(it: Invitation) -> Occasion:
    name = str(it.organisation.name)
    return Occasion(it.closes_on, name, it.get_absolute_url(), _("Nominations close"))

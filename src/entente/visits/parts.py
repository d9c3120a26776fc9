"""What visits show in other pages: partner, person, agreement, brief, work list, calendar."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit import paging
from entente.kit.occasions import Occasions, on_days
from entente.kit.parts import (
    Abroad,
    BriefSection,
    BriefSubject,
    NavEntry,
    Occasion,
    Part,
    PersonalData,
    WorkGroup,
    WorkItem,
    abroad,
    agreement_page,
    brief_matters,
    calendar,
    navigation,
    organisation_brief,
    organisation_page,
    organisation_ties,
    person_data,
    person_erasure,
    person_page,
    work_list,
)
from entente.kit.records import Record
from entente.kit.scope import Officer
from entente.office.models import User
from entente.organisations.models import Organisation
from entente.partnerships.models import Agreement
from entente.people.models import Person
from entente.visits import services
from entente.visits.enums import CHANGE_VISIT, VIEW_VISIT, VisitState, Way
from entente.visits.models import Delegate, Outcome, Stop, Trip, Visit

SHOWN = 5
SEE_PERSONS = "people.view_person"
NEWEST = 10


@navigation.fill(order=25)
def pages() -> tuple[Any, list[NavEntry]]:
    """Offer the visits."""
    return _("Visits"), [
        NavEntry(_("Visits received and sent"), reverse("visits:visits"), VIEW_VISIT),
        NavEntry(_("Official trips"), reverse("visits:trips"), VIEW_VISIT),
    ]


@organisation_ties.fill()
def delegates_of() -> list[tuple[type[Record], str]]:
    """Delegates and stops move with an institution that is merged."""
    return [(Delegate, "organisation"), (Stop, "organisation")]


def _part(rows: Any, all_url: str = "") -> Part | None:
    found = list(rows.standing().order_by("-first_day", "-pk")[: SHOWN + 1])
    if not found:
        return None
    more = all_url if len(found) > SHOWN else ""
    return Part("visits/parts/visits.html", {"visits": found[:SHOWN], "all_url": more})


@organisation_page.fill(order=18)
def of_organisation(organisation: Organisation, officer: Officer) -> Part | None:
    """Show the visits from and to an institution, with what lies below it."""
    if not officer.may(VIEW_VISIT):
        return None
    below = organisation.itself_and_below
    rows = Visit.objects.visible_to(officer).with_organisations(below)
    return _part(rows, f"{reverse('visits:visits')}?partner={organisation.pk}")


@person_page.fill(order=12)
def of_person(person: Person, officer: Officer) -> Part | None:
    """Show the delegations to which a person belonged."""
    if not officer.may(VIEW_VISIT):
        return None
    return _part(Visit.objects.visible_to(officer).filter(delegates__person=person))


@agreement_page.fill(order=18)
def of_agreement(agreement: Agreement, officer: Officer) -> Part | None:
    """Show the visits out of which an agreement came."""
    if not officer.may(VIEW_VISIT):
        return None
    rows = Outcome.objects.visible_to(officer, VIEW_VISIT).filter(agreement=agreement)
    found = list(rows.select_related("visit").order_by("pk"))
    return Part("visits/parts/led.html", {"outcomes": found}) if found else None


# --- Briefs ---------------------------------------------------------------------------------------


@organisation_brief.fill(order=38)
def last_visits(subject: BriefSubject, officer: Officer, _on: datetime.date) -> list[BriefSection]:
    """List the last visits and what was promised there."""
    if not officer.may(VIEW_VISIT):
        return []
    rows = Visit.objects.visible_to(officer).took_place()
    rows = rows.with_organisations(subject.organisations).for_list()
    newest: list[Any] = list(
        rows.order_by("-first_day", "-pk").prefetch_related("outcomes")[:NEWEST]
    )
    return [
        BriefSection(
            gettext("Last visits"),
            headings=(
                *(gettext("Visit"), gettext("Received or sent"), gettext("First day")),
                *(gettext("Person-times"), gettext("What it brought")),
            ),
            rows=tuple(
                (
                    str(visit.title),
                    visit.get_way_display(),
                    visit.starts_on.localized(),
                    visit.person_times,
                    "\n".join(
                        f"{outcome.text} ({outcome.get_state_display()})"
                        for outcome in visit.outcomes.all()
                    )
                    or "–",
                )
                for visit in newest
            ),
            widths=(5, 2, 3, 2, 7),
            empty=gettext("No visit is recorded."),
        )
    ]


@brief_matters.fill(order=30)
def open_promises(
    subject: BriefSubject, officer: Officer, _on: datetime.date
) -> list[tuple[Any, ...]]:
    """List what visits brought and has not come about yet."""
    if not officer.may(VIEW_VISIT):
        return []
    visits = Visit.objects.visible_to(officer).with_organisations(subject.organisations)
    rows = Outcome.objects.open().filter(visit__in=visits).order_by("due_on", "pk")[:NEWEST]
    return [
        (str(outcome.text), outcome.get_kind_display(), str(outcome.due_on or ""))
        for outcome in rows
    ]


# --- Persons --------------------------------------------------------------------------------------


@person_data.fill(order=45)
def told_of_person(person: Person) -> PersonalData | None:
    """Tell a person to which delegations they belonged."""
    rows = person.visits.select_related("visit", "organisation").order_by("pk")
    columns = ("visit", "organisation", "name", "function")
    return PersonalData.of("delegations", _("Delegations"), rows, *columns)


@person_erasure.fill(order=45)
def erase(person: Person, by: User) -> None:
    """Erase who the person was in delegations; the person-times stay."""
    for delegate in Delegate.objects.filter(person=person).order_by("pk"):
        services.erase_delegate(delegate, by=by)


# --- Work list and calendar -----------------------------------------------------------------------


@work_list.fill(order=48)
def to_confirm(officer: Officer, on: datetime.date) -> WorkGroup | None:
    """List the visits that are over and that nobody confirmed."""
    if not officer.may(CHANGE_VISIT):
        return None
    rows = Visit.objects.visible_to(officer, CHANGE_VISIT).overdue(on)
    found = list(rows.order_by("first_day", "pk")[:SHOWN])
    items = [
        WorkItem(
            visit.title,
            visit.get_absolute_url(),
            visit.get_way_display(),
            when=str(visit.ends_on or visit.starts_on),
            late=True,
        )
        for visit in found
    ]
    total = paging.count(rows) if len(found) == SHOWN else len(found)
    address = f"{reverse('visits:visits')}?now=overdue"
    return WorkGroup("visits", _("Visits to confirm"), items, total, address)


@work_list.fill(order=49)
def promised(officer: Officer, on: datetime.date) -> WorkGroup | None:
    """List what visits brought and has not come about, the earliest day first."""
    if not officer.may(CHANGE_VISIT):
        return None
    rows = Outcome.objects.visible_to(officer, CHANGE_VISIT).open().filter(due_on__isnull=False)
    found = list(rows.select_related("visit").order_by("due_on", "pk")[:SHOWN])
    items = [
        WorkItem(
            outcome.text,
            f"{outcome.visit.get_absolute_url()}#outcomes",
            outcome.visit.title,
            when=str(outcome.due_on),
            late=outcome.is_late(on),
        )
        for outcome in found
    ]
    total = paging.count(rows) if len(found) == SHOWN else len(found)
    return WorkGroup("promises", _("What visits brought"), items, total, reverse("visits:visits"))


@work_list.fill(order=50)
def to_settle(officer: Officer, on: datetime.date) -> WorkGroup | None:
    """List the official trips that are over, or do not take place, and are not settled."""
    if not officer.may(CHANGE_VISIT):
        return None
    rows = Trip.objects.visible_to(officer, CHANGE_VISIT).to_settle(on)
    found = list(rows.for_list().order_by("visit__last_day", "pk")[:SHOWN])
    items = [
        WorkItem(
            str(trip),
            trip.get_absolute_url(),
            str(trip.get_state_display()),
            when=str(trip.visit.ends_on or trip.visit.starts_on),
            late=True,
        )
        for trip in found
    ]
    total = paging.count(rows) if len(found) == SHOWN else len(found)
    return WorkGroup(
        "trips",
        _("Official trips to settle"),
        items,
        total,
        f"{reverse('visits:trips')}?open=settle",
    )


@abroad.fill(order=20)
def on_visits(officer: Officer, on: datetime.date, country: str) -> list[Abroad]:
    """List the delegates of ours who are out, at the stops of that day or else at all stops."""
    if not officer.may(VIEW_VISIT):
        return []
    rows = Visit.objects.visible_to(officer).standing().within(on, on).filter(way=Way.OUT)
    rows = rows.select_related("unit").prefetch_related(
        "stops__organisation",
        Prefetch(
            "delegates",
            Delegate.objects.filter(organisation=None).select_related("person__user"),
        ),
    )
    reach = officer.may(SEE_PERSONS)
    return [
        _out(visit, delegate, place, on, reach=reach)
        for visit in rows.order_by("first_day", "pk")
        for place in visit.places_on(on)
        if not country or (place is not None and place.country == country)
        for delegate in visit.delegates.all()
    ]


def _out(
    visit: Visit, delegate: Delegate, stop: Stop | None, on: datetime.date, *, reach: bool
) -> Abroad:
    person = delegate.person if reach else None
    sure = visit.state == VisitState.DONE or visit.starts_on.latest <= on
    return Abroad(
        name=str(delegate),
        url=visit.get_absolute_url(),
        country=stop.country if stop else "",
        country_name=stop.country_name if stop else gettext("country not known"),
        place=stop.organisation.name if stop and stop.organisation else "",
        what=visit.title,
        since=str(visit.starts_on),
        until=str(visit.ends_on or ""),
        unit=visit.unit.name,
        doubt="" if sure and stop and stop.starts_on else gettext("days not exact"),
        email=person.email if person else "",
        phone=person.phone if person else "",
        person=delegate.person_id,
        key=delegate.own_key,
        language=delegate.person.user.language if delegate.person and delegate.person.user else "",
        host=stop.organisation_id if stop else None,
        unit_path=visit.unit.path,
    )


@calendar.fill(order=25)
def occasions(officer: Officer, first: datetime.date, last: datetime.date) -> Occasions:
    """Show on which days visits begin."""
    if not officer.may(VIEW_VISIT):
        return Occasions()
    rows = Visit.objects.visible_to(officer).standing()
    rows = rows.only("first_day", "title_zh", "title_en", "way")
    return on_days(rows, "first_day", first, last, _occasion)


def _occasion(visit: Visit) -> Occasion:
    way = visit.get_way_display()
    return Occasion(visit.first_day, visit.title, visit.get_absolute_url(), way)

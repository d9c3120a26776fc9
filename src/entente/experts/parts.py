"""What experts show in other pages: partner, person, work list, calendar, letters."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.experts import services
from entente.experts.enums import CHANGE_ENGAGEMENT, VIEW_ENGAGEMENT
from entente.experts.models import Engagement, ExpertStay
from entente.kit import paging
from entente.kit.occasions import Occasions, on_days
from entente.kit.parts import (
    Addressee,
    LetterField,
    LetterSubject,
    NavEntry,
    Occasion,
    Part,
    PersonalData,
    WorkGroup,
    WorkItem,
    calendar,
    letter_subjects,
    navigation,
    organisation_page,
    organisation_ties,
    person_data,
    person_erasure,
    person_page,
    work_list,
)
from entente.kit.periods import in_words
from entente.kit.records import Record
from entente.kit.scope import Officer
from entente.office.models import User
from entente.organisations.models import Organisation
from entente.people.models import Person

SHOWN = 5


@navigation.fill(order=26)
def pages() -> tuple[Any, list[NavEntry]]:
    """Offer the engagements."""
    return pgettext_lazy("navigation", "Experts"), [
        NavEntry(_("Experts from abroad"), reverse("experts:engagements"), VIEW_ENGAGEMENT)
    ]


@organisation_ties.fill()
def experts_of() -> list[tuple[type[Record], str]]:
    """Experts move with an institution that is merged."""
    return [(Engagement, "organisation")]


def _part(rows: Any, all_url: str = "") -> Part | None:
    found = list(rows.standing().for_list().order_by("-first_day", "-pk")[: SHOWN + 1])
    if not found:
        return None
    more = all_url if len(found) > SHOWN else ""
    context = {"engagements": found[:SHOWN], "all_url": more}
    return Part("experts/parts/engagements.html", context)


@organisation_page.fill(order=19)
def of_organisation(organisation: Organisation, officer: Officer) -> Part | None:
    """Show the experts who came from an institution, or from what lies below it."""
    if not officer.may(VIEW_ENGAGEMENT):
        return None
    rows = Engagement.objects.visible_to(officer).of_organisations(organisation.itself_and_below)
    return _part(rows, f"{reverse('experts:engagements')}?partner={organisation.pk}")


@person_page.fill(order=13)
def of_person(person: Person, officer: Officer) -> Part | None:
    """Show as what a person was engaged."""
    if not officer.may(VIEW_ENGAGEMENT):
        return None
    return _part(Engagement.objects.visible_to(officer).filter(person=person))


# --- Persons --------------------------------------------------------------------------------------


@person_data.fill(order=46)
def told_of_person(person: Person) -> PersonalData | None:
    """Tell a person of their engagements."""
    rows = person.engagements.select_related("organisation", "unit").order_by("pk")
    columns = ("kind", "topic_zh", "topic_en", "starts_on", "ends_on", "state", "unit")
    own = ("permit_class", "residence_until", "summary_zh", "summary_en")
    return PersonalData.of("engagements", _("Engagements"), rows, *columns, *own)


@person_erasure.fill(order=46)
def erase(person: Person, by: User) -> None:
    """Erase what is the person's own in engagements; that somebody was engaged stays."""
    for engagement in person.engagements.order_by("pk"):
        services.erase_words(engagement, by=by)


# --- Work list and calendar -----------------------------------------------------------------------


@work_list.fill(order=51)
def to_end(officer: Officer, on: datetime.date) -> WorkGroup | None:
    """List the engagements that are over and of which nobody said that they ended."""
    if not officer.may(CHANGE_ENGAGEMENT):
        return None
    rows = Engagement.objects.visible_to(officer, CHANGE_ENGAGEMENT).overdue(on)
    found = list(rows.select_related("person").order_by("last_day", "pk")[:SHOWN])
    items = [
        WorkItem(
            str(it.topic),
            it.get_absolute_url(),
            str(it.person.name),
            when=str(it.ends_on),
            late=True,
        )
        for it in found
    ]
    total = paging.count(rows) if len(found) == SHOWN else len(found)
    address = f"{reverse('experts:engagements')}?now=overdue"
    return WorkGroup("experts", _("Engagements of experts to end"), items, total, address)


@calendar.fill(order=26)
def occasions(officer: Officer, first: datetime.date, last: datetime.date) -> Occasions:
    """Show on which days the stays of experts begin."""
    if not officer.may(VIEW_ENGAGEMENT):
        return Occasions()
    rows = ExpertStay.objects.visible_to(officer, VIEW_ENGAGEMENT).of_standing()
    rows = rows.select_related("engagement__person")
    return on_days(rows, "starts_on", first, last, _occasion)


def _occasion(stay: ExpertStay) -> Occasion:
    name, topic = str(stay.engagement.person.name), str(stay.engagement.topic)
    return Occasion(stay.starts_on, name, stay.get_absolute_url(), topic)


# --- Letters --------------------------------------------------------------------------------------


def _kind(engagement: Engagement, language: str) -> str:
    with translation.override("zh-hans" if language == "zh" else "en"):
        return str(engagement.get_kind_display())


def _home(engagement: Engagement, language: str) -> str:
    organisation = engagement.organisation
    return str(getattr(organisation, f"name_{language}")) if organisation else ""


def _name(engagement: Engagement, language: str) -> str:
    return str(getattr(engagement.person, f"name_{language}"))


def _date(name: str) -> Any:
    return lambda engagement, language: in_words(getattr(engagement, name), language)


@letter_subjects.fill(order=32)
def written_about() -> LetterSubject:
    """Let letters be written about an engagement: the invitation goes to the expert."""
    fields = (
        *LetterField.both("expert", _("Name of the expert"), _name),
        *LetterField.both("home_institution", _("The expert's home institution"), _home),
        *LetterField.both("engaged_as", _("As what the expert is engaged"), _kind),
        *LetterField.both(
            "topic",
            _("What the expert is engaged for"),
            lambda it, at: getattr(it, f"topic_{at}"),
        ),
        *LetterField.both(
            "host_unit", _("The host unit"), lambda it, at: getattr(it.unit, f"name_{at}")
        ),
        *LetterField.both("first_day", _("First day of the engagement"), _date("starts_on")),
        *LetterField.both("last_day", _("Last day of the engagement"), _date("ends_on")),
    )
    return LetterSubject(Engagement, fields, _addressees)


def _addressees(engagement: Engagement, _officer: Any) -> list[Addressee]:
    person = engagement.person
    return [Addressee(person.name_zh or person.name_en, person.name_en, record=person)]

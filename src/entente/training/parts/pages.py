"""What training shows in other pages: partner, person, work list, calendar."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit import paging
from entente.kit.occasions import Occasions, on_days
from entente.kit.parts import (
    NavEntry,
    Occasion,
    Part,
    PersonalData,
    WorkGroup,
    WorkItem,
    calendar,
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
from entente.office.models import User
from entente.organisations.models import Organisation
from entente.people.models import Person
from entente.training import services
from entente.training.enums import (
    APPROVE_PROJECT,
    CHANGE_PROJECT,
    SUPERVISE,
    VIEW_ORGANISER,
    VIEW_PROJECT,
    ClassState,
    FindingState,
    ProjectState,
)
from entente.training.models import Advert, Finding, Learner, Project, TrainingClass

SHOWN = 5


@navigation.fill(order=27)
def pages() -> tuple[Any, list[NavEntry]]:
    """Offer projects, classes and organisers."""
    return _("Non-degree education"), [
        NavEntry(_("Training projects"), reverse("training:projects"), VIEW_PROJECT),
        NavEntry(_("Training classes"), reverse("training:classes"), VIEW_PROJECT),
        NavEntry(_("Supervision and complaints"), reverse("training:findings"), VIEW_PROJECT),
        NavEntry(_("Training in figures"), reverse("training:statistics"), VIEW_PROJECT),
        NavEntry(_("Approved organisers"), reverse("training:organisers"), VIEW_ORGANISER),
    ]


@organisation_ties.fill()
def partners_of() -> list[tuple[type[Record], str]]:
    """Projects, classes and learners move with an institution that is merged."""
    return [(Project, "partner"), (TrainingClass, "company"), (Learner, "organisation")]


def _part(rows: Any, all_url: str = "") -> Part | None:
    standing = rows.exclude(state=ClassState.CANCELLED)
    found = list(standing.order_by("-starts_on", "-pk")[: SHOWN + 1])
    if not found:
        return None
    more = all_url if len(found) > SHOWN else ""
    return Part("training/parts/classes.html", {"classes": found[:SHOWN], "all_url": more})


@organisation_page.fill(order=19)
def of_organisation(organisation: Organisation, officer: Officer) -> Part | None:
    """Show the classes held for an institution, with what lies below it."""
    if not officer.may(VIEW_PROJECT):
        return None
    below = organisation.itself_and_below
    rows = TrainingClass.objects.visible_to(officer, VIEW_PROJECT).for_companies(below)
    return _part(rows, f"{reverse('training:classes')}?partner={organisation.pk}")


@person_page.fill(order=13)
def of_person(person: Person, officer: Officer) -> Part | None:
    """Show the classes in which a person was enrolled."""
    if not officer.may(VIEW_PROJECT):
        return None
    rows = TrainingClass.objects.visible_to(officer, VIEW_PROJECT)
    return _part(rows.filter(learners__person=person))


# --- Persons --------------------------------------------------------------------------------------


@person_data.fill(order=46)
def told_of_person(person: Person) -> PersonalData | None:
    """Tell a person in which classes they were enrolled."""
    rows = person.trainings.select_related("training_class", "organisation").order_by("pk")
    columns = ("training_class", "name_zh", "name_en", "reference", "contact", "organisation")
    return PersonalData.of("trainings", _("Training classes"), rows, *columns)


@person_erasure.fill(order=46)
def erase(person: Person, by: User) -> None:
    """Erase who the person was in classes; person-times and certificates stay."""
    for learner in Learner.objects.filter(person=person).order_by("pk"):
        services.erase_learner(learner, by=by)


# --- Work list and calendar -----------------------------------------------------------------------


def _group(key: str, title: Any, rows: Any, items: list[WorkItem], url: str) -> WorkGroup:
    total = paging.count(rows) if len(items) == SHOWN else len(items)
    return WorkGroup(key, title, items, total, url)


@work_list.fill(order=32)
def to_approve(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the projects that wait for approval."""
    if not officer.may(APPROVE_PROJECT):
        return None
    rows = Project.objects.visible_to(officer, APPROVE_PROJECT).to_approve()
    items = [
        WorkItem(project.title, project.get_absolute_url(), project.unit.name)
        for project in rows.select_related("unit").order_by("pk")[:SHOWN]
    ]
    address = f"{reverse('training:projects')}?state={ProjectState.SUBMITTED.value}"
    return _group("training_projects", _("Training projects to approve"), rows, items, address)


@work_list.fill(order=33)
def to_review(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the adverts that wait for review."""
    if not officer.may(APPROVE_PROJECT):
        return None
    rows = Advert.objects.visible_to(officer, APPROVE_PROJECT).to_review()
    items = [
        WorkItem(advert.project.title, advert.get_absolute_url(), advert.project.unit.name)
        for advert in rows.select_related("project__unit").order_by("pk")[:SHOWN]
    ]
    return _group("adverts", _("Adverts to review"), rows, items, reverse("training:projects"))


@work_list.fill(order=34)
def to_close_findings(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the findings that were answered and wait for whoever supervises."""
    if not officer.may(SUPERVISE):
        return None
    rows = Finding.objects.visible_to(officer, SUPERVISE).to_close()
    items = [
        WorkItem(str(it), it.get_absolute_url(), str(it.training_class))
        for it in rows.for_list().order_by("pk")[:SHOWN]
    ]
    address = f"{reverse('training:findings')}?state={FindingState.ANSWERED.value}"
    return _group("findings", _("Answers about training to look at"), rows, items, address)


@work_list.fill(order=50)
def to_close(officer: Officer, on: datetime.date) -> WorkGroup | None:
    """List the classes that are over and that nobody closed."""
    if not officer.may(CHANGE_PROJECT):
        return None
    rows = TrainingClass.objects.visible_to(officer, CHANGE_PROJECT).overdue(on)
    items = [
        WorkItem(it.title, it.get_absolute_url(), when=it.ends_on.isoformat(), late=True)
        for it in rows.order_by("ends_on", "pk")[:SHOWN]
    ]
    address = f"{reverse('training:classes')}?now=overdue"
    return _group("classes", _("Training classes to close"), rows, items, address)


@calendar.fill(order=27)
def occasions(officer: Officer, first: datetime.date, last: datetime.date) -> Occasions:
    """Show on which days classes begin."""
    if not officer.may(VIEW_PROJECT):
        return Occasions()
    rows = TrainingClass.objects.visible_to(officer, VIEW_PROJECT)
    rows = rows.exclude(state=ClassState.CANCELLED)
    return on_days(rows, "starts_on", first, last, _begins)


def _begins(it: TrainingClass) -> Occasion:
    return Occasion(it.starts_on, it.title, it.get_absolute_url(), it.get_state_display())

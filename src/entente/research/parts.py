"""What joint research shows in other pages: partner, person, agreement, work list, brief."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.kit import paging
from entente.kit.parts import (
    BriefSection,
    BriefSubject,
    NavEntry,
    Part,
    PersonalData,
    WorkGroup,
    WorkItem,
    agreement_page,
    navigation,
    organisation_brief,
    organisation_page,
    organisation_ties,
    person_data,
    person_erasure,
    person_page,
    record_side,
    work_list,
)
from entente.kit.records import Record
from entente.kit.scope import Officer
from entente.office.models import User
from entente.organisations.models import Organisation
from entente.partnerships.models import Agreement
from entente.people.models import Person
from entente.research import services
from entente.research.enums import (
    CHANGE_PROJECT,
    VIEW_ACHIEVEMENT,
    VIEW_CENTRE,
    VIEW_PROJECT,
    VIEW_PUBLICATION,
)
from entente.research.models import (
    Achievement,
    AchievementPartner,
    Affiliation,
    CentrePartner,
    Director,
    JointCentre,
    JointProject,
    ProjectPartner,
    Publication,
)

SHOWN = 5
IN_BRIEF = 10


@navigation.fill(order=27)
def pages() -> tuple[Any, list[NavEntry]]:
    """Offer the laboratories and centres."""
    return pgettext_lazy("navigation", "Research"), [
        NavEntry(_("Joint laboratories and centres"), reverse("research:centres"), VIEW_CENTRE),
        NavEntry(_("Joint projects"), reverse("research:projects"), VIEW_PROJECT),
        NavEntry(_("Patents and prizes"), reverse("research:achievements"), VIEW_ACHIEVEMENT),
        NavEntry(_("Publications"), reverse("research:publications"), VIEW_PUBLICATION),
    ]


@organisation_ties.fill()
def partners_of() -> list[tuple[type[Record], str]]:
    """Partners and those who direct for them move with an institution that is merged."""
    return [
        *((CentrePartner, "organisation"), (Director, "organisation")),
        *((ProjectPartner, "organisation"), (JointProject, "funder")),
        (Affiliation, "organisation"),
        (AchievementPartner, "organisation"),
    ]


def _part(rows: Any, all_url: str = "") -> Part | None:
    found = list(rows.standing().for_list().order_by("-pk")[: SHOWN + 1])
    if not found:
        return None
    more = all_url if len(found) > SHOWN else ""
    return Part("research/parts/centres.html", {"centres": found[:SHOWN], "all_url": more})


@organisation_page.fill(order=17)
def of_organisation(organisation: Organisation, officer: Officer) -> Part | None:
    """Show what is kept with an institution, or with what lies below it."""
    if not officer.may(VIEW_CENTRE):
        return None
    rows = JointCentre.objects.visible_to(officer)
    rows = rows.with_organisations(organisation.itself_and_below)
    return _part(rows, f"{reverse('research:centres')}?partner={organisation.pk}")


@person_page.fill(order=14)
def of_person(person: Person, officer: Officer) -> Part | None:
    """Show what a person directs or directed."""
    if not officer.may(VIEW_CENTRE):
        return None
    directed = Director.objects.filter(person=person).values("centre")
    return _part(JointCentre.objects.visible_to(officer).filter(pk__in=directed))


@agreement_page.fill(order=19)
def of_agreement(agreement: Agreement, officer: Officer) -> Part | None:
    """Show what was founded by an agreement."""
    if not officer.may(VIEW_CENTRE):
        return None
    return _part(JointCentre.objects.visible_to(officer).filter(agreement=agreement))


@person_data.fill(order=47)
def told_of_person(person: Person) -> PersonalData | None:
    """Tell a person of the laboratories and centres that they direct or directed."""
    rows = person.directed_centres.select_related("centre", "organisation").order_by("pk")
    return PersonalData.of(
        "directed_centres",
        _("Laboratories and centres directed"),
        rows,
        *("centre", "organisation", "since", "until"),
    )


@organisation_brief.fill(order=39)
def kept_together(
    subject: BriefSubject, officer: Officer, _on: datetime.date
) -> list[BriefSection]:
    """List what is kept together with a partner."""
    if not officer.may(VIEW_CENTRE):
        return []
    rows = JointCentre.objects.visible_to(officer).founded().for_list()
    rows = rows.with_organisations(subject.organisations)
    return [
        BriefSection(
            gettext("Joint laboratories and centres"),
            headings=(
                *(gettext("Laboratory or centre"), gettext("Kind")),
                *(gettext("Founded"), gettext("State")),
            ),
            rows=tuple(
                (
                    str(centre.name),
                    str(centre.get_kind_display()),
                    centre.founded_on.localized() if centre.founded_on else "–",
                    str(centre.get_state_display()),
                )
                for centre in rows.order_by("-pk")[:IN_BRIEF]
            ),
        )
    ]


# --- Projects -------------------------------------------------------------------------------------


def _projects(rows: Any, all_url: str = "") -> Part | None:
    found = list(rows.standing().for_list().order_by("-pk")[: SHOWN + 1])
    if not found:
        return None
    more = all_url if len(found) > SHOWN else ""
    return Part("research/parts/projects.html", {"projects": found[:SHOWN], "all_url": more})


@organisation_page.fill(order=17)
def projects_of_organisation(organisation: Organisation, officer: Officer) -> Part | None:
    """Show the projects with an institution, or with what lies below it."""
    if not officer.may(VIEW_PROJECT):
        return None
    rows = JointProject.objects.visible_to(officer)
    rows = rows.with_organisations(organisation.itself_and_below)
    return _projects(rows, f"{reverse('research:projects')}?partner={organisation.pk}")


@person_page.fill(order=14)
def projects_of_person(person: Person, officer: Officer) -> Part | None:
    """Show the projects that a person leads or led."""
    if not officer.may(VIEW_PROJECT):
        return None
    return _projects(JointProject.objects.visible_to(officer).filter(leader=person))


@record_side.fill(order=20)
def projects_of_centre(record: Any, officer: Officer) -> Part | None:
    """Show on the page of a laboratory the projects that belong to it."""
    if not isinstance(record, JointCentre) or not officer.may(VIEW_PROJECT):
        return None
    return _projects(JointProject.objects.visible_to(officer).filter(centre=record))


@person_data.fill(order=48)
def projects_told_of_person(person: Person) -> PersonalData | None:
    """Tell a person of the projects that they lead or led."""
    rows = person.led_projects.order_by("pk")
    columns = ("title_zh", "title_en", "approved_on", "starts_on", "ends_on", "state")
    return PersonalData.of("led_projects", _("Joint projects led"), rows, *columns)


@work_list.fill(order=52)
def to_finish(officer: Officer, on: datetime.date) -> WorkGroup | None:
    """List the projects that are over and of which nobody said what came of them."""
    if not officer.may(CHANGE_PROJECT):
        return None
    rows = JointProject.objects.visible_to(officer, CHANGE_PROJECT).overdue(on)
    found = list(rows.select_related("unit").order_by("last_day", "pk")[:SHOWN])
    items = [
        WorkItem(
            str(it.title),
            it.get_absolute_url(),
            str(it.unit),
            when=str(it.ends_on),
            late=True,
        )
        for it in found
    ]
    total = paging.count(rows) if len(found) == SHOWN else len(found)
    address = f"{reverse('research:projects')}?now=overdue"
    return WorkGroup("joint_projects", _("Joint projects to finish"), items, total, address)


# --- Publications ---------------------------------------------------------------------------------


def _publications(rows: Any, all_url: str = "") -> Part | None:
    found = list(rows.for_list().order_by("-pk")[: SHOWN + 1])
    if not found:
        return None
    more = all_url if len(found) > SHOWN else ""
    return Part(
        "research/parts/publications.html", {"publications": found[:SHOWN], "all_url": more}
    )


@organisation_page.fill(order=17)
def publications_of_organisation(organisation: Organisation, officer: Officer) -> Part | None:
    """Show what was published with an institution, or with what lies below it."""
    if not officer.may(VIEW_PUBLICATION):
        return None
    rows = Publication.objects.visible_to(officer)
    rows = rows.with_organisations(organisation.itself_and_below)
    return _publications(rows, f"{reverse('research:publications')}?partner={organisation.pk}")


@record_side.fill(order=21)
def publications_of_record(record: Any, officer: Officer) -> Part | None:
    """Show on the page of a project or laboratory what was published from it."""
    if not isinstance(record, (JointProject, JointCentre)) or not officer.may(VIEW_PUBLICATION):
        return None
    whence = {"project": record} if isinstance(record, JointProject) else {"centre": record}
    return _publications(Publication.objects.visible_to(officer).filter(**whence))


# --- Patents and prizes ---------------------------------------------------------------------------


def _achievements(rows: Any, all_url: str = "") -> Part | None:
    found = list(rows.for_list().order_by("-pk")[: SHOWN + 1])
    if not found:
        return None
    more = all_url if len(found) > SHOWN else ""
    context = {"achievements": found[:SHOWN], "all_url": more}
    return Part("research/parts/achievements.html", context)


@organisation_page.fill(order=17)
def achievements_of_organisation(organisation: Organisation, officer: Officer) -> Part | None:
    """Show the patents and prizes with an institution, or with what lies below it."""
    if not officer.may(VIEW_ACHIEVEMENT):
        return None
    rows = Achievement.objects.visible_to(officer)
    rows = rows.with_organisations(organisation.itself_and_below)
    return _achievements(rows, f"{reverse('research:achievements')}?partner={organisation.pk}")


@person_page.fill(order=14)
def achievements_of_person(person: Person, officer: Officer) -> Part | None:
    """Show the patents and prizes of which a person is the first of ours."""
    if not officer.may(VIEW_ACHIEVEMENT):
        return None
    return _achievements(Achievement.objects.visible_to(officer).filter(person=person))


@record_side.fill(order=22)
def achievements_of_record(record: Any, officer: Officer) -> Part | None:
    """Show on the page of a project or laboratory the patents and prizes from it."""
    if not isinstance(record, (JointProject, JointCentre)) or not officer.may(VIEW_ACHIEVEMENT):
        return None
    whence = {"project": record} if isinstance(record, JointProject) else {"centre": record}
    return _achievements(Achievement.objects.visible_to(officer).filter(**whence))


@person_data.fill(order=49)
def achievements_told_of_person(person: Person) -> PersonalData | None:
    """Tell a person of their patents and prizes."""
    columns = ("title_zh", "title_en", "number", "holders", "applied_on", "granted_on")
    rows = person.achievements.order_by("pk")
    return PersonalData.of("achievements", _("Patents and prizes"), rows, *columns)


@person_erasure.fill(order=49)
def erase(person: Person, by: User) -> None:
    """Erase the names beside their patents and prizes; these stay in the register."""
    services.erase_holder(person, by=by)

"""What consortia show in other pages: partner, person, agreement, work list, calendar."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.consortia import services
from entente.consortia.forms.register import CHANGE
from entente.consortia.models import (
    Consortium,
    Dues,
    Edition,
    Guest,
    Mandate,
    MemberPlaces,
    Membership,
    Motion,
    RotationPlace,
    Seat,
)
from entente.kit import paging
from entente.kit.occasions import MOST, Occasions
from entente.kit.parts import (
    Namesake,
    NavEntry,
    Occasion,
    Part,
    PersonalData,
    WorkGroup,
    WorkItem,
    agreement_side,
    calendar,
    navigation,
    organisation_page,
    organisation_ties,
    person_data,
    person_erasure,
    person_namesakes,
    person_page,
    work_list,
)
from entente.kit.periods import Precision
from entente.kit.records import Record
from entente.kit.scope import Officer
from entente.office.models import User
from entente.organisations.models import Organisation
from entente.people.models import Person

VIEW = "consortia.view_consortium"
SHOWN = 5


@navigation.fill(order=25)
def consortia() -> tuple[Any, list[NavEntry]]:
    """Offer the list of consortia."""
    return _("Consortia and meetings"), [
        NavEntry(_("Consortia"), reverse("consortia:consortia"), VIEW),
        NavEntry(
            pgettext_lazy("of consortia", "Meetings"),
            reverse("consortia:meetings"),
            "consortia.view_meeting",
        ),
    ]


@organisation_ties.fill()
def ties() -> list[tuple[type[Record], str]]:
    """Memberships, mandates and hosted editions move with an organisation that is merged."""
    return [
        (Membership, "organisation"),
        (Mandate, "organisation"),
        (Mandate, "for_member"),
        (Edition, "host"),
        (MemberPlaces, "organisation"),
        (RotationPlace, "organisation"),
        (Seat, "organisation"),
        (Dues, "organisation"),
        (Motion, "organisation"),
    ]


@organisation_page.fill(order=20)
def of_organisation(organisation: Organisation, officer: Officer) -> Part | None:
    """Show the memberships and offices of an organisation and of what lies below it."""
    if not officer.may(VIEW):
        return None
    below = organisation.itself_and_below
    seen = Consortium.objects.visible_to(officer)
    facts = {"consortium__in": seen, "organisation__in": below}
    memberships = Membership.objects.filter(**facts).for_list().select_related("consortium")
    mandates = Mandate.objects.filter(**facts).for_list().select_related("consortium")
    hosted = Edition.objects.filter(series__consortium__in=seen, host__in=below)
    context = {
        "memberships": list(memberships),
        "mandates": list(mandates),
        "editions": list(hosted.for_list().select_related("series__consortium")),
    }
    return Part("consortia/parts/of_organisation.html", context) if any(context.values()) else None


@person_page.fill(order=30)
def of_person(person: Person, officer: Officer) -> Part | None:
    """Show the offices that a person holds or held."""
    if not officer.may(VIEW):
        return None
    seen = Consortium.objects.visible_to(officer)
    mandates = Mandate.objects.filter(person=person, consortium__in=seen)
    held = list(mandates.for_list().select_related("consortium"))
    return Part("consortia/parts/of_organisation.html", {"mandates": held}) if held else None


@person_data.fill(order=60)
def told_of_person(person: Person) -> PersonalData | None:
    """Tell a person which offices they hold or held."""
    columns = ("consortium", "office", "name_then_zh", "name_then_en", "function_zh")
    dates = ("function_en", "starts_on", "ends_on", "source")
    return PersonalData.of("mandates", _("Mandates"), person.mandates.all(), *columns, *dates)


@person_data.fill(order=61)
def told_of_guest(person: Person) -> PersonalData | None:
    """Tell a person at which meetings they were a guest."""
    guests = person.guest_at.select_related("meeting")
    return PersonalData.of("guest", _("Guest at meetings"), guests, "meeting", "name", "function")


@person_namesakes.fill(order=60)
def guests_of_the_name(person: Person, officer: Officer) -> list[Namesake]:
    """Find guests of meetings who are written down under the person's name."""
    guests = Guest.objects.visible_to(officer, "people.erase_person").named(person.spellings)
    return [
        Namesake(
            key=f"guest:{guest.pk}",
            title=_("Guest at “%(meeting)s”: %(name)s, %(function)s")
            % {
                "meeting": guest.meeting,
                "name": guest.name,
                "function": guest.function or _("no function noted"),
            },
            erase=lambda by, guest=guest: services.erase_one_guest(guest, by=by),  # type: ignore[misc]
        )
        for guest in guests.select_related("meeting")
    ]


@person_erasure.fill(order=60)
def erase_guest(person: Person, by: User) -> None:
    """Erase what stands of the person as a guest."""
    services.erase_guest(person, by=by)


@agreement_side.fill(order=30)
def of_agreement(agreement: Any, officer: Officer) -> Part | None:
    """Show of which consortia the partners of an agreement are members."""
    if not officer.may(VIEW):
        return None
    partners = [party.organisation_id for party in agreement.theirs]
    found = Membership.objects.for_names().filter(
        officer.scope(VIEW).q("consortium__unit", "consortium__top_unit"),
        organisation__in=partners,
        left_on=None,
    )
    memberships = list(found.order_by("pk")[:20])
    if not memberships:
        return None
    return Part("consortia/parts/of_agreement.html", {"memberships": memberships})


@work_list.fill(order=60)
def outcomes(officer: Officer, on: datetime.date) -> WorkGroup | None:
    """List the editions whose time has passed and whose outcome nobody has recorded."""
    if not officer.may(CHANGE):
        return None
    rows = Edition.objects.visible_to(officer, CHANGE).unreported(on)
    found = list(rows.for_list().select_related("series__consortium").order_by("pk")[:SHOWN])
    items = [
        WorkItem(
            edition,
            reverse("consortia:change_edition", args=[edition.pk]),
            edition.series.consortium.name,
            when=edition.ends_on or edition.starts_on,
        )
        for edition in found
    ]
    total = paging.count(rows) if len(found) == SHOWN else len(found)
    return WorkGroup("outcomes", _("Planned events without an outcome"), items, total, aside=True)


@calendar.fill(order=30)
def occasions(officer: Officer, first: datetime.date, last: datetime.date) -> Occasions:
    """Show on which days editions begin, where the day is known."""
    rows = Edition.objects.visible_to(officer, VIEW).beginning(first, last)
    return Occasions(
        Occasion(
            edition.starts_on.earliest,
            str(edition),
            edition.get_absolute_url(),
            edition.series.get_kind_display(),
        )
        for edition in rows.for_list().select_related("series")[:MOST]
        if edition.starts_on and edition.starts_on.precision is Precision.DAY
    )

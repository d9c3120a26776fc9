"""What reviews show in other pages: navigation, work lists, the call, persons."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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
    record_holds,
    record_side,
    work_list,
)
from entente.kit.scope import Officer
from entente.mobility.enums import CallState
from entente.mobility.models import Call, PlacementRun
from entente.office.models import User
from entente.people.models import Person
from entente.reviewing import services
from entente.reviewing.enums import (
    CHANGE_NOTICE,
    CHANGE_ROUND,
    VIEW_NOTICE,
    VIEW_ROUND,
    ReviewState,
)
from entente.reviewing.models import NoticeLine, Objection, PublicNotice, Review, ReviewRound

SHOWN = 5


@navigation.fill(order=35)
def pages() -> tuple[Any, list[NavEntry]]:
    """Offer the rounds and the notices."""
    return _("Mobility"), [
        NavEntry(_("Reviews of applications"), reverse("reviewing:rounds"), VIEW_ROUND),
        NavEntry(_("Public notices"), reverse("reviewing:notices"), VIEW_NOTICE),
    ]


@record_side.fill(order=24)
def of_call(record: Any, officer: Officer) -> Part | None:
    """Show on the page of a call how its reviews stand, or offer to prepare them."""
    if not isinstance(record, Call) or not officer.may(VIEW_ROUND, record):
        return None
    context = {
        "call": record,
        "round": ReviewRound.objects.filter(call=record).for_list().first(),
        "may_add": record.state != CallState.PUBLISHED and officer.may(CHANGE_ROUND, record),
        "notices": list(PublicNotice.objects.filter(call=record))
        if officer.may(VIEW_NOTICE, record)
        else [],
        "may_draft": record.state in (CallState.CLOSED, CallState.PUBLISHED)
        and officer.may(CHANGE_NOTICE, record),
    }
    return Part("reviewing/parts/call.html", context)


@record_holds.fill(order=30)
def until_the_notice_is_over(record: Any, step: str) -> str | None:
    """Keep a placement from being published while a notice runs or an objection is open."""
    if not isinstance(record, PlacementRun) or step != "publish":
        return None
    for notice in PublicNotice.objects.standing(record.call):
        if reasons := notice.holds_back(timezone.localdate()):
            return reasons[0]
    return None


# --- Work lists -----------------------------------------------------------------------------------


@work_list.fill(order=12)
def to_review(officer: Any, on: datetime.date) -> WorkGroup | None:
    """List what somebody has to review; it needs no role."""
    rows = Review.objects.to_write(officer)
    found = list(rows[:SHOWN])
    items = [
        WorkItem(
            str(it),
            it.get_absolute_url(),
            str(it.round.call.title),
            when=it.round.due_on,
            late=it.round.is_late(on),
        )
        for it in found
    ]
    if not items:
        return None
    total = paging.count(rows) if len(items) == SHOWN else len(items)
    late = sum(item.late for item in items)
    address = reverse("reviewing:mine")
    return WorkGroup(
        "reviews", _("Applications for me to review"), items, total, address, late=late
    )


@work_list.fill(order=13)
def conflicts(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the open rounds in which a conflict of interest left an application to others."""
    if not officer.may(CHANGE_ROUND):
        return None
    declared = Count("panel__reviews", filter=Q(panel__reviews__state=ReviewState.CONFLICT))
    seen: Any = ReviewRound.objects.visible_to(officer, CHANGE_ROUND).open()
    rows = (
        seen.annotate(number=declared)
        .filter(number__gt=0)
        .select_related("call")
        .order_by("due_on", "pk")
    )
    items = [
        WorkItem(str(it.call.title), f"{it.get_absolute_url()}#conflicts", it.number)
        for it in rows[:SHOWN]
    ]
    total = paging.count(rows) if len(items) == SHOWN else len(items)
    address = f"{reverse('reviewing:rounds')}?state=open"
    return WorkGroup("conflicts", _("Conflicts of interest of reviewers"), items, total, address)


@work_list.fill(order=14)
def objections(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the objections to public notices that wait for an answer."""
    if not officer.may(CHANGE_NOTICE):
        return None
    rows = Objection.objects.visible_to(officer, CHANGE_NOTICE).to_answer()
    items = [
        WorkItem(str(it.notice.call.title), it.get_absolute_url(), str(it))
        for it in rows.for_list()[:SHOWN]
    ]
    total = paging.count(rows) if len(items) == SHOWN else len(items)
    address = reverse("reviewing:notices")
    return WorkGroup("objections", _("Objections to answer"), items, total, address)


# --- Persons --------------------------------------------------------------------------------------


@person_data.fill(order=49)
def reviews_of_person(person: Person) -> PersonalData | None:
    """Tell a person how their applications were reviewed, not by whom."""
    rows = Review.objects.filter(application__person=person, state=ReviewState.HANDED_IN)
    rows = rows.order_by("pk")
    columns = ("handed_in_at", "total", "comment")
    return PersonalData.of("reviews", _("Reviews of applications"), rows, *columns)


@person_data.fill(order=50)
def notices_of_person(person: Person) -> PersonalData | None:
    """Tell a person in which public notices they stood."""
    rows = NoticeLine.objects.filter(application__person=person).select_related("notice__call")
    return PersonalData.of(
        "public_notices", _("Public notices"), rows.order_by("pk"), "notice", "option"
    )


@person_erasure.fill(order=47)
def erase(person: Person, by: User) -> None:
    """Erase what reviewers wrote of a person."""
    services.erase_reviews(person, by=by)

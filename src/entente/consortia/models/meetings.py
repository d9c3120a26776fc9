"""Meetings of a body and written ballots: who was asked, who took part, what was on the agenda."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.consortia.enums import (
    MEETING_FLOW,
    MeetingState,
    MotionState,
    Presence,
    QuorumCounts,
)
from entente.consortia.models.bodies import Body, Elector
from entente.consortia.models.register import (
    Consortium,
    Membership,
    PartOfConsortium,
    PartOfConsortiumQuerySet,
)
from entente.consortia.models.statutes import Statute
from entente.consortia.voting import House, Quorum, quorum
from entente.kit import search
from entente.kit.bilingual import Bilingual
from entente.kit.records import Record, RecordQuerySet
from entente.people.models import Person


@dataclass(frozen=True)
class Place:
    """One member in a meeting: its vote, how it took part, who holds its proxy."""

    elector: Elector
    attendance: Attendance | None

    @property
    def key(self) -> int:
        """The key of the membership."""
        return self.elector.membership.pk

    @property
    def presence(self) -> str:
        """How it took part; empty where nothing was recorded."""
        return self.attendance.presence if self.attendance else ""


@dataclass(frozen=True)
class Room:
    """Who belongs to a meeting on its day, and what its statute says about the quorum."""

    places: list[Place]
    statute: Statute | None
    written: bool

    def acting(self, by_proxy: bool = True) -> set[int]:
        """Give the memberships that are present or, by proxy, represented by one that is."""
        present = {place.key for place in self.places if place.presence == Presence.PRESENT}
        if not by_proxy:
            return present
        return present | {
            place.key
            for place in self.places
            if place.attendance is not None
            and place.presence == Presence.PROXY
            and place.attendance.holder_id in present
        }

    def may_vote(self) -> list[Place]:
        """Give those who can cast a vote: they have one, and are there or represented."""
        acting = {place.key for place in self.places} if self.written else self.acting()
        return [place for place in self.places if place.elector.votes and place.key in acting]

    def house(self, voted: Iterable[int] = ()) -> House:
        """Count who has a vote and who takes part.

        In a written ballot those take part who sent their vote (`voted`).
        """
        counts = self.statute.quorum_counts if self.statute else QuorumCounts.REPRESENTED
        by_proxy = counts == QuorumCounts.REPRESENTED
        part = set(voted) if self.written else self.acting(by_proxy)
        sure = [place for place in self.places if place.elector.votes]
        unknown = [place for place in self.places if place.elector.votes is None]
        return House(
            entitled=len(sure),
            taking_part=sum(place.key in part for place in sure),
            unknown=len(unknown),
            unknown_taking_part=sum(place.key in part for place in unknown),
        )

    def quorum(self, voted: Iterable[int] = ()) -> Quorum:
        """Say whether enough take part."""
        return quorum(self.statute.quorum if self.statute else None, self.house(voted))


class MeetingQuerySet(PartOfConsortiumQuerySet):
    """Ways to read meetings."""

    def for_list(self) -> Self:
        """Fetch what one line of a list shows."""
        return self.select_related("consortium", "consortium__unit", "body").annotate(
            adopted=Count("motions", filter=Q(motions__state=MotionState.ADOPTED), distinct=True)
        )

    def for_page(self) -> Self:
        """Fetch what the meeting's own page shows beside its room."""
        return self.select_related(
            "consortium", "consortium__unit", "body", "body__consortium"
        ).prefetch_related("agenda", "guests", "body__seats")

    def between(self, first: datetime.date, last: datetime.date) -> Self:
        """Keep those of days of a period that are not cancelled."""
        return self.filter(held_on__range=(first, last)).exclude(state=MeetingState.CANCELLED)


class Meeting(PartOfConsortium):
    """A meeting of a body on a day, or a ballot in writing that is counted on that day."""

    flow = MEETING_FLOW

    consortium = models.ForeignKey(Consortium, models.CASCADE, related_name="meetings")
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings", verbose_name=_("body"))
    title_zh = models.CharField(_("title in Chinese"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    is_written = models.BooleanField(_("ballot in writing"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    held_on = models.DateField(_("day"))
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)
    place_zh = models.CharField(_("place in Chinese"), max_length=200, blank=True)
    place_en = models.CharField(_("place in English"), max_length=200, blank=True)
    convened_on = models.DateField(_("invited on"), null=True, blank=True)
    chaired_by = models.CharField(_("in the chair"), max_length=200, blank=True)
    kept_by = models.CharField(_("keeper of the minutes"), max_length=200, blank=True)
    notes_zh = models.TextField(_("course of the meeting, Chinese"), blank=True)
    notes_en = models.TextField(_("course of the meeting, English"), blank=True)
    approved_on = models.DateField(_("minutes approved on"), null=True, blank=True)

    title = Bilingual("title")
    place = Bilingual("place")
    notes = Bilingual("notes")
    audit_parent = ""
    audit_ignored = frozenset({"consortium"})
    audit_personal = frozenset({"chaired_by", "kept_by"})
    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("-held_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="meeting_has_a_title",
                condition=~Q(title_zh="") | ~Q(title_en=""),
                violation_error_message=_("A meeting needs a title in at least one language."),
            ),
            models.CheckConstraint(
                name="meeting_once_convened_says_when",
                condition=Q(state__in=[MeetingState.PLANNED, MeetingState.CANCELLED])
                | Q(convened_on__isnull=False),
                violation_error_message=_("Say on which day the invitation went out."),
            ),
        )
        indexes = (models.Index(fields=("consortium", "held_on"), name="meeting_day"),)

    def __str__(self) -> str:
        return str(self.title)

    @property
    def chain(self) -> int:
        """The audit chain: that of the consortium's tree; the meeting has a history of its own."""
        return self.consortium.chain

    def personal_key(self) -> str:
        """Name the key under which the trail keeps who was there."""
        return f"consortia.meeting:{self.pk}"

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("consortia:meeting", args=[self.pk])

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        if not (self.title_zh or self.title_en):
            message = _("A meeting needs a title in at least one language.")
            raise ValidationError({"title_zh": message})
        if self.convened_on and self.convened_on > self.held_on:
            message = _("The invitation went out after the day of the meeting.")
            raise ValidationError({"convened_on": message})

    def search_entry(self) -> search.Entry:
        """Be found by its titles and by its consortium."""
        both = self.consortium
        return search.Entry(
            title_zh=self.title_zh or self.title_en,
            title_en=self.title_en or self.title_zh,
            names=tuple(filter(None, [self.title_zh, self.title_en])),
            text=" ".join(filter(None, [both.name_zh, both.name_en, both.short_name])),
            unit=both.unit_id,
            tree=both.top_unit_id,
        )

    # --- What holds on its day --------------------------------------------------------------------

    def statute(self) -> Statute | None:
        """Give the statute in force on its day."""
        found: Statute | None = self.consortium.statutes.in_force(self.held_on).first()
        return found

    def room(self) -> Room:
        """Give who belongs to it on its day, how they took part, and the statute of that day."""
        attendances = {row.membership_id: row for row in self.attendances.for_list()}
        places = [
            Place(elector, attendances.get(elector.membership.pk))
            for elector in self.body.electors(self.held_on)
        ]
        return Room(places, self.statute(), self.is_written)

    def days_late(self, statute: Statute | None) -> int:
        """Say by how many days the invitation missed the notice of the statute; 0 if in time."""
        if statute is None or statute.notice_days is None or self.convened_on is None:
            return 0
        last = self.held_on - datetime.timedelta(days=statute.notice_days)
        return max((self.convened_on - last).days, 0)


class PartOfMeetingQuerySet(RecordQuerySet[Any]):
    """Parts are seen by whoever sees the meeting."""

    scope_unit = "meeting__consortium__unit"
    scope_tree = "meeting__consortium__top_unit"


class PartOfMeeting(Record):
    """A record inside a meeting, shown in the meeting's history."""

    audit_parent = "meeting"
    audit_ignored = frozenset({"meeting"})

    class Meta:
        abstract = True

    @property
    def unit_id(self) -> int:
        """The unit that keeps the consortium."""
        return self.meeting.unit_id  # type: ignore[attr-defined, no-any-return]

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.meeting.top_unit_id  # type: ignore[attr-defined, no-any-return]

    def get_absolute_url(self) -> str:
        """Give the address of the meeting's page."""
        return self.meeting.get_absolute_url()  # type: ignore[attr-defined, no-any-return]

    def personal_key(self) -> str:
        """Name the key under which the trail keeps who was there."""
        return self.meeting.personal_key()  # type: ignore[attr-defined, no-any-return]


class AgendaItem(PartOfMeeting):
    """A point of the agenda, and what was said on it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField(_("number"))
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    notes_zh = models.TextField(_("what was said, Chinese"), blank=True)
    notes_en = models.TextField(_("what was said, English"), blank=True)

    title = Bilingual("title")
    notes = Bilingual("notes")
    objects = PartOfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of the agenda")
        verbose_name_plural = _("agenda")
        ordering = ("meeting", "position", "pk")
        constraints = (
            models.CheckConstraint(
                name="agenda_item_has_a_title",
                condition=~Q(title_zh="") | ~Q(title_en=""),
                violation_error_message=_("An item needs a title in at least one language."),
            ),
            models.UniqueConstraint(
                fields=("meeting", "position"),
                name="agenda_number_stands_once",
                violation_error_message=_("This number is on the agenda already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class AttendanceQuerySet(PartOfMeetingQuerySet):
    """Ways to read who took part."""

    def for_list(self) -> Self:
        """Fetch the holders of proxies."""
        return self.select_related("holder__organisation")


class Attendance(PartOfMeeting):
    """How a member took part in a meeting; a proxy names the member who holds it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="attendances", verbose_name=_("member")
    )
    presence = models.CharField(_("took part"), max_length=10, choices=Presence.choices)
    holder = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proxies_held",
        verbose_name=_("proxy held by"),
    )
    represented_by = models.CharField(_("in person"), max_length=200, blank=True)
    proof = models.CharField(_("written proof"), max_length=200, blank=True)

    audit_personal = frozenset({"represented_by"})
    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ("meeting", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "membership"),
                name="member_attends_once",
                violation_error_message=_("This member's attendance is recorded already."),
            ),
            models.CheckConstraint(
                name="only_a_proxy_has_a_holder",
                condition=Q(presence=Presence.PROXY, holder__isnull=False)
                | ~Q(presence=Presence.PROXY) & Q(holder__isnull=True),
                violation_error_message=_("A proxy needs a member who holds it."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.membership}: {self.get_presence_display()}"


class GuestQuerySet(PartOfMeetingQuerySet):
    """Ways to read guests."""

    def named(self, names: Iterable[str]) -> Self:
        """Keep those who are only written down, under one of some names."""
        same = Q()
        for name in names:
            same |= Q(name__iexact=name)
        return self.filter(same, person=None) if same else self.none()


class Guest(PartOfMeeting):
    """Somebody who was there without being a member's voice.

    `person` leads to the register where they stand in it; what is written of them is erased with
    them, and the line of the minutes stays without a name.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="guests")
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="guest_at",
        verbose_name=_("person"),
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    function = models.CharField(_("function and institution"), max_length=300, blank=True)

    audit_personal = frozenset({"name", "function"})
    objects = GuestQuerySet.as_manager()

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        ordering = ("meeting", "pk")

    def __str__(self) -> str:
        return self.name or gettext("a guest whose data were erased")

    def personal_key(self) -> str:
        """Name the key under which the trail keeps who it was: the person's own, where known."""
        return self.person.personal_key() if self.person else super().personal_key()

"""What consortia hold together, year by year."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.consortia.enums import EditionState, SeriesKind
from entente.consortia.models.register import (
    ENDS_BEFORE_START,
    Consortium,
    PartOfConsortiumQuerySet,
    refuse_wrong_order,
)
from entente.kit.bilingual import Bilingual
from entente.kit.periods import (
    PartialDate,
    PartialDateField,
    in_order,
    not_after,
    not_before,
    surely_not_after,
)
from entente.kit.records import Record, RecordQuerySet
from entente.organisations.models import Organisation

EDITION_MARKS: dict[str, str] = {EditionState.PLANNED: "wait", EditionState.HELD: "ok"}


class Series(Record):
    """Something that a consortium holds again and again: a summer school, a conference."""

    consortium = models.ForeignKey(Consortium, models.CASCADE, related_name="series")
    kind = models.CharField(_("kind"), max_length=15, choices=SeriesKind.choices)
    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    source = models.TextField(_("source"), blank=True)

    name = Bilingual("name")
    audit_parent = "consortium"
    audit_ignored = frozenset({"consortium"})
    objects = PartOfConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name = _("series of events")
        verbose_name_plural = _("series of events")
        ordering = ("consortium", "pk")
        constraints = (
            models.CheckConstraint(
                name="series_has_a_name",
                condition=~Q(name_zh="") | ~Q(name_en=""),
                violation_error_message=_("A series needs a name in at least one language."),
            ),
        )

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Give the address of the consortium's page."""
        return f"{self.consortium.get_absolute_url()}#series-{self.pk}"


class EditionQuerySet(RecordQuerySet["Edition"]):
    """Ways to read editions."""

    scope_unit = "series__consortium__unit"
    scope_tree = "series__consortium__top_unit"

    def beginning(self, first: datetime.date, last: datetime.date) -> Self:
        """Keep those that can begin within those days."""
        return self.filter(not_before("starts_on", first) & not_after("starts_on", last))

    def unreported(self, on: datetime.date) -> Self:
        """Keep what was planned for a time that has passed, and nobody said what came of it."""
        before = on - datetime.timedelta(days=1)
        over = surely_not_after("ends_on", before) | Q(ends_on=None) & surely_not_after(
            "starts_on", before
        )
        return self.filter(over, state=EditionState.PLANNED)

    def for_list(self) -> Self:
        """Fetch the host and the series with each edition."""
        return self.select_related("host", "series")


class Edition(Record):
    """One time that a series takes place, or was to."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField(_("edition number"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=EditionState.choices, default=EditionState.PLANNED
    )
    host = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_editions",
        verbose_name=_("host"),
    )
    starts_on = PartialDateField(_("begins"), null=True, blank=True)
    ends_on = PartialDateField(_("ends"), null=True, blank=True)
    place_zh = models.CharField(_("place in Chinese"), max_length=200, blank=True)
    place_en = models.CharField(_("place in English"), max_length=200, blank=True)
    capacity = models.PositiveSmallIntegerField(_("places in all"), null=True, blank=True)
    source = models.TextField(_("source"), blank=True)

    place = Bilingual("place")
    audit_parent = "series"
    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ("series", "starts_on", "pk")
        constraints = (
            models.CheckConstraint(
                name="edition_ends_after_it_starts",
                condition=in_order("starts_on", "ends_on"),
                violation_error_message=ENDS_BEFORE_START,
            ),
            models.UniqueConstraint(
                fields=("series", "number"),
                name="edition_number_stands_once",
                violation_error_message=_("This edition is registered already."),
            ),
        )

    def __str__(self) -> str:
        year = self.starts_on.year if self.starts_on else None
        return f"{self.series} {year or self.number or ''}".strip()

    def get_absolute_url(self) -> str:
        """Give the address of the consortium's page."""
        return self.series.get_absolute_url()

    def day_of_places(self, today: datetime.date) -> datetime.date:
        """Give the day on which somebody must be a member to have places: its first day.

        Where its beginning is unknown that is today; a month means its last day.
        """
        return self.starts_on.latest if self.starts_on else today

    def held_places(self, today: datetime.date) -> list[HeldPlaces]:
        """Give who is a member when it begins, each with its places, and whose places lapsed."""
        day = self.day_of_places(today)
        rows = {row.organisation_id: row for row in self.member_places.for_list()}
        found: dict[int, HeldPlaces] = {}
        memberships = self.series.consortium.memberships.for_list().by_name()
        for membership in memberships:
            row = rows.get(membership.organisation_id)
            key, places = membership.organisation_id, row.places if row else None
            if membership.can_hold_on(day):
                found[key] = HeldPlaces(membership.organisation, places, is_member=True)
            elif row and key not in found:
                left = membership.left_on
                found[key] = HeldPlaces(membership.organisation, places, False, left)
        return list(found.values())

    @property
    def mark(self) -> str:
        """The mark that its state is shown with."""
        return EDITION_MARKS.get(self.state, "")

    def is_unreported(self, on: datetime.date) -> bool:
        """Say whether it was planned for a time that has passed, and nobody said what came."""
        end = self.ends_on or self.starts_on
        return self.state == EditionState.PLANNED and end is not None and end.latest < on

    def clean(self) -> None:
        """Say at the field what the constraint refuses."""
        refuse_wrong_order(self.starts_on, self.ends_on, "ends_on")


class MemberPlacesQuerySet(RecordQuerySet["MemberPlaces"]):
    """Ways to read the places of members."""

    scope_unit = "edition__series__consortium__unit"
    scope_tree = "edition__series__consortium__top_unit"

    def for_list(self) -> Self:
        """Fetch the member with its places."""
        return self.select_related("organisation")


class MemberPlaces(Record):
    """How many people a member may send to an edition.

    They stay written when a member leaves; whether they still count says the register on the day
    on which the edition begins (`Edition.held_places`).
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="member_places")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="edition_places", verbose_name=_("member")
    )
    places = models.PositiveSmallIntegerField(_("places"))

    audit_parent = "edition"
    audit_ignored = frozenset({"edition"})
    objects = MemberPlacesQuerySet.as_manager()

    class Meta:
        verbose_name = _("places of a member")
        verbose_name_plural = _("places of members")
        ordering = ("edition", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "organisation"), name="member_places_stand_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}: {self.places}"

    def get_absolute_url(self) -> str:
        """Give the address of the edition's places."""
        return reverse("consortia:edition_places", args=[self.edition_id])


@dataclass(frozen=True)
class HeldPlaces:
    """The places of one member in an edition, and whether they still count."""

    organisation: Organisation
    places: int | None
    is_member: bool
    left_on: PartialDate | None = None

    @property
    def counted(self) -> int:
        """How many places count."""
        return self.places or 0 if self.is_member else 0

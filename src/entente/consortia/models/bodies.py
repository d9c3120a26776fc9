"""Bodies of a consortium: who sits there, who has a vote."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Self

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from entente.consortia.enums import BodyKind
from entente.consortia.models.register import (
    ENDS_BEFORE_START,
    Consortium,
    Membership,
    PartOfConsortium,
    PartOfConsortiumQuerySet,
    refuse_wrong_order,
)
from entente.consortia.terms import Term
from entente.kit.bilingual import Bilingual
from entente.kit.periods import PartialDateField, in_order
from entente.kit.records import Record, RecordQuerySet
from entente.organisations.models import Organisation


@dataclass(frozen=True)
class Elector:
    """A member that belongs to a body on a day, and whether it votes there (None: not known)."""

    membership: Membership
    votes: bool | None

    @property
    def organisation(self) -> Organisation:
        """Who the member is."""
        return self.membership.organisation


class BodyQuerySet(PartOfConsortiumQuerySet):
    """Ways to read bodies."""

    def for_list(self) -> Self:
        """Fetch the seats with each body."""
        seats = Seat.objects.select_related("organisation")
        return self.prefetch_related(Prefetch("seats", queryset=seats))


class Body(PartOfConsortium):
    """An assembly, a council, a committee: all members sit in it, or those with a seat."""

    consortium = models.ForeignKey(Consortium, models.CASCADE, related_name="bodies")
    kind = models.CharField(_("kind"), max_length=10, choices=BodyKind.choices)
    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    has_all_members = models.BooleanField(_("every member belongs to it"), default=False)
    source = models.TextField(_("source"), blank=True)

    name = Bilingual("name")
    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ("consortium", "pk")
        constraints = (
            models.CheckConstraint(
                name="body_has_a_name",
                condition=~Q(name_zh="") | ~Q(name_en=""),
                violation_error_message=_("A body needs a name in at least one language."),
            ),
        )

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Give the address of the consortium's page."""
        return f"{self.consortium.get_absolute_url()}#bodies"

    def electors(self, on: datetime.date) -> list[Elector]:
        """Give who belongs to it on a day, in the order of names, each with its vote.

        Somebody of whom it is not sure that it is a member on that day has an unknown vote.
        """
        memberships = self.consortium.memberships.on(on).for_list().by_name()
        votes = None if self.has_all_members else self._seated(on)
        electors = []
        for membership in memberships:
            if votes is not None and membership.organisation_id not in votes:
                continue
            vote = membership.votes if votes is None else votes[membership.organisation_id]
            sure = membership.term.surely_holds(on)
            electors.append(Elector(membership, vote if sure or vote is False else None))
        return electors

    def _seated(self, on: datetime.date) -> dict[int, bool | None]:
        seats = [seat for seat in self.seats.all() if seat.term.can_hold_on(on)]
        return {
            seat.organisation_id: seat.votes if seat.term.surely_holds(on) else None
            for seat in seats
        }


class SeatQuerySet(RecordQuerySet["Seat"]):
    """Ways to read seats."""

    scope_unit = "body__consortium__unit"
    scope_tree = "body__consortium__top_unit"


class Seat(Record):
    """A member's seat in a body, from a date until a date, and whether it votes there."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="seats", verbose_name=_("member")
    )
    votes = models.BooleanField(_("has a vote"), null=True, blank=True)
    starts_on = PartialDateField(_("from"), null=True, blank=True)
    ends_on = PartialDateField(_("until"), null=True, blank=True)
    source = models.TextField(_("source"), blank=True)

    audit_parent = "body"
    audit_ignored = frozenset({"body"})
    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ("body", "pk")
        constraints = (
            models.CheckConstraint(
                name="seat_ends_after_it_starts",
                condition=in_order("starts_on", "ends_on"),
                violation_error_message=ENDS_BEFORE_START,
            ),
            models.UniqueConstraint(
                fields=("body", "organisation"),
                condition=Q(ends_on__isnull=True),
                name="member_has_one_seat",
                violation_error_message=_("This member has a seat here already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.body}: {self.organisation}"

    def get_absolute_url(self) -> str:
        """Give the address of the consortium's page."""
        return self.body.get_absolute_url()

    @property
    def term(self) -> Term:
        """From the first to the last day."""
        return Term(self.starts_on, self.ends_on)

    def clean(self) -> None:
        """Say at the field what the constraint refuses."""
        refuse_wrong_order(self.starts_on, self.ends_on, "ends_on")

"""Official trips: what a delegation that we send needs beside its journey, until it is settled."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.records import Record, RecordQuerySet
from entente.visits.enums import TRIP_FLOW, Joined, TripState, VisitState
from entente.visits.models.members import Delegate, PartOfVisit, PartOfVisitQuerySet
from entente.visits.models.visits import Visit

NOTICE_ORDER = _("The notice ends before it begins.")
BACK_BEFORE_OUT = _("It came back before it was handed out.")
SENT_ONLY = _("Only a delegation that we send is an official trip.")


class TripQuerySet(PartOfVisitQuerySet):
    """Ways to read official trips."""

    def unsettled(self) -> Self:
        """Keep those that are not settled yet."""
        return self.exclude(state=TripState.SETTLED)

    def with_passports_out(self) -> Self:
        """Keep those of which a passport is out."""
        out = PassportLoan.objects.out().filter(trip=OuterRef("pk"))
        return self.filter(Exists(out))

    def to_settle(self, on: datetime.date) -> Self:
        """Keep those whose journey is over by a day, or does not take place."""
        over = Q(visit__last_day__lt=on) | Q(visit__state=VisitState.CANCELLED)
        return self.unsettled().filter(over)

    def for_list(self) -> Self:
        """Fetch what one line of a list shows, in one query."""
        return self.select_related("visit__unit")


class Trip(PartOfVisit):
    """That a delegation of ours is an official trip: plan, notice, approval, money, settlement.

    The journey itself - who goes, where to, when, what was reported - is the visit; nothing of it
    is entered twice. `joined` says whether it is our own group or one that another body leads.
    `notice_from` and `notice_until` are the days of the public notice before it. `spent` is
    what may be reimbursed; it is entered when the trip is settled, and not before.
    """

    visit = models.OneToOneField(
        Visit, models.CASCADE, related_name="trip", verbose_name=_("visit")
    )
    joined = models.CharField(
        _("whose group"), max_length=10, choices=Joined.choices, default=Joined.OWN
    )
    needs_visa = models.BooleanField(_("a visa is needed"), default=True)
    planned_on = models.DateField(_("entered into the yearly plan on"), null=True, blank=True)
    notice_from = models.DateField(_("public notice from"), null=True, blank=True)
    notice_until = models.DateField(_("public notice until"), null=True, blank=True)
    budget = models.DecimalField(
        _("budget, in yuan"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    state = models.CharField(
        _("state"), max_length=10, choices=TripState.choices, default=TripState.PREPARED
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
    )
    applied_on = models.DateField(_("applied for on"), null=True, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approval_number = models.CharField(_("number of the approval"), max_length=100, blank=True)
    deviations = models.TextField(
        _("what differed from the approval, and why"), blank=True, max_length=4000
    )
    spent = models.DecimalField(
        _("spent, in yuan"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    settled_on = models.DateField(_("settled on"), null=True, blank=True)

    flow = TRIP_FLOW
    # It has a page and a history of its own.
    audit_parent = ""
    objects = TripQuerySet.as_manager()

    class Meta:
        verbose_name = _("official trip")
        verbose_name_plural = _("official trips")
        ordering = ("-visit__first_day", "-pk")
        constraints = (
            models.CheckConstraint(
                name="trip_notice_in_order",
                condition=Q(notice_from__isnull=True)
                | Q(notice_until__isnull=True)
                | Q(notice_until__gte=F("notice_from")),
                violation_error_message=NOTICE_ORDER,
            ),
            models.CheckConstraint(
                name="trip_spends_once_it_is_settled",
                condition=Q(spent__isnull=True) | Q(state=TripState.SETTLED),
                violation_error_message=_("Money is entered when the trip is settled."),
            ),
        )

    def __str__(self) -> str:
        return str(self.visit.title)

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("visits:trip", args=[self.pk])

    @property
    def unit(self) -> Any:
        """The unit that keeps the visit."""
        return self.visit.unit

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        if self.notice_from and self.notice_until and self.notice_until < self.notice_from:
            raise ValidationError({"notice_until": NOTICE_ORDER})


class PassportLoanQuerySet(RecordQuerySet[Any]):
    """Passports are seen by whoever sees the visit."""

    scope_unit = "trip__visit__unit"
    scope_tree = "trip__visit__top_unit"

    def out(self) -> Self:
        """Keep those that were not returned."""
        return self.filter(returned_on=None)


class PassportLoan(Record):
    """That the official passport of a delegate was handed out, and came back. No number is kept."""

    trip = models.ForeignKey(
        Trip, models.CASCADE, related_name="passports", verbose_name=_("official trip")
    )
    delegate = models.OneToOneField(
        Delegate, models.PROTECT, related_name="passport", verbose_name=_("delegate")
    )
    handed_out_on = models.DateField(_("handed out on"))
    returned_on = models.DateField(_("returned on"), null=True, blank=True)

    audit_parent = "trip"
    audit_ignored = frozenset({"trip"})
    objects = PassportLoanQuerySet.as_manager()

    class Meta:
        verbose_name = _("passport that was handed out")
        verbose_name_plural = _("passports that were handed out")
        ordering = ("delegate_id",)
        constraints = (
            models.CheckConstraint(
                name="passport_back_after_out",
                condition=Q(returned_on__isnull=True) | Q(returned_on__gte=F("handed_out_on")),
                violation_error_message=BACK_BEFORE_OUT,
            ),
        )

    def __str__(self) -> str:
        return str(self.delegate)

    def get_absolute_url(self) -> str:
        """Give the page of the trip."""
        return self.trip.get_absolute_url()

    @property
    def unit_id(self) -> int:
        """The unit that keeps the trip."""
        return self.trip.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.trip.top_unit_id

    @property
    def chain(self) -> int:
        """The audit chain: that of the visit."""
        return self.trip.chain

    def clean(self) -> None:
        """Say at the field what is in the wrong order."""
        if self.returned_on and self.returned_on < self.handed_out_on:
            raise ValidationError({"returned_on": BACK_BEFORE_OUT})

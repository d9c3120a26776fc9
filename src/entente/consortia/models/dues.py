"""What members owe: rates by year and class, and what became of each member's dues."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.consortia.enums import DUES_FLOW, DuesState, MemberClass
from entente.consortia.models.register import (
    Consortium,
    Membership,
    PartOfConsortium,
    PartOfConsortiumQuerySet,
)
from entente.consortia.proration import Stretch, owed
from entente.kit.periods import FIRST_YEAR, LAST_YEAR, Period, Precision
from entente.organisations.models import Organisation

CURRENCY = RegexValidator(r"^[A-Z]{3}$", _("A currency is three capital letters, such as CNY."))
YEARS = (MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR))


class DuesRate(PartOfConsortium):
    """What a class of members owes for a whole year."""

    consortium = models.ForeignKey(Consortium, models.CASCADE, related_name="dues_rates")
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    member_class = models.CharField(_("class"), max_length=10, choices=MemberClass.choices)
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY])
    source = models.TextField(_("source"), blank=True)

    objects = PartOfConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name = _("rate of dues")
        verbose_name_plural = _("rates of dues")
        ordering = ("consortium", "-year", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("consortium", "year", "member_class"),
                name="dues_rate_stands_once",
                violation_error_message=_("The dues of this class and year are set already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.get_member_class_display()}: {self.amount} {self.currency}"

    def get_absolute_url(self) -> str:
        """Give the address of the dues of its year."""
        return f"{reverse('consortia:dues', args=[self.consortium_id])}?year={self.year}"


class Dues(PartOfConsortium):
    """What one member owes for a year, as it was worked out, and what became of it."""

    flow = DUES_FLOW

    consortium = models.ForeignKey(Consortium, models.CASCADE, related_name="dues")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="dues", verbose_name=_("member")
    )
    year = models.PositiveSmallIntegerField(_("year"), validators=YEARS)
    amount = models.DecimalField(
        _("amount"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, validators=[CURRENCY])
    state = models.CharField(
        _("state"), max_length=10, choices=DuesState.choices, default=DuesState.OPEN
    )
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    invoiced_on = models.DateField(_("invoiced on"), null=True, blank=True)
    settled_on = models.DateField(_("paid or waived on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = PartOfConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name = _("dues of a member")
        verbose_name_plural = _("dues of members")
        ordering = ("consortium", "-year", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("consortium", "organisation", "year"),
                name="dues_of_a_year_stand_once",
                violation_error_message=_("The dues of this member and year exist already."),
            ),
            models.CheckConstraint(
                name="dues_that_are_settled_say_when",
                condition=Q(state__in=[DuesState.OPEN, DuesState.INVOICED])
                | Q(settled_on__isnull=False),
                violation_error_message=_("Say on which day they were settled."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}: {self.amount} {self.currency}"

    def get_absolute_url(self) -> str:
        """Give the address of the dues of its year."""
        return f"{reverse('consortia:dues', args=[self.consortium_id])}?year={self.year}"

    def clean(self) -> None:
        """Refuse a payment before the invoice."""
        if self.invoiced_on and self.settled_on and self.settled_on < self.invoiced_on:
            raise ValidationError({"settled_on": _("This lies before the invoice.")})


@dataclass(frozen=True)
class Owing:
    """What a member owes for a year by the register, and the dues that were made of it.

    Without an amount the register does not tell; `gap` says why: `rate` (no rate for its class),
    `dates` (its first or last day is not known to the day), `rule` (no statute says how a part of a
    year counts), `currency` (its rates differ in currency).
    """

    organisation: Organisation
    amount: Decimal | None
    currency: str
    gap: str = ""
    dues: Dues | None = None

    @property
    def difference(self) -> Decimal:
        """How much the register and the dues differ; positive: more is owed than was asked."""
        if self.dues is None or self.amount is None or self.dues.state == DuesState.WAIVED:
            return Decimal(0)
        return self.amount - self.dues.amount


def owing(consortium: Consortium, year: int) -> list[Owing]:
    """Work out what each member of a year owes, in the order of names; members without dues too."""
    period = Period.year(year)
    of_member: defaultdict[Organisation, list[Membership]] = defaultdict(list)
    for membership in consortium.memberships.for_list().by_name():
        if period.possibly_overlaps(membership.joined_on, membership.left_on):
            of_member[membership.organisation].append(membership)
    rates = {rate.member_class: rate for rate in consortium.dues_rates.filter(year=year)}
    made = {
        dues.organisation: dues
        for dues in consortium.dues.filter(year=year).select_related("organisation")
    }
    statute = consortium.statutes.in_force(period.last).first()
    rule = statute.dues_proration if statute else ""
    found = [
        _owing(member, held, year, rates, rule, made.get(member))
        for member, held in of_member.items()
    ]
    left = [
        Owing(member, Decimal(0), dues.currency, "", dues)
        for member, dues in made.items()
        if member not in of_member
    ]
    return found + left


def _owing(
    member: Organisation,
    held: Iterable[Membership],
    year: int,
    rates: dict[str, DuesRate],
    rule: str,
    dues: Dues | None,
) -> Owing:
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    stretches, currencies, part = [], set(), False
    for membership in held:
        rate = rates.get(membership.member_class)
        if rate is None:
            return Owing(member, None, "", "rate", dues)
        begins, ends = membership.joined_on, membership.left_on
        for date in filter(None, (begins, ends)):
            inside = date.earliest <= last and date.latest >= first
            if inside and date.precision is not Precision.DAY:
                return Owing(member, None, "", "dates", dues)
        start = begins.earliest if begins else datetime.date.min
        end = ends.latest if ends else None
        part = part or start > first or (end is not None and end < last)
        stretches.append(Stretch(start, end, rate.amount))
        currencies.add(rate.currency)
    if len(currencies) > 1:
        return Owing(member, None, "", "currency", dues)
    if part and not rule:
        return Owing(member, None, "", "rule", dues)
    return Owing(member, owed(year, stretches, rule or "none"), currencies.pop(), "", dues)


def years_of(consortium: Consortium) -> list[int]:
    """Give the years for which rates or dues exist, the latest first."""
    years: set[int] = {
        *consortium.dues_rates.values_list("year", flat=True),
        *consortium.dues.values_list("year", flat=True),
    }
    return sorted(years, reverse=True)

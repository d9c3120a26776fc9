"""Grants to stays: instalments, the gates before them, the payments."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.funding.enums import GRANT_FLOW, GateKind, GrantState, PaymentKind
from entente.funding.models.schemes import YEARS, Scheme
from entente.kit.records import Record, RecordQuerySet
from entente.mobility.models import Stay
from entente.office.models import OwnedRecord
from entente.partnerships.models.money import CENT, InCurrency

MONEY = models.DecimalField(max_digits=16, decimal_places=2)
NOTHING = models.Value(Decimal(0), output_field=MONEY)
# Some databases add decimals as floats; half a cent is no money.
HALF_A_CENT = models.Value(Decimal("0.005"), output_field=MONEY)


class GrantQuerySet(RecordQuerySet["Grant"]):
    """Ways to read grants."""

    def promised(self) -> Self:
        """Keep those that are promised."""
        return self.filter(state=GrantState.PROMISED)

    def for_list(self) -> Self:
        """Fetch what one line of a list shows, in one query."""
        return self.select_related("unit", "scheme", "stay__person", "stay__organisation")

    def with_paid(self) -> Self:
        """Add `paid`: what was paid, less what was paid back."""
        return self.annotate(paid=_paid("grant"))


def _paid(what: str) -> Any:
    rows = Payment.objects.filter(**{what: OuterRef("pk")}).order_by().values(what)
    found = rows.annotate(sum=Sum("yuan")).values("sum")
    return Coalesce(Subquery(found, output_field=MONEY), NOTHING)


class Grant(OwnedRecord):
    """What a scheme gives for one stay, from the budget of a year, in yuan."""

    scheme = models.ForeignKey(
        Scheme, models.PROTECT, related_name="grants", verbose_name=_("funding scheme")
    )
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="grants", verbose_name=_("stay"))
    year = models.PositiveSmallIntegerField(_("year of the budget"), validators=YEARS)
    amount = models.DecimalField(
        _("amount, in yuan"), max_digits=14, decimal_places=2, validators=[MinValueValidator(CENT)]
    )
    state = models.CharField(
        _("state"), max_length=10, choices=GrantState.choices, default=GrantState.APPLIED
    )
    reason = models.CharField(_("why it was refused or cancelled"), max_length=500, blank=True)

    flow = GRANT_FLOW
    audit_personal = frozenset({"reason"})
    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = (
            models.UniqueConstraint(
                fields=("scheme", "stay"),
                condition=Q(state__in=(GrantState.APPLIED, GrantState.PROMISED)),
                name="grant_once_from_a_scheme",
                violation_error_message=_("This scheme funds the stay already."),
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "-year", "-id"), name="grant_tree"),
            models.Index(fields=("unit", "-year", "-id"), name="grant_unit"),
            models.Index(fields=("-year", "-id"), name="grant_year"),
        )

    def __str__(self) -> str:
        return f"{self.stay.person} · {self.scheme}"

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("funding:grant", args=[self.pk])

    def personal_key(self) -> str:
        """Name the key of the person: free words go when the person's data go."""
        return self.stay.personal_key()


class PartOfGrantQuerySet(RecordQuerySet[Any]):
    """Parts are seen by whoever sees the grant."""

    scope_unit = "grant__unit"
    scope_tree = "grant__top_unit"


class PartOfGrant(Record):
    """A record inside a grant, shown in the grant's history."""

    audit_parent = "grant"
    audit_ignored = frozenset({"grant"})
    grant: Grant

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Give the page of the grant."""
        return self.grant.get_absolute_url()

    @property
    def unit_id(self) -> int:
        """The unit that keeps the grant."""
        return self.grant.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.grant.top_unit_id

    @property
    def chain(self) -> int:
        """The audit chain: that of the grant."""
        return self.grant.chain


class InstalmentQuerySet(PartOfGrantQuerySet):
    """Ways to read instalments."""

    def with_paid(self) -> Self:
        """Add `paid`, and `blocked` where a gate is open."""
        gates = Gate.objects.filter(instalment=OuterRef("pk"), met_on__isnull=True)
        return self.annotate(paid=_paid("instalment"), blocked=Exists(gates))

    def to_pay(self) -> Self:
        """Keep those of promised grants that are not paid whole."""
        rows = self.with_paid().filter(grant__state=GrantState.PROMISED)
        return rows.filter(paid__lt=F("amount") - HALF_A_CENT)

    def ready(self) -> Self:
        """Keep those of them before which every gate is met."""
        return self.to_pay().filter(blocked=False)

    def for_list(self) -> Self:
        """Fetch what one line of the payment list shows, in one query."""
        return self.with_paid().select_related(
            "grant__unit", "grant__scheme", "grant__stay__person", "grant__stay__organisation"
        )


class Instalment(PartOfGrant):
    """A part of a grant that is paid at once, in yuan."""

    grant = models.ForeignKey(
        Grant, models.CASCADE, related_name="instalments", verbose_name=_("grant")
    )
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    amount = models.DecimalField(
        _("amount, in yuan"), max_digits=14, decimal_places=2, validators=[MinValueValidator(CENT)]
    )
    paid: Decimal
    blocked: bool

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        ordering = ("grant_id", "number")
        constraints = (
            models.UniqueConstraint(fields=("grant", "number"), name="instalment_number_once"),
        )

    def __str__(self) -> str:
        return str(_("instalment %(number)s") % {"number": self.number})

    @property
    def left(self) -> Decimal:
        """What of it is not paid; read `with_paid`."""
        return self.amount - self.paid


class Gate(PartOfGrant):
    """What must be in before an instalment is paid, and since when it is in."""

    grant = models.ForeignKey(Grant, models.CASCADE, related_name="gates")
    instalment = models.ForeignKey(
        Instalment, models.CASCADE, related_name="gates", verbose_name=_("instalment")
    )
    kind = models.CharField(_("what must be in"), max_length=10, choices=GateKind.choices)
    met_on = models.DateField(_("in since"), null=True, blank=True)
    note = models.CharField(_("what was seen"), max_length=500, blank=True)

    objects = PartOfGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("gate of an instalment")
        verbose_name_plural = _("gates of instalments")
        ordering = ("instalment_id", "pk")
        constraints = (models.UniqueConstraint(fields=("instalment", "kind"), name="gate_once"),)

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Payment(InCurrency, PartOfGrant):
    """Money that was paid out, or paid back, in its own currency with the rate of a day.

    `yuan` is what it came to: what was paid back is below zero, so that a sum is a sum.
    """

    grant = models.ForeignKey(
        Grant, models.PROTECT, related_name="payments", verbose_name=_("grant")
    )
    instalment = models.ForeignKey(
        Instalment, models.PROTECT, related_name="payments", verbose_name=_("instalment")
    )
    kind = models.CharField(_("kind"), max_length=4, choices=PaymentKind.choices)
    paid_on = models.DateField(_("day of the payment"))
    rate_source = models.CharField(_("source of the rate"), max_length=300, blank=True)
    reference = models.CharField(_("voucher"), max_length=100, blank=True)
    yuan = models.DecimalField(_("in yuan"), max_digits=14, decimal_places=2, editable=False)

    audit_ignored = frozenset({"grant", "yuan"})
    objects = PartOfGrantQuerySet.as_manager()

    class Meta(InCurrency.Meta):
        abstract = False
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ("grant_id", "paid_on", "pk")
        constraints = (
            *InCurrency.Meta.constraints,
            models.CheckConstraint(
                name="payment_rate_has_a_source",
                condition=Q(currency="CNY") | ~Q(rate_source=""),
                violation_error_message=_("Say where the rate was taken from."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

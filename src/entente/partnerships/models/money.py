"""An amount in its own money, and the rate of a day in yuan."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entente.partnerships.schooling import Currency

RATE_NEEDS_DAY = _("Name the day of the rate.")
YUAN_IS_YUAN = _("A cost in yuan has the rate 1.")
CENT = Decimal("0.01")


class InCurrency(models.Model):
    """An amount in its own money.

    `rate` is how many yuan one unit of the money was worth on `rate_on`.
    """

    amount = models.DecimalField(
        _("amount"), max_digits=14, decimal_places=2, validators=[MinValueValidator(CENT)]
    )
    currency = models.CharField(
        _("currency"), max_length=3, choices=Currency.choices, default=Currency.CNY
    )
    rate = models.DecimalField(
        _("yuan for one"),
        max_digits=14,
        decimal_places=6,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.000001"))],
    )
    rate_on = models.DateField(_("day of the rate"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.CheckConstraint, ...]] = (
            models.CheckConstraint(
                name="%(class)s_rate_has_a_day",
                condition=Q(currency="CNY") | Q(rate_on__isnull=False),
                violation_error_message=RATE_NEEDS_DAY,
            ),
            models.CheckConstraint(
                name="%(class)s_in_yuan_has_rate_one",
                condition=~Q(currency="CNY") | Q(rate=1),
                violation_error_message=YUAN_IS_YUAN,
            ),
        )

    @property
    def in_yuan(self) -> Decimal:
        """What it came to in yuan, to the cent."""
        return (self.amount * self.rate).quantize(CENT)

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        if self.currency == Currency.CNY:
            if self.rate != 1:
                raise ValidationError({"rate": YUAN_IS_YUAN})
        elif not self.rate_on:
            raise ValidationError({"rate_on": RATE_NEEDS_DAY})

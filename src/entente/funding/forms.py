"""What is typed about funding."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.funding.enums import CHANGE_SCHEME, GateKind
from entente.funding.models import Scheme
from entente.kit.fields import choice_of, day, line
from entente.kit.forms import DeskForm, VersionedForm
from entente.office.fields import unit_field
from entente.partnerships.schooling import Currency


def money(label: Any, **options: Any) -> forms.DecimalField:
    """Ask for an amount."""
    return forms.DecimalField(
        label=label, max_digits=14, decimal_places=2, min_value=Decimal("0.01"), **options
    )


def year(label: Any) -> forms.IntegerField:
    """Ask for a year of a budget."""
    return forms.IntegerField(
        label=label, min_value=1949, max_value=2200, initial=lambda: timezone.localdate().year
    )


class SchemeForm(VersionedForm):
    """What is said of a scheme."""

    pairs = (("title_zh", "title_en"),)

    title_zh = line(_("Title in Chinese"))
    title_en = line(_("Title in English"))
    excludes = line(
        _("Excluding group"),
        100,
        help_text=_(
            "Schemes with the same word here never fund one stay together. Empty: goes with any."
        ),
    )
    source = line(_("Source"), 1000)

    def prepare(self) -> None:
        """Offer the units in which one keeps schemes."""
        self.fields["unit"] = unit_field(self.officer, CHANGE_SCHEME)


class BudgetForm(DeskForm):
    """What a scheme may spend in a year."""

    pairs = (("year", "amount"),)

    year = year(_("Year"))
    amount = forms.DecimalField(
        label=_("Budget, in yuan"), max_digits=14, decimal_places=2, min_value=0
    )


class ApplyForm(DeskForm):
    """Which scheme is asked for how much."""

    pairs = (("year", "amount"),)

    scheme = choice_of(Scheme.objects.none(), label=_("Funding scheme"))
    year = year(_("Year of the budget"))
    amount = money(_("Amount, in yuan"))


class GrantForm(VersionedForm):
    """How much, from the budget of which year."""

    pairs = (("year", "amount"),)

    year = year(_("Year of the budget"))
    amount = money(_("Amount, in yuan"))


class WhyForm(DeskForm):
    """Why something is not given."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class InstalmentForm(DeskForm):
    """A part of a grant, and what must be in before."""

    amount = money(_("Amount, in yuan"))
    gates = forms.MultipleChoiceField(
        label=_("Must be in before it is paid"),
        choices=GateKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class GateForm(DeskForm):
    """Since when it is in, and what was seen."""

    met_on = day(_("In since"), initial=datetime.date.today)
    note = line(_("What was seen"), 500)


class PaymentForm(DeskForm):
    """Money that went, in its own currency."""

    pairs = (("amount", "currency"), ("rate", "rate_on"), ("paid_on", "reference"))

    amount = money(_("Amount"))
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices)
    rate = forms.DecimalField(
        label=_("Yuan for one"),
        max_digits=14,
        decimal_places=6,
        initial=Decimal(1),
        help_text=_("How many yuan one unit of the money was worth on that day."),
    )
    rate_on = day(_("Day of the rate"), required=False)
    rate_source = line(_("Source of the rate"))
    paid_on = day(_("Day of the payment"), initial=datetime.date.today)
    reference = line(_("Voucher"), 100)

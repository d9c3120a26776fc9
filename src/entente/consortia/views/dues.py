"""Pages about dues and the places of members in an edition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from entente.consortia import services
from entente.consortia.enums import DUES_FLOW, DuesState
from entente.consortia.forms.register import CHANGE
from entente.consortia.forms.statutes import (
    InvoiceForm,
    PaymentForm,
    PlacesForm,
    RateForm,
    WaiverForm,
    YearForm,
)
from entente.consortia.models import Consortium, Dues, Edition, Owing, owing, years_of
from entente.consortia.views.register import VIEW, PartPage
from entente.kit.forms import DeskForm
from entente.kit.pages import ActionPage, StaffPage
from entente.office.acting import signed_in


class DuesPage(StaffPage):
    """The dues of a year: what each member owes by the register, what was asked, what was paid."""

    model = Consortium
    permission_required = VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the year that is asked for, else this one."""
        consortium = get_object_or_404(self.get_queryset(), pk=pk)
        form = YearForm(request.GET, officer=self.officer)
        year = form.cleaned_data["year"] if form.is_valid() else timezone.localdate().year
        rows = owing(consortium, year)
        may_change = self.officer.may(CHANGE, consortium)
        return render(
            request,
            "consortia/dues.html",
            {
                "record": consortium,
                "year": year,
                "years": [known for known in years_of(consortium) if known != year],
                "rates": list(consortium.dues_rates.filter(year=year)),
                "statute": consortium.statutes.in_force(
                    timezone.localdate().replace(year=year, month=12, day=31)
                ).first(),
                "rows": [(row, gap_words(row), self.ways(row, may_change)) for row in rows],
                "sums": sums(rows),
                "may_change": may_change,
            },
        )

    def ways(self, row: Owing, may_change: bool) -> list[tuple[str, Any]]:
        """Give the steps that can be taken on dues now."""
        if row.dues is None or not may_change:
            return []
        return [
            (name, step.label)
            for name, step in DUES_FLOW.steps.items()
            if row.dues.state in step.sources
        ]


def gap_words(row: Owing) -> str:
    """Say why the register does not tell what a member owes."""
    return {
        "": "",
        "rate": pgettext("dues", "no amount is set for its class"),
        "dates": pgettext("dues", "its first or last day is not known to the day"),
        "rule": pgettext("dues", "no statute says what a part of a year costs"),
        "currency": pgettext("dues", "its classes pay in different currencies"),
    }[row.gap]


def sums(rows: list[Owing]) -> list[tuple[str, Decimal, Decimal]]:
    """Give for each currency what was asked and what of it was paid."""
    asked: defaultdict[str, Decimal] = defaultdict(Decimal)
    paid: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.dues and row.dues.state != DuesState.WAIVED:
            asked[row.dues.currency] += row.dues.amount
            if row.dues.state == DuesState.PAID:
                paid[row.dues.currency] += row.dues.amount
    return [(currency, asked[currency], paid[currency]) for currency in sorted(asked)]


class SetRatePage(PartPage):
    """Set what a class owes for a year."""

    form_class = RateForm
    title = _("Set dues")
    submit_label = _("Save")

    def initial(self) -> dict[str, Any]:
        """Start with this year."""
        return {"year": timezone.localdate().year}

    def perform(self, values: Mapping[str, Any]) -> str:
        """Set it and go to its year."""
        rate = services.set_rate(self.object, by=signed_in(self), **values)
        return rate.get_absolute_url()

    def act(self, values: Mapping[str, Any]) -> None:
        """`perform` sets it."""


class RaiseDuesPage(PartPage):
    """Make the dues of a year out of the register."""

    form_class = YearForm
    title = _("Work out the dues of a year")
    submit_label = _("Work out")
    explanation = _(
        "Each member owes by the register: its class, and the part of the year in which it is a"
        " member. Dues that are invoiced, paid or waived stay as they are."
    )

    def initial(self) -> dict[str, Any]:
        """Start with the year of the page one comes from."""
        asked = self.request.GET.get("year", "")
        return {"year": asked if asked.isdigit() else timezone.localdate().year}

    def perform(self, values: Mapping[str, Any]) -> str:
        """Make them and go to their year."""
        made, changed = services.raise_dues(self.object, values["year"], by=signed_in(self))
        messages.success(
            self.request,
            gettext("%(made)s dues made, %(changed)s changed.")
            % {"made": made, "changed": changed},
        )
        first = Dues(consortium=self.object, year=values["year"])
        return first.get_absolute_url()

    def act(self, values: Mapping[str, Any]) -> None:
        """`perform` makes them."""


class DuesStepPage(ActionPage):
    """A step of a member's dues."""

    model = Dues
    permission_required = CHANGE


class InvoicePage(DuesStepPage):
    """Record an invoice."""

    form_class = InvoiceForm
    title = _("Invoice dues")

    def act(self, values: Mapping[str, Any]) -> None:
        """Record it."""
        services.invoice_dues(self.object, by=signed_in(self), **values)


class PayPage(DuesStepPage):
    """Record a payment."""

    form_class = PaymentForm
    title = _("Record the payment of dues")

    def act(self, values: Mapping[str, Any]) -> None:
        """Record it."""
        services.pay_dues(self.object, by=signed_in(self), **values)


class WaivePage(DuesStepPage):
    """Let a member off."""

    form_class = WaiverForm
    title = _("Waive dues")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Let it off."""
        services.waive_dues(self.object, by=signed_in(self), **values)


class EditionPlacesPage(ActionPage):
    """Set how many people each member may send to an edition."""

    model = Edition
    needs_version = True
    form_class = PlacesForm
    title = _("Places of the members")
    submit_label = _("Save")
    explanation = _(
        "Those who are members on the day the edition begins. The places of a member that leaves"
        " before that day do not count any more; earlier editions stay as they were."
    )
    permission_required = CHANGE
    done = _("Saved.")

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Make a line for each member."""
        edition: Edition = self.object
        self.bound = PlacesForm(
            data,
            files,
            initial={"capacity": edition.capacity, "version": edition.version},
            officer=self.officer,
            held=edition.held_places(timezone.localdate()),
        )
        return self.bound

    def act(self, values: Mapping[str, Any]) -> None:
        """Set them."""
        services.give_places(
            cast("Edition", self.object),
            self.bound.places(),
            capacity=values["capacity"],
            by=signed_in(self),
            seen=values["version"],
        )

"""What is typed after a placement: the last day to answer, reasons, places given by a decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import day, line
from entente.kit.forms import DeskForm, style
from entente.mobility.models import CallQuota


class PublishRunForm(DeskForm):
    """Until when offers are to be answered."""

    answer_by = day(_("Offers are to be answered by"))


class StrikeWishForm(DeskForm):
    """Why a host rejects a nomination."""

    reason = forms.CharField(
        label=_("Reason of the host"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class FixPlaceForm(DeskForm):
    """Which place is given, who decided it, and why."""

    decided_by = line(_("Decided by"), 200)
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, call: Any, **kwargs: Any) -> None:
        self.call = call
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Offer the options of the call."""
        field = forms.ModelChoiceField(
            CallQuota.objects.options(self.call), label=_("Option"), empty_label="–"
        )
        style(field)
        self.fields["quota"] = field
        self.fields["decided_by"].required = True
        self.order_fields(["quota"])

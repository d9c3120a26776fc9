"""What other systems send: a query, a result. Every value is text, as in JSON and in addresses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.approvals.enums import ApprovalState, Result

MOST = 100
USUAL = 50
# What was never handed in is nobody's business outside.
STATES = [(value, label) for value, label in ApprovalState.choices if value != ApprovalState.DRAFT]


class SentForm(forms.Form):
    """Values that a program sent: known names, texts that can be stored."""

    def __init__(self, sent: Any) -> None:
        self.sent = sent
        texts = {name: value for name, value in sent.items() if isinstance(value, str)}
        super().__init__(texts)

    def clean(self) -> dict[str, Any]:
        """Refuse unknown names and values that are no text."""
        values = super().clean() or {}
        for name, value in self.sent.items():
            if name not in self.fields:
                self.add_error(None, _unknown(name))
            elif not isinstance(value, str):
                self.errors.pop(name, None)
                self.add_error(name, forms.ValidationError(_("This must be a text."), code="type"))
            elif not _storable(value):
                self.add_error(
                    name,
                    forms.ValidationError(_("This holds half a character."), code="surrogate"),
                )
        return values


def _unknown(name: str) -> forms.ValidationError:
    shown = name.encode("ascii", "backslashreplace").decode()[:60]
    return forms.ValidationError(
        _("There is no field “%(name)s”."), code="unknown", params={"name": shown}
    )


def _storable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class QueryForm(SentForm):
    """Which approvals a system asks for."""

    state = forms.ChoiceField(choices=STATES, required=False)
    after = forms.IntegerField(min_value=0, max_value=2**62, required=False)
    limit = forms.IntegerField(min_value=1, max_value=MOST, required=False)


class ResultBody(SentForm):
    """The result that a system reports."""

    oa_number = forms.CharField(max_length=60)
    result = forms.ChoiceField(choices=Result.choices)
    decided_on = forms.DateField(input_formats=["%Y-%m-%d"])
    approver = forms.CharField(max_length=200)
    conditions = forms.CharField(max_length=4000, required=False)

"""Forms about the end of an agreement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import day
from entente.kit.files.uploads import UploadField
from entente.kit.forms import DeskForm
from entente.partnerships.enums import TerminationKind
from entente.partnerships.models import AgreementParty


class TerminateForm(DeskForm):
    """How it ends, when, and what runs on."""

    kind = forms.ChoiceField(
        label=_("How it ends"),
        choices=TerminationKind.choices,
        widget=forms.RadioSelect,
        initial=TerminationKind.UNILATERAL,
    )
    notified_on = day(_("Notified on"))
    last_day = day(
        _("Last day"),
        required=False,
        help_text=_("Left empty, it is worked out from the notice that is agreed."),
    )
    runs_until = day(
        _("Stays under way run until"),
        required=False,
        help_text=_("Left empty, each stay runs to its own end."),
    )
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )
    letter = UploadField(label=_("Letter of notice"), required=False)

    def __init__(self, *args: Any, agreement: Any = None, **kwargs: Any) -> None:
        self.agreement = agreement
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Offer the parties of this agreement."""
        parties = AgreementParty.objects.for_list().filter(agreement=self.agreement)
        self.fields["by_party"] = forms.ModelChoiceField(
            parties, label=_("Notice given by"), required=False
        )
        self.order_fields(("kind", "by_party"))

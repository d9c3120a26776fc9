"""Pages about the end of an agreement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.forms import DeskForm
from entente.kit.pages import ActionPage
from entente.office.acting import signed_in
from entente.partnerships import services
from entente.partnerships.enums import AGREEMENT_FLOW
from entente.partnerships.forms import TerminateForm
from entente.partnerships.models import Agreement


class TerminatePage(ActionPage):
    """Record that an agreement ends before its time."""

    model = Agreement
    form_class = TerminateForm
    title = _("Record its end")
    explanation = _(
        "With notice by one side the last day follows from the notice that is agreed. The agreement"
        " binds until then, and stays that have begun run on."
    )
    permission_required = AGREEMENT_FLOW["terminate"].permission
    done = _("The end is recorded.")
    danger = True

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Offer the parties of this agreement."""
        return TerminateForm(data, files, officer=self.officer, agreement=self.object)

    def act(self, values: Mapping[str, Any]) -> None:
        """Record it."""
        services.terminate_agreement(
            self.object, on=timezone.localdate(), by=signed_in(self), **values
        )

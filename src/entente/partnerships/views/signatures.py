"""Pages about signatures: recording, correcting, sealing, filing the papers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.forms import DeskForm, ReasonForm
from entente.kit.pages import ActionPage, ChangePage
from entente.office.acting import signed_in
from entente.partnerships import services
from entente.partnerships.enums import CHANGE
from entente.partnerships.forms import (
    ChangeSignatureForm,
    RecordSignatureForm,
    SealForm,
    SignatureFileForm,
)
from entente.partnerships.models import Agreement, Signature


class RecordSignaturePage(ActionPage):
    """Record that a party has signed."""

    model = Agreement
    form_class = RecordSignatureForm
    title = _("Record a signature")
    explanation = _(
        "Each party signs in its own way: one may send a signed PDF while another signs in ink"
        " and puts its seal on. The seal is recorded afterwards, on its own day."
    )
    permission_required = CHANGE
    done = _("The signature is recorded.")

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Offer the parties of this agreement."""
        return RecordSignatureForm(
            data, files, initial=self.initial(), officer=self.officer, agreement=self.object
        )

    def initial(self) -> dict[str, Any]:
        """Start with the party whose line was chosen."""
        return {"party": self.request.GET.get("party", "")}

    def act(self, values: Mapping[str, Any]) -> None:
        """Record it."""
        said = dict(values)
        services.record_signature(
            said.pop("party"), on=timezone.localdate(), by=signed_in(self), **said
        )


class ChangeSignaturePage(ChangePage):
    """Correct what is said of a signature."""

    model = Signature
    form_class = ChangeSignatureForm
    title = _("Correct the signature")
    permission_required = CHANGE
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Correct it."""
        services.change_signature(
            self.object, on=timezone.localdate(), by=signed_in(self), seen=seen, **values
        )


class SealPage(ActionPage):
    """Record that the seal was put on."""

    model = Signature
    form_class = SealForm
    title = _("Record the seal")
    explanation = _(
        "Signing and sealing are two events; each has its own day. A partner's seal is recorded"
        " here, and one of ours that was put on before the register of seals began."
    )
    permission_required = CHANGE
    done = _("The seal is recorded.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form for a partner's seal or an old one; ours begin in the register."""
        self.prepare()
        agreement = self.object.party.agreement
        if services.in_register(agreement, [self.object]):
            label = agreement._meta.label_lower
            return redirect("approvals:request_seal_for", label, agreement.pk)
        return super().get(request, *args, **kwargs)

    def initial(self) -> dict[str, Any]:
        """Start with what is recorded."""
        return {"sealed_on": self.object.sealed_on, "seal": self.object.seal}

    def act(self, values: Mapping[str, Any]) -> None:
        """Record it."""
        services.seal_signature(self.object, on=timezone.localdate(), by=signed_in(self), **values)


class SignatureFilePage(ActionPage):
    """File a paper of a signature."""

    model = Signature
    form_class = SignatureFileForm
    title = _("Add a paper of this signature")
    submit_label = _("Add the file")
    permission_required = CHANGE
    done = _("The file has been added.")

    def initial(self) -> dict[str, Any]:
        """Start with the kind of paper that is missing."""
        return {"kind": self.request.GET.get("kind", "")}

    def act(self, values: Mapping[str, Any]) -> None:
        """Keep the file."""
        said = dict(values)
        services.add_signature_file(self.object, said.pop("file"), by=signed_in(self), **said)


class RemoveSignaturePage(ActionPage):
    """Take off a signature that should not stand there."""

    model = Signature
    form_class = ReasonForm
    title = _("Remove this signature")
    explanation = _("Its papers go with it. The history keeps what stood there, and why it went.")
    permission_required = CHANGE
    done = _("The signature is removed.")
    danger = True

    def perform(self, values: Mapping[str, Any]) -> str:
        """Remember where to go on to, before the signature is gone."""
        target = self.back()
        self.act(values)
        return target

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_signature(self.object, reason=values["reason"], by=signed_in(self))

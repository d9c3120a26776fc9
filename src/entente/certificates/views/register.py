"""The register: its list, a certificate, issuing one, the steps that end one."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.certificates import services
from entente.certificates.enums import CERTIFICATE_FLOW, ISSUE, VIEW, CertificateState
from entente.certificates.forms import (
    HandOutForm,
    IssueForm,
    ReissueForm,
    RevokeForm,
    SheetForm,
    WhyForm,
)
from entente.certificates.importers import MOST_ROWS, OF_ALL, HoldersSheet
from entente.certificates.models import Certificate, CertificateSeries, Credential
from entente.certificates.runners import IssueLines
from entente.certificates.tables import CertificateColumns, CertificateFilter
from entente.kit import work
from entente.kit.errors import DomainError
from entente.kit.files.kinds import PDF
from entente.kit.imports import read_table
from entente.kit.pages import (
    ActionPage,
    BatchAction,
    CreatePage,
    FormPage,
    ListPage,
    RecordPage,
    StaffPage,
    View,
)
from entente.office.acting import signed_in

S = CertificateState
HANDOUTS = 5


class RegisterPage(ListPage):
    """The register in one's scope, the newest first."""

    model = Certificate
    title = _("Register of certificates")
    columns = CertificateColumns
    filterset_class = CertificateFilter
    permission_required = VIEW
    default_sort = "-pk"
    views = (
        View(_("Valid"), {"state": S.VALID.value}),
        View(_("Void"), {"state": S.VOID.value}),
        View(_("Revoked"), {"state": S.REVOKED.value}),
        View(_("Reissued"), {"state": S.REISSUED.value}),
    )
    actions = (
        BatchAction(
            "hand_out",
            _("Send to the holders"),
            ISSUE,
            lambda certificate, _values, by: services.hand_out(certificate, by=by),
        ),
    )
    create_label = _("Issue a certificate")
    create_permission = ISSUE
    empty_text = _("No certificate has been issued yet")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form."""
        return reverse("certificates:issue")


class IssuePage(CreatePage):
    """Issue one certificate."""

    model = Certificate
    form_class = IssueForm
    template_name = "certificates/issue.html"
    title = _("Issue a certificate")
    submit_label = _("Issue")
    permission_required = ISSUE
    done = _("Issued.")

    def initial(self) -> dict[str, Any]:
        """Begin with the series that was asked for."""
        asked = self.request.GET.get("series", "")
        return {"series": asked} if asked.isdigit() else {}

    def save(self, values: Mapping[str, Any]) -> Certificate:
        """Issue it today."""
        return services.issue(on=timezone.localdate(), by=signed_in(self), **_given(values))

    def context(self, form: Any) -> dict[str, Any]:
        """Say what is missing before anything can be issued."""
        return super().context(form) | lacks(form)

    def back(self) -> str:
        """Go back to the register."""
        return reverse("certificates:certificates")


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Take what was typed; an empty project is none."""
    return dict(values) | {"project": values.get("project") or 0}


class IssueSheetPage(FormPage):
    """Issue a certificate for each line of a sheet; a worker does it, line by line."""

    model = Certificate
    form_class = SheetForm
    template_name = "certificates/issue.html"
    title = _("Issue from a sheet")
    submit_label = _("Check the sheet and issue")
    permission_required = ISSUE

    def initial(self) -> dict[str, Any]:
        """Begin with the series that was asked for."""
        asked = self.request.GET.get("series", "")
        return {"series": asked} if asked.isdigit() else {}

    def perform(self, values: Mapping[str, Any]) -> str:
        """Check every line; only when nothing is wrong is the first one issued."""
        shared = {name: values[name] for name in (*OF_ALL, "project", "expires_on")}
        series, template, file = (values[name] for name in ("series", "template", "file"))
        services.refuse_series(series, template, timezone.localdate())
        try:
            table = read_table(file, file.name or "", most=MOST_ROWS)
            sheet = HoldersSheet(
                table,
                by=self.officer,
                series=series,
                template=template,
                shared={name: value for name, value in shared.items() if value},
            )
            lines = sheet.lines()
        except ValidationError as refusal:
            raise DomainError({"file": refusal.messages}, code="faulty_rows") from refusal
        payload = {
            "series": series.pk,
            "template": template.pk,
            "ids": [int(number) for number in lines],
            "lines": lines,
        }
        title = f"{_('Issue certificates')} · {series}"
        return work.start(
            IssueLines, by=self.officer, title=title, payload=payload
        ).get_absolute_url()

    def context(self, form: Any) -> dict[str, Any]:
        """Say what is missing before anything can be issued."""
        return super().context(form) | lacks(form)

    def back(self) -> str:
        """Go back to the register."""
        return reverse("certificates:certificates")


def lacks(form: Any) -> dict[str, bool]:
    """Say whether series or templates are missing."""
    return {
        "no_series": not form.fields["series"].queryset.exists(),
        "no_template": not form.fields["template"].queryset.exists(),
    }


class CertificatePage(RecordPage):
    """One certificate: what it says, whether it holds, what replaced it, its history."""

    model = Certificate
    template_name = "certificates/certificate.html"
    permission_required = VIEW
    flow = CERTIFICATE_FLOW

    def context(self) -> dict[str, Any]:
        """Add the certificate that took its place."""
        replaced = getattr(self.object, "replaced", None)
        may_print = self.officer.may(ISSUE, self.object) and self.object.state == S.VALID
        return super().context() | {
            "replaced": replaced,
            "may_print": may_print,
            "handouts": list(self.object.handouts.all()[:HANDOUTS]),
        }


class HandOutPage(ActionPage):
    """Send a certificate to its holder."""

    model = Certificate
    form_class = HandOutForm
    title = _("Send to the holder")
    explanation = _("A mail leads the holder to a page with the PDF and the digital credential.")
    submit_label = _("Send")
    done = _("The mail is on its way.")
    permission_required = ISSUE

    def initial(self) -> dict[str, Any]:
        """Begin with the address that is known."""
        return {"email": self.object.mail_address()}

    def act(self, values: Mapping[str, Any]) -> None:
        """Send it."""
        services.hand_out(self.object, by=signed_in(self), **values)


class PdfFile(StaffPage):
    """Draw a copy to be printed; each one is counted, so it is asked for by a button."""

    model = Certificate
    permission_required = ISSUE

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Draw it."""
        rows = self.get_queryset().select_related("unit")
        certificate = get_object_or_404(rows, pk=self.kwargs["pk"])
        try:
            content = services.draw_copy(certificate, by=signed_in(self))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(certificate)
        return FileResponse(
            io.BytesIO(content),
            as_attachment=True,
            filename=f"{certificate.number}.pdf",
            content_type=PDF.media_type,
        )


class CredentialFile(StaffPage):
    """The credential of a certificate, as a file for a wallet."""

    model = Certificate
    permission_required = VIEW
    ending, kind = "json", "application/vc+ld+json"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand it out as it was signed."""
        certificate = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        content = self.content(services.credential_of(certificate))
        answer = HttpResponse(content, content_type=self.kind)
        name = f"{certificate.number}.{self.ending}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    def content(self, credential: Credential) -> str:
        """Give the form that this address hands out."""
        return credential.document


class TokenFile(CredentialFile):
    """The same as a JWT."""

    ending, kind = "jwt", "application/vc+jwt"

    def content(self, credential: Credential) -> str:
        """Give the token."""
        return credential.token


class VoidPage(ActionPage):
    """Make a spoiled certificate void."""

    model = Certificate
    form_class = WhyForm
    title = _("Make void")
    explanation = CERTIFICATE_FLOW["void"].hint
    danger = True
    permission_required = CERTIFICATE_FLOW["void"].permission

    def act(self, values: Mapping[str, Any]) -> None:
        """Make it void today."""
        services.void(self.object, on=timezone.localdate(), by=signed_in(self), **values)


class RevokePage(ActionPage):
    """Revoke a certificate that was handed out."""

    model = Certificate
    form_class = RevokeForm
    title = _("Revoke the certificate")
    explanation = CERTIFICATE_FLOW["revoke"].hint
    danger = True
    permission_required = CERTIFICATE_FLOW["revoke"].permission

    def act(self, values: Mapping[str, Any]) -> None:
        """Revoke it today."""
        services.revoke(self.object, on=timezone.localdate(), by=signed_in(self), **values)


class ReissuePage(ActionPage):
    """Issue a new certificate in the place of one."""

    model = Certificate
    form_class = ReissueForm
    title = _("Reissue the certificate")
    explanation = CERTIFICATE_FLOW["reissue"].hint
    submit_label = _("Reissue")
    permission_required = CERTIFICATE_FLOW["reissue"].permission

    def initial(self) -> dict[str, Any]:
        """Begin with what the certificate says, in its series or that of this year."""
        old = self.object
        names = (name for name in ReissueForm.base_fields if name not in {"cause", "reason"})
        of_year = CertificateSeries.objects.open().filter(
            unit=old.unit, kind=old.series.kind, year=timezone.localdate().year
        )
        first = of_year.first()
        held = {name: getattr(old, name) for name in names}
        return held | {"series": first.pk if first else None}

    def perform(self, values: Mapping[str, Any]) -> str:
        """Reissue it and go to the new one."""
        new = services.reissue(
            self.object,
            person=self.object.person,
            on=timezone.localdate(),
            by=signed_in(self),
            **_given(values),
        )
        return new.get_absolute_url()

    def act(self, values: Mapping[str, Any]) -> None:
        """`perform` does it."""

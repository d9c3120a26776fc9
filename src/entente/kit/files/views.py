"""Files on the desk: read one, add one to a record, describe it, take it off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views import View

from entente.kit.files import services
from entente.kit.files.forms import ChangeDescriptionForm, UploadForm
from entente.kit.files.kinds import BY_CODE
from entente.kit.forms import ReasonForm
from entente.kit.models import Attachment
from entente.kit.pages import ActionPage, ChangePage, FormPage
from entente.kit.pages.forms import ObjectFormPage
from entente.kit.records import Record, change_permission


class DownloadPage(View):
    """The bytes of an attachment, for those who may see its record; a 404 for all others.

    A file is always saved, never opened in our origin; only pictures are shown in their place
    (`?show`), without any right to run or load something.
    """

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """Send the file under the name that it came with."""
        attachment = get_object_or_404(Attachment.objects.for_list(), pk=pk)
        if not attachment.may_be_read_by(request.user):
            raise Http404
        return send(attachment, shown="show" in request.GET)


def send(attachment: Any, *, shown: bool = False) -> FileResponse:
    """Answer with the bytes of a file; whoever calls has asked whether the reader may have it."""
    kind = BY_CODE[attachment.file.kind]
    try:
        content = default_storage.open(attachment.file.location)
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(
        content,
        as_attachment=not (kind.inline and shown),
        filename=attachment.name,
        content_type=kind.media_type,
        headers={
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, no-store",
        },
    )


class AttachPage(FormPage):
    """Add a file to a record of any kind, for those who may change the record."""

    form_class = UploadForm
    title = _("Add a file")
    submit_label = _("Add the file")
    done = _("The file has been added.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find out which kind of record it is, and so which permission it takes."""
        super().setup(request, *args, **kwargs)
        try:
            model = apps.get_model(kwargs["label"])
        except (LookupError, ValueError) as error:
            raise Http404 from error
        if not issubclass(model, Record) or not hasattr(model, "get_absolute_url"):
            raise Http404
        self.model = model  # type: ignore[misc]
        self.permission_required = change_permission(model)  # type: ignore[misc]

    def prepare(self) -> None:
        """Find the record inside the person's scope."""
        self.object = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def initial(self) -> dict[str, Any]:
        """Start with the kind of file that the way here asked for."""
        kind = self.request.GET.get("kind", "")
        return {"kind": kind} if kind else {}

    def perform(self, values: Mapping[str, Any]) -> str:
        """Keep the file and go back to the record."""
        said = dict(values)
        services.attach(self.object, said.pop("file"), by=self.officer, **said)
        url: str = self.object.get_absolute_url()
        return url


class AttachmentFormPage(ObjectFormPage):
    """A page about a file that is there: for those who may change its record."""

    model = Attachment

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find out on which kind of record it hangs, and so which permission it takes."""
        super().setup(request, *args, **kwargs)
        self.attachment = get_object_or_404(Attachment.objects.for_list(), pk=kwargs["pk"])
        self.permission_required = change_permission(  # type: ignore[misc]
            type(self.attachment.audit_subject())
        )

    def get_object(self) -> Attachment:
        """Give the file; what a person may not read or change is not found."""
        if not self.attachment.may_be_changed_by(self.officer):
            raise Http404
        return self.attachment

    def back(self) -> str:
        """Give the record's own page."""
        subject: Any = self.attachment.audit_subject()
        url: str = subject.get_absolute_url()
        return url


class ChangeAttachmentPage(AttachmentFormPage, ChangePage):
    """Change what is said of a file."""

    form_class = ChangeDescriptionForm
    title = _("Describe the file")
    done = _("The description has been saved.")

    def perform(self, values: Mapping[str, Any]) -> str:
        """Save and go back to the record."""
        super().perform(values)
        return self.back()

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Call the service."""
        services.change_attachment(self.object, by=self.officer, seen=seen, **values)


class DetachPage(AttachmentFormPage, ActionPage):
    """Take a file off its record."""

    form_class = ReasonForm
    title = _("Remove the file")
    explanation = _("The file no longer hangs on the record; the history keeps what it was.")
    done = _("The file has been removed.")
    danger = True

    def perform(self, values: Mapping[str, Any]) -> str:
        """Take it off and go back to the record."""
        self.act(values)
        return self.back()

    def act(self, values: Mapping[str, Any]) -> None:
        """Call the service."""
        services.detach(self.object, by=self.officer, note=values["reason"])

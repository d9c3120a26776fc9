"""The files that an applicant has handed in with answers: read again, taken off a draft."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.kit.files.views import send
from entente.kit.forms import PlainForm
from entente.mobility import services as mobility
from entente.mobility.enums import ApplicationState
from entente.mobility.models import AnswerFile
from entente.portal.views.entrance import ApplicantPage


class OwnFilePage(ApplicantPage):
    """One's own file, saved to the disk; another's is not found."""

    http_method_names = ("get", "head", "options")
    file: AnswerFile

    def found(self, pk: int = 0) -> Any:  # type: ignore[override] # not by a code
        """Find it among one's own."""
        found = AnswerFile.objects.of_persons(self.applicant.persons).filter(pk=pk).first()
        if found is not None:
            self.file = found
        return found

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Send it."""
        return send(self.file)

    def form(self, data: Any = None) -> Any:
        """Ask nothing."""
        return PlainForm(data)

    def act(self, form: Any) -> None:
        """Do nothing: it is only read."""


class RemoveFilePage(ApplicantPage):
    """Take one's own file off a draft."""

    title = gettext_lazy("Remove your file")
    submit_label = gettext_lazy("Remove")
    template_name = "portal/step.html"
    file: AnswerFile

    def found(self, pk: int = 0) -> Any:  # type: ignore[override] # not by a code
        """Find it among one's own."""
        found = AnswerFile.objects.of_persons(self.applicant.persons).filter(pk=pk).first()
        if found is not None:
            self.file, self.call = found, found.application.call
        return found

    def closed(self) -> str:
        """Say that what is handed in stays as it is."""
        if self.file.application.state == ApplicationState.DRAFT:
            return ""
        return _("This application takes no files any more.")

    def form(self, data: Any = None) -> Any:
        """Ask nothing but whether."""
        return PlainForm(data)

    def act(self, form: Any) -> None:
        """Take it off."""
        mobility.remove_upload(self.file)

    def goes_to(self) -> str:
        """Go on writing."""
        return reverse("portal:apply", args=[self.call.pk])

    def context(self) -> dict[str, Any]:
        """Say which file it is."""
        own = self.file.application
        return super().context() | {
            "own": own,
            "call": self.call,
            "hint": self.file.name,
            "danger": True,
        }

"""Letters: the register, a letter, its steps."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.errors import DomainError
from entente.kit.files.kinds import PDF
from entente.kit.files.names import clean_name
from entente.kit.forms import ReasonForm
from entente.kit.models import Attachment
from entente.kit.models.files import AttachmentKind
from entente.kit.pages import (
    ActionPage,
    ChangePage,
    CreatePage,
    FormPage,
    ListPage,
    RecordPage,
    StaffPage,
    View,
)
from entente.kit.parts import record_holds
from entente.office.acting import signed_in
from entente.papers import drawing, reading, services, vocabulary
from entente.papers.enums import CHANGE, LETTER_FLOW, SEAL, VIEW, VIEW_TEMPLATES, LetterState
from entente.papers.forms import AboutForm, LetterForm, ScanForm, SendForm
from entente.papers.models import Letter, LetterTemplate
from entente.papers.tables import LetterColumns, LetterFilter, find_record, name_record
from entente.papers.views.templates import word_file

S = LetterState


class LetterListPage(ListPage):
    """The register of letters in one's scope."""

    model = Letter
    title = _("Letters")
    columns = LetterColumns
    filterset_class = LetterFilter
    permission_required = VIEW
    default_sort = "-pk"
    views = (
        View(_("Seal missing"), {"unsealed": "yes"}),
        View(_("Sealed, not sent"), {"state": S.SEALED.value}),
        View(_("Sent"), {"state": S.SENT.value}),
        View(_("My drafts"), {"state": S.DRAFT.value, "mine": "yes"}),
    )
    create_label = _("New letter")
    create_permission = CHANGE
    empty_text = _("No letter yet")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address at which a letter begins."""
        return reverse("papers:begin")


class BeginPage(FormPage):
    """Say about which record a letter is to be written."""

    model = Letter
    form_class = AboutForm
    title = _("About whom or what is the letter?")
    submit_label = _("Go on")
    permission_required = CHANGE

    def perform(self, values: Mapping[str, Any]) -> str:
        """Go on to the letter itself."""
        return f"{reverse('papers:write')}?about={name_record(values['about'])}"

    def back(self) -> str:
        """Go back to the register."""
        return reverse("papers:letters")


class WritePage(CreatePage):
    """Write a letter about a record."""

    model = Letter
    form_class = LetterForm
    template_name = "papers/write.html"
    title = _("Write a letter")
    submit_label = _("Save the draft")
    permission_required = CHANGE
    about: Any = None

    def prepare(self) -> None:
        """Find the record that the letter is about."""
        self.about = find_record(self.request.GET.get("about", ""), self.officer)
        if self.about is None:
            raise Http404

    def form(self, data: Any = None, files: Any = None) -> Any:
        """Offer what there is for this record."""
        return LetterForm(
            data,
            files,
            initial=self.initial(),
            officer=self.officer,
            about=self.about,
            addressees=vocabulary.addressees(self.about, self.officer),
        )

    def initial(self) -> dict[str, Any]:
        """Start with the template that was asked for, and its title as the subject."""
        asked = self.request.GET.get("template", "")
        usable = LetterTemplate.objects.usable(self.officer, self.about._meta.label_lower)
        template = usable.filter(pk=asked).first() if asked.isdigit() else usable.first()
        if template is None:
            return {}
        return {
            "template": template.pk,
            "title_zh": template.title_zh,
            "title_en": template.title_en,
        }

    def save(self, values: Mapping[str, Any]) -> Letter:
        """Write the draft."""
        given = dict(values)
        given.pop("version", None)
        return services.draft_letter(by=signed_in(self), about=self.about, **given)

    def context(self, form: Any) -> dict[str, Any]:
        """Add the record and the way to templates where there are none."""
        usable = LetterTemplate.objects.usable(self.officer, self.about._meta.label_lower)
        return super().context(form) | {
            "about": self.about,
            "templates": list(usable),
            "templates_url": reverse("papers:templates")
            if self.officer.may(VIEW_TEMPLATES)
            else "",
        }

    def back(self) -> str:
        """Go back to the record."""
        return str(self.about.get_absolute_url())


class ChangeLetterPage(ChangePage):
    """Change a draft."""

    model = Letter
    form_class = LetterForm
    title = _("Edit letter")
    permission_required = CHANGE
    done = _("Saved.")

    def form(self, data: Any = None, files: Any = None) -> Any:
        """Offer what there is for this record."""
        about = self.object.about
        proposed = vocabulary.addressees(about, self.officer)
        initial = self.initial()
        initial["addressed_to"] = next(
            (str(at) for at, it in enumerate(proposed) if it.record == self.object.addressed_to), ""
        )
        return LetterForm(
            data, files, initial=initial, officer=self.officer, about=about, addressees=proposed
        )

    def initial(self) -> dict[str, Any]:
        """Start with what the draft says."""
        letter = self.object
        held = {"unit": letter.unit_id, "template": letter.template_version.template_id}
        return super().initial() | held

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_letter(self.object, by=signed_in(self), seen=seen, **values)


class LetterPage(RecordPage):
    """One letter: how it reads, to whom it goes, its seal, its files, next steps, history."""

    model = Letter
    template_name = "papers/letter.html"
    permission_required = VIEW
    flow = LETTER_FLOW
    change_url = "papers:change"
    change_permission = CHANGE

    def steps(self) -> list[Any]:
        """Leave out the dispatch of a letter without its seal, and what waits for an approval."""
        letter = self.object
        unsealed = letter.state == S.ISSUED and letter.needs_seal
        waits = {"send": unsealed, "issue": bool(self.held("issue"))}
        return [it for it in super().steps() if not waits.get(it[0])]

    def held(self, step: str) -> list[str]:
        """Say why a step on the draft has to wait."""
        return record_holds(self.object, step) if self.object.state == S.DRAFT else []

    def context(self) -> dict[str, Any]:
        """Add the text, what is missing in it, and the files."""
        letter = self.object
        context = super().context()
        files = list(Attachment.objects.open_to(self.officer, letter).for_list())
        today = timezone.localdate()
        filled = services.drafted(letter, today) if letter.state == S.DRAFT else None
        if letter.state != S.DRAFT or self.held("change"):
            context["change_url"] = ""
        issued = next((it for it in files if it.kind == AttachmentKind.LETTER), None)
        content = filled.content if filled else services.content_of(letter, today)
        return context | {
            "files": files,
            "issued": issued,
            "scans": [it for it in files if it.kind == AttachmentKind.SCAN],
            "blanks": filled.blanks if filled else (),
            "lines": reading.read(content).lines() if content else [],
            "held": self.held("issue"),
            "may_add_scan": letter.state in (S.SEALED, S.SENT) and self.officer.may(SEAL, letter),
            "open_about": letter.about if letter.is_open_to(self.officer) else None,
        }


class LetterFile(StaffPage):
    """A draft as a Word file; what was issued is read from its attachment."""

    model = Letter
    permission_required = VIEW

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """Hand it out."""
        letter = get_object_or_404(self.get_queryset().for_page(), pk=pk)  # type: ignore[attr-defined]
        if letter.state != S.DRAFT:
            raise Http404
        content = services.content_of(letter, timezone.localdate())
        return word_file(content, f"{letter.title}.docx")


class LetterPdf(StaffPage):
    """The letter as PDF, drawn from its Word file: a draft as it reads today, else as issued."""

    model = Letter
    permission_required = VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
        """Draw it; what keeps it from being drawn is said on the letter's page."""
        letter = get_object_or_404(self.get_queryset().for_page(), pk=pk)  # type: ignore[attr-defined]
        content = services.content_of(letter, timezone.localdate())
        if not content:
            raise Http404
        try:
            drawn = drawing.letter_as_pdf(
                content,
                title=" ".join(filter(None, (str(letter.title), letter.number))),
                on=letter.issued_on or timezone.localdate(),
                language=letter.language,
                draft=letter.state == S.DRAFT,
            )
        except DomainError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(letter)
        return FileResponse(
            io.BytesIO(drawn),
            as_attachment=True,
            filename=clean_name(f"{letter.number or letter.title}.pdf"),
            content_type=PDF.media_type,
        )


# --- Steps ----------------------------------------------------------------------------------------


class IssuePage(ActionPage):
    """Give the letter its number and fix its text."""

    model = Letter
    title = _("Issue the letter")
    explanation = _(
        "The letter takes the next number of the register, and its text is kept as a Word file. It"
        " cannot be changed afterwards."
    )
    permission_required = LETTER_FLOW["issue"].permission
    done = _("The letter is issued.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Issue it."""
        services.issue_letter(self.object, on=timezone.localdate(), by=signed_in(self))


class ScanPage(ActionPage):
    """Add the scan of a sealed letter."""

    model = Letter
    form_class = ScanForm
    title = _("Add the scan")
    permission_required = SEAL
    done = _("The scan has been added.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Keep it."""
        services.add_scan(self.object, scan=values["scan"], by=signed_in(self))


class SendPage(ActionPage):
    """Record the dispatch."""

    model = Letter
    form_class = SendForm
    title = _("Record the dispatch")
    permission_required = LETTER_FLOW["send"].permission
    done = _("The dispatch is recorded.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Record it."""
        services.send_letter(
            self.object, on=values["sent_on"], way=values["way"], by=signed_in(self)
        )


class WithdrawPage(ActionPage):
    """Take a letter back."""

    model = Letter
    form_class = ReasonForm
    title = _("Withdraw the letter")
    explanation = _("The number stays in the register and is not given again.")
    permission_required = LETTER_FLOW["withdraw"].permission
    done = _("Withdrawn; the reason stands in the history.")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Withdraw it."""
        services.withdraw_letter(self.object, reason=values["reason"], by=signed_in(self))

"""Pages about handing originals over to the archive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import LANGUAGES
from entente.kit.errors import DomainError
from entente.kit.flow import Step
from entente.kit.forms import DeskForm
from entente.kit.pages import ActionPage, ChangePage, CreatePage, ListPage, RecordPage, View
from entente.kit.pages.staff import StaffPage
from entente.office.acting import signed_in
from entente.partnerships import printed, services
from entente.partnerships.archiving import (
    ARCHIVE_FLOW,
    CHANGE_ARCHIVE,
    VIEW_ARCHIVE,
    ArchiveState,
)
from entente.partnerships.enums import VIEW
from entente.partnerships.forms.archive import (
    ArchiveItemForm,
    CorrectReceiptForm,
    DrawUpForm,
    HandOverListForm,
    NewReceiptForm,
)
from entente.partnerships.models import (
    Agreement,
    ArchiveItem,
    ArchiveList,
    differences,
    not_handed_over,
)
from entente.partnerships.tables.archive import (
    ArchiveListColumns,
    ArchiveListFilter,
    NotArchivedColumns,
    NotArchivedFilter,
)

Z = ArchiveState


class ArchiveListsPage(ListPage):
    """The hand-over lists of the units in one's scope."""

    model = ArchiveList
    title = _("Hand-over to the archive")
    columns = ArchiveListColumns
    filterset_class = ArchiveListFilter
    permission_required = VIEW_ARCHIVE
    default_sort = "-year"
    views = (
        View(_("Being drawn up"), {"state": Z.DRAFT.value}),
        View(_("Without a receipt"), {"state": Z.HANDED_OVER.value}),
    )
    create_label = _("Draw up a list")
    create_permission = CHANGE_ARCHIVE
    empty_text = _("No list is drawn up yet")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new list."""
        return reverse("partnerships:draw_up_archive")


class NotHandedOverPage(ListPage):
    """The agreements of which the archive holds nothing yet."""

    model = Agreement
    title = _("Not handed over to the archive")
    columns = NotArchivedColumns
    filterset_class = NotArchivedFilter
    permission_required = VIEW
    default_sort = "-first_day"
    create_label = _("Draw up a list")
    create_permission = CHANGE_ARCHIVE
    empty_text = _("Everything that was signed is with the archive")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new list."""
        return reverse("partnerships:draw_up_archive")

    def get_queryset(self) -> QuerySet[Any]:
        """Keep what is still here."""
        rows: QuerySet[Any] = not_handed_over(super().get_queryset())
        return rows


class ArchiveListPage(RecordPage):
    """One list: its lines, what is left out, the receipt."""

    model = ArchiveList
    template_name = "partnerships/archive_list.html"
    permission_required = VIEW_ARCHIVE
    flow = ARCHIVE_FLOW

    def context(self) -> dict[str, Any]:
        """Add the lines, as far as the person may open their agreements, and what has changed."""
        chosen = self.object
        lines = list(chosen.items.select_related("agreement").order_by("position", "pk"))
        for line in lines:
            line.of_list, line.files = chosen, printed.papers_in_words(line.papers)
        return super().context() | {
            "included": [line for line in lines if not line.left_out_because],
            "left_out": [line for line in lines if line.left_out_because],
            "behind": self.behind,
            "may_change": chosen.is_draft and self.officer.may(CHANGE_ARCHIVE, chosen),
            "languages": LANGUAGES,
        }

    @property
    def behind(self) -> int:
        """How many lines of a draft are not as the records have them."""
        if not hasattr(self, "_behind"):
            facts, lines = differences(self.object) if self.object.is_draft else ({}, {})
            self._behind = len(facts.keys() | lines.keys())
        return self._behind

    def steps(self) -> list[tuple[str, Step, str]]:
        """Offer what is possible: a draft that is behind is first brought up to date."""
        refused = "hand_over_archive" if self.behind else "renew_archive"
        return [entry for entry in super().steps() if entry[0] != refused]


class DrawUpPage(CreatePage):
    """Draw up a list."""

    model = ArchiveList
    form_class = DrawUpForm
    title = _("Draw up a hand-over list")
    submit_label = _("Draw up the list")
    permission_required = CHANGE_ARCHIVE
    done = _("The list is drawn up. Enter copies and pages, leave out what stays here.")

    def initial(self) -> dict[str, Any]:
        """Begin with this year and the person's own unit."""
        today = timezone.localdate()
        return {"year": self.request.GET.get("year") or today.year, "unit": self.officer.unit_id}

    def back(self) -> str:
        """Go back to the lists."""
        return reverse("partnerships:archive_lists")

    def save(self, values: Mapping[str, Any]) -> ArchiveList:
        """Draw it up."""
        said = dict(values)
        return services.draw_up_archive_list(
            said.pop("unit"), said.pop("year"), on=timezone.localdate(), by=signed_in(self), **said
        )


class ItemPage(ChangePage):
    """Copies and pages of a line, or why it is left out."""

    model = ArchiveItem
    form_class = ArchiveItemForm
    title = _("Edit the line")
    permission_required = CHANGE_ARCHIVE
    done = _("Saved.")

    def get_object(self) -> Any:
        """Find the line with its list."""
        rows = self.get_queryset().for_list()  # type: ignore[attr-defined]
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Keep what was entered."""
        services.change_archive_item(self.object, by=signed_in(self), seen=seen, **values)


class RenewPage(ActionPage):
    """Bring a draft up to date."""

    model = ArchiveList
    title = _("Bring the list up to date")
    explanation = _(
        "Agreements that were signed or ended since are added, lines that no longer belong here go,"
        " changed ones are taken up. What you entered stays."
    )
    permission_required = ARCHIVE_FLOW["renew_archive"].permission
    done = _("The list is up to date.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Bring it up to date."""
        services.renew_archive_list(self.object, by=signed_in(self))


class HandOverPage(ActionPage):
    """Hand a list over."""

    model = ArchiveList
    form_class = HandOverListForm
    title = _("Hand the list over")
    explanation = _(
        "The list receives its number and changes no more. What stands on it is not proposed"
        " again; what is left out can stand on a later list."
    )
    permission_required = ARCHIVE_FLOW["hand_over_archive"].permission
    done = _("Handed over. Print the list, and record the receipt once it is signed.")

    def initial(self) -> dict[str, Any]:
        """Begin with today."""
        return {"handed_over_on": timezone.localdate()}

    def act(self, values: Mapping[str, Any]) -> None:
        """Hand it over."""
        services.hand_over_archive_list(
            self.object, on=timezone.localdate(), by=signed_in(self), **values
        )


class ReceiptPage(ActionPage):
    """Record the receipt of the archive."""

    model = ArchiveList
    title = _("Record the receipt")
    explanation = _("From now on each agreement says where its original lies.")
    permission_required = ARCHIVE_FLOW["receive_archive"].permission
    done = _("The receipt is recorded.")

    def initial(self) -> dict[str, Any]:
        """Begin with today."""
        return {"received_on": timezone.localdate()}

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Ask for the numbers of this list's lines."""
        return NewReceiptForm(
            data, files, initial=self.initial(), officer=self.officer, chosen=self.object
        )

    def act(self, values: Mapping[str, Any]) -> None:
        """Record it."""
        said = dict(values)
        services.receive_archive_list(
            self.object,
            numbers=numbers_of(said),
            on=timezone.localdate(),
            by=signed_in(self),
            **said,
        )


class CorrectPage(ReceiptPage):
    """Correct a receipt, or add numbers that came later."""

    title = _("Correct the receipt")
    explanation = _("Archive numbers can be added once the archive has given them.")
    permission_required = ARCHIVE_FLOW["correct_receipt"].permission
    submit_label = _("Save")
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Begin with what is recorded."""
        names = ("received_on", "receiver", "archive_number", "version")
        return {name: getattr(self.object, name) for name in names}

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Ask for the numbers of this list's lines."""
        return CorrectReceiptForm(
            data, files, initial=self.initial(), officer=self.officer, chosen=self.object
        )

    def act(self, values: Mapping[str, Any]) -> None:
        """Correct it."""
        said = dict(values)
        services.correct_archive_receipt(
            self.object,
            numbers=numbers_of(said),
            seen=said.pop("version", None),
            on=timezone.localdate(),
            by=signed_in(self),
            **said,
        )


class DiscardPage(ActionPage):
    """Give a draft up."""

    model = ArchiveList
    title = _("Discard the list")
    explanation = _("Nothing is handed over. The agreements can stand on another list.")
    permission_required = ARCHIVE_FLOW["discard_archive"].permission
    done = _("The list is discarded.")
    danger = True

    def perform(self, values: Mapping[str, Any]) -> str:
        """Discard it, and go to the lists."""
        services.discard_archive_list(self.object, by=signed_in(self))
        return reverse("partnerships:archive_lists")

    def act(self, values: Mapping[str, Any]) -> None:
        """Do nothing more: `perform` has done it."""


def numbers_of(said: dict[str, Any]) -> dict[int, str]:
    """Take the archive numbers of single lines out of what was typed."""
    names = [name for name in said if name.startswith("number_")]
    return {int(name.removeprefix("number_")): said.pop(name) for name in names}


# --- On paper -------------------------------------------------------------------------------------


class PdfFile(StaffPage):
    """The list as PDF, in the language that is asked for."""

    model = ArchiveList
    permission_required = VIEW_ARCHIVE
    ending: ClassVar[str] = "pdf"
    content_type: ClassVar[str] = "application/pdf"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Draw the list and send it."""
        chosen = get_object_or_404(self.get_queryset().for_list(), pk=pk)  # type: ignore[attr-defined]
        asked = request.GET.get("language", "")
        language = asked if asked in LANGUAGES else "zh"
        try:
            content = self.content(chosen, language)
        except DomainError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(chosen)
        name = slugify(chosen.number or f"{chosen.unit.code} {chosen.year} draft")
        file = f"{name}-{language}.{self.ending}"
        headers = {
            "Content-Disposition": f'attachment; filename="{file}"',
            "Cache-Control": "private, no-store",
        }
        return HttpResponse(content, content_type=self.content_type, headers=headers)

    def content(self, chosen: ArchiveList, language: str) -> bytes:
        """Draw it."""
        return printed.archive_pdf(chosen, language, on=timezone.localdate())


class SheetFile(PdfFile):
    """The list as a workbook."""

    ending = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def content(self, chosen: ArchiveList, language: str) -> bytes:
        """Write it."""
        return printed.archive_sheet(chosen, language)

"""Groups of countries and rankings: what was imported, what it joins, a new state of a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from entente.kit import pages
from entente.kit.pages.forms import ObjectFormPage
from entente.organisations import services
from entente.organisations.forms import ImportListForm, JoinEntryForm, packed
from entente.organisations.importers import IMPORTS, ListImport
from entente.organisations.models import DatedList, ListEntry
from entente.organisations.tables import DatedListColumns, DatedListFilter

VIEW = "organisations.view_organisation"
IMPORT = "organisations.import_list"
SHOWN_FAULTS = 100


class DatedListsPage(pages.ListPage):
    """The states of all lists, the newest first."""

    model = DatedList
    permission_required = VIEW
    title = _("Groups and rankings")
    columns = DatedListColumns
    filterset_class = DatedListFilter
    default_sort = "-valid_from"
    create_url = reverse_lazy("organisations:import_list")  # type: ignore[assignment]
    create_label = _("Import a list")
    create_permission = IMPORT
    empty_text = _("No group of countries and no ranking has been imported yet")


class DatedListPage(pages.RecordPage):
    """One state of a list, line by line."""

    model = DatedList
    permission_required = VIEW
    template_name = "organisations/list.html"

    def context(self) -> dict[str, Any]:
        """Add the lines."""
        lines = list(self.object.entries.for_list())
        if not self.object.is_ranking:
            lines.sort(key=lambda line: line.place)
        waiting = sum(line.organisation_id is None for line in lines)
        may = self.officer.may(IMPORT)
        return super().context() | {"lines": lines, "waiting": waiting, "may_import": may}


class ImportListPage(pages.FormPage):
    """Choose a sheet, see what stands in it and what is wrong, import all of it or nothing."""

    model = DatedList
    permission_required = IMPORT
    form_class = ImportListForm
    template_name = "organisations/import_list.html"
    title = _("Import a list")
    submit_label = _("Look through the sheet")

    def initial(self) -> dict[str, Any]:
        """Start with today."""
        return {"valid_from": timezone.localdate()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what would be imported; import it once that is confirmed."""
        form: Any = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        values = form.cleaned_data
        sheet = IMPORTS[values["kind"]](values["table"], by=self.officer)
        if "confirm" in request.POST and not values.get("file") and not sheet.faults:
            return self.store(form, sheet)
        status = 422 if sheet.faults else 200
        return self.preview(form, sheet, status)

    def store(self, form: Any, sheet: ListImport) -> HttpResponse:
        """Import it and show the list."""
        values = form.cleaned_data
        try:
            held = sheet.apply(
                name=values["name"], valid_from=values["valid_from"], source=values["source"]
            )
        except ValidationError as refusal:
            self.blame(form, refusal)
            return self.preview(form, sheet, 422)
        number = len(sheet.rows)
        sentence = ngettext(
            "Imported with %(number)s line.", "Imported with %(number)s lines.", number
        )
        messages.success(self.request, sentence % {"number": number})
        return redirect(held)

    def preview(self, form: Any, sheet: ListImport, status: int) -> HttpResponse:
        """Show the form again with what stands in the sheet."""
        self.sheet = sheet
        form.data = form.data.copy()
        form.data["sheet"] = "" if sheet.faults else packed(form.cleaned_data["table"])
        return self.show(form, status)

    def context(self, form: Any) -> dict[str, Any]:
        """Add the preview, once there is one."""
        context = super().context(form)
        sheet: ListImport | None = getattr(self, "sheet", None)
        if sheet is None:
            return context
        return context | {
            "faults": sheet.faults[:SHOWN_FAULTS],
            "more_faults": max(0, len(sheet.faults) - SHOWN_FAULTS),
            "size": len(sheet.rows),
            "joined": sheet.joined() if not sheet.faults else 0,
            "ready": not sheet.faults,
            "is_ranking": form.cleaned_data["kind"] == "ranking",
            "submit_label": self.submit_label if sheet.faults else gettext("Import"),
        }

    def perform(self, values: Mapping[str, Any]) -> str:
        """Go back to the lists; what is sent is handled in `post`."""
        return self.back()

    def back(self) -> str:
        """Go back to the lists."""
        return reverse("organisations:lists")


class JoinEntryPage(ObjectFormPage):
    """Say which organisation a line of a ranking is."""

    model = DatedList
    permission_required = IMPORT
    form_class = JoinEntryForm
    title = _("Join to the register")

    def prepare(self) -> None:
        """Find the list and the line."""
        super().prepare()
        lines = ListEntry.objects.for_list().filter(of=self.object)
        self.line = get_object_or_404(lines, pk=self.kwargs["line"])

    def initial(self) -> dict[str, Any]:
        """Start with what is joined."""
        return {"organisation": self.line.organisation_id}

    def perform(self, values: Mapping[str, Any]) -> str:
        """Join it and go back to the list."""
        services.join_entry(self.line, values["organisation"], by=self.officer)
        url: str = self.object.get_absolute_url()
        return url

    def context(self, form: Any) -> dict[str, Any]:
        """Say which line it is."""
        return super().context(form) | {"title": f"{self.line.position} · {self.line.name}"}


class RemoveListPage(pages.ActionPage):
    """Take away a state of a list that was imported by mistake."""

    model = DatedList
    permission_required = IMPORT
    title = _("Remove this list")
    explanation = _(
        "Only for a list that was imported by mistake. A newer state is simply imported: the older"
        " one keeps holding for its own time."
    )
    danger = True
    done = _("The list is removed.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_list(self.object, by=self.officer)

    def perform(self, values: Mapping[str, Any]) -> str:
        """Go back to the lists: this one is no more."""
        self.act(values)
        return reverse("organisations:lists")

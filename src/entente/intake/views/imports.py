"""Pages of imports: hand a sheet in, name its columns, look through it, import it, undo it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.intake import importers, runners, services
from entente.intake.forms import ColumnsForm, UploadSheetForm, initial_columns
from entente.intake.models import Import, KnownName, SavedMapping
from entente.intake.reading import find_headings, headings_at, read, sample
from entente.intake.shipped import SHIPPED
from entente.intake.shipped import Mapping as SheetMapping
from entente.intake.tables import ImportColumns, ImportFilter
from entente.intake.targets import heading_matches, suggest
from entente.kit import pages, sheets
from entente.kit.downloads import WRITERS
from entente.kit.grids import Grid
from entente.kit.imports import alike, plain
from entente.kit.pages.forms import ObjectFormPage
from entente.office.models import Unit
from entente.organisations import services as organisations
from entente.organisations.models import Organisation
from entente.partnerships.models import Agreement

VIEW = "intake.view_import"
CHANGE = "intake.change_import"
SHOWN_FAULTS = 200
SHOWN_AGREEMENTS = 20
SHOWN_NAMES = 20


class ImportListPage(pages.ListPage):
    """The imports of a person's units, the newest first."""

    model = Import
    permission_required = VIEW
    title = _("Imports")
    columns = ImportColumns
    filterset_class = ImportFilter
    default_sort = "-id"
    create_url = reverse_lazy("intake:upload")  # type: ignore[assignment]
    create_label = _("Import a sheet")
    create_permission = CHANGE
    empty_text = _("Nothing has been imported yet. A sheet of agreements is a good beginning.")


class UploadPage(pages.CreatePage):
    """Hand a sheet in."""

    model = Import
    permission_required = CHANGE
    form_class = UploadSheetForm
    template_name = "intake/upload.html"
    title = _("Import a sheet")
    submit_label = _("Go on")

    def save(self, values: Mapping[str, Any]) -> Any:
        """Keep the file; a file that is no sheet is refused at its field."""
        try:
            return services.start_import(values["file"], unit=values["unit"], by=self.officer)
        except ValidationError as refusal:
            if hasattr(refusal, "error_dict"):
                raise
            raise ValidationError({"file": refusal.messages}) from refusal

    def perform(self, values: Mapping[str, Any]) -> str:
        """Go on to the columns."""
        return reverse("intake:columns", args=[self.save(values).pk])


class ColumnsPage(ObjectFormPage):
    """Say what the columns mean; a proposal stands there already."""

    model = Import
    permission_required = CHANGE
    form_class = ColumnsForm
    template_name = "intake/columns.html"
    title = _("What the columns mean")
    submit_label = _("Look through the sheet")

    def prepare(self) -> None:
        """Find the import, read its sheet, propose what its columns mean."""
        super().prepare()
        asked = self.request.POST.get("sheet") or self.request.GET.get("sheet")
        if asked is not None:
            self.object.sheet = asked[:100]
        unit = self.object.unit
        kept = {it.name: it.mapping for it in SavedMapping.objects.of_unit(unit)}
        self.mappings: dict[str, SheetMapping] = SHIPPED | kept
        self.chosen = self.request.POST.get("like") or self.request.GET.get("mapping", "")
        self.like = self.mappings.get(self.chosen)
        if self.like is None and self.object.mapping:
            self.like = self.object.read_by
        self.refusal = ""
        try:
            self.grid = importers.grid_of(self.object)
        except ValidationError as refusal:
            self.grid, self.refusal = Grid([]), " ".join(refusal.messages)
        self._find_columns()

    def _find_columns(self) -> None:
        learned = SavedMapping.objects.learned(self.object.unit)
        mapping = self.like
        if mapping is None:
            mapping = self._fitting(learned)
        wanted = {plain(word) for word in mapping.columns.values()} if mapping else set()

        def known(cells: Any) -> int:
            return heading_matches(cells, learned | dict.fromkeys(wanted, ""))

        rows = int(
            self.request.POST.get("heading_rows") or (mapping.heading_rows if mapping else 1)
        )
        at = find_headings(self.grid, known)
        self.headings = headings_at(self.grid, at, rows)
        first = at + rows
        self.samples = [sample(self.grid, first, column) for column in range(len(self.headings))]
        if mapping:
            by_heading = {plain(word): name for name, word in mapping.columns.items()}
            self.found = {
                place: by_heading[plain(word)]
                for place, word in enumerate(self.headings)
                if plain(word) in by_heading
            }
        else:
            self.found = suggest(self.headings, self.grid.rows[first:], learned)
        self.like = mapping

    def _fitting(self, learned: Mapping[str, str]) -> SheetMapping | None:
        """Give the mapping whose every column stands in the sheet, if there is one."""
        at = find_headings(self.grid, lambda cells: heading_matches(cells, learned))
        there = {plain(word) for word in headings_at(self.grid, at)}
        for name, mapping in self.mappings.items():
            if {plain(word) for word in mapping.columns.values()} <= there:
                self.chosen = name
                return mapping
        return None

    def form(self, data: Any = None, files: Any = None) -> Any:
        """Make the form for the columns of this sheet."""
        return ColumnsForm(
            data,
            initial=initial_columns(self.found, self.like),
            may_make_units=importers.may_make_units(self.officer, self.object.unit),
            officer=self.officer,
            headings=self.headings,
            samples=self.samples,
        )

    def perform(self, values: Mapping[str, Any]) -> str:
        """Keep what was said, look through the sheet, show what was found."""
        form = self.form(self.request.POST)
        form.is_valid()
        mapping = form.mapping(self.like)
        name = values["save_as"].strip()
        if name:
            services.keep_mapping(self.object.unit, name, mapping, by=self.officer)
        services.name_columns(
            self.object, mapping, by=self.officer, name=name, sheet=self.object.sheet
        )
        runners.look_through(self.object, by=self.officer)
        url: str = self.object.get_absolute_url()
        return url

    def context(self, form: Any) -> dict[str, Any]:
        """Add the mappings and the sheets that there are."""
        return super().context(form) | {
            "mappings": self.mappings,
            "chosen": self.chosen,
            "sheets": self.grid.sheets,
            "refusal": self.refusal,
        }


class ImportPage(pages.RecordPage):
    """What was found in a sheet; after the import, what came of it."""

    model = Import
    permission_required = VIEW
    template_name = "intake/import.html"

    def context(self) -> dict[str, Any]:
        """Add the faults, the numbers, and what may be done now."""
        record: Import = self.object
        waiting = record.work is not None and record.work.is_open
        agreements = Agreement.objects.filter(pk__in=record.agreements[:SHOWN_AGREEMENTS])
        faults = alike(record.told_faults)
        return super().context() | {
            "may_change": self.officer.may(CHANGE, record) and not waiting,
            "waiting": waiting,
            "work": record.work,
            "faults": faults[:SHOWN_FAULTS],
            "more_faults": max(0, len(faults) - SHOWN_FAULTS),
            "good": record.summary.get("agreements_new", 0)
            + record.summary.get("agreements_changed", 0)
            + record.summary.get("agreements_unchanged", 0),
            "likened": record.summary.get("likened", [])[:SHOWN_NAMES],
            "agreements": agreements.for_list() if record.state == "done" else (),
            "more_agreements": max(0, len(record.agreements) - SHOWN_AGREEMENTS),
        }


class StepPage(pages.ActionPage):
    """A step on an import."""

    model = Import
    permission_required = CHANGE


class ApplyPage(StepPage):
    """Import all of it, or nothing."""

    title = _("Import the sheet")
    explanation = _("All rows are imported together. If one is refused, nothing is imported.")
    good_rows_only = False

    def act(self, values: Mapping[str, Any]) -> None:
        """Import it."""
        runners.import_sheet(self.object, by=self.officer, good_rows_only=self.good_rows_only)


class ApplyGoodPage(ApplyPage):
    """Import the rows in which nothing is wrong."""

    title = _("Import the good rows only")
    explanation = _(
        "Agreements of which every row is right are imported. The other rows stay out; you can"
        " download them with the reasons, mend them and import them."
    )
    good_rows_only = True


class UndoPage(StepPage):
    """Take the whole import back."""

    title = pgettext_lazy("step", "Undo the import")
    explanation = _(
        "Everything that this import entered is taken away, and what it changed is changed back."
        " Its history stays. What others have built on it stands in the way and is named."
    )
    danger = True
    done = _("The import is undone.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Undo it."""
        services.undo_import(self.object, by=self.officer)


class DiscardPage(StepPage):
    """Put a sheet away that was not imported."""

    title = _("Put the sheet away")
    explanation = _("Nothing of it was imported. It goes from the list; its history stays.")
    danger = True
    done = _("The sheet is put away.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Put it away."""
        services.discard_import(self.object, by=self.officer)

    def perform(self, values: Mapping[str, Any]) -> str:
        """Go back to the list."""
        self.act(values)
        return reverse("intake:imports")


class RefusedRows(pages.StaffPage):
    """The rows that were refused, as a workbook: each as it was, with the reasons beside it."""

    model = Import
    permission_required = VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the workbook."""
        record = get_object_or_404(self.get_queryset(), pk=kwargs["pk"])
        if not record.faults:
            raise Http404
        reasons: dict[int, list[str]] = {}
        for fault in record.told_faults:
            reasons.setdefault(fault.row, []).append(str(fault))
        grid = importers.grid_of(record)
        reading = read(grid, record.read_by)
        width = len(reading.headings)
        rows = [
            [*(grid.rows[number - 1] + [""] * width)[:width], number, "\n".join(told)]
            for number, told in sorted(reasons.items())
            if number - 1 > reading.heading_row and number <= len(grid.rows)
        ]
        headings = [*reading.headings, gettext("Row"), gettext("Why it was not imported")]
        file = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
        sheets.write_xlsx(headings, rows, file)
        file.seek(0)
        stem = record.name.rpartition(".")[0]
        name = gettext("%(name)s, refused rows") % {"name": stem}
        return FileResponse(
            file, as_attachment=True, filename=f"{name}.xlsx", content_type=WRITERS["xlsx"][1]
        )


class NamesPage(pages.StaffPage):
    """Partners that sheets named and that a person is to confirm."""

    model = Import
    permission_required = CHANGE

    def named(self) -> Any:
        """Give the organisations that sheets of this person's trees named."""
        scope = self.officer.scope(CHANGE)
        names = KnownName.objects.all()
        if not scope.everything:
            units = Unit.objects.visible_to(self.officer, CHANGE)
            names = names.filter(top_unit__in=units.values("top"))
        return names

    def get_queryset(self) -> Any:
        """Keep of them those that are to be confirmed."""
        names = self.named().filter(
            organisation__provisional=True, organisation__merged_into__isnull=True
        )
        return Organisation.objects.filter(pk__in=names.values("organisation"))

    def decided(self, key: str) -> Organisation | None:
        """Give the organisation of the last decision, if it may be taken back here."""
        if not key.isdigit():
            return None
        found = Organisation.objects.filter(pk=key, provisional=False).first()
        if found is None:
            return None
        meant = found.merged_into or found
        return found if self.named().filter(organisation=meant).exists() else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the queue, each name with what it may mean."""
        return self.show(request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm one, join it with an organisation of the register, or take that back."""
        if not self.officer.may("organisations.change_organisation"):
            raise Http404
        back = request.POST.get("back", "")
        before = self.decided(back)
        if back and before is None:
            raise Http404
        try:
            if before is not None:
                services.ask_again(before, by=self.officer)
                return redirect("intake:names")
            organisation = get_object_or_404(
                self.get_queryset(), pk=request.POST.get("organisation") or 0
            )
            self.decide(organisation, request.POST.get("meant", ""))
        except ValidationError as refusal:
            return self.show(request, " ".join(refusal.messages), 409)
        return redirect(f"{reverse('intake:names')}?decided={organisation.pk}")

    def decide(self, organisation: Organisation, meant: str) -> None:
        """Carry a decision out: `meant` names a row, an entry of the registry, or nothing."""
        if meant.startswith("https://"):
            services.join_with_registry(organisation, meant, by=self.officer)
        elif meant:
            there = get_object_or_404(Organisation.objects.standing(), pk=meant)
            services.join_partner(organisation, there, by=self.officer)
        else:
            services.confirm_partner(organisation, by=self.officer)

    def show(self, request: HttpRequest, refusal: str = "", status: int = 200) -> HttpResponse:
        """Draw the queue."""
        waiting = self.get_queryset().order_by("pk")
        shown = [(organisation, choices(organisation)) for organisation in waiting[:SHOWN_NAMES]]
        context = {
            "waiting": shown,
            "total": waiting.count(),
            "decided": self.decided(request.GET.get("decided", "")),
            "refusal": refusal,
            "may_confirm": self.officer.may("organisations.change_organisation"),
        }
        return render(request, "intake/names.html", context, status=status)


def choices(organisation: Organisation) -> list[tuple[str, str, str, str]]:
    """Give what a name to be confirmed may mean: what is sent, name, why, and its key.

    Organisations of the register come first, then entries of the registry that are not ours yet.
    """
    alike = Organisation.objects.proposed_for(
        str(organisation), country=organisation.country, limit=5
    )
    found = {
        str(other.pk): (str(other), str(proposal.reason.label))
        for other, proposal in alike
        if other.pk != organisation.pk
    }
    texts = organisation.names.values_list("text", flat=True)
    likely = organisations.likely(texts, organisation.country)
    for other, why in likely.ours:
        if other.pk != organisation.pk:
            found.setdefault(str(other.pk), (str(other), str(why.label)))
    first = list(found.items())[:3]
    first += [
        (it.id, (it.shown, gettext("In the registry of institutions"))) for it in likely.registered
    ][:2]
    return [(sent, name, why, str(at)) for at, (sent, (name, why)) in enumerate(first, 1)]

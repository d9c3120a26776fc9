"""Pages of the units that are asked: their sheet, its answers, the signature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.collecting import services
from entente.collecting.counting import Line, lines_of
from entente.collecting.enums import CHANGE_PART, PART_FLOW, VIEW_PART, VIEW_ROUND, PartState
from entente.collecting.forms import AnswerForm, SendBackForm, UploadSheetForm
from entente.collecting.importers import AnswerSheet
from entente.collecting.models import Answer, Part
from entente.collecting.tables import PartColumns, PartFilter, lateness
from entente.collecting.views.workbooks import answer_with, part_xlsx
from entente.figures.views.figures import lines as behind
from entente.kit.imports import read_table
from entente.kit.measures import Measure
from entente.kit.pages import ActionPage, ChangePage, ListPage, RecordPage, StaffPage, View
from entente.kit.pages.forms import ObjectFormPage
from entente.office.acting import signed_in

SHOWN = 20
MOST = 500


class PartListPage(ListPage):
    """The sheets of one's units."""

    model = Part
    title = _("Sheets of units")
    columns = PartColumns
    filterset_class = PartFilter
    permission_required = VIEW_PART
    default_sort = "-due_on"
    views = (
        View(_("To be filled in"), {"state": PartState.FILLING.value}),
        View(_("To be signed off"), {"state": PartState.HANDED_IN.value}),
        View(_("Late"), {"late": "yes"}),
    )
    empty_text = _("No sheet yet. It comes when an office asks the unit for numbers.")


class PartPage(RecordPage):
    """The sheet of one unit."""

    model = Part
    template_name = "collecting/part.html"
    permission_required = VIEW_PART
    flow = PART_FLOW

    def context(self) -> dict[str, Any]:
        """Gather its lines, and what may be done with them."""
        part = self.object
        told = {entry["measure"]: entry for entry in part.round.definitions}
        lines = lines_of(part)
        return super().context() | {
            "lines": [(line, told.get(line.measure.name, {})) for line in lines],
            "may_fill": part.is_being_filled and self.officer.may(CHANGE_PART, part),
            "sees_round": self.officer.may(VIEW_ROUND, part.round),
            "lateness": lateness(part),
            "moved": part.state != PartState.CLOSED and any(line.has_moved for line in lines),
        }


class AnswerPage(ChangePage):
    """One line of a sheet: the number from records with what is behind it, and the answer."""

    model = Answer
    form_class = AnswerForm
    template_name = "collecting/answer.html"
    title = _("Answer")
    submit_label = _("Save the answer")
    permission_required = CHANGE_PART
    done = _("Saved. The records stay as they are.")

    def get_object(self) -> Any:
        """Find the answer with its sheet."""
        rows: QuerySet[Any] = self.get_queryset().for_page()  # type: ignore[attr-defined]
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def back(self) -> str:
        """Go back to the sheet."""
        address: str = self.object.part.get_absolute_url()
        return address

    def context(self, form: Any) -> dict[str, Any]:
        """Show the number and the records that this person may see."""
        answer = self.object
        measure = answer.definition
        more: dict[str, Any] = {"measure": measure}
        if measure is not None:
            line = Line(answer, measure, answer.part.round)
            more |= {"line": line} | records_behind(line, measure, self.request)
        return super().context(form) | more

    def perform(self, values: Mapping[str, Any]) -> str:
        """Save and go back to the sheet."""
        super().perform(values)
        return self.back()

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Call the service."""
        services.answer_measure(self.object, by=signed_in(self), seen=seen, **values)


def records_behind(line: Line, measure: Measure, request: HttpRequest) -> dict[str, Any]:
    """Give the records that count and that the reader may see; none without the permission."""
    officer: Any = request.user
    rows = line.rows()
    if rows is None or not officer.may(measure.permission):
        return {"rows": None}
    scope = officer.scope(measure.permission)
    rows = rows.filter(scope.q(measure.unit_path, measure.tree_path))
    rows = rows.order_by(f"-{measure.date}" if measure.date else "pk", "pk")
    whole = "records" in request.GET
    total = rows.count()
    return {
        "rows": behind(measure, rows, MOST if whole else SHOWN),
        "rows_total": total,
        "rows_more": not whole and total > SHOWN,
    }


class UploadPage(ObjectFormPage):
    """Take back a sheet that was filled in elsewhere."""

    model = Part
    form_class = UploadSheetForm
    title = _("Upload the filled-in sheet")
    submit_label = _("Take the answers")
    permission_required = CHANGE_PART
    done = _("The answers are taken from the sheet.")

    def perform(self, values: Mapping[str, Any]) -> str:
        """Read the sheet; a fault in one cell takes nothing."""
        upload = values["file"]
        part = Part.objects.for_page().get(pk=self.object.pk)
        sheet = AnswerSheet(read_table(upload, upload.name), part=part, by=signed_in(self))
        sheet.apply()
        address: str = part.get_absolute_url()
        return address


class HandInPage(ActionPage):
    """Hand a sheet in."""

    model = Part
    title = _("Hand in to the head")
    explanation = _(
        "What the records say is kept as it is now. The head signs the sheet or sends it back."
    )
    permission_required = PART_FLOW["hand_in_part"].permission
    done = _("Handed in. The head signs it.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Hand it in."""
        services.hand_in_part(self.object, by=signed_in(self))


class SignPage(ActionPage):
    """Sign a sheet off."""

    model = Part
    title = _("Sign off")
    explanation = _(
        "You sign for these numbers in the name of the unit. The sheet is locked with them."
    )
    permission_required = PART_FLOW["sign_part"].permission
    done = _("Signed off.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Sign it."""
        services.sign_part(self.object, on=timezone.localdate(), by=signed_in(self))


class SendBackPage(ActionPage):
    """Send a sheet back."""

    model = Part
    form_class = SendBackForm
    title = _("Send back")
    explanation = _("The unit fills the sheet in again; a signature no longer holds.")
    permission_required = PART_FLOW["send_back_part"].permission
    done = _("Sent back.")
    danger = True

    def initial(self) -> dict[str, Any]:
        """Begin with the day that was given."""
        return {"due_on": max(self.object.due_on, timezone.localdate())}

    def act(self, values: Mapping[str, Any]) -> None:
        """Send it back."""
        services.send_back_part(self.object, on=timezone.localdate(), by=signed_in(self), **values)


class PartXlsx(StaffPage):
    """The sheet as a workbook, to be filled in elsewhere."""

    model = Part
    permission_required = VIEW_PART

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand it out."""
        rows: Any = self.get_queryset()
        part = get_object_or_404(rows.for_page(), pk=pk)
        return answer_with(part_xlsx(part), f"sheet-{part.pk}")

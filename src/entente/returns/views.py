"""Pages of returns: their mapping, a return of a period with its reconciliation, its files."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any, cast

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from entente.figures.sentences import CODES
from entente.kit.downloads import WRITERS
from entente.kit.pages import ActionPage, ChangePage, CreatePage, ListPage, RecordPage, StaffPage
from entente.kit.quantities import Quantity
from entente.kit.sheets import Sheet, write_csv, write_xlsx
from entente.office.acting import signed_in
from entente.returns import services
from entente.returns.counting import Filled
from entente.returns.enums import CHANGE_LAYOUT, VIEW_LAYOUT
from entente.returns.forms import ColumnForm, LayoutForm, NewLayoutForm, PeriodForm, last_year
from entente.returns.models import Column, Layout
from entente.returns.tables import LayoutColumns, LayoutFilter

SHOWN = 15
LEFT_OUT_SHOWN = 50


class LayoutListPage(ListPage):
    """All returns."""

    model = Layout
    title = _("Returns")
    columns = LayoutColumns
    filterset_class = LayoutFilter
    permission_required = VIEW_LAYOUT
    default_sort = "code"
    create_label = _("New return")
    create_permission = CHANGE_LAYOUT
    empty_text = _("No return yet.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Add one."""
        return reverse("returns:add")


class LayoutPage(RecordPage):
    """One return: what fills its columns."""

    model = Layout
    template_name = "returns/layout.html"
    permission_required = VIEW_LAYOUT
    change_url = "returns:change"
    change_permission = CHANGE_LAYOUT

    def context(self) -> dict[str, Any]:
        """Gather the columns, and the form for the period."""
        layout = self.object
        return super().context() | {
            "columns": list(layout.columns.all()),
            "measure": layout.definition,
            "equal_to": layout.equal_to,
            "form": PeriodForm(initial=last_year(), officer=self.officer),
            "may_change": self.officer.may(CHANGE_LAYOUT),
        }


class DrawnPage(StaffPage):
    """A return of a period: its first lines, its reconciliation, its files."""

    model = Layout
    permission_required = VIEW_LAYOUT

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Show it, or hand it out as a file."""
        layout = get_object_or_404(self.get_queryset(), pk=pk)
        form = PeriodForm(request.GET or last_year(), officer=self.officer)
        context: dict[str, Any] = {"record": layout, "form": form}
        if not form.is_valid():
            return render(request, "returns/drawn.html", context, status=422)
        filled = Filled(layout, form.period(), self.officer)
        kind, language = request.GET.get("download", ""), request.GET.get("language", "en")
        if kind:
            if filled.hidden:
                raise Http404
            return as_file(filled, kind, language)
        here = f"since={form['since'].value()}&until={form['until'].value()}"
        return render(
            request,
            "returns/drawn.html",
            context
            | {"filled": filled, "period": form.period(), "here": here}
            | reconciled(filled),
        )


def reconciled(filled: Filled) -> dict[str, Any]:
    """Gather what the reconciliation says."""
    if filled.hidden:
        return {}
    equal = filled.must_equal()
    language = "zh" if translation.get_language() == CODES["zh"] else "en"
    return {
        "headings": filled.headings(language),
        "lines": list(islice(filled.lines(), SHOWN)),
        "line_count": sum(1 for _line in filled.lines()),
        "equal": equal,
        "is_equal": equal is not None and equal.low == filled.total,
        "left_out": [
            (part.why, len(part.records), part.records[:LEFT_OUT_SHOWN]) for part in filled.left_out
        ],
        "unknown": filled.unknown(),
    }


def as_file(filled: Filled, kind: str, language: str) -> FileResponse:
    """Answer with the return as a file, headings and words in a language."""
    if kind not in WRITERS or language not in CODES:
        raise Http404
    writer, media_type = WRITERS[kind]
    if kind == "csv":
        writer = partial(write_csv, separator=filled.layout.separator)
    out = io.BytesIO()
    with translation.override(CODES[language]):
        if kind == "xlsx":
            writer = partial(write_xlsx, behind=[reconciliation(filled)])
        writer(filled.headings(language), filled.lines(), out)
    out.seek(0)
    name = f"{filled.layout.code}-{filled.period.first}-{filled.period.last}-{language}.{kind}"
    return FileResponse(out, as_attachment=True, filename=name, content_type=media_type)


def reconciliation(filled: Filled) -> Sheet:
    """Give the sheet that says how the return stands to the explorer, behind its lines."""
    return Sheet(gettext("Reconciliation"), [filled.layout.name, filled.period.label], told(filled))


def told(filled: Filled) -> Iterator[list[Any]]:
    """Give its lines: the totals, whether they agree, every record left out, what is missing."""
    explored = filled.explored
    yield [gettext("In the return"), filled.total]
    yield [pgettext("return", "Left out"), filled.only_left_out]
    yield [gettext("In the explorer"), _number(explored)]
    yield [gettext("It adds up") if filled.accounts else gettext("It does not add up")]
    if (equal := filled.must_equal()) is not None and (measure := filled.layout.equal_to):
        yield [gettext("Must be equal"), _number(equal), measure.label]
        same = equal.low == filled.total
        yield [gettext("Equal to the measure") if same else gettext("Not equal to the measure")]
    for part in filled.left_out:
        yield []
        reason = gettext("Left out, because this does not hold: %(reason)s")
        yield [reason % {"reason": part.why}, len(part.records)]
        for stay in part.records:
            yield [str(stay), str(stay.starts_on or ""), str(stay.ends_on or "")]
    if empty := filled.empty():
        yield []
        yield [gettext("Empty columns: no record has it")]
        yield from ([column.heading] for column in empty)
    if unknown := filled.unknown():
        yield []
        yield [gettext("Values that are not known")]
        yield from ([column.heading, number] for column, number in unknown)


def _number(quantity: Quantity) -> Any:
    """Give a number that a spreadsheet can add; where it is not exact, its words."""
    return quantity.plain if quantity.exact is None else quantity.exact


class AddLayoutPage(CreatePage):
    """Add a return."""

    model = Layout
    form_class = NewLayoutForm
    title = _("New return")
    permission_required = CHANGE_LAYOUT
    done = _("Added. Enter its columns.")

    def back(self) -> str:
        """Go back to the list."""
        return reverse("returns:layouts")

    def save(self, values: Mapping[str, Any]) -> Layout:
        """Add it."""
        held = {name: value for name, value in values.items() if name != "version"}
        return services.add_layout(by=signed_in(self), **held)


class ChangeLayoutPage(ChangePage):
    """Change a return."""

    model = Layout
    form_class = LayoutForm
    title = _("Edit the return")
    permission_required = CHANGE_LAYOUT
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_layout(self.object, by=signed_in(self), seen=seen, **values)


class AddColumnPage(ActionPage):
    """Add a column to a return."""

    model = Layout
    form_class = ColumnForm
    template_name = "kit/form.html"
    title = _("New column")
    permission_required = CHANGE_LAYOUT
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Begin behind the last column."""
        last = self.object.columns.last()
        return {"position": last.position + 1 if last else 1}

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        held = {name: value for name, value in values.items() if name != "version"}
        services.add_column(self.object, by=signed_in(self), **held)


class ColumnPage(ChangePage):
    """Change a column."""

    model = Column
    form_class = ColumnForm
    template_name = "returns/column.html"
    title = _("Edit the column")
    permission_required = CHANGE_LAYOUT
    done = _("Saved.")

    def get_object(self) -> Any:
        """Find the column with its return."""
        return get_object_or_404(self.get_queryset().select_related("layout"), pk=self.kwargs["pk"])

    def back(self) -> str:
        """Go back to the return."""
        return cast("str", self.object.layout.get_absolute_url())

    def perform(self, values: Mapping[str, Any]) -> str:
        """Save and go back to the return."""
        super().perform(values)
        return self.back()

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_column(self.object, by=signed_in(self), seen=seen, **values)


class RemoveColumnPage(ActionPage):
    """Take a column out."""

    model = Column
    title = _("Remove the column")
    explanation = _("The return no longer has it; the history keeps what it was.")
    permission_required = CHANGE_LAYOUT
    done = _("Removed.")
    danger = True

    def back(self) -> str:
        """Go back to the return."""
        return cast("str", self.object.layout.get_absolute_url())

    def perform(self, values: Mapping[str, Any]) -> str:
        """Remove it and go back to the return."""
        back = self.back()
        self.act(values)
        return back

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_column(self.object, by=signed_in(self))

"""Pages of measures: what can be counted, and the explorer."""

from __future__ import annotations

import datetime
import io
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.figures import printed
from entente.figures.enums import CHANGE, CHANGE_TALLIES, VIEW
from entente.figures.exploring import Split, rows_for, split
from entente.kit import maps, views_saved
from entente.kit.charts import Series
from entente.kit.charts import rows as bars_lying
from entente.kit.downloads import WRITERS
from entente.kit.fields import day
from entente.kit.forms import DeskForm
from entente.kit.maps import Point
from entente.kit.measures import Dimension, Kind, Measure, measure_named, measures
from entente.kit.pages import StaffView
from entente.kit.periods import FIRST_YEAR, Period
from entente.organisations.models import Organisation

MOST_BARS = 12
ORGANISATION = "organisations.organisation"
PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
FIRST_DAY = datetime.date(FIRST_YEAR, 1, 1)


class MeasuresPage(StaffView):
    """Everything that can be counted, with its definition."""

    permission_required = VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        """List the measures: those with records, then those that tallies alone stand for."""
        listed = measures()
        groups = [
            (_("Counted from records"), [it for it in listed if it.rows is not None]),
            (_("Stated by tallies alone"), [it for it in listed if it.rows is None]),
        ]
        context = {
            "groups": groups,
            "may_make": self.officer.may(CHANGE),
            "may_tally": self.officer.may(CHANGE_TALLIES),
        }
        return render(request, "figures/measures.html", context)


class ExploreForm(DeskForm):
    """By what to split, and in which time."""

    pairs = (("first", "second"), ("since", "until"))

    first = forms.ChoiceField(label=_("Split by"), required=False)
    second = forms.ChoiceField(label=_("and by"), required=False)
    since = day(_("From"), required=False)
    until = day(_("To"), required=False)

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        self.measure = measure
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Offer the measure's dimensions; a stock is counted on one day."""
        offered = [(it.name, it.label) for it in self.measure.dimensions]
        for name in ("first", "second"):
            self.fields[name].choices = [("", "–"), *offered]  # type: ignore[attr-defined]
        if self.measure.kind is Kind.STOCK:
            del self.fields["since"]
            self.fields["until"].label = _("As of")

    def clean(self) -> dict[str, Any]:
        """Refuse the same dimension twice, and a time that ends before it begins."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("first") and values.get("first") == values.get("second"):
            self.add_error("second", gettext("Choose another one than the first."))
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", gettext("The last day lies before the first."))
        return values

    def period(self, on: datetime.date) -> Period:
        """Give the time that was asked for."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if self.measure.kind is Kind.STOCK:
            return Period.as_of(until or on)
        if since is None:
            return Period.in_all(on=until or on) if not until else Period(FIRST_DAY, until)
        return Period.since(since, on=max(until or on, since))


class ExplorePage(StaffView):
    """One measure: its definition, its number, split by up to two dimensions."""

    permission_required = VIEW

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        """Show the numbers, or hand them out as a sheet."""
        measure = measure_named(name)
        if measure is None:
            raise Http404
        asked = request.GET if request.GET else None
        form = ExploreForm(asked or {}, measure=measure, officer=self.officer)
        rows = rows_for(measure, self.officer)
        context: dict[str, Any] = {
            "measure": measure,
            "form": form,
            "may_make": self.officer.may(CHANGE),
            "may_tally": self.officer.may(CHANGE_TALLIES),
            "no_records": measure.rows is None,
            "hidden": rows is None,
        }
        if rows is None or not form.is_valid():
            status = 200 if form.is_valid() else 422
            return render(request, "figures/measure.html", context, status=status)
        period = form.period(timezone.localdate())
        chosen = [form.cleaned_data[key] for key in ("first", "second")]
        by = [measure.dimension(key) for key in dict.fromkeys(filter(None, chosen))]
        found = split(measure, rows, period, by)
        drawing = chart(found, measure)
        if found and (kind := request.GET.get("download")):
            if kind in PICTURES:
                return picture(measure, drawing, by, period, kind)
            return download(measure, found, [str(it.label) for it in by], kind)
        return render(
            request,
            "figures/measure.html",
            context
            | {
                "period": period,
                "number": found.whole if found else measure.count(rows, period),
                "split": found,
                "by": by,
                "chart": drawing,
                "map": map_of(found, by, self.officer),
                "here": (here := asked_for(request)),
                "downloads": downloads(here, drawn=drawing is not None) if found else [],
                "views": views(self.officer, request.path, here),
                "can_save_view": bool(here),
            },
        )

    def post(self, request: HttpRequest, name: str) -> HttpResponse:
        """Keep what is asked now as a view of this person."""
        if measure_named(name) is None:
            raise Http404
        here, called = asked_for(request), request.POST.get("save_view", "").strip()[:60]
        if called and here:
            views_saved.save(self.officer, request.path, called, here)
        return redirect(f"{request.path}?{here}")


def asked_for(request: HttpRequest) -> str:
    """Give what is asked, as it stands in the address, without a download and empty words."""
    words = request.GET.copy()
    for key in [key for key, value in words.items() if key == "download" or not value]:
        del words[key]
    return words.urlencode()


def downloads(here: str, *, drawn: bool) -> list[tuple[str, str]]:
    """Give the files that this table and its chart can be had as."""
    kinds = [*WRITERS, *(PICTURES if drawn else ())]
    return [(kind.upper(), f"?{here}&download={kind}") for kind in kinds]


def views(officer: Any, path: str, here: str) -> list[dict[str, Any]]:
    """Give the views that this person has kept of a measure."""
    return [
        {"label": saved.name, "url": f"?{saved.query}", "on": saved.query == here, "saved": saved}
        for saved in views_saved.of(officer, path)
    ]


def map_of(found: Split | None, by: list[Dimension], officer: Any) -> Any:
    """Put the partners by which a number is split on the land, where their places are known."""
    if not found or not by or by[0].record != ORGANISATION:
        return None
    keys = [int(key) for key, _words in found.rows if key.isdigit()]
    rows = Organisation.objects.visible_to(officer).filter(pk__in=keys, latitude__isnull=False)
    return maps.draw(
        Point(it.latitude, it.longitude, it.name)
        for it in rows
        if it.latitude is not None and it.longitude is not None
    )


def chart(found: Split | None, measure: Measure) -> Any:
    """Draw the first dimension; of a second, its first four values side by side."""
    if found is None:
        return None
    rows = found.rows[:MOST_BARS]
    columns = found.columns[:4] or [("", str(measure.unit.label))]
    series = [
        Series(
            words,
            f"f{at}",
            [cell.low if (cell := found.cells.get((key, column))) else 0 for key, _w in rows],
        )
        for at, (column, words) in enumerate(columns, start=1)
    ]
    return bars_lying([words for _key, words in rows], series)


def picture(
    measure: Measure, drawing: Any, by: list[Dimension], period: Period, kind: str
) -> HttpResponse:
    """Hand out the chart as a file."""
    if drawing is None:
        raise Http404
    on = timezone.localdate()
    title = f"{measure.label} · {by[0].label}"
    note = f"{measure.unit.label} · {period.label} · {on.isoformat()}"
    drawn = printed.svg(drawing, title=title, note=note)
    content = printed.png(drawn, title=title, on=on) if kind == "png" else drawn.encode()
    return as_file(content, measure, kind, PICTURES[kind])


def download(measure: Measure, found: Split, by: list[str], kind: str) -> HttpResponse:
    """Hand out the table as a sheet; what is not exact says both bounds."""
    if kind not in WRITERS:
        raise Http404
    writer, media_type = WRITERS[kind]
    unit = str(measure.unit.label)
    headings = [by[0], *([words for _key, words in found.columns] or [unit])]
    lines = (
        [words, *(cell and (cell.plain if cell.exact is None else cell.low) for cell in cells)]
        for words, cells in found.lines()
    )
    out = io.BytesIO()
    writer(headings, lines, out)
    return as_file(out.getvalue(), measure, kind, media_type)


def as_file(content: bytes, measure: Measure, kind: str, media_type: str) -> HttpResponse:
    """Answer with a file that bears the measure's name."""
    name = slugify(str(measure.label), allow_unicode=True)
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quoted(name)}.{kind}"},
    )


def quoted(name: str) -> str:
    """Write a name as a header holds it."""
    from urllib.parse import quote

    return quote(name)

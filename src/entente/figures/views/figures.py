"""Pages of figures and their releases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from entente.figures import services
from entente.figures.counting import HISTORY_YEARS, Counted, Question, count_figure
from entente.figures.enums import CHANGE, RELEASE, VIEW
from entente.figures.forms import FigureForm, ReleaseForm
from entente.figures.models import Figure, Release
from entente.figures.tables import FigureColumns, FigureFilter, standing
from entente.figures.views.tallies import OfMeasure
from entente.kit.bilingual import LANGUAGES
from entente.kit.charts import Series, bars
from entente.kit.measures import Measure
from entente.kit.pages import ActionPage, ChangePage, CreatePage, ListPage, RecordPage, View
from entente.office.acting import signed_in

SHOWN = 20
MOST = 500


class FigureListPage(ListPage):
    """All figures in one's scope."""

    model = Figure
    title = _("Figures")
    columns = FigureColumns
    filterset_class = FigureFilter
    permission_required = VIEW
    views = (
        View(_("Changed since release"), {"state": "changed"}),
        View(_("Not released"), {"state": "unreleased"}),
    )
    create_label = _("New figure")
    create_permission = CHANGE
    empty_text = _("No figure yet. It is a number with its definition, period and sentence.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Choose what is counted first."""
        return reverse("figures:measures")


def records_behind(figure: Figure, counted: Counted, officer: Any) -> QuerySet[Any] | None:
    """Give the records that count and that this person may see; None without the permission."""
    question = Question.of(figure)
    rows = question.counted_rows(counted.period)
    measure = question.measure
    if rows is None or not officer.may(measure.permission):
        return None
    scope = officer.scope(measure.permission)
    return rows.filter(scope.q(measure.unit_path, measure.tree_path)).order_by(
        f"-{measure.date}" if measure.date else "pk", "pk"
    )


def lines(measure: Measure, rows: QuerySet[Any], most: int) -> list[dict[str, Any]]:
    """Read rows: the record that a reader knows, how many rows in a row are its own, its date."""
    told: list[dict[str, Any]] = []
    for row in rows[:most]:
        record = services.value_at(row, measure.record_path) if measure.record_path else row
        if told and told[-1]["record"] == record:
            told[-1]["rows"].append(row.pk)
            continue
        date = services.value_at(row, measure.date) if measure.date else None
        told.append({"record": record, "rows": [row.pk], "date": date})
    return told


class FigurePage(RecordPage):
    """One figure: its number, sentences, releases, and the records behind it."""

    model = Figure
    template_name = "figures/figure.html"
    permission_required = VIEW
    change_url = "figures:change"
    change_permission = CHANGE

    def get_queryset(self) -> QuerySet[Any]:
        """Fetch what the last release said beside it."""
        return super().get_queryset().with_release()  # type: ignore[attr-defined, no-any-return]

    def context(self) -> dict[str, Any]:
        """Count it, word it, and show what it is made of."""
        figure, on = self.object, timezone.localdate()
        counted = count_figure(figure, on)
        number = counted.number
        figure.current_low, figure.current_high = number.low, number.high
        phrase, written = services.sentences_of(figure, number, counted.period)
        releases = list(figure.releases.for_list().newest_first())
        last = releases[0] if releases else None
        rows = records_behind(figure, counted, self.officer)
        whole = "records" in self.request.GET
        total = rows.count() if rows is not None else 0
        told = None if rows is None else lines(figure.definition, rows, MOST if whole else SHOWN)
        later = news(last, rows)
        for line in told or ():
            line["is_new"] = not later.isdisjoint(line["rows"])
        mark, word = standing(figure)
        return super().context() | {
            "counted": counted,
            "number": number,
            "phrase": phrase,
            "written": [(language, written[language]) for language in LANGUAGES],
            "measure": figure.definition,
            "filters": figure.filters_in_words(),
            "releases": releases,
            "last": last,
            "standing": (mark, word),
            "old": figure.is_old(on),
            "holds": last is not None and number.within(last.said),
            "difference": difference(last, counted),
            "rows": told,
            "total": total,
            "more": not whole and total > SHOWN,
            "chart": chart(releases, number.low, on.isoformat()),
            "history_by_year": by_year(figure, on),
            "may_release": self.officer.may(RELEASE, figure),
            "on": on,
        }


def difference(last: Release | None, counted: Counted) -> str:
    """Give the difference to the last release, with its sign; empty where there is none."""
    if last is None or last.quantity == counted.number:
        return ""
    return f"{counted.number.low - last.low:+,}".replace("-", "−")


def news(last: Release | None, rows: QuerySet[Any] | None) -> set[int]:
    """Name the records that came after the last release, where it kept what it counted."""
    if last is None or last.keys is None or rows is None:
        return set()
    return set(rows.exclude(pk__in=last.keys).values_list("pk", flat=True)[:MOST])


def chart(releases: list[Release], now: int, today: str) -> Any:
    """Draw the releases and the number of today."""
    if not releases:
        return None
    past = list(reversed(releases[:11]))
    names = [release.released_on.isoformat() for release in past] + [today]
    values = [release.low for release in past] + [now]
    return bars(names, [Series(pgettext("chart", "number, at least"), "f1", values)])


def by_year(figure: Figure, on: Any) -> Any:
    """Draw the last years one by one, where there are records."""
    question = Question.of(figure)
    if question.measure.rows is None:
        return None
    years = question.history(HISTORY_YEARS, on)
    values = [number.low for _year, number in years]
    return bars(
        [str(year) for year, _number in years],
        [Series(pgettext("chart", "counted from records"), "f2", values)],
    )


class MakeFigurePage(OfMeasure, CreatePage):
    """Make a figure."""

    model = Figure
    form_class = FigureForm
    title = _("New figure")
    permission_required = CHANGE

    def save(self, values: Mapping[str, Any]) -> Figure:
        """Make it."""
        held = self.values_for_service(values)
        return services.make_figure(
            by=signed_in(self),
            measure=cast("Measure", self.measure).name,
            on=timezone.localdate(),
            **held,
        )

    def back(self) -> str:
        """Go back to the list."""
        return reverse("figures:figures")


class ChangeFigurePage(OfMeasure, ChangePage):
    """Change a figure."""

    model = Figure
    form_class = FigureForm
    new = False
    title = _("Edit figure")
    permission_required = CHANGE
    done = _("Saved. What is published stays until somebody releases it anew.")

    def initial(self) -> dict[str, Any]:
        """Begin with its filters too."""
        return super().initial() | {"filters": self.object.filters}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_figure(
            self.object, by=signed_in(self), on=timezone.localdate(), seen=seen, **values
        )


class ReleasePage(ActionPage):
    """Release a figure: both sentences stand there, and the number that they say."""

    model = Figure
    form_class = ReleaseForm
    template_name = "figures/release.html"
    title = _("Release both languages")
    explanation = _(
        "The sentences below are kept as they stand, with number, period, definition and what was"
        " counted. Readers see them until somebody releases the figure anew."
    )
    submit_label = _("Release both languages")
    permission_required = RELEASE
    done = _("Released in both languages.")

    def initial(self) -> dict[str, Any]:
        """Carry the number that the person has before them."""
        number = count_figure(self.object, timezone.localdate()).number
        return {"low": number.low, "high": number.high}

    def act(self, values: Mapping[str, Any]) -> None:
        """Release it."""
        services.release_figure(
            self.object,
            on=timezone.localdate(),
            by=signed_in(self),
            seen={"low": values["low"], "high": values["high"]},
        )

    def context(self, form: Any) -> dict[str, Any]:
        """Add the sentences and the number."""
        counted = count_figure(self.object, timezone.localdate())
        phrase, written = services.sentences_of(self.object, counted.number, counted.period)
        return super().context(form) | {
            "counted": counted,
            "phrase": phrase,
            "written": [(language, written[language]) for language in LANGUAGES],
        }

"""How figures and tallies are listed and filtered."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.figures.enums import TextKind, Verdict
from entente.figures.models import Claim, Figure, SourceText, Tally, YearlyReport
from entente.kit.filters import FilterSet, SearchFilter
from entente.kit.measures import UNIT_LABELS, measures
from entente.kit.states import print_mark
from entente.kit.tables import Column, Columns, CountColumn, DateColumn, NameColumn


def standing(figure: Figure) -> tuple[str, str]:
    """Give the mark and the word for where a figure stands."""
    if figure.released is None:
        return "", gettext("Not released")
    if figure.differs:
        return "new", gettext("Changed since release")
    if figure.is_old(timezone.localdate()):
        return "wait", gettext("Grown old")
    return "ok", gettext("Released")


class StandingColumn(Column):
    """Where a figure stands with its release."""

    def plain(self, record: Figure) -> str:
        """Give the word."""
        return standing(record)[1]

    def text(self, record: Figure) -> SafeString:
        """Print mark and word."""
        mark, word = standing(record)
        return print_mark(word, mark)


def measure_choices() -> list[tuple[str, Any]]:
    """Offer every measure."""
    return [(measure.name, measure.label) for measure in measures()]


class FigureColumns(Columns):
    """A line of the list of figures."""

    name = Column(_("Figure"), link=True, detail=lambda it: it.measure_label())
    name_zh = Column(_("Name in Chinese"), sheet_only=True)
    name_en = Column(_("Name in English"), sheet_only=True)
    measure = Column(_("Measure"), "measure_label", sheet_only=True)
    current = CountColumn(_("Today"), lambda it: it.current and it.current.plain)
    counted_in = Column(_("Counted in"), "unit_word")
    released = CountColumn(_("Released"), lambda it: it.released and it.released.plain)
    released_on = DateColumn(_("Released on"), "released_day")
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")
    state = StandingColumn(_("State"), css="wide")


class FigureFilter(FilterSet):
    """Ways to narrow the list of figures."""

    q = SearchFilter()
    measure = django_filters.ChoiceFilter(
        label=_("Measure"), choices=measure_choices, empty_label=_("Measure: all")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[
            ("changed", _("Changed since release")),
            ("released", _("Released")),
            ("unreleased", _("Not released")),
        ],
        empty_label=_("State: all"),
        method="of_state",
    )

    class Meta:
        model = Figure
        fields = ()

    def of_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those that stand so with their release."""
        if value == "changed":
            return rows.changed()  # type: ignore[attr-defined, no-any-return]
        return rows.filter(released_on__isnull=value == "unreleased")


class TallyColumns(Columns):
    """A line of the list of tallies."""

    measure = Column(_("Tally"), "measure_label", link=True, detail=lambda it: it.source)
    number = CountColumn(pgettext_lazy("how many", "Number"), "number_in_words")
    counted_in = Column(_("Counted in"), "unit_word")
    when = Column(_("Of which time"), "when_in_words")
    words = Column(_("Exact words"), css="wide")
    source = Column(_("Source document"), sheet_only=True)
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")


class TallyFilter(FilterSet):
    """Ways to narrow the list of tallies."""

    q = SearchFilter()
    measure = django_filters.ChoiceFilter(
        label=_("Measure"), choices=measure_choices, empty_label=_("Measure: all")
    )
    dated = django_filters.ChoiceFilter(
        label=_("Of which time"),
        choices=[("yes", _("dated")), ("no", _("undated"))],
        empty_label=_("Of which time: all"),
        method="with_dates",
    )

    class Meta:
        model = Tally
        fields = ()

    def with_dates(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those with or without dates."""
        whole = {"starts_on__isnull": False, "ends_on__isnull": False}
        return rows.filter(**whole) if value == "yes" else rows.exclude(**whole)


MARKS = {Verdict.SUPPORTED: "ok", Verdict.UNSUPPORTED: "stop", Verdict.NO_FIGURE: ""}


def verdict(claim: Claim) -> tuple[str, str]:
    """Give the mark and the word for what the published figure says of a claim."""
    if claim.is_set_aside:
        return "", pgettext("claim", "Set aside")
    return MARKS[Verdict(claim.verdict)], str(claim.get_verdict_display())


class VerdictColumn(Column):
    """What the published figure says."""

    def plain(self, record: Claim) -> str:
        """Give the word."""
        return verdict(record)[1]

    def text(self, record: Claim) -> SafeString:
        """Print mark and word."""
        mark, word = verdict(record)
        return print_mark(word, mark)


class TextColumns(Columns):
    """A line of the list of texts."""

    title = Column(_("Text"), link=True, detail=lambda it: it.get_kind_display())
    kind = Column(_("Whose text"), "get_kind_display", sheet_only=True)
    languages = Column(_("Languages"))
    as_of = DateColumn(_("Date of the text"))
    claims = CountColumn(_("Claims"), "claim_count")
    unsupported = CountColumn(_("Not supported"))
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")
    address = Column(_("Address"), sheet_only=True)


class TextFilter(FilterSet):
    """Ways to narrow the list of texts."""

    q = SearchFilter()
    kind = django_filters.ChoiceFilter(
        label=_("Whose text"), choices=TextKind.choices, empty_label=_("Whose text: all")
    )
    check = django_filters.ChoiceFilter(
        label=_("Check"),
        choices=[("no", _("with claims that are not supported"))],
        empty_label=_("Check: all"),
        method="of_check",
    )

    class Meta:
        model = SourceText
        fields = ()

    def of_check(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep those of which a figure contradicts a claim."""
        return rows.filter(unsupported__gt=0)


class ClaimColumns(Columns):
    """A line of the list of claims."""

    words = Column(_("Claim"), "__str__", link=True, detail=lambda it: it.text.title)
    text = Column(_("Text"), "text.title", sheet_only=True)
    number = Column(pgettext_lazy("how many", "Number"), "number_in_words", css="n")
    counted_in = Column(_("Counted in"), "unit_word")
    window = Column(pgettext_lazy("claim", "Time"), "window_in_words")
    measure = Column(_("Measure"), "measure_label", css="e-spare")
    figure = Column(_("Figure"), css="e-spare")
    verdict = VerdictColumn(_("Check"), css="wide")


class ClaimFilter(FilterSet):
    """Ways to narrow the list of claims."""

    q = SearchFilter(method="with_words")
    verdict = django_filters.ChoiceFilter(
        label=_("Check"),
        choices=[*Verdict.choices, ("aside", pgettext_lazy("claim", "Set aside"))],
        empty_label=_("Check: all"),
        method="of_verdict",
    )
    counted_in = django_filters.ChoiceFilter(
        label=_("Counted in"),
        choices=[(unit.value, label) for unit, label in UNIT_LABELS.items()],
        empty_label=_("Counted in: all"),
    )
    kind = django_filters.ChoiceFilter(
        "text__kind",
        label=_("Whose text"),
        choices=TextKind.choices,
        empty_label=_("Whose text: all"),
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"),
        choices=[("zh", "中文"), ("en", "English")],
        empty_label=_("Language: all"),
    )

    class Meta:
        model = Claim
        fields = ()

    def with_words(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those that say these words."""
        return rows.with_words(value)  # type: ignore[attr-defined, no-any-return]

    def of_verdict(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those of which the figure says so."""
        if value == "aside":
            return rows.filter(is_set_aside=True)
        return rows.filter(is_set_aside=False, verdict=value)


class ReleasedColumn(Column):
    """Whether a report is released."""

    def plain(self, record: YearlyReport) -> str:
        """Give the word."""
        return gettext("Released") if record.released_on else gettext("Draft")

    def text(self, record: YearlyReport) -> SafeString:
        """Print mark and word."""
        return print_mark(self.plain(record), "ok" if record.released_on else "")


class ReportColumns(Columns):
    """A line of the list of yearly reports."""

    title = Column(pgettext_lazy("report", "Report"), "__str__", link=True)
    year = Column(_("Year"), css="n")
    edition = Column(pgettext_lazy("report", "Edition"), css="n")
    released_on = DateColumn(_("Released on"))
    unit = NameColumn(_("Unit"), "unit.name", css="e-spare")
    state = ReleasedColumn(_("State"), css="wide")


class ReportFilter(FilterSet):
    """Ways to narrow the list of yearly reports."""

    q = SearchFilter()

    class Meta:
        model = YearlyReport
        fields = ()

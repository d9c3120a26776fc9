"""Decisions about tallies and figures: what is entered, made, released.

Whoever calls asks for the permission. The day of a decision is passed in as `on`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from entente.figures import sentences
from entente.figures.counting import MOST_KEYS, Counted, Question, count_figure, in_unit
from entente.figures.models import Figure, Release, Tally
from entente.figures.phrasing import Phrase, Wording
from entente.figures.services.texts import judge_anew
from entente.figures.services.totals import keep_totals
from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import ChangedMeanwhileError, DomainError
from entente.kit.measures import Measure
from entente.kit.periods import PartialDate, Period
from entente.kit.quantities import Quantity
from entente.office.models import Unit, User

# --- Tallies --------------------------------------------------------------------------------------


def enter_tally(*, by: User, unit: Unit, measure: str, **values: Any) -> Tally:
    """Enter a total from before the records; what would be counted twice is refused."""
    with transaction.atomic():
        tally = Tally(unit=unit, measure=measure, **values)
        creating(tally, by=by, verb="tally.entered")
        refuse_overlap(tally)
        recount_measure({measure}, {tally.top_unit_id}, on=timezone.localdate(), anew=True)
    return tally


def change_tally(tally: Tally, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change a tally, under the same conditions."""
    with transaction.atomic():
        with changing(tally, by=by, verb="tally.changed", seen=seen):
            for name, value in values.items():
                setattr(tally, name, value)
        refuse_overlap(tally)
        recount_measure({tally.measure}, {tally.top_unit_id}, on=timezone.localdate(), anew=True)


def remove_tally(tally: Tally, *, by: User, reason: str) -> None:
    """Take a tally out; what it said stays in the history."""
    with transaction.atomic():
        measure, tree = tally.measure, tally.top_unit_id
        removing(tally, by=by, verb="tally.removed", note=reason)
        recount_measure({measure}, {tree}, on=timezone.localdate(), anew=True)


def refuse_overlap(tally: Tally) -> None:
    """Refuse a tally that speaks of what records or another tally count already."""
    for other in Tally.objects.of_measure(tally.measure).filter(top_unit=tally.top_unit_id):
        if other.pk != tally.pk and _speak_of_the_same(tally, other):
            raise DomainError(
                {
                    "starts_on": _(
                        "Another tally counts this time already: %(words)s (%(when)s). Give this"
                        " one another time, or let both be one."
                    )
                    % {"words": other, "when": other.when_in_words()}
                },
                code="overlap",
            )
    span, measure = tally.span(), tally.definition
    if span is None or measure.rows is None or measure.when is None or not measure.adds_up:
        return
    own = in_unit(measure, tally.unit) & measure.filtered(tally.filters)
    found = measure.counted().filter(own, measure.when.possibly(span))
    first = found.order_by(measure.date).exclude(**{f"{measure.date}__isnull": True}).first()
    if first is None:
        return
    began = PartialDate.of(value_at(first, measure.date)).earliest
    before = began - datetime.timedelta(days=1)
    raise DomainError(
        {
            "ends_on": _(
                "Records are kept from %(began)s on, within this time, and would be counted twice."
                " Part the tally: let it end on %(before)s or earlier, with the number until then."
            )
            % {"began": began.isoformat(), "before": before.isoformat()}
        },
        code="overlap",
    )


def _speak_of_the_same(one: Tally, other: Tally) -> bool:
    units = (one.unit.path, other.unit.path)
    if not (units[0].startswith(units[1]) or units[1].startswith(units[0])):
        return False
    if any(one.filters.get(name, value) != value for name, value in other.filters.items()):
        return False
    first, second = one.span(), other.span()
    if first is None or second is None:
        # Which time an undated total means nobody knows; the same one is entered once.
        same = first is second and one.filters == other.filters and one.unit_id == other.unit_id
        return same and one.per_year == other.per_year
    return first.first <= second.last and second.first <= first.last


def value_at(record: Any, path: str) -> Any:
    """Follow a path of the ORM on a record."""
    for step in path.split("__"):
        record = getattr(record, step, None)
    return record


# --- Figures --------------------------------------------------------------------------------------


def make_figure(*, by: User, unit: Unit, measure: str, on: datetime.date, **values: Any) -> Figure:
    """Make a figure; it is published only by a release."""
    with transaction.atomic():
        figure = Figure(unit=unit, measure=measure, **values)
        creating(figure, by=by, verb="figure.made")
        recount([figure], on=on, anew=True)
    return figure


def change_figure(
    figure: Figure, *, by: User, on: datetime.date, seen: int | None = None, **values: Any
) -> None:
    """Change a figure; its releases stay as they are."""
    with transaction.atomic():
        with changing(figure, by=by, verb="figure.changed", seen=seen):
            for name, value in values.items():
                setattr(figure, name, value)
        recount([figure], on=on, anew=True)


def recount(figures: Iterable[Figure], *, on: datetime.date, anew: bool = False) -> int:
    """Count figures and keep their numbers beside them; say how many are another now.

    `anew` counts also what is kept as a total.
    """
    changed = 0
    for figure in figures:
        keep_totals(figure, on=on, anew=anew)
        number = count_figure(figure, on).number
        if figure.current != number or figure.counted_at is None:
            figure.current_low, figure.current_high = number.low, number.high
            figure.counted_at = timezone.now()
            Figure.objects.filter(pk=figure.pk).update(
                current_low=number.low, current_high=number.high, counted_at=figure.counted_at
            )
            changed += 1
    return changed


def recount_measure(
    names: set[str], trees: set[int], *, on: datetime.date, anew: bool = False
) -> int:
    """Count the figures of some measures; of all institutions where no tree is named."""
    figures = Figure.objects.filter(measure__in=names).select_related("unit")
    return recount(figures.filter(top_unit__in=trees) if trees else figures, on=on, anew=anew)


# --- Sentences ------------------------------------------------------------------------------------


def wording(figure: Figure) -> Wording:
    """Give the rule by which a figure's number is worded."""
    return Wording(figure.style, figure.step, figure.over_word)


def sentences_of(figure: Figure, number: Quantity, period: Period) -> tuple[Phrase, dict[str, str]]:
    """Word a number of a figure, and write its sentence in both languages."""
    phrase = wording(figure).phrase(number)
    written = {
        language: sentences.fill(template, language, phrase.in_language(language), period)
        for language, template in (("zh", figure.sentence_zh), ("en", figure.sentence_en))
    }
    return phrase, written


# --- Releases -------------------------------------------------------------------------------------


def release_figure(
    figure: Figure, *, on: datetime.date, by: User, seen: Mapping[str, int | None] | None = None
) -> Release:
    """Publish what a figure says on a day, in both languages together, as a snapshot.

    `seen` is the number that the person had before them (`low`, `high`): another one is refused.
    """
    with locking(figure):
        counted = count_figure(figure, on)
        number = counted.number
        if seen is not None and (seen["low"], seen["high"]) != (number.low, number.high):
            raise ChangedMeanwhileError(
                _("The number has changed to %(number)s since you opened this page. Look again.")
                % {"number": number.plain},
                code="changed_meanwhile",
            )
        _refuse_nothing(figure, counted)
        phrase, written = sentences_of(figure, number, counted.period)
        last = figure.releases.newest_first().first()
        release = Release(
            figure=figure,
            number=last.number + 1 if last else 1,
            released_on=on,
            released_by=by,
            low=number.low,
            high=number.high,
            said_low=phrase.allows.low,
            said_high=phrase.allows.high,
            first=counted.period.first,
            last=counted.period.last,
            period_kind=counted.period.kind,
            sentence_zh=written["zh"],
            sentence_en=written["en"],
            number_zh=phrase.zh,
            number_en=phrase.en,
            counted_in=figure.definition.unit.value,
            **_definition(figure.definition),
            parts=_made_of(counted),
            keys=_keys(figure, counted),
        )
        creating(release, by=by, verb="figure.released")
        recount([figure], on=on)
        judge_anew(figure.claims.select_related("text", "figure"))
    return release


def _refuse_nothing(figure: Figure, counted: Counted) -> None:
    if counted.number == Quantity.exactly(0) and figure.definition.rows is None:
        raise DomainError(
            _(
                "Nothing is counted: there are no records of this measure, and no tally is of this"
                " period."
            ),
            code="nothing_counted",
        )


def _definition(measure: Measure) -> dict[str, str]:
    said = {}
    for language, code in sentences.CODES.items():
        with translation.override(code):
            said[f"definition_{language}"] = f"{measure.label}: {measure.definition}"
    return said


def _made_of(counted: Counted) -> dict[str, Any]:
    return {
        "records": [counted.records.low, counted.records.high],
        "tallies": [
            {
                "id": part.tally.pk,
                "number": part.tally.number_in_words(),
                "source": part.tally.source,
                "words": part.tally.words,
            }
            for part in counted.tallies
            if part.part is not None
        ],
    }


def _keys(figure: Figure, counted: Counted) -> list[int] | None:
    rows = Question.of(figure).counted_rows(counted.period)
    if rows is None:
        return []
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[: MOST_KEYS + 1])
    return keys if len(keys) <= MOST_KEYS else None

"""Decisions about yearly reports."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from entente.figures.counting import Question
from entente.figures.models import Figure, YearlyReport
from entente.figures.sentences import CODES
from entente.kit.audit import changing, creating
from entente.kit.bilingual import LANGUAGES
from entente.kit.errors import DomainError
from entente.kit.periods import Period, surely_within
from entente.office.models import Unit, User
from entente.partnerships.models import Agreement

YEARS = 5


def make_report(*, by: User, unit: Unit, year: int, **values: Any) -> YearlyReport:
    """Make the draft of a report; where the year has one that is released, its next edition."""
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        known = YearlyReport.objects.filter(unit=unit, year=year)
        if known.filter(released_on=None).exists():
            raise DomainError(
                {"year": _("There is a draft of this year already.")}, code="draft_exists"
            )
        last = known.aggregate(last=Max("edition"))["last"] or 0
        report = YearlyReport(unit=unit, year=year, edition=last + 1, **values)
        return creating(report, by=by, verb="report.made")


def change_report(
    report: YearlyReport, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change a draft; what is released stays as it is."""
    with changing(report, by=by, verb="report.changed", seen=seen):
        _refuse_released(report)
        for name, value in values.items():
            setattr(report, name, value)


def release_report(report: YearlyReport, *, on: datetime.date, by: User) -> None:
    """Keep all that the report says on a day; it never changes again."""
    with changing(report, by=by, verb="report.released"):
        _refuse_released(report)
        contents = contents_of(report, on)
        if not contents["figures"]:
            raise DomainError(
                _("No figure of this unit is published. A report says what is published."),
                code="nothing_published",
            )
        report.contents = contents
        report.released_on = on
        report.released_by = by


def _refuse_released(report: YearlyReport) -> None:
    if report.is_released:
        raise DomainError(
            _("The report is released and stays as it is. Make a new edition of it."),
            code="released",
        )


# --- What it says ---------------------------------------------------------------------------------


def contents_of(report: YearlyReport, on: datetime.date) -> dict[str, Any]:
    """Gather what a report says: as kept at its release, or what is published on a day."""
    if report.is_released:
        kept: dict[str, Any] = report.contents
        return kept
    return {
        "day": on.isoformat(),
        "unit": {"zh": report.unit.name_zh, "en": report.unit.name_en},
        "titles": {"zh": report.title_zh, "en": report.title_en},
        "openings": {"zh": report.opening_zh, "en": report.opening_en},
        "year": report.year,
        "figures": list(_figures(report.unit, report.year, on)),
        "agreements": list(_agreements(report.unit, report.year)),
    }


def _figures(unit: Unit, year: int, on: datetime.date) -> Iterator[dict[str, Any]]:
    rows = Figure.objects.below(unit).published().select_related("unit", "unit__top")
    for figure in rows.order_by("measure", "name_zh", "pk"):
        release = figure.releases.filter(released_on__lte=on).newest_first().first()
        if release is None:
            continue
        yield {
            "names": {"zh": figure.name_zh, "en": figure.name_en},
            "sentences": {"zh": release.sentence_zh, "en": release.sentence_en},
            "numbers": {"zh": release.number_zh, "en": release.number_en},
            "plain": release.quantity.plain,
            "units": _in_both(lambda: str(figure.definition.unit.label)),  # noqa: B023
            "periods": _in_both(lambda: str(release.period.label)),  # noqa: B023
            "definitions": {"zh": release.definition_zh, "en": release.definition_en},
            "released_on": release.released_on.isoformat(),
            "years": _years(figure, year),
        }


def _in_both(words: Callable[[], str]) -> dict[str, str]:
    """Read words in both languages."""
    read = {}
    for language in LANGUAGES:
        with translation.override(CODES[language]):
            read[language] = words()
    return read


def _years(figure: Figure, year: int) -> list[list[int]]:
    """Count the years up to that of the report one by one, where there are records."""
    question = Question.of(figure)
    if question.measure.rows is None:
        return []
    last = datetime.date(year, 12, 31)
    counted = [[at, number.low] for at, number in question.history(YEARS, last)]
    return counted if any(number for _at, number in counted) else []


def _agreements(unit: Unit, year: int) -> Iterator[dict[str, Any]]:
    whole = Period.year(year)
    rows = Agreement.objects.promised().filter(surely_within("signed_on", whole.first, whole.last))
    inside = (
        rows.filter(top_unit=unit)
        if unit.pk == unit.top_id
        else rows.filter(unit__in=Unit.objects.below(unit))
    )
    for agreement in inside.order_by("signed_on", "pk"):
        yield {
            "titles": {"zh": agreement.title_zh, "en": agreement.title_en},
            "signed_on": str(agreement.signed_on),
        }

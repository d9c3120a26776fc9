"""The page of a year's statistics and indicators."""

from __future__ import annotations

import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from entente.kit import downloads
from entente.kit.pages import StaffPage
from entente.training import counting
from entente.training.enums import VIEW_PROJECT
from entente.training.models import Project

SHEET = "xlsx"


class StatisticsPage(StaffPage):
    """What one's organisers or projects did in a year, as a table and as a sheet."""

    model = Project
    permission_required = VIEW_PROJECT
    title = gettext_lazy("Training in figures")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show a year, or hand it out."""
        today = timezone.localdate()
        years = counting.years(self.officer) or [today.year]
        asked = request.GET.get("year", "")
        year = int(asked) if asked.isdecimal() and int(asked) in years else years[0]
        by_project = request.GET.get("by") == "project"
        rows = counting.of_year(self.officer, year, by_project=by_project, on=today)
        headings = self.headings(by_project)
        if request.GET.get("download") == SHEET:
            return self.sheet(headings, rows, year)
        context = {
            "title": self.title,
            "rows": [(row, self.cells(row)) for row in rows],
            "heads": headings,
            "year": year,
            "years": years,
            "by_project": by_project,
        }
        return render(request, "training/statistics.html", context)

    def headings(self, by_project: bool) -> list[str]:
        """Name the columns."""
        return [
            _("Training project") if by_project else _("Organiser"),
            _("Projects approved"),
            _("Classes"),
            _("Person-times"),
            _("Hours"),
            _("Certificates"),
            _("Certificates for 100 person-times"),
            _("Income, in yuan"),
            _("Mark of the learners, of 5"),
            _("Supervision visits"),
            _("Complaints"),
            pgettext("answers", "Answered late"),
        ]

    def cells(self, row: counting.Year) -> list[Any]:
        """Give the numbers of a line."""
        return [
            *(row.projects, row.classes, row.learners, row.hours, row.certified),
            *(row.certified_share, row.income, row.mark, row.visits, row.complaints, row.late),
        ]

    def sheet(self, headings: list[str], rows: list[counting.Year], year: int) -> HttpResponse:
        """Hand out the same table."""
        writer, kind = downloads.WRITERS[SHEET]
        out = io.BytesIO()
        lines = [
            [str(getattr(row.subject, "title", "") or row.subject), *map(_number, self.cells(row))]
            for row in rows
        ]
        writer(headings, iter(lines), out)
        answer = HttpResponse(out.getvalue(), content_type=kind)
        answer["Content-Disposition"] = f'attachment; filename="training-{year}.{SHEET}"'
        return answer


def _number(value: Any) -> Any:
    return None if value is None else float(value)

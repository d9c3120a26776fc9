"""Pages of yearly reports."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from entente.figures import printed, services
from entente.figures.enums import CHANGE_REPORTS, RELEASE_REPORTS, VIEW_REPORTS
from entente.figures.forms import ChangeReportForm, ReportForm
from entente.figures.models import YearlyReport
from entente.figures.tables import ReportColumns, ReportFilter
from entente.kit.downloads import WRITERS
from entente.kit.pages import ActionPage, ChangePage, CreatePage, ListPage, RecordPage, StaffPage
from entente.office.acting import signed_in


class ReportListPage(ListPage):
    """All yearly reports in one's scope."""

    model = YearlyReport
    title = pgettext_lazy("figures", "Yearly reports")
    columns = ReportColumns
    filterset_class = ReportFilter
    permission_required = VIEW_REPORTS
    default_sort = "-pk"
    create_label = gettext_lazy("New yearly report")
    create_permission = CHANGE_REPORTS
    empty_text = gettext_lazy("No yearly report yet. It is drawn from what is published.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Begin one."""
        return reverse("figures:make_report")


class ReportPage(RecordPage):
    """One report: what it says, as kept or as of today."""

    model = YearlyReport
    template_name = "figures/report.html"
    permission_required = VIEW_REPORTS
    change_url = "figures:change_report"
    change_permission = CHANGE_REPORTS

    def context(self) -> dict[str, Any]:
        """Gather what it says."""
        report = self.object
        return super().context() | {
            "contents": services.contents_of(report, timezone.localdate()),
            "may_release": not report.is_released and self.officer.may(RELEASE_REPORTS, report),
        }

    def change_address(self) -> str:
        """Offer no change of what is released."""
        return "" if self.object.is_released else super().change_address()


class MakeReportPage(CreatePage):
    """Begin a report."""

    model = YearlyReport
    form_class = ReportForm
    title = gettext_lazy("New yearly report")
    permission_required = CHANGE_REPORTS

    def initial(self) -> dict[str, Any]:
        """Begin with the last whole year."""
        return {"year": timezone.localdate().year - 1}

    def save(self, values: Mapping[str, Any]) -> YearlyReport:
        """Make it."""
        held = {name: value for name, value in values.items() if name != "version"}
        return services.make_report(by=signed_in(self), **held)

    def back(self) -> str:
        """Go back to the list."""
        return reverse("figures:reports")


class ChangeReportPage(ChangePage):
    """Change a draft."""

    model = YearlyReport
    form_class = ChangeReportForm
    title = gettext_lazy("Edit yearly report")
    permission_required = CHANGE_REPORTS
    done = gettext_lazy("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_report(self.object, by=signed_in(self), seen=seen, **values)


class ReleaseReportPage(ActionPage):
    """Release a report."""

    model = YearlyReport
    title = gettext_lazy("Release the report")
    explanation = gettext_lazy(
        "All that it says today is kept: figures as published, years, agreements. It never changes"
        " again; corrections go into a new edition."
    )
    permission_required = RELEASE_REPORTS
    done = gettext_lazy("The report is released.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Release it."""
        services.release_report(self.object, on=timezone.localdate(), by=signed_in(self))


class ReportFile(StaffPage, ABC):
    """A report as a file."""

    model = YearlyReport
    permission_required = VIEW_REPORTS
    kind = ""
    media_type = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Hand it out."""
        report = get_object_or_404(self.get_queryset().select_related("unit"), pk=kwargs["pk"])
        content = self.content(report, services.contents_of(report, timezone.localdate()))
        name = f"report-{report.year}-{report.edition}.{self.kind}"
        return HttpResponse(
            content,
            content_type=self.media_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    @abstractmethod
    def content(self, report: YearlyReport, contents: Mapping[str, Any]) -> bytes:
        """Draw it."""


class ReportPdf(ReportFile):
    """The report as PDF."""

    kind = "pdf"
    media_type = "application/pdf"

    def content(self, report: YearlyReport, contents: Mapping[str, Any]) -> bytes:
        """Draw both languages side by side."""
        return printed.report_pdf(contents, draft=not report.is_released)


class ReportXlsx(ReportFile):
    """What the report says, line by line."""

    kind = "xlsx"
    media_type = WRITERS["xlsx"][1]

    def content(self, report: YearlyReport, contents: Mapping[str, Any]) -> bytes:
        """Write the lines."""
        headings = [
            _("Name in Chinese"),
            _("Name in English"),
            _("Number"),
            _("Counted in (Chinese)"),
            _("Counted in (English)"),
            _("Period in Chinese"),
            _("Period in English"),
            _("Released on"),
            _("Sentence in Chinese"),
            _("Sentence in English"),
        ]
        out = io.BytesIO()
        WRITERS["xlsx"][0](headings, printed.report_lines(contents), out)
        return out.getvalue()

"""Series and templates: what there is, and the forms that keep them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.certificates import phrases, printed, services
from entente.certificates.enums import (
    CHANGE_SERIES,
    CHANGE_TEMPLATE,
    ISSUE,
    VIEW_SERIES,
    VIEW_TEMPLATE,
)
from entente.certificates.forms import NewTemplateForm, SeriesForm, TemplateForm
from entente.certificates.models import Certificate, CertificateSeries, CertificateTemplate
from entente.certificates.tables import (
    SeriesColumns,
    SeriesFilter,
    TemplateColumns,
    TemplateFilter,
)
from entente.kit import numbering, pages
from entente.kit.files.kinds import PDF
from entente.kit.pages import ActionPage, CreatePage, ListPage, RecordPage, StaffPage
from entente.office.acting import signed_in

# --- Series ---------------------------------------------------------------------------------------


class SeriesListPage(ListPage):
    """The series in one's scope."""

    model = CertificateSeries
    title = _("Series of certificates")
    columns = SeriesColumns
    filterset_class = SeriesFilter
    permission_required = VIEW_SERIES
    default_sort = "-pk"
    create_label = _("Open a series")
    create_permission = CHANGE_SERIES
    empty_text = _("No series yet: open one for a class of certificate and a year")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form."""
        return reverse("certificates:open_series")


class OpenSeriesPage(CreatePage):
    """Open a series."""

    model = CertificateSeries
    form_class = SeriesForm
    title = _("Open a series")
    submit_label = _("Open the series")
    permission_required = CHANGE_SERIES

    def save(self, values: Mapping[str, Any]) -> CertificateSeries:
        """Open it."""
        return services.open_series(by=signed_in(self), **values)

    def back(self) -> str:
        """Go back to the list."""
        return reverse("certificates:all_series")


class SeriesPage(RecordPage):
    """A series: how far it has come, what became of its numbers."""

    model = CertificateSeries
    template_name = "certificates/series.html"
    permission_required = VIEW_SERIES

    def context(self) -> dict[str, Any]:
        """Add the newest numbers and the next one."""
        series = self.object
        rows = Certificate.objects.filter(series=series).for_list().order_by("-serial")
        officer = self.officer
        return super().context() | {
            "newest": list(rows[:10]),
            "next": numbering.peek(services.issuing.NUMBERS, scope=series.pk, year=series.year),
            "may_change": officer.may(CHANGE_SERIES, series),
            "may_issue": officer.may(ISSUE, series) and not series.closed,
        }


class CloseSeriesPage(ActionPage):
    """Close a series."""

    model = CertificateSeries
    title = _("Close the series")
    explanation = _("No further number is given in it. What was issued stays as it is.")
    danger = True
    permission_required = CHANGE_SERIES

    def act(self, values: Mapping[str, Any]) -> None:
        """Close it."""
        services.close_series(self.object, by=signed_in(self))


class ReopenSeriesPage(ActionPage):
    """Open a closed series again."""

    model = CertificateSeries
    title = _("Open the series again")
    explanation = _("Numbers are given again, after the last one.")
    permission_required = CHANGE_SERIES

    def act(self, values: Mapping[str, Any]) -> None:
        """Open it."""
        services.reopen_series(self.object, by=signed_in(self))


# --- Templates ------------------------------------------------------------------------------------


class TemplateListPage(ListPage):
    """The templates in one's scope."""

    model = CertificateTemplate
    title = _("Certificate templates")
    columns = TemplateColumns
    filterset_class = TemplateFilter
    permission_required = VIEW_TEMPLATE
    default_sort = "-pk"
    create_label = _("New template")
    create_permission = CHANGE_TEMPLATE
    empty_text = _("No template yet: write what certificates of a class say")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form."""
        return reverse("certificates:new_template")


class NewTemplatePage(CreatePage):
    """Write a template."""

    model = CertificateTemplate
    form_class = NewTemplateForm
    template_name = "certificates/write_template.html"
    title = _("New template")
    permission_required = CHANGE_TEMPLATE

    def save(self, values: Mapping[str, Any]) -> CertificateTemplate:
        """Enter it."""
        return services.add_template(by=signed_in(self), **values)

    def context(self, form: Any) -> dict[str, Any]:
        """List the fields."""
        return super().context(form) | {"fields": phrases.FIELDS.items()}

    def back(self) -> str:
        """Go back to the list."""
        return reverse("certificates:templates")


class TemplatePage(RecordPage):
    """A template: its texts, and how they read."""

    model = CertificateTemplate
    template_name = "certificates/template.html"
    permission_required = VIEW_TEMPLATE
    change_url = "certificates:change_template"
    change_permission = CHANGE_TEMPLATE

    def context(self) -> dict[str, Any]:
        """Fill the texts with what each field says."""
        template = self.object
        said = {name: f"〔{word}〕" for name, word in phrases.FIELDS.items()}
        return super().context() | {
            "reads_zh": phrases.fill(template.text_zh, said, "zh"),
            "reads_en": phrases.fill(template.text_en, said, "en"),
            "may_change": self.officer.may(CHANGE_TEMPLATE, template),
        }


class Preview(StaffPage):
    """A template as a PDF, with the longest names."""

    model = CertificateTemplate
    permission_required = VIEW_TEMPLATE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Draw it; what no font has is named on the page of the template."""
        rows = self.get_queryset().select_related("unit")
        template = get_object_or_404(rows, pk=self.kwargs["pk"])
        try:
            content = printed.preview(template)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(template)
        return FileResponse(
            io.BytesIO(content),
            as_attachment=True,
            filename=f"{template.title_en}.pdf",
            content_type=PDF.media_type,
        )


class Picture(StaffPage):
    """The same as a picture, for the page of the template."""

    model = CertificateTemplate
    permission_required = VIEW_TEMPLATE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Draw it; what cannot be drawn has no picture, the PDF says why."""
        rows = self.get_queryset().select_related("unit")
        template = get_object_or_404(rows, pk=self.kwargs["pk"])
        try:
            content = printed.preview(template, form="png")
        except ValidationError as refusal:
            raise Http404 from refusal
        return HttpResponse(content, content_type="image/png")


class ChangePage(pages.ChangePage):
    """Change a template."""

    model = CertificateTemplate
    form_class = TemplateForm
    template_name = "certificates/write_template.html"
    title = _("Edit template")
    permission_required = CHANGE_TEMPLATE
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Say which pictures there are."""
        held = {"seal": self.object.seal_id, "signature": self.object.signature_id}
        return super().initial() | held

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_template(self.object, by=signed_in(self), seen=seen, **values)

    def context(self, form: Any) -> dict[str, Any]:
        """List the fields."""
        return super().context(form) | {"fields": phrases.FIELDS.items()}


class RetirePage(ActionPage):
    """Take a template out of use."""

    model = CertificateTemplate
    title = _("Take the template out of use")
    explanation = _("Nothing is issued with it any more. What was issued keeps its words.")
    danger = True
    permission_required = CHANGE_TEMPLATE

    def act(self, values: Mapping[str, Any]) -> None:
        """Take it out of use."""
        services.retire_template(self.object, by=signed_in(self))


class ReopenPage(ActionPage):
    """Take a template into use again."""

    model = CertificateTemplate
    title = _("Take the template into use again")
    permission_required = CHANGE_TEMPLATE

    def act(self, values: Mapping[str, Any]) -> None:
        """Take it into use."""
        services.reopen_template(self.object, by=signed_in(self))

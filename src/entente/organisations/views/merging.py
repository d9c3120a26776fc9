"""Merging two rows that are one institution, and parting them again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from entente.kit import pages
from entente.organisations import services
from entente.organisations.forms import MergeForm
from entente.organisations.models import Merge, Organisation

MERGE = "organisations.merge_organisation"


class MergePage(pages.ActionPage):
    """Choose the other row, compare both, confirm."""

    model = Organisation
    permission_required = MERGE
    form_class = MergeForm
    template_name = "organisations/merge.html"
    title = _("Merge duplicates")
    submit_label = _("Compare")
    done = _("Merged. All names are kept; this can be undone below.")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show both side by side first; merge when that is confirmed."""
        if "confirm" in request.POST:
            return super().post(request, *args, **kwargs)
        self.prepare()
        return self.show(self.form(request.POST))

    def act(self, values: Mapping[str, Any]) -> None:
        """Merge the other one into this one."""
        services.merge_organisations(self.object, values["other"], by=self.officer)

    def context(self, form: forms.Form) -> dict[str, Any]:
        """Add the comparison once the other one is chosen, and who may be meant before."""
        twin = form.cleaned_data.get("other") if form.is_bound and form.is_valid() else None
        likely = {
            organisation: None
            for name in self.object.names.values_list("text", flat=True)
            for organisation, _proposal in Organisation.objects.proposed_for(name)
            if organisation != self.object
        }
        sides = [self.object, twin] if twin else []
        return super().context(form) | {"sides": sides, "twin": twin, "likely": list(likely)[:8]}


class UndoPage(pages.ActionPage):
    """Part what was merged."""

    model = Merge
    permission_required = MERGE
    title = _("Undo the merge")
    explanation = _(
        "Every name and everything that came over goes back to the row it came from. What was"
        " entered since stays here."
    )
    danger = True
    done = _("The merge is undone.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Undo it."""
        services.undo_merge(self.object, by=self.officer)

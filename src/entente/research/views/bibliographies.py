"""Publications from a bibliography: choose a file, see what stands in it, enter what is new."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from entente.kit import pages
from entente.office.acting import signed_in
from entente.research import services
from entente.research.enums import CHANGE_PUBLICATION
from entente.research.forms import BibliographyForm, packed
from entente.research.models import Publication


class ImportPage(pages.FormPage):
    """Look through a bibliography, then enter what is new in it and chosen."""

    model = Publication
    permission_required = CHANGE_PUBLICATION
    form_class = BibliographyForm
    template_name = "research/import_publications.html"
    title = _("Import publications")
    submit_label = _("Look through the file")
    found: services.Bibliography | None = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what would be entered; enter it once that is confirmed."""
        form: Any = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        values = form.cleaned_data
        chosen = {int(it) for it in request.POST.getlist("entry") if it.isdecimal()}
        try:
            if "confirm" in request.POST and not values.get("file"):
                if chosen:
                    return self.enter(values, chosen)
                form.add_error(None, _("Choose at least one entry."))
            self.found = services.look_through(values["text"], unit=values["unit"])
        except ValidationError as refusal:
            self.blame(form, refusal)
            return self.show(form, status=422)
        form.data = form.data.copy()
        form.data["held"] = packed(values["text"], values["name"])
        return self.show(form, status=422 if form.errors else 200)

    def enter(self, values: Mapping[str, Any], chosen: set[int]) -> HttpResponse:
        """Enter what is new and chosen, and go to the list."""
        entered = services.enter_bibliography(
            values["text"],
            by=signed_in(self),
            unit=values["unit"],
            source=values["name"],
            chosen=chosen,
            project=values["project"],
            centre=values["centre"],
        )
        number = len(entered)
        sentence = ngettext(
            "%(number)s publication is entered.", "%(number)s publications are entered.", number
        )
        messages.success(self.request, sentence % {"number": number})
        return redirect(self.back())

    def context(self, form: Any) -> dict[str, Any]:
        """Add what stands in the file, once it was looked through."""
        context = super().context(form)
        if self.found is None:
            return context
        theirs = [it.publication.pk for it in self.found.held if it.publication]
        seen = set(
            Publication.objects.visible_to(self.officer)
            .filter(pk__in=theirs)
            .values_list("pk", flat=True)
        )
        return context | {
            "found": self.found,
            "seen": seen,
            "ready": bool(self.found.new),
            "submit_label": gettext("Enter what is chosen")
            if self.found.new
            else self.submit_label,
        }

    def perform(self, values: Mapping[str, Any]) -> str:
        """Go back to the list; what is sent is handled in `post`."""
        return self.back()

    def back(self) -> str:
        """Go back to the list."""
        return reverse("research:publications")

"""Briefs on a partner or on a country: on a page, as PDF and as a Word file."""

from __future__ import annotations

import io
from typing import Any

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.kit import pages
from entente.kit.bilingual import current_language
from entente.kit.files.kinds import DOCX, PDF
from entente.kit.files.names import clean_name
from entente.kit.parts import BriefSubject, organisation_partners
from entente.organisations import places
from entente.organisations.models import Organisation
from entente.papers import drawing

VIEW = "organisations.view_organisation"
FORMS = {"pdf": (drawing.as_pdf, PDF), "docx": (drawing.as_word, DOCX)}


def on_organisation(organisation: Organisation) -> BriefSubject:
    """Let a brief be on one organisation with its faculties and laboratories."""
    below = organisation.itself_and_below
    return BriefSubject(organisation.name_zh, organisation.name_en, below, organisation)


def on_place(code: str) -> BriefSubject:
    """Let a brief be on a country or region."""
    there = Organisation.objects.standing().in_place(code)
    return BriefSubject(
        places.place_name(code, "zh"), places.place_name(code, "en"), there, place=code
    )


class BriefView(pages.StaffPage):
    """What a brief page and its files share: whom or what it is on."""

    model = Organisation
    permission_required = VIEW

    def subject(self) -> BriefSubject:
        """Find the organisation, or the country or region."""
        code = self.kwargs.get("code")
        if code is not None:
            if code not in places.CODES:
                raise Http404
            return on_place(code)
        rows = self.get_queryset().select_related("parent", "merged_into")
        return on_organisation(get_object_or_404(rows, pk=self.kwargs["pk"]))


class PlacesPage(pages.StaffPage):
    """The countries and regions of the register, each with its brief: two clicks to a file."""

    model = Organisation
    permission_required = VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        """List those with partners of the reader's units first, then by name."""
        tied = Q(pk__in=())
        for keys in organisation_partners(self.officer):
            tied |= Q(pk__in=keys)
        found = [
            {
                "code": code,
                "name": places.place_name(code),
                "all": known,
                "partners": partners,
                "files": files_of("place", code),
            }
            for code, known, partners in Organisation.objects.standing().by_place(tied)
        ]
        found.sort(key=lambda place: (not place["partners"], place["name"]))
        return render(request, "organisations/places.html", {"places": found})


def files_of(where: str, key: Any) -> list[tuple[str, str]]:
    """Give the files of a brief in both languages, each with its address."""
    forms = (
        *((_("PDF, Chinese"), "zh", "pdf"), (_("PDF, English"), "en", "pdf")),
        *((_("Word, Chinese"), "zh", "docx"), (_("Word, English"), "en", "docx")),
    )
    name = f"organisations:brief_file_of_{where}"
    return [(label, reverse(name, args=[key, language, form])) for label, language, form in forms]


class BriefPage(BriefView):
    """The brief to be read on the screen, and its files in both languages."""

    def get(self, request: HttpRequest, **_named: Any) -> HttpResponse:
        """Show it in the reader's language; what was merged leads on to what stayed."""
        subject = self.subject()
        at: Organisation | None = subject.organisation
        if at is not None and at.merged_into is not None:
            return redirect("organisations:brief_of_organisation", at.merged_into.pk)
        brief = drawing.tell(
            subject, self.officer, on=timezone.localdate(), language=current_language()
        )
        files = files_of("place", subject.place) if at is None else files_of("organisation", at.pk)
        context = {"brief": brief, "organisation": at, "files": files}
        return render(request, "organisations/brief.html", context)


class BriefFile(BriefView):
    """The brief as a file."""

    def get(self, request: HttpRequest, language: str, form: str, **_named: Any) -> FileResponse:
        """Draw it."""
        if language not in drawing.CODES or form not in FORMS:
            raise Http404
        draw, kind = FORMS[form]
        brief = drawing.tell(
            self.subject(), self.officer, on=timezone.localdate(), language=language
        )
        return FileResponse(
            io.BytesIO(draw(brief)),
            as_attachment=True,
            filename=clean_name(f"{brief.file_name}.{form}"),
            content_type=kind.media_type,
        )

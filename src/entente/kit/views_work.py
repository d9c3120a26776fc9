"""The page of long work: how far it is, what became of each row, the file it made."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic import View

from entente.kit import work
from entente.kit.models import Work

SHOWN = 200


def of(request: HttpRequest, key: Any) -> Work:
    """Find work that this person started; another one's is not found."""
    person: Any = request.user
    found: Work = get_object_or_404(Work.objects.started_by(person).defer("payload"), key=key)
    return found


class WorkPage(View):
    """Show long work; stop it, or go on with it."""

    def get(self, request: HttpRequest, key: Any) -> HttpResponse:
        """Show it; htmx fetches the part that changes."""
        return self.show(request, of(request, key))

    def post(self, request: HttpRequest, key: Any) -> HttpResponse:
        """Stop it, or go on with it."""
        found = of(request, key)
        step = {"stop": work.stop, "resume": work.resume}.get(request.POST.get("step", ""))
        if step is None:
            raise Http404
        try:
            step(found)
        except ValidationError as refusal:
            return self.show(request, found, " ".join(refusal.messages), status=409)
        return redirect("kit:work", key=key)

    def show(
        self, request: HttpRequest, found: Work, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        """Draw the page, refused rows first."""
        part = bool(getattr(request, "htmx", None))
        context = {
            "work": found,
            "refusal": refusal,
            "refused": found.rows.exclude(reason="")[:SHOWN],
            "more_refused": max(found.refused - SHOWN, 0),
        }
        template = "kit/work_part.html" if part else "kit/work.html"
        answer = render(request, template, context, status=status)
        if part and not found.is_open:
            answer["HX-Refresh"] = "true"
        return answer


class WorkFile(View):
    """Hand out the file that long work made."""

    def get(self, request: HttpRequest, key: Any) -> HttpResponseBase:
        """Answer with the file."""
        found = of(request, key)
        if not found.result:
            raise Http404(_("There is no file here."))
        name = str(found.result).rpartition("/")[2]
        return FileResponse(found.result.open("rb"), as_attachment=True, filename=name)

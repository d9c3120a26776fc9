"""Addresses that every page uses: language, appearance, lookups, saved views."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import View

from entente.kit import search, views_saved
from entente.kit.forms import OFFERED
from entente.kit.records import RecordQuerySet, view_permission


def safe_next(request: HttpRequest) -> str:
    """Give the address to return to, if it is one of ours."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return target
    return "/"


@method_decorator(login_not_required, name="dispatch")
class LanguageView(View):
    """Switch between Chinese and English and stay on the page; a user's choice is kept."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Set the language."""
        language = request.POST.get("language", "")
        if language not in dict(settings.LANGUAGES):
            raise Http404
        if request.user.is_authenticated:
            get_user_model()._default_manager.filter(pk=request.user.pk).update(language=language)
        with translation.override(language):
            answer = redirect(safe_next(request))
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, samesite="Lax"
        )
        return answer


class LookupView(View):
    """Find records by a few letters, for a choice among many; only what this person may see."""

    def get(self, request: HttpRequest, label: str) -> HttpResponse:
        """Answer with the choices as a piece of a page."""
        try:
            model = apps.get_model(label)
        except (LookupError, ValueError) as error:
            raise Http404 from error
        officer: Any = request.user
        rows = model._default_manager.all()
        if not isinstance(rows, RecordQuerySet):
            raise Http404
        if not officer.may(view_permission(model)):
            raise PermissionDenied
        field = request.GET.get("field", "")
        text = request.GET.get(f"{field}_q", "").strip()[: search.LONGEST]
        found = rows.visible_to(officer).lookup(text)[:OFFERED] if text else []
        options = [{"value": record.pk, "label": str(record)} for record in found]
        none = {"value": "", "label": ""}
        return render(
            request,
            "kit/remote_found.html",
            {"name": field, "groups": [("", [none, *options] if text else [none], 0)]},
        )


class DropSavedView(View):
    """Forget one of one's own views."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Forget it and go back to its list."""
        officer: Any = request.user
        return redirect(views_saved.drop(officer, pk))

"""Pages of the desk; each is for everybody who is signed in and shows only what they may see."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView

from entente.kit import notices, paging, parts, search
from entente.kit.models import Notice
from entente.kit.scope import Officer


class DeskPage(LoginRequiredMixin, TemplateView):
    """A page of one's own: it needs no permission, what it shows asks for its own."""

    @property
    def officer(self) -> Officer:
        """The person who is signed in."""
        return self.request.user  # type: ignore[return-value]


class HomePage(DeskPage):
    """The work list of the person, across all their roles."""

    template_name = "desk/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Collect the work from every app."""
        today = timezone.localdate()
        groups = parts.work_list(self.officer, today)
        work = [group for group in groups if group.total]
        main = [group for group in work if not group.aside]
        return super().get_context_data(**kwargs) | {
            "today": today,
            "groups": work,
            "main": main or work,
            "aside": [group for group in work if group.aside] if main else [],
            "total": sum(group.total for group in work),
            "counted": paging.in_figures(*(group.total for group in work)),
            "late": sum(group.late for group in work),
            "coming": upcoming(self.officer, today),
            "kinds_without_work": len(groups) - len(work),
        }


def upcoming(officer: Officer, today: datetime.date, days: int = 31) -> list[parts.Occasion]:
    """List what the calendar holds for the next days, at most eight entries."""
    last = today + datetime.timedelta(days=days)
    found = [occasion for filled in parts.calendar(officer, today, last) for occasion in filled]
    return sorted(found, key=lambda occasion: occasion.on)[:8]


class SearchPage(DeskPage):
    """Search everything that the person may see."""

    template_name = "desk/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Find by kind; a text that is too long is refused in words."""
        text = self.request.GET.get("q", "").strip()
        context = super().get_context_data(**kwargs) | {"search_text": text}
        kind = self.request.GET.get("kind", "")
        try:
            context["groups"] = (
                search.find(text, self.officer, kinds=[kind] if kind else None) if text else []
            )
        except ValidationError as refusal:
            context |= {"refusal": refusal.messages[0], "search_text": text[:200]}
        return context


class NoticesPage(DeskPage):
    """What the person was told; looking at it marks it as read on request."""

    template_name = "desk/notices.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the newest hundred."""
        mine = Notice.objects.filter(user_id=self.officer.pk)[:100]
        return super().get_context_data(**kwargs) | {"notices": mine}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Mark all as read."""
        notices.mark_read(self.officer)
        return redirect("desk:notices")

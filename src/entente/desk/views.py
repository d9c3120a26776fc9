"""Pages of the desk; each is for everybody who is signed in and shows only what they may see."""

from __future__ import annotations

import calendar
import datetime
from collections import defaultdict
from typing import Any, ClassVar

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView

from entente.kit import notices, parts, search
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


class CalendarPage(DeskPage):
    """A month of everything: what begins, ends and falls due."""

    template_name = "desk/calendar.html"
    most: ClassVar[int] = 9999

    def month(self) -> datetime.date:
        """Read the month from the address; nonsense is this month."""
        try:
            year, month = map(int, self.request.GET.get("month", "").split("-"))
            return datetime.date(year, month, 1)
        except ValueError:
            return timezone.localdate().replace(day=1)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lay the occasions into weeks."""
        first = self.month()
        weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
        by_day: defaultdict[datetime.date, list[parts.Occasion]] = defaultdict(list)
        for filled in parts.calendar(self.officer, weeks[0][0], weeks[-1][-1]):
            for occasion in filled:
                by_day[occasion.on].append(occasion)
        return super().get_context_data(**kwargs) | {
            "month": first,
            "today": timezone.localdate(),
            "weeks": [[(day, by_day.get(day, [])) for day in week] for week in weeks],
            "previous": (first - datetime.timedelta(days=1)).strftime("%Y-%m"),
            "next": (first + datetime.timedelta(days=32)).strftime("%Y-%m"),
            "empty": not by_day,
        }


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

"""One person's calendar for programs that read iCalendar, under a secret address."""

from __future__ import annotations

import datetime
import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import condition, require_safe
from icalendar import Calendar, Event

from entente.kit import parts
from entente.office.models import CalendarFeed, User
from entente.office.services import digest_of

BEFORE, AFTER = datetime.timedelta(days=31), datetime.timedelta(days=400)
AN_HOUR = 3600
READS_AN_HOUR = 60


@login_not_required
@require_safe
def feed(request: HttpRequest, word: str) -> HttpResponseBase:
    """Hand out the calendar of the person whose address this is, in that person's language.

    It is what the person would see in the desk today: whoever loses a role loses its days here
    too, and a closed account has no calendar. What has not changed is answered with 304.
    """
    digest = digest_of(word)
    if not _within_limit(digest):
        answer = HttpResponse(_("Too many attempts in a short time. Please wait a little."))
        answer.status_code = 429
        answer["Content-Type"] = "text/plain; charset=utf-8"
        return answer
    person = _person_of(digest)
    with override(person.language):
        content = written(person, timezone.localdate())
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'

    @condition(etag_func=lambda _request: tag)
    def answer_with(_request: HttpRequest) -> HttpResponse:
        answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        answer["Cache-Control"] = "private, max-age=900"
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return answer_with(request)


def _within_limit(digest: str) -> bool:
    """Count the reads of an address in this hour."""
    hour = timezone.now().strftime("%Y%m%d%H")
    key = f"calendar:{digest[:32]}:{hour}"
    count = int(cache.get(key, 0)) + 1
    cache.set(key, count, AN_HOUR)
    return count <= READS_AN_HOUR


def _person_of(digest: str) -> User:
    found = CalendarFeed.objects.select_related("user").filter(digest=digest).first()
    if found is None or not found.user.is_active:
        raise Http404
    person: User = found.user
    return person


def written(person: User, today: datetime.date) -> bytes:
    """Write what the calendar of the desk holds for a person, from a month ago for a year on.

    The same days give the same bytes, so that their digest says whether anything changed.
    """
    sheet = Calendar()
    sheet.add("prodid", "-//Entente//Calendar//EN")
    sheet.add("version", "2.0")
    sheet.add("method", "PUBLISH")
    sheet.add("x-wr-calname", _("Entente: deadlines and occasions"))
    found = [
        occasion
        for filled in parts.calendar(person, today - BEFORE, today + AFTER)
        for occasion in filled
    ]
    for occasion in sorted(found, key=lambda one: (one.on, str(one.url), str(one.kind))):
        sheet.add_component(_event(occasion))
    content: bytes = sheet.to_ical()
    return content


def _event(occasion: parts.Occasion) -> Event:
    event = Event()
    name = f"{occasion.url} {occasion.kind} {occasion.on}"
    event.add("uid", f"{hashlib.sha256(name.encode()).hexdigest()[:40]}@entente")
    midnight = datetime.time(tzinfo=datetime.UTC)
    event.add("dtstamp", datetime.datetime.combine(occasion.on, midnight))
    event.add("dtstart", occasion.on)
    event.add("dtend", occasion.on + datetime.timedelta(days=1))
    kind = str(occasion.kind)
    event.add("summary", f"{kind}: {occasion.title}" if kind else str(occasion.title))
    event.add("url", f"{settings.ADDRESS}{occasion.url}")
    event.add("transp", "TRANSPARENT")
    return event


def address_of(held: CalendarFeed) -> str:
    """Give the whole secret address."""
    return f"{settings.ADDRESS}{reverse('office:calendar_feed', args=[held.word])}"

"""The week's bench: a month of the calendar with thousands of entries; a door with two phones."""

from __future__ import annotations

import datetime
import re
import statistics
import threading
import time
from http.client import HTTPResponse
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from entente.bench import data
from entente.bench.watch import Result, Visitor, compare
from entente.events import services as events
from entente.events.enums import EventState
from entente.events.models import Event, Registration
from entente.kit.models import AuditEntry
from entente.office import services as office
from entente.office.models import Unit
from entente.visits.models import Visit

CALENDAR, AT_A_DOOR = 3.0, 1.0
MONTH = datetime.date(2031, 5, 1)
DAYS = 31
PEOPLE, PHONES = 1000, 2
A_SECOND = 20  # people at a door, over all its phones
AGAIN = 10  # of so many the phone of one sends twice, as after a connection that broke
DOOR = "Synthetic door"
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


def make(size: int) -> None:
    """Bring a month to that many entries, and an event to a thousand people who registered."""
    if Visit.objects.exists():
        return
    data.units()
    home = Unit.objects.tops().order_by("pk")[0]
    on = [MONTH + datetime.timedelta(days=at % DAYS) for at in range(size)]
    held = {"unit": home, "top_unit": home, "version": 1}
    Visit.objects.bulk_create(
        Visit(way="in", title_en=f"Synthetic guests {at}", starts_on=f"{day}", first_day=day,
              last_day=day, **held)
        for at, day in enumerate(on[: size // 2])
    )  # fmt: skip
    Event.objects.bulk_create(
        Event(kind="lectures", title_en=f"Synthetic lectures {at}", starts_on=f"{day}",
              first_day=day, last_day=day, **held)
        for at, day in enumerate(on[size // 2 :])
    )  # fmt: skip
    by = office.system_user()
    event = events.draft_event(
        by=by, unit=home, on=MONTH, kind="lectures", title_en=DOOR, starts_on=f"{MONTH}"
    )
    Event.objects.filter(pk=event.pk).update(state=EventState.APPROVED, registers_until=MONTH)
    event.refresh_from_db()
    for at in range(PEOPLE):
        events.register(
            event, by=by, on=MONTH, name=f"Synthetic {at}", email=f"{at}@example.org", country="DE"
        )


def run(port: int, size: int) -> list[Result]:
    """Measure the month, then let everybody in."""
    empty = reverse("bench_empty")
    officer = Visitor(port, data.reader("one tree"))
    found = [
        compare(officer, name, f"{reverse('desk:calendar')}?{asked}", size=size, goal=goal,
                empty=empty)
        for name, asked, goal in (
            ("a month of the calendar", f"month={MONTH:%Y-%m}", CALENDAR),
            ("an empty month of the calendar", "month=1990-01", None),
            ("a day of the calendar", f"day={MONTH}", None),
        )
    ]  # fmt: skip
    return [*found, at_a_door(port)]


class Phone(Visitor):
    """A phone at the door: it opens the code that somebody shows, and says that they are there."""

    def let_in(self, address: str, *, again: bool) -> float:
        """Let somebody in as a browser does; give the milliseconds until it shows that they are.

        `again` sends twice what it has to say, the second time as if nobody had answered.
        """
        began = time.perf_counter()
        page = self._ask("GET", address)
        token = _TOKEN.search(page)
        if token is None:
            message = f"{address}: nobody can be let in"
            raise RuntimeError(message)
        said = urlencode({"csrfmiddlewaretoken": token[1].decode()})
        for _time in range(2 if again else 1):
            self._ask("POST", address, said)
        self._ask("GET", address)
        return (time.perf_counter() - began) * 1000

    def _ask(self, method: str, address: str, said: str = "") -> bytes:
        form = {"Content-Type": "application/x-www-form-urlencoded"} if said else {}
        self.connection.request(method, address, said or None, {**self.headers, **form})
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != (302 if said else 200):
            message = f"{method} {address}: {answer.status} {body[:300]!r}"
            raise RuntimeError(message)
        self._keep_cookie(answer)
        return body

    def _keep_cookie(self, answer: HTTPResponse) -> None:
        for line in answer.msg.get_all("Set-Cookie", ()):
            name, _sign, value = line.partition(";")[0].partition("=")
            if name == settings.CSRF_COOKIE_NAME:
                session = self.headers["Cookie"].split("; ")[0]
                self.headers["Cookie"] = f"{session}; {name}={value}"


def at_a_door(port: int) -> Result:
    """Let a thousand people in by two phones at once; each must count once, in the trail, too."""
    event, today = Event.objects.get(title_en=DOOR), timezone.localdate()
    Event.objects.filter(pk=event.pk).update(
        starts_on=f"{today}", first_day=today, last_day=today, state=EventState.APPROVED
    )
    event.registrations.update(checked_in_at=None)
    told = AuditEntry.objects.filter(verb="registration.checked_in").count()
    rows = list(Registration.objects.filter(event=event).order_by("pk"))
    addresses = [urlsplit(row.door_address).path for row in rows]
    times: list[list[float]] = [[] for _phone in range(PHONES)]
    faults: list[BaseException] = []

    def stand(phone: Phone, number: int) -> None:
        try:
            for at, address in enumerate(addresses[number::PHONES]):
                times[number].append(phone.let_in(address, again=at % AGAIN == 0))
        except (RuntimeError, OSError) as fault:
            faults.append(fault)

    phones = [Phone(port, data.reader("one tree")) for _phone in range(PHONES)]
    work = [threading.Thread(target=stand, args=(it, at)) for at, it in enumerate(phones)]
    began = time.perf_counter()
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    took = (time.perf_counter() - began) * 1000
    here = event.registrations.exclude(checked_in_at=None).count()
    now = AuditEntry.objects.filter(verb="registration.checked_in").count() - told
    if faults or here != PEOPLE or now != PEOPLE:
        message = f"{here} are there, {now} stand in the trail: {faults}"
        raise RuntimeError(message)
    every = sorted(one for some in times for one in some)
    due = PEOPLE / A_SECOND * 1000
    name = f"{PEOPLE:,} people at a door, two phones, beside {A_SECOND} a second"
    median, p95 = statistics.median(every), every[int(len(every) * 0.95)]
    return Result(name, PEOPLE, median, p95, due, took / due, AT_A_DOOR)

"""The timetable of a class as a calendar reads it, and how long each teacher teaches."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from entente.training.models import Lesson, TrainingClass


def taught_by(lessons: Iterable[Lesson]) -> list[tuple[str, Decimal]]:
    """Add up the hours of each teacher, most first; lessons without a teacher are left out."""
    hours: dict[str, Decimal] = {}
    for lesson in lessons:
        if lesson.teacher:
            hours[lesson.teacher] = hours.get(lesson.teacher, Decimal(0)) + lesson.hours
    return sorted(hours.items(), key=lambda one: (-one[1], one[0]))


def timetable(training_class: TrainingClass) -> bytes:
    """Write the lessons as iCalendar: at their hour, or for the whole day without one."""
    calendar = Calendar()
    calendar.add("prodid", "-//Entente//training//")
    calendar.add("version", "2.0")
    for lesson in training_class.lessons.all():
        calendar.add_component(_event(lesson, training_class))
    content: bytes = calendar.to_ical()
    return content


def _event(lesson: Lesson, group: TrainingClass) -> Any:
    event = Event()
    event.add("uid", f"lesson-{lesson.pk}@{settings.ADDRESS.partition('//')[2]}")
    event.add("dtstamp", lesson.updated_at)
    event.add("summary", f"{lesson.topic} · {group}")
    if lesson.begins_at:
        begin = timezone.make_aware(datetime.datetime.combine(lesson.held_on, lesson.begins_at))
        event.add("dtstart", begin)
        event.add("dtend", begin + datetime.timedelta(minutes=int(lesson.hours * 60)))
    else:
        event.add("dtstart", lesson.held_on)
    if lesson.place or group.place:
        event.add("location", lesson.place or group.place)
    if lesson.teacher:
        event.add("description", lesson.teacher)
    return event

"""What happens by itself, once a day: apps register jobs, the workers run them.

    @nightly
    def end_agreements_that_ran_out(*, on: datetime.date, by: User) -> int: ...

A job is given the day and acts for everything that is due by then, so that nights on which no
worker ran are caught up by the next run, and a second run finds nothing left to do.
"""

from __future__ import annotations

import datetime
import logging
import traceback
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from entente.kit.files.services import sweep_files
from entente.kit.models import NightlyRun, Work, WorkerBeat
from entente.kit.planner import refresh_planner

logger = logging.getLogger(__name__)

FROM_HOUR = 1  # local time; before it, yesterday's work may still be going on
KEPT = datetime.timedelta(days=30)


class Job(Protocol):
    """A job: it is given the day and the user it acts as; what it returns is written down."""

    def __call__(self, *, on: datetime.date, by: Any) -> Any:
        """Do what is due by that day."""


J = TypeVar("J", bound=Callable[..., Any])
jobs: dict[str, Job] = {}


def nightly(job: J) -> J:
    """Register a job under its app and name, for example `partnerships.end_agreements`."""
    app = job.__module__.removeprefix("entente.").partition(".")[0]
    jobs[f"{app}.{job.__name__}"] = job
    return job


def enqueue_due(enqueue: Callable[[str, str], Any], *, now: datetime.datetime) -> list[str]:
    """Enqueue each job that has not had its run today; whichever worker comes first does."""
    local = timezone.localtime(now)
    if local.hour < FROM_HOUR:
        return []
    today = local.date()
    had = set(NightlyRun.objects.filter(on=today).values_list("job", flat=True))
    due = []
    for name in sorted(jobs.keys() - had):
        with transaction.atomic():
            _run, first = NightlyRun.objects.get_or_create(job=name, on=today)
            if first:
                enqueue(name, today.isoformat())
                due.append(name)
    return due


def run(name: str, *, on: datetime.date, by: Any) -> NightlyRun:
    """Run one job now and write down what became of it."""
    record, _made = NightlyRun.objects.get_or_create(job=name, on=on)
    record.started_at, record.result, record.error = timezone.now(), "", ""
    try:
        result = jobs[name](on=on, by=by)
        record.result = "" if result is None else str(result)
    except Exception:
        logger.exception("The nightly job %s failed", name)
        record.error = traceback.format_exc()
    record.finished_at = timezone.now()
    record.save()
    return record


# --- The house's own chores -----------------------------------------------------------------------


@nightly
def look_at_tables(*, on: datetime.date, by: Any) -> None:  # noqa: ARG001
    """Let the database see how its tables have grown."""
    refresh_planner()


@nightly
def forget_ended_sessions(*, on: datetime.date, by: Any) -> int:  # noqa: ARG001
    """Delete sessions that have ended."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


@nightly
def sweep_unheld_files(*, on: datetime.date, by: Any) -> int:  # noqa: ARG001
    """Take away files that no record has held for a day."""
    return sweep_files()


@nightly
def forget_finished_work(*, on: datetime.date, by: Any) -> int:  # noqa: ARG001
    """Delete tasks, long work with its files, nightly runs and workers of a month ago."""
    before = timezone.now() - KEPT
    DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
    NightlyRun.objects.filter(on__lt=on - KEPT).delete()
    WorkerBeat.objects.filter(beat_at__lt=before).delete()
    count = 0
    for work in Work.objects.older_than(before):
        work.result.delete(save=False)
        work.delete()
        count += 1
    return count

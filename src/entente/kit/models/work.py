"""Work that goes on behind the pages: who does it, what happens by night, what a person started."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WorkerBeat(models.Model):
    """A worker process and when it was last heard of; one that is silent is taken for dead."""

    name = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField(default=timezone.now)
    beat_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self) -> str:
        return self.name


class NightlyRun(models.Model):
    """One run of one nightly job; the constraint makes it one a day, however many workers."""

    job = models.CharField(max_length=100)
    on = models.DateField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("nightly run")
        verbose_name_plural = _("nightly runs")
        constraints = (models.UniqueConstraint(fields=("job", "on"), name="nightly_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.job} {self.on}"


class WorkState(models.TextChoices):
    """Where a long piece of work stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("In progress")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Broken off")


OPEN_STATES = (WorkState.WAITING, WorkState.RUNNING)


class WorkQuerySet(models.QuerySet["Work"]):
    """Ways to read long work."""

    def started_by(self, person: Any) -> Self:
        """Keep what a person started: nobody sees another one's."""
        return self.filter(by=person)

    def open(self) -> Self:
        """Keep what is not finished yet."""
        return self.filter(state__in=OPEN_STATES)

    def older_than(self, moment: datetime.datetime) -> Self:
        """Keep what was finished before a moment."""
        return self.filter(finished_at__lt=moment)


class Work(models.Model):
    """Long work that a person started: what, how far, with what result.

    `done` is at once the progress and the place where the work goes on after an interruption: it
    moves in the transaction of the row itself, so that no row is done twice and none is lost.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    runner = models.CharField(max_length=200)
    title = models.CharField(_("title"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("started by")
    )
    language = models.CharField(max_length=10)
    payload = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=WorkState.choices, default=WorkState.WAITING
    )
    total = models.PositiveIntegerField(_("in all"), default=0)
    done = models.PositiveIntegerField(_("done so far"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    error = models.TextField(_("reason"), blank=True)
    result = models.FileField(_("file"), upload_to="work/", blank=True)
    task = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("long work")
        verbose_name_plural = _("long work")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="work_no_more_done_than_there_is",
                condition=Q(done__lte=F("total")) & Q(refused__lte=F("done")),
            ),
            models.CheckConstraint(
                name="work_finished_has_its_moment",
                condition=Q(state__in=OPEN_STATES, finished_at__isnull=True)
                | (~Q(state__in=OPEN_STATES) & Q(finished_at__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that shows how far it is."""
        return reverse("kit:work", args=[self.key])

    @property
    def is_open(self) -> bool:
        """Whether it still goes on, or waits for its turn."""
        return self.state in OPEN_STATES

    @property
    def succeeded(self) -> int:
        """How many rows were done and not refused."""
        return self.done - self.refused

    @property
    def percent(self) -> int:
        """How far it is, from 0 to 100; all done only when it is."""
        return self.done * 100 // self.total if self.total else 0


class WorkRow(models.Model):
    """What became of one row of long work: done, or refused for a reason."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    label = models.CharField(_("record"), max_length=300)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("work", "number"), name="work_each_row_once"),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def is_refused(self) -> bool:
        """Whether the row was left as it was."""
        return bool(self.reason)

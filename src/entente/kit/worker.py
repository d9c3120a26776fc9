"""A worker that is missed when it dies: a heartbeat, and tasks of silent workers taken again."""

from __future__ import annotations

import datetime
import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker
from django_tasks_db.models import DBTaskResult

from entente.kit import nightly, work
from entente.kit.models import WorkerBeat

logger = logging.getLogger(__name__)

PATIENCE = 60.0  # seconds of silence after which a worker is taken for dead
ATTEMPTS = 3  # workers that may die of a task before it is given up


class WorkerDiedError(Exception):
    """The worker that ran the task died, and so did those that tried it again."""


class Worker(DatabaseWorker):
    """Django's database worker with a heartbeat, the nightly list, and care for the dead."""

    def __init__(
        self, *, enqueue_job: Callable[[str, str], Any], patience: float, **options: Any
    ) -> None:
        name = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
        super().__init__(
            queue_names=["*"],
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
            **options,
        )
        self.enqueue_job = enqueue_job
        self.patience = patience
        self.over = threading.Event()

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """End after the row at hand; asked a second time, at once, as if killed."""
        if not self.running:
            os._exit(1)
        # No exception is raised here, as the parent would: it could fall between taking a task and
        # running it, or leave a transaction half open.
        work.ending.set()
        self.running = False

    def run(self) -> None:
        """Work until asked to end."""
        beat(self.worker_id)
        keeper = threading.Thread(target=self._keep_house, name="housekeeping", daemon=True)
        keeper.start()
        try:
            super().run()
        finally:
            self.over.set()
            keeper.join(timeout=30)
            WorkerBeat.objects.filter(name=self.worker_id).delete()

    def _keep_house(self) -> None:
        try:
            while True:
                try:
                    self.keep_house()
                except DatabaseError:
                    logger.exception("Housekeeping could not reach the database")
                finally:
                    connection.close()
                if self.over.wait(self.patience / 6):
                    return
        except BaseException:
            # Without a heartbeat others would take this worker's tasks: better to end openly.
            logger.exception("Housekeeping failed; the worker ends")
            os.kill(os.getpid(), signal.SIGTERM)
            raise

    def keep_house(self) -> None:
        """Say that this worker lives, take tasks of dead ones, begin what is due tonight."""
        beat(self.worker_id)
        take_back(patience=self.patience)
        if not self.batch:
            nightly.enqueue_due(self.enqueue_job, now=timezone.now())


def beat(name: str) -> None:
    """Write down that a worker lives."""
    WorkerBeat.objects.update_or_create(name=name, defaults={"beat_at": timezone.now()})


def take_back(*, patience: float = PATIENCE) -> int:
    """Make the tasks of silent workers ready again, or give them up; say how many were touched."""
    running = DBTaskResult.objects.running().values_list("pk", flat=True)
    return sum(_take_back(pk, datetime.timedelta(seconds=patience)) for pk in list(running))


def _take_back(pk: Any, patience: datetime.timedelta) -> bool:
    silent_since = timezone.now() - patience
    with transaction.atomic():
        task = DBTaskResult.objects.running().select_for_update(skip_locked=True)
        mine = task.filter(pk=pk).first()
        if mine is None or _is_alive(mine, silent_since):
            return False
        if len(mine.worker_ids) >= ATTEMPTS:
            mine.set_failed(WorkerDiedError(f"{len(mine.worker_ids)} workers died of this task"))
            work.task_was_given_up(str(mine.pk))
            logger.error("Task %s (%s) is given up", mine.pk, mine.task_path)
            return True
        mine.status = "READY"
        mine.save(update_fields=["status"])
        logger.warning("Task %s of a dead worker is ready again", mine.pk)
        return True


def _is_alive(task: DBTaskResult[Any, Any], silent_since: datetime.datetime) -> bool:
    owner = task.worker_ids[-1] if task.worker_ids else ""
    heard = WorkerBeat.objects.filter(name=owner).values_list("beat_at", flat=True).first()
    last = heard or task.started_at or task.enqueued_at
    return last >= silent_since

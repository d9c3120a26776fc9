"""Long work that a page starts: it shows its progress, survives `kill -9`, does each row once.

    class EndAgreements(Batch):
        def act(self, pk: int) -> None:
            services.end_agreement(Agreement.objects.visible_to(self.by).get(pk=pk), by=self.by)

    work.start(EndAgreements, by=officer, title=_("End agreements"), payload={"ids": ids})

The task of a work runs for a short while, then lets another one go on, so that the mail of a
colleague does not wait for ten thousand rows.
"""

from __future__ import annotations

import abc
import logging
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, cast

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.files import File
from django.db import DatabaseError, transaction
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks import task

from entente.kit import notices
from entente.kit.errors import DomainError
from entente.kit.models import Work, WorkRow, WorkState

logger = logging.getLogger(__name__)

SLICE = 10.0  # seconds that one task works before it lets others in
TOLD_EVERY = 0.5  # seconds between two notes of progress of an export

# Set once the worker is asked to end: work stops at the next row, and goes on elsewhere.
ending = threading.Event()


class StoppedError(Exception):
    """The work is no longer wanted, or goes on elsewhere."""


class Runner(abc.ABC):
    """What a kind of long work does; it acts as the person who started it."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.by: Any = work.by
        self.payload: Mapping[str, Any] = work.payload

    @abc.abstractmethod
    def total(self) -> int:
        """Count the rows; asked once, when the work begins."""

    @abc.abstractmethod
    def carry_on(self) -> bool:
        """Work for a while from where the work stands; say whether it is finished."""


class Batch(Runner):
    """One action on many records: each row succeeds or is refused with a reason by itself.

    `payload["ids"]` are the records. The change of a row and the step to the next one are one
    transaction; with `at_once` so are that many rows, as long as none of them is refused.
    """

    at_once: ClassVar[int] = 1

    @abc.abstractmethod
    def act(self, pk: Any) -> None:
        """Do it to one record, through a service; a `DomainError` refuses this row alone."""

    def act_all(self, keys: Sequence[Any]) -> None:
        """Do it to many records at once; what is refused is then done row by row."""
        for pk in keys:
            self.act(pk)

    def label(self, pk: Any) -> str:
        """Say which record this is, for the list of results."""
        return str(pk)

    def total(self) -> int:
        """Count the records."""
        return len(self.payload["ids"])

    def carry_on(self) -> bool:
        """Do rows until the slice of time is over."""
        until = time.monotonic() + SLICE
        while self._next_rows():
            if ending.is_set() or time.monotonic() > until:
                return False
        return True

    def _next_rows(self) -> bool:
        with transaction.atomic():
            work = _lock(self.work.pk)
            if work.done >= work.total:
                return False
            keys = self.payload["ids"][work.done : work.done + self.at_once]
            labels = [self._label_of(pk) for pk in keys]
            if len(keys) > 1 and self._all_done(keys):
                reasons = [""] * len(keys)
            else:
                reasons = [self._reason_against(pk) for pk in keys]
            WorkRow.objects.bulk_create(
                WorkRow(work=work, number=number, label=label[:300], reason=reason)
                for number, (label, reason) in enumerate(
                    zip(labels, reasons, strict=True), start=work.done
                )
            )
            work.done += len(keys)
            work.refused += sum(map(bool, reasons))
            work.save(update_fields=["done", "refused"])
            return True

    def _all_done(self, keys: Sequence[Any]) -> bool:
        """Do many rows; where one of them cannot be done nothing stays, and each is tried alone."""
        try:
            with transaction.atomic():
                self.act_all(keys)
        except DatabaseError:
            raise
        except Exception as error:  # noqa: BLE001 each row tells its own reason
            logger.info("%s rows of %s are done one by one: %s", len(keys), self.work, error)
            return False
        return True

    def _label_of(self, pk: Any) -> str:
        try:
            return self.label(pk)
        except ObjectDoesNotExist:
            return str(pk)

    def _reason_against(self, pk: Any) -> str:
        """Do the row; give the reason when it was refused, and then nothing of it stays."""
        try:
            with transaction.atomic():
                self.act(pk)
        except ObjectDoesNotExist:
            return _("It is no longer there, or you may not see it.")
        except ValidationError as refusal:
            return " ".join(refusal.messages)
        except DatabaseError:
            raise
        except Exception:
            logger.exception("Row %s of %s failed", pk, self.work)
            return _("An error in the program; nothing was changed. It has been recorded.")
        return ""


class Export(Runner):
    """A file that takes long: written beside the page, offered for download when it is complete.

    An interrupted file is begun anew.
    """

    filename = "export.xlsx"

    @abc.abstractmethod
    def write(self, path: Path, progress: Callable[[int], None]) -> None:
        """Write the file; call `progress` with the number of rows written so far."""

    def carry_on(self) -> bool:
        """Write the whole file."""
        with tempfile.TemporaryDirectory(prefix="entente-export-") as folder:
            path = Path(folder) / "file"
            self.write(path, self._progress())
            with transaction.atomic(), path.open("rb") as content:
                work = _lock(self.work.pk)
                work.done = work.total
                work.result.save(f"{work.key}/{self.filename}", File(content), save=False)
                work.save(update_fields=["done", "result"])
        return True

    def _progress(self) -> Callable[[int], None]:
        told = 0.0

        def progress(rows: int) -> None:
            nonlocal told
            if time.monotonic() - told < TOLD_EVERY:
                return
            told = time.monotonic()
            still = Work.objects.filter(pk=self.work.pk, state=WorkState.RUNNING)
            if ending.is_set() or not still.update(done=min(rows, self.work.total)):
                raise StoppedError

        return progress


# --- Starting, stopping ---------------------------------------------------------------------------


def start(
    runner: type[Runner], *, by: Any, title: str, payload: Mapping[str, Any] | None = None
) -> Work:
    """Begin long work as a person; a worker carries it out. Show its page to the person."""
    with transaction.atomic():
        work = Work.objects.create(
            runner=f"{runner.__module__}.{runner.__qualname__}",
            title=str(title)[:300],
            by=by,
            language=translation.get_language() or "zh-hans",
            payload=dict(payload or {}),
        )
        _enqueue(work)
    work.refresh_from_db()
    return work


def stop(work: Work) -> None:
    """End work before it is finished; the rows done so far stay done."""
    with transaction.atomic():
        work.refresh_from_db(from_queryset=Work.objects.select_for_update())
        if not work.is_open:
            raise DomainError(_("This work has ended already."), code="ended")
        _finish(work, WorkState.STOPPED)


def resume(work: Work) -> None:
    """Go on with work that was stopped or broke off, from the row where it stands."""
    with transaction.atomic():
        work.refresh_from_db(from_queryset=Work.objects.select_for_update())
        if work.state not in {WorkState.STOPPED, WorkState.FAILED}:
            raise DomainError(_("This work need not be resumed."), code="not_ended")
        work.state, work.finished_at, work.error = WorkState.WAITING, None, ""
        work.save(update_fields=["state", "finished_at", "error"])
        _enqueue(work)


def task_was_given_up(task_id: str) -> None:
    """Break off the work of a task whose worker died too often."""
    for work in Work.objects.open().filter(task=task_id):
        with translation.override(work.language):
            work.error = _("The worker died several times at this place.")
        _finish(work, WorkState.FAILED)


# --- Carrying out ---------------------------------------------------------------------------------


@task()
def carry_on(work_id: int) -> None:
    """Do a slice of long work, then leave the rest to another task."""
    work = _begin(work_id)
    if work is None:
        return
    with translation.override(work.language):
        try:
            finished = runner_of(work).carry_on()
        except StoppedError:
            finished = False
        except Exception as error:
            _broke_off(work_id, error)
            raise
    with transaction.atomic():
        try:
            work = _lock(work_id)
        except StoppedError:
            return
        if finished:
            _finish(work, WorkState.DONE)
        else:
            _enqueue(work)


def runner_of(work: Work) -> Runner:
    """Make the runner of a work."""
    runner: type[Runner] = import_string(work.runner)
    if not issubclass(runner, Runner):
        raise TypeError(work.runner)
    return runner(work)


def _begin(work_id: int) -> Work | None:
    with transaction.atomic():
        locked = Work.objects.select_for_update(of=("self",)).select_related("by")
        work = locked.filter(pk=work_id).first()
        if work is None or not work.is_open:
            return None
        if work.state == WorkState.WAITING:
            work.state = WorkState.RUNNING
            if not work.total:
                work.total = runner_of(work).total()
            work.save(update_fields=["state", "total"])
        return work


def _lock(work_id: int) -> Work:
    """Lock the work for one step; refuse when it was stopped meanwhile."""
    work = Work.objects.select_for_update().defer("payload").get(pk=work_id)
    if work.state != WorkState.RUNNING:
        raise StoppedError
    return work


def _enqueue(work: Work) -> None:
    # The task's row is written in the same transaction: neither is there without the other.
    work.task = str(cast("Any", carry_on).enqueue(work.pk).id)
    Work.objects.filter(pk=work.pk).update(task=work.task)


def _finish(work: Work, state: WorkState) -> None:
    work.state, work.finished_at = state, timezone.now()
    work.save(update_fields=["state", "finished_at", "error"])
    if state == WorkState.STOPPED:
        return
    texts = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            texts[language] = _("%(title)s: %(state)s") % {
                "title": work.title,
                "state": state.label,
            }
    notices.tell(
        [work.by],
        key=f"work {work.key} {work.finished_at:%H%M%S}",
        zh=texts["zh-hans"],
        en=texts["en"],
        url=work.get_absolute_url(),
    )


def _broke_off(work_id: int, error: Exception) -> None:
    with transaction.atomic():
        work = Work.objects.select_for_update().get(pk=work_id)
        if not work.is_open:
            return
        if isinstance(error, DatabaseError):
            work.error = _("The database refused; you can go on from here.")
        else:
            work.error = _("An error in the program; it has been recorded.")
        _finish(work, WorkState.FAILED)

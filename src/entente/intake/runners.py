"""Long sheets are looked through and imported by a worker, which may be interrupted."""

from __future__ import annotations

import time
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.intake import importers, services
from entente.intake.enums import ImportState
from entente.intake.models import Import
from entente.kit import work
from entente.kit.models import Work, WorkState
from entente.mobility.enums import CHANGE_STAY
from entente.office.models import Unit

# A larger file is left to a worker, so that nobody waits before an empty page.
AT_ONCE = 300_000
TOLD_EVERY = 0.5


class SheetWork(work.Runner):
    """Reads the sheet of an import; interrupted, it begins anew, for nothing was written."""

    @cached_property
    def record(self) -> Import:
        """The import."""
        return Import.objects.for_page().get(pk=self.payload["import"])

    def total(self) -> int:
        """Count the rows of the sheet."""
        return max(1, len(importers.grid_of(self.record).rows))

    def progress(self) -> importers.Progress:
        """Note twice a second how far the reading is; stop when nobody wants it any more."""
        told = 0.0

        def note(rows: int) -> None:
            nonlocal told
            if time.monotonic() - told < TOLD_EVERY:
                return
            told = time.monotonic()
            still = Work.objects.filter(pk=self.work.pk, state=WorkState.RUNNING)
            if work.ending.is_set() or not still.update(done=min(rows, self.work.total)):
                raise work.StoppedError

        return note

    def finish(self) -> None:
        """Say that all is done, in the transaction of what was done."""
        Work.objects.filter(pk=self.work.pk).update(done=self.work.total)


class LookWork(SheetWork):
    """Look through a sheet."""

    def carry_on(self) -> bool:
        """Read all of it and keep what was found."""
        if self.record.state in (ImportState.NEW, ImportState.READY):
            importers.look(self.record, by=self.by, progress=self.progress())
        self.finish()
        return True


class ApplyWork(SheetWork):
    """Import a sheet."""

    def carry_on(self) -> bool:
        """Import it, all in one transaction; one that is done already is left alone."""
        if self.record.state == ImportState.DONE:
            return True
        importers.apply(
            self.record,
            on=timezone.localdate(),
            by=self.by,
            good_rows_only=self.payload["good_rows_only"],
            progress=self.progress(),
            finish=self.finish,
        )
        return True


def look_through(record: Import, *, by: object) -> None:
    """Look through a sheet: now, or by a worker if it is long."""
    if record.file.size <= AT_ONCE:
        importers.look(record, by=by)  # type: ignore[arg-type]
        return
    _start(LookWork, record, by, _("%(name)s is looked through") % {"name": record.name}, {})


def import_sheet(record: Import, *, by: object, good_rows_only: bool) -> None:
    """Import a sheet: now, or by a worker if it is long."""
    if record.file.size <= AT_ONCE:
        importers.apply(
            record,
            on=timezone.localdate(),
            by=by,  # type: ignore[arg-type]
            good_rows_only=good_rows_only,
        )
        return
    title = _("%(name)s is imported") % {"name": record.name}
    _start(ApplyWork, record, by, title, {"good_rows_only": good_rows_only})


def _start(
    kind: type[SheetWork], record: Import, by: object, title: str, payload: dict[str, object]
) -> None:
    if record.work is not None and record.work.is_open:
        raise ValidationError(_("This sheet is being worked on. Wait until that is finished."))
    with transaction.atomic():
        begun = work.start(kind, by=by, title=title, payload={"import": record.pk, **payload})
        services.note_work(record, begun)


class EnterStays(work.Batch):
    """Enter the stays of a sheet, line by line; each line succeeds or is refused by itself."""

    at_once = 50

    def label(self, pk: Any) -> str:
        """Name the line as people see it in their sheet."""
        name = services.name_of(self.payload["lines"][str(pk)]["who"])
        return _("Row %(row)s: %(name)s") % {"row": pk, "name": name}

    def act(self, pk: Any) -> None:
        """Enter it, if the person may still keep stays there."""
        line = self.payload["lines"][str(pk)]
        Unit.objects.visible_to(self.by, CHANGE_STAY).get(pk=line["unit"])
        services.enter_line(line, namesakes=self.payload["namesakes"], by=self.by)

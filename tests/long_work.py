"""Runners for the tests of long work; a worker in a process of its own imports them from here."""

import time

from entente.kit.errors import DomainError
from entente.kit.work import Batch, Export
from entente.office import services
from entente.office.models import Unit


class RenameUnits(Batch):
    """Add one mark to the name of each unit, at a pace that can be interrupted."""

    def label(self, pk):
        return Unit.objects.get(pk=pk).name_en

    def act(self, pk):
        unit = Unit.objects.get(pk=pk)
        if unit.closed_on:
            raise DomainError("The unit is closed.")
        services.change_unit(unit, by=self.by, name_en=f"{unit.name_en}+")
        time.sleep(self.payload.get("pause", 0))
        if self.payload.get("fault") == pk:
            raise ZeroDivisionError


class ListUnits(Export):
    """The names of all units, one a line."""

    filename = "units.txt"

    def total(self):
        return Unit.objects.count()

    def write(self, path, progress):
        with path.open("w") as out:
            for number, unit in enumerate(Unit.objects.order_by("pk"), start=1):
                out.write(f"{unit.name_en}\n")
                progress(number)

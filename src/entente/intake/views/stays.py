"""The page on which a sheet of stays is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.intake import runners, services
from entente.intake.forms import SheetOfStaysForm
from entente.intake.importers import StaysSheet
from entente.intake.models import Import
from entente.kit import pages, work
from entente.kit.errors import DomainError
from entente.kit.files.names import clean_name
from entente.kit.imports import read_table
from entente.mobility.enums import CHANGE_STAY

CHANGE, ADD_PERSON = "intake.change_import", "people.add_person"
MOST_ROWS = 20_000
OF_ALL = ("direction", "kind", "level", "source")


class SheetOfStaysPage(pages.FormPage):
    """Enter the stays of a sheet; a worker does it, line by line, once nothing in it is wrong."""

    model = Import
    permission_required = CHANGE
    form_class = SheetOfStaysForm
    title = _("Stays from a sheet")
    submit_label = _("Check the sheet and enter the stays")

    def perform(self, values: Mapping[str, Any]) -> str:
        """Check every line; only when nothing is wrong is the first one entered."""
        if not (self.officer.may(CHANGE_STAY) and self.officer.may(ADD_PERSON)):
            raise DomainError(gettext("You may not enter stays and persons."), code="may_not")
        unit, file = values["unit"], values["file"]
        name = clean_name(file.name or "")
        try:
            sheet = StaysSheet(
                read_table(file, file.name or "", most=MOST_ROWS),
                by=self.officer,
                unit=unit,
                on=timezone.localdate(),
                shared={"source": name} | {it: values[it] for it in OF_ALL if values[it]},
                institutions=values["institutions"],
                namesakes=values["namesakes"],
            )
            sheet.refuse_faults()
        except ValidationError as refusal:
            raise DomainError({"file": refusal.messages}, code="faulty_rows") from refusal
        with transaction.atomic():
            services.enter_partners(
                sheet.partners, unit.top_id or unit.pk, source=name, by=self.officer
            )
            lines = sheet.lines()
            payload = {
                "ids": [int(number) for number in lines],
                "lines": lines,
                "namesakes": values["namesakes"],
            }
            title = gettext("Stays from %(name)s") % {"name": name}
            begun = work.start(runners.EnterStays, by=self.officer, title=title, payload=payload)
        return begun.get_absolute_url()

    def back(self) -> str:
        """Go back to the imports."""
        return reverse("intake:imports")

"""Sheets that the register accepts: groups of countries, rankings of institutions."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from entente.kit.grids import Table
from entente.kit.imports import SheetReading
from entente.office.models import User
from entente.organisations import services
from entente.organisations.enums import ListKind
from entente.organisations.forms import GroupRowForm, RankingRowForm
from entente.organisations.models import DatedList


class ListImport(SheetReading):
    """One state of a dated list."""

    kind: ListKind
    told_apart_by: str

    def __init__(self, table: Table, *, by: User) -> None:
        super().__init__(table, by=by)
        self._refuse_doubles()

    def apply(self, *, name: str, valid_from: datetime.date, source: str = "") -> DatedList:
        """Store every row as one state of the list of that name, or refuse the sheet."""
        return services.import_list(
            by=self.by,
            kind=self.kind,
            name=name,
            valid_from=valid_from,
            source=source,
            lines=self.values(),
        )

    def joined(self) -> int:
        """Count the rows that are surely organisations of the register."""
        return len(services.organisations_of([row.form.cleaned_data for row in self.rows]))

    def _refuse_doubles(self) -> None:
        first: dict[str, int] = {}
        for row in self.rows:
            value = row.form.cleaned_data.get(self.told_apart_by)
            if not value:
                continue
            before = first.setdefault(str(value).casefold(), row.number)
            if before != row.number:
                sentence = _("This stands in row %(row)s already.") % {"row": before}
                self.blame(row, self.told_apart_by, sentence)


class GroupImport(ListImport):
    """Countries and regions that form a group."""

    kind = ListKind.GROUP
    row_form = GroupRowForm
    told_apart_by = "country"
    also_called = {"country": ("国家", "国家或地区", "国家和地区", "国别", "iso", "code")}


class RankingImport(ListImport):
    """Institutions with their places in a ranking."""

    kind = ListKind.RANKING
    row_form = RankingRowForm
    told_apart_by = "name"
    also_called = {
        "position": ("rank", "place", "排名", "名次"),
        "name": ("institution", "university", "institution name", "学校", "院校", "机构"),
        "country": ("location", "国家", "国家或地区", "国家和地区", "国别"),
        "ror": ("ror id",),
    }


IMPORTS: dict[str, type[ListImport]] = {
    ListKind.GROUP: GroupImport,
    ListKind.RANKING: RankingImport,
}

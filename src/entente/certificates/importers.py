"""Sheets with the holders of many certificates."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from entente.certificates import printed
from entente.certificates.forms import HolderFields
from entente.certificates.models import Certificate, CertificateSeries, CertificateTemplate
from entente.certificates.services import issuing
from entente.kit.grids import Table
from entente.kit.imports import ImportRow, SheetReading

MOST_ROWS = 20_000
OF_ALL = ("subject_zh", "subject_en", "detail_zh", "detail_en", "starts_on", "ends_on", "hours")


class HolderRow(HolderFields):
    """One line: who, and what differs from the others."""

    def clean(self) -> dict[str, Any]:
        """Ask for a name."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not (values.get("name_zh") or values.get("name_en")):
            raise forms.ValidationError(_("Write the holder's name in at least one language."))
        return values


class HoldersSheet(SheetReading):
    """Reads who receives a certificate; what a line leaves empty is as for all of them.

    Everything that `issue` would refuse of a line by itself is said before the first is issued.
    """

    row_form = HolderRow
    also_called = {
        "name_zh": ("姓名", "中文姓名", "Chinese name"),
        "name_en": ("英文姓名", "拼音", "Name", "Name in English"),
        "email": ("邮箱", "电子邮箱", "E-mail", "Email"),
        "reference": ("学号", "工号", "学员编号", "Student number", "Staff number"),
    }

    def __init__(
        self,
        table: Table,
        *,
        by: Any,
        series: CertificateSeries,
        template: CertificateTemplate,
        shared: dict[str, Any],
    ) -> None:
        self.series, self.template, self.shared = series, template, shared
        super().__init__(table, by=by)
        self._check_rows()

    def said(self, row: ImportRow) -> dict[str, Any]:
        """Give the values of a line, filled with what holds for all."""
        own = {name: value for name, value in row.form.cleaned_data.items() if value}
        return {"project": 0, **self.shared, **own}

    def _check_rows(self) -> None:
        seen: dict[tuple[Any, ...], int] = {}
        for row in self.rows:
            if not row.form.is_valid():
                continue
            values = self.said(row)
            certificate = Certificate(
                unit=self.series.unit, series=self.series, template=self.template, **values
            )
            self._blame_missing(row, certificate)
            names = ("name_zh", "name_en", "reference", "subject_zh", "subject_en", "detail_zh")
            key = tuple(getattr(certificate, name) for name in names)
            if key in seen:
                sentence = _(
                    "The same holder stands in row %(row)s. Tell namesakes apart by number."
                )
                self.blame(row, "name_zh", sentence % {"row": seen[key]})
            seen.setdefault(key, row.number)
        self._blame_characters()

    def _blame_missing(self, row: ImportRow, certificate: Certificate) -> None:
        try:
            issuing.refuse_missing(certificate, self.template)
        except ValidationError as refusal:
            for name, messages in refusal.message_dict.items():
                self.blame(row, name, messages[0])

    def _blame_characters(self) -> None:
        """Name the characters that no font has at the lines in which they stand."""
        valid = [row for row in self.rows if row.form.is_valid()]
        used: set[str] = set()
        for row in valid:
            used |= {letter for value in self.said(row).values() for letter in str(value)}
        lacking = printed.lacking(used)
        for row in valid if lacking else ():
            for name, value in row.form.cleaned_data.items():
                if found := sorted(lacking & set(str(value or ""))):
                    sentence = _("No font of this machine has “%(letters)s” (%(codes)s).")
                    codes = ", ".join(f"U+{ord(letter):04X}" for letter in found)
                    self.blame(row, name, sentence % {"letters": "".join(found), "codes": codes})

    def lines(self) -> dict[str, dict[str, Any]]:
        """Give every line by its number in the sheet, fit to be kept until it is issued."""
        self.refuse_faults()
        return {
            str(row.number): {name: _kept(value) for name, value in self.said(row).items() if value}
            for row in self.rows
        }


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value

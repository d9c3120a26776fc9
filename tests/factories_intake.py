"""Sheets as offices keep them, made for the tests."""

import io

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from entente.intake import services
from entente.intake.shipped import Mapping
from entente.office.services import system_user

HEADINGS = ["合作院校", "国家", "协议类型", "签署日期", "到期日期", "备注"]
COLUMNS = {
    "partner": "合作院校",
    "country": "国家",
    "kind": "协议类型",
    "signed_on": "签署日期",
    "ends_on": "到期日期",
    "notes": "备注",
}
MAPPING = Mapping(columns=COLUMNS)
ROWS = [
    ["University of Waterloo", "加拿大", "学生交换协议", "2019-05-01", "2030-04-30", ""],
    ["柏林工业大学", "德国", "MOU", "2021年3月", "2031", "续签过一次"],
]


def workbook(rows, prepare=None, name="Agreements"):
    """Write rows as a workbook; `prepare` may do more to it."""
    to = io.BytesIO()
    book = xlsxwriter.Workbook(to, {"strings_to_formulas": False})
    sheet = book.add_worksheet(name)
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    if prepare:
        prepare(book, sheet)
    book.close()
    return to.getvalue()


def upload(content, name="agreements.xlsx"):
    return SimpleUploadedFile(name, content)


def make_import(unit, content, *, mapping=MAPPING, name="agreements.xlsx", by=None):
    """Hand a sheet in and name its columns."""
    by = by or system_user()
    record = services.start_import(upload(content, name), unit=unit, by=by)
    services.name_columns(record, mapping, by=by)
    return record


NEWS = "In May 2019 we signed an exchange agreement with the University of Waterloo."


def make_document(unit, text=NEWS, name="news.txt"):
    """Read a document for a unit; nothing of it is decided."""
    return services.read_document(text.encode(), name=name, unit=unit, by=system_user())

"""Sheets in: headings in any language, row numbers as people see them, all or nothing."""

import datetime
import io

import pytest
from django import forms
from django.utils.translation import gettext_lazy, override

from entente.kit import sheets
from entente.kit.errors import DomainError
from entente.kit.imports import SheetImport, letters, read_table
from entente.office import services
from entente.office.models import Unit

pytestmark = pytest.mark.django_db


class UnitRowForm(forms.Form):
    name_en = forms.CharField(label=gettext_lazy("name in English"), max_length=20)
    code = forms.SlugField(label=gettext_lazy("short code"))
    closed_on = forms.DateField(label=gettext_lazy("closed on"), required=False)


class UnitImport(SheetImport):
    row_form = UnitRowForm
    also_called = {"code": ("Kürzel",)}

    def store(self, values):
        services.add_unit(by=self.by, kind="university", **values)


def book(headings, *rows):
    to = io.BytesIO()
    sheets.write_xlsx(headings, rows, to)
    return to


def load(file, name="units.xlsx"):
    return UnitImport(read_table(file, name), by=services.system_user())


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


ROWS = [["One", "ONE", None], ["Two", "TWO", datetime.date(2026, 5, 1)]]


@pytest.mark.parametrize(
    "headings",
    [
        ["name in English", "short code", "closed on"],
        ["英文名称", "简称代码", "停用日期"],
        ["name_en", " Kürzel ", "CLOSED ON (may stay empty)"],
    ],
)
def test_headings_are_read_in_any_language(headings):
    if "英文名称" in headings:
        with override("zh-hans"):
            headings = [str(field.label) for field in UnitRowForm.base_fields.values()]
    assert load(book(headings, *ROWS)).apply() == 2
    assert list(Unit.objects.values_list("name_en", "code", "closed_on").order_by("code")) == [
        ("One", "ONE", None),
        ("Two", "TWO", datetime.date(2026, 5, 1)),
    ]


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_csv_is_read_as_excel_and_wps_write_it(code):
    text = "单位代码说明\r\nname_en;code\r\n一;A\r\n"
    rows = read_table(io.BytesIO(text.encode(code)), "a.csv")
    assert rows == [["单位代码说明"], ["name_en", "code"], ["一", "A"]]


def test_cells_are_called_as_people_see_them():
    file = book(
        ["List of units", "", ""],
        ["name in English", "short code", "closed on"],
        ["One", "ONE", ""],
        ["", "", ""],
        ["", "two words", "soon"],
    )
    assert [(fault.cell, fault.heading, fault.value) for fault in load(file).faults] == [
        ("A5", "name in English", ""),
        ("B5", "short code", "two words"),
        ("C5", "closed on", "soon"),
    ]


def test_a_cell_that_holds_several_lines_is_one_row():
    text = 'name_en,code\n"One\nand more",ONE\n\nTwo,two words\n'
    file = io.BytesIO(text.encode())
    assert [fault.cell for fault in load(file, "units.csv").faults] == ["B4"]


def test_one_faulty_row_keeps_all_from_being_stored():
    with pytest.raises(DomainError) as refusal:
        load(book(["name_en", "code"], ["One", "ONE"], ["Two", "not a code"])).apply()
    assert [message.partition(":")[0] for message in refusal.value.messages] == ["B3"]
    assert not Unit.objects.exists()


def test_what_the_service_refuses_is_said_at_its_row_and_nothing_is_stored():
    file = book(["name_en", "code"], ["One", "ONE"], ["Two", "ONE"], ["Three", "ONE"])
    with pytest.raises(DomainError) as refusal:
        load(file).apply()
    assert [message.partition(":")[0] for message in refusal.value.messages] == ["B3", "B4"]
    assert not Unit.objects.exists()


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        (["name_en"], ["Row 1: There is no column “short code”."]),
        (
            ["name_en", "code", "Kürzel"],
            ["C1: This column stands in the sheet twice; the other one is B."],
        ),
    ],
)
def test_missing_and_doubled_headings_are_named(headings, told):
    with pytest.raises(DomainError) as refusal:
        load(book(headings, ["One", "ONE", "X"])).apply()
    assert refusal.value.messages == told


def test_headings_alone_are_no_sheet():
    faults = load(book(["name_en", "code"])).faults
    assert [str(fault) for fault in faults] == [
        "Row 1: The sheet has headings, but no rows below them."
    ]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "list.csv", "empty"),
        (b"MZ\x90\x00", "list.xlsx", "not_accepted"),
        (b"PK\x03\x04 not a package", "list.xlsx", "damaged"),
        (b"%PDF-1.7 text", "list.csv", "damaged"),
        (b"\x00\x01\x02\xff\xfe", "list.csv", "not_accepted"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(content, name, code):
    with pytest.raises(DomainError) as refusal:
        read_table(io.BytesIO(content), name)
    assert refusal.value.code == code


def test_a_sheet_that_is_too_long_is_refused():
    content = b"code\n" + b"A\n" * 5001
    with pytest.raises(DomainError) as refusal:
        read_table(io.BytesIO(content), "units.csv")
    assert refusal.value.messages == ["The sheet has more than 5000 rows. Please divide it."]
    assert len(read_table(io.BytesIO(content), "units.csv", most=None)) == 5002


@pytest.mark.parametrize(
    ("at", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_called_as_spreadsheet_programs_do(at, name):
    assert letters(at) == name


def test_what_we_write_we_read_and_nothing_runs_as_a_formula():
    to = io.BytesIO()
    row = ["=1+1", "+1", "-1", "@x", "\tx", -5, 1.5, datetime.date(2026, 5, 1)]
    sheets.write_csv(["a"] * 8, [row], to)
    text = to.getvalue().decode("utf-8-sig").splitlines()[1]
    assert text == "'=1+1,'+1,'-1,'@x,'\tx,-5,1.5,2026-05-01"

    table = read_table(book(["a"] * 8, row), "a.xlsx")
    assert table[1] == ["=1+1", "+1", "-1", "@x", "x", "-5", "1.5", "2026-05-01"]

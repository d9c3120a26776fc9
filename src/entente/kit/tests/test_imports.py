"""Sheets in: headings in any language, row numbers as people see them, all or nothing."""

import datetime
import io

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy, override

from entente.kit import sheets
from entente.kit.errors import DomainError
from entente.kit.imports import SheetImport, read_rows
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
    return UnitImport(file, name, by=services.system_user())


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
    rows = list(read_rows(io.BytesIO(text.encode(code)), "a.csv"))
    assert rows == [(1, ["单位代码说明"]), (2, ["name_en", "code"]), (3, ["一", "A"])]


def test_row_numbers_are_those_that_people_see():
    file = book(
        ["List of units", "", ""],
        ["name in English", "short code", "closed on"],
        ["One", "ONE", ""],
        ["", "", ""],
        ["", "two words", "soon"],
    )
    preview = load(file).faulty
    assert [(row.number, len(row.faults)) for row in preview] == [(5, 3)]


def test_one_faulty_row_keeps_all_from_being_stored():
    with pytest.raises(DomainError) as refusal, override("en"):
        load(book(["name_en", "code"], ["One", "ONE"], ["Two", "not a code"])).apply()
    assert [message.partition(":")[0] for message in refusal.value.messages] == ["Row 3"]
    assert not Unit.objects.exists()


def test_what_the_service_refuses_is_said_at_its_row_and_nothing_is_stored():
    file = book(["name_en", "code"], ["One", "ONE"], ["Two", "ONE"], ["Three", "ONE"])
    with pytest.raises(DomainError) as refusal, override("en"):
        load(file).apply()
    assert [message.partition(":")[0] for message in refusal.value.messages] == ["Row 3", "Row 4"]
    assert not Unit.objects.exists()


@pytest.mark.parametrize(
    ("headings", "code"),
    [(["name_en"], "headings_missing"), (["name_en", "code", "Kürzel"], "headings_twice")],
)
def test_missing_and_doubled_headings_are_named(headings, code):
    with pytest.raises(ValidationError) as refusal:
        load(book(headings, ["One", "ONE", "X"])).apply()
    assert refusal.value.code == code


def test_what_we_write_we_read_and_nothing_runs_as_a_formula():
    to = io.BytesIO()
    row = ["=1+1", "+1", "-1", "@x", "\tx", -5, 1.5, datetime.date(2026, 5, 1)]
    sheets.write_csv(["a"] * 8, [row], to)
    text = to.getvalue().decode("utf-8-sig").splitlines()[1]
    assert text == "'=1+1,'+1,'-1,'@x,'\tx,-5,1.5,2026-05-01"

    numbers = dict(read_rows(book(["a"] * 8, row), "a.xlsx"))
    assert numbers[2] == ["=1+1", "+1", "-1", "@x", "x", "-5", "1.5", "2026-05-01"]

"""Sheets as nobody should keep them: each fault is a sentence at its cell."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from entente.intake.reading import read
from entente.intake.shipped import Mapping
from entente.kit.grids import read_grid
from tests.factories_intake import COLUMNS, HEADINGS, MAPPING, ROWS, upload, workbook


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def faults(content, name="a.xlsx", mapping=MAPPING):
    return [str(fault) for fault in read(read_grid(upload(content), name), mapping).faults]


def test_merged_cells_are_named():
    def merge(book, sheet):
        sheet.merge_range("B2:B3", "Canada")

    assert faults(workbook([HEADINGS, *ROWS], merge)) == [
        "B2: The cells B2 to B3 are merged: for which of them the value holds cannot be known."
        " Please split them and write the value into each.",
        "B3: The cells B2 to B3 are merged: for which of them the value holds cannot be known."
        " Please split them and write the value into each.",
    ]


def test_a_second_row_of_headings_is_named_and_can_be_read():
    def merge(book, sheet):
        sheet.merge_range("D1:E1", "有效期")

    rows = [[*HEADINGS[:3], "有效期", "", "备注"], ["", "", "", "签署日期", "到期日期", ""], *ROWS]
    assert faults(workbook(rows, merge), mapping=Mapping(columns={"partner": "合作院校"})) == [
        "D2: This is a second row of headings. Keep one row, or say that the headings take two."
    ]
    two = Mapping(
        columns={**COLUMNS, "signed_on": "有效期 签署日期", "ends_on": "有效期 到期日期"},
        heading_rows=2,
    )
    assert faults(workbook(rows, merge), mapping=two) == []


def test_a_hidden_sheet_is_not_read_and_said():
    def hide(book, sheet):
        book.add_worksheet("Lists").hide()

    grid = read_grid(upload(workbook([HEADINGS, *ROWS], hide)), "a.xlsx")
    assert grid.set_aside == ("The hidden sheet “Lists” was not read.",)
    assert len(grid.rows) == 3


def test_formulas_give_their_value_and_broken_ones_are_named():
    def formulas(book, sheet):
        sheet.write_formula("A2", '="University of "&"Waterloo"', None, "University of Waterloo")
        sheet.write_formula("E2", "=1/0", None, "#DIV/0!")

    assert faults(workbook([HEADINGS, ROWS[0]], formulas)) == [
        "E2: The formula in this cell gives an error (#DIV/0!)."
    ]


def test_too_many_columns_are_refused_at_the_first_that_is_too_many():
    with pytest.raises(ValidationError) as refusal:
        read_grid(upload(workbook([[f"c{at}" for at in range(200)]])), "a.xlsx")
    assert refusal.value.messages == [
        "DQ1: The sheet has 200 columns, and at most 120 are read. Please leave out those that are"
        " not needed."
    ]


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.csv", "empty"),
        (b"a,b\n\x81\x8d,\xff\xff\n", "a.csv", "encoding"),
        (b'a,b\n"never closed' + b"x" * 200_000, "a.csv", "damaged"),
    ],
)
def test_files_that_cannot_be_read_say_why(content, name, code):
    with pytest.raises(ValidationError) as refusal:
        read_grid(upload(content), name)
    assert refusal.value.code == code


def test_an_empty_sheet_and_headings_alone_are_named():
    assert faults(workbook([])) == ["Row 1: The sheet is empty."]
    assert faults(workbook([HEADINGS])) == [
        "Row 1: The sheet has headings, but no rows below them."
    ]


def test_western_and_chinese_letters_are_told_apart():
    western = "partner;country\nUniversität Tübingen;Österreich\nÉcole d’Été;Perú\n"
    chinese = "合作院校;国家\n北京大学;中国\n慕尼黑工业大学;德国\n"
    for text, encoding in ((western, "cp1252"), (chinese, "gb18030"), (western, "utf-16")):
        rows = read_grid(upload(text.encode(encoding)), "a.csv").rows
        assert rows == [line.split(";") for line in text.splitlines()]

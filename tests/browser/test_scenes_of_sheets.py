"""What an office tries with the spreadsheet it wants to leave behind."""

import pytest
from playwright.sync_api import expect

from tests.browser.filling import send
from tests.factories_intake import HEADINGS, workbook

WORDS = (
    "Alder",
    "Birch",
    "Cedar",
    "Elder",
    "Fir",
    "Gum",
    "Hazel",
    "Juniper",
    "Larch",
    "Oak",
    "Pine",
    "Yew",
)


@pytest.fixture
def officer(visitor):
    return visitor("ustb")


def sheet(folder, name, **cells):
    """Write a sheet of a dozen agreements; a cell may say something else (D6="2019-13-45")."""
    rows = [HEADINGS]
    for number, word in enumerate(WORDS):
        signed = f"{2010 + number}-05-01"
        rows.append([f"{word} College", "加拿大", "学生交换协议", signed, "2031-04-30", ""])
    for cell, text in cells.items():
        rows[int(cell[1:]) - 1]["ABCDEF".index(cell[0])] = text
    path = folder / name
    path.write_bytes(workbook(rows))
    return path


def hand_in(window, path):
    page = window.go("/imports/add/")
    page.locator("main [name=unit]").select_option(index=0)
    send(page, file=path)
    send(page)
    expect(page.locator("h1")).to_have_text(path.name)
    return page


def agreements_found(window, words):
    page = window.go(f"/agreements/?q={words}")
    return page.locator("tbody th a").count()


def test_a_messy_sheet_is_refused_by_cell_and_comes_in_once_when_it_is_mended(officer, tmp_path):
    wrong = {"D6": "2019-13-45", "E10": "2001-01-01", "A13": ""}
    page = hand_in(officer, sheet(tmp_path, "messy.xlsx", **wrong))
    said = page.locator("main table", has_text="What is wrong").locator("tbody tr")
    expect(said).to_have_count(3)
    for row, words in enumerate(("no such day", "before the day of signature", "missing")):
        expect(said.nth(row)).to_contain_text(list(wrong)[row])
        expect(said.nth(row)).to_contain_text(words)
    expect(page.get_by_role("link", name="Import", exact=True)).to_have_count(0)
    assert agreements_found(officer, "Alder College") == 0

    page = hand_in(officer, sheet(tmp_path, "mended.xlsx"))
    address = page.url
    page.get_by_role("link", name="Import", exact=True).first.click()
    send(page)
    expect(page.locator("main")).to_contain_text("Imported")
    assert agreements_found(officer, "Alder College") == 1

    page = hand_in(officer, sheet(tmp_path, "again.xlsx"))
    agreements = page.locator("main tr", has_text="Agreements").first
    expect(agreements.locator("td")).to_have_text(["0", "0", "12"])

    page = officer.go(address)
    page.get_by_role("link", name="Undo").first.click()
    send(page)
    expect(page.locator("main")).to_contain_text("Undone")
    assert agreements_found(officer, "Alder College") == 0

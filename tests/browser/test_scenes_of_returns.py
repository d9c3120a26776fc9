"""What an office tries with numbers for others: asked of units, drawn for agencies, reconciled."""

import csv
import io
import re

import openpyxl
from playwright.sync_api import expect

from tests.browser.filling import find, send

SCHOOL = "School of Environment"


def downloaded(page, name):
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    return io.BytesIO(waiting.value.path().read_bytes())


def step(page, name):
    """Take a step of the record: its button, and the page that asks once more."""
    page.get_by_role("link", name=name).first.click()
    send(page)


def begin_round(officer, name, measure):
    page = officer.go("/collecting/new/")
    page.get_by_label(SCHOOL, exact=True).check()
    page.locator("[name=unit]").select_option(label=SCHOOL)
    days = {"starts_on": "2025-01-01", "cut_off_on": "2025-12-31", "due_on": "2099-01-31"}
    return send(page, name_zh="年度统计", name_en=name, measures=[measure], **days)


def test_a_round_is_sent_corrected_with_a_source_signed_and_merged(visitor):
    officer, school, head = visitor("soe"), visitor("coordinator"), visitor("soe-head")
    page, asked = begin_round(officer, "Numbers of 2025", "visitors_received"), officer.page.url
    step(page, "Send to the units")
    expect(page.locator("#units")).to_contain_text("0/1")

    page, main = school.go("/collecting/sheets/"), school.page.locator("main")
    page.get_by_role("link", name="Numbers of 2025").first.click()
    sheet = page.url
    page.get_by_role("link", name="Look at the records of").click()
    send(page, low="38", comparator=">")
    expect(main).to_contain_text("You gave a number: choose “corrected”.")
    send(page, kind="corrected")
    expect(main.locator("[name=low]")).to_have_value("38")
    send(page, source="Guest book of the school", reason="Entered on paper until June")
    expect(main.locator("#numbers")).to_contain_text("Guest book of the school")
    step(page, "Hand in to the head")
    expect(main.locator(".e-sub")).to_contain_text("Waits for the signature")

    page = head.go(sheet)
    page.get_by_role("link", name="Send back").first.click()
    send(page, reason="The guest book has 39")
    expect(head.page.locator(".e-sub")).to_contain_text("To be filled in")
    page = school.go(sheet)
    expect(main).to_contain_text("The guest book has 39")
    page.get_by_role("link", name="Look at the records of").click()
    send(page, low="39")
    step(page, "Hand in to the head")
    expect(main.locator(".e-sub")).to_contain_text("Waits for the signature")
    step(head.go(sheet), "Sign off")
    expect(head.page.locator(".e-sub")).to_contain_text("Signed off")

    page, main = officer.go(asked), officer.page.locator("main")
    step(page, "Merge the results")
    expect(main.locator(".e-sub")).to_contain_text("Merged and locked")
    expect(main.locator("#result")).to_contain_text("Guest book of the school")
    expect(main.locator("#facts .e-hash")).to_have_text(re.compile("^[0-9a-f]{64}$"))
    book = openpyxl.load_workbook(downloaded(page, "XLSX"))
    told = [str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None]
    assert any("39" in cell for cell in told)
    assert "Guest book of the school" in told


def enter_stay(officer, name, first, last):
    page = officer.go("/people/add/")
    send(page, family_name=name, given_name="Scene")
    page = officer.go("/mobility/stays/add/")
    find(page, "person", name, name)
    find(page, "organisation", "Siegen", "University of Siegen")
    send(page, direction="outbound", kind="exchange", starts_on=first, ends_on=last, state="done")
    expect(page.locator("main h1")).to_contain_text(name)
    return page.url


def figures_of(page):
    """Give the numbers of a drawn return: in it, left out, in the explorer."""
    told = page.locator("#reconciliation .e-fig b").all_inner_texts()
    return [int(re.match(r"\d+", text)[0]) for text in told]


def test_a_return_reconciles_with_the_explorer_and_opens_in_chinese(visitor):
    officer = visitor("cuit")
    enter_stay(officer, "Langmann", "2011-02-01", "2011-06-30")
    enter_stay(officer, "Kurzmann", "2011-03-01", "2011-03-20")

    page, main = officer.go("/returns/"), officer.page.locator("main")
    page.get_by_role("link", name="QS exchange students, sent").first.click()
    send(page, since="2011-01-01", until="2011-12-31")
    inside, left_out, explored = figures_of(page)[:3]
    assert inside + left_out == explored == 2
    expect(main).to_contain_text("It adds up")
    expect(main.locator("#reconciliation")).to_contain_text("Kurzmann")

    lines = list(csv.reader(io.StringIO(downloaded(page, "CSV 中文").read().decode("utf-8-sig"))))
    counted = lines[0].index("交换生人数")
    assert [sum(int(line[counted]) for line in lines[1:])] == [inside]
    book = openpyxl.load_workbook(downloaded(page, "XLSX 中文"))
    first, behind = book.worksheets[0], list(book.worksheets[1].values)
    assert [cell.value for cell in first[1]] == lines[0]
    assert any("Kurzmann" in str(row[0]) for row in behind)
    assert any(row[1] == explored for row in behind if len(row) > 1)

    page.locator("#reconciliation .e-fig a").first.click()
    expect(main.locator(".e-fig b").first).to_contain_text(f"{explored}")

"""What an office tries with its numbers: where one comes from, when it has changed, who says so."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.filling import find, send

NAME = "Guests of the year"
YEAR = "2026"


def public(window, language):
    """Give what the site of the institution says to somebody who comes for the first time."""
    port = urlsplit(window.address).port
    window.page.goto(f"http://cuit.localhost:{port}/{language}/figures/")
    return window.page.locator("main")


def receive(officer, title, number):
    """Enter a delegation that came."""
    page = officer.go("/visits/add/")
    send(page, way="in", title_en=title, starts_on="2026-05-04", ends_on="2026-05-06")
    page.get_by_role("link", name="Add delegates").click()
    find(page, "organisation", "Siegen", "University of Siegen")
    send(page, number=number)
    page.get_by_role("link", name="It took place").first.click()
    send(page)
    expect(page.locator(".e-sub")).to_contain_text("Took place")


def release(page):
    page.get_by_role("link", name="Release both languages").first.click()
    send(page)


def test_a_visit_marks_the_figure_and_the_published_number_waits_for_its_release(visitor):
    officer, head = visitor("cuit"), visitor("cuit-head")
    receive(officer, "Fourteen guests of ours", "14")
    page = head.go("/figures/new/?measure=visitors_received")
    page.locator("[name=unit]").select_option(label="Chengdu University of Information Technology")
    send(
        page,
        name_en=NAME,
        name_zh="年度来访人次",
        style="exact",
        period_kind="year",
        period_year=YEAR,
        sentence_en="{number} guests came in 2026 (person-times).",
        sentence_zh="2026年来访{number}人次。",
    )
    page.wait_for_url(re.compile(r"/figures/\d+/$"))
    address = urlsplit(page.url).path
    page = head.go(f"{address}?records=all")
    counted = page.locator("#records tbody tr", has_text="Fourteen guests of ours")
    expect(counted).to_contain_text("× 14")
    release(page)
    expect(public(visitor(), "en")).to_contain_text("14 guests came in 2026 (person-times).")

    receive(officer, "Three guests of ours", "3")

    page = head.go("/figures/?state=changed")
    expect(page.locator("tbody")).to_contain_text(NAME)
    page = head.go(f"{address}?records=all")
    expect(page.locator("main")).to_contain_text("+3")
    expect(page.locator("#records tbody tr", has_text="after release")).to_contain_text(
        "Three guests of ours"
    )
    expect(public(visitor(), "en")).to_contain_text("14 guests came in 2026 (person-times).")
    expect(public(visitor(), "zh")).to_contain_text("2026年来访14人次。")

    release(head.go(address))

    expect(public(visitor(), "en")).to_contain_text("17 guests came in 2026 (person-times).")
    expect(public(visitor(), "zh")).to_contain_text("2026年来访17人次。")
    expect(head.go("/figures/?state=changed").locator("main")).not_to_contain_text(NAME)


def test_a_number_changed_in_one_language_and_another_unit_are_flagged(visitor):
    page = visitor("cuit").go("/figures/texts/new/")
    send(
        page,
        title="Page on visits",
        body_zh="学校接待来访人员800余人次。",
        body_en="The university has received over 800 visitors (person-times).",
    )
    page.wait_for_url(re.compile(r"/figures/texts/\d+/$"))
    conflicts = page.locator("#conflicts")
    expect(page.locator("main")).to_contain_text("over 800")
    expect(conflicts.locator(".e-num").first).to_have_text("0")

    page.get_by_role("link", name="Edit", exact=True).click()
    send(page, body_zh="学校接待来访人员900余人次。")
    expect(conflicts).to_contain_text("Numbers disagree")
    expect(conflicts).to_contain_text("900余人次")
    expect(conflicts).not_to_contain_text("Units disagree")

    page.get_by_role("link", name="Edit", exact=True).click()
    send(page, body_en="The university has received over 800 groups of visitors.")
    expect(conflicts).to_contain_text("Units disagree")
    expect(conflicts).to_contain_text("over 800 groups")

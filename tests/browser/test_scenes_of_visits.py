"""What an office tries with a delegation: what is counted, to what it led."""

from playwright.sync_api import expect

from tests.browser.filling import find, send


def test_fourteen_of_three_institutions_are_one_group_and_lead_to_an_agreement(visitor):
    officer = visitor("ustb")
    page = officer.go("/visits/add/")
    send(page, way="in", title_en="Fourteen guests", starts_on="2026-05-04", ends_on="2026-05-06")
    address = page.url
    for letters, name, number in (
        ("yachen", "RWTH Aachen University", "6"),
        ("Oxford", "University of Oxford", "5"),
        ("Queensland", "The University of Queensland", "3"),
    ):
        page.get_by_role("link", name="Add delegates").click()
        find(page, "organisation", letters, name)
        send(page, number=number, names="Ann Smith, Dean" if number == "6" else "")
    page.get_by_role("link", name="It took place").first.click()
    send(page)

    expect(page.locator("main .e-fig b")).to_have_text(["1", "14", "3"])
    page.get_by_role("link", name="Add an outcome").click()
    send(page, kind="memorandum", text_en="A memorandum is to be drafted")
    page.get_by_role("link", name="It came about").first.click()
    find(page, "agreement", "Cooperative", "Cooperative agreement")
    send(page)
    expect(page.locator("main")).to_contain_text("Led to")
    led_to = page.locator("#outcomes a[href*='/agreements/']").first
    page = officer.go(led_to.get_attribute("href"))
    expect(page.get_by_role("link", name="Fourteen guests")).to_be_visible()
    page.goto(address)
    page.get_by_role("link", name="Add a stop").click()
    send(page, country="Germany", starts_on="2026-06-01")
    expect(page.locator("main")).to_contain_text("this stop lies outside")
    page = officer.go("/visits/?q=Fourteen")
    expect(page.locator("tbody tr")).to_contain_text("14")

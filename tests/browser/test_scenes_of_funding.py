"""What an office tries with a grant: two parts, the second behind three gates."""

from playwright.sync_api import expect

from tests.browser.filling import fill, find, send


def test_the_second_part_of_a_grant_waits_for_report_evidence_and_talk(visitor):
    officer = visitor("ustb")
    page = officer.go("/people/add/")
    send(page, family_name="Lindqvist", given_name="Maja")
    page = officer.go("/funding/add/")
    send(page, title_en="Short visits of doctoral candidates", excludes="doctoral visits")
    page.get_by_role("link", name="Set the budget of a year").first.click()
    send(page, year="2026", amount="50000")
    scheme, main = page.url, page.locator("main")

    page = officer.go("/mobility/stays/add/")
    find(page, "person", "Lindqvist", "Lindqvist")
    fill(page, direction="outbound", kind="visiting", country="SE")
    send(page, starts_on="2026-03-01", ends_on="2026-06-30")
    page.locator("#grants").get_by_role("link", name="Add a grant").click()
    chosen = page.locator("main select[name=scheme] option", has_text="Short visits of doctoral")
    send(page, scheme=chosen.last.get_attribute("value"), year="2026", amount="10000")
    grant, rows = page.url, main.locator("#instalments tbody tr")
    page.get_by_role("link", name="Promise the grant").first.click()
    send(page)
    page.get_by_role("link", name="Add an instalment").click()
    send(page, amount="6000")
    page.get_by_role("link", name="Add an instalment").click()
    send(page, amount="4000")

    rows.nth(0).locator("a", has_text="Note a payment").click()
    send(page, amount="6001", paid_on="2026-02-20")
    expect(main).to_contain_text("6001.00 yuan are more than the 6000.00 yuan that are left")
    send(page, amount="6000")
    rows.nth(1).locator("a", has_text="Note a payment").click()
    send(page, amount="4000", paid_on="2026-07-20")
    expect(main).to_contain_text("waits for: report, evidence of what was done, talk given.")
    page.goto(grant)
    for _ in range(3):
        rows.locator("a", has_text="It is in").first.click()
        send(page, met_on="2026-07-10")
    rows.nth(1).locator("a", has_text="Note a payment").click()
    send(page, amount="4000", paid_on="2026-07-20")
    expect(main.locator(".e-fig b")).to_have_text(["10,000.00", "10,000.00", "0.00"])

    page.goto(scheme)
    row = page.locator("#budgets tbody tr")
    expect(row).to_contain_text("40,000.00")

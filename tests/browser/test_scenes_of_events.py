"""What an office tries with a conference: countries, the NGO's deadline, its name, who decides."""

from playwright.sync_api import expect

from tests.browser.filling import send


def test_a_conference_of_three_countries_is_international_and_a_late_filing_shows(visitor):
    officer = visitor("cuit")
    page, main = officer.go("/events/add/"), officer.page.locator("main")
    send(
        page,
        kind="conference",
        title_zh="山地气象国际峰会",
        title_en="Mountain weather",
        starts_on="2026-03-02",
        ends_on="2026-03-04",
        place_en="Chengdu",
        background="Ten years of joint work",
        topics_zh="山地降水",
        topics_en="Rain in mountains",
        expected_total="80",
        expected_foreign="9",
        budget="100,000 yuan",
    )
    expect(main.locator(".e-sub")).to_contain_text("Not international")
    remark = main.locator("#rules li", has_text="The name avoids certain words")
    expect(remark).to_contain_text("The name uses: 峰会.")
    expect(remark).to_contain_text("Words that a conference's name avoids")

    for country in ("JP", "DE"):
        page.get_by_role("link", name="Add a country or region").click()
        send(page, country=country, expected="4")
    expect(main.locator("#countries")).to_contain_text("3 countries by the rule, China included")
    expect(main.locator(".e-sub")).not_to_contain_text("Not international")
    expect(main.locator("#decisions")).to_contain_text("2025-11-02")

    page.get_by_role("link", name="Add a host").click()
    page.locator("main [name=foreign_ngo]").check()
    send(page, name="Mountain Aid", role="host")
    expect(main.locator("#decisions")).to_contain_text("2025-07-02")
    expect(main.locator("#late")).to_contain_text("days late to be filed")

    page.get_by_role("link", name="File the dossier").first.click()
    send(page)
    expect(main.locator("#late")).to_contain_text("days late")
    expect(main.locator(".e-sub")).to_contain_text("Filed, waits for a decision")
    expect(page.get_by_role("link", name="Approve", exact=True)).to_have_count(0)


def test_a_dossier_with_gaps_is_not_filed_and_says_what_is_missing(visitor):
    officer = visitor("cuit")
    page, main = officer.go("/events/add/"), officer.page.locator("main")
    send(page, kind="forum", title_en="Forum without a place", starts_on="2027-05")
    expect(main.locator("#asked")).to_contain_text("7 missing")

    page.get_by_role("link", name="File the dossier").first.click()
    send(page)

    expect(main).to_contain_text("The dossier states: Place.")
    expect(main).to_contain_text("The dossier states: Exact first and last day.")

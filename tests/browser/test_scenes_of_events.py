"""What an office tries with a conference: countries, the NGO's deadline, its name, who decides."""

import datetime

from django.utils import timezone
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


def test_two_guests_register_for_one_place_and_the_second_gets_it(visitor):
    officer = visitor("cuit")
    page, main = officer.go("/events/add/"), officer.page.locator("main")
    day = timezone.localdate() + datetime.timedelta(days=40)
    send(
        page,
        kind="summer_school",
        title_en="Summer school of the guests' scene",
        title_zh="来宾报名暑期学校",
        starts_on=day.isoformat(),
        ends_on=day.isoformat(),
        place_en="Chengdu",
        background="Ten years of joint work",
        topics_zh="山地降水",
        topics_en="Rain in mountains",
        expected_total="80",
        expected_foreign="9",
        budget="100,000 yuan",
    )
    event = page.url.split("?")[0]
    page.get_by_role("link", name="File the dossier").first.click()
    send(page)
    head = visitor("cuit-head")
    page = head.go(event)
    page.get_by_role("link", name="Approve", exact=True).first.click()
    send(page, approval_number="2026-77")

    page = officer.go(event)
    page.get_by_role("link", name="Open registration").click()
    send(page, registers_until=day.isoformat(), capacity="1")
    path = main.locator("#registrations .e-break").inner_text()
    path = "/register/" + path.rpartition("/register/")[2]

    guest = visitor(width=390, scripts=False)
    theirs = guest.page.locator("main")
    for name in ("Hana Scenova", "Ivo Scenov"):
        page = guest.go(path)
        mail = f"{name.split()[0].lower()}.guest@example.org"
        send(page, name=name, email=mail, institution="TU Delft", country="NL")
        expect(theirs).to_contain_text("A mail with your own link is on its way")
    expect(guest.go(path).locator("main")).to_contain_text("Every place is taken")

    page = officer.go(event)
    expect(main.locator("#registrations")).to_contain_text("1 wait for a place")
    main.locator("#registrations").get_by_role("link", name="List").click()
    page.get_by_role("link", name="Hana Scenova").click()
    page.get_by_role("link", name="Withdraw the registration").first.click()
    send(page)
    officer.go(event)
    main.locator("#registrations").get_by_role("link", name="List").click()
    page.get_by_role("link", name="Ivo Scenov").click()
    expect(main.locator(".e-sub")).to_contain_text("Registered")

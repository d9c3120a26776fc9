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


def test_a_trip_is_reimbursed_once_its_passport_is_back_and_a_cancelled_one_without_expense(
    visitor,
):
    officer = visitor("ustb")
    main = officer.page.locator("main")

    def on_its_way(title):
        page = officer.go("/visits/add/")
        send(page, way="out", title_en=title, starts_on="2026-04-06", ends_on="2026-04-09")
        page.get_by_role("link", name="Add delegates").click()
        send(page, names="Gao Feng, Dean")
        page.get_by_role("link", name="Add a stop").click()
        send(page, country="Germany")
        journey = page.url
        page.get_by_role("link", name="Enter as an official trip").click()
        send(page, budget="20000")
        page.get_by_role("link", name="It was applied for").first.click()
        send(page, on="2026-02-10")
        expect(main.locator("#late")).to_contain_text("Applied for 5 days late")
        page.get_by_role("link", name="The approval has come").first.click()
        send(page, approval_number="2026-118", on="2026-03-01")
        main.locator("#passports a", has_text="Hand out").click()
        send(page, on="2026-04-01")
        return page, journey, page.url

    page, journey, trip = on_its_way("Trip to Aachen")
    page.goto(journey.split("#")[0])
    page.get_by_role("link", name="It took place").first.click()
    send(page)
    page.get_by_role("link", name="Edit").first.click()
    send(page, report_en="A joint centre is prepared.")
    page.goto(trip)
    expect(main.locator("#settlement li")).to_have_count(1)
    page.get_by_role("link", name="Settle the trip").first.click()
    send(page, spent="18000")
    expect(main).to_contain_text("Not returned: the passport of Gao Feng.")
    page.goto(trip)
    main.locator("#passports a", has_text="It is back").click()
    send(page, on="2026-04-15")
    page.get_by_role("link", name="Settle the trip").first.click()
    send(page, spent="18000")
    expect(main.locator("#settlement")).to_contain_text("18,000.00 yuan may be reimbursed")

    page, journey, trip = on_its_way("Trip that was not to be")
    page.goto(journey.split("#")[0])
    page.get_by_role("link", name="It was cancelled").first.click()
    send(page, reason="The host fell ill")
    page.goto(trip)
    main.locator("#passports a", has_text="It is back").click()
    send(page, on="2026-04-07")
    page.get_by_role("link", name="Settle the trip").first.click()
    send(page, spent="0")
    expect(main.locator("#settlement")).to_contain_text("0.00 yuan may be reimbursed")

"""What an office tries with an expert: days against the rule, money of two kinds, the summary."""

from playwright.sync_api import expect

from tests.browser.filling import find, send


def test_an_expert_stays_within_thirty_days_and_the_grant_and_owes_a_summary(visitor):
    officer = visitor("ustb")
    page = officer.go("/people/add/")
    send(page, family_name="Okonkwo", given_name="Adaeze")
    page = officer.go("/experts/add/")
    find(page, "person", "Okonkwo", "Okonkwo")
    send(
        page,
        kind="short_project",
        topic_en="Thirty days of metallurgy",
        starts_on="2026-01-01",
        ends_on="2026-06-30",
        grant_name="Fund for short projects",
        grant_amount="30000",
    )
    address, main = page.url, page.locator("main")
    for step in ("The expert was invited", "The contract is signed", "The expert took up the work"):
        page.get_by_role("link", name=step).first.click()
        send(page)

    page.get_by_role("link", name="Add a stay").click()
    send(page, starts_on="2026-03-01", ends_on="2026-03-20")
    expect(main.locator(".e-fig b")).to_have_text(["20 / 30"])
    page.get_by_role("link", name="Add a stay").click()
    send(page, starts_on="2026-05-01", ends_on="2026-05-11")
    expect(main).to_contain_text("would be here 31 days; the rule allows 30. 10 are left.")
    send(page, ends_on="2026-05-10")
    expect(main.locator(".e-fig b")).to_have_text(["30 / 30"])

    page.get_by_role("link", name="Add a cost").click()
    send(page, what="Hotel", amount="8000")
    page.get_by_role("link", name="Add a cost").click()
    flight = {"what": "Flight", "amount": "1500", "currency": "USD", "rate": "7.2"}
    send(page, **flight)
    expect(main).to_contain_text("Name the day of the rate.")
    send(page, rate_on="2026-03-01")
    expect(main).to_contain_text("18,800.00 of 30,000.00 yuan spent, 11,200.00 left.")

    page.get_by_role("link", name="The work ended").first.click()
    send(page, last_day="2026-05-10")
    expect(main).to_contain_text("Ended, summary due")
    page = officer.go("/office/deadlines/?q=summary")
    expect(page.locator("tbody tr", has_text="2026-05-25").first).to_be_visible()
    page.goto(address)
    page.get_by_role("link", name="Hand in the summary").first.click()
    send(page, summary_en="Two lectures and a joint proposal.")
    expect(page.locator("#summary")).to_contain_text("joint proposal")

"""What an office and a partner try with a nomination: by link, its own only, within its places."""

from playwright.sync_api import expect

from tests.browser.filling import find, send


def test_a_partner_nominates_its_own_by_a_link_and_cannot_exceed_its_places(visitor):
    officer = visitor("ustb")
    page, main = officer.go("/nominations/add/"), officer.page.locator("main")
    find(page, "agreement", "Aachen", "Cooperative")
    find(page, "organisation", "Aachen", "RWTH Aachen University")
    send(
        page,
        academic_year="2026",
        places="1",
        starts_on="2026-09",
        ends_on="2027-01",
        opens_on="2026-01-01",
        closes_on="2099-12-31",
        about_en="One student of materials science.",
    )
    invitation = page.url.split("?")[0]
    link = main.locator("#link .e-break").inner_text()
    path = "/nominate/" + link.rpartition("/nominate/")[2]

    partner = visitor(width=390)
    page = partner.go(path)
    theirs = page.locator("main")
    expect(theirs).to_contain_text("1 of 1 left")
    send(page, family_name="Schmidt", given_name="Anna", email="anna@example.org")
    expect(theirs).to_contain_text("The nomination was received.")
    expect(theirs.locator("#nominees")).to_contain_text("Anna Schmidt")
    expect(theirs).to_contain_text("All places are taken.")
    expect(page.locator("main [name=family_name]")).to_have_count(0)

    page = officer.go(invitation)
    page.get_by_role("link", name="Anna Schmidt").click()
    nominee = page.url
    page.get_by_role("link", name="Ask the partner").first.click()
    send(page, question="Which level of English?")
    page = partner.go(path)
    page.get_by_role("link", name="Answer").first.click()
    send(page, text="C1")
    page = officer.go(nominee)
    expect(main).to_contain_text("C1")
    page.get_by_role("link", name="Accept", exact=True).first.click()
    send(page)
    page.locator("main #facts a").first.click()
    expect(main).to_contain_text("Schmidt")

    page = officer.go(invitation)
    page.get_by_role("link", name="Make a new link").click()
    send(page)
    assert partner.page.goto(partner.address + path).status == 404

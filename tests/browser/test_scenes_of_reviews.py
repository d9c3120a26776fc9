"""What an office and its reviewers try: blind scores, a conflict, the list, the public notice."""

import datetime

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.filling import fill, find, send

TITLE = "Exchange of the reviewers' scene"


def enter_application(officer, call, family_name):
    page = officer.go("/people/add/")
    send(page, family_name=family_name, given_name="Ilse", student_number=f"20260{family_name}")
    page = officer.go(call)
    page.get_by_role("link", name="Add application").click()
    find(page, "person", family_name, family_name)
    option = page.locator("main select[name=wish_1] option", has_text="Oslo").get_attribute("value")
    send(page, grade="90", wish_1=option)


def step(page, link, /, **values):
    page.get_by_role("link", name=link, exact=True).first.click()
    send(page, **values)


def test_reviewers_score_blind_and_the_selected_are_made_public(visitor):
    officer = visitor("ustb")
    page, main = officer.go("/mobility/calls/add/"), officer.page.locator("main")
    yesterday = (timezone.localdate() - datetime.timedelta(days=1)).isoformat()
    days = {"opens_on": yesterday, "closes_on": yesterday}
    send(page, title_en=TITLE, academic_year="2027", **days)
    call = page.url.split("?")[0]
    step(page, "Add a quota", name="Oslo", cap="1")
    step(officer.go(call), "Open the call")
    for name in ("Blindova", "Otherova"):
        enter_application(officer, call, name)
    step(officer.go(call), "Close the call")

    # The office prepares the reviews: one reviewer for each of two applications.
    page = officer.go(call)
    due = (timezone.localdate() + datetime.timedelta(days=9)).isoformat()
    step(page, "Prepare the reviews", each="1", due_on=due, about="Look at the field work")
    held = page.url.split("?")[0].split("#")[0]
    step(page, "Add a criterion", name_en="Record", most="10", weight="3")
    step(officer.go(held), "Assign the applications")
    expect(main).to_contain_text("The panel has 0 reviewers; each application needs 1.")
    for name, shown in (("legal", "Sample legal affairs"), ("finance", "Sample finance")):
        page = officer.go(held)
        page.get_by_role("link", name="Add a reviewer").click()
        find(page, "user", name, shown)
        send(page)
    step(officer.go(held), "Assign the applications")
    expect(page.locator("#panel")).to_contain_text("Sample finance")

    # One reviewer sees no name, is told of a score outside the sheet, and hands in.
    finance = visitor("finance", width=390)
    theirs = finance.page.locator("main")
    page = finance.go("/reviews/mine/")
    page.locator("#waiting li", has_text=TITLE).get_by_role("link").click()
    expect(theirs).to_contain_text("Look at the field work")
    for told in ("Blindova", "Otherova", "Ilse"):
        expect(theirs).not_to_contain_text(told)
    score = page.locator("main input[name^=score_]").get_attribute("name")
    fill(page, **{score: "11", "comment": "Has been to Svalbard"})
    page.get_by_role("button", name="Hand in the review").click()
    expect(theirs).to_contain_text("“Record” is scored from 0 to 10.")
    expect(page.locator("main [name=comment]")).to_have_value("Has been to Svalbard")
    fill(page, **{score: "8.5"})
    page.get_by_role("button", name="Hand in the review").click()
    expect(theirs).to_contain_text("The review is handed in.")

    # The other declares a conflict; the office gives the application to the first one.
    legal = visitor("legal")
    page = legal.go("/reviews/mine/")
    page.locator("#waiting li", has_text=TITLE).get_by_role("link").click()
    step(page, "Declare a conflict of interest", reason="My own student")
    page = officer.go(held)
    expect(page.locator("#conflicts")).to_contain_text("My own student")
    expect(main).to_contain_text("1 application lacks a reviewer.")
    step(page, "Fill the gaps")
    page = finance.go("/reviews/mine/")
    page.locator("#waiting li", has_text=TITLE).get_by_role("link").click()
    fill(page, **{score: "6"})
    page.get_by_role("button", name="Hand in the review").click()

    # The committee's list, and the means as scores.
    page = officer.go(held)
    page.get_by_role("link", name="Committee list").click()
    rows = page.locator("main tbody tr")
    expect(rows.nth(0)).to_contain_text("85.00")
    expect(rows.nth(1)).to_contain_text("60.00")
    with page.expect_download() as download:
        page.get_by_role("link", name="Committee list XLSX").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    step(officer.go(held), "Close the round")
    step(officer.go(held), "Take over the means as scores")
    page = officer.go(call)
    expect(page.locator("#applications")).to_contain_text("85.00")

    # The selected are public; the placement waits, an objection too.
    step(page, "Run the placement")
    run = page.url.split("?")[0]
    page = officer.go(call)
    page.get_by_role("link", name="Draft a public notice").click()
    page.get_by_label("As Run 1 places them").check()
    send(page, contact="Room 101")
    notice = page.url.split("?")[0]
    step(page, "Publish the notice")
    address = page.locator("#facts a", has_text="/notice/").inner_text()
    path = "/notice/" + address.partition("/notice/")[2]
    public = visitor()
    public.go(path)
    shown = public.page.locator("main")
    expect(shown).to_contain_text("I*** ")
    expect(shown).to_contain_text("Room 101")
    for told in ("Ilse", "Blindova", "Otherova"):
        expect(shown).not_to_contain_text(told)
    page = officer.go(run)
    step(page, "Publish the placement")
    expect(main).to_contain_text("The public notice runs until")
    step(officer.go(notice), "Note an objection", by_name="Rival", text="Too fast")
    expect(main).to_contain_text("1 objection to the public notice is not answered yet.")
    step(page, "Answer the objection", outcome="reject", answer="By the rule")
    expect(page.locator("#objections")).to_contain_text("By the rule")
    step(officer.go(notice), "Withdraw the notice", reason="End of the scene")
    public.go(path)
    expect(shown).to_contain_text("This notice was withdrawn.")
    expect(shown).not_to_contain_text("I***")

"""What a student tries with a call: come in by mail, apply on a phone, read the own outcome."""

import datetime
import email
import re
import time
from email import policy

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.filling import fill, find, send

today = timezone.localdate
TITLE = "Exchange students of the applicants' scene"
OPTION = "Delft, one term"


def link_to(home, address):
    """Wait for the mail with the link; give the path that it leads to."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for path in home.rglob("mail/*.log"):
            for part in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
                letter = email.message_from_bytes(part.strip(), policy=policy.default)
                if letter["To"] == address:
                    text = letter.get_body().get_content()
                    return re.search(r"/apply/in/\S+", text).group()
        time.sleep(0.5)
    raise AssertionError(f"no mail to {address} in {home}")


def come_in(student, home, address):
    """Ask for a link as somebody does who types an address, and use it."""
    page = student.go("/apply/")
    send(page, address=address)
    expect(page.locator("main")).to_contain_text("A mail with a link is on its way")
    page = student.go(link_to(home, address))
    send(page)
    return page


def test_a_student_applies_on_a_phone_and_reads_the_own_outcome_only(visitor, demo_home):
    officer = visitor("ustb")
    page, main = officer.go("/mobility/calls/add/"), officer.page.locator("main")
    last = today() + datetime.timedelta(days=5)
    days = {"opens_on": today().isoformat(), "closes_on": last.isoformat()}
    send(page, title_en=TITLE, academic_year="2027", **days)
    call = page.url.split("?")[0]
    page.get_by_role("link", name="Add a quota").click()
    send(page, name=OPTION, cap="1", grade="80")
    page.get_by_role("link", name="Open the call").first.click()
    send(page)
    path = main.locator("#portal .e-break").inner_text()
    path = "/apply/calls/" + path.rpartition("/apply/calls/")[2]

    student = visitor(width=390, scripts=False)
    page, theirs = (
        come_in(student, demo_home, "maja.scene@example.org"),
        student.page.locator("main"),
    )
    fill(page, grade="75")
    page.get_by_role("button", name="See what fits").click()
    expect(theirs).to_contain_text("The grade must be 80.00 or more; yours: 75.00.")
    page = student.go(path)
    chosen = theirs.locator("select[name=wish_1] option", has_text=OPTION).get_attribute("value")
    said = {"family_name": "Scenova", "given_name": "Maja", "wish_1": chosen}
    send(page, **said, statement="To learn about dikes")
    expect(theirs).to_contain_text("It is kept as a draft, but not handed in yet.")
    send(page, grade="86.5")
    expect(theirs).to_contain_text("Your application is handed in.")
    own = page.url.split("?")[0]
    page.get_by_role("link", name="Withdraw your application").click()
    send(page)
    expect(theirs).to_contain_text("Your application is withdrawn.")
    page.get_by_role("link", name="Take up again").click()
    send(page)
    send(page)
    expect(theirs).to_contain_text("Your application is handed in.")

    page = officer.go("/people/add/")
    send(page, family_name="Rivalova", given_name="Eva")
    page = officer.go(call)
    page.get_by_role("link", name="Add application").click()
    find(page, "person", "Rivalova", "Rivalova")
    chosen = main.locator("select[name=wish_1] option", has_text=OPTION).get_attribute("value")
    send(page, score="95", grade="90", wish_1=chosen)
    page = officer.go(call)
    row = page.locator("#applications tr", has_text="Scenova")
    row.get_by_role("link", name="Application").click()
    expect(main).to_contain_text("To learn about dikes")
    page = officer.go(call)
    yesterday = today() - datetime.timedelta(days=1)
    page.locator("a", has_text="Edit").first.click()
    days = {"opens_on": yesterday.isoformat(), "closes_on": yesterday.isoformat()}
    send(page, **days)

    page = student.go(own)
    expect(theirs.get_by_role("link", name="Withdraw your application")).to_have_count(0)

    page = officer.go(call)
    page.get_by_role("link", name="Close the call").first.click()
    send(page)
    page.get_by_role("link", name="Run the placement").first.click()
    send(page)
    expect(main).to_contain_text("Scenova has no score yet. Enter it first.")
    page = officer.go(call)
    page.get_by_role("link", name="Enter scores").click()
    page.get_by_label("Maja Scenova").fill("84.75")
    send(page)
    page = officer.go(call)
    page.get_by_role("link", name="Run the placement").first.click()
    send(page)
    page.get_by_role("link", name="Publish the placement").first.click()
    send(page)

    page = student.go(own)
    expect(theirs).to_contain_text("You are not placed.")
    expect(theirs).to_contain_text("You are number 1 in the waiting list.")
    expect(theirs).not_to_contain_text("Rivalova")

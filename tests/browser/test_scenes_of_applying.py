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


def come_in(student, home, address, sent="A mail with a link is on its way"):
    """Ask for a link as somebody does who types an address, and use it."""
    page = student.go("/apply/")
    send(page, address=address)
    expect(page.locator("main")).to_contain_text(sent)
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


def test_a_phone_answers_a_conditional_question_and_hands_a_file_in(visitor, demo_home, tmp_path):
    officer = visitor("ustb")
    page, main = officer.go("/mobility/calls/add/"), officer.page.locator("main")
    last = today() + datetime.timedelta(days=5)
    days = {"opens_on": today().isoformat(), "closes_on": last.isoformat()}
    send(page, title_en="Call of the questions' scene", academic_year="2027", **days)
    call = page.url.split("?")[0]
    page.get_by_role("link", name="Add a quota").click()
    send(page, name="Gent, one term", cap="1")
    page = officer.go(call)
    page.get_by_role("link", name="Build the form").click()
    page.get_by_role("link", name="Add a question").click()
    expect(page.locator("[name=choices]")).to_be_hidden()
    fill(page, kind="one")
    expect(page.locator("[name=choices]")).to_be_visible()
    send(page, label_zh="有护照吗", label_en="A passport?", choices="有 | Yes\n没有 | No")
    page.get_by_role("link", name="Add a question").click()
    fill(page, kind="upload")
    page.locator("[name=required]").check()
    said = {"label_zh": "护照首页", "label_en": "Page of the passport"}
    answer = page.locator("[name=condition] option", has_text="Yes").get_attribute("value")
    send(page, **said, condition=answer)
    expect(main).to_contain_text("only if “A passport?” is: Yes")
    page = officer.go(call)
    page.get_by_role("link", name="Open the call").first.click()
    send(page)
    path = main.locator("#portal .e-break").inner_text()
    path = "/apply/calls/" + path.rpartition("/apply/calls/")[2]

    student = visitor(width=390, language="zh")
    theirs = student.page.locator("main")
    come_in(student, demo_home, "lin.scene@example.org", sent="登录链接已发往")
    page = student.go(path)
    upload = page.locator("input[type=file]")
    expect(upload).to_be_hidden()
    page.get_by_label("有护照吗").select_option(label="有")
    expect(upload).to_be_visible()
    page.get_by_label("有护照吗").select_option(label="没有")
    expect(upload).to_be_hidden()
    page.get_by_label("有护照吗").select_option(label="有")
    chosen = theirs.locator("select[name=wish_1] option", has_text="Gent").get_attribute("value")
    fill(page, name_zh="林景", wish_1=chosen)
    page.locator("button[name=hand_in]").click()
    expect(theirs).to_contain_text("请先上传此文件再提交。")
    scan = tmp_path / "护照.pdf"
    scan.write_bytes(b"%PDF-1.4\n%%EOF\n")
    upload.set_input_files(scan)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("button[name=hand_in]").click()
    expect(theirs.get_by_role("link", name="护照.pdf")).to_be_visible()

    page = officer.go(call)
    row = page.locator("#applications tr", has_text="林景")
    row.get_by_role("link", name="Application").click()
    with page.expect_download() as saved:
        main.get_by_role("link", name="护照.pdf").click()
    assert saved.value.suggested_filename == "护照.pdf"

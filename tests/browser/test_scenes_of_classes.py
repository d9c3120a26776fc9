"""What learners do with a phone and without an account, and what the office sees of it."""

import datetime
import re
from urllib.parse import urlsplit

from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.browser.filling import fill, send
from tests.browser.test_scenes_of_training import drafted, people, step

__all__ = ["people"]


def later():
    return localdate() + datetime.timedelta(days=30)


def class_of(people, name, **values):
    """Have a project approved and open a class in it; give the page of the class."""
    officer, manager = people
    page = drafted(officer, title_en=name)
    project = page.url
    step(page, "Submit for approval")
    step(manager.go(project), "Approve")
    page = officer.go(project)
    page.get_by_role("link", name="Open a class").click()
    send(page, title_en=f"{name}, first class", **values)
    return page, project


def path_of(page):
    """Give the path that the code on a page leads to."""
    link = page.locator("main p a").last
    expect(link).to_have_attribute("href", re.compile("/learn/"))
    return urlsplit(link.get_attribute("href")).path


def on_a_phone(visitor, path, language="en"):
    phone = visitor(language=language, width=390)
    page = phone.go(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    return page


def test_a_class_is_attended_and_evaluated_from_phones(people, visitor):
    today = localdate().isoformat()
    page, _project = class_of(people, "Rolling of steel", starts_on=today, ends_on=today)
    group = page.url
    for name in ("Ouyang Ming", "Li Lei"):
        page.get_by_role("link", name="Enrol a learner").click()
        send(page, name_en=name)
    page.get_by_role("link", name="Add a lesson").click()
    send(page, topic="Rolling", hours="4", teacher="Prof. Sample")
    step(page, "Start the class")

    page.locator("#lessons").get_by_role("link", name=re.compile("^Code for a phone")).click()
    phone = on_a_phone(visitor, path_of(page))
    send(phone, who="Somebody else")
    expect(phone.locator("main")).to_contain_text("Nobody of this name or number")
    send(phone, who="li lei")
    expect(phone.locator("main")).to_contain_text("You are in the list of this lesson.")

    page.goto(group)
    page.get_by_role("link", name="Open the evaluation").click()
    send(page, opens_on=today, closes_on=today)
    page.locator("#evaluation").get_by_role("link", name="Code for a phone").click()
    code = path_of(page)
    for expected in ("Thank you.", "has taken part already"):
        phone = on_a_phone(visitor, code)
        fill(phone, **{f"said_{number}": "4" for number in range(5)})
        send(phone, who="Li Lei")
        expect(phone.locator("main")).to_contain_text(expected)
    chinese = on_a_phone(visitor, code, "zh")
    expect(chinese.locator("main")).to_contain_text("总体满意度")
    page.goto(group)
    expect(page.locator("#evaluation")).to_contain_text("1 answer")
    expect(page.locator("#evaluation")).to_contain_text("The results are shown after")
    expect(page.locator("#evaluation")).not_to_contain_text("Li Lei")


def test_learners_enrol_from_phones_until_the_places_are_taken(people, visitor):
    officer, manager = people
    page, project = class_of(
        people, "Casting of steel", starts_on=later().isoformat(), ends_on=later().isoformat()
    )
    group = page.url
    page.get_by_role("link", name="Enrolment by the learners").click()
    days = {
        "enrols_from": localdate().isoformat(),
        "enrols_until": later().isoformat(),
        "capacity": "1",
    }
    send(page, **days)
    expect(page.locator("main")).to_contain_text("Publish an advert of the project first")

    page = officer.go(project)
    page.get_by_role("link", name="Write an advert").click()
    send(page, text_en="Come and cast", text_zh="欢迎报名", price="3000")
    advert = page.url
    step(page, "Submit for review")
    step(manager.go(advert), "Approve")
    step(officer.go(advert), "Publish")
    page = officer.go(group)
    page.get_by_role("link", name="Enrolment by the learners").click()
    send(page, **days)
    page.locator("#learners").get_by_role("link", name=re.compile("^Code for a phone")).click()
    code = path_of(page)

    phone = on_a_phone(visitor, code)
    expect(phone.locator("main")).to_contain_text("Come and cast")
    expect(phone.locator("main")).to_contain_text("Pay nobody else")
    send(phone, name_en="Han Meimei", contact="han@example.org")
    expect(phone.locator("main")).to_contain_text("You are enrolled.")
    phone = on_a_phone(visitor, code, "zh")
    expect(phone.locator("main")).to_contain_text("名额已满")
    send(phone, name_zh="李雷", contact="li@example.org")
    expect(phone.locator("main")).to_contain_text("候补名单")
    page = officer.go(group)
    expect(page.locator("#learners")).to_contain_text("waits for a place")
    expect(page.locator("main .e-fig b").first).to_have_text("1")


def test_a_complaint_from_a_phone_is_answered_and_closed(people, visitor):
    officer, manager = people
    today = localdate().isoformat()
    page, _project = class_of(people, "Welding of steel", starts_on=today, ends_on=today)
    group = page.url
    page.get_by_role("link", name="Enrol a learner").click()
    send(page, name_en="Li Lei")
    page.get_by_role("link", name="Add a lesson").click()
    send(page, topic="Welding", hours="4")
    page.locator("#lessons").get_by_role("link", name=re.compile("^Code for a phone")).click()
    phone = on_a_phone(visitor, path_of(page))
    phone.get_by_role("link", name="Write a complaint").click()
    send(phone, words="The room was locked")
    expect(phone.locator("main")).to_contain_text("Your complaint was received")

    page = officer.go(group)
    page.locator("#findings").get_by_role("link", name=re.compile("^Complaint")).click()
    finding = page.url
    page.get_by_role("link", name="Answer", exact=True).first.click()
    send(page, answer="A key is left with the porter")
    expect(page.get_by_role("link", name="Close", exact=True)).to_have_count(0)
    page = manager.go(finding)
    page.get_by_role("link", name="Close", exact=True).first.click()
    send(page)
    expect(page.locator("main")).to_contain_text("Closed")


def test_a_class_is_assessed_and_its_list_is_stamped_on_paper(people, tmp_path):
    today = localdate().isoformat()
    page, _project = class_of(
        people,
        "Casting of steel",
        starts_on=today,
        ends_on=today,
        hours="4",
        assessment="Written examination",
    )
    group = page.url
    expect(page.locator("#asked")).to_contain_text("Nobody is enrolled yet.")
    for name in ("Ouyang Ming", "Li Lei"):
        page.get_by_role("link", name="Enrol a learner").click()
        send(page, name_en=name)
    page.get_by_role("link", name="Add a lesson").click()
    send(page, topic="Casting", hours="4")
    expect(page.locator("#asked")).not_to_contain_text("missing")
    step(page, "Start the class")
    page.get_by_role("link", name="Attendance").first.click()
    send(page)
    step(page, "Close the class")
    expect(page.locator("main")).to_contain_text("is not assessed yet.")

    page.goto(group)
    page.locator("#learners").get_by_role("link", name="Assessment", exact=True).click()
    page.get_by_label("Ouyang Ming").select_option("yes")
    page.get_by_label("Li Lei").select_option("no")
    page.get_by_label("Mark").first.fill("92")
    send(page)
    expect(page.locator("#learners")).to_contain_text("Passed · 92")
    step(page, "Close the class")
    expect(page.locator("main .e-fig b").nth(2)).to_have_text("1")

    page.get_by_role("link", name="Ask for approval").click()
    send(page, asked_en="Certificates for those who completed the class")
    with page.expect_download() as begun:
        page.get_by_role("link", name="Form as PDF").click()
    form = tmp_path / "form.pdf"
    begun.value.save_as(form)
    step(page, "Hand in for approval")
    page.get_by_role("link", name="Record the approval").first.click()
    send(page, approver="Dean", scan=form)
    page.goto(group)
    expect(page.locator("main")).to_contain_text("Certificates for those who completed the class")
    expect(page.get_by_role("link", name="Issue certificates")).to_be_visible()

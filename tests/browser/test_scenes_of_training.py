"""What an office tries with non-degree education: who decides, which words, adverts, contracts."""

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.browser.filling import find, send

WHOLE = {
    "audience_en": "Technical managers",
    "hours": "16",
    "price": "3000",
    "teachers": "Prof. Sample",
    "budget": "As attached",
    "risk": "None that is known",
}


@pytest.fixture
def people(visitor):
    """Give the officer who organises and the manager who decides, with USTB approved."""
    manager, officer = visitor("continuing"), visitor("ustb")
    page = manager.go("/training/organisers/")
    if not page.locator("tbody tr", has_text="Beijing").count():
        page = manager.go("/training/organisers/add/")
        unit = page.locator("main select[name='unit'] option", has_text="Beijing").first
        page.locator("main select[name='unit']").select_option(unit.get_attribute("value"))
        send(page, since="2020-01-01", decision="No. 1 of 2020")
    return officer, manager


def drafted(officer, **values):
    page = officer.go("/training/add/")
    send(page, **WHOLE | values)
    return page


def step(page, name):
    page.get_by_role("link", name=name, exact=True).first.click()
    return send(page)


def test_the_organiser_does_not_approve_and_an_office_cannot_organise(people, visitor):
    officer, manager = people
    page = drafted(officer, title_en="Metallurgy for managers")
    address = page.url
    step(page, "Submit for approval")
    expect(page.locator("main")).to_contain_text("Awaiting approval")
    expect(page.get_by_role("link", name="Approve", exact=True)).to_have_count(0)

    head = visitor("head")
    page = drafted(head, title_en="Written by the head")
    step(page, "Submit for approval")
    step(page, "Approve")
    expect(page.locator("main")).to_contain_text("does not decide about its own project")

    page = manager.go(address)
    step(page, "Approve")
    expect(page.locator("main")).to_contain_text("Approved")

    other = visitor("cuit-head").go("/training/organisers/add/")
    office = other.locator("main select[name='unit'] option", has_text="International Office").first
    other.locator("main select[name='unit']").select_option(office.get_attribute("value"))
    send(other, since="2020-01-01", decision="No. 2")
    expect(other.locator("main")).to_contain_text("may not organise training")
    expect(other.locator("main")).to_contain_text("2021 No. 23")


def test_a_forbidden_name_is_stopped_and_passes_only_with_a_reason(people):
    officer, manager = people
    page = drafted(officer, title_zh="企业总裁研修班")
    address = page.url
    step(page, "Submit for approval")
    expect(page.locator("main")).to_contain_text("These words may not be used: 总裁.")
    page = manager.go(address)
    page.get_by_role("link", name="Let the words pass").click()
    send(page, reason="The client's own name for it")
    expect(page.locator("#passed")).to_contain_text("The client's own name for it")
    page = officer.go(address)
    step(page, "Submit for approval")
    expect(page.locator("main")).to_contain_text("Awaiting approval")


def test_one_price_changed_needs_review_again(people):
    officer, manager = people
    page = drafted(officer, title_en="Course with an advert")
    project = page.url
    step(page, "Submit for approval")
    step(manager.go(project), "Approve")
    page = officer.go(project)
    page.get_by_role("link", name="Write an advert").click()
    send(page, text_en="Come and learn", price="3000")
    advert = page.url
    expect(page.get_by_role("link", name="Publish", exact=True)).to_have_count(0)
    step(page, "Submit for review")
    step(manager.go(advert), "Approve")
    page = officer.go(advert)
    page.get_by_role("link", name="Edit").click()
    send(page, price="2900")
    expect(page.get_by_role("link", name="Publish", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Edit").click()
    send(page, price="3000")
    step(page, "Submit for review")
    step(manager.go(advert), "Approve")
    page = officer.go(advert)
    step(page, "Publish")
    expect(page.locator("main")).to_contain_text("Published")
    page.get_by_role("link", name="Enter where it ran").click()
    send(page, channel="Website of the school", ran_on=f"{localdate()}")
    expect(page.locator("#appearances")).to_contain_text("Website of the school")


def test_a_partner_who_collects_fees_stops_the_contract(people):
    officer, _manager = people
    page = officer.go("/training/add/")
    find(page, "partner", "Siegen", "University of Siegen")
    no = ("partner_enrols", "rights_passed", "outsourced", "as_donation")
    answers = dict.fromkeys(no, "no") | {"partner_collects": "yes", "all_in_budget": "yes"}
    send(page, title_en="With a partner", **WHOLE, **answers)
    step(page, "Submit for approval")
    expect(page.locator("main")).to_contain_text("Such a contract cannot be approved.")
    expect(page.locator("main")).to_contain_text("2021 No. 23")


def test_from_the_class_to_the_certificate(people):
    officer, manager = people
    page = drafted(officer, title_en="Steel for middle managers")
    project = page.url
    step(page, "Submit for approval")
    step(manager.go(project), "Approve")
    page = officer.go(project)
    page.get_by_role("link", name="Open a class").click()
    send(page, title_zh="第一期", starts_on=f"{localdate()}", ends_on=f"{localdate()}")
    group = page.url
    for name in ("Ouyang Ming", "Li Lei"):
        page.get_by_role("link", name="Enrol a learner").click()
        send(page, name_en=name)
    page.get_by_role("link", name="Add a lesson").click()
    send(page, topic="Steel", hours="16")
    step(page, "Start the class")
    page.get_by_role("link", name="Attendance").first.click()
    page.get_by_label("Li Lei").uncheck()
    send(page)
    page.get_by_role("link", name="Enter a fee").click()
    send(page, payee="A company", reference="1")
    expect(page.locator("main")).to_contain_text("a partner may not collect them")
    page.goto(group)
    step(page, "Close the class")
    expect(page.locator("main .e-fig b")).to_have_text(["2", "16", "1", "0"])
    expect(page.get_by_role("link", name="Issue certificates")).to_be_visible()

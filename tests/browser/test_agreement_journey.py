"""An agreement from the first draft to its number, by the people who do it; and two at once."""

import re

import pytest
from playwright.sync_api import expect

NUMBER = re.compile(r"\b20\d\d\b.*\d+")


def send(page):
    page.locator("main form button:not([type=button])").first.click()


def draft(window, title, *, scripts):
    """Draft an agreement with Kyoto, which is found by the letters of its Chinese name."""
    page = window.go("/agreements/")
    page.locator("main a[href='/agreements/add/']").first.click()
    page.locator("[name=title_en]").fill(title)
    page.locator("[name=title_zh]").fill("学生交换协议")
    page.locator("[name=kind]").select_option("exchange")
    page.locator("[name=starts_on]").fill("2026-01-01")
    page.locator("[name=ends_on]").fill("2030-12-31")
    page.locator("[name=partner_q]").press_sequentially("jingdu")
    if scripts:
        found = page.locator("[name=partner] option", has_text="Kyoto")
        expect(found).to_have_count(1)
        page.locator("[name=partner]").select_option(value=found.get_attribute("value"))
    send(page)
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("main")).to_contain_text("Kyoto University")
    return page.url


def check(department, title):
    """Pass the part of a department, which finds the agreement in its list of checks."""
    page = department.go("/agreements/checks/")
    page.locator("tbody th", has_text=title).locator("a").first.click()
    page.get_by_role("link", name="Answer").first.click()
    page.locator("[name=answer]").first.check()
    send(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_draft_becomes_an_agreement_with_a_number(visitor, scripts):
    officer, head = visitor("ustb", scripts=scripts), visitor("head", scripts=scripts)
    departments = [visitor(name, scripts=scripts) for name in ("legal", "finance")]
    title = f"Exchange of doctoral students {'with' if scripts else 'without'} scripts"

    address = draft(officer, title, scripts=scripts)
    officer.page.get_by_role("link", name="Submit for checks").first.click()
    send(officer.page)
    for department in departments:
        check(department, title)
    officer.page.goto(address)
    expect(officer.page.locator("main")).to_contain_text("Awaiting approval")
    expect(officer.page.get_by_role("link", name="Approve for signing")).to_have_count(0)

    page = head.go("/agreements/?state=in_review")
    page.locator("tbody th", has_text=title).locator("a").first.click()
    assert page.url.startswith(address)
    page.get_by_role("link", name="Approve for signing").first.click()
    send(page)
    for signer in ("Wang", "Rüdiger"):
        page.get_by_role("link", name=re.compile("^Record the signature of")).first.click()
        page.locator("[name=signer_en]").fill(signer)
        page.locator("[name=signed_on]").fill("2026-01-05")
        send(page)
    page.get_by_role("link", name="Mark as signed").first.click()
    send(page)

    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator(".e-sub")).to_contain_text("In force")
    expect(page.locator(".e-sub .e-num")).to_have_text(NUMBER)
    assert officer.errors + head.errors == []


def test_a_day_of_signature_that_has_not_come_is_refused_at_its_field(visitor, records):
    page = visitor("head").go(f"/agreements/{records['to_sign']}/sign/")
    page.locator("[name=signed_on]").fill("2190-01-01")
    page.locator("[name=place_en]").fill("Beijing")
    send(page)

    field = page.locator("[name=signed_on]")
    expect(field).to_have_attribute("aria-invalid", "true")
    described = field.get_attribute("aria-describedby").split()
    said = " ".join(page.locator(f"[id='{name}']").inner_text() for name in described)
    assert "This day has not come yet." in said
    expect(page.locator("[name=place_en]")).to_have_value("Beijing")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_of_two_heads_who_decide_at_once_the_second_is_told(visitor, records, scripts):
    first, second = visitor("head", scripts=scripts), visitor("deputy", scripts=scripts)
    address = f"/agreements/{records[f'to_sign_{scripts}']}/"
    signing, returning = first.go(f"{address}sign/"), second.go(f"{address}return/")
    signing.locator("[name=signed_on]").fill("2026-01-05")
    returning.locator("[name=reason]").fill("The fees are missing")

    send(signing)
    expect(signing.locator(".e-sub")).to_contain_text("In force")
    send(returning)

    said = "“Return for changes” is not possible now: the state has changed. Look at the history."
    expect(returning.get_by_role("alert").first).to_have_text(said)
    expect(returning.locator("[name=reason]")).to_have_value("The fees are missing")
    page = second.go(address)
    expect(page.locator(".e-sub")).to_contain_text("In force")
    expect(page.locator("main")).not_to_contain_text("The fees are missing")
    assert first.errors == []


def test_of_two_who_change_one_draft_the_second_keeps_what_was_typed(visitor, records):
    first, second = visitor("ustb"), visitor("head")
    address = f"/agreements/{records['draft']}/change/"
    one, other = first.go(address), second.go(address)
    one.locator("[name=notes]").fill("Typed by the officer")
    other.locator("[name=notes]").fill("Typed by the head")

    send(one)
    expect(one.locator("h1")).to_be_visible()
    send(other)

    expect(other.get_by_role("alert").first).to_be_visible()
    expect(other.locator("[name=notes]")).to_have_value("Typed by the head")
    page = first.go(address)
    expect(page.locator("[name=notes]")).to_have_value("Typed by the officer")

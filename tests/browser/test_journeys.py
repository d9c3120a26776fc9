"""What people do at the desk, from signing in to the next step of an agreement."""

import re

import pytest
from playwright.sync_api import expect

from entente.demo.accounts import ONE_OF_EACH_ROLE, PASSWORD
from tests.browser.conftest import Visitor

TODAY = {"zh": "今日", "en": "Today"}
SPELLINGS = ["亚琛", "yachen", "ycgydx", "Aachen", "aachen rwth"]


@pytest.mark.parametrize("account", ONE_OF_EACH_ROLE, ids=lambda account: account.username)
def test_every_role_signs_in_and_sees_what_waits_in_both_languages(visitor, account):
    window = visitor(language="zh")
    window.sign_in(account.username)

    for language, name in (("zh", account.name_zh), ("en", account.name_en)):
        page = window.read_in(language).page

        expect(page.locator("html")).to_have_attribute("lang", re.compile(f"^{language}"))
        expect(page.locator("h1")).to_have_text(TODAY[language])
        expect(page.locator(".e-top-end")).to_contain_text(name)
    assert window.errors == []


def test_a_wrong_password_is_refused_in_a_sentence(visitor):
    page = visitor().go("/account/login/")
    page.locator("input[name=login]").fill("ustb")
    page.locator("input[name=password]").fill(f"{PASSWORD}-not")
    page.locator("form[action*=login] button[type=submit]").first.click()

    expect(page.get_by_role("alert").first).to_be_visible()
    assert "/account/login" in page.url


def test_from_the_list_of_partners_to_everything_done_with_one(visitor):
    page = visitor("ustb").go("/organisations/")
    page.locator("#id_q").fill("Aachen")
    page.locator("#id_q").press("Enter")
    page.get_by_role("link", name="RWTH Aachen University").first.click()

    expect(page.locator("h1")).to_contain_text("RWTH Aachen University")
    expect(page.locator("main")).to_contain_text("亚琛工业大学")
    expect(page.locator("main")).to_contain_text("04xfq0f34")
    expect(page.get_by_role("link", name="Cooperative agreement").first).to_be_visible()


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_search_finds_a_partner_in_every_spelling(visitor, spelling):
    page = visitor("ustb").go("/")
    page.locator("#search").fill(spelling)
    page.locator("#search").press("Enter")

    expect(page.locator("main")).to_contain_text("RWTH Aachen University")


def test_another_institutions_agreement_is_not_found(visitor):
    page = visitor("ustb").go("/agreements/")
    theirs = page.locator("tbody th a").first.get_attribute("href")

    window = visitor("csu")
    answer = window.page.goto(window.address + theirs)

    assert answer.status == 404
    expect(window.page.locator("body")).not_to_contain_text("Aachen")


def test_a_list_is_filtered_and_the_filter_can_be_taken_off(visitor):
    page = visitor("csu").go("/agreements/")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.locator("#id_q").fill("Kyushu")
    page.locator("#id_q").press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)

    page.get_by_role("link", name="Clear").click()

    expect(page.locator("tbody tr")).to_have_count(3)


def test_a_step_asks_before_it_is_taken(visitor):
    page = visitor("head").go("/agreements/?state=in_force")
    page.locator("tbody th a").first.click()
    address = page.url
    page.get_by_role("link", name="Record its end").first.click()
    page.locator("main form button:not([type=button])").first.click()

    # Without a reason nothing happens, and the page says so at the field.
    expect(page.locator(".invalid-feedback, .is-invalid, [role=alert]").first).to_be_visible()
    page.goto(address)
    expect(page.locator("main")).to_contain_text("In force")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_language_changes_where_one_is(visitor, scripts):
    page = visitor("soe", scripts=scripts).go("/agreements/?q=Waterloo")
    page.get_by_role("button", name="中文").click()

    expect(page.locator("html")).to_have_attribute("lang", re.compile("^zh"))
    assert page.url.endswith("/agreements/?q=Waterloo")
    expect(page.locator("main")).to_contain_text("滑铁卢大学")


def test_a_missing_language_is_a_gap_that_shows(visitor):
    page = visitor("soe", language="zh").go("/")
    assert page.locator("text=School of Environment").first.get_attribute("lang") == "en"


def test_the_device_chooses_the_dark_theme(visitor):
    def ground(theme):
        page = visitor("cug", theme=theme).go("/")
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert ground("light") != ground("dark")


def test_the_keyboard_skips_the_menu_and_reaches_the_content(visitor):
    page = visitor("cug").go("/")
    page.keyboard.press("Tab")
    skip = page.locator("a.e-skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_visible()
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_what_has_the_focus_can_be_seen(visitor):
    page = visitor("cug").go("/organisations/")
    for _press in range(6):
        page.keyboard.press("Tab")
    outline = page.evaluate(
        "(() => { const s = getComputedStyle(document.activeElement);"
        " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2"
        " || s.boxShadow !== 'none'; })()"
    )
    assert outline


@pytest.mark.parametrize("scripts", [True, False])
def test_the_menu_opens_on_a_phone(visitor, scripts):
    page = visitor("cug", width=390, scripts=scripts).go("/")
    expect(page.get_by_role("link", name="Organisations")).not_to_be_in_viewport()
    page.locator(".e-menu-open").click()

    expect(page.get_by_role("link", name="Organisations")).to_be_in_viewport()


def test_signing_in_works_without_scripts(chromium, demo):
    context = chromium.new_context(java_script_enabled=False)
    Visitor(context, demo).sign_in("auditor")
    context.close()

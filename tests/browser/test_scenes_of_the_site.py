"""What a visitor reads on the public sites, and how a page comes to stand there."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.filling import send


def public(window, name, path):
    """Open a page of a public site of the demo."""
    port = urlsplit(window.address).port
    window.page.goto(f"http://{name}.localhost:{port}{path}")
    return window.page


def test_the_public_page_of_the_consortium_equals_its_register(visitor):
    secretary, reader = visitor("secretariat"), visitor()
    page = secretary.go("/consortia/")
    page.locator("tbody th", has_text="IUCES").locator("a").first.click()
    page.wait_for_url("**/consortia/*/")
    members = page.locator("main tbody").first.locator("th a").all_inner_texts()

    shown = public(reader, "cug", "/en/consortium/").locator("#members tbody th")

    assert sorted(shown.all_inner_texts()) == sorted(members)
    expect(public(reader, "cug", "/zh/consortium/").locator("#members tbody th")).to_have_count(
        len(members)
    )


@pytest.mark.parametrize(
    ("name", "language", "words"),
    [("ustb", "en", ("Method", "Period", "Published")), ("csu", "zh", ("统计方法", "统计期间"))],
)
def test_every_number_of_a_first_page_leads_to_its_method(visitor, name, language, words):
    page = public(visitor(), name, f"/{language}/")
    numbers = page.locator("a.e-fig, a.e-cite")
    ways = {it.get_attribute("href") for it in numbers.all()}
    assert len(ways) > 1

    page = public(visitor(), name, f"/{language}/figures/")

    for way in ways:
        figure = page.locator(f"#{urlsplit(way).fragment}")
        for word in words:
            expect(figure).to_contain_text(word)


def test_a_page_is_written_checked_by_another_and_published(visitor):
    editor, checker, head = visitor("editor"), visitor("cug"), visitor("cug-head")
    page = editor.go("/sites/")
    page.locator("tbody th", has_text="Geosciences").locator("a").first.click()
    page.get_by_role("link", name="New page").click()
    page.locator("[name=kind]").select_option("news")
    page.locator("main form button").first.click()
    send(
        page,
        title_zh="联盟代表来访",
        title_en="Members of the league visit",
        body_zh="联盟代表来访。\n接待900余人次。",
        body_en="Members of the league visited us.",
        on="2026-03-02",
    )
    review = urlsplit(page.url).path
    expect(page.locator("#findings")).to_contain_text("900余")
    page.get_by_role("link", name="Submit for its check").last.click()
    send(page)
    expect(page.locator("#state")).to_contain_text("Waits for its check")

    expect(checker.go("/").locator("main")).to_contain_text("Members of the league visit")
    page = checker.go(review)
    page.get_by_role("link", name="Confirm the check").last.click()
    send(page)

    reader = visitor()
    public(reader, "cug", "/zh/members-of-the-league-visit/")
    expect(reader.page.locator("h1")).to_have_text("页面不存在")
    send(head.go(f"{review}publish/"), reason="引用原文")
    expect(head.page.locator("#state")).to_contain_text("Published")
    public(reader, "cug", "/zh/members-of-the-league-visit/")
    expect(reader.page.locator("h1")).to_have_text("联盟代表来访")
    expect(reader.page.locator("main p").last).to_contain_text("900余人次")
    public(reader, "cug", "/en/members-of-the-league-visit/")
    expect(reader.page.locator("h1")).to_have_text("Members of the league visit")

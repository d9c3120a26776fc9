"""What a visitor reads on the public sites, and how a page comes to stand there."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.filling import send
from tests.browser.test_every_page import LOOKS, faults_of
from tests.factories_website import picture_file


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


def test_a_picture_comes_onto_a_page_and_the_page_may_move(visitor, tmp_path):
    editor, checker, head = visitor("editor"), visitor("cug"), visitor("cug-head")
    page = editor.go("/sites/")
    page.locator("tbody th", has_text="Geosciences").locator("a").first.click()
    site = urlsplit(page.url).path
    no_picture = tmp_path / "signing.jpg"
    no_picture.write_bytes(b"\xff\xd8\xff but no picture")
    said = {"alt_zh": "两位校长签约", "alt_en": "Two presidents sign", "credit": "Wang Fang"}
    editor.go(f"{site}pictures/add/")
    send(page, upload=no_picture, **said)
    expect(page.locator("main")).to_contain_text("This picture cannot be read.")
    expect(page.locator("[name=credit]")).to_have_value("Wang Fang")
    good = tmp_path / "good.jpg"
    good.write_bytes(picture_file(1600, 1200).read())
    send(page, upload=good)
    sign = page.locator("main code").first.inner_text()
    expect(page.locator("#picture img")).to_have_js_property("naturalWidth", 1344)

    editor.go(f"{site}pages/new/")
    page.locator("[name=kind]").select_option("article")
    page.locator("main form button").first.click()
    number = sign.strip("{p}")
    texts = {"body_zh": f"双方签约。\n{sign}", "body_en": f"Both sides sign.\n{sign}"}
    send(page, title_zh="签约", title_en="A signing with a picture", picture=number, **texts)
    expect(page.locator("#findings")).to_be_visible()
    review = urlsplit(page.url).path
    send(editor.go(f"{review}submit/"))
    expect(page.locator("#state")).to_contain_text("Waits for its check")
    send(checker.go(f"{review}check/"))
    expect(checker.page.locator("#state")).to_contain_text("Checked")
    send(head.go(f"{review}publish/"), reason="Looked at")
    expect(head.page.locator("#state")).to_contain_text("Published")

    reader = visitor()
    shown = public(reader, "cug", "/en/a-signing-with-a-picture/")
    expect(shown.locator("figure img").first).to_have_attribute("alt", "Two presidents sign")
    expect(shown.locator("figure img").first).not_to_have_js_property("naturalWidth", 0)
    expect(shown.locator("figcaption").first).to_have_text("Wang Fang")
    preview = shown.locator("meta[property='og:image']").get_attribute("content")
    assert faults_of(shown, LOOKS["en"] + LOOKS["zh"]) == []
    assert shown.goto(preview).headers["content-type"] == "image/jpeg"

    editor.go(f"{review}move/")
    page.locator("[name=parent]").select_option(index=1)
    send(page)
    expect(page.locator("body")).to_contain_text("The page is moved.")
    # A browser keeps a page for a minute; this one has not been here.
    reader = visitor()
    public(reader, "cug", "/en/a-signing-with-a-picture/")
    assert urlsplit(reader.page.url).path.endswith("/a-signing-with-a-picture/")
    assert urlsplit(reader.page.url).path.count("/") == 4
    expect(reader.page.locator("figcaption").first).to_have_text("Wang Fang")


@pytest.mark.parametrize(
    "way", ["/zh/", "/en/", "/zh/consortium/", "/en/figures/", "/zh/partners/", "/en/nowhere/"]
)
def test_a_public_page_is_for_everybody(visitor, way):
    page = public(visitor(), "cug", way)

    assert faults_of(page, LOOKS[way[1:3]]) == []

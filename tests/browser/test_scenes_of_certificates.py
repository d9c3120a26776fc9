"""What an office tries with certificates: a seal, numbers without a gap, who may verify what."""

import re

import PIL.Image
import PIL.ImageDraw
import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.browser.filling import send

YEAR = localdate().year
TEXTS = {
    "title_zh": "结业证书",
    "title_en": "Certificate of Completion",
    "text_zh": "兹证明{name}完成{subject}。",
    "text_en": "This is to certify that {name} has completed {subject}.",
}


@pytest.fixture
def seal(tmp_path):
    """Give a scan of a seal on white paper."""
    picture = PIL.Image.new("RGB", (600, 600), (246, 243, 238))
    PIL.ImageDraw.Draw(picture).ellipse((60, 60, 540, 540), outline=(190, 20, 30), width=26)
    path = tmp_path / "seal.jpg"
    picture.save(path)
    return path


def opened(manager, code):
    """Open a series of lectures' certificates of this year, or go on with the one there is."""
    page = manager.go("/certificates/series/")
    row = page.locator("tbody tr", has_text=f"{code}-LEC-{YEAR}")
    if not row.count():
        page = manager.go("/certificates/series/open/")
        send(page, kind="LEC", code=code)
    return f"{code}-LEC-{YEAR}"


def issued(manager, series, template, name):
    """Issue a certificate; give its page and its number."""
    page = manager.go("/certificates/issue/")
    for field, shown in (("series", series), ("template", template)):
        option = page.locator(f"main select[name='{field}'] option", has_text=shown).first
        page.locator(f"main select[name='{field}']").select_option(option.get_attribute("value"))
    send(page, name_en=name, subject_en="a lecture on steel", subject_zh="钢铁讲座")
    number = page.locator("h1 .e-num")
    expect(number).to_be_visible()
    return page, number.inner_text()


def verdict(visitor, number, width=390):
    page = visitor(width=width).go(f"/c/{number}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    return page.locator("#answer")


def test_a_seal_is_put_on_a_template_and_seen_before_anything_is_issued(visitor, seal):
    manager = visitor("continuing")
    page = manager.go("/certificates/templates/new/")
    send(page, kind="LEC", seal_picture=seal, **TEXTS | {"title_en": "With a seal"})
    expect(page.locator("main h1")).to_contain_text("With a seal")
    picture = page.locator("main img")
    expect(picture).to_be_visible()
    assert picture.evaluate("it => it.complete && it.naturalWidth > 700")

    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page.get_by_label("Take the picture of the seal off")).to_be_visible()
    wrong = seal.with_name("seal.png")
    wrong.write_bytes(b"\x89PNG\r\n\x1a\n not a picture")
    send(page, seal_picture=wrong)
    expect(page.locator("main")).to_contain_text("This picture cannot be read.")
    expect(page.locator("main [name='text_en']")).to_have_value(TEXTS["text_en"])


def test_numbers_have_no_gap_and_what_ended_stays_visible(visitor):
    manager = visitor("continuing")
    page = manager.go("/certificates/templates/new/")
    send(page, kind="LEC", **TEXTS | {"title_en": "Scene of numbers"})
    series = opened(manager, "SCENE")
    first, one = issued(manager, series, "Scene of numbers", "Ouyang Ming")
    address = first.url
    _second, two = issued(manager, series, "Scene of numbers", "Li Lei")
    serials = [int(number.split("-")[-2]) for number in (one, two)]
    assert serials[1] == serials[0] + 1
    assert not re.fullmatch(r"\d{18}", one.replace("-", ""))

    expect(verdict(visitor, one)).to_contain_text("This certificate is valid")
    expect(verdict(visitor, one)).to_contain_text("证书有效")
    expect(verdict(visitor, one)).not_to_contain_text("Ouyang")

    page = manager.go(address)
    page.get_by_role("link", name="Make void").click()
    send(page, reason="")
    expect(page.locator("main")).to_contain_text("This field is required.")
    send(page, reason="The paper jammed")
    expect(verdict(visitor, one)).to_contain_text("This certificate is void")
    _third, three = issued(manager, series, "Scene of numbers", "Ouyang Ming")
    assert int(three.split("-")[-2]) == serials[1] + 1


def test_an_altered_file_is_told_from_what_was_issued(visitor, tmp_path):
    manager = visitor("continuing")
    page = manager.go("/certificates/templates/new/")
    send(page, kind="LEC", **TEXTS | {"title_en": "Scene of files"})
    page, number = issued(manager, opened(manager, "SCENE"), "Scene of files", "Han Meimei")
    with page.expect_download() as begun:
        page.get_by_role("button", name="PDF to print").click()
    paper = tmp_path / "paper.pdf"
    begun.value.save_as(paper)
    with page.expect_download() as begun:
        page.get_by_role("link", name="Credential file").click()
    told = tmp_path / "credential.json"
    begun.value.save_as(told)
    altered = tmp_path / "altered.json"
    altered.write_text(told.read_text("utf-8").replace("Han Meimei", "Li Lei"), "utf-8")

    for file, sentence in (
        (paper, "This certificate is valid"),
        (told, "This certificate is valid"),
        (altered, "This file was altered"),
    ):
        page = visitor(width=390).go("/verify/")
        page.locator("#file").set_input_files(file)
        page.get_by_role("button", name="Verify the file").click()
        expect(page.locator("#answer")).to_contain_text(sentence)
    expect(verdict(visitor, number[:-1] + ("A" if number[-1] != "A" else "B"))).not_to_contain_text(
        "is valid"
    )

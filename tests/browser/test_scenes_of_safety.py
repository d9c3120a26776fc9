"""What an office tries after an earthquake: ask everybody there, see who is safe, help the rest."""

import datetime
import email
import re
import time
from email import policy

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.filling import fill, find, send

# A country where nobody else of the demo is.
COUNTRY = {"en": "BT", "zh": "BN"}
WORDS = {
    "en": {
        "ask": "Ask whether they are safe",
        "reached": "receive a mail",
        "help": "Needs help",
        "note": "Note an answer",
        "noted": "noted by the office",
        "close": "Close",
        "closed": "Closed",
        "in_need": "1 person needs help.",
    },
    "zh": {
        "ask": "发起平安确认",
        "reached": "将收到邮件",
        "help": "需要帮助",
        "note": "登记回复",
        "noted": "由办公室登记",
        "close": "结束",
        "closed": "已结束",
        "in_need": "尚有1人需要帮助",
    },
}


def mail_to(home, address):
    """Wait for the mail to somebody; give its subject, its text and the path of its link."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for path in home.rglob("mail/*.log"):
            for part in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
                letter = email.message_from_bytes(part.strip(), policy=policy.default)
                if letter["To"] == address:
                    text = letter.get_body().get_content()
                    return letter["Subject"], text, re.search(r"/safe/\S+", text).group()
        time.sleep(0.5)
    raise AssertionError(f"no mail to {address} in {home}")


def travels(page, officer, country, name, address):
    """Enter a person, and a stay of theirs that is under way."""
    today = timezone.localdate()
    page = officer.go("/people/add/")
    send(page, family_name=name, given_name="Scene", email=address)
    page = officer.go("/mobility/stays/add/")
    find(page, "person", name, name)
    fill(page, country=country, state="under_way")
    days = [str(today + datetime.timedelta(days=it)) for it in (-9, 9)]
    send(page, direction="outbound", kind="exchange", starts_on=days[0], ends_on=days[1])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_everybody_there_is_asked_and_answers_on_a_phone(visitor, demo_home, language):
    words, country = WORDS[language], COUNTRY[language]
    mailbox = f"phurba.{language}@example.org"
    officer = visitor("ustb", language=language)
    page, main = officer.page, officer.page.locator("main")
    travels(page, officer, country, f"Phurba{language}", mailbox)
    travels(page, officer, country, f"Mailless{language}", "")

    page = officer.go(f"/abroad/?country={country}")
    page.get_by_role("link", name=words["ask"]).click()
    texts = {"text_zh": "昨夜发生地震。", "text_en": "There was an earthquake."}
    send(page, title_zh="请报平安", title_en="Please answer", **texts)
    expect(main.locator("#reached")).to_contain_text(mailbox)
    expect(main.locator("#unreachable")).to_contain_text(f"Mailless{language}")
    expect(main.locator(".e-fig").first).to_contain_text(words["reached"])
    send(page)
    check = page.url.split("?")[0]
    expect(main.locator(".e-fig b")).to_have_text(["0", "1", "0", "1", "0"])

    subject, text, path = mail_to(demo_home, mailbox)
    assert subject == "请报平安 · Please answer"
    assert "昨夜发生地震。" in text
    traveller = visitor(language="zh", width=390)
    page, theirs = traveller.go(path), traveller.page.locator("main")
    expect(theirs).to_contain_text("昨夜发生地震。")
    page = officer.go(check)
    expect(main.locator(".e-fig b")).to_have_text(["0", "1", "0", "1", "0"])

    page = traveller.page
    page.locator("main [name=place]").press_sequentially("Thimphu")
    page.keyboard.press("Enter")
    expect(theirs.locator("[role=status]")).to_have_count(0)
    fill(page, words="腿受伤了")
    page.get_by_role("button", name="我需要帮助").click()
    expect(theirs.locator("[role=status]")).to_contain_text("我们已知道您需要帮助")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390

    page = officer.go("/")
    expect(main).to_contain_text(f"Phurba{language}")
    page = officer.go(check)
    first = main.locator("#travellers tbody tr").first
    expect(first).to_contain_text(words["help"])
    expect(first).to_contain_text("Thimphu")
    expect(first).to_contain_text("腿受伤了")
    expect(first).to_contain_text(mailbox)
    page = officer.go(f"{check.removeprefix(officer.address)}close/")
    send(page)
    expect(main).to_contain_text(words["in_need"])

    page = traveller.go(path)
    page.get_by_role("button", name="我平安").click()
    expect(theirs.locator("[role=status]")).to_contain_text("我们已知道您平安")
    page = officer.go(check)
    row = main.locator("#travellers tbody tr", has_text=f"Mailless{language}")
    row.get_by_role("link", name=words["note"]).click()
    send(page, state="safe", words="The host phoned: she is in the hall.")
    expect(row).to_contain_text(words["noted"])
    expect(main.locator(".e-fig b")).to_have_text(["0", "0", "0", "0", "2"])
    expect(main.locator("#travellers")).to_contain_text("腿受伤了")
    page.get_by_role("link", name=words["close"], exact=True).click()
    send(page)
    expect(main.locator(".e-sub")).to_contain_text(words["closed"])
    page = traveller.go(path)
    expect(theirs).to_contain_text("本次平安确认已结束")
    expect(theirs.get_by_role("button", name="我平安")).to_have_count(0)

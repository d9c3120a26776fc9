"""What a secretariat tries with its consortium: the register, an assembly, one that leaves."""

import pytest
from playwright.sync_api import expect

from tests.browser.filling import fill, send


@pytest.fixture
def secretary(visitor):
    return visitor("secretariat")


def league(window, query=""):
    """Open the page of the league."""
    page = window.go("/consortia/")
    page.locator("tbody th", has_text="IUCES").locator("a").first.click()
    return window.go(f"{page.url}{query}")


def numbers(page, kind):
    """Give the numbers of the records of a kind that the page leads to, in order."""
    links = page.locator(f"main a[href*='/{kind}/']").all()
    found = {part for link in links for part in link.get_attribute("href").split("/")}
    return sorted(int(part) for part in found if part.isdigit())


def test_members_chair_and_secretariat_are_those_of_the_day(secretary):
    page = league(secretary, "?on=2012-11-06")
    expect(page.locator("main tbody").first.locator("tr")).to_have_count(12)
    expect(page.locator("main")).to_contain_text("Wang Yanxin")
    expect(page.locator("main")).to_contain_text("Secretariat")

    page = league(secretary, "?on=2012-11-05")

    expect(page.locator("main")).to_contain_text("No member is registered for this day.")


def test_the_register_says_in_both_languages_what_the_members_are(secretary):
    page = league(secretary)
    members = page.locator("main tbody").first.locator("th a").all_inner_texts()
    page.get_by_role("link", name="Register in both languages").click()

    main = page.locator("main")
    for member in members:
        expect(main).to_contain_text(member)
    for word in ("卡尔斯鲁厄理工学院", "斯坦福大学", "Wang Yanxin"):
        expect(main).to_contain_text(word)


def test_seven_of_eleven_miss_two_thirds_and_a_proxy_reaches_them(secretary):
    page = league(secretary)
    address, members = page.url, numbers(page, "members")
    assert len(members) == 12
    for number in members:
        page = secretary.go(f"/consortia/members/{number}/change/")
        send(page, votes="False" if number == members[-1] else "True")
    statute = {"quorum_numerator": "2", "quorum_denominator": "3", "quorum_counts": "represented"}
    page = secretary.go(f"{address}statutes/add/")
    send(page, title_en="Statute", starts_on="2013-01-01", ordinary_majority="half_cast", **statute)
    page = secretary.go(f"{address}bodies/add/")
    page.locator("[name=has_all_members]").check()
    send(page, kind="assembly", name_en="General assembly")
    page = secretary.go(f"{address}meetings/add/")
    send(page, title_en="General assembly 2026", held_on="2026-11-20")
    meeting = page.url
    send(secretary.go(f"{meeting}convene/"), convened_on="2026-10-01")
    send(secretary.go(f"{meeting}open/"))
    page = secretary.go(f"{meeting}attendance/")
    for place, number in enumerate(members):
        fill(page, **{f"presence_{number}": "present" if place < 7 else "absent"})
    send(page)

    vote(secretary, meeting, "Change the statute")
    expect(page.locator("main")).to_contain_text("Refused: no quorum")
    expect(page.locator("main")).to_contain_text("7 of them are present or represented")
    page = secretary.go(f"{meeting}proxies/add/")
    send(page, member=str(members[7]), holder=str(members[0]), proof="Letter of 12 May")
    vote(secretary, meeting, "Change the statute again")

    expect(page.locator("main")).to_contain_text("8 of them are present or represented")
    expect(page.locator("main")).to_contain_text("Adopted")


def vote(window, meeting, title):
    """Table a motion, let all who are there vote for it, and count."""
    send(window.go(f"{meeting}motions/add/"), title_en=title)
    page = window.go(meeting)
    motion = numbers(page, "motions")[-1]
    send(window.go(f"/consortia/motions/{motion}/open/"))
    page = window.go(f"/consortia/motions/{motion}/votes/")
    names = {it.get_attribute("name") for it in page.locator("main [name^=choice_]").all()}
    send(page, **dict.fromkeys(names, "for"))
    send(window.go(f"/consortia/motions/{motion}/close/"))
    window.go(meeting)


def test_a_member_that_leaves_in_mid_year_counts_until_that_day_only(secretary):
    page = league(secretary)
    address, members = page.url, numbers(page, "members")
    leaving = page.locator("main tbody").first.locator("tr", has_text="Stanford University")
    number = leaving.locator("a[href$='/leave/']").get_attribute("href").split("/")[-3]
    votes = [
        {"quorum_numerator": "1", "quorum_denominator": "2", "quorum_counts": "represented"},
        {"ordinary_majority": "half_cast", "dues_proration": "months"},
    ]
    page = secretary.go(f"{address}statutes/add/")
    send(page, title_en="Statute of 2027", starts_on="2027-01-01", **votes[0], **votes[1])
    send(
        secretary.go(f"{address}dues/rate/"),
        year="2027",
        member_class="member",
        amount="1200",
        currency="EUR",
        source="Assembly of 2026",
    )

    page = secretary.go(f"/consortia/members/{number}/leave/")
    send(page, left_on="2027-06-30", reason="Decision of its senate")
    send(secretary.go(f"{address}dues/work-out/?year=2027"))

    page = secretary.go(f"{address}dues/?year=2027")
    expect(page.locator("tbody tr", has_text="Stanford")).to_contain_text("EUR 600.00")
    expect(page.locator("tbody tr", has_text="Waterloo")).to_contain_text("EUR 1,200.00")
    for day, count in (("2027-06-30", len(members)), ("2027-07-01", len(members) - 1)):
        page = secretary.go(f"{address}?on={day}")
        expect(page.locator("main tbody").first.locator("tr")).to_have_count(count)
    series = page.locator("main a[href$='/editions/add/']").first.get_attribute("href")
    for starts_on, offered in (("2027-05-01", 1), ("2027-08-01", 0)):
        send(secretary.go(series), state="planned", starts_on=starts_on, capacity="24")
        editions = numbers(league(secretary), "editions")
        page = secretary.go(f"/consortia/editions/{editions[-1]}/places/")
        expect(page.locator("main form", has_text="Waterloo")).to_have_count(1)
        expect(page.locator("main form label", has_text="Stanford")).to_have_count(offered)

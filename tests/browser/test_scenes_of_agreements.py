"""What an office tries with partners and agreements before it trusts the system, by hand."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.filling import fill, find, send

today = timezone.localdate


def soon():
    return today() + datetime.timedelta(days=60)


@pytest.fixture
def officer(visitor):
    return visitor("ustb")


def registered(window, title, **values):
    """Register a document that was signed years ago; its page stays open."""
    page = window.go("/agreements/add/")
    find(page, "partner", "yachen", "RWTH")
    usual = {"signed_on": "2024-03-01", "source": "Register of 2024, page 3"}
    send(page, title_en=title, kind="exchange", **(usual | values))
    expect(page.locator("h1")).to_have_text(title)
    page.get_by_role("link", name="Register a signed document").first.click()
    send(page)
    expect(page.locator(".e-sub").first).to_contain_text("USTB-")
    return page


def test_a_partner_entered_again_is_proposed_and_a_merge_is_taken_back(officer):
    page = officer.go("/organisations/new/")
    send(page, name_en="Univ. of Waterloo (Canada)", country="CA")
    expect(page.get_by_role("link", name="University of Waterloo")).to_be_visible()
    page.get_by_role("button", name="It is none of these").click()
    expect(page.locator("h1")).to_contain_text("Univ. of Waterloo (Canada)")

    page.get_by_role("link", name="Merge duplicates").first.click()
    find(page, "other", "Waterloo", "University of Waterloo")
    send(page)
    send(page)
    expect(page.locator("main")).to_contain_text("Univ. of Waterloo (Canada)")
    expect(page.locator("main")).to_contain_text("滑铁卢大学")

    page.get_by_role("link", name=re.compile("Undo")).first.click()
    send(page)
    page = officer.go("/organisations/?q=Waterloo")
    expect(page.locator("tbody tr")).to_have_count(2)


def test_an_agreement_of_a_faculty_shows_on_the_page_of_its_university(officer):
    page = officer.go("/organisations/?q=RWTH")
    page.locator("tbody th a").first.click()
    university = page.url
    for name, kind in (("Faculty of Georesources", "faculty"), ("Laser Laboratory", "laboratory")):
        page.get_by_role("link", name="Add a faculty or laboratory").click()
        send(page, name_en=name, kind=kind)
        expect(page.locator("main")).to_contain_text("Germany")
        page.goto(university)
    page = officer.go("/agreements/add/")
    find(page, "partner", "Georesou", "Faculty of Georesources")
    send(page, title_en="Exchange of a faculty", kind="exchange")
    expect(page.locator("main")).to_contain_text("Faculty of Georesources")

    page = officer.go(university)

    expect(page.locator("main")).to_contain_text("Laser Laboratory")
    expect(page.get_by_role("link", name="Exchange of a faculty")).to_be_visible()


def test_a_paper_of_1979_is_registered_with_its_scan_and_who_holds_it(officer, tmp_path):
    scan = tmp_path / "1979.txt"
    scan.write_text("Agreement of 1979, typed from the paper")
    page = registered(
        officer,
        "Agreement of 1979",
        signed_on="1979",
        place_en="Beijing",
        place_zh="北京",
        source="Archive box 12",
    )

    page.locator("main a[href*='/files/add/']").last.click()
    send(page, file=scan, kind="source", title_en="Paper of 1979", paper_original="Archive, box 12")

    main = page.locator("main")
    for words in ("1979", "Beijing", "Paper of 1979", "Archive, box 12"):
        expect(main).to_contain_text(words)
    # The texts it was written in are missing, and that shows; nobody asks for a signature.
    expect(main).to_contain_text("missing")
    expect(page.get_by_role("link", name="Mark as signed")).to_have_count(0)


def test_a_signed_pdf_from_the_partner_and_ink_without_our_seal_show_what_is_missing(
    visitor, records
):
    page = visitor("head").go(f"/agreements/{records['signing']}/")
    page.get_by_role("link", name=re.compile("^Record the signature of")).first.click()
    send(page, signer_en="Rüdiger", signed_on=f"{today()}", way="pdf")

    expect(page.locator("main")).to_contain_text("Rüdiger")
    missing = page.locator("main .e-note", has_text="The papers are not complete")
    expect(missing).to_contain_text("RWTH Aachen University: scan or signed file missing")
    expect(missing).to_contain_text("who holds the original missing")


def test_a_school_signs_with_authority_only_and_each_department_sees_its_part(officer, visitor):
    title = "Exchange of the School of Materials"
    page = visitor("administrator").go("/office/units/new/")
    find(page, "parent", "Beijing", "University of Science and Technology Beijing")
    send(
        page, kind="school", name_en="School of Materials", code="MAT", source="Decision 3 of 2026"
    )
    page = officer.go("/agreements/add/")
    find(page, "partner", "yachen", "RWTH")
    page.locator("main [name=unit]").select_option(label="School of Materials")
    send(page, title_en=title, kind="exchange")
    address = page.url
    page.get_by_role("link", name="Submit for checks").first.click()
    asked = {"legal": "Clauses 7 to 9", "finance": "Clause 4, fees"}
    send(page, **{f"part_{department}": part for department, part in asked.items()})
    for department, part in asked.items():
        window = visitor(department)
        page = window.go("/agreements/checks/?answer=open")
        page.locator("tbody tr", has_text=title).locator("a").first.click()
        expect(page.locator("main")).to_contain_text(part)
        for other in set(asked.values()) - {part}:
            expect(page.locator("main")).not_to_contain_text(other)
        page.get_by_role("link", name="Answer").first.click()
        send(page, answer="pass")
        assert page.goto(address).status == 403

    head = visitor("head")
    page = head.go(address)
    page.get_by_role("link", name="Approve for signing").first.click()
    send(page)
    for party in ("School of Materials", "RWTH Aachen University"):
        page = head.go(f"{address}signatures/add/")
        page.locator("main [name=party]").select_option(label=party)
        send(page, signer_en="A dean", signed_on=f"{today()}", authority="unit_head")
    expect(page.locator("main")).to_contain_text("signs only with authority from the university")
    expect(page.get_by_role("link", name="Mark as signed")).to_have_count(0)
    page = head.go("/agreements/authorities/add/")
    page.locator("main [name=unit]").select_option(label="School of Materials")
    send(page, starts_on="2026", document="Decision 4 of 2026", granted_by="President")

    page = head.go(address)
    page.get_by_role("link", name="Mark as signed").first.click()
    send(page)
    expect(page.locator("main .e-sub").first).to_contain_text("In force")


def test_what_ends_soon_is_listed_until_a_signed_renewal_carries_it_on(officer):
    title = "Exchange about to end"
    registered(officer, title, ends_on=f"{soon()}")

    page = officer.go("/agreements/expiring/?months=3")

    row = page.locator("tbody tr", has_text=title)
    expect(row).to_contain_text(f"{soon()}")
    # Nobody has looked back on it yet.
    page.goto(f"{officer.address}/agreements/expiring/?review=none")
    page.locator("tbody tr", has_text=title).locator("a").first.click()
    page.get_by_role("link", name="Review activity").first.click()
    send(page, judgement="fulfilled", recommendation="renew", text_en="Ten went, nine came.")
    expect(page.locator("main")).to_contain_text("Ten went, nine came.")
    page = officer.go("/agreements/expiring/?review=none")
    expect(page.locator("main")).not_to_contain_text(title)


def test_places_of_next_year_are_changed_and_this_years_stay(officer):
    page = registered(officer, "Exchange with places")
    address = page.url
    for year, number in ((2026, "5"), (2027, "5")):
        page.get_by_role("link", name="Add places").first.click()
        send(page, academic_year=f"{year}", number=number, source="Annex 1")
    page.get_by_role("link", name="2027–28").first.click()
    page.locator("main a[href$='/change/']").last.click()
    send(page, number="8", source="Letter of May")

    page.goto(address)

    expect(page.locator("main tr", has_text="2026–27").first).to_contain_text("5")
    expect(page.locator("main tr", has_text="2027–28").first).to_contain_text("8")
    page.get_by_role("link", name="Amend").first.click()
    send(page, title_en="Exchange with places, first amendment")
    expect(page.locator("main")).to_contain_text("Exchange with places")


def test_notice_of_2_september_ends_it_after_one_more_full_academic_year(officer, visitor):
    page = registered(
        officer,
        "Evergreen exchange",
        term="evergreen",
        notice_length="1",
        notice_unit="academic_years",
    )
    page = visitor("head").go(page.url)
    page.get_by_role("link", name="Record its end").first.click()
    fill(page, kind="unilateral", notified_on="2026-09-02", reason="The faculty is closed")
    page.locator("main [name=by_party]").select_option(index=1)
    send(page)

    expect(page.locator("main")).to_contain_text("2028-08-31")
    expect(page.locator(".e-sub").first).to_contain_text("In force")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"term": "fixed", "ends_on": "2030-12-31"}, "2030-12-31"),
        (
            {"term": "automatic", "ends_on": f"{soon()}", "renews_every": "24"},
            "renews in [0-9]+ days",
        ),
        ({"term": "evergreen"}, "Evergreen"),
    ],
    ids=["fixed term", "renews by itself", "evergreen"],
)
def test_each_kind_of_term_says_when_it_ends(officer, values, words):
    page = registered(officer, f"Exchange, {values['term']}", **values)

    expect(page.locator("main")).to_contain_text(re.compile(words, re.IGNORECASE))


def test_what_the_partner_changed_in_its_copy_is_shown(officer, records):
    page = officer.go(f"/agreements/{records['draft']}/texts/add/")
    words = "Article 1\nUp to {} students go each year.\nArticle 2\nIt holds for five years."
    send(page, language="en", side="ours", words=words.format("five"))
    page = officer.go(f"/agreements/{records['draft']}/texts/add/")
    send(page, language="en", side="theirs", words=words.format("nine"))

    expect(page.locator("main")).to_contain_text("five students")
    expect(page.locator("main")).to_contain_text("nine students")
    assert officer.errors == []


def test_a_renamed_partner_keeps_its_name_at_signing_and_is_found_by_both(officer):
    page = officer.go("/organisations/?q=Tata Steel")
    page.locator("tbody th a").first.click()
    partner = page.url
    page.goto(f"{partner}rename/")
    send(page, text="Tata Metals", language="en", since="2026")

    page = officer.go("/agreements/?q=Tata Metals")
    expect(page.locator("tbody tr")).to_have_count(1)
    page = officer.go("/agreements/?q=Tata Steel")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody th a").first.click()
    expect(page.locator("main")).to_contain_text("Tata Steel")

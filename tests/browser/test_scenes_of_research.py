"""What an office tries with a joint laboratory: partners, director, founding, evaluations."""

import datetime

from playwright.sync_api import expect

from tests.browser.filling import find, send


def test_a_national_centre_is_founded_with_a_partner_and_evaluated_again_and_again(visitor):
    year = datetime.datetime.now(tz=datetime.UTC).year - 1
    officer = visitor("ustb")
    page = officer.go("/people/add/")
    send(page, family_name="Lindqvist", given_name="Astrid")
    page = officer.go("/research/centres/add/")
    send(page, kind="laboratory", level="national", founded_on=f"{year}-09")
    expect(page.locator("main")).to_contain_text("It needs a name in at least one language.")
    send(page, name_en="Laboratory for Slow Metals", name_zh="慢金属国际联合实验室")
    address, main = page.url, page.locator("main")
    expect(main.locator("#partners")).to_contain_text("No partner is entered yet.")

    page.get_by_role("link", name="Add a partner").click()
    find(page, "organisation", "Tohoku", "Tohoku University")
    send(page, role="founder", since=str(year))
    page.get_by_role("link", name="Add a partner").click()
    find(page, "organisation", "Tohoku", "Tohoku University")
    send(page, role="member")
    expect(page.locator("main")).to_contain_text("It is a partner already.")
    page.goto(address)
    page.get_by_role("link", name="Add a director").click()
    find(page, "person", "Lindqvist", "Lindqvist")
    send(page, since=f"{year}-10")
    expect(main.locator("#directors")).to_contain_text("for us")

    page.get_by_role("link", name="It was founded").first.click()
    send(page)
    expect(main).to_contain_text(f"Next evaluation by {year + 2}-09-30")
    page.get_by_role("link", name="Add an evaluation").click()
    send(page, held_on=str(year - 1), result="good")
    expect(page.locator("main")).to_contain_text(f"It was founded in {year}-09 only.")
    send(page, held_on=f"{year}-12-15")
    expect(main).to_contain_text(f"Next evaluation by {year + 3}-12-15")

    page = officer.go("/research/centres/?q=Slow+Metals")
    row = page.locator("tbody tr", has_text="Slow Metals")
    expect(row).to_contain_text("Tohoku University")
    page.goto(address)
    page.locator("#partners").get_by_role("link", name="Tohoku University").first.click()
    expect(page.locator("#joint-centres")).to_contain_text("Slow Metals")


def test_the_laboratories_of_the_documents_stand_and_their_numbers_are_theirs(visitor):
    page = visitor("cuit").go("/research/centres/?state=running")
    rows = page.locator("tbody tr")
    expect(rows.filter(has_text="Atmospheric Observations")).to_contain_text("Colorado State")
    expect(rows.filter(has_text="the Belt and Road")).to_contain_text("Belgrade")

    page = visitor("soe").go("/research/centres/?missing=partner")
    expect(page.locator("tbody")).to_contain_text("Pollutant Disposal")
    expect(page.locator("tbody tr", has_text="Pollutant Disposal")).to_contain_text("2018")


def test_a_project_is_approved_and_finished_with_its_money_and_its_results(visitor):
    officer = visitor("ustb")
    page = officer.go("/research/projects/?q=approved+by+Tata")
    expect(page.locator("tbody tr")).to_have_count(2)
    page = officer.go("/research/projects/add/")
    send(page, title_en="Slag as a resource", amount="250000")
    expect(page.locator("main")).to_contain_text("Name amount and currency together.")
    find(page, "funder", "Queensland", "The University of Queensland")
    send(page, currency="GBP", starts_on="2015", ends_on="2018")
    main = page.locator("main")
    expect(main).to_contain_text("250,000.00 GBP")
    page.get_by_role("link", name="Add a partner").click()
    find(page, "organisation", "Queensland", "The University of Queensland")
    send(page, part="Furnace tests")
    page.get_by_role("link", name="It was approved").first.click()
    send(page, approved_on="2015")

    page = officer.go("/research/projects/?now=overdue")
    page.get_by_role("link", name="Slag as a resource").click()
    page.get_by_role("link", name="It is finished").first.click()
    send(page, results_en="Three papers and a furnace that wastes less.")
    expect(page.locator("#results")).to_contain_text("wastes less")

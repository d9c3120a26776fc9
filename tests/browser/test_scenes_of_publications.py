"""What an office tries with publications: a bibliography with a broken entry, read once."""

from playwright.sync_api import expect

from tests.browser.filling import send

BIBTEX = r"""@article{scene1,
  title = {Furnaces of the scene}, author = {Li, Wei and M{\"u}ller, Eva},
  doi = {10.5555/SCENE.1}, year = 2024, journal = {Journal of Furnaces},
  affiliation = {Institute of Scenes, Nowhere}
}

@article{scene2, title = {No end, author = {Nobody}

@article{scene3, title = {A typo of the scene}, doi = {1O.5555/scene.3}, year = 2024}
"""


def test_a_bibliography_is_looked_through_entered_once_and_its_institution_set(visitor, tmp_path):
    file = tmp_path / "scene.bib"
    file.write_text(BIBTEX, encoding="utf-8")
    officer = visitor("ustb")
    page = officer.go("/research/publications/import/")
    main = page.locator("main")
    send(page, file=file)
    expect(main).to_contain_text("1 new publication")
    expect(main).to_contain_text("Line 7:")
    expect(main).to_contain_text("begins with letters where figures belong")
    expect(main).to_contain_text("to be set afterwards")
    send(page)
    expect(main).to_contain_text("1 publication is entered.")

    page.get_by_role("link", name="Import publications").click()
    send(page, file=file)
    expect(main).to_contain_text("1 entry is held already")
    expect(main).to_contain_text("Nothing in the file is new.")
    page.get_by_role("link", name="Furnaces of the scene").click()
    expect(main).to_contain_text("Eva Müller")
    page.get_by_role("link", name="Set the institution").click()
    page.get_by_label("Stays a text").check()
    send(page)
    expect(page.locator("#institutions")).to_contain_text("Stays a text")

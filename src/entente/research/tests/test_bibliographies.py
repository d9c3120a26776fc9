"""Publications from BibTeX, RIS, Crossref and OpenAlex: looked through, then entered."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from entente.kit.errors import DomainError
from entente.office import roles
from entente.office.services import system_user
from entente.organisations.services import set_identifier
from entente.research import services
from entente.research.bibliographies import Broken, read_bibliography
from entente.research.models import Publication
from tests.factories import make_staff, make_unit
from tests.factories_organisations import make_organisation
from tests.factories_research import make_publication

pytestmark = pytest.mark.django_db
ROR = "01dq60k83"
BIBTEX = r"""@article{one,
  title = {Slag as a {Resource}}, author = {Li, Wei and M{\"u}ller, Eva},
  doi = {https://doi.org/10.1000/ONE}, year = 2020, month = jun, journal = {Journal of Furnaces},
  affiliation = {Tohoku University}
}

@article{broken, title = {No end, author = {Nobody}

@inproceedings{two, title = {Second}, author = {Sato, A.}, year = {2021}, booktitle = {Proc.}}
@book{three, title = {Third}, doi = {1O.1000/three}}
"""
RIS = """TY  - JOUR
AU  - Li, Wei
AU  - Sato, A.
TI  - Slag as a resource
PY  - 2020/06//
JO  - Journal of Furnaces
DO  - 10.1000/one
AD  - Tohoku University
ER  -

TY  - JOUR
TI  - It never ends

TY  - CONF
TI  - Second
T2  - Proc.
ER  -
"""
CROSSREF = {
    "message": {
        "items": [
            {
                "DOI": "10.1000/ONE",
                "type": "journal-article",
                "title": ["Slag as a <i>resource</i>"],
                "container-title": ["Journal of Furnaces"],
                "published": {"date-parts": [[2020, 6]]},
                "author": [
                    {"given": "Wei", "family": "Li", "affiliation": [{"name": "Tohoku University"}]}
                ],
            },
            {"DOI": "10.1000/two", "title": "Second", "author": [5]},
            {"DOI": "10.1000/three", "title": []},
        ]
    }
}
OPENALEX = {
    "results": [
        {
            "id": "https://openalex.org/W1",
            "doi": "https://doi.org/10.1000/one",
            "title": "Slag as a resource",
            "type": "article",
            "publication_date": "2020-06-12",
            "primary_location": {"source": {"display_name": "Journal of Furnaces"}},
            "authorships": [
                {
                    "author": {"display_name": "Wei Li"},
                    "institutions": [
                        {
                            "id": "I1",
                            "display_name": "Tohoku University",
                            "ror": f"https://ror.org/{ROR}",
                            "country_code": "JP",
                        }
                    ],
                    "affiliations": [
                        {
                            "raw_affiliation_string": "Dept. of Slag, Tohoku Univ., Sendai",
                            "institution_ids": ["I1"],
                        }
                    ],
                }
            ],
        }
    ]
}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def officer(client):
    user = make_staff(roles.OFFICER, unit=make_unit(), language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def broken(text):
    return [
        (it.number, it.line, it.why) for it in read_bibliography(text) if isinstance(it, Broken)
    ]


def whole(text):
    return [it for it in read_bibliography(text) if not isinstance(it, Broken)]


@pytest.mark.parametrize("text", [BIBTEX, RIS, json.dumps(CROSSREF), json.dumps(OPENALEX)])
def test_each_kind_of_file_tells_the_same_publication(text):
    first = whole(text)[0]

    assert first.title.lower() == "slag as a resource"
    assert first.authors[0].name == "Wei Li"
    assert "Tohoku Univ" in first.authors[0].affiliations[0]
    assert (first.kind, first.venue) == ("article", "Journal of Furnaces")
    assert first.published.startswith("2020-06")
    assert first.doi.lower().endswith("10.1000/one")


def test_a_broken_entry_is_named_with_its_place_and_the_rest_is_read():
    assert [it.title for it in whole(BIBTEX)] == ["Slag as a Resource", "Second", "Third"]
    assert whole(BIBTEX)[0].authors[1].name == "Eva Müller"
    [(number, line, why)] = broken(BIBTEX)
    assert (number, line) == (2, 7)
    assert "brace" in why
    assert [it.title for it in whole(RIS)] == ["Slag as a resource", "Second"]
    assert broken(RIS) == [(2, 11, "Its end (ER) is missing.")]
    assert len(whole(json.dumps(CROSSREF))) == 1
    assert [(number, why) for number, _line, why in broken(json.dumps(CROSSREF))] == [
        (2, "Its fields do not hold what Crossref or OpenAlex write there."),
        (3, "It has no title."),
    ]
    assert "no JSON" in broken('{"message": ')[0][2]


def test_what_is_held_is_shown_and_never_doubled_and_a_typo_is_named():
    unit = make_unit()
    held = make_publication(unit, doi="10.1000/one")

    found = services.look_through(BIBTEX + BIBTEX.replace("two", "four"), unit=unit)

    assert [it.publication for it in found.held if it.publication] == [held, held]
    assert [it.earlier for it in found.held if it.earlier] == [3]
    assert [it.entry.title for it in found.new] == ["Second"]
    assert "begins with letters" in found.broken[1].why
    entered = services.enter_bibliography(BIBTEX, by=system_user(), unit=unit)
    assert [it.title for it in entered] == ["Second"]
    assert services.enter_bibliography(BIBTEX, by=system_user(), unit=unit) == []


def test_affiliations_are_resolved_only_where_it_is_sure():
    unit, by, partner = make_unit(), system_user(), make_organisation(country="JP")
    text = json.dumps(OPENALEX)
    [new] = services.look_through(text, unit=unit).new
    assert [it.is_open for it in new.places.values()] == [True]

    set_identifier(partner, "ror", ROR, by=by)
    [new] = services.look_through(text, unit=unit).new
    assert [it.organisation for it in new.places.values()] == [partner]
    [paper] = services.enter_bibliography(text, by=by, unit=unit)
    affiliation = paper.affiliations.get()
    assert (affiliation.organisation, affiliation.country) == (partner, "JP")
    assert not affiliation.by_hand


def test_our_own_name_is_us_and_what_a_person_decided_counts_for_the_same_text():
    unit, by, partner = make_unit(), system_user(), make_organisation()
    authors = f"Li Wei | School of Slag, {unit.name_en}\nA. Sato | Lab. of Slag, Sendai"
    ours, theirs = make_publication(unit, authors=authors).affiliations.order_by("pk")
    assert (ours.state, theirs.state) == ("ours", "open")

    services.settle_affiliation(theirs, by=by, state="partner", organisation=partner)
    again = make_publication(unit, authors="B. Sato | Lab. of Slag, Sendai")
    assert again.affiliations.get().organisation == partner
    elsewhere = make_publication(authors="B. Sato | Lab. of Slag, Sendai")
    assert elsewhere.affiliations.get().state == "open"


def test_a_text_that_is_no_bibliography_and_one_too_long_are_refused_in_words():
    unit = make_unit()
    with pytest.raises(DomainError, match="no BibTeX, no RIS"):
        services.look_through("Dear colleagues,", unit=unit)
    many = "".join(f"TY  - JOUR\nTI  - Title {number}\nER  -\n" for number in range(501))
    with pytest.raises(DomainError, match="more than 500"):
        services.look_through(many, unit=unit)


def test_on_the_page_nothing_is_entered_before_it_was_looked_through(client, officer):
    address = reverse("research:import_publications")
    assert client.get(address).status_code == 200
    held = make_publication(officer.unit, doi="10.1000/one", title="Held before")
    file = SimpleUploadedFile("ours.bib", BIBTEX.encode())

    page = client.post(address, {"file": file, "unit": officer.unit_id})
    words = page.content.decode()
    assert page.status_code == 200
    assert "Line 7:" in words
    assert "1 new publication" in words
    assert held.get_absolute_url() in words
    assert Publication.objects.count() == 1

    packed = page.context["form"]["held"].value()
    sent = {"held": packed, "unit": officer.unit_id, "confirm": "1"}
    none = client.post(address, sent)
    assert none.status_code == 422
    assert "Choose at least one entry." in none.content.decode()
    numbers = [it.entry.number for it in none.context["found"].new]
    assert client.post(address, sent | {"entry": numbers}).status_code == 302
    assert Publication.objects.get(title="Second").source == "ours.bib"
    assert Publication.objects.count() == 2


def test_only_the_entries_that_are_chosen_are_entered(client, officer):
    text = "".join(f"@article{{a{at}, title = {{Paper {at}}}, year = 2024}}\n" for at in range(3))
    address = reverse("research:import_publications")
    upload = {"file": SimpleUploadedFile("a.bib", text.encode()), "unit": officer.unit_id}
    looked = client.post(address, upload)
    numbers = [it.entry.number for it in looked.context["found"].new]
    sent = {"held": looked.context["form"].data["held"], "unit": officer.unit_id, "confirm": "1"}

    assert client.post(address, sent | {"entry": [numbers[1], "999"]}).status_code == 302

    assert [it.title for it in Publication.objects.all()] == ["Paper 1"]


def test_a_file_that_cannot_be_read_is_said_at_its_field(client, officer):
    address = reverse("research:import_publications")
    for values in (
        {"file": SimpleUploadedFile("a.bib", b"Dear colleagues")},
        {"held": "forged", "confirm": "1"},
        {},
    ):
        page = client.post(address, values | {"unit": officer.unit_id})
        assert page.status_code == 422
        assert list(page.context["form"].errors) == ["file"]
    assert not Publication.objects.exists()


def test_the_resolver_sets_a_name_of_the_register_by_itself():
    partner = make_organisation(
        names=[{"text": "University of Furnaces", "language": "en"}], country="JP"
    )
    paper = make_publication(authors="A. Sato | University of Furnaces")

    assert paper.affiliations.get().organisation == partner

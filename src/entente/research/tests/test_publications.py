"""Publications with partners: their DOI, their authors, which institutions are meant."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from entente.figures.counting import Question
from entente.kit.errors import DomainError
from entente.kit.measures import measure_named
from entente.kit.periods import Period
from entente.kit.quantities import Quantity
from entente.office import roles
from entente.office.services import system_user
from entente.research import services
from entente.research.bibliographies import affiliations_of, doi_fault, plain_doi
from entente.research.models import Affiliation, Publication
from tests.factories import make_staff, make_unit
from tests.factories_organisations import make_organisation
from tests.factories_research import make_centre, make_project, make_publication

pytestmark = pytest.mark.django_db
DOI = "10.1016/j.jclepro.2020.120001"


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


def send(client, name, record, **values):
    return client.post(reverse(f"research:{name}", args=[record.pk]), values)


def counted(unit, year, **filters):
    question = Question(measure_named("joint_publications"), unit, filters)
    return question.count(Period.year(year)).number


# --- Rules ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "10.1000/ABC",
        " https://doi.org/10.1000/abc ",
        "http://dx.doi.org/10.1000/abc.",
        "doi: 10.1000/abc",
        "DOI:https://doi.org/10.1000%2Fabc",
        "info:doi/10.1000/abc",
    ],
)
def test_a_doi_is_kept_in_one_way_however_it_is_written(written):
    assert make_publication(doi=written).doi == "10.1000/abc"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("1O.1000/abc", "begins with letters"),
        ("11.1000/abc", "begins with “10.”"),
        ("10.1000", "slash is missing"),
        ("10.10/abc", "at least four figures"),
        ("10.1000/", "something follows the slash"),
        ("10.1000/a b", "a blank"),
        ("10.1000/" + "a" * 200, "longer than"),
    ],
)
def test_a_doi_with_a_typo_is_refused_in_words(written, words):
    assert words in doi_fault(plain_doi(written))
    with pytest.raises(ValidationError) as refusal:
        make_publication(doi=written)
    assert list(refusal.value.message_dict) == ["doi"]


def test_a_doi_stands_once_in_an_institution_however_it_is_written():
    unit = make_unit()
    make_publication(unit, doi=DOI)

    with pytest.raises(ValidationError, match="entered already"):
        make_publication(unit, doi=f"https://doi.org/{DOI.upper()}")
    make_publication(make_unit(), doi=DOI)
    make_publication(unit)
    make_publication(unit)


def test_affiliations_follow_the_authors_and_what_was_decided_stays():
    by, partner = system_user(), make_organisation()
    paper = make_publication(authors="Li Wei | Tohoku Univ. | Elsewhere\n\nA. Sato | Tohoku Univ.")
    tohoku, elsewhere = paper.affiliations.order_by("pk")
    services.settle_affiliation(tohoku, by=by, state="partner", organisation=partner)

    services.change_publication(paper, by=by, authors="Li Wei | Tohoku Univ. | Third")

    assert affiliations_of(paper.authors) == ["Tohoku Univ.", "Third"]
    assert [(it.text, it.state) for it in paper.affiliations.order_by("pk")] == [
        ("Tohoku Univ.", "partner"),
        ("Third", "open"),
    ]
    assert not Affiliation.objects.filter(pk=elsewhere.pk).exists()
    with pytest.raises(DomainError, match="Say which institution"):
        services.settle_affiliation(tohoku, by=by, state="partner")


def test_a_partner_is_added_once_and_one_whom_an_author_names_is_not_taken_off():
    by, partner = system_user(), make_organisation()
    paper = make_publication(partner=partner)

    with pytest.raises(DomainError, match="a partner already"):
        services.add_publication_partner(paper, by=by, organisation=partner)
    with pytest.raises(DomainError, match="names this institution"):
        services.remove_publication_partner(paper.affiliations.get(), by=by)
    added = services.add_publication_partner(paper, by=by, organisation=make_organisation())
    services.remove_publication_partner(added, by=by)
    assert paper.affiliations.count() == 1


def test_each_publication_counts_once_in_its_year_and_only_with_a_partner():
    unit, partner = make_unit(), make_organisation(country="JP")
    paper = make_publication(unit, partner=partner, published_on="2024-03")
    services.add_publication_partner(paper, by=system_user(), organisation=make_organisation())
    make_publication(unit, published_on="2024")
    make_publication(make_unit(), partner=partner, published_on="2024")

    assert counted(unit, 2024) == counted(unit, 2024, country="JP") == Quantity(1, 1)
    assert counted(unit, 2024, partner=str(partner.pk), kind="article") == Quantity(1, 1)
    assert counted(unit, 2023) == Quantity(0, 0)
    make_publication(unit, partner=partner, published_on=None)
    assert counted(unit, 2024) == Quantity(1, 2)


# --- Pages ----------------------------------------------------------------------------------------


def test_a_publication_is_entered_settled_changed_and_removed(client, officer):
    partner = make_organisation()
    project, centre = make_project(officer.unit), make_centre(officer.unit)
    values = {
        "title": "Slag as a resource",
        "doi": f"https://doi.org/{DOI}",
        "published_on": "2020-06",
        "kind": "article",
        "venue": "Journal of Furnaces",
        "authors": "Li Wei | Institut des Scories",
        "project": project.pk,
        "centre": centre.pk,
        "unit": officer.unit_id,
    }
    answer = client.post(reverse("research:enter_publication"), values)
    assert answer.status_code == 302, answer.context["form"].errors
    paper = Publication.objects.get()
    [affiliation] = paper.affiliations.all()

    listed = client.get(f"{reverse('research:publications')}?missing=affiliation&year=2020")
    assert "Slag as a resource" in listed.content.decode()
    asked = client.get(reverse("research:settle_affiliation", args=[affiliation.pk]))
    assert "Institut des Scories" in asked.content.decode()
    assert send(client, "settle_affiliation", affiliation, state="partner").status_code == 422
    settled = {"state": "partner", "organisation": partner.pk}
    assert send(client, "settle_affiliation", affiliation, **settled).status_code == 302
    words = client.get(paper.get_absolute_url()).content.decode()
    for said in (DOI, "Journal of Furnaces", "Institut des Scories", str(partner.name)):
        assert said in words
    for record in (partner, project, centre):
        assert "Slag as a resource" in client.get(record.get_absolute_url()).content.decode()
    listed = client.get(f"{reverse('research:publications')}?partner={partner.pk}&kind=article")
    assert len(listed.context["rows"]) == 1

    changed = values | {"title": "Slag renamed", "version": 1}
    assert send(client, "change_publication", paper, **changed).status_code == 302
    paper.refresh_from_db()
    assert (paper.title, paper.project, paper.centre) == ("Slag renamed", project, centre)
    assert send(client, "remove_publication", paper).status_code == 302
    assert not Publication.objects.exists()
    assert not Affiliation.objects.exists()


def test_bad_input_is_said_at_its_field_and_loses_nothing(client, officer):
    make_publication(officer.unit, doi=DOI)
    values = {"title": "One", "kind": "article", "unit": officer.unit_id}

    def refused(**more):
        page = client.post(reverse("research:enter_publication"), values | more)
        assert page.status_code == 422
        assert "One" in page.content.decode() or not more.get("title", "One")
        return list(page.context["form"].errors)

    assert refused(doi="1O.1000/abc") == ["doi"]
    assert refused(doi=DOI) == ["doi"]
    assert refused(published_on="20-20") == ["published_on"]
    assert refused(title="") == ["title"]
    assert Publication.objects.count() == 1


def test_an_added_partner_is_taken_off_on_the_page(client, officer):
    paper, partner = make_publication(officer.unit), make_organisation()

    send(client, "add_publication_partner", paper, organisation=partner.pk)
    assert str(partner.name) in client.get(paper.get_absolute_url()).content.decode()
    again = send(client, "add_publication_partner", paper, organisation=partner.pk)
    assert list(again.context["form"].errors) == ["organisation"]
    added = paper.affiliations.get()
    assert send(client, "remove_publication_partner", added).status_code == 302
    assert not paper.affiliations.exists()


@pytest.mark.parametrize("count", [1, 8])
def test_the_list_costs_the_same_however_long(client, officer, count, django_assert_num_queries):
    for _ in range(count):
        make_publication(officer.unit, partner=make_organisation())
    client.get(reverse("research:publications"))

    with django_assert_num_queries(9):
        page = client.get(reverse("research:publications"))

    assert len(page.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_affiliations(
    client, officer, count, django_assert_num_queries
):
    paper = make_publication(officer.unit)
    for _ in range(count):
        services.add_publication_partner(paper, by=system_user(), organisation=make_organisation())
    client.get(paper.get_absolute_url())

    with django_assert_num_queries(12):
        client.get(paper.get_absolute_url())


def test_another_units_publication_is_not_found(client, officer):
    theirs = make_publication(partner=make_organisation())

    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert send(client, "change_publication", theirs).status_code == 404
    affiliation = theirs.affiliations.get()
    assert send(client, "settle_affiliation", affiliation, state="ours").status_code == 404

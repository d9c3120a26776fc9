"""The pages of the register: list, partner page, entering, names, merging, notes."""

import datetime

import pytest
from django.urls import reverse

from entente.kit import parts
from entente.office import roles
from entente.office.services import system_user
from entente.organisations import services
from entente.organisations.models import (
    DatedList,
    DueDiligence,
    ListEntry,
    Merge,
    Organisation,
    OrganisationName,
)
from tests.factories import make_staff
from tests.factories_organisations import make_organisation

pytestmark = pytest.mark.django_db
LIST = "/organisations/"


@pytest.fixture
def officer(client):
    user = make_staff(roles.OFFICER, language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


@pytest.fixture
def waterloo():
    return make_organisation(
        "University of Waterloo",
        "滑铁卢大学",
        country="CA",
        city_en="Waterloo",
        latitude=43.47,
        longitude=-80.54,
    )


def titles(page):
    return [row.title for row in page.context["rows"]]


# --- The list -------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 24])
def test_the_register_costs_the_same_however_long(
    client, officer, count, django_assert_num_queries
):
    for _ in range(count):
        make_organisation(country="DE")
    client.get(LIST)

    with django_assert_num_queries(QUERIES):
        page = client.get(LIST)

    assert len(page.context["rows"]) == count


QUERIES = 9


def test_the_register_is_narrowed_by_groups_and_rankings_as_of_a_day(client, officer, waterloo):
    siegen = make_organisation("University of Siegen", country="DE")
    for year, countries in ((2013, ["DE"]), (2020, ["CA"])):
        state = DatedList.objects.create(
            kind="group", name="Belt", valid_from=datetime.date(year, 1, 1)
        )
        for country in countries:
            ListEntry.objects.create(of=state, country=country)
    ranking = DatedList.objects.create(
        kind="ranking", name="QS", valid_from=datetime.date(2024, 1, 1)
    )
    for position, organisation in ((115, waterloo), (900, siegen)):
        ListEntry.objects.create(of=ranking, name="x", position=position, organisation=organisation)

    assert titles(client.get(f"{LIST}?group=Belt")) == ["University of Waterloo"]
    assert titles(client.get(f"{LIST}?group=Belt&on=2019-12-31")) == ["University of Siegen"]
    assert titles(client.get(f"{LIST}?ranking=QS&at_most=200")) == ["University of Waterloo"]
    assert titles(client.get(f"{LIST}?ranking=QS&on=2023-12-31")) == []
    assert [words for words, _url in client.get(f"{LIST}?ranking=QS&at_most=200").context["chips"]]


def test_filters_that_have_nothing_to_filter_by_are_not_offered(client, officer, waterloo):
    names = [field.name for field in client.get(LIST).context["filterset"].choice_fields]
    assert names == ["kind", "region", "partner", "provisional", "country"]


def test_partners_of_ones_own_are_told_by_the_apps_above(client, officer, waterloo, monkeypatch):
    faculty = make_organisation("Faculty of Science", kind="faculty", parent=waterloo)
    make_organisation("University of Siegen", country="DE")
    monkeypatch.setattr(parts.organisation_partners, "_fillings", {})
    parts.organisation_partners.fill()(lambda _officer: [faculty.pk])

    assert sorted(titles(client.get(f"{LIST}?partner=yes"))) == [
        "Faculty of Science",
        "University of Waterloo",
    ]


def test_the_register_is_downloaded_as_it_is_shown(client, officer, waterloo):
    make_organisation("University of Siegen", country="DE")
    sheet = client.get(f"{LIST}?country=Canada&download=csv")
    lines = b"".join(sheet.streaming_content if sheet.streaming else [sheet.content])
    assert lines.decode("utf-8-sig").count("Waterloo") >= 1
    assert "Siegen" not in lines.decode("utf-8-sig")


@pytest.mark.parametrize("text", ["Old Waterloo College", "滑铁卢", "huatielu", "Q1049470"])
def test_a_partner_is_found_by_every_name_it_ever_had(client, officer, waterloo, text):
    make_organisation("University of Siegen", "锡根大学")
    services.add_name(
        waterloo, by=system_user(), text="Old Waterloo College", language="en", kind="former"
    )
    services.set_identifier(waterloo, "wikidata", "Q1049470", by=system_user())
    assert titles(client.get(LIST, {"q": text})) == ["University of Waterloo"]


# --- The partner page -----------------------------------------------------------------------------


def test_the_partner_page_shows_names_place_and_units(client, officer, waterloo):
    make_organisation("Faculty of Science", kind="faculty", parent=waterloo)
    page = client.get(waterloo.get_absolute_url())
    text = page.content.decode()

    assert page.status_code == 200
    for words in ("滑铁卢大学", "Faculty of Science", "Canada", 'class="pt"'):
        assert words in text, words


@pytest.mark.parametrize("count", [0, 5])
def test_the_partner_page_costs_the_same_however_much_there_is(
    client, officer, waterloo, count, django_assert_max_num_queries
):
    for number in range(count):
        make_organisation(f"Faculty {number}", kind="faculty", parent=waterloo)
        services.add_name(
            waterloo, by=system_user(), text=f"W{number}", language="en", kind="alias"
        )
    client.get(waterloo.get_absolute_url())
    with django_assert_max_num_queries(42):
        client.get(waterloo.get_absolute_url())


def test_who_only_reads_is_offered_nothing_to_change(client, waterloo):
    client.force_login(make_staff(roles.AUDITOR, language="en"))
    text = client.get(waterloo.get_absolute_url()).content.decode()
    assert "merge/" not in text
    assert "names/new/" not in text
    for way in ("change", "rename", "merge", "add_name", "add_identifier", "add_note"):
        address = reverse(f"organisations:{way}", args=[waterloo.pk])
        assert client.get(address).status_code == 403


# --- Entering -------------------------------------------------------------------------------------


def typed(**values):
    return {"kind": "university", "other_language": "de"} | values


def test_a_name_that_is_there_already_is_proposed_before_anything_is_saved(
    client, officer, waterloo
):
    page = client.post(f"{LIST}new/", typed(name_en="Univ. of Waterloo (Canada)"))

    assert page.status_code == 422
    assert [organisation for organisation, _why in page.context["proposals"]] == [waterloo]
    assert Organisation.objects.count() == 1


def test_the_button_that_says_so_is_the_only_field_of_its_name(client, officer, waterloo):
    page = client.post(f"{LIST}new/", typed(name_en="Univ. of Waterloo")).content.decode()

    # A hidden field beside it would be sent, too, and the last one of a name counts.
    assert page.count('name="none_of_these"') == 1


def test_whoever_says_it_is_none_of_these_enters_a_new_one(client, officer, waterloo):
    client.post(f"{LIST}new/", typed(name_en="Univ. of Waterloo", none_of_these="1"))
    assert sorted(Organisation.objects.values_list("name_en", flat=True)) == [
        "Univ. of Waterloo",
        "University of Waterloo",
    ]


def test_proposals_come_while_somebody_types(client, officer, waterloo):
    page = client.get(f"{LIST}proposals/", {"name_zh": "加拿大滑铁卢大学", "name_en": ""})
    assert [organisation for organisation, _why in page.context["proposals"]] == [waterloo]


def test_an_organisation_without_a_name_is_refused_on_the_form(client, officer):
    page = client.post(f"{LIST}new/", typed())
    assert page.status_code == 422
    assert page.context["form"].errors == {
        "name_en": ["An organisation needs a name in at least one language."]
    }
    assert Organisation.objects.count() == 0


def test_a_faculty_is_entered_below_its_university(client, officer, waterloo):
    form = client.get(f"{LIST}new/?parent={waterloo.pk}").context["form"]
    assert (form.initial["parent"], form.initial["country"]) == (waterloo.pk, "CA")

    client.post(f"{LIST}new/", typed(name_en="Faculty of Science", parent=waterloo.pk))

    assert Organisation.objects.get(name_en="Faculty of Science").parent == waterloo


def test_facts_are_changed_and_what_is_wrong_stands_at_its_field(client, officer, waterloo):
    address = f"{LIST}{waterloo.pk}/change/"
    assert client.get(address).status_code == 200
    values = {"kind": "university", "version": waterloo.version, "country": "加拿大"}

    page = client.post(address, values | {"domains": "not a domain", "latitude": "95"})
    assert sorted(page.context["form"].errors) == ["domains"]

    page = client.post(address, values | {"domains": "uwaterloo.ca", "founded_on": "1957"})
    assert page.status_code == 302
    waterloo.refresh_from_db()
    assert (waterloo.country, waterloo.domains, str(waterloo.founded_on)) == (
        "CA",
        ["uwaterloo.ca"],
        "1957",
    )


# --- Names and identifiers ------------------------------------------------------------------------


def test_names_are_added_corrected_renamed_and_removed_on_pages(client, officer, waterloo):
    here = f"{LIST}{waterloo.pk}/"
    second = {"text": "UW", "language": "en", "kind": "short"}
    assert client.post(f"{here}names/new/", second).status_code == 302
    name = OrganisationName.objects.get(text="UW")
    for way in ("", "remove/"):
        assert client.get(f"{LIST}names/{name.pk}/{way}").status_code == 200
    change = second | {"text": "UWaterloo", "version": name.version}
    assert client.post(f"{LIST}names/{name.pk}/", change).status_code == 302
    rename = {"text": "Waterloo University", "language": "en", "since": "2027"}
    assert client.post(f"{here}rename/", rename).status_code == 302
    assert client.post(f"{LIST}names/{name.pk}/remove/").status_code == 302

    assert sorted(waterloo.names.values_list("text", "kind", "is_main")) == [
        ("University of Waterloo", "former", False),
        ("Waterloo University", "official", True),
        ("滑铁卢大学", "official", True),
    ]


def test_a_second_main_name_in_a_language_is_refused_at_its_field(client, officer, waterloo):
    values = {"text": "Waterloo", "language": "en", "kind": "official", "is_main": "on"}
    page = client.post(f"{LIST}{waterloo.pk}/names/new/", values)
    assert list(page.context["form"].errors) == ["is_main"]
    assert waterloo.names.count() == 2


def test_an_identifier_that_is_wrong_or_in_use_is_refused_at_its_field(client, officer, waterloo):
    other = make_organisation()
    services.set_identifier(other, "ror", "01aff2v68", by=system_user())
    for value in ("01aff2v69", "01aff2v68"):
        page = client.post(
            f"{LIST}{waterloo.pk}/identifiers/new/", {"scheme": "ror", "value": value}
        )
        assert list(page.context["form"].errors) == ["value"]
    identifier = other.identifiers.get()
    assert client.get(f"{LIST}identifiers/{identifier.pk}/remove/").status_code == 200
    assert client.post(f"{LIST}identifiers/{identifier.pk}/remove/").status_code == 302
    assert other.identifiers.count() == 0


# --- Merging --------------------------------------------------------------------------------------


def test_two_rows_are_compared_merged_and_parted_again(client, officer, waterloo):
    double = make_organisation("Waterloo Univ.", country="CA")
    address = f"{LIST}{waterloo.pk}/merge/"
    page = client.get(address)
    assert page.context["likely"] == [double]
    assert f'name="other" value="{double.pk}"' in page.content.decode()

    page = client.post(address, {"other": double.pk})
    assert page.context["sides"] == [waterloo, double]
    assert 'name="confirm"' in page.content.decode()
    assert Merge.objects.count() == 0

    assert client.post(address, {"other": double.pk, "confirm": "1"}).status_code == 302
    assert client.get(double.get_absolute_url()).headers["Location"] == waterloo.get_absolute_url()
    assert titles(client.get(LIST)) == ["University of Waterloo"]
    assert titles(client.get(LIST, {"q": "Waterloo Univ."})) == ["University of Waterloo"]

    undo = f"{LIST}merges/{Merge.objects.get().pk}/undo/"
    assert client.get(undo).status_code == 200
    assert client.post(undo).status_code == 302
    assert titles(client.get(LIST)) == ["University of Waterloo", "Waterloo Univ."]


# --- Due diligence --------------------------------------------------------------------------------


def test_a_note_is_written_on_a_page_and_other_institutions_do_not_see_it(
    client, officer, waterloo
):
    values = {
        "unit": officer.unit.pk,
        "grade": "watch",
        "noted_on": "2026-11-22",
        "text_en": "Ask the embassy again",
    }
    assert client.post(f"{LIST}{waterloo.pk}/due-diligence/", values).status_code == 302
    note = DueDiligence.objects.get()
    change = f"{LIST}due-diligence/{note.pk}/"
    assert client.get(change).status_code == 200
    assert "Ask the embassy again" in client.get(waterloo.get_absolute_url()).content.decode()

    client.force_login(make_staff(roles.OFFICER))
    assert "Ask the embassy again" not in client.get(waterloo.get_absolute_url()).content.decode()
    assert client.get(change).status_code == 404


def test_a_note_is_not_written_for_a_unit_of_others(client, officer, waterloo):
    theirs = make_staff(roles.OFFICER)
    values = {"unit": theirs.unit.pk, "grade": "watch", "noted_on": "2026-11-22"}
    page = client.post(f"{LIST}{waterloo.pk}/due-diligence/", values)
    assert list(page.context["form"].errors) == ["unit"]
    assert DueDiligence.objects.count() == 0

"""Pages of figures, tallies and measures, as people use them."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from entente.figures.models import Figure, Release, Tally
from entente.office import roles
from tests.factories import make_staff, make_unit
from tests.factories_figures import make_figure, make_tally
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import make_agreement

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def reads_english(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


@pytest.fixture
def head(client):
    person = make_staff(roles.HEAD, unit=make_unit())
    client.force_login(person)
    return person


def in_force(unit, **values):
    return make_agreement(unit, state="in_force", signed_on="2020-05-01", **values)


def typed_figure(unit, **values):
    return {
        "unit": unit.pk,
        "name_zh": "合作院校",
        "name_en": "Partners",
        "period_kind": "as_of",
        "sentence_zh": "与{number}所高校合作。",
        "sentence_en": "We work with {number} universities.",
        "style": "auto",
        "step": "0",
        "over_word": "余",
        "grows_old_after": "12",
    } | values


def test_a_figure_is_made_released_and_traced_to_its_records(client, head):
    agreement = in_force(head.unit, partner=make_organisation(country="CA", name_en="Waterloo"))

    answer = client.post(
        f"{reverse('figures:make')}?measure=partners",
        typed_figure(head.unit, only_country="CA"),
    )
    figure = Figure.objects.get()
    assert answer["Location"] == figure.get_absolute_url()
    assert figure.filters == {"country": "CA"}
    page = client.get(figure.get_absolute_url()).content.decode()
    assert "We work with 1 universities." in page
    assert agreement.get_absolute_url() in page

    asked = client.get(reverse("figures:release", args=[figure.pk]))
    assert "与1所高校合作。" in asked.content.decode()
    client.post(reverse("figures:release", args=[figure.pk]), {"low": 1, "high": 1})

    assert Release.objects.get().sentence_en == "We work with 1 universities."


def test_a_release_of_a_number_that_has_changed_shows_the_new_one(client, head):
    figure = make_figure(head.unit)

    answer = client.post(reverse("figures:release", args=[figure.pk]), {"low": 5, "high": 5})

    assert answer.status_code == 409
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"sentence_en": "We work with many universities."}, "sentence_en"),
        ({"sentence_en": ""}, "sentence_en"),
        ({"sentence_zh": "与{number}个团组合作。"}, "sentence_zh"),
        ({"period_kind": ""}, "period_kind"),
        ({"period_kind": "year", "period_year": "2020"}, "period_kind"),
    ],
)
def test_an_unfinished_figure_is_shown_again_with_what_was_typed(client, head, values, field):
    answer = client.post(
        f"{reverse('figures:make')}?measure=partners", typed_figure(head.unit, **values)
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "合作院校" in answer.content.decode()
    assert not Figure.objects.exists()


def test_a_figure_begins_with_what_is_counted(client, head):
    assert client.get(reverse("figures:make"))["Location"] == reverse("figures:measures")
    page = client.get(reverse("figures:measures"))
    assert f"{reverse('figures:make')}?measure=partners" in page.content.decode()


def test_a_tally_is_entered_with_its_source_and_changed(client, head):
    typed = {
        "unit": head.unit.pk,
        "words": "接待国(境)外访问团组800余人次",
        "source": "Yearbook",
        "comparator": ">",
        "low": "800",
        "counted_in": "person_times",
        "starts_on": "2016",
        "ends_on": "2020",
    }
    address = f"{reverse('figures:enter_tally')}?measure=visitors_received"

    refused = client.post(address, typed | {"counted_in": "groups"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["counted_in"])
    client.post(address, typed)
    tally = Tally.objects.get()
    page = client.get(tally.get_absolute_url()).content.decode()
    assert "800余人次" in page
    client.post(
        reverse("figures:change_tally", args=[tally.pk]), typed | {"low": "850", "version": "1"}
    )
    tally.refresh_from_db()
    assert tally.low == 850
    client.post(reverse("figures:remove_tally", args=[tally.pk]), {"reason": "Wrong page"})
    assert not Tally.objects.exists()


def test_the_page_marks_what_changed_since_the_release(client, head):
    in_force(head.unit)
    figure = make_figure(head.unit, on=TODAY())
    client.post(reverse("figures:release", args=[figure.pk]), {"low": 1, "high": 1})
    in_force(head.unit)

    page = client.get(figure.get_absolute_url())

    assert page.context["standing"] == ("new", "Changed since release")
    assert page.context["difference"] == "+1"
    assert [line["is_new"] for line in page.context["rows"]].count(True) == 1
    assert "What is published is no longer true" in page.content.decode()


def test_records_of_a_figure_are_seen_within_ones_scope(client):
    home = make_unit()
    school = make_unit(home)
    ours, theirs = in_force(home), in_force(school)
    person = make_staff(roles.COORDINATOR, unit=school)
    figure = make_figure(home)
    client.force_login(person)
    assert client.get(figure.get_absolute_url()).status_code == 404

    own = make_figure(school)
    page = client.get(own.get_absolute_url()).content.decode()
    assert theirs.get_absolute_url() in page
    assert ours.get_absolute_url() not in page


@pytest.mark.parametrize("kind", ["figures", "tallies"])
def test_a_list_costs_the_same_however_long(client, head, kind, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(40) as asked:
            assert client.get(reverse(f"figures:{kind}")).status_code == 200
        return len(asked)

    def add(number):
        make_figure(head.unit, name_en=f"Figure {number}")
        make_tally(head.unit, filters={"country": number})

    add("CA")
    one = queries()
    for code in ("DE", "FR", "GB", "JP"):
        add(code)
    assert queries() == one


def test_the_explorer_splits_by_two_dimensions_and_hands_out_what_it_shows(client, head):
    canada, britain = make_organisation(country="CA"), make_organisation(country="GB")
    for partner, kind in ((canada, "exchange"), (canada, "research"), (britain, "exchange")):
        in_force(head.unit, partner=partner, kind=kind)
    in_force(make_unit(), partner=britain)
    address = reverse("figures:measure", args=["agreements_in_force"])

    page = client.get(address, {"first": "country", "second": "kind"})

    found = page.context["split"]
    assert {key: number.plain for key, number in found.cells.items()} == {
        ("CA", "exchange"): "1",
        ("CA", "research"): "1",
        ("GB", "exchange"): "1",
    }
    assert found.whole.plain == "3"
    sheet = client.get(address, {"first": "country", "download": "xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0)
    assert rows.to_python() == [
        ["country or region", "agreements"],
        ["Canada", 2.0],
        ["United Kingdom", 1.0],
    ]
    assert client.get(address, {"first": "kind", "second": "kind"}).status_code == 422


def test_the_explorer_shows_no_numbers_without_the_right_to_the_records(client):
    client.force_login(make_staff(roles.EDITOR, unit=make_unit()))

    page = client.get(reverse("figures:measure", args=["agreements_in_force"]))

    assert "You do not see the records of this measure." in page.content.decode()


def test_a_measure_that_does_not_exist_is_not_found(client, head):
    assert client.get(reverse("figures:measure", args=["nothing"])).status_code == 404


def test_the_history_reads_measure_and_filters_in_words(client, head):
    figure = make_figure(head.unit, filters={"country": "CA"})

    page = client.get(figure.get_absolute_url()).content.decode()

    assert "country or region: Canada" in page
    assert "{&#x27;country&#x27;" not in page


def by_partner(unit):
    partner = make_organisation(name_en="Waterloo", latitude=43.5, longitude=-80.5)
    in_force(unit, partner=partner)
    return f"{reverse('figures:measure', args=['agreements_in_force'])}?first=partner"


def test_the_explorer_draws_the_partners_on_a_map(client, head):
    page = client.get(by_partner(head.unit))

    assert [drawn.point.name for drawn in page.context["map"].points] == ["Waterloo"]


@pytest.mark.parametrize(("kind", "begins"), [("svg", b"<svg "), ("png", b"\x89PNG")])
def test_the_chart_is_handed_out_as_a_picture(client, head, kind, begins):
    answer = client.get(f"{by_partner(head.unit)}&download={kind}")

    assert answer.content.startswith(begins)
    assert f".{kind}" in answer["Content-Disposition"]
    if kind == "svg":
        assert b"Waterloo" in answer.content


def test_a_question_to_a_measure_is_kept_as_a_view(client, head):
    asked = by_partner(head.unit)

    client.post(asked, {"save_view": "Partners"})

    page = client.get(asked)
    assert [(view["label"], view["on"]) for view in page.context["views"]] == [("Partners", True)]

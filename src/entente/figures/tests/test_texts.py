"""Texts are kept with the claims in them, which are held against published figures."""

import datetime

import pytest
from django.urls import reverse

from entente.figures import services
from entente.figures.models import Claim, SourceText, Tally
from entente.kit.errors import DomainError
from entente.office import roles
from entente.office import services as office
from tests.factories import make_staff, make_unit
from tests.factories_figures import make_figure, make_source_text, make_tally, publish

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 5, 1)


@pytest.fixture(autouse=True)
def reads_english(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


@pytest.fixture
def head(client):
    person = make_staff(roles.HEAD, unit=make_unit())
    client.force_login(person)
    return person


def stated(unit, low, **values):
    """Publish a figure of visitors whose number a tally states."""
    make_tally(unit, **({"low": low, "comparator": "="} | values.pop("tally", {})))
    figure = make_figure(
        unit,
        **{
            "measure": "visitors_received",
            "period_kind": "between",
            "period_from": "2016",
            "period_to": "2020",
            "sentence_zh": "接待{number}人次。",
            "sentence_en": "{number} visitors came.",
            "style": "exact",
        }
        | values,
    )
    publish(figure)
    return figure


def only_claim(unit, words, **values):
    text = make_source_text(unit, body_zh="", body_en=words, **values)
    return text.claims.get()


def test_a_text_is_kept_with_its_claims_at_their_exact_places():
    text = make_source_text(
        body_zh="接待800余人次。\r\n签署12份协议。", body_en="We signed 12 agreements."
    )

    kept = [
        (it.number, it.body, text.bodies[it.body][it.start : it.end]) for it in text.claims.all()
    ]

    assert kept == [(1, "zh", "800余人次"), (2, "zh", "12份协议"), (3, "en", "12 agreements")]


def test_a_text_without_words_is_refused_at_its_field(client, head):
    answer = client.post(
        reverse("figures:keep_text"), {"unit": head.unit_id, "title": "Empty", "kind": "own"}
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "body_zh": ["Give the text in one language or in both."]
    }
    assert not SourceText.objects.exists()


def test_the_page_marks_the_claims_and_shows_where_the_languages_disagree(client, head):
    text = make_source_text(
        head.unit,
        body_zh="接待国（境）外访问团组800余人次。",
        body_en="We hosted over 800 visiting groups.",
    )

    page = client.get(text.get_absolute_url())

    assert [it["kinds"] for it in page.context["conflicts"]] == [["Units disagree"]]
    assert '<mark id="claim-1"><a href="#line-1">800余人次</a></mark>' in page.content.decode()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("From 2016 to 2020 we received 812 person-times.", []),
        ("From 2016 to 2020 we received over 800 person-times.", []),
        ("From 2016 to 2020 we received about 800 person-times.", []),
        ("From 2016 to 2020 we received 813 person-times.", ["value"]),
        ("From 2016 to 2020 we received over 820 person-times.", ["value"]),
        ("From 2016 to 2020 we received over 300 person-times.", ["comparator"]),
        ("From 2015 to 2020 we received 812 person-times.", ["window"]),
        ("Since 2010 we have received 900 person-times.", ["window", "value"]),
        ("From 2016 to 2020 we received 812 groups.", ["unit"]),
    ],
)
def test_a_claim_is_held_against_a_published_figure(words, why):
    unit = make_unit()
    figure = stated(unit, 812)
    claim = only_claim(unit, words)

    services.tie_claim(claim, figure=figure, by=office.system_user())

    claim.refresh_from_db()
    assert (claim.verdict, claim.why) == ("no" if why else "yes", why)


def test_a_new_release_judges_the_claims_anew():
    unit = make_unit()
    figure = stated(unit, 812)
    claim = only_claim(unit, "From 2016 to 2020 we received 812 person-times.")
    services.tie_claim(claim, figure=figure, by=office.system_user())

    services.change_tally(Tally.objects.get(top_unit=unit), by=office.system_user(), low=900)
    claim.refresh_from_db()
    assert claim.verdict == "yes"
    publish(figure)

    claim.refresh_from_db()
    assert (claim.verdict, claim.why) == ("no", ["value"])


def test_an_unpublished_figure_supports_nothing():
    unit = make_unit()
    claim = only_claim(unit, "We work with 30 universities.")

    with pytest.raises(DomainError) as refusal:
        services.tie_claim(claim, figure=make_figure(unit), by=office.system_user())

    assert list(refusal.value.error_dict) == ["figure"]


def test_a_claim_that_is_still_said_keeps_its_figure_when_the_text_changes():
    unit = make_unit()
    figure = stated(unit, 812)
    claim = only_claim(unit, "From 2016 to 2020 we received 812 person-times.")
    services.tie_claim(claim, figure=figure, by=office.system_user())

    services.change_text(
        claim.text,
        by=office.system_user(),
        body_en="We signed 3 agreements. From 2016 to 2020 we received 812 person-times.",
    )

    kept = list(Claim.objects.order_by("number").values_list("words", "figure", "verdict"))
    assert kept == [("3 agreements", None, "none"), ("812 person-times", figure.pk, "yes")]


def test_what_one_figure_supports_is_tied_at_once(client, head):
    figure = stated(head.unit, 812)
    text = make_source_text(
        head.unit,
        body_zh="2016年至2020年接待来访812人次。",
        body_en="Over 30 universities work with us.",
    )

    client.post(reverse("figures:tie_text", args=[text.pk]), {})

    ties = list(Claim.objects.order_by("number").values_list("words", "figure"))
    assert ties == [("812人次", figure.pk), ("Over 30 universities", None)]


def test_a_claim_that_is_set_aside_is_checked_no_more(client, head):
    text = make_source_text(
        head.unit, body_zh="接待访问团组800余人次。", body_en="We hosted over 800 visiting groups."
    )
    claim = text.claims.get(number=1)

    client.post(reverse("figures:set_aside", args=[claim.pk]), {"reason": "A number of others"})

    page = client.get(text.get_absolute_url())
    assert page.context["conflicts"] == []
    client.post(reverse("figures:take_back", args=[claim.pk]), {})
    assert len(client.get(text.get_absolute_url()).context["conflicts"]) == 1


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", ["Over 30 universities", "812 person-times"]),
        ("?verdict=yes", ["812 person-times"]),
        ("?verdict=none", ["Over 30 universities"]),
        ("?verdict=aside", []),
        ("?counted_in=institutions", ["Over 30 universities"]),
        ("?language=zh", []),
        ("?q=universit", ["Over 30 universities"]),
    ],
)
def test_the_list_of_claims_is_narrowed(client, head, query, words):
    figure = stated(head.unit, 812)
    text = make_source_text(
        head.unit,
        body_zh="",
        body_en="From 2016 to 2020, 812 person-times came. Over 30 universities work with us.",
    )
    services.tie_claim(text.claims.get(number=1), figure=figure, by=office.system_user())

    page = client.get(f"{reverse('figures:claims')}{query}")

    assert [str(claim) for claim in page.context["page"].records] == words


@pytest.mark.parametrize("count", [1, 5])
def test_the_lists_cost_the_same_however_long(client, head, django_assert_num_queries, count):
    for _ in range(count):
        make_source_text(head.unit)
    client.get(reverse("figures:claims"))

    with django_assert_num_queries(8):
        client.get(reverse("figures:claims"))
    with django_assert_num_queries(8):
        client.get(reverse("figures:texts"))


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_of_a_text_costs_the_same_however_many_claims(
    client, head, django_assert_num_queries, count
):
    text = make_source_text(head.unit, body_zh="", body_en="We signed 12 agreements. " * count)
    client.get(text.get_absolute_url())

    with django_assert_num_queries(11):
        client.get(text.get_absolute_url())


def test_a_figure_of_another_institution_is_not_offered(client, head):
    theirs = stated(make_unit(), 812)
    claim = only_claim(head.unit, "We received 812 person-times.")

    answer = client.post(reverse("figures:tie", args=[claim.pk]), {"figure": theirs.pk})

    assert answer.status_code == 422

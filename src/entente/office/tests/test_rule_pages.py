"""An administrator sets, corrects and ends rules in the desk; others read them."""

import datetime
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from entente.office import roles
from entente.office.models import RuleValue
from entente.office.rules import rule
from tests.factories import make_staff, make_unit
from tests.factories_office import set_rule

pytestmark = pytest.mark.django_db
QUORUM = "consortium.quorum"
PAGE = f"/office/rules/{QUORUM}/"
TYPED = {"value": "3/4", "starts_on": "2030-01-01", "source": "Statutes, article 5"}
DAY = datetime.date(2030, 1, 1)


@pytest.fixture
def administrator(client, settings):
    settings.LANGUAGE_CODE = "en"
    user = make_staff(roles.ADMINISTRATOR, everywhere=True, language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def test_every_rule_is_listed_with_what_it_says(client, administrator):
    page = client.get("/office/rules/").content.decode()

    assert "Quorum of the assembly" in page
    assert "12, 6, 3 months" in page
    assert "1.5 months" in page
    assert "30 days" in page


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_costs_the_same_however_many_values(
    client, administrator, count, django_assert_num_queries
):
    for _ in range(count):
        set_rule(QUORUM, "3/4", unit=make_unit())
    client.get("/office/rules/")

    with django_assert_num_queries(6):
        client.get("/office/rules/")


def test_a_value_is_set_from_a_day_on(client, administrator):
    answer = client.post(f"{PAGE}set/", TYPED)

    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert rule(QUORUM, on=DAY) == Fraction(3, 4)
    page = client.get(PAGE).content.decode()
    assert "Statutes, article 5" in page
    assert "Value set" in page


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("value", "5/4", "Write a fraction of at most one whole, for example 2/3."),
        ("source", "", "This field is required."),
        ("ends_on", "2029-01-01", "The last day lies before the first."),
        ("link", "not a link", "Enter a valid URL."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(client, administrator, field, typed, sentence):
    answer = client.post(f"{PAGE}set/", TYPED | {field: typed})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [sentence]}
    assert RuleValue.objects.of(QUORUM).count() == 1


def test_an_overlap_is_said_at_the_day(client, administrator):
    answer = client.post(f"{PAGE}set/", TYPED | {"starts_on": ""})

    assert answer.context["form"].errors == {
        "starts_on": ["“2/3” holds in these days already. End it first, or choose other days."]
    }


def test_a_value_is_corrected_and_a_stale_page_refused(client, administrator):
    row = RuleValue.objects.get(name=QUORUM)
    typed = {"value": "1/2", "source": "Statutes", "version": row.version}

    first = client.post(f"/office/values/{row.pk}/change/", typed)
    again = client.post(f"/office/values/{row.pk}/change/", typed | {"value": "1/3"})

    assert (first.status_code, again.status_code) == (302, 409)
    assert rule(QUORUM, on=DAY) == Fraction(1, 2)


def test_a_value_is_ended(client, administrator):
    row = RuleValue.objects.get(name=QUORUM)

    answer = client.post(f"/office/values/{row.pk}/end/", {"ends_on": "2029-12-31"})

    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.ends_on == datetime.date(2029, 12, 31)


def test_a_rule_that_does_not_exist_is_not_found(client, administrator):
    assert client.get("/office/rules/no.such/").status_code == 404
    assert client.get("/office/rules/no.such/set/").status_code == 404


def test_a_units_administrator_changes_its_own_values_only(client):
    user = make_staff(roles.ADMINISTRATOR)
    own = set_rule(QUORUM, "3/4", unit=user.unit)
    everywhere = RuleValue.objects.get(name=QUORUM, unit=None)
    client.force_login(user)

    assert client.get(f"/office/values/{own.pk}/change/").status_code == 200
    assert client.get(f"/office/values/{everywhere.pk}/change/").status_code == 404
    page = client.get(PAGE).content.decode()
    assert f"/office/values/{own.pk}/change/" in page
    assert f"/office/values/{everywhere.pk}/change/" not in page


def test_an_officer_reads_rules_and_changes_none(client):
    client.force_login(make_staff(roles.OFFICER))

    page = client.get(PAGE)

    assert page.status_code == 200
    assert "/set/" not in page.content.decode()
    assert client.get(f"{PAGE}set/").status_code == 403


def test_each_kind_of_value_has_its_field(client, administrator):
    for name in ("conference.words_to_avoid", "postgraduate.double_funding", "trip.report"):
        assert client.get(f"/office/rules/{name}/set/").status_code == 200
    typed = {"value": "no", "source": "Rules", "starts_on": timezone.localdate().isoformat()}
    answer = client.post("/office/rules/postgraduate.double_funding/set/", typed)
    assert answer.status_code == 302


def test_the_words_of_a_rule_are_read_in_the_language_of_the_reader():
    unit = make_unit()
    words = "research\npersonal_data"
    set_rule("agreement.check_confidentiality", words, unit=unit)
    value = RuleValue.objects.get(unit=unit)

    with override("en"):
        assert value.in_words == "Research cooperation, Personal data"
    with override("zh-hans"):
        assert value.in_words == "科研合作、个人信息"


def test_words_that_the_program_reads_are_ticked_and_no_other_is_taken(client, administrator):
    address = "/office/rules/agreement.check_confidentiality/set/"
    field = client.get(address).context["form"]["value"]
    offered = {code: str(word) for code, word in field.field.choices}
    assert offered["research"] == "Research cooperation"
    typed = {"source": "Rules of 2026", "starts_on": timezone.localdate().isoformat()}

    refused = client.post(address, typed | {"value": ["research", "reserch"]})
    taken = client.post(address, typed | {"value": ["research", "secrets"]})

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["value"])
    assert taken.status_code == 302
    kept = RuleValue.objects.latest("pk")
    assert kept.value == "research\nsecrets"
    changed = client.get(f"/office/values/{kept.pk}/change/").context["form"]["value"]
    assert [box.data["selected"] for box in changed].count(True) == 2
    with pytest.raises(ValidationError, match="reserch"):
        set_rule("agreement.check_confidentiality", "reserch", unit=make_unit())

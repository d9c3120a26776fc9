"""Pages of places: a year with its quotas, adding, dividing, copying, looking back."""

import pytest
from django.urls import reverse

from entente.office import roles
from entente.office.services import system_user
from entente.partnerships import services
from entente.partnerships.enums import AgreementState
from entente.partnerships.models import AgreementReview, Places, PlacesAmendment
from entente.partnerships.services import NewPlaces
from tests.factories import make_staff, make_unit
from tests.factories_partnerships import make_agreement

pytestmark = pytest.mark.django_db
S = AgreementState


@pytest.fixture
def agreement():
    return make_agreement(make_unit(code="CUIT"), state=S.IN_FORCE, signed_on="2020-09-01")


@pytest.fixture
def enter(client, agreement):
    def enter(*held, unit=agreement.unit):
        user = make_staff(*held, unit=unit, language="en")
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return user

    return enter


def put(agreement, number=10, *, year=2025, direction="outbound", **values):
    row = NewPlaces(agreement, year, direction, number, **values)
    return services.set_places(row, by=system_user())


def page(name, record, **query):
    address = reverse(f"partnerships:{name}", args=[record.pk])
    return f"{address}?{'&'.join(f'{key}={value}' for key, value in query.items())}"


def typed(*rows, kind="correction", **values):
    data = {"kind": kind, **values}
    for row in rows:
        data |= {
            f"number_{row.pk}": row.number,
            f"used_{row.pk}": "" if row.used is None else row.used,
            f"semesters_{row.pk}": "",
            f"version_{row.pk}": row.version,
        }
    return data


@pytest.mark.parametrize("count", [1, 6])
def test_a_year_costs_the_same_however_many_quotas(
    client, enter, agreement, count, django_assert_num_queries
):
    for at in range(count):
        put(agreement, 1, field=f"05{at}", for_unit=agreement.unit)
    enter(roles.OFFICER)
    client.get(page("places_of_year", agreement, year=2025))

    with django_assert_num_queries(8):
        shown = client.get(page("places_of_year", agreement, year=2025))

    assert len(shown.context["lines"]) == count


@pytest.mark.parametrize("count", [8, 12])
def test_the_page_of_the_agreement_costs_the_same_however_many_years(
    client, enter, agreement, count, django_assert_num_queries
):
    for at in range(count):
        put(agreement, 1, year=2020 + at)
    enter(roles.HEAD)
    below = f"{agreement.get_absolute_url()}?part=below"
    client.get(below)

    with django_assert_num_queries(17):
        client.get(below)


def test_all_numbers_of_a_year_are_saved_together(client, enter, agreement):
    top, other = put(agreement, 10), put(agreement, 4, direction="inbound")
    enter(roles.OFFICER)
    data = typed(top, other) | {f"number_{top.pk}": 8, f"used_{other.pk}": 3}

    answer = client.post(page("places_of_year", agreement, year=2025), data)

    assert answer.status_code == 302
    rows = Places.objects.order_by("pk").values_list("number", "used", "used_from")
    assert list(rows) == [(8, None, ""), (4, 3, "entered")]
    assert PlacesAmendment.objects.count() == 0


def test_parts_that_exceed_their_quota_are_said_at_the_line_and_nothing_is_saved(
    client, enter, agreement
):
    top = put(agreement, 10)
    part = put(agreement, 4, level="bachelor", parent=top)
    enter(roles.OFFICER)
    data = typed(top, part) | {f"number_{part.pk}": 11, f"used_{part.pk}": 1}

    answer = client.post(page("places_of_year", agreement, year=2025), data)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [f"number_{top.pk}"]
    assert list(Places.objects.order_by("pk").values_list("number", "used")) == [
        (10, None),
        (4, None),
    ]


def test_an_amendment_for_next_year_only_shows_its_whole_chain(client, enter, agreement):
    rows = [put(agreement, 5, year=year) for year in (2025, 2026, 2027)]
    officer = enter(roles.OFFICER)
    data = typed(rows[1], kind="this_year", reason="Jubilee", document="Letter of 3 May")
    data[f"number_{rows[1].pk}"] = 8

    client.post(page("places_of_year", agreement, year=2026), data)

    assert list(Places.objects.order_by("academic_year").values_list("number", flat=True)) == [
        5,
        8,
        5,
    ]
    text = client.get(f"{agreement.get_absolute_url()}?whole=yes").content.decode()
    for word in ("<del>5</del>", "<ins>8</ins>", "Jubilee", "Letter of 3 May", str(officer)):
        assert word in text


def test_an_amendment_needs_its_reason(client, enter, agreement):
    row = put(agreement, 5)
    enter(roles.OFFICER)

    data = typed(row, kind="from_now") | {f"number_{row.pk}": 6}
    answer = client.post(page("places_of_year", agreement, year=2025), data)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
    assert Places.objects.get().number == 5


def test_who_saves_a_year_that_changed_meanwhile_is_told(client, enter, agreement):
    row = put(agreement, 5)
    enter(roles.OFFICER)
    data = typed(row) | {f"number_{row.pk}": 6}
    services.change_places(row, by=system_user(), number=7)

    answer = client.post(page("places_of_year", agreement, year=2025), data)

    assert answer.status_code == 409
    assert Places.objects.get().number == 7


def test_places_are_added_divided_changed_and_removed_on_pages(client, enter, agreement):
    top = put(agreement, 10)
    enter(roles.OFFICER)
    data = {
        "academic_year": 2025,
        "direction": "outbound",
        "stay": "study",
        "basis": "exchange",
        "level": "master",
        "number": 3,
        "parent": top.pk,
    }

    assert client.post(page("add_places", agreement), data).status_code == 302
    part = Places.objects.get(level="master")
    assert part.parent == top

    assert client.post(page("add_places", agreement), data).status_code == 422
    answer = client.post(page("change_places", part), {"number": 11, "version": part.version})
    assert list(answer.context["form"].errors) == ["number"]
    answer = client.post(page("change_places", part), {"number": 4, "used": 2, "months": "5"})
    part.refresh_from_db()
    assert (answer.status_code, part.number, part.used) == (302, 4, 2)

    assert client.post(page("remove_places", top)).status_code == 422
    assert client.post(page("remove_places", part)).status_code == 302
    assert Places.objects.get() == top


def test_a_year_is_copied_on_its_page(client, enter, agreement):
    put(agreement, 10)
    enter(roles.OFFICER)
    start = client.get(page("copy_year", agreement)).context["form"].initial

    assert start == {"year": 2025, "to": 2026}
    assert client.post(page("copy_year", agreement), start).status_code == 302
    assert Places.objects.get(academic_year=2026).number == 10
    assert client.post(page("copy_year", agreement), {"year": 2001, "to": 2002}).status_code == 422


def test_looking_back_is_recorded_and_shown(client, enter, agreement):
    put(agreement, 10, used=5)
    officer = enter(roles.OFFICER)
    start = client.get(page("review", agreement)).context["form"].initial
    data = start | {"judgement": "partly", "recommendation": "renegotiate"}

    assert client.post(page("review", agreement), data).status_code == 422
    answer = client.post(page("review", agreement), data | {"text_en": "Few came"})

    assert answer.status_code == 302
    made = AgreementReview.objects.get()
    assert (made.reviewed_by, made.recommendation) == (officer, "renegotiate")
    assert "Few came" in client.get(f"{agreement.get_absolute_url()}?whole=yes").content.decode()


def test_who_may_only_read_sees_numbers_and_no_fields(client, enter, agreement):
    row = put(agreement, 10)
    enter(roles.AUDITOR)

    shown = client.get(page("places_of_year", agreement, year=2025)).content.decode()

    assert f'name="number_{row.pk}"' not in shown
    answer = client.post(page("places_of_year", agreement, year=2025), typed(row))
    assert answer.status_code == 403


def test_another_institutions_places_are_not_found(client, enter, agreement):
    row = put(agreement, 10)
    enter(roles.OFFICER, roles.HEAD, unit=make_unit())

    for name in ("places_of_year", "add_places", "copy_year", "review"):
        assert client.get(page(name, agreement)).status_code == 404
    for name in ("change_places", "remove_places"):
        assert client.get(page(name, row)).status_code == 404

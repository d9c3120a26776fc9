"""Pages of what members owe and may send, and of the register as a day shows it."""

import datetime

import pytest
from django.utils import translation

from entente.consortia import services
from entente.consortia.models import (
    Dues,
    MemberPlaces,
)
from entente.office import roles
from entente.office.services import system_user
from tests.asking_consortia import address, queries_of
from tests.factories_consortia import (
    make_body,
    make_consortium,
    make_edition,
    make_mandate,
    make_meeting,
    make_member,
    make_series,
    make_statute,
)
from tests.factories_organisations import make_organisation

pytestmark = pytest.mark.django_db


def test_who_leaves_in_mid_year_owes_less_and_has_no_places_from_that_day_only(
    client, enter, university
):
    consortium = make_consortium(university)
    make_statute(consortium)
    stays, leaves = (make_member(consortium, votes=True, joined_on="2012-11-06") for _ in range(2))
    by = system_user()
    for year in (2025, 2026, 2027):
        services.set_rate(
            consortium, by=by, year=year, member_class="member", amount=1200, currency="EUR"
        )
        services.raise_dues(consortium, year, by=by)
    series = make_series(consortium)
    spring, summer = (
        make_edition(series, starts_on=day, number=number)
        for number, day in enumerate(("2026-04-01", "2026-07-01"), 1)
    )
    for edition in (spring, summer):
        services.give_places(
            edition, {it.organisation_id: 5 for it in (stays, leaves)}, capacity=10, by=by
        )

    services.end_membership(leaves, by=by, left_on="2026-06-30")

    for year in (2025, 2026, 2027):
        services.raise_dues(consortium, year, by=by)
    owed = Dues.objects.filter(organisation=leaves.organisation).order_by("year")
    assert [str(it.amount) for it in owed] == ["1200.00", "600.00", "0.00"]
    enter(roles.SECRETARIAT)
    page = client.get(address("dues", consortium), {"year": "2027"})
    [gone] = [row for row, _gap, _ways in page.context["rows"] if row.dues.pk == owed[2].pk]
    assert (gone.amount, gone.difference) == (0, 0)

    today = datetime.date(2026, 8, 1)
    assert [
        [(it.is_member, it.counted) for it in edition.held_places(today)]
        for edition in (spring, summer)
    ] == [[(True, 5), (True, 5)], [(True, 5), (False, 0)]]
    meetings = [make_meeting(consortium, held_on=datetime.date(2026, month, 1)) for month in (6, 8)]
    assert [it.room().house().entitled for it in meetings] == [2, 1]


def test_paid_dues_stay_and_show_the_difference(client, enter, university):
    consortium = make_consortium(university)
    make_statute(consortium)
    member = make_member(consortium, joined_on="2012-11-06")
    by = system_user()
    services.set_rate(
        consortium, by=by, year=2026, member_class="member", amount="100.00", currency="CNY"
    )
    services.raise_dues(consortium, 2026, by=by)
    enter(roles.SECRETARIAT)
    dues = Dues.objects.get()
    client.post(
        address("invoice_dues", dues), {"invoiced_on": "2026-02-01", "reference": "2026-17"}
    )
    client.post(address("pay_dues", dues), {"settled_on": "2026-03-01"})

    services.end_membership(member, by=by, left_on="2026-09-30")
    services.raise_dues(consortium, 2026, by=by)

    dues.refresh_from_db()
    assert (dues.state, dues.reference, str(dues.amount)) == ("paid", "2026-17", "100.00")
    page = client.get(address("dues", consortium), {"year": "2026"})
    assert "differs by -25.00" in page.content.decode()


def test_dues_that_the_register_does_not_tell_are_a_gap(client, enter, university):
    consortium = make_consortium(university)
    make_statute(consortium)
    make_member(consortium, joined_on="2026")
    make_member(consortium, joined_on="2012", member_class="associate")
    by = system_user()
    services.set_rate(
        consortium, by=by, year=2026, member_class="member", amount="1.00", currency="CNY"
    )
    enter(roles.SECRETARIAT)

    page = client.get(address("dues", consortium), {"year": "2026"})

    assert sorted(row.gap for row, _words, _ways in page.context["rows"]) == ["dates", "rate"]
    assert services.raise_dues(consortium, 2026, by=by) == (0, 0)


def test_places_keep_within_the_statute_and_the_places_in_all(client, enter, university):
    consortium = make_consortium(university)
    make_statute(consortium, places_per_member=4)
    members = [make_member(consortium, joined_on="2012-11-06") for _ in range(2)]
    edition = make_edition(make_series(consortium), starts_on="2026-07-01")
    enter(roles.SECRETARIAT)
    first, second = (f"places_{it.organisation_id}" for it in members)

    def errors(**values):
        values["version"] = edition.version
        return client.post(address("edition_places", edition), values).context["form"].errors

    assert errors(capacity=10, **{first: 5}) == {first: ["The statute gives each member 4 places."]}
    assert errors(capacity=7, **{first: 4, second: 4}) == {
        "capacity": ["The members have 8 places together; there are 7 in all."]
    }
    assert MemberPlaces.objects.count() == 0


def test_the_register_page_costs_the_same_however_many_members(client, enter, university):
    enter(roles.SECRETARIAT)
    costs = set()
    for count in (2, 9):
        consortium = make_consortium(university)
        for _ in range(count):
            make_member(consortium, joined_on="2012-11-06")
        make_mandate(consortium)
        make_body(consortium)
        costs.add(queries_of(client, address("register", consortium)))

    assert len(costs) == 1


def test_the_register_is_data_in_both_languages_and_names_its_gaps(client, enter, university):
    consortium = make_consortium(university, short_name="IUCES")
    make_member(
        consortium,
        make_organisation(name_zh="滑铁卢大学", name_en="University of Waterloo", country="CA"),
        joined_on="2012-11-06",
    )
    make_mandate(
        consortium, make_organisation(name_zh="中国地质大学（武汉）"), office="secretariat"
    )
    enter(roles.SECRETARIAT)

    answer = client.get(
        address("register", consortium), {"on": "2020-01-01", "form": "json"}
    ).json()

    [member] = answer["members"]
    assert (member["name_zh"], member["name_en"], member["country"], member["since"]) == (
        "滑铁卢大学",
        "University of Waterloo",
        "CA",
        "2012-11-06",
    )
    assert {gap["column"] for gap in answer["gaps"]} >= {"votes", "chair"}
    assert [held["office"] for held in answer["offices"]] == ["secretariat"]


def test_the_next_chair_is_proposed_by_the_order_of_the_statute(client, enter, university):
    consortium = make_consortium(university)
    members = [
        make_member(consortium, make_organisation(name_en=name), joined_on="2012-11-06")
        for name in ("Adelaide", "Berlin", "Cape Town")
    ]
    statute = make_statute(consortium, chair_rotation="listed", chair_renewals=0)
    order = [members[2].organisation, members[0].organisation, members[1].organisation]
    services.order_members(statute, order, by=system_user())
    make_mandate(consortium, members[2].organisation, starts_on="2014", ends_on="2015")
    enter(roles.SECRETARIAT)

    page = client.get(consortium.get_absolute_url())

    assert page.context["turn_of_chair"].member == members[0].organisation
    with translation.override("en"), pytest.raises(Exception, match="1 term in a row"):
        make_mandate(consortium, members[2].organisation, starts_on="2016", ends_on="2017")

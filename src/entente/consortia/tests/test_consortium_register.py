"""The register of a consortium: members as of a day, offices with one holder, editions."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from entente.consortia import services
from entente.consortia.models import Consortium, Edition, Mandate, Membership
from entente.kit import audit
from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.office import roles
from entente.office.services import system_user
from entente.organisations import services as organisations
from tests.factories import make_staff, make_unit
from tests.factories_consortia import (
    make_consortium,
    make_edition,
    make_mandate,
    make_member,
    make_series,
)
from tests.factories_organisations import make_organisation
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("on", "found"),
    [
        ("2011-12-31", ["unknown"]),
        ("2012-01-01", ["unknown", "year"]),
        ("2012-10-31", ["unknown", "year"]),
        ("2012-11-01", ["month", "unknown", "year"]),
        ("2012-11-05", ["month", "unknown", "year"]),
        ("2012-11-06", ["day", "month", "unknown", "year"]),
        ("2016-06-30", ["day", "month", "unknown", "year"]),
        ("2016-07-01", ["month", "unknown", "year"]),
        ("2016-08-31", ["month", "unknown", "year"]),
        ("2016-09-01", ["unknown", "year"]),
        ("2016-12-31", ["unknown", "year"]),
        ("2017-01-01", ["unknown"]),
    ],
)
def test_members_as_of_a_day_count_the_edges_of_what_their_dates_can_mean(on, found):
    consortium = make_consortium()
    for name, joined, left in (
        ("year", "2012", "2016"),
        ("month", "2012-11", "2016-08"),
        ("day", "2012-11-06", "2016-06-30"),
        ("unknown", None, None),
    ):
        make_member(consortium, make_organisation(name_en=name), joined_on=joined, left_on=left)

    names = Membership.objects.on(day(on)).values_list("organisation__name_en", flat=True)
    assert sorted(names) == found


def test_whether_a_member_votes_is_unknown_until_somebody_says_so():
    votes = [
        make_member(member_class=member_class, **values).votes
        for member_class, values in (
            ("full", {}),
            ("associate", {}),
            ("honorary", {}),
            ("associate", {"votes": True}),
            ("full", {"votes": False}),
        )
    ]

    assert votes == [None, None, None, True, False]


def test_the_name_at_joining_is_kept():
    member = make_member(organisation=make_organisation(name_zh="巴黎第六大学", name_en="Paris VI"))

    assert (member.name_at_joining_zh, member.name_at_joining_en) == ("巴黎第六大学", "Paris VI")


@pytest.mark.parametrize(
    ("then", "told"),
    [
        ({"name_at_joining_zh": "巴黎第六大学"}, ""),
        ({"name_at_joining_zh": "巴黎六大"}, "巴黎六大"),
        ({"name_at_joining_en": "Paris 6"}, "Paris 6"),
        ({}, ""),
    ],
)
def test_the_name_at_joining_is_told_where_it_is_another(then, told):
    organisation = make_organisation(name_zh="巴黎第六大学", name_en="Paris VI")

    assert make_member(organisation=organisation, **then).former_name == told


def test_nobody_is_a_member_twice_at_one_time_but_who_left_may_join_again():
    consortium, organisation = make_consortium(), make_organisation()
    first = make_member(consortium, organisation, joined_on="2012-11-06")

    with pytest.raises(DomainError) as refusal:
        make_member(consortium, organisation, joined_on="2020")
    assert list(refusal.value.message_dict) == ["organisation"]

    services.end_membership(first, by=system_user(), left_on="2016")
    make_member(consortium, organisation, joined_on="2016")
    assert consortium.memberships.count() == 2


def test_the_database_itself_refuses_a_second_open_membership():
    member = make_member()

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            consortium=member.consortium, organisation=member.organisation, version=1
        )


def test_who_has_left_does_not_leave_again():
    member = make_member(joined_on="2012")
    services.end_membership(member, by=system_user(), left_on="2016-06-30", reason="Merged")

    with pytest.raises(DomainError) as refusal:
        services.end_membership(member, by=system_user(), left_on="2017")

    assert refusal.value.code == "left_already"
    assert AuditEntry.objects.get(verb="member.left").note == "Merged"


@pytest.mark.parametrize(
    ("held", "asked", "possible"),
    [
        (("2012-11-06", "2016-11-05"), ("2016-11-06", None), True),
        (("2012-11-06", "2016-11-05"), ("2016-11-05", None), False),
        (("2012", "2016"), ("2016", "2020"), True),
        (("2012", "2016"), ("2015", "2020"), False),
        (("2012", "2016-06"), ("2016-06", None), True),
        (("2012", None), ("2030", None), False),
        (("2012", None), ("2010", "2011"), True),
        (("2012", None), ("2010", "2012"), True),
        (("2012", None), ("2010", "2013"), False),
        ((None, None), ("2020", None), False),
        ((None, "2016"), ("2017", None), True),
        (("2016", "2016"), ("2016", "2016"), False),
    ],
)
def test_an_office_has_one_holder_at_a_time(held, asked, possible):
    consortium = make_consortium()
    make_mandate(consortium, starts_on=held[0], ends_on=held[1])

    if possible:
        make_mandate(consortium, starts_on=asked[0], ends_on=asked[1])
        assert Mandate.objects.count() == 2
    else:
        with pytest.raises(DomainError) as refusal:
            make_mandate(consortium, starts_on=asked[0], ends_on=asked[1])
        assert list(refusal.value.message_dict) == ["starts_on"]
        assert Mandate.objects.count() == 1


def test_a_mandate_that_overlaps_is_refused_with_who_holds_it():
    consortium, holder = make_consortium(), make_organisation(name_en="Wuhan")
    make_mandate(consortium, holder, office="secretariat", starts_on="2012-11-06")
    make_mandate(consortium, office="chair", starts_on="2012-11-06")

    with translation.override("en"), pytest.raises(DomainError) as refusal:
        make_mandate(consortium, office="secretariat", starts_on="2020")

    assert refusal.value.message_dict == {
        "starts_on": [
            "Wuhan holds this office (Secretariat) since 6 Nov 2012. End that mandate first."
        ]
    }


def test_changing_a_mandate_into_another_ones_time_is_refused_and_nothing_is_saved():
    consortium = make_consortium()
    make_mandate(consortium, starts_on="2012", ends_on="2016")
    second = make_mandate(consortium, starts_on="2017")

    with pytest.raises(DomainError):
        services.change_mandate(second, by=system_user(), starts_on="2014")

    second.refresh_from_db()
    assert str(second.starts_on) == "2017"


def test_a_mandate_has_exactly_one_holder():
    with pytest.raises(ValidationError):
        services.give_mandate(make_consortium(), by=system_user(), office="chair")
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.create(consortium=make_consortium(), office="chair")


@pytest.mark.parametrize(
    ("make", "values", "field"),
    [
        (make_consortium, {"name_zh": "", "name_en": ""}, "name_zh"),
        (make_consortium, {"founded_on": "1799"}, "founded_on"),
        (make_consortium, {"website": "not an address"}, "website"),
        (make_member, {"joined_on": "2016", "left_on": "2015"}, "left_on"),
        (make_member, {"joined_on": "first"}, "joined_on"),
        (make_mandate, {"starts_on": "2016", "ends_on": "2015-12"}, "ends_on"),
        (make_edition, {"starts_on": "2019-06", "ends_on": "2019-05"}, "ends_on"),
        (make_edition, {"state": "perhaps"}, "state"),
    ],
)
def test_impossible_values_are_refused_at_their_field(make, values, field):
    with pytest.raises(ValidationError) as refusal:
        make(**values)

    assert list(refusal.value.message_dict) == [field]


def test_a_plan_whose_time_has_passed_is_noticed():
    edition = make_edition(starts_on="2019-06")

    assert [edition.is_unreported(day(on)) for on in ("2019-06-30", "2019-07-01")] == [False, True]
    services.change_edition(edition, by=system_user(), state="held")
    assert not edition.is_unreported(day("2026-01-01"))


def test_editions_of_a_month_are_found_by_what_their_date_can_mean():
    series = make_series()
    for number, starts_on in enumerate(["2019-06", "2019-06-30", "2019-07-01", "2019", None], 1):
        make_edition(series, starts_on=starts_on, number=number)

    found = Edition.objects.beginning(day("2019-06-01"), day("2019-06-30"))

    assert sorted(found.values_list("number", flat=True)) == [1, 2, 4]


def test_what_changes_in_a_part_is_read_in_the_history_of_the_consortium():
    consortium = make_consortium()
    make_edition(make_series(consortium), starts_on="2019-06")
    make_mandate(consortium)
    make_member(consortium)
    services.add_name(consortium, by=system_user(), text="IUCES", kind="short")

    assert [entry.verb for entry in AuditEntry.objects.about(consortium)] == [
        "name.added",
        "member.admitted",
        "mandate.given",
        "edition.entered",
        "series.begun",
        "consortium.registered",
    ]


def test_another_institutions_consortium_is_not_seen():
    unit, other = make_unit(), make_unit()
    ours, theirs = make_consortium(unit), make_consortium(other)
    member, foreign = make_member(ours), make_member(theirs)
    secretary = make_staff(roles.SECRETARIAT, unit=unit)

    assert list(Consortium.objects.visible_to(secretary)) == [ours]
    assert list(Membership.objects.visible_to(secretary, "consortia.view_consortium")) == [member]
    assert foreign.consortium == theirs


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_costs_the_same_however_many_members(count, django_assert_num_queries):
    consortium = make_consortium()
    for number in range(count):
        make_member(consortium)
        make_edition(make_series(consortium, name_en=f"S{number}"), host=make_organisation())
    make_mandate(consortium)

    with django_assert_num_queries(7):
        page = Consortium.objects.for_page().get()
        members = [str(member.organisation) for member in page.memberships.for_list()]
        hosts = [str(e.host) for series in page.series.all() for e in series.editions.all()]
        holders = [str(mandate.holder) for mandate in page.mandates.for_list()]

    assert (len(members), len(hosts), len(holders)) == (count, count, 1)


def test_merging_moves_ties_and_undoing_moves_them_back():
    kept, merged = make_organisation(), make_organisation()
    records = [
        make_member(organisation=merged, joined_on="2012"),
        make_mandate(organisation=merged),
        make_edition(host=merged),
    ]

    merge = organisations.merge_organisations(kept, merged, by=system_user())

    def holders():
        for record in records:
            record.refresh_from_db()
        return [getattr(record, "host", None) or record.organisation for record in records]

    assert holders() == [kept] * 3
    organisations.undo_merge(merge, by=system_user())
    assert holders() == [merged] * 3


def test_a_person_takes_the_chair_under_the_name_and_words_of_the_source():
    consortium, person = make_consortium(), make_person(name_zh="王焰新")

    mandate = make_mandate(consortium, person=person, function_zh="中国地质大学（武汉）校长")

    assert (mandate.name_then_zh, mandate.function_zh) == ("王焰新", "中国地质大学（武汉）校长")
    assert audit.verify()[1] == []

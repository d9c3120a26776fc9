"""Sums of places by year, amendments of single years, and looking back on an agreement."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.office.services import system_user
from entente.partnerships import services
from entente.partnerships.enums import AgreementState
from entente.partnerships.models import (
    AgreementReview,
    AgreementYear,
    PartnerYear,
    Places,
    PlacesAmendment,
)
from entente.partnerships.services import Amended, NewPlaces
from tests.factories import make_staff, make_unit
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import make_agreement, take_to

pytestmark = pytest.mark.django_db
S = AgreementState
DAY = datetime.date(2026, 5, 1)


@pytest.fixture
def partner():
    return make_organisation()


@pytest.fixture
def agreement(partner):
    return make_agreement(state=S.IN_FORCE, partner=partner, signed_on="2020-09-01")


def put(agreement, number=10, *, year=2025, direction="outbound", **values):
    row = NewPlaces(agreement, year, direction, number, **values)
    return services.set_places(row, by=system_user())


def sums(model=PartnerYear, **filters):
    rows = model.objects.filter(**filters).order_by("academic_year", "group")
    return [
        (it.academic_year, it.group, it.out_places, it.out_used, it.in_places, it.in_used)
        for it in rows
    ]


# --- Sums -----------------------------------------------------------------------------------------


def test_a_divided_quota_counts_once_and_use_of_parts_adds_up(agreement, partner):
    top = put(agreement, 10)
    put(agreement, 6, level="bachelor", parent=top, used=3)
    put(agreement, 4, level="master", parent=top, used=2)
    put(agreement, 7, direction="inbound", used=1)

    assert sums(partner=partner) == [(2025, "exchange", 10, 5, 7, 1)]
    assert sums(AgreementYear, agreement=agreement) == sums(partner=partner)


def test_free_movers_and_staff_stand_apart(agreement):
    put(agreement, 10, used=5)
    put(agreement, 3, direction="inbound", basis="free_mover", used=2)
    put(agreement, 1, stay="teaching")
    put(agreement, 1, level="staff", direction="inbound", stay="training")

    assert sums() == [
        (2025, "exchange", 10, 5, 0, 0),
        (2025, "free_mover", 0, 0, 3, 2),
        (2025, "staff", 1, 0, 1, 0),
    ]


def test_semesters_follow_the_length_of_stays_and_gaps_stay_gaps(agreement):
    put(agreement, 2, level="bachelor", used=2, months=10)
    put(agreement, 2, level="master", used=1, months=5)
    put(agreement, 2, level="doctor", used=2)
    put(agreement, 5, level="short")

    year = AgreementYear.objects.get()
    assert (year.out_used, year.out_semesters, year.out_unmeasured, year.out_unknown) == (
        5,
        5,
        2,
        1,
    )


def test_agreements_with_one_partner_add_up(agreement, partner):
    other = make_agreement(agreement.unit, state=S.IN_FORCE, partner=partner)
    put(agreement, 10, used=1)
    put(other, 5, used=2)

    assert sums(partner=partner) == [(2025, "exchange", 15, 3, 0, 0)]


def test_drafts_count_once_they_are_signed(partner):
    draft = make_agreement(partner=partner)
    put(draft, 3)
    assert sums() == []

    take_to(draft, S.IN_FORCE, by=system_user())

    assert sums(partner=partner) == [(2025, "exchange", 3, 0, 0, 0)]


def test_places_shared_by_several_partners_belong_to_none(agreement, partner):
    put(agreement, 3)
    second = services.NewParty(organisation=make_organisation())

    party = services.add_party(agreement, second, by=system_user())
    assert (sums(partner=partner), sums(partner=None)) == ([], [(2025, "exchange", 3, 0, 0, 0)])

    services.remove_party(party, by=system_user())
    assert (sums(partner=None), sums(partner=partner)) == ([], [(2025, "exchange", 3, 0, 0, 0)])


def test_what_is_taken_back_leaves_the_sums(agreement):
    top = put(agreement, 3)
    part = put(agreement, 2, level="bachelor", parent=top)

    assert services.take_back_places([top, part], by=system_user()) == 2

    assert (sums(), sums(AgreementYear), Places.objects.count()) == ([], [], 0)


def test_sums_are_seen_by_those_who_see_the_agreements(agreement):
    from entente.office import roles

    put(agreement, 3)
    here = make_staff(roles.OFFICER, unit=agreement.unit)
    there = make_staff(roles.OFFICER, unit=make_unit())

    for model in (AgreementYear, PartnerYear):
        assert model.objects.visible_to(here).count() == 1
        assert model.objects.visible_to(there).count() == 0


# --- Amendments -----------------------------------------------------------------------------------


def in_years(agreement):
    rows = Places.objects.filter(agreement=agreement).order_by("academic_year", "pk")
    return [(it.academic_year, it.number) for it in rows]


@pytest.fixture
def three_years(agreement):
    for year in (2025, 2026, 2027):
        put(agreement, 5, year=year)
    return agreement


def test_an_amendment_for_one_year_leaves_all_others_as_they_were(three_years):
    row = Places.objects.get(academic_year=2026)
    officer = system_user()

    amendment = services.amend_year(
        three_years, year=2026, changes=[Amended(row, 8)], reason="Jubilee", by=officer
    )

    assert in_years(three_years) == [(2025, 5), (2026, 8), (2027, 5)]
    assert [(it["old"], it["new"]) for it in amendment.lines] == [(5, 8)]
    assert (amendment.reason, amendment.amended_by) == ("Jubilee", officer)
    entry = AuditEntry.objects.filter(verb="places.changed").get()
    assert (entry.note, entry.changes) == ("Jubilee", {"number": [5, 8], "usual_number": ["", 5]})


def test_the_year_after_an_exception_begins_with_what_is_usual(agreement):
    put(agreement, 5, year=2025)
    services.amend_year(
        agreement,
        year=2025,
        changes=[Amended(Places.objects.get(), 8)],
        additions=[NewPlaces(agreement, 2025, "inbound", 2)],
        reason="Jubilee",
        by=system_user(),
    )

    services.copy_year(agreement, year=2025, to=2026, by=system_user())

    assert in_years(agreement) == [(2025, 8), (2025, 2), (2026, 5)]


def test_an_amendment_from_a_year_on_changes_the_later_years(three_years):
    row = Places.objects.get(academic_year=2026)

    services.amend_year(
        three_years,
        year=2026,
        changes=[Amended(row, 8)],
        reason="Article 3",
        only_this_year=False,
        by=system_user(),
    )

    assert in_years(three_years) == [(2025, 5), (2026, 8), (2027, 8)]


def test_an_amendment_says_why_and_changes_something(three_years):
    row = Places.objects.get(academic_year=2026)
    for number, reason in ((8, " "), (5, "None")):
        with pytest.raises(DomainError):
            services.amend_year(
                three_years,
                year=2026,
                changes=[Amended(row, number)],
                reason=reason,
                by=system_user(),
            )
    assert PlacesAmendment.objects.count() == 0


def test_an_amendment_keeps_to_the_quotas(agreement):
    top = put(agreement, 5)
    part = put(agreement, 3, level="master", parent=top)

    with pytest.raises(DomainError) as refusal:
        services.amend_year(
            agreement, year=2025, changes=[Amended(part, 6)], reason="More", by=system_user()
        )

    assert list(refusal.value.message_dict) == ["number"]
    assert (in_years(agreement), PlacesAmendment.objects.count()) == ([(2025, 5), (2025, 3)], 0)


# --- Reviews --------------------------------------------------------------------------------------


def review(agreement, **values):
    values = {"judgement": "fulfilled", "recommendation": "renew", "text_en": "Went well"} | values
    return services.review_activity(agreement, by=system_user(), on=DAY, **values)


def test_a_review_keeps_the_numbers_of_its_day(agreement):
    put(agreement, 10, used=5)
    put(agreement, 10, used=9, year=2019)
    put(agreement, 4, direction="inbound", used=2)
    row = Places.objects.get(direction="inbound")

    made = review(agreement)
    services.record_used(row, used=4, on=DAY, by=system_user())

    made.refresh_from_db()
    assert (made.first_year, made.last_year) == (2021, 2025)
    assert (made.out_places, made.out_used, made.in_places, made.in_used) == (10, 5, 4, 2)
    assert made.balance == -3
    assert AgreementReview.objects.latest_for(agreement) == made
    assert AgreementReview.objects.latest_for(agreement, since=datetime.date(2026, 6, 1)) is None
    assert AuditEntry.objects.about(agreement).filter(verb="agreement.reviewed").count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text_en": " "}, "text_zh"),
        ({"first_year": 2025, "last_year": 2024}, "last_year"),
        ({"judgement": "splendid"}, "judgement"),
        ({"recommendation": ""}, "recommendation"),
    ],
)
def test_a_review_says_what_was_found(agreement, values, field):
    with pytest.raises(ValidationError) as refusal:
        review(agreement, **values)
    assert list(refusal.value.message_dict)[:1] == [field]
    assert AgreementReview.objects.count() == 0


def test_a_draft_has_nothing_to_look_back_on(partner):
    with pytest.raises(DomainError):
        review(make_agreement(partner=partner))

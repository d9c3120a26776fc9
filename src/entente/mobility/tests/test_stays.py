"""Stays: what is kept, what is doubted and refused, how they go, who reads them, erasure."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.kit.periods import PartialDate
from entente.mobility import services
from entente.mobility.enums import STAY_FLOW, StayState
from entente.mobility.lengths import academic_year_of, days_between, surely_overlap
from entente.mobility.models import ProgrammeAgreement, Stay
from entente.mobility.parts.stays import (
    not_confirmed,
    of_agreement,
    of_organisation,
    of_person,
    told_of_person,
)
from entente.office import roles
from entente.office.services import system_user
from entente.organisations import services as organisations
from entente.people.services import erase_person
from tests.factories import make_staff, make_unit
from tests.factories_mobility import make_programme, make_stay
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import make_agreement
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db
S = StayState


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def refused(call):
    with pytest.raises(ValidationError) as refusal:
        call()
    return refusal.value.message_dict


# --- What dates say -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2025-09-01", "2025-09-01", (1, 1)),
        ("2025-09-01", "2025-09-30", (30, 30)),
        ("2025-09", "2026-01", (94, 153)),
        ("2025", "2025", (1, 365)),
        ("2025-09-01", None, (None, None)),
    ],
)
def test_a_stay_is_as_long_as_its_dates_tell(start, end, days):
    assert days_between(PartialDate.of(start), end and PartialDate.of(end)) == days


@pytest.mark.parametrize(
    ("start", "year"),
    [("2025-08-31", 2024), ("2025-09-01", 2025), ("2025-10", 2025), ("2025", None)],
)
def test_the_academic_year_is_kept_where_it_is_certain(start, year):
    assert academic_year_of(PartialDate.of(start)) == year


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (("2025-09-01", "2026-01-31"), ("2026-01-15", "2026-06-30"), True),
        (("2025-09-01", "2026-01-31"), ("2026-01-31", "2026-06-30"), False),
        (("2025-09", "2026-01"), ("2026-01", "2026-06"), False),
        (("2025", None), ("2026", None), False),
        (("2025-09", None), ("2025-09", None), True),
        ((None, None), ("2026", None), False),
    ],
)
def test_stays_overlap_where_they_surely_share_days(one, other, shared):
    pairs = [tuple(text and PartialDate.of(text) for text in pair) for pair in (one, other)]

    assert surely_overlap(*pairs) is shared
    assert surely_overlap(*reversed(pairs)) is shared


# --- Entering -------------------------------------------------------------------------------------


def test_a_stay_takes_the_country_of_its_institution_and_keeps_what_lists_ask():
    stay = make_stay(organisation=make_organisation(country="DE"), starts_on="2025-09")

    assert (stay.country, stay.academic_year) == ("DE", 2025)
    assert (stay.first_day, stay.begins_by) == (
        datetime.date(2025, 9, 1),
        datetime.date(2025, 9, 30),
    )
    assert (stay.fewest_days, stay.most_days) == (124, 153)


def test_a_stay_needs_a_place_and_days_as_far_as_it_has_gone():
    person = make_person()

    assert refused(lambda: make_stay(person=person, organisation=None, starts_on="2025")) == {
        "organisation": ["Name the institution, or at least the country or region."]
    }
    assert list(refused(lambda: make_stay(person=person, starts_on=None))) == ["starts_on"]
    assert list(refused(lambda: make_stay(person=person, ends_on=None))) == ["ends_on"]
    assert refused(lambda: make_stay(person=person, ends_on="2024-01")) == {
        "ends_on": ["The end lies before the beginning."]
    }
    assert Stay.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "starts", "ends", "fields"),
    [
        (S.PLANNED, 1, 9, set()),
        (S.UNDER_WAY, 0, 9, set()),
        (S.UNDER_WAY, 1, 9, {"starts_on"}),
        (S.DONE, -9, 0, set()),
        (S.DONE, -9, 1, {"ends_on"}),
        (S.BROKEN_OFF, 1, 2, {"starts_on", "ends_on"}),
        (S.NOT_TAKEN, 1, 9, set()),
    ],
)
def test_what_took_place_lies_on_no_day_ahead(state, starts, ends, fields):
    today = timezone.localdate()
    days = {
        "starts_on": str(today + datetime.timedelta(days=starts)),
        "ends_on": str(today + datetime.timedelta(days=ends)),
    }

    try:
        make_stay(state=state, **days)
        found = set()
    except ValidationError as refusal:
        found = set(refusal.message_dict)

    assert found == fields


def test_two_stays_at_once_are_saved_only_by_somebody_who_is_sure():
    first = make_stay(organisation=make_organisation(name_en="TU Munich"))
    later = {"person": first.person, "starts_on": "2025-12-01", "ends_on": "2026-03-01"}

    assert refused(lambda: make_stay(**later)) == {
        "starts_on": [
            "At this time the person is at TU Munich, from 2025-09-01 to 2026-01-31. If both are"
            " right, save it nevertheless."
        ]
    }
    make_stay(**later, sure=True)
    make_stay(person=first.person, kind="conference", country="JP", starts_on="2025-10-01")

    assert Stay.objects.count() == 3


def test_the_same_stay_is_entered_once():
    stay = make_stay()

    refused(lambda: make_stay(person=stay.person, organisation=stay.organisation, sure=True))

    assert Stay.objects.count() == 1


def test_a_stay_stands_on_an_agreement_of_its_institution():
    partner = make_organisation(name_en="TU Munich")
    lab = make_organisation(name_en="Robotics lab", parent=partner)
    other = make_organisation(name_en="Elsewhere")
    agreement = make_agreement(partner=partner, state="in_force")
    person = make_person(agreement.unit)
    values = {"person": person, "agreement": agreement, "sure": True}

    assert refused(lambda: make_stay(**values, organisation=other)) == {
        "agreement": ["Elsewhere is not a party to this agreement. Choose another, or none."]
    }
    make_stay(**values, organisation=lab)

    assert Stay.objects.get().organisation == lab


def test_a_stay_before_its_agreement_is_doubted():
    partner = make_organisation()
    agreement = make_agreement(
        partner=partner, state="in_force", starts_on="2026-05-01", ends_on="2030-05-01"
    )
    values = {"organisation": partner, "agreement": agreement}

    before = refused(lambda: make_stay(**values))
    after = refused(lambda: make_stay(**values, starts_on="2031", ends_on="2032", state="planned"))

    right = "If that is right, save it nevertheless."
    assert before == {
        "agreement": [f"The stay begins before the agreement binds, on 2026-05-01. {right}"]
    }
    assert after == {
        "agreement": [f"The stay begins after the agreement has ended, on 2030-05-01. {right}"]
    }
    assert make_stay(**values, sure=True).agreement == agreement


def test_a_programme_of_one_direction_takes_no_stay_of_the_other():
    programme = make_programme(direction="inbound")

    assert refused(lambda: make_stay(programme=programme)) == {
        "programme": ["This programme is Inbound only."]
    }


# --- How it goes ----------------------------------------------------------------------------------

LEADS_TO = {
    (S.PLANNED, "begin_stay"): S.UNDER_WAY,
    (S.UNDER_WAY, "complete_stay"): S.DONE,
    (S.UNDER_WAY, "break_off_stay"): S.BROKEN_OFF,
    (S.PLANNED, "give_up_stay"): S.NOT_TAKEN,
}


@pytest.mark.parametrize("step", STAY_FLOW.steps)
@pytest.mark.parametrize("state", StayState)
def test_every_step_from_every_state(state, step):
    if target := LEADS_TO.get((state, step)):
        assert STAY_FLOW.move(state, step) == target
    else:
        with pytest.raises(DomainError):
            STAY_FLOW.move(state, step)


def test_an_early_return_keeps_the_real_last_day_and_why():
    stay, by = make_stay(state="planned"), system_user()
    services.begin_stay(stay, by=by, on=PartialDate.of("2025-09-03"))

    services.break_off_stay(stay, by=by, on=PartialDate.of("2025-11-20"), reason="Illness")

    stay.refresh_from_db()
    assert (stay.state, str(stay.starts_on), str(stay.ends_on), stay.fewest_days) == (
        *("broken_off", "2025-09-03", "2025-11-20"),
        79,
    )


def test_what_nobody_confirmed_in_time_is_on_the_work_list():
    unit = make_unit()
    late = make_stay(unit, state="planned", starts_on="2025-09", ends_on="2026-01")
    make_stay(unit, state="planned", starts_on="2025-11")
    make_stay(unit, state="done")
    officer = make_staff(roles.OFFICER, unit=unit)

    group = not_confirmed(officer, datetime.date(2025, 11, 15))

    assert [item.url for item in group.items] == [late.get_absolute_url()]
    assert not_confirmed(officer, datetime.date(2025, 9, 30)).items == []


# --- Who reads ------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_costs_the_same_however_long(client, django_assert_num_queries, count):
    unit = make_unit()
    programme = make_programme(unit)
    for _number in range(count):
        make_stay(unit, programme=programme)
    client.force_login(make_staff(roles.OFFICER, unit=unit))
    client.get(reverse("mobility:stays"))

    with django_assert_num_queries(8):
        page = client.get(reverse("mobility:stays"))

    assert len(page.context["rows"]) == count


def test_stays_are_found_by_the_name_of_the_person_and_of_the_institution(client):
    unit = make_unit()
    wanted = make_stay(
        unit,
        person=make_person(unit, name_zh="王小明"),
        organisation=make_organisation(name_en="RWTH Aachen"),
    )
    make_stay(unit)
    client.force_login(make_staff(roles.OFFICER, unit=unit))

    for text in ("小明", "Aachen"):
        page = client.get(reverse("mobility:stays"), {"q": text})
        assert [row.pk for row in page.context["rows"]] == [wanted.pk]


def test_pages_of_partner_person_and_agreement_show_stays():
    partner = make_organisation()
    agreement = make_agreement(partner=partner, state="in_force")
    stay = make_stay(agreement.unit, organisation=partner, agreement=agreement, sure=True)
    officer = make_staff(roles.OFFICER, unit=agreement.unit)
    foreign = make_staff(roles.OFFICER, unit=make_unit())

    shown = (
        of_organisation(partner, officer),
        of_person(stay.person, officer),
        of_agreement(agreement, officer),
    )

    assert [part.context["stays"] for part in shown] == [[stay]] * 3
    assert of_organisation(partner, foreign).context["stays"] == []


def test_a_doubtful_stay_is_confirmed_on_the_page(client):
    stay = make_stay()
    client.force_login(make_staff(roles.OFFICER, unit=stay.unit, language="en"))
    typed = {
        "person": stay.person_id,
        "direction": "outbound",
        "kind": "visiting",
        "country": "DE",
        "starts_on": "2025-10",
        "ends_on": "2025-12",
        "state": "done",
        "basis": "exchange",
        "unit": stay.unit_id,
    }

    doubted = client.post(reverse("mobility:add_stay"), typed)
    saved = client.post(reverse("mobility:add_stay"), typed | {"sure": "on"})

    assert doubted.status_code == 422
    assert '<input type="checkbox" name="sure"' in doubted.content.decode()
    assert (saved.status_code, Stay.objects.count()) == (302, 2)


def test_stays_move_with_an_institution_that_is_merged():
    stay, kept = make_stay(), make_organisation()

    organisations.merge_organisations(kept, stay.organisation, by=system_user())

    stay.refresh_from_db()
    assert stay.organisation == kept


# --- A person's own rights ------------------------------------------------------------------------


def test_a_person_is_told_of_their_stays_and_erasure_takes_the_free_words():
    stay = make_stay(notes="Broke an arm", source="Her letter")

    told = told_of_person(stay.person).plain()
    erase_person(stay.person, by=system_user(), reason="Asked for")

    assert (told[0]["notes"], told[0]["starts_on"]) == ("Broke an arm", "2025-09-01")
    stay.refresh_from_db()
    assert (stay.notes, stay.source, stay.state) == ("", "", "done")
    assert AuditEntry.objects.filter(verb="stay.erased").count() == 1


# --- Programmes -----------------------------------------------------------------------------------


def test_a_programme_is_tied_to_an_agreement_once():
    programme = make_programme()
    agreement = make_agreement(programme.unit)

    services.tie_agreement(programme, agreement, by=system_user())
    with pytest.raises(ValidationError, match="carries the programme already"):
        services.tie_agreement(programme, agreement, by=system_user())

    tie = ProgrammeAgreement.objects.get()
    services.remove_agreement(tie, by=system_user())
    assert ProgrammeAgreement.objects.count() == 0

"""Official trips: applied for in time or late, passports, and when money is reimbursed."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from entente.kit.errors import DomainError
from entente.office import roles
from entente.office.models import Deadline
from entente.office.services import system_user
from entente.visits import services
from entente.visits.enums import TRIP_FLOW, TripState
from entente.visits.models import PassportLoan, Trip
from entente.visits.parts import to_settle
from tests.factories import make_staff, make_unit
from tests.factories_visits import make_trip, make_visit

pytestmark = pytest.mark.django_db
DAY = datetime.date
APPLIED, GONE, BACK = DAY(2025, 11, 1), DAY(2026, 3, 1), DAY(2026, 3, 12)

LEADS_TO = {
    ("prepared", "apply_trip"): "applied",
    ("applied", "approve_trip"): "approved",
    ("prepared", "settle_trip"): "settled",
    ("applied", "settle_trip"): "settled",
    ("approved", "settle_trip"): "settled",
}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def officer(client):
    user = make_staff(roles.OFFICER, unit=make_unit(), language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def hand_out(trip, on=GONE):
    return [
        services.hand_out_passport(it, by=system_user(), on=on) for it in trip.visit.delegates.all()
    ]


def take_place(trip):
    visit, by = trip.visit, system_user()
    services.confirm_visit(visit, by=by, on=visit.last_day)
    services.change_visit(visit, by=by, on=visit.last_day, report_en="Two agreements to come.")


def settle(trip, spent=0, **values):
    services.settle_trip(trip, by=system_user(), on=BACK, spent=Decimal(spent), **values)


@pytest.mark.parametrize("step", TRIP_FLOW.steps)
@pytest.mark.parametrize("state", TripState)
def test_every_step_from_every_state(state, step):
    if target := LEADS_TO.get((state, step)):
        assert TRIP_FLOW.move(state, step) == target
    else:
        with pytest.raises(DomainError):
            TRIP_FLOW.move(state, step)


# --- What the rules say ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("countries", "visa", "day"),
    [
        (("JP",), False, DAY(2026, 1, 16)),
        (("JP",), True, DAY(2026, 1, 1)),
        (("JP", "KR"), False, DAY(2026, 1, 1)),
        (("JP", "KR"), True, DAY(2025, 12, 2)),
        (("JP", "KR", "DE"), True, DAY(2025, 12, 2)),
    ],
)
def test_it_is_applied_for_earlier_with_more_countries_and_a_visa(countries, visa, day):
    trip = make_trip(countries=countries, needs_visa=visa)

    assert services.standing_of(trip, on=APPLIED).apply_by == day


def test_a_late_application_is_noted_with_its_days_and_not_refused():
    trip = make_trip(countries=("JP",), needs_visa=False)

    services.apply_trip(trip, by=system_user(), on=DAY(2026, 1, 20))

    assert services.standing_of(trip, on=BACK).late_days == 4
    assert trip.state == "applied"


@pytest.mark.parametrize(
    ("countries", "last", "too_long"),
    [
        (("JP",), "2026-03-06", False),
        (("JP",), "2026-03-07", True),
        (("JP", "KR"), "2026-03-09", False),
        (("JP", "KR", "DE"), "2026-03-11", False),
        (("JP", "KR", "DE", "FR"), "2026-03-12", True),
    ],
)
def test_more_countries_allow_more_days(countries, last, too_long):
    trip = make_trip(countries=countries, ends_on=last)

    assert services.standing_of(trip, on=APPLIED).is_too_long is too_long


# --- From the plan to the approval ----------------------------------------------------------------


def test_only_a_delegation_that_we_send_is_an_official_trip_and_only_once():
    by = system_user()
    sent = make_visit()
    services.prepare_trip(sent, by=by)

    with pytest.raises(DomainError, match="Only a delegation that we send"):
        services.prepare_trip(make_visit(way="in", delegates=()), by=by)
    with pytest.raises(DomainError, match="already"):
        services.prepare_trip(sent, by=by)


def test_who_goes_and_where_to_is_known_before_it_is_applied_for():
    trip = services.prepare_trip(make_visit(), by=system_user())

    with pytest.raises(DomainError, match="Enter the delegates and the stops"):
        services.apply_trip(trip, by=system_user(), on=APPLIED)


def test_a_notice_does_not_end_before_it_begins():
    with pytest.raises(ValidationError) as refusal:
        make_trip(notice_from=DAY(2026, 1, 9), notice_until=DAY(2026, 1, 5))

    assert refusal.value.message_dict == {"notice_until": ["The notice ends before it begins."]}


# --- Passports and money --------------------------------------------------------------------------


def test_no_money_until_every_passport_is_back():
    trip = make_trip(state="approved", names=("Li Lei", "Han Meimei"))
    first, second = hand_out(trip)
    take_place(trip)
    services.return_passport(first, by=system_user(), on=BACK)

    with pytest.raises(DomainError) as refusal:
        settle(trip, 9000)
    assert refusal.value.messages == ["Not returned: the passport of Han Meimei."]
    trip.refresh_from_db()
    assert (trip.state, trip.spent) == ("approved", None)

    services.return_passport(second, by=system_user(), on=BACK)
    settle(trip, 9000)
    assert (trip.state, trip.spent, trip.settled_on) == ("settled", 9000, BACK)


def test_no_money_without_approval_journey_and_report():
    trip = make_trip(state="applied")

    with pytest.raises(DomainError) as refusal:
        settle(trip)

    assert refusal.value.messages == [
        "The trip is not approved.",
        "Nobody has confirmed that the journey took place.",
        "The report of the journey is missing.",
    ]


def test_a_cancelled_trip_is_settled_without_expense_once_its_passports_are_back():
    trip, by = make_trip(state="approved"), system_user()
    [loan] = hand_out(trip)
    services.cancel_visit(trip.visit, by=by, on=GONE, reason="Typhoon")

    with pytest.raises(DomainError, match="Not returned"):
        settle(trip)
    services.return_passport(loan, by=by, on=GONE)
    with pytest.raises(DomainError) as refusal:
        settle(trip, 500)
    assert list(refusal.value.message_dict) == ["deviations"]
    settle(trip)

    assert (trip.state, trip.spent) == ("settled", 0)
    assert not Deadline.objects.about(trip).open().exists()


def test_a_trip_that_never_was_applied_for_is_settled_when_it_is_cancelled():
    trip = make_trip()
    services.cancel_visit(trip.visit, by=system_user(), on=GONE, reason="No money")

    settle(trip)

    assert trip.state == "settled"


def test_more_than_the_budget_is_explained():
    trip = make_trip(state="approved", budget=Decimal(8000))
    take_place(trip)

    with pytest.raises(DomainError) as refusal:
        settle(trip, "8000.01")
    assert refusal.value.message_dict == {
        "deviations": ["The budget was 8000.00 yuan: say why more was spent."]
    }
    settle(trip, "8000.01", deviations="The flight was moved.")

    assert trip.state == "settled"


def test_a_settled_trip_does_not_change():
    trip, by = make_trip(state="approved"), system_user()
    take_place(trip)
    settle(trip, 100)

    for change in (
        lambda: services.change_trip(trip, by=by, budget=Decimal(1)),
        lambda: services.hand_out_passport(trip.visit.delegates.get(), by=by, on=BACK),
        lambda: services.settle_trip(trip, by=by, on=BACK, spent=Decimal(1)),
    ):
        with pytest.raises(DomainError):
            change()


def test_passports_are_handed_out_after_approval_once_and_to_ours_only():
    early, by = make_trip(), system_user()
    trip = make_trip(state="approved")
    [loan] = hand_out(trip)

    with pytest.raises(DomainError, match="once the trip is approved"):
        services.hand_out_passport(early.visit.delegates.get(), by=by, on=GONE)
    with pytest.raises(DomainError, match="already"):
        services.hand_out_passport(loan.delegate, by=by, on=GONE)
    with pytest.raises(ValidationError) as refusal:
        services.return_passport(loan, by=by, on=GONE - datetime.timedelta(days=1))
    assert refusal.value.message_dict == {"returned_on": ["It came back before it was handed out."]}
    with pytest.raises(DomainError, match="A passport was handed out"):
        services.remove_delegate(loan.delegate, by=by)
    services.take_back_passport(loan, by=by, on=GONE)
    assert not PassportLoan.objects.exists()


# --- What is due ----------------------------------------------------------------------------------


def due(trip):
    return {it.kind: it.due_on for it in Deadline.objects.about(trip).open()}


def test_passports_and_the_report_are_due_by_the_rules_and_follow_the_journey():
    trip, by = make_trip(state="approved"), system_user()
    assert due(trip) == {"trip.report": DAY(2026, 3, 28)}
    [loan] = hand_out(trip)
    # Seven working days after Sunday 8 March 2026.
    assert due(trip) == {"trip.report": DAY(2026, 3, 28), "trip.passports": DAY(2026, 3, 17)}

    services.change_visit(trip.visit, by=by, on=GONE, ends_on="2026-03-10")
    assert due(trip) == {"trip.report": DAY(2026, 3, 30), "trip.passports": DAY(2026, 3, 19)}

    services.return_passport(loan, by=by, on=BACK)
    assert due(trip) == {"trip.report": DAY(2026, 3, 30)}


def test_a_visit_that_is_an_official_trip_is_not_removed():
    trip = make_trip()

    with pytest.raises(DomainError, match="cannot be removed"):
        services.remove_visit(trip.visit, by=system_user())

    assert Trip.objects.count() == 1


# --- Pages ----------------------------------------------------------------------------------------


def send(client, name, record, **values):
    return client.post(reverse(f"visits:{name}", args=[record.pk]), values)


def test_from_the_plan_to_the_settlement_on_pages(client, officer):
    visit = make_visit(officer.unit, delegates=())
    services.add_delegates(visit, by=officer, names=[("Li Lei", "Dean")])
    services.add_stop(visit, by=officer, country="JP")
    told = {"joined": "own", "needs_visa": "on", "budget": "9000"}
    assert send(client, "prepare_trip", visit, **told).status_code == 302
    trip = Trip.objects.get()
    assert send(client, "apply_trip", trip, on="2026-01-15").status_code == 302
    send(client, "approve_trip", trip, approval_number="2026-33", on="2026-02-01")
    send(client, "hand_out_passport", visit.delegates.get(), on="2026-03-01")

    words = client.get(trip.get_absolute_url()).content.decode()
    assert "Applied for 14 days late" in words
    assert "Not returned: the passport of Li Lei." in words
    refused = send(client, "settle_trip", trip, spent="100")
    assert refused.status_code == 422

    send(client, "return_passport", PassportLoan.objects.get(), on="2026-03-09")
    take_place(trip)
    assert send(client, "settle_trip", trip, spent="8500").status_code == 302
    words = client.get(trip.get_absolute_url()).content.decode()
    assert "8,500.00 yuan may be reimbursed" in words
    assert "2026-33" in client.get(visit.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_costs_the_same_however_long(client, officer, count, django_assert_num_queries):
    for _ in range(count):
        make_trip(officer.unit)
    client.get(reverse("visits:trips"))

    with django_assert_num_queries(8):
        page = client.get(reverse("visits:trips"))

    assert len(page.context["rows"]) == count


@pytest.mark.parametrize("names", [("A",), ("A", "B", "C")])
def test_the_page_costs_the_same_however_many_go(client, officer, names, django_assert_num_queries):
    trip = make_trip(officer.unit, state="approved", names=names)
    hand_out(trip)
    client.get(trip.get_absolute_url())

    with django_assert_num_queries(18):
        client.get(trip.get_absolute_url())


def test_trips_are_found_by_what_is_open_and_stand_in_the_work_list(client, officer):
    out = make_trip(officer.unit, state="approved", title_en="Out")
    hand_out(out)
    make_trip(officer.unit, title_en="Later", starts_on="2099-01-01", ends_on="2099-01-05")

    def listed(query):
        page = client.get(f"{reverse('visits:trips')}?{query}")
        return [row.title for row in page.context["rows"]]

    assert listed("open=passports") == ["Out"]
    assert listed("open=settle") == ["Out"]
    assert [it.url for it in to_settle(officer, BACK).items] == [out.get_absolute_url()]
    assert to_settle(officer, DAY(2026, 3, 8)).items == []

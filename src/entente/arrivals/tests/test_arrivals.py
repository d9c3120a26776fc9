"""Visa papers and lodgings: numbers once, forms void but kept, registered in time or late."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from entente.arrivals import services
from entente.arrivals.enums import PAPER_FLOW, PaperState
from entente.arrivals.models import Lodging, VisaPaper
from entente.arrivals.parts import (
    lodgings_of_person,
    of_stay,
    papers_of_person,
    to_register,
    without_lodging,
)
from entente.office import roles
from entente.office.services import system_user
from entente.people.services import erase_person
from tests.factories import make_staff, make_unit
from tests.factories_arrivals import make_guest, make_lodging, make_paper
from tests.factories_mobility import make_stay
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db
REGISTER, LODGINGS = "/arrivals/papers/", "/arrivals/lodgings/"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def officer(client, unit):
    user = make_staff(roles.OFFICER, unit=unit, language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def refused(call):
    with pytest.raises(ValidationError) as refusal:
        call()
    held = refusal.value
    return held.message_dict if hasattr(held, "error_dict") else held.messages


def later(days):
    return timezone.localdate() + datetime.timedelta(days=days)


# --- Forms for visas ------------------------------------------------------------------------------


def test_a_printed_number_is_used_once_even_when_it_is_void():
    stay, other = make_guest(), make_guest()
    paper = make_paper(stay, serial="2026000123")
    services.void_paper(paper, by=system_user(), reason="Name misspelt")

    for serial in ("2026000123", " 2026000123 "):
        assert "stands in the register already" in str(
            refused(lambda serial=serial: make_paper(other, serial=serial))
        )
    assert make_paper(other, serial="2026000123", kind="jw201").serial == "2026000123"


def test_a_stay_has_one_valid_form_of_a_kind():
    stay = make_guest()
    first = make_paper(stay)

    assert "Void it before another is issued" in str(refused(lambda: make_paper(stay)))
    services.void_paper(first, by=system_user(), reason="Lost in the post")

    assert make_paper(stay).state == PaperState.ISSUED


@pytest.mark.parametrize("serial", ["12", "2026/01", "号码20260001", "-2026", "A" * 31])
def test_a_number_that_is_none_is_refused(serial):
    assert set(refused(lambda: make_paper(make_guest(), serial=serial))) == {"serial"}


@pytest.mark.parametrize(
    ("values", "field"),
    [({"issued_on": 1}, "issued_on"), ({"valid_until": -1}, "valid_until")],
)
def test_days_that_do_not_fit_are_refused(values, field):
    days = {name: later(number) for name, number in values.items()}

    assert set(refused(lambda: make_paper(make_guest(), **days))) == {field}


def test_only_guests_get_a_form_and_a_lodging():
    gone = make_stay()

    for make in (make_paper, make_lodging):
        assert refused(lambda make=make: make(gone)) == ["Only guests who come to us need this."]


@pytest.mark.parametrize("state", PaperState.values)
@pytest.mark.parametrize("step", PAPER_FLOW.steps)
def test_every_step_from_every_state(state, step):
    paper = make_paper(make_guest())
    VisaPaper.objects.filter(pk=paper.pk).update(state=state)
    paper.refresh_from_db()
    by = system_user()
    take = {
        "post": lambda: services.post_paper(paper, by=by, posted_on=later(0), tracking="EMS 1"),
        "void": lambda: services.void_paper(paper, by=by, reason="Lost"),
    }[step]

    if state in PAPER_FLOW[step].sources:
        take()
        assert VisaPaper.objects.get().state == PAPER_FLOW[step].target
    else:
        refused(take)
        assert VisaPaper.objects.get().state == state


def test_a_form_is_posted_after_it_was_issued():
    paper = make_paper(make_guest())
    early = refused(
        lambda: services.post_paper(paper, by=system_user(), posted_on=later(-1), tracking="")
    )

    assert set(early) == {"posted_on"}


# --- Lodgings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("from_on", "registered_on", "late"),
    [(0, 0, False), (-1, 0, False), (-2, 0, True), (0, None, False), (-2, None, True)],
)
def test_a_lodging_is_registered_within_a_day_or_late(from_on, registered_on, late):
    lodging = make_lodging(make_guest(), from_on=later(from_on))
    if registered_on is not None:
        services.register_lodging(
            lodging, by=system_user(), on=later(0), registered_on=later(registered_on), number="1"
        )

    assert lodging.is_late(later(0)) is late


def test_a_registration_lies_between_moving_in_and_today():
    lodging = make_lodging(make_guest(), from_on=later(-3))

    def register(day):
        services.register_lodging(
            lodging, by=system_user(), on=later(0), registered_on=later(day), number=""
        )

    assert set(refused(lambda: register(1))) == {"registered_on"}
    assert set(refused(lambda: register(-4))) == {"registered_on"}
    register(-3)
    assert refused(lambda: services.remove_lodging(lodging, by=system_user())) == [
        "It is registered; correct it instead."
    ]


def test_who_has_no_lodging_and_what_is_not_registered_is_on_the_work_list(officer, unit):
    guest = make_guest(unit, days=3)
    make_guest(unit, state="planned", starts_on=f"{later(9)}")
    make_guest()

    def told():
        found = (to_register(officer, later(0)), without_lodging(officer, later(0)))
        return [(group.total, group.late) for group in found]

    assert told() == [(0, 0), (1, 1)]
    lodging = make_lodging(guest, from_on=later(-3))
    assert told() == [(1, 1), (0, 0)]
    services.register_lodging(
        lodging, by=system_user(), on=later(0), registered_on=later(0), number=""
    )
    assert told() == [(0, 0), (0, 0)]


# --- Pages ----------------------------------------------------------------------------------------


def test_an_office_enters_a_form_posts_and_voids_it_on_the_page_of_the_stay(client, officer, unit):
    stay = make_guest(unit)
    issue = reverse("arrivals:issue", args=[stay.pk])

    answer = client.post(issue, {"kind": "jw202", "serial": "ab-2026-1", "issued_on": later(0)})
    paper = VisaPaper.objects.get()
    assert (answer.status_code, paper.serial) == (302, "AB-2026-1")
    again = client.post(issue, {"kind": "jw201", "serial": "AB", "issued_on": later(0)})
    assert again.status_code == 422
    assert "Write the number as it is printed" in again.text
    assert 'value="AB"' in again.text
    sent = {"posted_on": later(0), "tracking": "EMS EB123456789CN"}
    client.post(reverse("arrivals:post", args=[paper.pk]), sent)
    page = client.get(stay.get_absolute_url()).text
    assert "EMS EB123456789CN" in page
    client.post(reverse("arrivals:void", args=[paper.pk]), {"reason": "Not taken up"})

    register = client.get(REGISTER).text
    assert "AB-2026-1" in register
    assert "Not taken up" in register


def test_a_lodging_is_entered_corrected_registered_and_filtered(client, officer, unit):
    stay = make_guest(unit, days=2)
    add = reverse("arrivals:add_lodging", args=[stay.pk])
    said = {"address": "北校区国际学生公寓三号楼四单元五层六〇一室", "from_on": later(-2)}

    client.post(add, said)
    lodging = Lodging.objects.get()
    assert said["address"] in client.get(f"{LODGINGS}?registered=no").text
    client.post(
        reverse("arrivals:change_lodging", args=[lodging.pk]),
        said | {"from_on": later(-1), "version": lodging.version},
    )
    client.post(
        reverse("arrivals:register", args=[lodging.pk]),
        {"registered_on": later(0), "number": "PSB-7"},
    )

    page = client.get(LODGINGS).text
    assert "registered in time" in page
    assert said["address"] not in client.get(f"{LODGINGS}?registered=no").text
    assert "PSB-7" in client.get(stay.get_absolute_url()).text


def test_a_stay_abroad_shows_no_arrival(officer, unit):
    assert of_stay(make_stay(unit), officer) is None


@pytest.mark.parametrize("count", [1, 6])
def test_the_lists_cost_the_same_however_long(
    client, officer, unit, django_assert_max_num_queries, count
):
    for _number in range(count):
        stay = make_guest(unit)
        make_paper(stay)
        make_lodging(stay)
    client.get(REGISTER)

    for address in (REGISTER, LODGINGS):
        with django_assert_max_num_queries(12):
            client.get(address)


# --- The person's own rights ----------------------------------------------------------------------


def test_a_person_is_told_and_erasure_keeps_only_the_number():
    person = make_person()
    stay = make_guest(person=person)
    paper = make_paper(stay, serial="2026000777")
    services.post_paper(paper, by=system_user(), posted_on=later(0), tracking="EMS 1")
    make_lodging(stay)
    told = [papers_of_person(person), lodgings_of_person(person)]
    assert ["2026000777" in str(told[0].rows), "Guest house 3" in str(told[1].rows)] == [True, True]

    erase_person(person, by=system_user(), reason="Asked for it")

    paper.refresh_from_db()
    assert (paper.serial, paper.tracking) == ("2026000777", "")
    assert Lodging.objects.get().address == ""

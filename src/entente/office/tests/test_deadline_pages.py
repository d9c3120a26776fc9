"""Deadlines in the desk: the list, one deadline, home, the calendar, the record's own page."""

import datetime

import pytest
from django.utils import timezone

from entente.kit import parts
from entente.office import roles, services
from entente.office.enums import DeadlineState
from entente.office.models import Deadline
from tests.factories import make_staff, make_unit, make_user
from tests.factories_office import make_deadline

pytestmark = pytest.mark.django_db
LIST = "/office/deadlines/"
S = DeadlineState


@pytest.fixture
def officer(client, settings):
    settings.LANGUAGE_CODE = "en"
    user = make_staff(roles.OFFICER)
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def in_days(number):
    return timezone.localdate() + datetime.timedelta(days=number)


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_costs_the_same_however_long(client, officer, count, django_assert_num_queries):
    for _ in range(count):
        make_deadline(make_unit(officer.unit), owner=officer)
    client.get(LIST)

    with django_assert_num_queries(8):
        page = client.get(LIST)

    assert len(page.context["rows"]) == count


def test_the_list_is_narrowed_by_day_owner_and_state(client, officer):
    late = make_deadline(make_unit(officer.unit), day=in_days(-1), owner=officer)
    soon = make_deadline(make_unit(officer.unit), day=in_days(20))
    far = make_deadline(make_unit(officer.unit), day=in_days(300), owner=make_user())
    done = make_deadline(make_unit(officer.unit), day=in_days(5))
    services.finish_deadline(done, on=in_days(0), by=officer)

    def found(query):
        return [row.pk for row in client.get(LIST + query).context["rows"]]

    assert found("?due=late") == [late.pk]
    assert found("?due=30") == [soon.pk]
    assert found("?due=365") == [soon.pk, far.pk]
    assert found("?mine=yes") == [late.pk]
    assert found("?mine=nobody&state=open") == [soon.pk]
    assert found("?state=done") == [done.pk]


def test_one_deadline_shows_its_record_rules_and_stages(client, officer):
    deadline = make_deadline(officer.unit, rule="trip.report", owner=officer)

    page = client.get(deadline.get_absolute_url()).content.decode()

    assert officer.unit.get_absolute_url() in page
    assert "/office/rules/trip.report/" in page
    assert "30 days before" in page
    assert "on the day" in page


def test_another_units_deadline_is_not_found(client, officer):
    theirs = make_deadline()

    for step in ("", "done/", "drop/", "hand-over/"):
        assert client.get(f"{theirs.get_absolute_url()}{step}").status_code == 404


@pytest.mark.parametrize(
    ("step", "typed", "state"),
    [
        ("done/", {"on": "2027-01-02", "note": "Handed in"}, S.DONE),
        ("drop/", {"reason": "Cancelled"}, S.DROPPED),
    ],
)
def test_a_deadline_is_ended_by_its_page_and_only_once(client, officer, step, typed, state):
    deadline = make_deadline(officer.unit)
    address = f"{deadline.get_absolute_url()}{step}"

    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed).status_code == 422

    deadline.refresh_from_db()
    assert deadline.state == state


def test_a_deadline_is_handed_over(client, officer):
    deadline, colleague = make_deadline(officer.unit), make_user(officer.unit)

    answer = client.post(
        f"{deadline.get_absolute_url()}hand-over/",
        {"owner": colleague.pk, "version": deadline.version},
    )

    assert answer.status_code == 302
    deadline.refresh_from_db()
    assert deadline.owner == colleague


def test_home_lists_ones_own_from_the_first_notice_on_with_the_late_in_red(client, officer):
    late = make_deadline(make_unit(officer.unit), day=in_days(-3), owner=officer)
    soon = make_deadline(make_unit(officer.unit), day=in_days(20), owner=officer)
    make_deadline(make_unit(officer.unit), day=in_days(40), owner=officer)
    make_deadline(make_unit(officer.unit), day=in_days(20), owner=make_user(officer.unit))

    [group] = [g for g in parts.work_list(officer, in_days(0)) if g.key == "deadlines"]

    assert [(item.url, item.late) for item in group.items] == [
        (late.get_absolute_url(), True),
        (soon.get_absolute_url(), False),
    ]
    assert (group.total, group.late) == (2, 1)
    page = client.get("/").content.decode()
    assert '<span class="e-when e-late">3 days late</span>' in page


def test_the_calendar_shows_the_day(client, officer):
    deadline = make_deadline(officer.unit, day=in_days(2), owner=officer)

    page = client.get(f"/calendar/?month={in_days(2):%Y-%m}").content.decode()

    assert deadline.get_absolute_url() in page


def test_the_records_own_page_shows_what_is_open(client, officer):
    deadline = make_deadline(officer.unit, day=in_days(2))
    assert (
        deadline.get_absolute_url() in client.get(officer.unit.get_absolute_url()).content.decode()
    )

    services.drop_deadline(deadline, on=in_days(0), by=officer)

    assert "Deadlines</h2>" not in client.get(officer.unit.get_absolute_url()).content.decode()


def test_a_deadline_of_a_unit_one_has_left_is_no_longer_ones_own(officer):
    make_deadline(make_unit(), day=in_days(2), owner=officer)

    assert list(Deadline.objects.of_person(officer)) == []

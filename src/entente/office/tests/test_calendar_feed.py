"""A person's calendar under a secret address: what they may see today, and nothing else."""

import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone
from icalendar import Calendar

from entente.office import roles, services
from entente.office.models import CalendarFeed
from entente.office.services import system_user
from entente.office.views.feeds import READS_AN_HOUR
from tests.factories import make_staff
from tests.factories_office import make_deadline

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def officer():
    return make_staff(roles.OFFICER, language="en")


def address(user):
    return f"/office/calendar/{services.renew_calendar_feed(user).word}.ics"


def events(answer):
    return [
        (event["summary"], event.decoded("dtstart"), str(event["url"]))
        for event in Calendar.from_ical(answer.content).walk("VEVENT")
    ]


def soon(number=3):
    return timezone.localdate() + datetime.timedelta(days=number)


def test_it_holds_the_deadlines_in_the_readers_language_without_signing_in(
    client, officer, settings
):
    settings.ADDRESS = "https://office.example.edu.cn"
    deadline = make_deadline(officer.unit, day=soon(), owner=officer)
    url = f"https://office.example.edu.cn{deadline.get_absolute_url()}"

    answer = client.get(address(officer))

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert events(answer) == [("test.report: Hand in the report", soon(), url)]
    services.change_preferences(officer, language="zh-hans")
    assert events(client.get(address(officer))) == [("test.report: 提交报告", soon(), url)]


def test_who_no_longer_sees_a_unit_no_longer_reads_its_days(client, officer):
    make_deadline(officer.unit, day=soon(), owner=officer)
    place = address(officer)
    assert len(events(client.get(place))) == 1

    services.withdraw_role(officer.grants.get(), by=system_user())

    assert events(client.get(place)) == []


def test_a_closed_account_has_no_calendar(client, officer):
    place = address(officer)

    services.close_user(officer, by=system_user())

    assert client.get(place).status_code == 404


def test_a_renewed_address_ends_the_old_one(client, officer):
    old = address(officer)
    client.force_login(officer)

    client.post("/office/me/calendar/renew/")
    client.logout()

    new = f"/office/calendar/{CalendarFeed.objects.get().word}.ics"
    assert [client.get(place).status_code for place in (old, new)] == [404, 200]


def test_an_ended_address_is_not_found(client, officer):
    place = address(officer)
    client.force_login(officer)

    client.post("/office/me/calendar/end/")

    assert client.get(place).status_code == 404


def test_what_has_not_changed_is_not_sent_again(client, officer):
    deadline = make_deadline(officer.unit, day=soon(), owner=officer)
    place = address(officer)
    tag = client.get(place)["ETag"]

    again = client.get(place, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")

    services.finish_deadline(deadline, on=soon(0), by=officer)
    assert client.get(place, headers={"If-None-Match": tag}).status_code == 200


def test_it_is_read_only_and_read_not_too_often(client, officer):
    place = address(officer)

    assert client.post(place).status_code == 405
    answers = [client.get(place).status_code for _ in range(READS_AN_HOUR + 1)]
    assert answers == [200] * READS_AN_HOUR + [429]


def test_the_account_page_shows_the_address_to_its_owner(client, officer):
    client.force_login(officer)
    assert "/office/calendar/" not in client.get("/office/me/").content.decode()
    place = address(officer)

    assert place in client.get("/office/me/").content.decode()


def test_the_word_is_not_in_the_database(officer):
    from django.db import connection

    word = services.renew_calendar_feed(officer).word
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, digest FROM office_calendarfeed")
        assert word not in "".join(cursor.fetchone())

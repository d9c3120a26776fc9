"""One notice at each stage: never daily, never twice, whatever happens in between."""

import datetime
import email
import os
import signal
import subprocess
import sys
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.db.models.signals import pre_save
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st

from entente.kit.models import Notice
from entente.launcher import machine
from entente.office import roles, services
from entente.office.enums import DispatchState
from entente.office.models import Dispatch
from entente.office.services import system_user
from entente.office.tasks import deliver
from tests import database
from tests.factories import make_staff, make_unit
from tests.factories_office import make_deadline, set_rule

DUE = datetime.date(2027, 6, 30)
S = DispatchState


def day(text):
    return datetime.date.fromisoformat(text)


def days_around(text):
    return [day(text) + datetime.timedelta(days=number) for number in range(-3, 4)]


def tell(on):
    return services.tell_owners(on=day(on) if isinstance(on, str) else on, by=system_user())


def make_owner(unit=None, **values):
    values = {"email": "owner@example.org"} | values
    return make_staff(roles.OFFICER, unit=unit, **values)


@pytest.fixture
def owner(db):
    return make_owner()


@pytest.mark.django_db
def test_the_owner_is_told_once_at_each_stage_and_on_no_other_day(owner):
    make_deadline(owner.unit, owner=owner, stages_rule="agreement.end_notice")
    told = {}
    for on in (*days_around("2026-06-30"), *days_around("2026-12-30"), *days_around("2027-03-30")):
        if tell(on):
            told[on.isoformat()] = Notice.objects.count()

    assert told == {"2026-06-30": 1, "2026-12-30": 2, "2027-03-30": 3}
    assert Dispatch.objects.count() == 3
    notice = owner.notices.last()
    assert notice.text_en == "Due on 2027-06-30: Hand in the report"
    assert notice.text_zh == "2027-06-30 到期：提交报告"


@pytest.mark.django_db
def test_a_second_run_of_the_night_says_nothing(owner):
    make_deadline(owner.unit, owner=owner)

    assert [tell("2027-05-31"), tell("2027-05-31"), tell("2027-06-01")] == [1, 0, 0]
    assert (Notice.objects.count(), Dispatch.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_after_a_long_silence_only_the_nearest_stage_is_spoken_of(owner):
    deadline = make_deadline(owner.unit, owner=owner, stages_rule="agreement.end_notice")

    assert tell("2027-05-01") == 1

    assert [(s.span, s.spoken) for s in deadline.stages.all()] == [
        ("12 months", False),
        ("6 months", False),
        ("3 months", True),
    ]
    assert tell("2027-06-30") == 0


@pytest.mark.django_db
@pytest.mark.parametrize("end", [services.finish_deadline, services.drop_deadline])
def test_nothing_is_said_of_what_has_ended(owner, end):
    end(make_deadline(owner.unit, owner=owner), on=day("2027-01-01"), by=owner)

    assert tell(DUE) == 0
    assert Notice.objects.count() == 0


@pytest.mark.django_db
def test_a_moved_deadline_is_told_anew_with_its_new_day(owner):
    make_deadline(owner.unit, owner=owner)
    tell("2027-05-31")

    make_deadline(owner.unit, owner=owner, day=day("2027-07-30"))

    assert [tell("2027-06-01"), tell("2027-06-30"), tell("2027-07-01")] == [0, 1, 0]
    assert owner.notices.first().text_en == "Due on 2027-07-30: Hand in the report"


@pytest.mark.django_db
def test_a_stage_added_behind_one_that_was_told_stays_unsaid(owner):
    make_deadline(owner.unit, owner=owner)
    tell("2027-06-23")

    set_rule("office.notice_stages", "60, 7, 0", measure="days", unit=owner.unit)

    assert [tell("2027-06-24"), tell("2027-06-30")] == [0, 1]


@pytest.mark.django_db
def test_a_changed_rule_is_heeded_the_same_night(owner):
    make_deadline(owner.unit, owner=owner, rule="trip.report")
    set_rule("trip.report", "10", measure="days", unit=owner.unit)

    assert [tell("2027-06-09"), tell("2027-06-10")] == [0, 1]


@pytest.mark.django_db
def test_what_nobody_at_work_owns_is_told_to_the_heads_above_it():
    university = make_unit()
    school = make_unit(university)
    head = make_staff(roles.HEAD, unit=university)
    make_staff(roles.HEAD)
    leaver = make_owner(school)
    outsider = make_owner()
    make_deadline(school, owner=leaver)
    make_deadline(school, kind="test.other", owner=outsider)
    make_deadline(school, kind="test.third")
    services.close_user(leaver, by=system_user())

    assert tell("2027-05-31") == 3

    assert {notice.user_id for notice in Notice.objects.all()} == {head.pk}
    assert Notice.objects.count() == 3


@pytest.mark.django_db
def test_a_person_receives_one_mail_a_night_however_many_deadlines(owner):
    for number in range(5):
        make_deadline(owner.unit, key=f"n{number}", owner=owner)

    assert tell("2027-05-31") == 5
    assert (Notice.objects.count(), Dispatch.objects.count()) == (5, 1)


@pytest.mark.django_db
def test_a_quiet_night_costs_the_same_however_many_deadlines(django_assert_num_queries, owner):
    for number in range(5):
        make_deadline(owner.unit, key=f"n{number}", owner=owner)
    by = system_user()

    with django_assert_num_queries(3):
        services.tell_owners(on=day("2027-01-01"), by=by)


@trials(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(nights=st.lists(st.integers(-40, 10), min_size=1, max_size=12))
@pytest.mark.django_db
def test_whatever_nights_it_runs_each_stage_is_spoken_of_at_most_once_and_in_order(nights, owner):
    unit = make_unit(owner.unit)
    deadline = make_deadline(unit, owner=owner)
    stage_days = [stage.on for stage in deadline.stages.all()]
    expected, last = 0, None
    for night in sorted(nights):
        come = [on for on in stage_days if on <= DUE + datetime.timedelta(days=night)]
        expected += bool(come) and come[-1] != last
        last = come[-1] if come else last

    for night in sorted(nights):
        tell(DUE + datetime.timedelta(days=night))

    assert deadline.stages.filter(spoken=True).count() == expected


# --- Dying in the middle --------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_run_that_breaks_in_the_middle_is_taken_up_and_nobody_hears_twice():
    first, second = make_owner(), make_owner()
    make_deadline(first.unit, owner=first)
    make_deadline(second.unit, owner=second)

    def break_at_the_second(sender, instance, **_):
        if Dispatch.objects.exists():
            raise ZeroDivisionError

    pre_save.connect(break_at_the_second, sender=Dispatch)
    try:
        with pytest.raises(ZeroDivisionError):
            tell("2027-05-31")
    finally:
        pre_save.disconnect(break_at_the_second, sender=Dispatch)
    assert (first.notices.count(), second.notices.count()) == (1, 0)

    assert tell("2027-05-31") == 1
    assert (first.notices.count(), second.notices.count()) == (1, 1)
    assert Dispatch.objects.count() == 2


KILLED = """
import datetime, os, signal
import django; django.setup()
from django.db.models.signals import pre_save
from entente.office import services
from entente.office.models import Dispatch

def die(sender, instance, **_):
    if Dispatch.objects.count() == 2:
        os.kill(os.getpid(), signal.SIGKILL)

pre_save.connect(die, sender=Dispatch)
services.tell_owners(on=datetime.date(2027, 5, 31), by=services.system_user())
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_run_is_taken_up_and_nobody_hears_twice():
    owners = [make_owner() for _ in range(4)]
    for owner in owners:
        make_deadline(owner.unit, owner=owner)
    system_user()
    connection.close()

    killed = subprocess.run(  # noqa: S603
        [sys.executable, "-c", KILLED],
        env=os.environ
        | {"DATABASE_URL": database.address(), "DJANGO_SETTINGS_MODULE": "entente.config.settings"},
        check=False,
    )

    assert killed.returncode == -signal.SIGKILL
    assert [owner.notices.count() for owner in owners] == [1, 1, 0, 0]
    assert tell("2027-06-02") == 2
    assert [owner.notices.count() for owner in owners] == [1, 1, 1, 1]
    assert Dispatch.objects.count() == 4


# --- Mail -----------------------------------------------------------------------------------------


class Letters:
    """Keeps what it is handed; refuses as often as asked."""

    def __init__(self):
        self.received, self.refusals = [], 0

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 the server's own name
        if self.refusals:
            self.refusals -= 1
            return "451 later"
        letter = email.message_from_bytes(envelope.content, policy=default)
        self.received.append((envelope.rcpt_tos, letter))
        return "250 taken"


@pytest.fixture
def post_office(settings):
    kept = Letters()
    server = Controller(kept, hostname="127.0.0.1", port=machine.free_port_after(2625))
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.ADDRESS = "https://office.example.edu.cn"
    yield kept
    server.stop()


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("en", "[Entente] 1 deadline comes near · 1 项期限临近"),
        ("zh-hans", "[Entente] 1 项期限临近 · 1 deadline comes near"),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_the_mail_speaks_both_languages_the_readers_first_with_the_link(
    post_office, language, subject
):
    owner = make_owner(language=language)
    deadline = make_deadline(owner.unit, owner=owner)

    tell("2027-05-31")

    ((recipients, letter),) = post_office.received
    assert (recipients, letter["Subject"].strip()) == (["owner@example.org"], subject)
    text = letter.get_content().replace("\r\n", "\n")
    places = [text.index("2027-06-30  Hand in the report"), text.index("2027-06-30  提交报告")]
    assert places == sorted(places, reverse=language != "en")
    assert text.count(f"https://office.example.edu.cn{deadline.get_absolute_url()}\n") == 2
    dispatch = Dispatch.objects.get()
    assert (dispatch.state, dispatch.tries) == (S.SENT, 1)


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_was_not_taken_leaves_at_the_next_try_and_then_never_again(post_office):
    owner = make_owner()
    make_deadline(owner.unit, owner=owner)
    post_office.refusals = 1

    tell("2027-05-31")

    dispatch = Dispatch.objects.get()
    assert (dispatch.state, dispatch.error) == (S.WAITING, "SMTPDataError")
    for _ in range(3):
        deliver.call(dispatch.pk)
    dispatch.refresh_from_db()
    assert (dispatch.state, dispatch.tries, len(post_office.received)) == (S.SENT, 2, 1)


@pytest.mark.django_db(transaction=True)
def test_a_server_that_never_takes_it_is_given_up(post_office):
    owner = make_owner()
    make_deadline(owner.unit, owner=owner)
    post_office.refusals = 99
    tell("2027-05-31")

    for _ in range(9):
        deliver.call(Dispatch.objects.get().pk)

    dispatch = Dispatch.objects.get()
    assert (dispatch.state, dispatch.tries) == (S.FAILED, 6)


@pytest.mark.django_db(transaction=True)
def test_a_mail_whose_worker_died_while_sending_is_not_sent_twice(post_office):
    owner = make_owner()
    make_deadline(owner.unit, owner=owner)
    post_office.refusals = 1
    tell("2027-05-31")
    Dispatch.objects.update(state=S.SENDING)

    deliver.call(Dispatch.objects.get().pk)

    assert (Dispatch.objects.get().state, post_office.received) == (S.UNCLEAR, [])


@pytest.mark.django_db(transaction=True)
def test_nothing_is_mailed_of_what_was_done_in_between(post_office):
    owner = make_owner()
    deadline = make_deadline(owner.unit, owner=owner)
    post_office.refusals = 1
    tell("2027-05-31")
    services.finish_deadline(deadline, on=DUE, by=owner)

    deliver.call(Dispatch.objects.get().pk)

    assert (Dispatch.objects.get().state, post_office.received) == (S.SENT, [])

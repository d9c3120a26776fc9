"""Safety checks: who is asked, what leaves, which answer counts, what every state allows."""

import datetime

import pytest
from django.core import mail as outbox
from django.core.exceptions import ValidationError
from django.utils import timezone

from entente.office import roles
from entente.office.enums import DispatchState
from entente.office.services import system_user
from entente.people.services import erase_person
from entente.safety import services
from entente.safety.enums import CHECK_FLOW, AnswerState, CheckState, Standing
from entente.safety.models import Answer, Message, SafetyCheck, Traveller
from entente.safety.parts import asked_of_person, in_need, said_by_person
from entente.visits import services as visits
from tests.factories import make_staff, make_unit
from tests.factories_mobility import make_stay
from tests.factories_organisations import make_organisation
from tests.factories_safety import abroad, make_check, make_sent
from tests.factories_visits import make_visit

pytestmark = pytest.mark.django_db
today = timezone.localdate


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def officer(unit):
    return make_staff(roles.OFFICER, unit=unit, language="en")


def asked(check, officer):
    return [str(it.found.name) for it in services.recipients(check, officer, today())]


def stands(check):
    return dict(check.travellers.standing().values_list("pk", "stands"))


def delegation(unit, country, person=None, name=""):
    first = today() - datetime.timedelta(days=1)
    last = today() + datetime.timedelta(days=1)
    days = {"starts_on": str(first), "ends_on": str(last)}
    visit = make_visit(unit, delegates=(), **days)
    visits.add_stop(
        visit, by=system_user(), organisation=make_organisation(country=country), **days
    )
    who = {"person": person} if person else {"names": [(name, "")]}
    [delegate] = visits.add_delegates(visit, by=system_user(), **who)
    return delegate


def test_a_person_who_is_there_for_two_reasons_is_asked_once(unit, officer):
    person = abroad(unit, email="wang@example.org", name_zh="王小明")
    delegation(unit, "JP", person)
    delegation(unit, "JP", name="Nobody Known")
    check = make_check(unit)

    services.send_check(check, by=officer, on=today())

    travellers = {str(it): it for it in check.travellers.for_list()}
    assert len(travellers) == 2
    assert travellers["Nobody Known"].person is None
    assert [it.traveller.person for it in Message.objects.all()] == [person]


def test_who_cannot_be_reached_is_told_with_the_reason(unit, officer):
    abroad(unit, name_zh="", family_name="Mailless")
    delegation(unit, "JP", name="Unlinked")
    abroad(unit, email="a@example.org", name_zh="", family_name="Reached")

    found = services.recipients(make_check(unit), officer, today())

    assert {str(it.found.name).split()[0]: str(it.unreachable) for it in found} == {
        "Mailless": "人员库中无邮件地址",
        "Unlinked": "未关联人员库",
        "Reached": "",
    }


def test_only_people_of_the_unit_in_the_country_and_at_the_host_are_asked(unit, officer):
    abroad(unit, "KR")
    abroad(make_unit())
    below = make_unit(unit)
    abroad(below, name_zh="下")
    host = make_organisation(country="JP")
    days = {"starts_on": str(today()), "ends_on": str(today())}
    make_stay(unit, organisation=host, country="JP", state="under_way", **days)

    assert len(asked(make_check(unit), officer)) == 2
    assert len(asked(make_check(unit, country=""), officer)) == 3
    assert len(asked(make_check(unit, organisation=host), officer)) == 1
    assert asked(make_check(below), officer) == ["下"]


def test_who_may_not_see_persons_finds_nobody_and_sends_nothing(unit):
    abroad(unit, email="a@example.org")
    stranger = make_staff(roles.LEGAL, unit=unit)
    check = make_check(unit)

    assert asked(check, stranger) == []
    with pytest.raises(ValidationError) as refusal:
        services.send_check(check, by=stranger, on=today())

    assert refusal.value.code == "no_persons"
    assert Traveller.objects.count() == 0


def test_what_was_looked_through_is_what_is_sent(unit, officer):
    abroad(unit, email="a@example.org")
    check = make_check(unit)
    seen = services.digest(services.recipients(check, officer, today()))
    abroad(unit, email="b@example.org")

    with pytest.raises(ValidationError) as refusal:
        services.send_check(check, by=officer, on=today(), seen=seen)
    assert refusal.value.code == "changed_list"
    check.refresh_from_db()
    assert (check.state, Traveller.objects.count()) == ("draft", 0)

    seen = services.digest(services.recipients(check, officer, today()))
    services.send_check(check, by=officer, on=today(), seen=seen)
    assert check.travellers.count() == 2


def test_nobody_there_is_said(unit, officer):
    with pytest.raises(ValidationError) as refusal:
        services.send_check(make_check(unit), by=officer, on=today())
    assert refusal.value.code == "nobody"


def test_each_reads_the_mail_in_their_language(unit, officer, django_capture_on_commit_callbacks):
    abroad(unit, email="zh@example.org", language="zh-hans", name_zh="王小明")
    abroad(unit, email="en@example.org", language="en", name_zh="", family_name="Smith")
    abroad(unit, email="both@example.org")

    with django_capture_on_commit_callbacks(execute=True):
        services.send_check(make_check(unit), by=officer, on=today())

    mails = {it.to[0]: it for it in outbox.outbox}
    assert mails["zh@example.org"].subject == "地震后请报平安"
    assert mails["en@example.org"].subject == "Earthquake: are you safe?"
    assert "东京" not in mails["en@example.org"].body
    assert "东京" in mails["both@example.org"].body
    assert "near Tokyo" in mails["both@example.org"].body
    links = {it.email: it.link for it in Traveller.objects.all()}
    assert all(links[to] in it.body for to, it in mails.items())
    assert len(set(links.values())) == 3
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}


STEPS = {
    "send": lambda check, by: services.send_check(check, by=by, on=today()),
    "remind": lambda check, by: services.remind(check, by=by),
    "close": lambda check, by: services.close_check(check, by=by),
    "discard": lambda check, by: services.discard_check(check, by=by),
}


@pytest.mark.parametrize("state", CheckState.values)
@pytest.mark.parametrize("step", STEPS)
def test_every_step_from_every_state(unit, officer, state, step):
    assert set(STEPS) == set(CHECK_FLOW)
    check = make_sent(unit, by=officer)
    Message.objects.update(state=DispatchState.SENT)
    if step == "send":
        Traveller.objects.all().delete()
    SafetyCheck.objects.update(state=state)
    check.refresh_from_db()

    if state in CHECK_FLOW[step].sources:
        STEPS[step](check, officer)
        assert check.state == CHECK_FLOW[step].target
    else:
        with pytest.raises(ValidationError):
            STEPS[step](check, officer)
        check.refresh_from_db()
        assert check.state == state


@pytest.mark.parametrize("state", CheckState.values)
def test_only_a_draft_is_changed_and_only_what_is_under_way_takes_answers(unit, officer, state):
    check = make_sent(unit, by=officer)
    SafetyCheck.objects.update(state=state)
    check.refresh_from_db()
    traveller = check.travellers.get()

    if state == "draft":
        services.change_check(check, by=officer, title_en="Other")
    else:
        with pytest.raises(ValidationError):
            services.change_check(check, by=officer, title_en="Other")
    for say in (
        lambda: services.answer(traveller, state="safe"),
        lambda: services.note_answer(traveller, by=officer, state="safe", words="phoned"),
    ):
        if state == "sent":
            say()
        else:
            with pytest.raises(ValidationError):
                say()
    assert Answer.objects.count() == (2 if state == "sent" else 0)


@pytest.mark.parametrize("before", AnswerState.values)
@pytest.mark.parametrize("now", ["safe", "help"])
def test_a_later_answer_counts_and_all_are_kept(unit, before, now):
    traveller = make_sent(unit).travellers.get()
    if before != "waiting":
        services.answer(traveller, state=before)

    services.answer(traveller, state=now, place=" Sendai ", words="in the hall")

    traveller.refresh_from_db()
    assert traveller.state == now
    last = traveller.answers.first()
    assert (last.state, last.place, last.channel, last.noted_by) == (now, "Sendai", "link", None)
    assert traveller.answers.count() == (1 if before == "waiting" else 2)


@pytest.mark.parametrize("nonsense", ["", "waiting", "fine"])
def test_what_is_no_answer_is_refused(unit, nonsense):
    traveller = make_sent(unit).travellers.get()
    with pytest.raises(ValidationError):
        services.answer(traveller, state=nonsense)
    traveller.refresh_from_db()
    assert (traveller.state, Answer.objects.count()) == ("waiting", 0)


def test_an_answer_by_telephone_says_who_heard_it_and_how(unit, officer):
    traveller = make_sent(unit).travellers.get()
    with pytest.raises(ValidationError):
        services.note_answer(traveller, by=officer, state="safe", words=" ")

    services.note_answer(traveller, by=officer, state="safe", words="Her mother phoned")

    said = traveller.answers.get()
    assert (said.channel, said.noted_by, said.words) == ("staff", officer, "Her mother phoned")


def test_how_everybody_stands(unit, officer):
    for name in ("a", "b", "c", "d", "e"):
        abroad(unit, email=f"{name}@example.org")
    abroad(unit)
    check = make_check(unit)
    services.send_check(check, by=officer, on=today())
    people = {it.email[:1]: it for it in check.travellers.all()}
    Message.objects.update(state=DispatchState.SENT)
    for name, state in (("c", DispatchState.FAILED), ("d", DispatchState.UNCLEAR)):
        Message.objects.filter(traveller=people[name]).update(state=state)
    services.answer(people["a"], state="help")
    services.answer(people["b"], state="safe")

    expected = {"a": "help", "b": "safe", "c": "failed", "d": "failed", "e": "waiting"}
    expected = {people[it].pk: stand for it, stand in expected.items()}
    assert stands(check) == expected | {people[""].pk: "unreachable"}
    ordered = [it.stands for it in check.travellers.most_urgent_first()]
    assert ordered == sorted(ordered, key=list(Standing).index)


def test_reminders_go_to_those_who_did_not_answer_and_wait_for_no_mail(unit, officer):
    check = make_sent(unit, people=3, by=officer)
    first, second, third = check.travellers.order_by("pk")
    with pytest.raises(ValidationError):
        services.remind(check, by=officer)
    Message.objects.update(state=DispatchState.SENT)
    Message.objects.filter(traveller=third).update(state=DispatchState.FAILED)
    services.answer(first, state="safe")

    assert services.remind(check, by=officer) == 2

    reminded = Message.objects.filter(reminder=True)
    assert set(reminded.values_list("traveller", flat=True)) == {second.pk, third.pk}


def test_a_reminder_to_who_answered_meanwhile_does_not_leave(
    unit, officer, django_capture_on_commit_callbacks
):
    check = make_sent(unit, by=officer)
    Message.objects.update(state=DispatchState.SENT)
    traveller = check.travellers.get()
    with django_capture_on_commit_callbacks(execute=True):
        services.remind(check, by=officer)
        services.answer(traveller, state="safe")
    assert outbox.outbox == []


def test_a_check_is_not_closed_while_somebody_needs_help(unit, officer):
    check = make_sent(unit, by=officer)
    traveller = check.travellers.get()
    services.answer(traveller, state="help")
    [item] = in_need(officer, today()).items
    assert item.url == traveller.get_absolute_url()
    with pytest.raises(ValidationError) as refusal:
        services.close_check(check, by=officer)
    assert refusal.value.code == "in_need"

    services.note_answer(traveller, by=officer, state="safe", words="Reached by phone")
    services.close_check(check, by=officer)

    assert in_need(officer, today()).items == []
    assert Message.objects.get().state == DispatchState.FAILED


def test_a_made_up_link_leads_nowhere(unit):
    traveller = make_sent(unit).travellers.get()
    number, other = traveller.code.split(".", 1)

    assert Traveller.objects.with_code(traveller.code) == traveller
    assert Traveller.objects.with_code(f"{int(number) + 1}.{other}") is None
    assert Traveller.objects.with_code("nonsense") is None


def test_a_person_takes_along_and_can_have_erased_what_was_asked(unit, officer):
    person = abroad(unit, email="wang@example.org", phone="12", name_zh="王小明")
    check = make_check(unit)
    services.send_check(check, by=officer, on=today())
    traveller = check.travellers.get()
    services.answer(traveller, state="help", place="Sendai", words="Broken leg")

    assert "wang@example.org" in str(asked_of_person(person).plain())
    assert "Broken leg" in str(said_by_person(person).plain())

    erase_person(person, by=officer, reason="asked")

    traveller.refresh_from_db()
    said = traveller.answers.get()
    assert (traveller.email, traveller.phone, said.place, said.words) == ("", "", "", "")

"""Public notices: who stands in them, how long, what is masked, what they hold back."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from entente.kit.models import AuditEntry
from entente.mobility import services as mobility
from entente.office import roles
from entente.office.services import system_user
from entente.people.services import erase_person
from entente.reviewing import services
from entente.reviewing.models import NoticeLine, PublicNotice
from entente.reviewing.parts import notices_of_person, objections
from tests.factories import make_staff, make_unit
from tests.factories_mobility import close, make_application, make_call
from tests.factories_people import make_person
from tests.factories_reviewing import make_notice, object_to

pytestmark = pytest.mark.django_db
# A Tuesday before the national holidays: the 1st to the 8th of October 2025 are free.
BEFORE_HOLIDAYS = datetime.date(2025, 9, 29)


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


def ranked(unit=None, *scores, **person):
    call = make_call(unit, state="open")
    made = [
        make_application(call, person=make_person(call.unit, **person), score=score)
        for score in scores
    ]
    close(call)
    return call, made


def placed(unit=None):
    call = make_call(unit, quotas=(("KIT", 1, None), ("TUM", 1, None)), state="open")
    for score, wish in (("90", "TUM"), ("80", "KIT"), ("70", "KIT")):
        make_application(call, [wish], score=score)
    close(call)
    return call, mobility.run_placement(call, by=system_user())


def read(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


# --- Who stands in it -----------------------------------------------------------------------------


def test_a_notice_of_a_run_names_whom_it_places_by_option():
    call, run = placed()

    notice = services.draft_from_run(call, run, by=system_user(), contact="Room 1")

    assert [(it.option, it.application.score) for it in notice.lines.all()] == [
        ("KIT", Decimal(80)),
        ("TUM", Decimal(90)),
    ]
    other, _run = placed()
    assert "cannot be made public" in str(
        refused(lambda: services.draft_from_run(other, run, by=system_user(), contact="Room 1"))
    )


def test_who_is_passed_over_needs_a_reason():
    call, (best, second, last) = ranked(None, "90", "80", "70")
    by = system_user()

    def draft(*chosen, **values):
        keys = [it.pk for it in chosen]
        return services.draft_from_ranking(call, keys, by=by, contact="Room 1", **values)

    assert refused(lambda: draft(best, last)) == {
        "reason": ["Somebody with a higher score is passed over. Say why."]
    }
    assert refused(draft) == {"source": ["Nobody is selected: there is nothing to make public."]}
    assert not PublicNotice.objects.exists()
    notice = draft(last, best, reason="The second has a place elsewhere")
    assert [it.application for it in notice.lines.all()] == [best, last]
    assert [it.application for it in draft(second, best).lines.all()] == [best, second]


def test_nobody_without_a_score_is_chosen():
    call, (application,) = ranked(None, None)

    assert refused(
        lambda: services.draft_from_ranking(
            call, [application.pk], by=system_user(), contact="Room 1"
        )
    ) == {"chosen": [f"{application.key}: no score is given yet."]}


# --- How long, for whom ---------------------------------------------------------------------------


def test_it_runs_for_the_working_days_of_the_rule_over_holidays():
    notice = make_notice(published=True, on=BEFORE_HOLIDAYS)

    # 30 September, then 9, 10 and 11 October (a Saturday that is worked), then the 13th.
    assert notice.ends_on == datetime.date(2025, 10, 13)
    assert notice.runs(datetime.date(2025, 10, 13))
    assert not notice.runs(datetime.date(2025, 10, 14))


def test_anybody_reads_masked_names_while_it_runs_and_nothing_afterwards(client):
    who = {"name_zh": "张三丰", "student_number": "2019123412", "family_name": "Zhang"}
    call, _made = ranked(None, "88.8", **who, given_name="Sanfeng")
    notice = make_notice(call)
    address = f"/notice/{notice.code}/"
    assert client.get(address).status_code == 404
    services.publish_notice(notice, by=system_user(), on=timezone.localdate())

    client.cookies["django_language"] = "zh-hans"
    page = read(client, address)
    assert "张**" in page
    assert "2019****12" in page
    assert "Room 101" in page
    client.cookies["django_language"] = "en"
    page = read(client, address)
    assert "Z**** S******" in page
    for told in ("张三丰", "Zhang", "Sanfeng", "2019123412", "88.8", "person"):
        assert told not in page.partition("<main")[2]
    assert client.get(address)["X-Robots-Tag"] == "noindex, nofollow"

    PublicNotice.objects.update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    page = read(client, address)
    assert "This notice was over on" in page
    assert "Z****" not in page
    notice.refresh_from_db()
    services.withdraw_notice(notice, by=system_user(), reason="A mistake")
    page = read(client, address)
    assert "This notice was withdrawn." in page
    assert "Z****" not in page


def test_the_setting_of_a_notice_shows_whole_names(client):
    call, _made = ranked(None, "88", name_zh="张三丰", student_number="2019123412")
    notice = make_notice(call, published=True, mask_names=False, mask_numbers=False)
    client.cookies["django_language"] = "zh-hans"

    page = read(client, f"/notice/{notice.code}/")

    assert "张三丰" in page
    assert "2019123412" in page


def test_one_notice_of_a_call_runs_and_what_was_published_stays():
    notice = make_notice(published=True)
    by, today = system_user(), timezone.localdate()
    second = make_notice(notice.call)

    assert "Another notice of this call runs." in str(
        refused(lambda: services.publish_notice(second, by=by, on=today))
    )
    assert "stays as people read it" in str(
        refused(lambda: services.change_notice(notice, by=by, contact="Elsewhere"))
    )
    services.change_notice(second, by=by, contact="Elsewhere")
    services.withdraw_notice(notice, by=by, reason="A name was missing")
    mobility.withdraw_application(second.lines.get().application, by=by)
    assert "Somebody has withdrawn since" in str(
        refused(lambda: services.publish_notice(second, by=by, on=today))
    )


# --- What it holds back ---------------------------------------------------------------------------


def test_a_placement_waits_until_the_notice_is_over_and_objections_are_answered():
    call, run = placed()
    by, today = system_user(), timezone.localdate()
    notice = services.draft_from_run(call, run, by=by, contact="Room 1")
    services.publish_notice(notice, by=by, on=today)

    def publish():
        mobility.publish_run(run, by=by, on=today)

    assert refused(publish) == [f"The public notice runs until {notice.ends_on}."]
    objection = object_to(notice)
    PublicNotice.objects.update(
        starts_on=today - datetime.timedelta(days=20), ends_on=today - datetime.timedelta(days=9)
    )
    assert refused(publish) == ["1 objection to the public notice is not answered yet."]
    services.answer_objection(objection, by=by, on=today, upheld=False, answer="It is right.")
    publish()
    run.refresh_from_db()
    assert run.published_on == today


def test_an_objection_that_is_upheld_asks_for_a_new_notice():
    notice = make_notice(published=True)
    by, today = system_user(), timezone.localdate()
    objection = object_to(notice)
    assert refused(
        lambda: services.answer_objection(objection, by=by, on=today, upheld=True, answer=" ")
    ) == {"answer": ["Write the answer."]}
    services.answer_objection(objection, by=by, on=today, upheld=True, answer="You are right.")

    later = notice.ends_on + datetime.timedelta(days=1)

    assert notice.holds_back(later) == [
        "An objection was upheld: correct the selection and publish a new notice."
    ]
    services.withdraw_notice(notice, by=by, reason="Upheld")
    assert notice.holds_back(later) == []
    assert "“Upheld” is not possible now" in str(
        refused(
            lambda: services.answer_objection(objection, by=by, on=today, upheld=True, answer="x")
        )
    )


def test_an_objection_lies_between_the_publication_and_today():
    draft, notice = make_notice(), make_notice(published=True)
    today = timezone.localdate()

    assert "a notice that is published" in str(refused(lambda: object_to(draft, received_on=today)))
    for days in (-1, 1):
        day = today + datetime.timedelta(days=days)
        assert "received_on" in refused(lambda day=day: object_to(notice, received_on=day))


# --- Persons --------------------------------------------------------------------------------------


def test_who_objected_can_be_erased_once_it_is_answered():
    notice = make_notice(published=True)
    by = system_user()
    objection = object_to(notice, by_name="Zhao Liu", text="He is my rival")
    assert "rival" not in str(list(AuditEntry.objects.values("changes")))
    assert refused(lambda: services.erase_objection(objection, by=by)) == ["Answer it first."]
    services.answer_objection(
        objection, by=by, on=timezone.localdate(), upheld=False, answer="No, Mr Zhao"
    )

    services.erase_objection(objection, by=by)

    objection.refresh_from_db()
    assert (objection.by_name, objection.contact, objection.text) == ("", "", "erased")
    assert objection.state == "rejected"


def test_an_erased_person_stands_in_no_notice_by_name():
    call, (application,) = ranked(None, "80", name_zh="李四")
    make_notice(call, published=True)
    assert notices_of_person(application.person) is not None

    erase_person(application.person, by=system_user(), reason="asked")

    assert NoticeLine.objects.get().public_name == "–"


# --- Pages ----------------------------------------------------------------------------------------


def test_from_the_draft_to_the_answer_on_pages(client, officer, unit):
    call, (best, second) = ranked(unit, "90", "80")
    assert "Draft a public notice" in read(client, call.get_absolute_url())
    address = f"/reviews/calls/{call.pk}/notice/"
    said = {"source": "hand", "contact": "Room 1", "text_en": "We congratulate"}
    answer = client.post(address, said)
    assert answer.status_code == 422
    assert "Choose at least one applicant" in answer.content.decode()
    answer = client.post(address, said | {"chosen": [str(second.pk)]})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "passed over. Say why." in page
    assert "We congratulate" in page
    assert client.post(address, said | {"chosen": [str(best.pk)]}).status_code == 302

    notice = PublicNotice.objects.get()
    here = f"/reviews/notices/{notice.pk}"
    assert not notice.mask_names  # An unticked box says no.
    assert "checked" in read(client, address).partition("mask_names")[2][:200]
    client.post(f"{here}/change/", {"contact": "Room 2", "mask_names": "on", "version": "1"})
    assert "it runs until" in read(client, f"{here}/publish/")
    client.post(f"{here}/publish/")
    page = read(client, f"{here}/")
    assert f"/notice/{notice.code}/" in page
    assert "The public notice runs until" in page
    today = timezone.localdate().isoformat()
    client.post(f"{here}/objection/", {"by_name": "Zhao", "received_on": today, "text": "Wrong!"})
    assert objections(officer, timezone.localdate()).total == 1
    objection = notice.objections.get()
    client.post(
        f"/reviews/objections/{objection.pk}/answer/", {"outcome": "reject", "answer": "Right."}
    )
    page = read(client, f"{here}/")
    assert "Not upheld" in page
    assert "Right." in page
    assert objections(officer, timezone.localdate()).total == 0
    assert "Public notices" in read(client, "/reviews/notices/")


def test_another_unit_finds_no_notice(client):
    notice = make_notice(published=True)
    client.force_login(make_staff(roles.OFFICER, unit=make_unit()))

    assert client.get(f"/reviews/notices/{notice.pk}/").status_code == 404
    assert client.get(f"/reviews/calls/{notice.call_id}/notice/").status_code == 404


@pytest.mark.parametrize("number", [1, 6])
def test_pages_cost_the_same_however_many_are_selected(
    client, officer, unit, django_assert_max_num_queries, number
):
    call, _made = ranked(unit, *["80"] * number)
    notice = make_notice(call, published=True)
    for _objection in range(number):
        object_to(notice)
    for _more in range(number - 1):
        make_notice(ranked(unit, "80")[0])
    read(client, f"/reviews/notices/{notice.pk}/")

    with django_assert_max_num_queries(11):
        read(client, "/reviews/notices/")
    with django_assert_max_num_queries(20):
        read(client, f"/reviews/notices/{notice.pk}/")
    client.logout()
    with django_assert_max_num_queries(5):
        read(client, f"/notice/{notice.code}/")

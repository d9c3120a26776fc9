"""Calls: quotas, applications, runs that are verified, and what an applicant reads."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from entente.kit.errors import DomainError
from entente.mobility import outcomes, services
from entente.mobility.enums import CALL_FLOW, CallState
from entente.mobility.models import Application, PlacementRun
from entente.office import roles
from entente.office.services import system_user
from entente.partnerships import services as partnerships
from entente.people.services import erase_person
from tests.factories import make_staff, make_unit
from tests.factories_mobility import close, make_application, make_call, make_programme
from tests.factories_partnerships import make_agreement
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db
C = CallState
DAY = datetime.date(2026, 3, 2)
TREE = (("TUM", 2, None), ("TUM autumn", 1, "TUM"), ("TUM spring", 2, "TUM"), ("KIT", 1, None))


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


LEADS_TO = {
    (C.DRAFT, "open_call"): C.OPEN,
    (C.OPEN, "close_call"): C.CLOSED,
    (C.CLOSED, "place_call"): C.CLOSED,
    (C.CLOSED, "publish_run"): C.PUBLISHED,
    (C.PUBLISHED, "publish_run"): C.PUBLISHED,
    (C.PUBLISHED, "place_again"): C.PUBLISHED,
}


@pytest.mark.parametrize("step", CALL_FLOW.steps)
@pytest.mark.parametrize("state", CallState)
def test_every_step_from_every_state(state, step):
    if target := LEADS_TO.get((state, step)):
        assert CALL_FLOW.move(state, step) == target
    else:
        with pytest.raises(DomainError):
            CALL_FLOW.move(state, step)


def refused(call):
    with pytest.raises(ValidationError) as refusal:
        call()
    return refusal.value.messages


def ran(call):
    return services.run_placement(call, by=system_user())


def outcome(run):
    people = {it.key: it.person.given_name for it in Application.objects.all()}
    return {
        people[key]: option and run.names[option]
        for key, option in run.result["assignment"].items()
    }


def applied(call, **who):
    """Enter applications: a name, a score, wishes."""
    return {
        name: make_application(
            call, wishes, score=score, person=make_person(call.unit, given_name=name)
        )
        for name, (score, *wishes) in who.items()
    }


def test_the_seed_is_hidden_until_the_call_is_closed_and_its_hash_is_not():
    call = make_call(state="open")
    assert (call.public_seed, len(call.commitment)) == ("", 64)

    close(call)

    assert call.public_seed == call.seed
    assert refused(lambda: close(make_call())) != []


def test_a_call_closes_after_its_last_day_and_opens_with_something_to_wish_for():
    call = make_call(state="open")
    by = system_user()

    assert refused(lambda: services.close_call(call, by=by, on=call.closes_on)) == [
        "The call is open until 2026-03-01; it can be closed on the day after."
    ]
    assert refused(lambda: make_call(quotas=(), state="open")) == [
        "Enter at least one option before the call opens."
    ]


def test_a_run_places_verifies_and_is_published_once_nothing_has_changed():
    call = make_call(quotas=TREE, state="open")
    people = applied(
        call,
        Ann=("90", "TUM autumn"),
        Bob=("84.75", "TUM autumn", "KIT"),
        Cid=("80", "KIT", "TUM spring"),
        Dan=("70", "KIT"),
    )
    close(call)

    run = ran(call)

    assert outcome(run) == {"Ann": "TUM autumn", "Bob": "KIT", "Cid": "TUM spring", "Dan": None}
    assert (run.number, run.holds) == (1, True)
    told = outcomes.reasons(run.result, people["Dan"].key, run.names)
    assert told == [
        "KIT: all places of “KIT” went to scores from 84.75 on. You are number 2 in the waiting"
        " list."
    ]
    view = outcomes.view_of(run.instance, run.result, run.names)
    assert [(it.name, it.depth, it.placed, str(it.cutoff)) for it in view.quotas] == [
        ("TUM", 0, 2, "80.00"),
        ("TUM autumn", 1, 1, "90.00"),
        ("TUM spring", 1, 1, "None"),
        ("KIT", 0, 1, "84.75"),
    ]
    assert view.facts.ranks == {1: 1, 2: 2}

    services.publish_run(run, by=system_user(), on=DAY)

    call.refresh_from_db()
    assert (call.state, run.published_on) == ("published", DAY)
    assert refused(lambda: services.withdraw_application(people["Dan"], by=system_user())) == [
        "The placement of this call is published; nothing of it changes any more."
    ]


def test_a_changed_score_makes_another_run_necessary_that_lists_who_changed():
    call = make_call(quotas=TREE, state="open")
    people = applied(call, Ann=("90", "KIT"), Bob=("80", "KIT"), Cid=("10", "TUM autumn"))
    close(call)
    first, again = ran(call), ran(call)
    assert first.result_sha256 == again.result_sha256

    wishes = [wish.quota for wish in people["Bob"].wishes.all()]
    services.change_application(people["Bob"], by=system_user(), wishes=wishes, score="95")

    assert refused(lambda: services.publish_run(first, by=system_user(), on=DAY)) == [
        "Quotas or applications have changed since this run. Run it again."
    ]
    second = ran(call)
    kit = next(key for key, name in second.names.items() if name == "KIT")
    assert outcomes.changed(first.result, second.result) == [
        (people["Ann"].key, kit, None),
        (people["Bob"].key, None, kit),
    ]


def test_a_run_that_does_not_verify_cannot_be_published():
    call = make_call(state="open")
    applied(call, Ann=("90", "Places"), Bob=("80", "Places"))
    close(call)
    run = ran(call)
    one, other = run.result["assignment"]
    held = run.result["assignment"]
    held[one], held[other] = held[other], held[one]
    PlacementRun.objects.filter(pk=run.pk).update(result=run.result)
    run.refresh_from_db()

    message = refused(lambda: services.publish_run(run, by=system_user(), on=DAY))[0]

    assert message.startswith("The verifier refuses this run: ")
    run.refresh_from_db()
    assert run.published_on is None


def test_rules_of_an_option_are_evaluated_and_told():
    call = make_call(quotas=())
    by = system_user()
    services.add_quota(
        call, by=by, name="KIT", cap=1, grade="3.5", language="de", language_level="B2"
    )
    services.open_call(call, by=by)
    good = make_application(call, ["KIT"], score="1", grade="3.50", languages={"de": "C1"})
    weak = make_application(call, ["KIT"], score="9", grade="3.49", languages={"de": "C1"})
    close(call)

    run = ran(call)

    assert run.result["assignment"][good.key] is not None
    assert outcomes.reasons(run.result, weak.key, run.names) == [
        "KIT: you do not fulfil what it asks for: the least grade."
    ]


def test_places_of_the_programmes_agreements_become_nested_quotas():
    unit = make_unit()
    programme = make_programme(unit)
    agreement = make_agreement(unit, state="in_force")
    services.tie_agreement(programme, agreement, by=system_user())
    places = partnerships.NewPlaces(agreement, 2026, "outbound", 5)
    partnerships.set_places(places, by=system_user())
    call = make_call(unit, programme=programme, quotas=())

    assert services.take_places(call, by=system_user()) == 1
    assert services.take_places(call, by=system_user()) == 0

    assert [(quota.cap, quota.parent) for quota in call.quotas.all()] == [(5, None)]


def test_wishes_are_options_of_the_call_each_once():
    call, other = make_call(quotas=TREE, state="open"), make_call(state="open")
    quota = {it.name: it for it in call.quotas.all()}
    by, person = system_user(), make_person(call.unit)

    def enter(*wishes):
        return lambda: services.enter_application(
            call, by=by, person=person, wishes=wishes, score="1"
        )

    assert refused(enter(quota["KIT"], quota["KIT"])) == ["An option is wished for twice."]
    assert refused(enter(quota["TUM"])) == ["“TUM” is no option of this call."]
    assert refused(enter(other.quotas.get())) == ["“Places” is no option of this call."]
    assert Application.objects.count() == 0
    enter(quota["KIT"])()
    assert refused(enter(quota["KIT"])) == ["This person has applied already."]
    assert refused(lambda: services.remove_quota(quota["KIT"], by=by)) == [
        "It has parts, or somebody wishes for it: it stays."
    ]


def test_erasing_a_person_takes_the_facts_of_their_applications():
    call = make_call(state="open")
    application = make_application(call, grade="3.5", languages={"de": "C1"})

    erase_person(application.person, by=system_user(), reason="Asked for")

    application.refresh_from_db()
    assert (application.grade, application.languages) == (None, {})


def test_a_call_goes_from_the_form_to_the_letter(client):
    unit = make_unit()
    client.force_login(make_staff(roles.OFFICER, unit=unit, language="en"))
    call = make_call(unit, quotas=TREE, state="open")
    quota = {it.name: it.pk for it in call.quotas.all()}
    secret = make_person(unit, family_name="Secretive", given_name="Sam", name_zh="")
    make_application(call, ["KIT"], person=secret, score="99")
    person = make_person(unit)
    typed = {"person": person.pk, "score": "84.75", "languages": "de C1，en B2"}
    address = reverse("mobility:add_application", args=[call.pk])

    twice = client.post(address, typed | {"wish_1": quota["KIT"], "wish_2": quota["KIT"]})
    wrong = client.post(address, typed | {"wish_1": quota["KIT"], "languages": "German"})
    saved = client.post(address, typed | {"wish_1": quota["KIT"], "wish_2": quota["TUM spring"]})
    close(call)
    client.post(reverse("mobility:place_call", args=[call.pk]))
    run = PlacementRun.objects.get()
    page = client.get(run.get_absolute_url())
    client.post(reverse("mobility:publish_run", args=[run.pk]), {"answer_by": "2999-01-01"})

    application = Application.objects.get(person=person)
    letter = client.get(reverse("mobility:outcome", args=[application.pk])).content.decode()
    assert (twice.status_code, wrong.status_code, saved.status_code) == (422, 422, 302)
    assert application.languages == {"de": "C1", "en": "B2"}
    assert page.status_code == 200
    assert "TUM spring" in letter
    assert "Secretive" not in letter
    assert "99.00" in letter


@pytest.mark.parametrize("count", [4, 12])
def test_a_call_costs_the_same_however_many_apply(client, django_assert_num_queries, count):
    unit = make_unit()
    call = make_call(unit, quotas=TREE, state="open")
    for _number in range(count):
        make_application(call, ["KIT", "TUM autumn"])
    client.force_login(make_staff(roles.OFFICER, unit=unit))
    client.get(call.get_absolute_url())

    with django_assert_num_queries(27):
        client.get(call.get_absolute_url())

"""Rounds: offers with a deadline, three answers, struck wishes, fixed places, waiting lists."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.mobility import outcomes, services
from entente.mobility.enums import OFFER_FLOW, OfferState
from entente.mobility.models import Application, FixedPlace, Offer
from entente.office import roles
from entente.office.services import system_user
from tests.factories import make_staff, make_unit
from tests.factories_mobility import close, make_application, make_call
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db
S = OfferState
DAY = datetime.date(2026, 3, 2)
LAST = datetime.date(2026, 3, 9)
AFTER = datetime.date(2026, 3, 10)
PLACES = (("KIT", 1, None), ("TUM", 1, None), ("ETH", 1, None))


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


LEADS_TO = {
    (S.OPEN, "accept_offer"): S.FINAL,
    (S.WAITING, "accept_offer"): S.FINAL,
    (S.OPEN, "keep_waiting"): S.WAITING,
    (S.OPEN, "decline_offer"): S.DECLINED,
    (S.WAITING, "decline_offer"): S.DECLINED,
    (S.FINAL, "decline_offer"): S.DECLINED,
}


@pytest.mark.parametrize("step", OFFER_FLOW.steps)
@pytest.mark.parametrize("state", OfferState)
def test_every_answer_from_every_state(state, step):
    if target := LEADS_TO.get((state, step)):
        assert OFFER_FLOW.move(state, step) == target
    else:
        with pytest.raises(DomainError):
            OFFER_FLOW.move(state, step)


def refused(call):
    with pytest.raises(ValidationError) as refusal:
        call()
    return refusal.value.messages


def closed(**who):
    """Make a closed call: names lead to a score and wishes."""
    call = make_call(quotas=PLACES, state="open")
    people = {
        name: make_application(
            call, wishes, score=score, person=make_person(call.unit, given_name=name)
        )
        for name, (score, *wishes) in who.items()
    }
    close(call)
    return call, people


def round_of(call, on=DAY, **days):
    """Run and publish; give the run and the offers by name."""
    run = services.run_placement(call, by=system_user(), on=on)
    assert run.verdict == []
    services.publish_run(run, by=system_user(), on=on, **days)
    call.refresh_from_db()
    return run, {it.application.person.given_name: it for it in run.offers.all()}


def held(offers):
    return {name: (offer.quota.name, offer.state) for name, offer in offers.items()}


def answer(offer, step, on=DAY):
    getattr(services, step)(offer, by=system_user(), on=on)


FOUR = {
    "Ann": ("90", "KIT", "TUM"),
    "Bob": ("80", "KIT", "TUM"),
    "Cid": ("70", "KIT", "TUM", "ETH"),
    "Dan": ("60", "KIT"),
}


def test_a_published_run_offers_places_until_the_day_of_the_rule():
    call, _people = closed(**FOUR)

    run, offers = round_of(call)

    assert held(offers) == {"Ann": ("KIT", "open"), "Bob": ("TUM", "open"), "Cid": ("ETH", "open")}
    assert {offer.answer_by for offer in offers.values()} == {LAST}
    people = {it.key: it.person.given_name for it in Application.objects.all()}
    assert [
        (option, [people[key] for key in keys])
        for option, keys in outcomes.waiting_lists(run.result, run.names)
    ] == [("KIT", ["Bob", "Cid", "Dan"]), ("TUM", ["Cid"])]


def test_places_given_up_go_to_those_who_keep_waiting_and_those_who_accepted_stay():
    call, _people = closed(**FOUR)
    _run, offers = round_of(call)
    answer(offers["Ann"], "decline_offer")
    answer(offers["Bob"], "accept_offer")
    answer(offers["Cid"], "keep_waiting")

    second, offers = round_of(call)

    assert held(offers) == {"Bob": ("TUM", "final"), "Cid": ("KIT", "waiting")}
    assert second.instance["fixed"] == {offers["Bob"].application.key: f"Q{offers['Bob'].quota_id}"}


def test_silence_until_the_last_day_is_a_refusal():
    call, _people = closed(**FOUR)
    _run, offers = round_of(call)
    answer(offers["Bob"], "keep_waiting")
    answer(offers["Cid"], "keep_waiting")

    early = refused(lambda: services.run_placement(call, by=system_user(), on=LAST))
    late = refused(lambda: answer(offers["Ann"], "accept_offer", on=AFTER))
    _second, again = round_of(call, on=AFTER)

    assert early == ["1 offer is not answered yet; its last day is 2026-03-09."]
    assert late == ["The offer had to be answered by 2026-03-09; the place goes to others."]
    assert held(again) == {"Bob": ("KIT", "waiting"), "Cid": ("TUM", "waiting")}


def test_of_two_windows_the_second_sees_what_the_first_has_done():
    call, _people = closed(**FOUR)
    _run, offers = round_of(call)
    stale = Offer.objects.get(pk=offers["Ann"].pk)
    answer(offers["Ann"], "accept_offer")

    assert refused(lambda: answer(stale, "keep_waiting")) == [
        "“Accept and keep waiting” is not possible now: the state has changed. Look at the history."
    ]
    answer(offers["Bob"], "accept_offer")
    answer(offers["Cid"], "accept_offer")
    round_of(call)
    assert refused(lambda: answer(stale, "decline_offer")) == [
        "A later run has replaced this offer. Answer the new one."
    ]


def test_a_window_that_shows_an_older_offer_is_told_the_answer_of_the_other():
    call, _people = closed(**FOUR)
    _run, offers = round_of(call)
    offer, by = offers["Ann"], system_user()
    seen = offer.version
    services.accept_offer(offer, by=by, on=DAY, seen=seen)

    assert refused(lambda: services.decline_offer(offer, by=by, on=DAY, seen=seen)) == [
        "This offer is answered already, in another window: Accepted for good."
    ]


def test_nobody_accepts_two_places_of_one_year():
    call, people = closed(**FOUR)
    _run, offers = round_of(call)
    other = make_call(call.unit, quotas=(("UCL", 1, None),), state="open")
    make_application(other, ["UCL"], person=people["Ann"].person)
    close(other)
    _other_run, more = round_of(other)
    answer(offers["Ann"], "accept_offer")

    assert refused(lambda: answer(more["Ann"], "accept_offer")) == [
        "A place for the same year is accepted for good already: KIT. It would have to be declined"
        " first."
    ]
    answer(more["Ann"], "decline_offer")


def test_a_wish_that_the_host_rejects_is_struck_and_the_applicant_placed_anew():
    call, people = closed(**FOUR)
    _run, offers = round_of(call)
    answer(offers["Ann"], "accept_offer")
    answer(offers["Bob"], "keep_waiting")
    answer(offers["Cid"], "accept_offer")
    wish = people["Ann"].wishes.get(rank=1)

    services.strike_wish(wish, by=system_user(), on=DAY, reason="No supervisor")
    _second, again = round_of(call)

    # Bob keeps waiting and is safe: the better Ann does not push him out of the house.
    assert held(again) == {
        "Ann": ("TUM", "open"),
        "Bob": ("KIT", "waiting"),
        "Cid": ("ETH", "final"),
    }
    assert refused(
        lambda: services.strike_wish(wish, by=system_user(), on=DAY, reason="Again")
    ) == ["This wish is struck already."]


def test_who_keeps_waiting_never_ends_worse():
    call, people = closed(
        Ann=("90", "KIT", "TUM"), Bob=("80", "ETH", "TUM"), Cid=("85", "ETH"), Dan=("95", "KIT")
    )
    services.withdraw_application(people["Dan"], by=system_user())
    _run, offers = round_of(call)
    assert held(offers)["Bob"] == ("TUM", "open")
    answer(offers["Ann"], "accept_offer")
    answer(offers["Bob"], "keep_waiting")
    answer(offers["Cid"], "accept_offer")

    services.strike_wish(people["Ann"].wishes.get(rank=1), by=system_user(), on=DAY, reason="Full")
    second, again = round_of(call)

    assert held(again) == {"Bob": ("TUM", "waiting"), "Cid": ("ETH", "final")}
    assert second.result["assignment"][people["Ann"].key] is None


def test_a_decision_is_a_fixed_place_with_a_name_and_a_reason():
    call, people = closed(**FOUR)
    by = system_user()
    kit = call.quotas.get(name="KIT")
    why = {"decided_by": "Prof. Li", "reason": "Joint supervision agreed in 2024"}

    place = services.fix_place(people["Dan"], by=by, quota=kit, **why)
    again = refused(lambda: services.fix_place(people["Ann"], by=by, quota=kit, **why))
    run, offers = round_of(call)

    assert again == ["All 1 places of “KIT” are given for good."]
    assert held(offers) == {"Ann": ("TUM", "open"), "Cid": ("ETH", "open"), "Dan": ("KIT", "open")}
    assert run.instance["fixed"] == {people["Dan"].key: kit.key}
    entry = AuditEntry.objects.get(verb="place.fixed")
    assert entry.changes["decided_by"] == ["", "Prof. Li"]
    services.release_place(place, by=by)
    assert FixedPlace.objects.count() == 0


def test_a_replay_of_a_kept_instance_gives_the_same_bytes():
    call, _people = closed(**FOUR)
    _run, offers = round_of(call)
    answer(offers["Ann"], "decline_offer")
    answer(offers["Bob"], "keep_waiting")
    answer(offers["Cid"], "keep_waiting")
    run, _offers = round_of(call)

    assert services.replay(run) == run.result_sha256


def test_more_wishes_than_the_rule_allows_are_refused():
    call = make_call(quotas=[(f"U{at}", 1, None) for at in range(7)], state="open")
    wishes = list(call.quotas.all())

    assert refused(
        lambda: services.enter_application(
            call, by=system_user(), person=make_person(call.unit), wishes=wishes, score="1"
        )
    ) == ["At most 6 wishes can be ranked."]


def test_a_round_goes_through_the_pages(client):
    unit = make_unit()
    client.force_login(make_staff(roles.OFFICER, unit=unit, language="en"))
    call = make_call(unit, quotas=PLACES, state="open")
    _ann, bob = (make_application(call, ["KIT"], score=score) for score in ("90", "80"))
    close(call)
    client.post(reverse("mobility:place_call", args=[call.pk]))
    run = call.runs.get()
    past = client.post(reverse("mobility:publish_run", args=[run.pk]), {"answer_by": "2020-01-01"})
    client.post(reverse("mobility:publish_run", args=[run.pk]), {"answer_by": "2999-01-01"})
    offer = Offer.objects.get()
    page = client.get(run.get_absolute_url()).content.decode()
    client.post(reverse("mobility:decline_offer", args=[offer.pk]))
    client.post(reverse("mobility:place_again", args=[call.pk]))
    second = call.runs.first()
    client.post(reverse("mobility:publish_run", args=[second.pk]), {"answer_by": "2999-01-01"})
    letter = client.get(reverse("mobility:outcome", args=[bob.pk])).content.decode()
    old = client.get(run.get_absolute_url())
    struck = client.post(
        reverse("mobility:strike_wish", args=[bob.wishes.get().pk]), {"reason": "No room"}
    )
    fixed = client.post(
        reverse("mobility:fix_place", args=[bob.pk]),
        {"quota": call.quotas.get(name="TUM").pk, "decided_by": "Dean", "reason": "As agreed"},
    )
    calls = client.get(call.get_absolute_url()).content.decode()

    assert past.status_code == 422
    assert reverse("mobility:keep_waiting", args=[offer.pk]) in page
    assert Offer.objects.get(run=second).application == bob
    assert "2999-01-01" in letter
    assert old.status_code == 200
    assert (struck.status_code, fixed.status_code) == (302, 302)
    assert "No room" in calls
    assert "As agreed" in calls

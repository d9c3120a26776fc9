"""Applicants' own drafts: saved, handed in, withdrawn, taken up again; scores that come later."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.mobility import outcomes, services
from entente.mobility.enums import APPLICATION_FLOW, ApplicationState
from entente.mobility.models import Application, Call
from entente.office import roles
from entente.office.services import system_user
from entente.people.services import erase_person
from tests.factories import make_staff
from tests.factories_mobility import close, make_application, make_call
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db
A = ApplicationState
DAY, AFTER = datetime.date(2026, 3, 1), datetime.date(2026, 3, 2)
BEFORE = datetime.date(2025, 12, 31)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


LEADS_TO = {
    (A.DRAFT, "hand_in"): A.HANDED_IN,
    (A.DRAFT, "withdraw_application"): A.WITHDRAWN,
    (A.HANDED_IN, "withdraw_application"): A.WITHDRAWN,
    (A.WITHDRAWN, "take_up_again"): A.DRAFT,
}


@pytest.mark.parametrize("step", APPLICATION_FLOW.steps)
@pytest.mark.parametrize("state", ApplicationState)
def test_every_step_from_every_state(state, step):
    if target := LEADS_TO.get((state, step)):
        assert APPLICATION_FLOW.move(state, step) == target
    else:
        with pytest.raises(DomainError):
            APPLICATION_FLOW.move(state, step)


def refused(act):
    with pytest.raises(ValidationError) as refusal:
        act()
    return refusal.value.messages


def begun(call=None, *, wishes=1, **values):
    call = call or make_call(state="open")
    options = list(call.quotas.all())[:wishes]
    person = values.pop("person", None) or make_person(call.unit)
    return services.begin_application(call, person=person, on=DAY, wishes=options, **values)


def test_a_draft_becomes_an_application_when_it_is_handed_in():
    application = begun(grade="85", statement="Why I go")

    services.hand_in(application, on=DAY)

    assert (application.state, application.score) == (A.HANDED_IN, None)
    assert application.handed_in_at is not None
    told = AuditEntry.objects.filter(verb__startswith="application").values_list("verb", flat=True)
    assert sorted(told) == ["application.begun", "application.handed_in"]


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (BEFORE, "Applications open on 2026-01-01."),
        (AFTER, "The last day to apply was 2026-03-01."),
    ],
)
def test_outside_the_days_nothing_is_begun_handed_in_or_withdrawn(on, sentence):
    application = begun()
    handed_in = begun(application.call)
    services.hand_in(handed_in, on=DAY)

    assert refused(lambda: services.hand_in(application, on=on)) == [sentence]
    assert refused(lambda: services.withdraw_own(handed_in, on=on)) == [sentence]


def test_a_draft_is_begun_until_the_day_after_the_last_by_who_was_typing():
    call = make_call(state="open")

    def begin(on):
        return services.begin_application(call, person=make_person(call.unit), on=on)

    assert begin(AFTER).state == A.DRAFT
    assert refused(lambda: begin(datetime.date(2026, 3, 3))) == [
        "The last day to apply was 2026-03-01."
    ]
    assert refused(lambda: begin(BEFORE)) == ["Applications open on 2026-01-01."]


def test_what_is_typed_is_kept_also_after_the_last_day_and_until_the_placement():
    application = begun()
    close(application.call)

    services.save_draft(application, wishes=[], statement="Typed too long")

    application.refresh_from_db()
    assert (application.statement, application.wishes.count()) == ("Typed too long", 0)


def test_what_is_handed_in_is_no_draft_any_more():
    application = begun()
    services.hand_in(application, on=DAY)

    assert refused(lambda: services.save_draft(application, wishes=[])) == [
        "This application is no draft any more: Handed in."
    ]


def test_a_withdrawal_is_a_state_and_can_be_taken_up_again():
    application = begun()
    services.hand_in(application, on=DAY)

    services.withdraw_own(application, on=DAY)

    assert application.state == A.WITHDRAWN
    assert application.wishes.count() == 1
    services.take_up_again(application, on=DAY)
    assert (application.state, application.handed_in_at) == (A.DRAFT, None)


def test_a_wish_is_handed_in_only_where_its_rules_are_fulfilled():
    call = make_call(quotas=())
    by = system_user()
    services.add_quota(
        call, by=by, name="TUM", cap=1, grade="85", language="de", language_level="B2"
    )
    services.open_call(call, by=by)
    application = begun(call, grade="80", languages={"de": "B1"})

    assert refused(lambda: services.hand_in(application, on=DAY)) == [
        "TUM asks for more: The grade must be 85.00 or more; yours: 80.00."
        " German at B2 or above is needed; yours: B1."
    ]
    services.save_draft(application, wishes=[], grade="85", languages={"de": "C1"})
    assert refused(lambda: services.hand_in(application, on=DAY)) == [
        "Choose at least one destination before you hand in."
    ]
    services.save_draft(application, wishes=list(call.quotas.all()))
    services.hand_in(application, on=DAY)


def test_each_rule_of_an_option_is_told_in_words():
    call = make_call(quotas=())
    asks = {"grade": "85", "language": "xx", "language_level": "B2"}
    services.add_quota(
        call, by=system_user(), name="A", cap=1, level="master", field="0211", **asks
    )

    assert outcomes.shortfalls(call.quotas.get(), {}) == [
        "The grade must be 85.00 or more; yours: not stated.",
        "xx at B2 or above is needed; yours: not stated.",
        "It is for this level: Master.",
        "It is for this field of study: 0211; yours: not stated.",
    ]


def test_a_placement_says_whose_score_is_missing():
    call = make_call(state="open")
    for name in ("Ann", "Bob", "Cid", "Dan", "Eve", "Fay", "Gil"):
        person = make_person(call.unit, given_name=name, family_name="Li", name_zh="")
        make_application(call, person=person, score=None)
    make_application(call, score=None, state="draft")
    close(call)

    def run():
        return services.run_placement(call, by=system_user())

    first, *others = list(Application.objects.handed_in(call).order_by("pk"))
    [sentence] = refused(run)
    assert sentence.startswith("Li Ann, Li Bob")
    assert sentence.endswith("and 2 other applicants have no score yet. Enter them first.")
    for application in others:
        services.change_application(
            application, by=system_user(), wishes=list(call.quotas.all()), score="80"
        )
    assert refused(run) == ["The application of Li Ann has no score yet. Enter it first."]
    services.withdraw_application(first, by=system_user())

    assert len(run().result["assignment"]) == 6


def test_scores_are_entered_for_many_at_once_and_the_rest_stays(client):
    call = make_call(state="open")
    first, second, third = (make_application(call, score=it) for it in (None, "70", "60"))
    draft = make_application(call, score=None, state="draft")
    client.force_login(make_staff(roles.OFFICER, unit=call.unit, language="en"))
    page = reverse("mobility:give_scores", args=[call.pk])
    typed = {f"score_{first.pk}": "84.75", f"score_{second.pk}": "70.00", f"score_{third.pk}": ""}

    wrong = client.post(page, typed | {f"score_{first.pk}": "high"})
    sent = client.post(page, typed | {f"score_{draft.pk}": "99"})

    assert (wrong.status_code, sent.status_code) == (422, 302)
    found = {it.pk: it.score and str(it.score) for it in Application.objects.all()}
    assert found == {first.pk: "84.75", second.pk: "70.00", third.pk: None, draft.pk: None}
    scored = AuditEntry.objects.filter(verb="application.scored")
    assert set(scored.values_list("record_id", flat=True)) == {first.pk, third.pk}


def test_who_withdrew_has_no_fixed_place_any_more():
    call = make_call(state="open")
    application = make_application(call)
    make_application(call, state="withdrawn", score=None)
    close(call)
    by = system_user()
    given = {"quota": call.quotas.get(), "decided_by": "Dean", "reason": "Agreed"}
    services.fix_place(application, by=by, **given)

    services.withdraw_application(application, by=by)

    assert services.run_placement(call, by=by).result["assignment"] == {}
    assert refused(lambda: services.fix_place(application, by=by, **given)) == [
        "This application is not handed in: it takes no place."
    ]


def test_a_list_of_calls_counts_what_is_handed_in():
    call = make_call(state="open")
    for state in ApplicationState:
        make_application(call, state=state)

    assert Call.objects.for_list().get().applied == 1
    assert Application.objects.numbers(call) == {"number": 2, "drafts": 1}
    assert {it.state for it in Application.objects.of_call(call)} == {"handed_in", "withdrawn"}


def test_a_cut_off_is_given_where_three_won_a_place_by_score():
    quotas = (("Three", 3, None), ("Two", 2, None), ("Room", 4, None))
    call = make_call(quotas=quotas, state="open")
    for name, scores in {"Three": "90 84.75 81", "Two": "95 94", "Room": "99 98 97"}.items():
        for score in scores.split():
            make_application(call, [name], score=score)
    close(call)
    run = services.run_placement(call, by=system_user())

    found = outcomes.cutoffs(run.instance, run.result)

    assert {run.names[key]: str(cut) for key, cut in found.items()} == {"Three": "81.00"}


def test_erasing_a_person_takes_the_statement():
    application = begun(statement="I was born in Sampleton")

    erase_person(application.person, by=system_user(), reason="Asked for")

    application.refresh_from_db()
    assert application.statement == ""

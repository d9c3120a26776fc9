"""Learners evaluate, somebody supervises, complaints are answered."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.office import roles
from entente.office import services as office
from entente.office.models import Deadline
from entente.training import services
from entente.training.enums import FINDING_FLOW, FindingState
from entente.training.models import Evaluation, EvaluationAnswer, EvaluationTaker, Finding
from tests.factories import make_staff, make_unit
from tests.factories_office import set_rule
from tests.factories_training import make_class, make_project

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 3)
LAST = datetime.date(2026, 3, 6)
AFTER = datetime.date(2026, 3, 7)
SAID = [5, 4, 3, 5, 4, "More time in the laboratory"]


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture
def university():
    return make_unit()


@pytest.fixture
def school(university):
    return make_unit(university)


@pytest.fixture
def coordinator(school):
    return make_staff(roles.COORDINATOR, unit=school, language="en")


@pytest.fixture
def manager(university):
    return make_staff(roles.CONTINUING, unit=university, language="en")


def evaluated(learners=4, *, school=None, **days):
    project = make_project(school, state="approved") if school else None
    group = make_class(project, learners=learners, state="running")
    given = {"opens_on": DAY, "closes_on": LAST} | days
    return services.open_evaluation(group, by=office.system_user(), **given)


def answer(evaluation, who, said=None, on=DAY):
    services.answer_evaluation(evaluation, who=who, said=said or SAID, on=on)


# --- Evaluations ----------------------------------------------------------------------------------


def test_each_learner_takes_part_once_by_any_of_their_names():
    asked = evaluated(2)

    answer(asked, " learner  0 ")
    with pytest.raises(DomainError, match="has taken part already"):
        answer(asked, "学员0")
    with pytest.raises(DomainError, match="Nobody of this name"):
        answer(asked, "Somebody else")

    assert EvaluationTaker.objects.get().learner.name_en == "Learner 0"
    assert EvaluationAnswer.objects.get().said == SAID


def test_namesakes_are_told_apart_by_their_numbers():
    asked = evaluated(1)
    for number in ("A1", "A2"):
        services.enrol(
            asked.training_class, by=office.system_user(), name_en="Li Lei", reference=number
        )

    with pytest.raises(DomainError, match="Several learners have this name"):
        answer(asked, "Li Lei")
    answer(asked, "a2")

    assert EvaluationTaker.objects.get().learner.reference == "A2"


def test_nothing_leads_from_an_answer_to_who_gave_it():
    asked = evaluated(2)
    before = AuditEntry.objects.count()

    answer(asked, "Learner 0")

    assert AuditEntry.objects.count() == before
    columns = {field.name for field in EvaluationAnswer._meta.get_fields()}
    assert columns == {"id", "evaluation", "said"}
    assert {field.name for field in EvaluationTaker._meta.get_fields()} == {
        *("id", "evaluation", "learner"),
    }


@pytest.mark.parametrize("on", [DAY - datetime.timedelta(days=1), AFTER])
def test_nobody_answers_outside_the_days(on):
    asked = evaluated(1)

    with pytest.raises(DomainError, match="not open today"):
        answer(asked, "Learner 0", on=on)


def test_results_are_shown_when_it_is_over_and_enough_answered():
    asked = evaluated(4)
    for at in range(2):
        answer(asked, f"Learner {at}")

    assert services.results(asked, on=LAST).waits_for == "The results are shown after 2026-03-06."
    few = services.results(asked, on=AFTER)
    assert (few.answers, few.waits_for) == (2, "Results are shown from 3 answers on.")

    answer(asked, "Learner 2", [1, 4, 3, 5, 4, ""])
    shown = services.results(asked, on=AFTER)

    first, last = shown.of_questions[0], shown.of_questions[-1]
    assert (shown.answers, shown.waits_for) == (3, "")
    assert (first.mean, first.marks) == (3.67, ((5, 2), (4, 0), (3, 0), (2, 0), (1, 1)))
    assert last.texts == ("More time in the laboratory", "More time in the laboratory")
    assert shown.mean == 3.93


def test_an_evaluation_keeps_the_questions_of_its_first_day(university):
    set_rule("training.questions", "内容 | Contents", unit=university, ends_on=LAST)
    set_rule("training.open_questions", "建议 | Advice", unit=university)
    asked = evaluated(1, school=make_unit(university))

    set_rule("training.questions", "甲 | A\n乙 | B", unit=university, starts_on=AFTER)

    assert [one["en"] for one in Evaluation.objects.get(pk=asked.pk).questions] == [
        *("Contents", "Advice"),
    ]


def test_a_question_in_one_language_is_refused_by_name(university):
    set_rule("training.questions", "只有中文", unit=university)

    with pytest.raises(DomainError, match="“只有中文” needs Chinese and English"):
        evaluated(1, school=make_unit(university))


def test_a_class_that_has_not_begun_is_not_evaluated():
    with pytest.raises(DomainError, match="once it has begun"):
        services.open_evaluation(
            make_class(), by=office.system_user(), opens_on=DAY, closes_on=LAST
        )


def test_a_learner_answers_from_a_phone_without_an_account(client, school, coordinator):
    today = timezone.localdate()
    asked = evaluated(3, school=school, opens_on=today, closes_on=today)
    group = asked.training_class
    page = reverse("evaluate", args=[group.code])
    values = {f"said_{at}": "4" for at in range(5)} | {"who": "Learner 1"}

    client.cookies["django_language"] = "en"
    assert "What was taught is sound and useful" in client.get(page).content.decode()
    client.cookies["django_language"] = "zh-hans"
    assert "教学内容充实" in client.get(page).content.decode()
    assert client.post(page, {"who": "Learner 1"}).status_code == 422
    sent = client.post(page, values)
    again = client.post(page, values)

    assert sent.status_code == 302
    assert client.get(sent["Location"]).status_code == 200
    assert list(again.context["form"].errors) == ["who"]
    assert EvaluationAnswer.objects.get().said == [4, 4, 4, 4, 4, ""]
    assert client.get(reverse("evaluate", args=[f"{group.pk}:forged"])).status_code == 404


def test_the_office_opens_an_evaluation_and_shows_its_code(client, school, coordinator):
    client.force_login(coordinator)
    today = timezone.localdate()
    group = make_class(make_project(school, by=coordinator, state="approved"), state="running")
    page = reverse("training:open_evaluation", args=[group.pk])

    wrong = client.post(page, {"opens_on": today, "closes_on": today - datetime.timedelta(days=1)})
    right = client.post(page, {"opens_on": today, "closes_on": today})
    code = client.get(reverse("training:evaluation_code", args=[group.pk])).content.decode()

    assert list(wrong.context["form"].errors) == ["closes_on"]
    assert right.status_code == 302
    assert "<svg" in code
    assert group.open_address("evaluate") in code
    assert client.post(page, {"opens_on": today, "closes_on": today}).status_code == 422


# --- Findings -------------------------------------------------------------------------------------

LEADS_TO = {
    (FindingState.OPEN, "answer_finding"): FindingState.ANSWERED,
    (FindingState.ANSWERED, "close_finding"): FindingState.CLOSED,
    (FindingState.ANSWERED, "ask_again"): FindingState.OPEN,
}


@pytest.mark.parametrize("step", FINDING_FLOW.steps)
@pytest.mark.parametrize("state", FindingState)
def test_every_step_of_a_finding_from_every_state(state, step):
    if target := LEADS_TO.get((state, step)):
        assert FINDING_FLOW.move(state, step) == target
    else:
        with pytest.raises(DomainError):
            FINDING_FLOW.move(state, step)


def complaint(group=None, **values):
    given = {"raised_on": DAY, "words": "The room was locked"} | values
    return services.enter_complaint(group or make_class(), by=office.system_user(), **given)


def test_a_complaint_is_answered_within_the_time_of_the_rule_and_closed():
    found = complaint()
    by = found.training_class.project.drafted_by
    deadline = Deadline.objects.get()
    assert (deadline.due_on, deadline.owner) == (datetime.date(2026, 3, 17), by)

    services.answer_finding(found, by=by, on=LAST, answer="A key was left with the porter")
    deadline.refresh_from_db()
    assert deadline.state == "done"
    with pytest.raises(DomainError, match="organiser does not decide"):
        services.close_finding(found, by=by, on=LAST)
    services.ask_again(
        found, by=office.system_user(), on=LAST, remark="Since when?", answer_until=AFTER
    )
    deadline.refresh_from_db()
    assert (deadline.state, deadline.due_on) == ("open", AFTER)
    services.answer_finding(found, by=by, on=AFTER, answer="Since Monday")
    services.close_finding(found, by=office.system_user(), on=AFTER)

    found.refresh_from_db()
    assert (found.state, found.answer, found.closed_on) == ("closed", "Since Monday", AFTER)


def test_a_visit_without_anything_to_mend_is_closed_at_once():
    by = office.system_user()

    found = services.enter_visit(make_class(), by=by, raised_on=DAY, words="All well")

    assert (found.state, found.closed_by, Deadline.objects.count()) == ("closed", by, 0)


def test_whoever_runs_a_project_does_not_supervise_it(client, school, coordinator, manager):
    group = make_class(make_project(school, by=coordinator, state="approved"))
    values = {"raised_on": "2026-03-03", "raised_by": "Prof. Wang", "words": "Late by an hour"}
    page = reverse("training:enter_visit", args=[group.pk])

    client.force_login(coordinator)
    assert client.post(page, values).status_code == 403
    head = make_staff(roles.HEAD, unit=school, language="en")
    client.force_login(head)
    refused = client.post(page, values)
    client.force_login(manager)
    entered = client.post(page, values | {"answer_until": "2026-03-20"})

    assert refused.status_code == 422
    assert entered.status_code == 302
    assert Finding.objects.get().raised_by == "Prof. Wang"


def test_what_cannot_be_is_said_at_its_field(client, school, coordinator):
    group = make_class(make_project(school, by=coordinator, state="approved"))
    client.force_login(coordinator)
    page = reverse("training:enter_complaint", args=[group.pk])
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)

    early = client.post(
        page, {"raised_on": "2026-03-03", "words": "A", "answer_until": "2026-03-01"}
    )
    unborn = client.post(page, {"raised_on": tomorrow, "words": "A"})

    assert list(early.context["form"].errors) == ["answer_until"]
    assert list(unborn.context["form"].errors) == ["raised_on"]
    assert Finding.objects.count() == 0


def test_anybody_with_the_code_complains_without_an_account(client, school, coordinator):
    group = make_class(make_project(school, by=coordinator, state="approved"))
    page = reverse("complain", args=[group.code])

    empty = client.post(page, {"words": ""})
    sent = client.post(page, {"words": "Nobody came", "contact": "a@example.org"})

    assert (empty.status_code, sent.status_code) == (422, 302)
    found = Finding.objects.get()
    assert (found.kind, found.state, found.contact) == ("complaint", "open", "a@example.org")
    assert mail.outbox == []
    client.force_login(coordinator)
    assert "Nobody came" in client.get(found.get_absolute_url()).content.decode()
    answer_page = reverse("training:answer_finding", args=[found.pk])
    assert client.post(answer_page, {"answer": "It was moved"}).status_code == 302


def test_answers_wait_for_whoever_supervises(client, school, manager):
    found = complaint(make_class(make_project(school, state="approved")))
    by = found.training_class.project.drafted_by
    services.answer_finding(found, by=by, on=LAST, answer="Done")
    client.force_login(manager)

    client.cookies["django_language"] = "en"
    assert "Answers about training to look at" in client.get("/").content.decode()
    close = reverse("training:close_finding", args=[found.pk])
    assert client.post(close).status_code == 302


@pytest.mark.parametrize("count", [1, 8])
def test_the_list_of_findings_costs_the_same_however_long(
    client, school, coordinator, count, django_assert_num_queries
):
    group = make_class(make_project(school, by=coordinator, state="approved"))
    for _ in range(count):
        complaint(group)
    client.force_login(coordinator)
    client.get(reverse("training:findings"))

    with django_assert_num_queries(9):
        page = client.get(reverse("training:findings"))

    assert len(page.context["rows"]) == count


# --- Statistics -----------------------------------------------------------------------------------


def test_a_year_is_counted_by_organiser_and_by_project(client, school, coordinator):
    project = make_project(school, by=coordinator, state="approved", title_en="Steel")
    by = office.system_user()
    group = make_class(project, learners=3, state="closed")
    make_class(project, learners=5, state="planned")
    payee = school.top.name_en
    for number, refund in (("1", False), ("2", True)):
        services.enter_payment(
            group, by=by, amount=100 if not refund else 50, paid_on=DAY, payee=payee,
            reference=number, refund=refund,
        )  # fmt: skip
    asked = services.open_evaluation(group, by=by, opens_on=DAY, closes_on=LAST)
    for at in range(3):
        answer(asked, f"Learner {at}", [5, 5, 4, 4, 2, ""])
    complaint(group)
    make_class(make_project(make_unit(), state="approved"), state="closed")
    client.force_login(coordinator)
    client.cookies["django_language"] = "en"
    page = reverse("training:statistics")

    of_unit = client.get(page).context["rows"]
    of_project = client.get(f"{page}?by=project&year=2026")
    sheet = client.get(f"{page}?download=xlsx")

    expected = [1, 1, 3, 16, 0, 0, 50, 4.0, 0, 1, 1]
    assert [(row.subject, cells) for row, cells in of_unit] == [(school, expected)]
    assert [(row.subject, cells) for row, cells in of_project.context["rows"]] == [
        (project, expected),
    ]
    assert "Steel" in of_project.content.decode()
    assert sheet["Content-Disposition"] == 'attachment; filename="training-2026.xlsx"'


@pytest.mark.parametrize("count", [1, 6])
def test_statistics_cost_the_same_however_much_there_was(
    client, school, coordinator, count, django_assert_num_queries
):
    for _ in range(count):
        make_class(make_project(school, by=coordinator, state="approved"), state="closed")
    client.force_login(coordinator)
    page = reverse("training:statistics") + "?by=project"
    client.get(page)

    with django_assert_num_queries(15):
        assert len(client.get(page).context["rows"]) == count


def test_what_the_archive_lacks_is_told_from_the_records(client, school, coordinator):
    project = make_project(school, by=coordinator, state="approved")
    group = make_class(project, state="closed")

    listed = {
        paper.value: there for paper, there in services.archive_papers(group.project, on=AFTER)
    }
    project.refresh_from_db()
    services.close_project(project, by=coordinator, on=DAY)
    client.force_login(coordinator)
    form = client.get(reverse("training:archive_project", args=[project.pk])).context["form"]

    assert listed == {
        "approval": True, "adverts": False, "contract": True, "learners": True,
        "timetable": True, "attendance": True, "fees": False, "certificates": False,
    }  # fmt: skip
    assert form.initial["papers"] == [name for name, there in listed.items() if there]
    assert client.get(project.get_absolute_url()).context["papers"]

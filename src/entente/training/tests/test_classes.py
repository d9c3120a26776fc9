"""Classes: learners, attendance, fees, completion, certificates, measures."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from entente.certificates.models import Certificate
from entente.kit.errors import DomainError
from entente.kit.measures import measure_named
from entente.kit.models import AuditEntry, SealedValue
from entente.kit.periods import Period
from entente.office.models import Deadline
from entente.office.services import system_user
from entente.people.services import erase_person
from entente.training import services
from entente.training.importers import LearnersSheet
from entente.training.models import Attendance, Learner
from tests.factories_certificates import make_certificate_series, make_certificate_template
from tests.factories_organisations import make_organisation
from tests.factories_people import make_person
from tests.factories_training import DAY, make_class, make_project

pytestmark = pytest.mark.django_db
LATER = datetime.date(2026, 3, 6)
YEAR = Period(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def refused(call):
    with pytest.raises(ValidationError) as refusal:
        call()
    error = refusal.value
    return error.message_dict if hasattr(error, "error_dict") else error.messages


def certified(learner, **values):
    unit = learner.training_class.project.top_unit
    series = unit.__dict__.setdefault("series", make_certificate_series(unit))
    template = unit.__dict__.setdefault("template", make_certificate_template(unit))
    given = {"series": series, "template": template, "on": LATER, "by": system_user()}
    return services.certify(learner, **given | values)


# --- Learners -------------------------------------------------------------------------------------


def test_a_learner_twice_is_refused_and_namesakes_are_told_apart_by_number():
    group, by = make_class(learners=0), system_user()
    services.enrol(group, by=by, name_zh="王伟", name_en="Wang Wei")

    assert list(
        refused(lambda: services.enrol(group, by=by, name_zh="王伟", name_en="WANG WEI"))
    ) == ["name_zh"]
    services.enrol(group, by=by, name_zh="王伟", name_en="Wang Wei", reference="2")
    assert refused(lambda: services.enrol(group, by=by, reference="3"))["name_zh"] == [
        "Write the name in at least one language."
    ]

    assert group.learners.count() == 2


def test_one_mistake_in_a_list_enrols_nobody():
    group = make_class(learners=0)
    people = [{"name_en": "Ann"}, {"name_en": "Bob"}, {"name_en": "ann "}]

    refused(lambda: services.enrol_all(group, people, by=system_user()))

    assert not Learner.objects.exists()


def test_a_sheet_names_the_cells_that_are_wrong():
    group = make_class(learners=1)
    table = [
        ["姓名", "英文姓名", "学员编号"],
        ["学员0", "Learner 0", ""],
        ["李雷", "", "7"],
        ["", "", "8"],
    ]

    sheet = LearnersSheet(table, by=system_user(), training_class=group)

    assert [fault.cell for fault in sheet.faults] == ["A2", "A4"]
    good = LearnersSheet([table[0], table[2]], by=system_user(), training_class=group)
    assert good.values() == [{"name_zh": "李雷", "name_en": "", "reference": "7"}]


def test_nothing_is_changed_in_a_class_that_is_over():
    group = make_class(state="closed")
    for call in (
        lambda: services.enrol(group, by=system_user(), name_en="Late"),
        lambda: services.change_class(group, by=system_user(), place="B"),
        lambda: services.add_lesson(group, by=system_user(), held_on=DAY, hours=1, topic="A"),
        lambda: services.record_attendance(group.lessons.first(), [], by=system_user(), on=LATER),
    ):
        assert refused(call) == ["This class is over; nothing in it is changed."]


def test_a_class_is_opened_in_an_approved_project_and_starts_with_learners_and_a_timetable():
    assert refused(lambda: make_class(make_project())) == [
        "Classes are held in an approved project only."
    ]
    for empty in (make_class(learners=0), make_class(lessons=())):
        assert refused(lambda empty=empty: services.start_class(empty, by=system_user()))
    group = make_class(state="running")
    group.project.refresh_from_db()
    assert (group.state, group.project.state) == ("running", "running")


def test_a_learner_with_attendance_or_certificate_is_not_removed():
    group = make_class(state="running")
    here, gone = group.learners.order_by("pk")
    services.record_attendance(group.lessons.first(), [here], by=system_user(), on=LATER)

    assert refused(lambda: services.remove_learner(here, by=system_user()))
    services.remove_learner(gone, by=system_user())
    services.change_learner(here, by=system_user(), left_on=DAY)

    assert group.learners.get().left_on == DAY


# --- Attendance -----------------------------------------------------------------------------------


def test_attendance_outside_the_class_is_refused():
    group, other = make_class(state="running"), make_class()
    lesson = group.lessons.first()

    said = refused(
        lambda: services.record_attendance(
            lesson, [group.learners.first(), other.learners.first()], by=system_user(), on=LATER
        )
    )

    assert "is not enrolled in this class." in said["learners"][0]
    assert not Attendance.objects.exists()


def test_a_lesson_to_come_has_no_attendance_and_none_lies_outside_the_class():
    group, by = make_class(state="running"), system_user()
    lesson = group.lessons.last()
    assert refused(
        lambda: services.record_attendance(lesson, [], by=by, on=lesson.held_on.replace(day=1))
    )
    late = datetime.date(2026, 3, 7)
    add = refused(lambda: services.add_lesson(group, by=by, held_on=late, hours=2, topic="A"))
    assert list(add) == ["held_on"]
    assert list(refused(lambda: services.change_lesson(lesson, by=by, held_on=late))) == ["held_on"]
    assert list(refused(lambda: services.change_class(group, by=by, ends_on=DAY))) == ["ends_on"]


def test_a_list_replaces_the_one_before():
    group = make_class(state="running", learners=3)
    one, two, three = group.learners.order_by("pk")
    lesson = group.lessons.first()
    for there in ([one, two], [two, three], [two, three]):
        services.record_attendance(lesson, there, by=system_user(), on=LATER)

    assert set(lesson.attendances.values_list("learner", flat=True)) == {two.pk, three.pk}
    assert refused(lambda: services.remove_lesson(lesson, by=system_user()))


# --- Completion and certificates ------------------------------------------------------------------


def test_four_fifths_of_the_hours_complete_a_class():
    group = make_class(state="running", learners=3, lessons=(4, 4, 2))
    lessons, (most, exactly, less) = list(group.lessons.all()), group.learners.order_by("pk")
    for lesson, there in zip(
        lessons, ([most, exactly, less], [most, exactly], [most, less]), strict=True
    ):
        services.record_attendance(lesson, there, by=system_user(), on=LATER)

    assert group.taught_hours() == Decimal(10)
    assert set(services.completed(group)) == {most, exactly}
    services.change_learner(exactly, by=system_user(), left_on=DAY)
    assert set(services.completed(group)) == {most}


def test_a_certificate_says_the_class_and_is_issued_once():
    group = make_class(state="closed")
    learner = group.learners.first()

    certificate = certified(learner)

    assert certificate.hours == 16
    assert (certificate.name_zh, certificate.subject_zh) == (learner.name_zh, group.title_zh)
    assert (certificate.starts_on, certificate.ends_on) == (DAY, group.ends_on)
    assert certificate.project == group.project.number == 1
    learner = Learner.objects.get(pk=learner.pk)
    assert learner.certificate == certificate
    assert refused(lambda: certified(learner))
    assert refused(lambda: services.change_learner(learner, by=system_user(), name_en="Other"))
    assert Certificate.objects.count() == 1


def test_no_certificate_without_hours_before_the_end_or_without_completion():
    without = make_class(state="closed", hours=None).learners.first()
    early = make_class(state="running").learners.first()
    group = make_class(state="running")
    here, away = group.learners.order_by("pk")
    for lesson in group.lessons.all():
        services.record_attendance(lesson, [here], by=system_user(), on=LATER)
    services.close_class(group, by=system_user(), on=LATER)

    assert "has no hours" in refused(lambda: certified(without))["hours"][0]
    assert "Close the class first" in refused(lambda: certified(early))[0]
    away.refresh_from_db()
    assert "has not completed" in refused(lambda: certified(away))[0]
    assert not Certificate.objects.exists()


def test_a_class_is_closed_after_its_last_day_with_every_list():
    group = make_class(state="running")
    early = refused(lambda: services.close_class(group, by=system_user(), on=DAY))
    said = refused(lambda: services.close_class(group, by=system_user(), on=LATER))
    assert list(early) == ["ends_on", "attendance"]
    assert list(said) == ["attendance"]
    assert "Nobody's attendance" in said["attendance"][0]


def test_what_a_class_needs_next_is_listed_as_it_is_refused():
    empty = make_class(learners=0, lessons=(), company=make_organisation())
    listed = [one.name for one in services.of_class(empty, on=DAY) if not one.met]
    assert listed == ["learners", "lessons", "contract"]
    assert list(refused(lambda: services.start_class(empty, by=system_user()))) == listed

    running = make_class(state="running")
    closed = make_class(state="closed", hours=None)
    cancelled = make_class()
    services.cancel_class(cancelled, by=system_user(), reason="Nobody came")
    unmet = [
        [one.name for one in services.of_class(group, on=LATER) if not one.met]
        for group in (running, closed, cancelled)
    ]
    assert unmet == [["attendance"], ["hours"], []]


def test_a_class_that_runs_is_to_be_closed_by_a_day_and_the_day_follows_the_class():
    group = make_class(state="running")
    deadline = Deadline.objects.about(group).get()
    assert (deadline.kind, deadline.due_on) == ("training.close", datetime.date(2026, 3, 20))

    services.change_class(group, by=system_user(), ends_on=datetime.date(2026, 3, 9))
    deadline.refresh_from_db()
    assert deadline.due_on == datetime.date(2026, 3, 23)

    for lesson in group.lessons.all():
        everybody = list(group.learners.all())
        services.record_attendance(lesson, everybody, by=system_user(), on=group.ends_on)
    services.close_class(group, by=system_user(), on=group.ends_on)
    deadline.refresh_from_db()
    assert deadline.state == "done"


# --- Assessment -----------------------------------------------------------------------------------


def assessed(group, *verdicts):
    learners = group.learners.order_by("pk")
    results = {it.pk: verdict for it, verdict in zip(learners, verdicts, strict=True)}
    services.record_assessment(group, results, by=system_user())


def test_where_a_class_is_assessed_whoever_passed_and_was_there_has_completed_it():
    group = make_class(state="running", learners=3, assessment="Written examination")
    good, bad, away = group.learners.order_by("pk")
    for lesson in group.lessons.all():
        services.record_attendance(lesson, [good, bad], by=system_user(), on=LATER)
    assert not services.completed(group)

    assessed(group, (True, "92"), (False, "41"), (None, ""))
    said = refused(lambda: services.close_class(group, by=system_user(), on=LATER))
    assert list(said) == ["assessment"]
    assert str(away) in said["assessment"][0]
    assessed(group, (True, "92"), (False, "41"), (True, "70"))
    services.close_class(group, by=system_user(), on=LATER)

    assert list(services.completed(group)) == [good]
    assert refused(lambda: assessed(group, (True, ""), (True, ""), (True, ""))) == [
        "This class is over; nothing in it is changed."
    ]


def test_a_learner_of_another_class_is_not_assessed_here_and_nobody_where_nothing_is_asked():
    group, plain = make_class(assessment="An essay"), make_class()
    stranger = plain.learners.first()

    for where in (group, plain):
        with pytest.raises(DomainError):
            services.record_assessment(where, {stranger.pk: (True, "1")}, by=system_user())

    stranger.refresh_from_db()
    assert (stranger.passed, stranger.mark) == (None, "")


def test_a_mark_is_sealed_in_the_trail_and_told_once():
    group = make_class(assessment="An essay", learners=1)
    assessed(group, (True, "very good"))
    assessed(group, (True, "very good"))

    entries = AuditEntry.objects.filter(verb="learner.assessed")
    assert entries.count() == 1
    assert "very good" not in str(list(entries.values("changes")))


# --- Fees -----------------------------------------------------------------------------------------


def paid(group, amount=3000, **values):
    university = group.project.top_unit
    given = {
        "amount": Decimal(amount),
        "paid_on": DAY,
        "payee": university.name_zh,
        "reference": f"R{amount}",
    }
    return services.enter_payment(group, by=system_user(), **given | values)


def test_fees_go_to_the_university_and_to_nobody_else():
    group = make_class()

    [said] = refused(lambda: paid(group, payee="某某培训公司"))["payee"]
    assert "a partner may not collect them" in said
    paid(group, payee=group.project.top_unit.name_en)

    assert group.income() == Decimal(3000)
    assert refused(lambda: paid(group))
    assert group.payments.count() == 1


def test_refunds_are_whole_before_the_class_and_half_afterwards():
    group = make_class()
    learner = group.learners.first()
    paid(group, 3000, learner=learner)
    assert refused(lambda: paid(group, 3001, learner=learner, refund=True))["amount"] == [
        "At most 3000.00 yuan can be paid back."
    ]
    services.start_class(group, by=system_user())

    assert refused(lambda: paid(group, 1501, learner=learner, refund=True))
    paid(group, 1500, learner=learner, refund=True)
    assert refused(lambda: paid(group, 1, learner=learner, refund=True))

    assert group.income() == Decimal(1500)


def test_a_payment_of_another_classes_learner_is_refused_and_a_paid_class_is_not_cancelled():
    group, other = make_class(), make_class()
    assert list(refused(lambda: paid(group, learner=other.learners.first()))) == ["learner"]
    paid(group)
    assert refused(lambda: services.cancel_class(group, by=system_user(), reason="Nobody"))
    services.cancel_class(other, by=system_user(), reason="Nobody")
    assert (other.state, other.reason) == ("cancelled", "Nobody")


# --- Persons and measures -------------------------------------------------------------------------


def test_erasing_a_person_erases_the_learner_and_keeps_the_person_time_and_the_certificate():
    person = make_person(given_name="Ming", family_name="Ouyang")
    group = make_class(learners=0)
    learner = services.enrol(group, by=system_user(), person=person)
    assert learner.name_en
    services.start_class(group, by=system_user())
    for lesson in group.lessons.all():
        services.record_attendance(lesson, [learner], by=system_user(), on=LATER)
    services.close_class(group, by=system_user(), on=LATER)
    certificate = certified(learner)

    erase_person(person, by=system_user(), reason="Asked for it")

    learner = Learner.objects.get()
    assert str(learner) == "a learner whose data was erased"
    assert learner.certificate == certificate
    assert not SealedValue.objects.filter(
        entry__record_id=learner.pk, field__startswith="name", key__isnull=False
    ).exists()


def counted(name, **filters):
    measure = measure_named(name)
    rows = measure.counted().filter(measure.filtered(filters))
    number = measure.count(rows, YEAR)
    return number.low, number.high


def test_projects_classes_and_person_times_are_counted_apart():
    company = make_organisation()
    project = make_project(state="approved")
    make_class(project, learners=3, state="closed", company=company, contract="No. 7")
    make_class(project, learners=2, state="running")
    make_class(project, learners=5)
    make_project(state="submitted")
    away = make_class(learners=4, state="running").learners.first()
    services.change_learner(away, by=system_user(), left_on=DAY)

    assert counted("training_projects") == (2, 2)
    assert counted("training_courses") == (3, 3)
    assert counted("training_courses", partner=str(company.pk)) == (1, 1)
    assert counted("training_person_times") == (8, 8)

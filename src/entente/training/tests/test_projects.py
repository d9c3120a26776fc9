"""Projects and adverts: who organises, who decides, which words and contracts are stopped."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from entente.kit.models import AuditEntry
from entente.office.models import Deadline
from entente.office.screening import found
from entente.office.services import system_user
from entente.training import services
from entente.training.enums import (
    ADVERT_FLOW,
    CLASS_FLOW,
    PROJECT_FLOW,
    AdvertState,
    ClassState,
    ProjectState,
)
from entente.training.models import Advert, Organiser, Project
from tests.factories import make_unit, make_user
from tests.factories_organisations import make_organisation
from tests.factories_training import DAY, make_advert, make_class, make_organiser, make_project

pytestmark = pytest.mark.django_db
RIGHT = {
    "partner_collects": False,
    "partner_enrols": False,
    "rights_passed": False,
    "outsourced": False,
    "as_donation": False,
    "all_in_budget": True,
}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def refused(call):
    with pytest.raises(ValidationError) as refusal:
        call()
    error = refusal.value
    return error.message_dict if hasattr(error, "error_dict") else error.messages


# --- Flows ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flow", "states"),
    [(PROJECT_FLOW, ProjectState), (ADVERT_FLOW, AdvertState), (CLASS_FLOW, ClassState)],
)
def test_every_step_from_every_state(flow, states):
    for state in states:
        for name, step in flow.steps.items():
            if state in step.sources:
                assert flow.move(state, name) == step.target
            else:
                with pytest.raises(ValidationError):
                    flow.move(state, name)


# --- Who organises --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["department", "secretariat", "laboratory"])
def test_what_is_no_school_cannot_be_an_organiser_and_the_rule_is_cited(kind):
    office = make_unit(make_unit(), kind=kind)

    [said] = refused(lambda: make_organiser(office))["unit"]

    assert "may not organise training" in said
    assert "2021 No. 23" in said
    assert not Organiser.objects.exists()


def test_a_school_that_is_not_approved_or_no_longer_cannot_draft():
    school = make_unit(make_unit())
    values = {"kind": "training", "plan_year": 2026, "title_en": "A", "mode": "online"}
    by = make_user(school)

    never = refused(lambda: services.draft_project(by=by, unit=school, on=DAY, **values))
    make_organiser(school, until=datetime.date(2025, 12, 31))
    past = refused(lambda: services.draft_project(by=by, unit=school, on=DAY, **values))

    assert "is not an approved organiser" in never["unit"][0]
    assert past == never
    assert not Project.objects.exists()


def test_tutoring_for_self_study_examinations_is_not_non_degree_education():
    [said] = refused(lambda: make_project(kind="self_study"))["kind"]

    assert "“Tutoring for self-study examinations” is not non-degree education." in said


def test_a_unit_is_an_organiser_once_at_a_time_and_its_approval_ends_once():
    organiser = make_organiser()

    assert refused(lambda: make_organiser(organiser.unit))
    services.end_organiser(organiser, by=system_user(), until=DAY)
    assert refused(lambda: services.end_organiser(organiser, by=system_user(), until=DAY))


# --- Who decides ----------------------------------------------------------------------------------


def test_the_organiser_does_not_approve_its_own_project():
    project = make_project(state="submitted")
    colleague = make_user(project.unit)
    below = make_user(make_unit(project.unit))

    for own in (project.drafted_by, colleague, below):
        [said] = refused(lambda own=own: services.approve_project(project, by=own, on=DAY))
        assert said.startswith("The organiser does not decide about its own project")
        assert refused(
            lambda own=own: services.return_project(project, by=own, on=DAY, reason="No")
        )
    project.refresh_from_db()
    assert (project.state, project.decided_by) == ("submitted", None)

    services.approve_project(project, by=make_user(project.top_unit), on=DAY)
    assert (project.state, project.number) == ("approved", 1)


def test_where_the_university_organises_another_of_its_people_decides():
    university = make_unit()
    project = make_project(university, state="submitted")

    assert refused(lambda: services.approve_project(project, by=project.drafted_by, on=DAY))
    services.approve_project(project, by=make_user(university), on=DAY)

    assert project.state == "approved"


def test_what_was_returned_is_mended_and_submitted_again():
    project = make_project(state="submitted")
    services.return_project(project, by=system_user(), on=DAY, reason="The budget is missing")
    services.change_project(project, by=project.drafted_by, on=DAY, budget="10,000")
    services.submit_project(project, by=project.drafted_by, on=DAY)

    assert (project.state, project.returned_because, project.decided_by) == ("submitted", "", None)
    said = refused(lambda: services.change_project(project, by=system_user(), on=DAY, hours=1))
    assert said == ["It was submitted. Take it back to change it; it is then approved anew."]


def test_what_is_missing_is_named_at_its_field():
    project = make_project(hours=None, teachers="", budget="", price=None, risk="", audience_en="")

    said = refused(lambda: services.submit_project(project, by=system_user(), on=DAY))

    assert sorted(said) == ["audience_zh", "budget", "hours", "price", "risk", "teachers"]
    assert sum(not one.met for one in services.requirements(project, on=DAY)) == 6


def test_projects_are_numbered_by_university_and_year():
    university = make_unit()
    numbers = [
        make_project(make_unit(university), state="approved", plan_year=year).number
        for year in (2026, 2026, 2027)
    ]

    assert numbers == [1, 2, 1]


# --- Words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("企业总裁研修班", ("总裁",)),
        ("企业总 裁班", ("总裁",)),
        ("在职研究生课程", ("研究生",)),
        ("Course for PRESIDENTS", ("president",)),
        ("Graduate   Students' week", ("graduate student",)),
        ("Leadership and mastery", ()),
        ("冶金技术管理培训", ()),
    ],
)
def test_forbidden_words_are_found(text, words):
    assert found(("总裁", "研究生", "president", "graduate student", "leader", "master"), text) == (
        words
    )


def test_a_name_with_a_forbidden_word_is_stopped_until_an_official_gives_a_reason():
    project = make_project(title_zh="总裁研修班")
    official = make_user(project.top_unit)

    [said] = refused(lambda: services.submit_project(project, by=system_user(), on=DAY))["title_zh"]
    assert "总裁" in said
    for by, reason in ((official, "  "), (project.drafted_by, "We want it")):
        assert refused(
            lambda by=by, reason=reason: services.override_screening(
                project, by=by, on=DAY, reason=reason
            )
        )
    services.override_screening(project, by=official, on=DAY, reason="Name of the client's post")
    services.submit_project(project, by=project.drafted_by, on=DAY)

    assert project.state == "submitted"
    assert (project.allowed_words, project.allowed_by) == ("总裁", official)
    entry = AuditEntry.objects.filter(verb="project.words_let_pass").get()
    assert entry.changes["allowed_because"] == ["", "Name of the client's post"]
    services.revise_project(project, by=system_user())
    services.change_project(project, by=system_user(), on=DAY, title_zh="总裁与精英研修班")
    [said] = refused(lambda: services.submit_project(project, by=system_user(), on=DAY))["title_zh"]
    assert said.startswith("These words may not be used: 精英.")


def test_nothing_is_let_pass_where_nothing_is_forbidden():
    project = make_project()

    assert refused(
        lambda: services.override_screening(project, by=system_user(), on=DAY, reason="Just so")
    ) == ["No forbidden word is used here."]


# --- Contracts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", RIGHT)
@pytest.mark.parametrize("how", ["wrong", "open"])
def test_one_wrong_or_open_answer_about_the_contract_stops_the_project(question, how):
    answer = not RIGHT[question] if how == "wrong" else None
    project = make_project(partner=make_organisation(), **RIGHT | {question: answer})

    said = refused(lambda: services.submit_project(project, by=system_user(), on=DAY))

    assert list(said) == [question]
    assert "2021 No. 23" in said[question][0]


def test_a_contract_with_the_right_answers_is_approved_and_without_a_partner_none_is_asked():
    assert make_project(partner=make_organisation(), state="approved", **RIGHT).state == "approved"
    assert make_project(state="approved").state == "approved"


def test_an_answer_that_became_wrong_after_submission_stops_the_approval():
    project = make_project(partner=make_organisation(), state="submitted", **RIGHT)
    Project.objects.filter(pk=project.pk).update(partner_collects=True)

    said = refused(lambda: services.approve_project(project, by=system_user(), on=DAY))

    assert list(said) == ["partner_collects"]


# --- Adverts --------------------------------------------------------------------------------------


def test_only_the_approved_version_is_published():
    for state in ("draft", "submitted"):
        advert = make_advert(state=state)
        assert refused(
            lambda advert=advert: services.publish_advert(advert, by=system_user(), on=DAY)
        )
    approved = make_advert(state="approved")

    services.publish_advert(approved, by=system_user(), on=DAY)

    assert (approved.state, approved.published_on) == ("published", DAY)


@pytest.mark.parametrize(
    "change", [{"price": 2900}, {"starts_on": datetime.date(2026, 5, 1)}, {"text_en": "Other"}]
)
def test_changing_a_price_or_a_date_of_an_approved_advert_needs_review_again(change):
    advert = make_advert(state="approved")

    services.change_advert(advert, by=system_user(), **change)

    assert (advert.state, advert.decided_by) == ("draft", None)
    assert refused(lambda: services.publish_advert(advert, by=system_user(), on=DAY))


def test_nothing_changed_keeps_the_approval():
    advert = make_advert(state="approved")
    services.change_advert(advert, by=system_user(), text_en=advert.text_en)
    assert advert.state == "approved"


def test_a_published_version_is_not_changed_a_new_one_takes_its_place():
    first = make_advert(state="published")

    assert (
        "Write a new version"
        in refused(lambda: services.change_advert(first, by=system_user(), text_en="Other"))[0]
    )
    second = make_advert(first.project, state="published")

    first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("withdrawn", "published", 2)


def test_an_advert_keeps_to_the_approved_price_and_project():
    dear = make_advert(price=3001)
    assert list(refused(lambda: services.submit_advert(dear, by=system_user(), on=DAY))) == [
        "price"
    ]
    early = make_advert(make_project())
    assert refused(lambda: services.submit_advert(early, by=system_user(), on=DAY)) == {
        "project": ["The project is not approved."]
    }


def test_an_advert_with_a_forbidden_word_is_stopped_and_can_be_let_pass():
    advert = make_advert(text_zh="面向领导干部")
    assert "text_zh" in refused(lambda: services.submit_advert(advert, by=system_user(), on=DAY))

    services.override_screening(advert, by=system_user(), on=DAY, reason="Quoted from a law")
    services.submit_advert(advert, by=system_user(), on=DAY)

    assert advert.state == "submitted"


def test_whoever_runs_the_project_does_not_review_its_adverts():
    advert = make_advert(state="submitted")
    own = advert.project.drafted_by
    assert refused(lambda: services.approve_advert(advert, by=own, on=DAY))
    assert refused(lambda: services.return_advert(advert, by=own, on=DAY, reason="No"))


def test_taking_a_project_back_withdraws_what_is_out():
    advert = make_advert(state="published")
    services.revise_project(advert.project, by=system_user())

    assert Advert.objects.get().state == "withdrawn"
    assert advert.project.state == "draft"


def test_a_project_with_a_class_is_not_taken_back():
    group = make_class()
    assert refused(lambda: services.revise_project(group.project, by=system_user()))


def test_where_a_version_ran_is_kept_once_it_was_published():
    draft, out = make_advert(), make_advert(state="published")
    values = {"channel": "Website of the school", "ran_on": DAY}
    assert refused(lambda: services.enter_appearance(draft, by=system_user(), **values))
    early = values | {"ran_on": DAY - datetime.timedelta(days=1)}
    assert "ran_on" in refused(lambda: services.enter_appearance(out, by=system_user(), **early))

    services.enter_appearance(out, by=system_user(), **values)

    assert str(out.appearances.get()) == "Website of the school"


# --- The end --------------------------------------------------------------------------------------


def test_a_project_is_closed_after_its_classes_and_archived_by_the_list():
    group = make_class(state="running")
    project = group.project
    project.refresh_from_db()
    assert project.state == "running"
    assert refused(lambda: services.close_project(project, by=system_user(), on=DAY))
    for lesson in group.lessons.all():
        services.record_attendance(
            lesson, list(group.learners.all()), by=system_user(), on=group.ends_on
        )
    services.close_class(group, by=system_user(), on=group.ends_on)
    services.close_project(project, by=system_user(), on=DAY)
    deadline = Deadline.objects.about(project).get()
    assert (deadline.kind, deadline.state) == ("training.archive", "open")
    papers = ["approval", "adverts", "learners", "timetable", "attendance", "fees", "certificates"]

    def hand_over(**values):
        services.archive_project(project, by=system_user(), on=DAY, papers=papers, **values)

    assert refused(hand_over)["reason"] == ["Say why these are missing: Contract."]
    hand_over(reason="There was no partner")

    deadline.refresh_from_db()
    assert (project.state, project.archived_on) == ("archived", DAY)
    assert deadline.state == "done"
    assert project.archive_lacks == "Contract\nThere was no partner"

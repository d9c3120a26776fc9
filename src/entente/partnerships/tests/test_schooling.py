"""Cooperative programmes and institutions: approval, the four thirds, reports, deadlines."""

import datetime
from fractions import Fraction

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from entente.kit.errors import DomainError
from entente.kit.models import Attachment, AuditEntry
from entente.office import roles
from entente.office.models import Deadline
from entente.office.reckoning import DayOfYear
from entente.office.services import system_user
from entente.partnerships import services
from entente.partnerships.jobs import keep_deadlines_of_schooling
from entente.partnerships.models import (
    CommitteeMeeting,
    CooperativeSchooling,
    SchoolingEvaluation,
    SchoolingMajor,
    StudyPlan,
    YearlyReport,
    last_asked,
    reports_missing,
)
from entente.partnerships.parts.schooling import founded_by, with_organisation
from entente.partnerships.schooling import Curriculum, SchoolingStanding
from tests.factories import make_staff, make_unit
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import DAY, PARTS, make_agreement, make_part, make_schooling

pytestmark = pytest.mark.django_db
S = SchoolingStanding


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def due(schooling):
    rows = Deadline.objects.about(schooling).order_by("kind", "key")
    return [(row.kind, row.key, row.due_on.isoformat(), row.state) for row in rows]


# --- The rule of the four thirds ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "whole", "percent", "holds"),
    [
        (10, 30, "33.3%", True),
        (333, 1000, "33.3%", False),
        (0, 1, "0.0%", False),
        (1, 2, "50.0%", True),
    ],
)
def test_a_share_is_exact_and_its_percentage_never_rounded_up(part, whole, percent, holds):
    share = Curriculum(whole, 1, part, 0, 0, 1, 0).shares(Fraction(1, 3))[0]

    assert (share.percent, share.holds) == (percent, holds)


def test_each_plan_is_held_against_the_four_thirds():
    plan = make_part(StudyPlan, make_schooling(), hours_by_partner=599)

    shares = plan.counted.shares(Fraction(1, 3))

    assert [(it.part, it.whole, it.holds) for it in shares] == [
        (10, 30, True),
        (4, 12, True),
        (10, 30, True),
        (599, 1800, False),
    ]


# --- What is registered ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "standing"),
    [
        ({"approval_number": ""}, S.APPLYING),
        ({}, S.RUNNING),
        ({"stopped_on": "2025"}, S.STOPPED),
        ({"valid_until": "2026-04-30"}, S.LAPSED),
        ({"valid_until": "2026-04-30", "ended_on": "2026-04"}, S.ENDED),
    ],
)
def test_where_it_stands_follows_from_its_days(values, standing):
    schooling = make_schooling(**values)

    assert schooling.standing_on(DAY) == standing
    found = {it for it in S if CooperativeSchooling.objects.standing(it, DAY).exists()}
    assert found == {standing}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "legal_person"}, "kind"),
        ({"side": "HK"}, "side"),
        ({"title_en": ""}, "title_zh"),
        ({"authority": ""}, "authority"),
        ({"valid_from": None}, "valid_from"),
        ({"valid_until": "2023"}, "valid_until"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(values, field):
    agreement = make_agreement(kind="programme", partner=make_organisation(country="DE"))

    with pytest.raises(Exception) as refusal:  # noqa: PT011 a DomainError or a ValidationError
        make_schooling(agreement=agreement, **values)

    assert field in refusal.value.message_dict
    assert not CooperativeSchooling.objects.exists()


@pytest.mark.parametrize(("country", "side"), [("HK", "HK"), ("TW", "TW"), ("GB", "foreign")])
def test_the_place_of_the_partner_says_under_which_rules_it_runs(country, side):
    agreement = make_agreement(kind="institution", partner=make_organisation(country=country))

    made = make_schooling(agreement=agreement, kind="institution", side=side)

    assert (services.partner_sides(agreement), made.unit) == ([side], agreement.unit)


def test_only_an_agreement_on_one_founds_one():
    with pytest.raises(DomainError) as refusal:
        make_schooling(agreement=make_agreement(kind="exchange"))

    assert refusal.value.messages == [
        "Only an agreement on a cooperative programme or institution founds one."
    ]


@pytest.mark.parametrize(
    ("model", "values", "field"),
    [
        (SchoolingMajor, {"name_en": ""}, "name_zh"),
        (StudyPlan, {"imported": 31}, "imported"),
        (StudyPlan, {"imported_core": 11}, "imported_core"),
        (StudyPlan, {"hours_by_partner": 1801}, "hours_by_partner"),
        (CommitteeMeeting, {"held_on": DAY + datetime.timedelta(days=1)}, "held_on"),
        (YearlyReport, {"year": 2027}, "submitted_on"),
        (SchoolingEvaluation, {"next_due": DAY}, "next_due"),
    ],
)
def test_a_part_that_cannot_be_is_refused_at_its_field(model, values, field):
    with pytest.raises(Exception) as refusal:  # noqa: PT011 a DomainError or a ValidationError
        make_part(model, make_schooling(), **values)

    assert field in refusal.value.message_dict
    assert not model.objects.exists()


def test_a_major_of_another_programme_and_one_with_a_plan_stay_where_they_are():
    schooling, other = make_schooling(), make_schooling()
    major = make_part(SchoolingMajor, schooling)
    make_part(StudyPlan, schooling, major=major)

    with pytest.raises(DomainError) as foreign:
        make_part(StudyPlan, other, major=major)
    with pytest.raises(DomainError) as planned:
        services.remove_schooling_part(major, on=DAY, by=system_user())

    assert list(foreign.value.message_dict) == ["major"]
    assert planned.value.messages == [
        "A plan of studies belongs to this major. Remove the plan first."
    ]


def test_what_happens_to_its_parts_stands_in_its_history():
    schooling = make_schooling()
    report = make_part(YearlyReport, schooling)
    services.change_schooling_part(report, on=DAY, by=system_user(), admitted=80)
    services.remove_schooling_part(report, on=DAY, by=system_user())

    told = AuditEntry.objects.about(schooling).order_by("sequence").values_list("verb", flat=True)
    assert [verb for verb in told if "deadline" not in verb] == [
        "schooling.registered",
        "yearlyreport.added",
        "yearlyreport.changed",
        "yearlyreport.removed",
    ]


# --- Reports and deadlines ------------------------------------------------------------------------


def test_missing_years_show_and_the_last_two_have_deadlines():
    schooling = make_schooling(valid_from="2022-09")
    make_part(YearlyReport, schooling, year=2023)

    assert reports_missing(schooling, DAY.year) == [2022, 2024, 2025]
    assert due(schooling) == [
        ("schooling.report", "2025", "2026-03-31", "open"),
        ("schooling.report", "2026", "2027-03-31", "open"),
        ("schooling.validity", "", "2032-08-31", "open"),
    ]
    assert set(CooperativeSchooling.objects.without_report(2025)) == {schooling}
    assert set(CooperativeSchooling.objects.without_report(2023)) == set()


@pytest.mark.parametrize(("on", "year"), [(DAY, 2025), (datetime.date(2026, 3, 30), 2024)])
def test_a_report_is_asked_for_in_the_year_after(on, year):
    assert last_asked(on, DayOfYear(3, 31)) == year


def test_deadlines_follow_reports_evaluations_and_the_end():
    schooling = make_schooling(valid_from="2025", valid_until=None)
    make_part(YearlyReport, schooling, year=2025)
    make_part(SchoolingEvaluation, schooling, next_due=datetime.date(2028, 5, 1))
    assert due(schooling) == [
        ("schooling.evaluation", "", "2028-05-01", "open"),
        ("schooling.report", "2025", "2026-03-31", "done"),
        ("schooling.report", "2026", "2027-03-31", "open"),
    ]

    services.change_schooling(schooling, on=DAY, by=system_user(), ended_on="2026-05")
    assert [row[3] for row in due(schooling)] == ["dropped", "done", "dropped"]


def test_a_new_year_brings_its_deadline_by_itself():
    schooling = make_schooling()
    new_year = datetime.date(2027, 1, 1)

    assert keep_deadlines_of_schooling(on=new_year, by=system_user()) == 1
    once = due(schooling)
    keep_deadlines_of_schooling(on=new_year, by=system_user())

    assert ("schooling.report", "2027", "2028-03-31", "open") in once
    assert due(schooling) == once


# --- Pages ----------------------------------------------------------------------------------------


def page(name, *args):
    return reverse(f"partnerships:{name}", args=args)


@pytest.fixture
def unit():
    return make_unit()


def test_an_officer_registers_a_programme_with_its_major_plan_and_minutes(client, unit):
    partner = make_organisation(country="DE")
    agreement = make_agreement(unit, kind="programme", partner=partner)
    client.force_login(make_staff(roles.OFFICER, unit=unit, language="en"))
    values = {"kind": "programme", "side": "foreign", "title_en": "Geology"}

    answer = client.post(page("register_schooling", agreement.pk), values)
    made = CooperativeSchooling.objects.get()
    major = {"level": "master", "name_zh": "地质学", "intake": "60", "currency": "CNY"}
    client.post(page("add_schooling_major", made.pk), major)
    client.post(page("add_schooling_plan", made.pk), PARTS[StudyPlan])
    minutes = SimpleUploadedFile("minutes.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    meeting = {"held_on": timezone.localdate().isoformat(), "attendees": 9, "file": minutes}
    client.post(page("add_schooling_meeting", made.pk), meeting)
    refused = client.post(page("add_schooling_report", made.pk), {"year": "2024"})
    shown = client.get(made.get_absolute_url()).content.decode()

    assert answer["Location"] == made.get_absolute_url()
    assert made.majors.get().intake == 60
    assert made.meetings.get().attendees == 9
    assert Attachment.objects.of(made.meetings.get()).get().kind == "minutes"
    assert refused.status_code == 422
    assert "minutes.pdf" in shown
    assert "33.3%" in shown


def test_a_part_is_corrected_and_taken_off_on_its_pages(client, unit):
    schooling = make_schooling(unit)
    plan = make_part(StudyPlan, schooling)
    client.force_login(make_staff(roles.OFFICER, unit=unit))

    values = PARTS[StudyPlan] | {"core": "11", "version": plan.version}
    client.post(page("change_schooling_plan", plan.pk), values)
    plan.refresh_from_db()
    assert plan.core == 11
    gone = client.post(page("remove_schooling_plan", plan.pk))
    assert gone["Location"] == schooling.get_absolute_url()
    assert not StudyPlan.objects.exists()


@pytest.mark.parametrize("count", [1, 4])
def test_list_and_record_cost_the_same_however_much_there_is(
    client, unit, django_assert_num_queries, count
):
    for number in range(count):
        schooling = make_schooling(unit)
        make_part(SchoolingMajor, schooling)
        make_part(YearlyReport, schooling, year=2024 - number)
    # The history shows the last entries: as many as it shows stand there each time.
    for number in range(count + 4):
        make_part(CommitteeMeeting, schooling)
        make_part(StudyPlan, schooling, year=2020 + number)
    client.force_login(make_staff(roles.OFFICER, unit=unit))
    client.get(schooling.get_absolute_url())

    with django_assert_num_queries(12):
        shown = client.get(page("schoolings"))
    with django_assert_num_queries(22):
        client.get(schooling.get_absolute_url())
    assert len(shown.context["rows"]) == count


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("standing=running", ["Running"]),
        ("level=bachelor", ["Running"]),
        ("report=missing", ["Lapsed", "Running"]),
        ("side=HK", []),
    ],
)
def test_the_list_is_narrowed(client, unit, query, found):
    running = make_schooling(unit, title_en="Running", valid_until="2099", valid_from="2020")
    make_part(SchoolingMajor, running)
    make_schooling(unit, title_en="Lapsed", valid_until="2021", valid_from="2020")
    client.force_login(make_staff(roles.OFFICER, unit=unit))

    rows = client.get(f"{page('schoolings')}?{query}").context["rows"]

    assert sorted(row.title for row in rows) == found


def test_agreement_and_partner_show_what_was_founded_and_other_units_do_not(client, unit):
    partner = make_organisation()
    agreement = make_agreement(unit, kind="programme", partner=partner)
    officer = make_staff(roles.OFFICER, unit=unit)
    offered = founded_by(agreement, officer)
    schooling = make_schooling(agreement=agreement)
    stranger = make_staff(roles.OFFICER)

    assert (offered.context["lines"], bool(offered.context["add_url"])) == ([], True)
    assert founded_by(agreement, officer).context["lines"][0]["schooling"] == schooling
    assert with_organisation(partner, officer).context["lines"][0]["schooling"] == schooling
    assert with_organisation(partner, stranger) is None
    client.force_login(stranger)
    assert client.get(schooling.get_absolute_url()).status_code == 404

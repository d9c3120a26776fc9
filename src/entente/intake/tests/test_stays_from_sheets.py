"""A sheet of stays: whom, where and when each line means; what is wrong is said beforehand."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entente.intake.enums import Namesakes, UnknownInstitutions
from entente.intake.importers import StaysSheet
from entente.intake.services.stays import _names
from entente.kit.errors import DomainError
from entente.kit.models import Work, WorkRow
from entente.mobility.models import Stay
from entente.office import roles
from entente.organisations.models import Organisation
from entente.people.models import Person
from tests.factories import make_staff, make_unit
from tests.factories_mobility import make_stay
from tests.factories_organisations import make_organisation
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db
HEADINGS = ["姓名", "学号", "学院", "院校", "国家", "开始日期", "结束日期"]
DAY = datetime.date(2026, 5, 1)
SHARED = {"direction": "outbound", "kind": "exchange", "source": "去年的表"}


@pytest.fixture
def university():
    return make_unit(code="U")


def sheet(rows, university, headings=HEADINGS, **options):
    by = options.pop("by", None) or make_staff(roles.OFFICER, unit=university)
    options = {"by": by, "unit": university, "on": DAY, "shared": SHARED} | options
    return StaysSheet([headings, *rows], **options)


def told(found):
    return [(fault.cell, fault.message) for fault in found.faults]


def test_a_line_means_a_person_by_number_an_institution_by_name_and_a_unit(university):
    school = make_unit(university, kind="school", code="S", name_zh="地学院")
    host = make_organisation("Kyoto University", "京都大学", country="JP")
    known = make_person(school, name_zh="王小明", student_number="2020001")
    rows = [["王小明", "2020001", "地学院", "京都大学", "日本", "2024.9", "2025年2月"]]

    [line] = sheet(rows, university).lines().values()

    assert line["person"] == known.pk
    assert line["unit"] == school.pk
    assert line["stay"] == {
        "direction": "outbound",
        "kind": "exchange",
        "source": "去年的表",
        "country": "JP",
        "organisation": host.pk,
        "starts_on": "2024-09",
        "ends_on": "2025-02",
        "state": "done",
    }


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (("2026-09-01", "2027-01"), "planned"),
        (("", ""), "planned"),
        (("2026-03", "2026-07"), "under_way"),
        (("2026-03", ""), "under_way"),
        (("2025-09", "2026-05"), "under_way"),
        (("2025-09", "2026-04-30"), "done"),
    ],
)
def test_where_a_line_says_no_state_its_days_say_it(university, days, state):
    make_organisation("Kyoto University", "京都大学", country="JP")

    [line] = sheet([["王小明", "1", "", "京都大学", "", *days]], university).lines().values()

    assert line["stay"]["state"] == state


def test_everything_that_is_wrong_is_said_cell_by_cell(university):
    make_organisation("Kyoto University", "京都大学", country="JP")
    rows = [
        ["", "", "", "京都大学", "", "", ""],
        ["甲", "1", "没有的学院", "京都大学", "", "", ""],
        ["乙", "2", "", "不存在的大学", "", "", ""],
        ["丙", "3", "", "", "", "", ""],
        ["丁", "4", "", "京都大学", "哪里", "", ""],
        ["戊", "5", "", "京都大学", "", "2025-09", "2025-01"],
        ["己", "6", "", "京都大学", "", "03/05/2019", ""],
    ]

    found = sheet(rows, university)

    assert [cell for cell, _message in told(found)] == ["A2", "D5", "E6", "G7", "F8", "C3", "D4"]
    with pytest.raises(DomainError):
        found.lines()


@pytest.mark.parametrize("namesakes", Namesakes.values)
def test_a_name_alone_means_whom_the_office_chose(university, namesakes):
    make_organisation("Kyoto University", "京都大学", country="JP")
    known = make_person(university, name_zh="李娜", email="")

    found = sheet([["李娜", "", "", "京都大学", "", "", ""]], university, namesakes=namesakes)

    if namesakes == Namesakes.ASKED:
        assert [cell for cell, _message in told(found)] == ["A2"]
    else:
        [line] = found.lines().values()
        assert line.get("person") == (known.pk if namesakes == Namesakes.SAME else None)


def test_two_lines_of_one_name_without_numbers_are_asked_about(university):
    make_organisation("Kyoto University", "京都大学", country="JP")
    rows = [["李娜", "", "", "京都大学", "", year, ""] for year in ("2023", "2024")]

    assert [cell for cell, _message in told(sheet(rows, university))] == ["A3"]
    assert not told(sheet(rows, university, namesakes=Namesakes.SAME))


def test_a_person_of_a_unit_that_one_does_not_see_is_not_used(university):
    school, other = (make_unit(university, kind="school", code=code) for code in "AB")
    make_organisation("Kyoto University", "京都大学", country="JP")
    make_person(other, name_zh="王小明", student_number="2020001")
    coordinator = make_staff(roles.COORDINATOR, unit=school)

    found = sheet([["王小明", "2020001", "", "京都大学", "", "", ""]], school, by=coordinator)

    assert [cell for cell, _message in told(found)] == ["B2"]


def test_a_number_and_a_mail_address_of_two_people_are_refused(university):
    make_organisation("Kyoto University", "京都大学", country="JP")
    make_person(university, student_number="1", email="one@example.org")
    make_person(university, student_number="2", email="two@example.org")
    headings = ["姓名", "学号", "邮箱", "院校"]

    found = sheet([["甲", "1", "two@example.org", "京都大学"]], university, headings)

    assert [cell for cell, _message in told(found)] == ["C2"]


@pytest.mark.parametrize(
    ("written", "family", "given", "first"),
    [
        ("WANG Lei", "WANG", "Lei", True),
        ("Lei WANG", "WANG", "Lei", False),
        ("Meyer, Anna Maria", "Meyer", "Anna Maria", False),
        ("Anna Maria Meyer", "Meyer", "Anna Maria", False),
        ("Sukarno", "Sukarno", "", False),
    ],
)
def test_a_latin_name_in_one_cell_is_divided(written, family, given, first):
    found = _names({"name_en": written})

    assert (found["family_name"], found["given_name"], found["family_first"]) == (
        family,
        given,
        first,
    )


# --- The page -------------------------------------------------------------------------------------


@pytest.fixture
def officer(client, university):
    user = make_staff(roles.OFFICER, unit=university, language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def hand_in(client, unit, rows, headings=HEADINGS, **values):
    content = "\n".join(",".join(row) for row in [headings, *rows]).encode()
    values = {
        "unit": unit.pk,
        "direction": "outbound",
        "kind": "exchange",
        "level": "bachelor",
        "source": "",
        "institutions": UnknownInstitutions.REFUSED.value,
        "namesakes": Namesakes.ASKED.value,
        "file": SimpleUploadedFile("stays.csv", content),
    } | values
    return client.post(reverse("intake:stays"), values)


def test_an_officer_enters_the_stays_of_a_sheet(
    client, officer, university, django_capture_on_commit_callbacks
):
    host = make_organisation("Kyoto University", "京都大学", country="JP")
    rows = [
        ["王小明", "2020001", "", "京都大学", "日本", "2024-09", "2025-02"],
        ["李娜", "2020002", "", "Kyoto University", "", "2024-09", "2025-02"],
        ["王小明", "2020001", "", "京都大学", "", "2023-07-01", "2023-07-20"],
    ]

    with django_capture_on_commit_callbacks(execute=True):
        answer = hand_in(client, university, rows)

    assert answer.status_code == 302, answer.context["form"].errors
    work = Work.objects.get()
    assert (work.done, work.refused) == (3, 0), list(WorkRow.objects.values_list("reason"))
    assert set(Stay.objects.values_list("organisation", "state", "level", "source")) == {
        (host.pk, "done", "bachelor", "stays.csv")
    }
    assert Person.objects.count() == 2
    assert Stay.objects.filter(person__student_number="2020001").count() == 2


def test_the_same_sheet_again_enters_nothing_twice(
    client, officer, university, django_capture_on_commit_callbacks
):
    make_organisation("Kyoto University", "京都大学", country="JP")
    rows = [["王小明", "2020001", "", "京都大学", "", "2024-09", "2025-02"]]
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert hand_in(client, university, rows).status_code == 302

    assert Stay.objects.count() == 1
    assert [work.refused for work in Work.objects.order_by("pk")] == [0, 1]


def test_an_overlap_is_refused_for_its_line_alone(
    client, officer, university, django_capture_on_commit_callbacks
):
    make_organisation("Kyoto University", "京都大学", country="JP")
    person = make_person(university, student_number="7")
    make_stay(university, person=person, starts_on="2024-01-01", ends_on="2024-12-31", state="done")
    rows = [
        ["某", "7", "", "京都大学", "", "2024-03-01", "2024-06-30"],
        ["李娜", "8", "", "京都大学", "", "2024-03-01", "2024-06-30"],
    ]

    with django_capture_on_commit_callbacks(execute=True):
        hand_in(client, university, rows)

    work = Work.objects.get()
    assert (work.done, work.refused) == (2, 1)
    [reason] = WorkRow.objects.filter(work=work).exclude(reason="").values_list("reason", flat=True)
    assert "2024-01-01" in reason


def test_an_institution_nobody_knows_is_entered_where_that_was_chosen(
    client, officer, university, django_capture_on_commit_callbacks
):
    rows = [["王小明", "1", "", "University of Nowhere", "法国", "2024", "2024"]]

    refused = hand_in(client, university, rows)
    assert refused.status_code == 422
    assert "D2" in refused.content.decode()
    assert not Organisation.objects.filter(names__text="University of Nowhere").exists()

    with django_capture_on_commit_callbacks(execute=True):
        hand_in(client, university, rows, institutions=UnknownInstitutions.ENTERED.value)

    entered = Organisation.objects.get(names__text="University of Nowhere")
    assert entered.country == "FR"
    assert Stay.objects.get().organisation == entered


def test_a_wrong_sheet_enters_nothing_and_says_everything(client, officer, university):
    answer = hand_in(client, university, [["王", "1", "x", "y", "z", "1", "2"]], kind="camp")

    assert answer.status_code == 422
    assert not Stay.objects.exists()
    assert not Work.objects.exists()


def test_the_page_of_imports_leads_to_it(client, officer):
    page = client.get(reverse("intake:upload"))

    assert reverse("intake:stays") in page.content.decode()
    assert client.get(reverse("intake:stays")).status_code == 200


def test_lines_of_a_sheet_are_looked_up_in_as_many_queries_however_many_they_are(university):
    make_organisation("Kyoto University", "京都大学", country="JP")
    by = make_staff(roles.OFFICER, unit=university)

    def queries(lines):
        rows = [[f"学生{at}", f"{at}", "", "京都大学", "", "2024", ""] for at in range(lines)]
        with CaptureQueriesContext(connection) as asked:
            assert len(sheet(rows, university, by=by).lines()) == lines
        return len(asked)

    queries(1)
    assert queries(30) == queries(400)

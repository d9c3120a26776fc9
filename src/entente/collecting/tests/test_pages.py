"""The way of a round through its pages: office, unit, head, office."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from entente.collecting.models import Answer, Part, Round
from entente.kit.sheets import write_xlsx
from entente.office import roles
from tests.factories import make_staff, make_unit
from tests.factories_collecting import make_round, sign
from tests.factories_mobility import make_stay
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db
TIMES = "students_outbound_times"
ROUNDS = SHEETS = 8  # queries


@pytest.fixture
def asked():
    """Make a round that was sent to two schools, the first of which sent one student."""
    university = make_unit()
    schools = [make_unit(university), make_unit(university)]
    make_stay(
        person=make_person(schools[0]), starts_on="2025-03-01", ends_on=None, state="under_way"
    )
    return make_round(university, units=schools, sent=True)


def part_of(round, at):
    return Part.objects.for_page().filter(round=round).order_by("unit__path")[at]


def sheet_of(client, part):
    answer = client.get(reverse("collecting:part_xlsx", args=[part.pk]))
    return (
        CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    )


def upload(client, part, rows):
    out = io.BytesIO()
    write_xlsx(rows[0], rows[1:], out)
    file = SimpleUploadedFile("sheet.xlsx", out.getvalue())
    return client.post(reverse("collecting:upload", args=[part.pk]), {"file": file})


def test_an_office_begins_and_sends_a_round(client):
    university = make_unit()
    school = make_unit(university)
    client.force_login(make_staff(roles.OFFICER, unit=university))
    typed = {
        "unit": university.pk,
        "name_zh": "年度数据",
        "name_en": "Yearly numbers",
        "starts_on": "2025-01-01",
        "cut_off_on": "2025-12-31",
        "measures": [TIMES],
        "units": [school.pk],
        "due_on": "2099-01-31",
    }

    refused = client.post(reverse("collecting:begin"), typed | {"cut_off_on": "2024-12-31"})
    made = client.post(reverse("collecting:begin"), typed)

    assert (refused.status_code, made.status_code) == (422, 302)
    round = Round.objects.get()
    assert client.get(made["Location"]).status_code == 200
    client.post(reverse("collecting:open_round", args=[round.pk]))
    assert Part.objects.get().unit == school


def test_a_unit_sees_its_own_sheet_and_no_other(client, asked):
    ours, theirs = part_of(asked, 0), part_of(asked, 1)
    client.force_login(make_staff(roles.COORDINATOR, unit=ours.unit))

    assert client.get(ours.get_absolute_url()).status_code == 200
    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert client.get(theirs.answers.first().get_absolute_url()).status_code == 404
    assert client.get(asked.get_absolute_url()).status_code == 403
    listed = client.get(reverse("collecting:parts"))
    assert ours.get_absolute_url() in listed.content.decode()
    assert len(listed.context["rows"]) == 1


def test_an_answer_shows_the_records_behind_its_number(client, asked):
    part = part_of(asked, 0)
    client.force_login(make_staff(roles.COORDINATOR, unit=part.unit))

    page = client.get(part.answers.get(measure=TIMES).get_absolute_url())

    assert page.context["line"].now.exact == 1
    assert [str(row["record"].unit) for row in page.context["rows"]] == [str(part.unit)]


def test_a_correction_without_source_is_asked_for_it(client, asked):
    part = part_of(asked, 0)
    answer = part.answers.get(measure=TIMES)
    client.force_login(make_staff(roles.COORDINATOR, unit=part.unit))
    typed = {"kind": "corrected", "comparator": "=", "low": "3", "reason": "One lacks"}

    refused = client.post(answer.get_absolute_url(), typed)
    client.post(answer.get_absolute_url(), typed | {"source": "Our list"})

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["source"]
    answer.refresh_from_db()
    assert (answer.kind, answer.low, answer.source) == ("corrected", 3, "Our list")


def test_the_head_of_the_unit_signs_and_the_coordinator_cannot(client, asked):
    part = part_of(asked, 0)
    coordinator = make_staff(roles.COORDINATOR, unit=part.unit)
    client.force_login(coordinator)
    client.post(reverse("collecting:hand_in_part", args=[part.pk]))
    assert client.post(reverse("collecting:sign_part", args=[part.pk])).status_code == 403
    head = make_staff(roles.HEAD, unit=part.unit)
    client.force_login(head)

    client.post(reverse("collecting:sign_part", args=[part.pk]))

    part.refresh_from_db()
    assert (part.state, part.signed_by) == ("signed", head)


def test_the_office_merges_and_the_workbook_has_the_locked_numbers(client, asked):
    for at in (0, 1):
        sign(part_of(asked, at))
    client.force_login(make_staff(roles.OFFICER, unit=asked.unit))
    client.post(reverse("collecting:merge_round", args=[asked.pk]))

    page = client.get(asked.get_absolute_url())
    file = client.get(reverse("collecting:round_xlsx", args=[asked.pk])).content

    assert page.context["intact"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    assert [row[4] for row in rows if row[3] == "合计"] == [1, 0]
    asked.refresh_from_db()
    assert rows[-1][:2] == ["SHA-256", asked.result_hash]


def test_a_sheet_goes_out_prefilled_and_comes_back_filled_in(client, asked):
    part = part_of(asked, 0)
    client.force_login(make_staff(roles.COORDINATOR, unit=part.unit))
    rows = sheet_of(client, part)
    assert [(row[0], row[8]) for row in rows[1:]] == [(TIMES, 1), ("agreements_in_force", 0)]
    assert rows[1][3] != rows[1][4]
    rows[1][9:12] = ["20–40", "List of the dean", "Camps are not entered"]

    answer = upload(client, part, rows)

    assert answer.status_code == 302
    said = Answer.objects.get(part=part, measure=TIMES)
    assert (said.kind, said.comparator, said.low, said.high) == ("corrected", "range", 20, 40)
    assert Answer.objects.get(part=part, measure="agreements_in_force").kind == "records"
    again = sheet_of(client, part)
    assert again[1][9:12] == rows[1][9:12]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["many", "", ""], "J2"),
        (["5", "", "Why"], "K2"),
        (["5", "A list", ""], "L2"),
    ],
)
def test_a_faulty_sheet_names_the_cell_and_takes_nothing(client, asked, typed, said):
    part = part_of(asked, 0)
    client.force_login(make_staff(roles.COORDINATOR, unit=part.unit))
    rows = sheet_of(client, part)
    rows[1][9:12] = typed
    rows[2][9:12] = ["0", "", ""]

    answer = upload(client, part, rows)

    assert answer.status_code == 422
    assert said in str(answer.context["form"].non_field_errors())
    assert set(part.answers.values_list("kind", flat=True)) == {"records"}


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_costs_the_same_however_long(client, django_assert_num_queries, count):
    university = make_unit()
    for _ in range(count):
        make_round(university, units=[make_unit(university)], sent=True)
    client.force_login(make_staff(roles.OFFICER, unit=university))
    client.get(reverse("collecting:rounds"))

    with django_assert_num_queries(ROUNDS):
        rounds = client.get(reverse("collecting:rounds"))
    with django_assert_num_queries(SHEETS):
        sheets = client.get(reverse("collecting:parts"))

    assert len(rounds.context["rows"]) == len(sheets.context["rows"]) == count


def test_the_work_list_says_who_has_what_to_do(client, asked):
    part = part_of(asked, 0)
    Part.objects.filter(pk=part.pk).update(due_on=datetime.date(2020, 1, 1))
    client.force_login(make_staff(roles.COORDINATOR, unit=part.unit))
    assert "待填报" in client.get("/").content.decode()

    client.force_login(make_staff(roles.OFFICER, unit=asked.unit))
    page = client.get("/").content.decode()

    assert "1 个单位逾期" in page
    assert "待填报" not in page

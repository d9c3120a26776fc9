"""A return is filled from records, and says exactly how it stands to what the explorer counts."""

import csv
import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from entente.kit.periods import Period
from entente.office import roles
from entente.office import services as office
from entente.organisations import services as organisations
from entente.returns import services
from entente.returns.counting import Filled
from entente.returns.models import Layout
from tests.factories import make_staff, make_unit
from tests.factories_mobility import make_stay
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import make_agreement
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db
YEAR = Period.year(2025)


def layout(code):
    return Layout.objects.get(code=code)


def guest(unit, nationality, **values):
    return make_stay(
        person=make_person(unit, nationality=nationality), direction="inbound", **values
    )


def filled(code, unit, period=YEAR):
    return Filled(layout(code), period, make_staff(roles.OFFICER, unit=unit))


def reasons(return_):
    return [(str(part.why), len(part.records)) for part in return_.left_out]


def test_the_layouts_come_with_the_program_and_stay_as_an_administrator_leaves_them():
    assert {it.code: it.columns.count() for it in Layout.objects.all()} == {
        "erasmus": 24,
        "ministry": 6,
        "qs-outbound": 5,
        "qs-inbound": 5,
        "hesa-offshore": 5,
        "open-doors": 8,
    }
    column = layout("erasmus").columns.get(position=1)
    services.change_column(column, by=office.system_user(), fill="constant", constant="2025-1-CN01")

    assert services.load_shipped_layouts() == 0
    column.refresh_from_db()
    assert column.constant == "2025-1-CN01"


def test_a_stay_fills_the_columns_of_erasmus():
    unit = make_unit()
    partner = make_organisation(
        name_en="University of Patras", name_zh="帕特雷大学", country="GR", city_en="Patras"
    )
    organisations.set_identifier(partner, "erasmus", "G PATRA01", by=office.system_user())
    make_stay(
        person=make_person(unit, nationality="CN", sex="f"),
        organisation=partner,
        field="0532",
        starts_on="2025-09-01",
        ends_on="2026-01-31",
    )

    return_ = filled("erasmus", unit)

    [line] = return_.lines()
    told = dict(zip(return_.headings("en"), line, strict=True))
    assert len(line) == 24
    assert told["Receiving Country Code"] == "EL"
    assert told["Receiving Organisation Erasmus Code"] == "G  PATRA01"
    assert (told["Mobility Start Month"], told["Mobility End Month"]) == ("2025-09", "2026-01")
    assert (told["Academic Year"], told["Mobility Duration"]) == ("2025-2026", 153)
    assert (told["Sending Country Code"], told["Participant Nationality"]) == ("CN", "CN")
    assert (told["Participant Age"], told["Special Needs"], told["Participants"]) == ("-", "-", 1)
    assert len(return_.empty()) == 5
    assert return_.accounts


def test_who_does_not_stand_in_the_ministrys_table_is_named_with_the_reason():
    unit = make_unit()
    for nationality in ("DE", "DE", "FR"):
        guest(unit, nationality)
    for nationality in ("HK", "TW", ""):
        guest(unit, nationality)

    return_ = filled("ministry", unit)

    assert sorted(line[-1] for line in return_.lines()) == [1, 2]
    assert (return_.total, return_.only_left_out, return_.explored.exact) == (3, 3, 6)
    assert [number for _why, number in reasons(return_)] == [1, 2]
    assert return_.must_equal().exact == 3
    assert return_.accounts


def test_one_person_on_two_lines_is_counted_once_in_the_total():
    unit = make_unit()
    person = make_person(unit, nationality="DE")
    for level, first, last in (
        ("bachelor", "2025-02-01", "2025-06-01"),
        ("master", "2025-10-01", "2025-12-01"),
    ):
        make_stay(person=person, direction="inbound", level=level, starts_on=first, ends_on=last)

    return_ = filled("ministry", unit)

    assert (return_.total, return_.in_lines) == (1, 2)
    assert return_.must_equal().exact == 1


def test_what_qs_does_not_count_is_left_out_by_its_first_reason():
    unit = make_unit()
    partner = make_organisation(country="DE", kind="university")
    agreement = make_agreement(unit, partner=partner, state="in_force", starts_on="2024-01-01")
    exchange = {"organisation": partner, "agreement": agreement}
    make_stay(unit, **exchange)
    make_stay(unit, kind="camp", **exchange)
    make_stay(unit, organisation=partner)
    make_stay(unit, starts_on="2025-07-01", ends_on="2025-07-20", **exchange)

    return_ = filled("qs-outbound", unit)

    assert return_.total == return_.must_equal().exact == 1
    assert [number for _why, number in reasons(return_)] == [1, 1, 1]
    assert return_.accounts


def test_a_date_that_can_lie_elsewhere_leaves_a_stay_out():
    unit = make_unit()
    make_stay(unit, starts_on="2025", ends_on="2026", state="done")

    return_ = filled("hesa-offshore", unit, Period.academic_year(2025))

    assert (return_.total, return_.explored.low, return_.explored.high) == (0, 0, 1)
    assert [number for _why, number in reasons(return_)] == [1]
    assert return_.accounts


def drawn(client, code, **query):
    query = {"since": "2025-01-01", "until": "2025-12-31"} | query
    return client.get(reverse("returns:drawn", args=[layout(code).pk]), query)


def test_the_files_open_in_a_spreadsheet_program_without_broken_chinese(client):
    unit = make_unit()
    partner = make_organisation(name_zh="亚琛工业大学", name_en="RWTH Aachen", country="DE")
    make_stay(unit, organisation=partner)
    client.force_login(make_staff(roles.OFFICER, unit=unit))

    answer = drawn(client, "erasmus", download="xlsx", language="zh")
    book = b"".join(answer.streaming_content)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    answer = drawn(client, "erasmus", download="csv", language="zh")
    text = b"".join(answer.streaming_content)

    assert rows[0][21:] == ["接收机构", "接收机构 Erasmus 代码", "人数"]
    assert rows[1][21] == "亚琛工业大学"
    assert text.startswith(b"\xef\xbb\xbf")
    [head, line] = csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";")
    assert (len(head), line[21]) == (24, "亚琛工业大学")


@pytest.mark.parametrize(
    ("language", "title", "total"), [("zh", None, None), ("en", "Reconciliation", "In the return")]
)
def test_the_workbook_carries_its_reconciliation_behind_the_lines(client, language, title, total):
    unit = make_unit()
    for nationality in ("DE", "FR", "HK"):
        guest(unit, nationality)
    client.force_login(make_staff(roles.OFFICER, unit=unit))

    answer = drawn(client, "ministry", download="xlsx", language=language)
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    rows = book.get_sheet_by_index(1).to_python()

    assert len(book.sheet_names) == 2
    assert [row[1] for row in rows[1:4]] == [2, 1, 3]
    assert rows[5][1] == 2
    texts = [str(row[0]) for row in rows]
    if title:
        assert (book.sheet_names[1], texts[1]) == (title, total)
    else:
        assert not any(text.isascii() for text in (book.sheet_names[1], *texts[1:6]))
    assert any(row[1] == 1 and row[0] for row in rows[7:])


def test_a_unit_draws_its_own_records_only(client):
    university = make_unit()
    ours, theirs = make_unit(university), make_unit(university)
    make_stay(ours)
    make_stay(theirs)
    client.force_login(make_staff(roles.COORDINATOR, unit=ours))

    page = drawn(client, "hesa-offshore")

    assert page.context["filled"].total == 1
    assert client.get(reverse("returns:change", args=[layout("erasmus").pk])).status_code == 403


def test_a_wrong_period_is_said_at_its_field(client):
    client.force_login(make_staff(roles.OFFICER))

    page = drawn(client, "erasmus", until="2024-01-01")

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["until"]


def test_an_administrator_edits_a_column_and_its_codes(client):
    client.force_login(make_staff(roles.ADMINISTRATOR))
    column = layout("erasmus").columns.get(heading_en="Education Level")
    typed = {
        "position": column.position,
        "heading_zh": column.heading_zh,
        "heading_en": column.heading_en,
        "fill": "field",
        "field": "level_code",
        "table": "bachelor = 6\nmaster = 7",
    }

    refused = client.post(column.get_absolute_url(), typed | {"table": "bachelor 6"})
    no_field = client.post(column.get_absolute_url(), typed | {"field": ""})
    client.post(column.get_absolute_url(), typed)

    assert (refused.status_code, no_field.status_code) == (422, 422)
    assert list(refused.context["form"].errors) == ["table"]
    assert list(no_field.context["form"].errors) == ["field"]
    column.refresh_from_db()
    assert column.table == {"bachelor": "6", "master": "7"}
    unit = make_unit()
    make_stay(unit, level="master")
    [line] = filled("erasmus", unit).lines()
    assert line[8] == "7"


def test_an_administrator_adds_a_return_with_a_column(client):
    client.force_login(make_staff(roles.ADMINISTRATOR))
    typed = {
        "code": "province",
        "name_zh": "省厅年报",
        "name_en": "Provincial return",
        "measure": "students_outbound",
        "source": "省教育厅通知",
        "separator": ",",
    }
    client.post(reverse("returns:add"), typed)
    made = layout("province")
    column = {"position": 1, "heading_zh": "人数", "heading_en": "Persons", "fill": "field"}

    client.post(reverse("returns:add_column", args=[made.pk]), column | {"field": "count"})

    assert [it.field for it in made.columns.all()] == ["count"]
    client.post(reverse("returns:remove_column", args=[made.columns.get().pk]))
    assert made.columns.count() == 0


@pytest.mark.parametrize("count", [1, 6])
def test_drawing_costs_the_same_however_many_records(django_assert_num_queries, count):
    unit = make_unit()
    for _ in range(count):
        make_stay(unit)
    officer = make_staff(roles.OFFICER, unit=unit)
    officer.may("mobility.view_stay")
    chosen = layout("erasmus")

    with django_assert_num_queries(QUERIES):
        assert len(list(Filled(chosen, YEAR, officer).lines())) == count


QUERIES = 5


@pytest.mark.parametrize("count", [1, 6])
def test_the_workbook_costs_the_same_however_many_records_are_left_out(
    client, django_assert_num_queries, count
):
    unit = make_unit()
    for _ in range(count):
        guest(unit, "DE")
        guest(unit, "HK")
    client.force_login(make_staff(roles.OFFICER, unit=unit))
    address = reverse("returns:drawn", args=[layout("ministry").pk])
    asked = {"since": "2025-01-01", "until": "2025-12-31", "download": "xlsx"}
    client.get(address, asked)

    with django_assert_num_queries(WORKBOOK):
        answer = client.get(address, asked)

    sheets = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    told = sheets.get_sheet_by_index(1).to_python()
    at = next(place for place, row in enumerate(told) if row[1:2] == [count] and place > 5)
    assert len(told[at + 1 :]) >= count
    assert all(str(row[0]) for row in told[at + 1 : at + 1 + count])


WORKBOOK = 12

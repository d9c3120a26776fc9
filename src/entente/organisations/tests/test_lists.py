"""Dated lists: sheets of countries and rankings, all or nothing, and what they join."""

import datetime
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from entente.kit import sheets
from entente.kit.errors import DomainError
from entente.kit.imports import read_table
from entente.kit.models import AuditEntry
from entente.office import roles
from entente.office.services import system_user
from entente.organisations import services
from entente.organisations.importers import GroupImport, RankingImport
from entente.organisations.models import DatedList, ListEntry, Organisation
from tests.factories import make_staff
from tests.factories_organisations import make_organisation

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 6, 1)
LISTS = "/lists/"


def csv(text, name="list.csv", encoding="utf-8"):
    return SimpleUploadedFile(name, text.encode(encoding))


def workbook(headings, *rows):
    content = io.BytesIO()
    sheets.write_xlsx(headings, rows, content)
    return read_table(content, "list.xlsx")


@pytest.fixture
def officer(client):
    user = make_staff(roles.OFFICER, language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("heading", ["国家或地区", "Country or region", "country", " 国别 "])
def test_a_group_is_read_in_the_usual_encodings_and_languages(heading, encoding):
    content = f"{heading}\n泰国\nSingapore\n\nvn\n".encode(encoding)
    table = read_table(io.BytesIO(content), "list.csv")
    sheet = GroupImport(table, by=system_user())
    held = sheet.apply(name="ASEAN", valid_from=DAY)
    assert sorted(held.entries.values_list("country", flat=True)) == ["SG", "TH", "VN"]


def test_every_fault_names_its_cell_and_nothing_is_stored():
    rows = [
        ["Place", "Institution", "Country or region", "ROR"],
        [1, "University of Waterloo", "Canada", "https://ror.org/01aff2v68"],
        ["first", "University of Oxford", "Atlantis", "01aff2v69"],
        [3, "university of waterloo", "", ""],
        [4, "", "Spain", ""],
    ]
    sheet = RankingImport(workbook(*rows), by=system_user())

    assert [(fault.cell, fault.heading, fault.value) for fault in sheet.faults] == [
        ("A3", "Place", "first"),
        ("C3", "Country or region", "Atlantis"),
        ("D3", "ROR", "01aff2v69"),
        ("B5", "Institution", ""),
        ("B4", "Institution", "university of waterloo"),
    ]
    with pytest.raises(DomainError):
        sheet.apply(name="QS", valid_from=DAY)
    assert (DatedList.objects.count(), ListEntry.objects.count()) == (0, 0)


def test_a_missing_column_is_named():
    sheet = RankingImport([["Institution"], ["Waterloo"]], by=system_user())
    assert [(fault.row, fault.column) for fault in sheet.faults] == [(1, "")]


@pytest.mark.parametrize(
    ("printed", "place"), [("12", 12), ("=12", 12), ("601-650", 601), ("1001+", 1001), ("7 ", 7)]
)
def test_places_are_read_as_rankings_print_them(printed, place):
    sheet = RankingImport([["place", "institution"], [printed, "A"]], by=system_user())
    assert [line["position"] for line in sheet.values()] == [place]


@pytest.mark.parametrize("printed", ["0", "-3", "twelve", "", "1.5", "9999999"])
def test_what_is_no_place_is_refused(printed):
    sheet = RankingImport([["place", "institution"], [printed, "A"]], by=system_user())
    assert [fault.cell for fault in sheet.faults] == ["A2"]


def test_a_line_is_joined_where_it_is_surely_one_institution():
    waterloo = make_organisation("University of Waterloo", "滑铁卢大学", country="CA")
    oxford = make_organisation("Oxford", country="GB", identifiers=[("ror", "052gg0110")])
    york_uk = make_organisation("York University", country="GB")
    make_organisation("York University", country="CA")
    lines = [
        {"position": 1, "name": "Oxford University, UK", "ror": "052gg0110"},
        {"position": 2, "name": "Univ. of Waterloo"},
        {"position": 3, "name": "滑铁卢大学"},
        {"position": 4, "name": "York University"},
        {"position": 5, "name": "York University", "country": "GB"},
        {"position": 6, "name": "Waterloo", "country": "BE"},
        {"position": 7, "name": "University of Waterloo", "country": "DE"},
    ]
    held = services.import_list(
        by=system_user(), kind="ranking", name="QS", valid_from=DAY, lines=lines
    )
    assert [entry.organisation for entry in held.entries.for_list()] == [
        oxford,
        waterloo,
        waterloo,
        None,
        york_uk,
        None,
        None,
    ]


def test_a_list_holds_until_the_next_one_and_stands_once_a_day():
    lines = [{"country": "TH"}]
    values = {"by": system_user(), "kind": "group", "name": "ASEAN", "lines": lines}
    held = services.import_list(valid_from=DAY, **values)
    with pytest.raises(DomainError) as refusal:
        services.import_list(valid_from=DAY, **(values | {"kind": "ranking"}))
    assert list(refusal.value.message_dict) == ["name"]
    with pytest.raises(ValidationError):
        services.import_list(valid_from=DAY, **values)
    assert DatedList.objects.get() == held
    assert ListEntry.objects.count() == 1


def test_a_sheet_is_looked_through_and_then_imported_without_choosing_it_twice(client, officer):
    waterloo = make_organisation("University of Waterloo", country="CA")
    text = "Place\tInstitution\n1\tUniversity of Waterloo\n2\tNowhere University\n"
    values = {"kind": "ranking", "name": "QS", "valid_from": "2026-06-01", "source": "qs.com"}
    page = client.post(f"{LISTS}import/", values | {"file": csv(text)})

    assert (page.status_code, page.context["size"], page.context["joined"]) == (200, 2, 1)
    assert DatedList.objects.count() == 0

    sheet = page.context["form"]["sheet"].value()
    page = client.post(f"{LISTS}import/", values | {"sheet": sheet, "confirm": "1"})
    held = DatedList.objects.get()
    assert page.headers["Location"] == held.get_absolute_url()
    assert list(Organisation.objects.ranked("QS", DAY)) == [waterloo]
    assert client.get(held.get_absolute_url()).context["waiting"] == 1
    assert [row.title for row in client.get(LISTS).context["rows"]] == ["QS 2026-06-01"]


def test_a_faulty_sheet_is_shown_cell_by_cell_and_nothing_is_saved(client, officer):
    values = {"kind": "group", "name": "ASEAN", "valid_from": "2026-06-01", "confirm": "1"}
    page = client.post(f"{LISTS}import/", values | {"file": csv("country\nAtlantis\n")})
    assert page.status_code == 422
    assert [fault.cell for fault in page.context["faults"]] == ["A2"]
    assert DatedList.objects.count() == 0


def test_a_sheet_that_was_tampered_with_is_refused(client, officer):
    values = {"kind": "group", "name": "ASEAN", "valid_from": "2026-06-01", "confirm": "1"}
    page = client.post(f"{LISTS}import/", values | {"sheet": "W10:forged"})
    assert list(page.context["form"].errors) == ["file"]


def test_a_waiting_line_is_joined_by_a_person_and_remembered(client, officer):
    waterloo = make_organisation("University of Waterloo", country="CA")
    held = services.import_list(
        by=officer,
        kind="ranking",
        name="QS",
        valid_from=DAY,
        lines=[{"position": 112, "name": "UWaterloo Ontario"}],
    )
    line = held.entries.get()
    address = f"{LISTS}{held.pk}/lines/{line.pk}/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"organisation": waterloo.pk}).status_code == 302

    line.refresh_from_db()
    assert line.organisation == waterloo
    entry = AuditEntry.objects.about(held).first()
    assert (entry.verb, entry.changes) == (
        "organisation.list_line_joined",
        {"UWaterloo Ontario": ["", "University of Waterloo"]},
    )


def test_a_list_imported_by_mistake_is_removed(client, officer):
    held = services.import_list(
        by=officer, kind="group", name="SCO", valid_from=DAY, lines=[{"country": "KZ"}]
    )
    assert client.get(f"{LISTS}{held.pk}/remove/").status_code == 200
    assert client.post(f"{LISTS}{held.pk}/remove/").headers["Location"] == LISTS
    assert ListEntry.objects.count() == 0


def test_only_those_who_may_import_do(client):
    client.force_login(make_staff(roles.COORDINATOR))
    assert client.get(LISTS).status_code == 200
    assert client.get(f"{LISTS}import/").status_code == 403

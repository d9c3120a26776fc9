"""Sheets become records: all or nothing, once, and back again."""

import datetime
import io
import itertools

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from entente.intake import importers, services
from entente.intake.models import Import, KnownName
from entente.intake.shipped import Mapping
from entente.kit import audit
from entente.office.models import Unit
from entente.office.services import system_user
from entente.organisations.models import Organisation, OrganisationName
from entente.partnerships import services as partnerships
from entente.partnerships.models import (
    Agreement,
    AgreementParty,
    AgreementYear,
    PartnerYear,
    Places,
)
from tests.factories import make_unit
from tests.factories_intake import COLUMNS, HEADINGS, ROWS, make_import, workbook
from tests.factories_organisations import make_organisation

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 5, 1)
PLACES = Mapping(
    columns={
        "partner": "Partner",
        "country": "Country",
        "academic_year": "Year",
        "direction": "In/Out",
        "number": "Places",
        "used": "Used",
    },
    constants={"kind": "exchange"},
)
PLACES_HEADINGS = list(PLACES.columns.values())


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def run(record, **options):
    importers.apply(record, on=DAY, by=system_user(), **options)
    return record


def numbers(record):
    return (record.created, record.changed, record.unchanged, record.refused, record.to_confirm)


def told(record):
    return [str(fault) for fault in record.told_faults]


def everything():
    models = (Agreement, AgreementParty, Places, Organisation, OrganisationName, KnownName)
    return [model.objects.count() for model in models]


def test_a_sheet_becomes_agreements_with_partners_days_and_source():
    unit = make_unit()
    record = run(make_import(unit, workbook([HEADINGS, *ROWS])))
    assert (record.state, numbers(record)) == ("done", (4, 0, 0, 0, 0))
    first, second = Agreement.objects.order_by("pk")
    assert (first.kind, str(first.signed_on), str(first.ends_on)) == (
        "exchange",
        "2019-05-01",
        "2030-04-30",
    )
    assert (first.state, first.source, first.unit) == ("in_force", "agreements.xlsx · 2", unit)
    assert str(first.title) == "Student exchange with University of Waterloo"
    assert (second.kind, str(second.signed_on), second.notes) == (
        "memorandum",
        "2021-03",
        "续签过一次",
    )
    [partner] = second.theirs
    assert (partner.organisation.name_zh, partner.organisation.country) == ("柏林工业大学", "DE")
    assert partner.organisation.provisional is False
    assert audit.verify()[1] == []


def test_importing_the_same_sheet_again_changes_nothing():
    unit, content = make_unit(), workbook([HEADINGS, *ROWS])
    run(make_import(unit, content))
    before = everything()
    again = run(make_import(unit, content))
    assert (again.state, numbers(again)) == ("done", (0, 0, 2, 0, 0))
    assert everything() == before


def test_what_a_person_changed_since_stays_when_the_sheet_comes_again():
    unit, content = make_unit(), workbook([HEADINGS, *ROWS])
    run(make_import(unit, content))
    agreement = Agreement.objects.order_by("pk").first()
    partnerships.change_agreement(agreement, by=system_user(), ends_on="2028")
    again = run(make_import(unit, content))
    agreement.refresh_from_db()
    assert (numbers(again)[:3], str(agreement.ends_on)) == ((0, 0, 2), "2028")


def test_a_sheet_that_says_something_else_changes_just_that():
    unit = make_unit()
    run(make_import(unit, workbook([HEADINGS, *ROWS])))
    changed = [[*ROWS[0][:4], "2035", ""], ROWS[1]]
    again = run(make_import(unit, workbook([HEADINGS, *changed])))
    assert numbers(again) == (0, 1, 1, 0, 0)
    assert str(Agreement.objects.order_by("pk").first().ends_on) == "2035"


def test_one_wrong_cell_keeps_all_rows_out_and_is_named():
    wrong = ["", "Atlantis", "friendship", "soon", "2030", ""]
    record = run(make_import(make_unit(), workbook([HEADINGS, *ROWS, wrong])))
    assert (record.state, record.refused, Agreement.objects.count()) == ("ready", 1, 0)
    assert told(record) == [
        "B4: There is no country or region “Atlantis”.",
        "C4: “friendship” is no kind of agreement.",
        "D4: “soon” is not a date. Write a year, a month or a day: 1979, 2012-11 or 2012-11-06.",
        "A4: The partner is missing.",
    ]


def test_faults_are_said_in_the_readers_language():
    wrong = [*ROWS[0][:3], "2030-01-01", "2019-01-01", ""]
    with override("zh-hans"):
        record = run(make_import(make_unit(), workbook([HEADINGS, wrong])))
    assert record.told_faults[0].message == "截止日期早于签署日期。"


def test_good_rows_only_leaves_the_others_out():
    wrong = ["Nowhere College", "Atlantis", "MOU", "2020", "2030", ""]
    record = run(make_import(make_unit(), workbook([HEADINGS, *ROWS, wrong])), good_rows_only=True)
    assert (record.state, numbers(record)) == ("done", (4, 0, 0, 1, 0))
    assert Organisation.objects.filter(name_en="Nowhere College").count() == 0


def test_in_and_out_lines_are_one_agreement_with_its_years():
    rows = [
        ["Hochschule Coburg (Germany)", "Germany", "2025/26", "OUT", 2, 1],
        ["Hochschule Coburg (Germany)", "Germany", "2025/26", "IN", 3, ""],
        ["Hochschule Coburg", "DE", "2026", "out", 4, 0],
    ]
    record = run(make_import(make_unit(), workbook([PLACES_HEADINGS, *rows]), mapping=PLACES))
    [agreement] = Agreement.objects.all()
    assert numbers(record) == (5, 0, 0, 0, 0)
    fields = ("academic_year", "direction", "number", "used")
    assert sorted(agreement.places.values_list(*fields), key=str) == [
        (2025, "inbound", 3, None),
        (2025, "outbound", 2, 1),
        (2026, "outbound", 4, 0),
    ]
    assert Organisation.objects.get().name == "Hochschule Coburg"


def test_places_that_stand_twice_are_refused_unless_they_add_up():
    rows = [["Coburg University", "Germany", "2025", "OUT", 2, 1]] * 2
    content = workbook([PLACES_HEADINGS, *rows])
    record = run(make_import(make_unit(), content, mapping=PLACES))
    assert told(record) == ["E3: The places of this line stand in row 2 already."]
    adding = Mapping.of(PLACES.plain() | {"adds_up": True})
    run(make_import(make_unit(), content, mapping=adding))
    assert list(Places.objects.values_list("number", "used")) == [(4, 2)]


def test_negative_places_are_refused_at_their_cell():
    rows = [["Coburg University", "Germany", "2025", "OUT", -2, ""]]
    record = run(make_import(make_unit(), workbook([PLACES_HEADINGS, *rows]), mapping=PLACES))
    assert told(record) == ["E2: A number of places cannot be negative."]


def test_spellings_of_one_partner_are_joined_and_a_likeness_waits_for_a_person():
    known = make_organisation(name_en="University of Waterloo", country="CA")
    rows = [
        ["Univ. of Waterloo", "Canada", "MOU", "2019", "", ""],
        ["University of Waterloo (Canada)", "加拿大", "交换", "2020", "", ""],
        ["University of Watreloo", "Canada", "交换", "2021", "", ""],
    ]
    record = run(make_import(make_unit(), workbook([HEADINGS, *rows])))
    assert numbers(record) == (4, 0, 0, 0, 1)
    assert AgreementParty.objects.filter(organisation=known).count() == 2
    [waiting] = Organisation.objects.provisional()
    assert waiting.name_en == "University of Watreloo"
    assert record.summary["likened"] == [["University of Watreloo", ["University of Waterloo"]]]


def test_what_a_person_joined_stays_joined_for_the_next_sheet():
    known = make_organisation(name_en="University of Waterloo", country="CA")
    unit = make_unit()
    rows = [["University of Watreloo", "Canada", "交换", "2021", "", ""]]
    run(make_import(unit, workbook([HEADINGS, *rows])))
    [waiting] = Organisation.objects.provisional()
    services.join_partner(waiting, known, by=system_user())
    again = run(make_import(unit, workbook([HEADINGS, *rows])))
    assert numbers(again) == (0, 0, 1, 0, 0)
    more = [["University of Watreloo", "Canada", "MOU", "2024", "", ""]]
    run(make_import(unit, workbook([HEADINGS, *more])))
    assert AgreementParty.objects.filter(organisation=known).count() == 2


def test_undoing_takes_everything_back_and_the_numbers_too():
    unit = make_unit()
    before = everything()
    record = run(make_import(unit, workbook([HEADINGS, *ROWS])))
    numbered = sorted(Agreement.objects.values_list("number", flat=True))
    services.undo_import(record, by=system_user())
    assert (record.state, everything()) == ("undone", before)
    run(make_import(unit, workbook([HEADINGS, *ROWS])))
    assert sorted(Agreement.objects.values_list("number", flat=True)) == numbered
    assert audit.verify()[1] == []


def test_undoing_takes_places_back_and_the_sums_made_of_them():
    partner = make_organisation(name_en="University of Waterloo", country="CA")
    rows = [["University of Waterloo", "Canada", "2026", "OUT", "4", "1"]]
    content = workbook([PLACES_HEADINGS, *rows])
    record = run(make_import(make_unit(), content, mapping=PLACES))
    assert PartnerYear.objects.get(partner=partner).out_places == 4
    services.undo_import(record, by=system_user())
    assert (record.state, Places.objects.count()) == ("undone", 0)
    assert not AgreementYear.objects.exists()
    assert not PartnerYear.objects.filter(out_places__gt=0).exists()


def test_undoing_gives_back_what_was_said_before():
    unit = make_unit()
    run(make_import(unit, workbook([HEADINGS, *ROWS])))
    changed = [[*ROWS[0][:4], "2035", ""], ROWS[1]]
    second = run(make_import(unit, workbook([HEADINGS, *changed])))
    services.undo_import(second, by=system_user())
    assert str(Agreement.objects.order_by("pk").first().ends_on) == "2030-04-30"
    again = run(make_import(unit, workbook([HEADINGS, *ROWS])))
    assert numbers(again)[:3] == (0, 0, 2)


def test_what_was_built_on_an_import_stands_in_the_way_of_undoing_it():
    record = run(make_import(make_unit(), workbook([HEADINGS, *ROWS])))
    agreement = Agreement.objects.order_by("pk").first()
    partnerships.change_agreement(agreement, by=system_user(), notes="Read it")
    before = everything()
    with pytest.raises(ValidationError) as refusal:
        services.undo_import(record, by=system_user())
    assert refusal.value.messages == [
        "“Student exchange with University of Waterloo” has been changed since."
    ]
    assert (everything(), Import.objects.get(pk=record.pk).state) == (before, "done")


def test_a_sheet_is_imported_once():
    record = run(make_import(make_unit(), workbook([HEADINGS, *ROWS])))
    with pytest.raises(ValidationError) as refusal:
        run(record)
    assert refusal.value.messages == ["This sheet has been imported already."]


def test_a_unit_is_found_by_name_and_an_unknown_one_is_refused():
    home = make_unit()
    school = make_unit(parent=home, name_zh="外国语学院")
    mapping = Mapping(columns={**COLUMNS, "unit": "学院"})
    rows = [[*ROWS[0], "外国语学院"], [*ROWS[1], "魔法学院"]]
    record = run(make_import(home, workbook([[*HEADINGS, "学院"], *rows]), mapping=mapping))
    assert told(record) == ["G3: There is no unit “魔法学院” of yours."]
    run(make_import(home, workbook([[*HEADINGS, "学院"], rows[0]]), mapping=mapping))
    assert Agreement.objects.get().unit == school
    assert Unit.objects.count() == 2


MESSY = {
    "Univ. of {}": "MOU",
    "University of {} (Canada)": "Student exchange",
    "  UNIVERSITY OF {} ": "学生交换协议",
    "The University of {}": "备忘录",
}


def test_a_messy_workbook_of_five_hundred_partners():
    """Titles above the headings, spellings, dates in every form, blank rows: scene 12."""
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    towns = [
        "".join(letters).title() + "ford"
        for letters in itertools.product(alphabet, "aeiou", alphabet)
    ]
    days = ["2019-05-01", "2021年3月", "2018", datetime.date(2020, 2, 29), "2012.11.06", "May 2019"]
    rows = [["合作协议一览表（2026年）"], [], HEADINGS]
    for at, town in enumerate(towns[::2][:500]):
        spelling = list(MESSY)[at % 4].format(town)
        day = days[at % 6]
        rows.append(
            [
                spelling,
                "加拿大" if at % 2 else "Canada",
                MESSY[list(MESSY)[at % 4]],
                day,
                "2035",
                "",
            ]
        )
        if at % 50 == 0:
            rows.append([])

    def dates(book, sheet):
        shown = book.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate(rows):
            if len(row) > 3 and isinstance(row[3], datetime.date):
                sheet.write_datetime(at, 3, row[3], shown)

    written = [
        [str(cell) if isinstance(cell, datetime.date) else cell for cell in row] for row in rows
    ]
    faulty = [list(row) for row in written]
    faulty[10][4] = "1999"
    unit = make_unit()
    refused = run(make_import(unit, workbook(faulty, dates)))
    assert (refused.refused, Agreement.objects.count(), told(refused)) == (
        1,
        0,
        ["E11: The last day lies before the day of signature."],
    )
    record = run(make_import(unit, workbook(written, dates)))
    assert (record.rows, record.refused, Agreement.objects.count()) == (500, 0, 500)
    before = everything()
    again = run(make_import(unit, workbook(written, dates)))
    assert (numbers(again)[:4], everything()) == ((0, 0, 500, 0), before)


def test_the_file_stays_readable_in_every_encoding():
    text = ",".join(HEADINGS) + "\n" + "\n".join(",".join(row) for row in ROWS)
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        content = text.encode(encoding)
        run(make_import(make_unit(), io.BytesIO(content).getvalue(), name="a.csv"))
    assert Agreement.objects.count() == 8

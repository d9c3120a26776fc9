"""The pages of imports: from the file to the records and back, and whose they are."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from entente.intake.models import Import, SavedMapping
from entente.intake.tests.test_importing import told
from entente.kit.grids import read_grid
from entente.office import roles
from entente.organisations.models import Organisation
from entente.partnerships.models import Agreement
from tests.factories import make_staff, make_unit
from tests.factories_intake import HEADINGS, ROWS, make_import, upload, workbook
from tests.factories_organisations import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    person = make_staff(roles.OFFICER, language="en")
    client.force_login(person)
    client.cookies["django_language"] = "en"
    with override("en"):
        yield person


def hand_in(client, officer, content, **choices):
    """Upload a sheet and accept what is proposed for its columns."""
    url = reverse("intake:upload")
    answer = client.post(url, {"file": upload(content), "unit": officer.unit.pk})
    assert answer.status_code == 302, answer.content.decode()
    record = Import.objects.get()
    assert answer["Location"] == reverse("intake:columns", args=[record.pk])
    page = client.get(answer["Location"])
    form = page.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | choices
    sent = {name: value for name, value in sent.items() if value is not False}
    answer = client.post(page.request["PATH_INFO"], sent)
    assert answer.status_code == 302, answer.content.decode()
    return record


def test_from_the_file_to_the_records_and_back(client, officer):
    record = hand_in(client, officer, workbook([HEADINGS, *ROWS]), save_as="our list")
    page = client.get(record.get_absolute_url())
    assert page.status_code == 200
    assert "Nothing is wrong in this sheet" in page.content.decode()
    assert "到期日期, 协议类型, 合作院校, 国家, 备注, 签署日期" in page.content.decode()
    assert Agreement.objects.count() == 0
    assert client.post(reverse("intake:apply", args=[record.pk])).status_code == 302
    assert Agreement.objects.count() == 2
    page = client.get(record.get_absolute_url()).content.decode()
    assert "Student exchange with University of Waterloo" in page
    assert client.get(reverse("intake:imports")).status_code == 200
    assert client.post(reverse("intake:undo", args=[record.pk])).status_code == 302
    assert Agreement.objects.count() == 0
    saved = SavedMapping.objects.get()
    assert (saved.name, saved.unit, saved.mapping.columns["partner"]) == (
        "our list",
        officer.unit,
        "合作院校",
    )


def test_refused_rows_come_back_as_a_workbook_with_their_reasons(client, officer):
    wrong = ["=1+1", "Atlantis", "MOU", "2020", "2030", ""]
    record = hand_in(client, officer, workbook([HEADINGS, *ROWS, wrong]))
    page = client.get(record.get_absolute_url()).content.decode()
    assert "1 row cannot be imported" in page
    client.post(reverse("intake:apply_good", args=[record.pk]))
    assert Agreement.objects.count() == 2
    answer = client.get(reverse("intake:refused", args=[record.pk]))
    file = b"".join(answer.streaming_content)
    rows = read_grid(upload(file), "refused.xlsx").rows
    assert rows == [
        [*HEADINGS, "Row", "Why it was not imported"],
        [*wrong, "4", "B4: There is no country or region “Atlantis”."],
    ]


def test_a_refused_import_keeps_its_sentence_at_the_page(client, officer):
    wrong = [*ROWS[0][:4], "1999", ""]
    record = hand_in(client, officer, workbook([HEADINGS, wrong]))
    client.post(reverse("intake:apply", args=[record.pk]))
    record.refresh_from_db()
    assert told(record) == ["E2: The last day lies before the day of signature."]
    assert Agreement.objects.count() == 0


def test_a_file_that_is_no_sheet_is_refused_at_its_field(client, officer):
    file = upload(b"MZ\x90\x00", "list.xlsx")
    answer = client.post(reverse("intake:upload"), {"file": file, "unit": officer.unit.pk})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["file"]
    assert Import.objects.count() == 0


def test_a_name_that_waits_is_joined_on_its_page(client, officer):
    known = make_organisation(name_en="University of Waterloo", country="CA")
    rows = [["University of Watreloo", "Canada", "MOU", "2021", "", ""]]
    record = hand_in(client, officer, workbook([HEADINGS, *rows]))
    client.post(reverse("intake:apply", args=[record.pk]))
    [waiting] = Organisation.objects.provisional()
    page = client.get(reverse("intake:names"))
    assert [organisation for organisation, _others in page.context["waiting"]] == [waiting]
    client.post(reverse("intake:names"), {"organisation": waiting.pk, "meant": known.pk})
    assert Agreement.objects.get().theirs[0].organisation == known
    assert client.get(reverse("intake:names")).context["total"] == 0


def test_a_decision_on_a_name_is_taken_back_and_asked_again(client, officer):
    known = make_organisation(name_en="University of Waterloo", country="CA")
    rows = [["University of Watreloo", "Canada", "MOU", "2021", "", ""]]
    record = hand_in(client, officer, workbook([HEADINGS, *rows]))
    client.post(reverse("intake:apply", args=[record.pk]))
    [waiting] = Organisation.objects.provisional()
    names = reverse("intake:names")

    answer = client.post(names, {"organisation": waiting.pk, "meant": known.pk})
    page = client.get(answer["Location"])
    assert (page.context["decided"], page.context["total"]) == (waiting, 0)
    client.post(names, {"back": waiting.pk})

    assert Agreement.objects.get().theirs[0].organisation == waiting
    assert client.get(names).context["total"] == 1

    client.post(names, {"organisation": waiting.pk})
    client.post(names, {"back": waiting.pk})

    assert client.get(names).context["total"] == 1


def test_another_institutions_import_is_not_found(client, officer):
    ours = make_import(officer.unit, workbook([HEADINGS, *ROWS]))
    theirs = make_import(make_unit(), workbook([HEADINGS, *ROWS]))
    assert client.get(ours.get_absolute_url()).status_code == 200
    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert client.post(reverse("intake:apply", args=[theirs.pk])).status_code == 404


def test_who_may_not_import_is_refused(client):
    client.force_login(make_staff(roles.EDITOR))
    assert client.get(reverse("intake:imports")).status_code == 403
    assert client.get(reverse("intake:upload")).status_code == 403


UNITS = [
    ["合作院校", "国家", "协议类型", "所属单位"],
    ["University of Waterloo", "加拿大", "MOU", "环境学院"],
    ["柏林工业大学", "德国", "MOU", "环境学院"],
    ["柏林工业大学", "德国", "MOU", "地学院"],
]


def test_what_is_wrong_alike_in_many_cells_is_said_once(client, officer):
    record = hand_in(client, officer, workbook([*UNITS, *UNITS[1:]]))
    faults = client.get(record.get_absolute_url()).context["faults"]
    assert [(it.fault.value, it.first_cells, it.more) for it in faults] == [
        ("环境学院", "D2, D3, D5", 1),
        ("地学院", "D4, D7", 0),
    ]


def test_rows_of_unknown_units_go_to_the_unit_of_the_import_by_choice(client, officer):
    record = hand_in(client, officer, workbook(UNITS), unknown_units="here")
    client.post(reverse("intake:apply", args=[record.pk]))
    assert sorted(Agreement.objects.values_list("unit", "notes")) == [
        (officer.unit.pk, "所属单位: 地学院"),
        (officer.unit.pk, "所属单位: 环境学院"),
        (officer.unit.pk, "所属单位: 环境学院"),
    ]


def test_who_may_not_enter_units_is_not_offered_it(client, officer):
    client.post(
        reverse("intake:upload"), {"file": upload(workbook(UNITS)), "unit": officer.unit.pk}
    )
    page = client.get(reverse("intake:columns", args=[Import.objects.get().pk]))
    offered = page.context["form"].fields["unknown_units"].choices
    assert [value for value, _label in offered] == ["refused", "here"]

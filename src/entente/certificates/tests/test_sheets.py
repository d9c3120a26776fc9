"""Many certificates from a sheet, by long work."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from entente.certificates import services
from entente.certificates.models import Certificate, Credential
from entente.certificates.runners import IssueLines
from entente.kit import work
from entente.kit.models import Work, WorkRow, WorkState
from entente.office import roles
from tests.factories import make_unit
from tests.factories_certificates import make_certificate_series, make_certificate_template

pytestmark = pytest.mark.django_db
SHEET = reverse("certificates:issue_sheet")
HEADINGS = ["姓名", "Name", "学号", "Hours"]


@pytest.fixture
def series():
    return make_certificate_series(make_unit(), year=timezone.localdate().year)


@pytest.fixture
def officer(client, staff, series):
    officer = staff(roles.OFFICER, unit=series.unit)
    client.force_login(officer)
    return officer


def sheet(*rows, headings=HEADINGS):
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    page = book.add_worksheet()
    for at, row in enumerate([headings, *rows]):
        page.write_row(at, 0, row)
    book.close()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return SimpleUploadedFile("学员.xlsx", content.getvalue(), kind)


def send(client, series, file, **typed):
    template = make_certificate_template(series.unit)
    typed = {
        "series": series.pk,
        "template": template.pk,
        "subject_zh": "培训班",
        "hours": 40,
    } | typed
    return client.post(SHEET, typed | {"file": file})


def test_each_line_is_issued_in_order_with_what_holds_for_all(
    client, officer, series, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(
            client, series, sheet(["欧阳明", "Ouyang Ming", "1", ""], ["王芳", "", "2", "20"])
        )

    assert answer.status_code == 302
    found = Certificate.objects.order_by("serial")
    assert list(found.values_list("serial", "name_zh", "hours", "subject_zh")) == [
        (1, "欧阳明", 40, "培训班"),
        (2, "王芳", 20, "培训班"),
    ]
    assert Credential.objects.count() == 2
    assert Work.objects.get().state == WorkState.DONE


@pytest.mark.parametrize(
    ("rows", "typed", "said"),
    [
        ([["欧阳明", "", "1", ""], ["", "", "2", ""]], {}, "3"),
        ([["欧阳明", "", "1", ""], ["欧阳明", "", "1", ""]], {}, "A3"),
        ([["欧阳明", "", "1", "many"]], {}, "D2"),
        ([["欧阳明", "", "1", ""], ["王芳", "", "2", "3"]], {"hours": ""}, "D2"),
        ([["王\U000f1234", "", "1", ""]], {}, "A2"),
        ([], {}, ""),
    ],
)
def test_what_is_wrong_in_a_sheet_is_said_by_cell_and_nothing_is_issued(
    client, officer, series, rows, typed, said
):
    answer = send(client, series, sheet(*rows), **typed)

    assert answer.status_code == 422
    assert said in str(answer.context["form"].errors["file"])
    assert not Certificate.objects.exists()
    assert not Work.objects.exists()


def test_a_closed_series_is_refused_before_a_line_is_read(client, officer, series):
    services.close_series(series, by=officer)

    answer = send(client, series, sheet(["欧阳明", "", "1", ""]))

    assert answer.status_code == 422
    assert not Work.objects.exists()


def started(officer, series, lines):
    template = make_certificate_template(series.unit)
    payload = {
        "series": series.pk,
        "template": template.pk,
        "ids": [int(number) for number in lines],
        "lines": lines,
    }
    return work.start(IssueLines, by=officer, title="颁发", payload=payload)


def line(name, **values):
    return {"name_zh": name, "subject_zh": "培训班", "hours": 40, "project": 0} | values


def test_an_error_in_a_line_names_it_and_the_others_are_issued_once(
    officer, series, django_capture_on_commit_callbacks
):
    lines = {"7311": line("甲"), "7312": line("乙", hours=None), "7313": line("丙")}

    with django_capture_on_commit_callbacks(execute=True):
        done = started(officer, series, lines)

    done.refresh_from_db()
    assert (done.state, done.done, done.refused) == (WorkState.DONE, 3, 1)
    refused = WorkRow.objects.exclude(reason="").get()
    assert "7312" in refused.label
    serials = Certificate.objects.order_by("serial").values_list("serial", "name_zh")
    assert list(serials) == [(1, "甲"), (2, "丙")]


def test_a_worker_that_dies_within_a_step_issues_nothing_twice_and_loses_no_number(
    officer, series, monkeypatch
):
    monkeypatch.setattr(IssueLines, "at_once", 2)
    lines = {str(at): line(f"学员{at}") for at in range(2, 8)}
    payload = {
        "series": series.pk,
        "template": make_certificate_template(series.unit).pk,
        "ids": list(range(2, 8)),
        "lines": lines,
    }
    runner = "entente.certificates.runners.IssueLines"
    begun = Work.objects.create(
        runner=runner, title="颁发", by=officer, payload=payload, total=6, state=WorkState.RUNNING
    )
    for dies in (False, True):
        with transaction.atomic():
            assert IssueLines(begun)._next_rows()
            transaction.set_rollback(dies)
    assert Certificate.objects.count() == 2

    work.carry_on.call(begun.pk)

    begun.refresh_from_db()
    assert (begun.state, begun.refused) == (WorkState.DONE, 0)
    names = Certificate.objects.order_by("serial").values_list("serial", "name_zh")
    assert list(names) == [(at - 1, f"学员{at}") for at in range(2, 8)]


def test_a_refused_line_among_many_is_named_and_the_others_are_numbered_without_a_gap(
    officer, series, monkeypatch
):
    monkeypatch.setattr(IssueLines, "at_once", 4)
    lines = {str(at): line(f"学员{at}") for at in range(2, 12)}
    lines["7"] = line("学员3")
    begun = work.start(
        IssueLines,
        by=officer,
        title="颁发",
        payload={
            "series": series.pk,
            "template": make_certificate_template(series.unit).pk,
            "ids": list(range(2, 12)),
            "lines": lines,
        },
    )

    work.carry_on.call(begun.pk)

    begun.refresh_from_db()
    [refused] = begun.rows.exclude(reason="")
    assert (refused.label, begun.refused) == ("第 7 行：学员3", 1)
    assert Certificate.objects.get(name_zh="学员3").number in refused.reason
    serials = Certificate.objects.order_by("serial").values_list("serial", flat=True)
    assert list(serials) == list(range(1, 10))
    assert begun.rows.count() == 10

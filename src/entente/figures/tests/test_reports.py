"""Yearly reports are drawn from what is published, and kept as they were released."""

import datetime
import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from entente.figures import printed, services
from entente.figures.models import YearlyReport
from entente.kit.errors import DomainError
from entente.office import roles
from entente.office import services as office
from tests.factories import make_staff, make_unit
from tests.factories_figures import make_figure, make_report, make_tally, publish
from tests.factories_partnerships import make_agreement

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 5, 1)


@pytest.fixture
def head(client):
    person = make_staff(roles.HEAD, unit=make_unit())
    client.force_login(person)
    return person


def published(unit, low=30):
    make_tally(unit, measure="partners", comparator="=", low=low, counted_in="institutions")
    figure = make_figure(unit, style="exact", fixed_on=datetime.date(2019, 6, 1))
    publish(figure)
    return figure


def test_a_report_says_what_is_published_and_what_was_signed_in_its_year():
    unit = make_unit()
    published(unit)
    make_figure(unit, name_en="Never released")
    make_agreement(unit, state="in_force", signed_on="2025-05-01", title_en="Signed then")
    make_agreement(unit, state="in_force", signed_on="2024-05-01", title_en="Signed before")

    contents = services.contents_of(make_report(unit), DAY)

    assert [it["sentences"]["en"] for it in contents["figures"]] == [
        "We work with 30 institutions."
    ]
    assert [it["titles"]["en"] for it in contents["agreements"]] == ["Signed then"]


def test_a_released_report_stays_as_it_was_to_the_byte():
    unit = make_unit()
    figure = published(unit)
    report = make_report(unit)
    services.release_report(report, on=DAY, by=office.system_user())
    before = printed.report_pdf(services.contents_of(report, DAY), draft=False)

    services.change_figure(
        figure, by=office.system_user(), on=DAY, sentence_en="Now {number} institutions."
    )
    publish(figure, on=DAY + datetime.timedelta(days=1))
    report.refresh_from_db()
    later = services.contents_of(report, DAY + datetime.timedelta(days=9))

    assert before.startswith(b"%PDF")
    assert printed.report_pdf(later, draft=False) == before
    with pytest.raises(DomainError):
        services.change_report(report, by=office.system_user(), title_en="Another")


def test_a_report_without_a_published_figure_is_not_released():
    report = make_report()

    with pytest.raises(DomainError):
        services.release_report(report, on=DAY, by=office.system_user())

    assert YearlyReport.objects.get().released_on is None


def test_after_its_release_a_year_gets_a_new_edition():
    unit = make_unit()
    published(unit)
    with_draft = make_report(unit)
    with pytest.raises(DomainError):
        make_report(unit)

    services.release_report(with_draft, on=DAY, by=office.system_user())

    assert make_report(unit).edition == 2


def test_the_files_are_handed_out(client, head):
    published(head.unit)
    report = make_report(head.unit)

    pdf = client.get(reverse("figures:report_pdf", args=[report.pk]))
    sheet = client.get(reverse("figures:report_xlsx", args=[report.pk]))

    assert pdf.content.startswith(b"%PDF")
    lines = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0)
    assert lines.to_python()[1][:3] == ["合作院校", "Partner institutions", "30"]


def test_only_who_releases_releases(client):
    unit = make_unit()
    published(unit)
    report = make_report(unit)
    client.force_login(make_staff(roles.OFFICER, unit=unit))
    assert client.post(reverse("figures:release_report", args=[report.pk]), {}).status_code == 403
    client.force_login(make_staff(roles.HEAD, unit=unit))

    client.post(reverse("figures:release_report", args=[report.pk]), {})

    assert YearlyReport.objects.get().is_released

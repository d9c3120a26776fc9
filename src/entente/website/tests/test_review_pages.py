"""The desk's pages about public sites: who publishes what, and what is refused."""

import datetime

import pytest

from entente.figures.models import Release
from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.office import roles
from entente.office import services as office
from entente.website import services
from tests.factories import make_staff, make_unit
from tests.factories_figures import make_figure, make_tally
from tests.factories_website import make_article, make_site

DAY = datetime.date(2026, 5, 1)
pytestmark = pytest.mark.django_db


def review(site, page, step=""):
    return f"/sites/{site.pk}/pages/{page.pk}/{step}"


def test_a_draft_is_not_public_until_both_languages_are_published_together(client):
    site = make_site()
    page = make_article(site)
    host = {"host": site.host}
    assert client.get("/zh/about/", headers=host).status_code == 404

    services.publish_pair(page, by=office.system_user(), on=DAY)

    assert client.get("/zh/about/", headers=host).status_code == 200
    assert client.get("/en/about/", headers=host).status_code == 200
    assert AuditEntry.objects.filter(verb="page.published").count() == 1


def test_a_page_with_a_figure_that_was_never_released_is_refused():
    site = make_site()
    make_tally(site.unit)
    figure = make_figure(
        site.unit,
        measure="visitors_received",
        period_kind="in_all",
        sentence_zh="接待{number}人次。",
        sentence_en="We received {number} visitors (person-times).",
    )
    body = [("sentence", [("words", "共"), ("figure", figure)])]
    page = make_article(site, zh={"title": "来访", "body": body})
    by = office.system_user()

    with pytest.raises(DomainError, match="尚未发布"):
        services.publish_pair(page, by=by, on=DAY)
    assert not page.__class__.objects.get(pk=page.pk).live

    services.publish_pair(page, by=by, on=DAY, figures=True)
    assert Release.objects.get().figure == figure
    assert page.__class__.objects.get(pk=page.pk).live


def test_what_the_review_finds_needs_a_reason_and_nothing_goes_out_by_accident(client):
    site = make_site()
    page = make_article(site, zh={"title": "派出900余名学生"})
    services.submit_page(page, by=office.system_user())
    head = make_staff(roles.HEAD, unit=site.unit)
    services.check_page(page, by=head)
    client.force_login(head)

    refused = client.post(review(site, page, "publish/"), {"reason": ""})
    assert refused.status_code == 422
    assert "没有数据支持" in refused.content.decode()
    assert not page.__class__.objects.get(pk=page.pk).live

    sent = client.post(review(site, page, "publish/"), {"reason": "引用文件原文"})
    assert sent.status_code == 302
    assert AuditEntry.objects.get(verb="page.published").note == "引用文件原文"


def test_an_editor_reads_the_review_and_does_not_publish(client):
    site = make_site()
    page = make_article(site)
    client.force_login(make_staff(roles.EDITOR, unit=site.unit))

    assert client.get(review(site, page)).status_code == 200
    assert client.post(review(site, page, "publish/")).status_code == 403


def test_another_units_site_and_another_sites_page_are_not_found(client):
    ours, theirs = make_site(), make_site(make_unit(code="THEIRS"))
    page = make_article(theirs)
    client.force_login(make_staff(roles.HEAD, unit=ours.unit))

    assert client.get(f"/sites/{ours.pk}/").status_code == 200
    assert client.get(f"/sites/{theirs.pk}/").status_code == 404
    assert client.get(review(ours, page)).status_code == 404

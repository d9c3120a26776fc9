"""The five documents' pages as the public reads them."""

import datetime

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from entente.consortia import services as consortia
from entente.consortia.models import Consortium
from entente.demo.load import load
from entente.figures.models import Figure
from entente.office import services as office
from entente.website import services
from entente.website.models import NewsPage, PublicPage, PublicSite
from entente.website.models.screening import screen

DAY = datetime.date(2026, 3, 2)
QUICK = [f"{MD5PasswordHasher.__module__}.{MD5PasswordHasher.__qualname__}"]
SITES = ["csu.localhost", "cug.localhost", "cuit.localhost", "soe.localhost", "ustb.localhost"]

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Load once for all tests of this module, and take it back after the last."""
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"), PASSWORD_HASHERS=QUICK)
    with django_db_blocker.unblock(), files:
        with transaction.atomic():
            load(on=DAY)
            yield
            transaction.set_rollback(True)
        cache.clear()


def read(client, host, path):
    answer = client.get(path, headers={"host": host})
    assert answer.status_code == 200, (host, path, answer.status_code)
    return answer.content.decode()


def test_each_home_has_its_site():
    assert sorted(PublicSite.objects.values_list("host", flat=True)) == SITES


@pytest.mark.parametrize("host", SITES)
def test_every_page_is_served_and_none_is_heavy(client, host):
    site = PublicSite.objects.at(host)
    for language in ("zh", "en"):
        home = site.home(language)
        for page in PublicPage.objects.live().descendant_of(home, inclusive=True):
            text = read(client, host, f"/{language}/{page.url_path[len(home.url_path) :]}")
            assert len(text.encode()) < 100_000


def test_the_consortium_page_equals_the_register(client):
    consortium = Consortium.objects.get()
    before = read(client, "cug.localhost", "/zh/consortium/")
    member = consortium.memberships.get(organisation__name_en="University of Oxford")
    assert ">12<" in before
    assert "牛津大学" in before

    consortia.end_membership(member, left_on="2020-05-01", by=office.system_user())

    after = read(client, "cug.localhost", "/zh/consortium/")
    assert ">11<" in after
    assert "牛津大学" not in after


def test_a_figure_in_running_text_says_its_release_and_leads_to_its_method(client):
    text = read(client, "ustb.localhost", "/en/cases/aachen/")
    figure = Figure.objects.get(name_en="Students sent to RWTH Aachen")
    assert f'href="/en/figures/#figure-{figure.pk}">over 400</a> students' in text


def test_a_page_without_a_language_is_named_in_the_other(client):
    text = read(client, "ustb.localhost", "/zh/cases/")
    assert 'lang="en" hreflang="en">USTB-TATA</a>' in text


def test_a_cached_page_is_asked_of_the_trail_alone(client, django_assert_num_queries):
    first = client.get("/en/", headers={"host": "ustb.localhost"})
    with django_assert_num_queries(1):
        second = client.get("/en/", headers={"host": "ustb.localhost"})
    assert second.content == first.content
    headers = {"host": "ustb.localhost", "if-none-match": first["ETag"]}
    assert client.get("/en/", headers=headers).status_code == 304


def test_public_pages_run_no_script_and_set_no_cookie(client):
    answer = client.get("/zh/", headers={"host": "cuit.localhost"})
    policy = answer["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert answer.cookies == {}
    assert answer["Cache-Control"] == "public, max-age=60"


def test_machines_find_every_page_in_both_languages(client):
    text = read(client, "cuit.localhost", "/sitemap.xml")
    assert 'hreflang="en" href="http://cuit.localhost/en/partners/"' in text
    assert "<entry>" in read(client, "csu.localhost", "/en/feed.xml")


def test_the_review_finds_what_is_wrong_with_a_text():
    page = NewsPage.objects.get()
    unit = PublicSite.objects.get(host="csu.localhost").unit
    page.body = [("sentence", [("words", "世界第一：派出900余名学生。")])]
    page.save_revision()
    found = {finding.kind: finding for finding in screen(page, on=DAY, unit=unit)}
    assert {"word", "claim", "language"} <= set(found)
    assert "广告法" in found["word"].source
    assert found["claim"].words.startswith("900余")


def test_a_page_taken_off_is_not_found(client):
    page = NewsPage.objects.get()
    address = "/en/news/interschool-cooperation/"
    read(client, "csu.localhost", address)
    services.withdraw_pair(page, by=office.system_user(), reason="Old")
    assert client.get(address, headers={"host": "csu.localhost"}).status_code == 404


def test_an_unknown_host_gets_the_desk(client):
    assert client.get("/", headers={"host": "nobody.localhost"}).status_code == 302

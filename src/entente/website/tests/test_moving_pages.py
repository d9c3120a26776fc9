"""A page that was moved is found where it stood before."""

import datetime

import pytest
from django.test import Client

from entente.office import services as office
from entente.website import services
from entente.website.models import ArticlePage, OldAddress, PublicPage, SectionPage
from tests.factories_website import make_site

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 1)


def public(site, way):
    return Client(headers={"host": site.host}).get(way)


def write(site, above, kind, slug):
    by = office.system_user()
    halves = {"zh": {"title": f"{slug}页"}, "en": {"title": slug}}
    page = services.write_pair(above, kind, slug, by=by, **halves)[0]
    services.publish_pair(page, by=by, on=TODAY)
    return PublicPage.objects.get(pk=page.pk)


def move(page, under):
    page, under = (PublicPage.objects.get(pk=it.pk) for it in (page, under))
    services.move_pair(page, under=under, by=office.system_user())


@pytest.fixture
def site():
    site = make_site()
    services.publish_pair(site.home_zh, by=office.system_user(), on=TODAY)
    return site


@pytest.fixture
def pages(site):
    first, second = (write(site, site.home_zh, SectionPage, it) for it in ("first", "second"))
    about = write(site, first, ArticlePage, "about")
    return {"first": first, "second": second, "about": about}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_comes_to_the_old_address_is_led_on(site, pages, language):
    move(pages["about"], pages["second"])

    old = public(site, f"/{language}/first/about/")

    assert (old.status_code, old["Location"]) == (301, f"/{language}/second/about/")
    assert public(site, old["Location"]).status_code == 200


def test_what_lies_below_a_moved_page_is_led_on_too(site, pages):
    move(pages["first"], pages["second"])

    old = public(site, "/en/first/about/")

    assert (old.status_code, old["Location"]) == (301, "/en/second/first/about/")


def test_a_page_moved_there_and_back_leads_nowhere_else(site, pages):
    move(pages["about"], pages["second"])
    move(pages["about"], pages["first"])

    assert public(site, "/en/first/about/").status_code == 200
    assert public(site, "/en/second/about/")["Location"] == "/en/first/about/"


def test_a_page_moved_twice_is_found_in_one_step(site, pages):
    third = write(site, site.home_zh, SectionPage, "third")
    move(pages["about"], pages["second"])
    move(pages["about"], third)

    for way in ("/en/first/about/", "/en/second/about/"):
        assert public(site, way)["Location"] == "/en/third/about/"


def test_a_new_page_at_an_old_address_is_shown_itself(site, pages):
    move(pages["about"], pages["second"])
    write(site, pages["first"], ArticlePage, "about")

    assert public(site, "/en/first/about/").status_code == 200


def test_a_page_that_was_taken_off_is_not_led_to(site, pages):
    move(pages["about"], pages["second"])
    about = PublicPage.objects.get(pk=pages["about"].pk)
    services.withdraw_pair(about, by=office.system_user(), reason="Wrong")

    assert public(site, "/en/first/about/").status_code == 404


def test_a_draft_that_is_moved_leaves_no_address(site, pages):
    by = office.system_user()
    draft = services.write_pair(pages["first"], ArticlePage, "draft", by=by, en={"title": "Draft"})
    move(draft[0], pages["second"])

    assert not OldAddress.objects.exists()

"""Opening a site."""

import pytest
from wagtail.models import Locale, Page, Site

from entente.office import roles
from entente.website.models import ArticlePage
from tests.factories import make_staff, make_unit
from tests.factories_website import make_article, make_site

pytestmark = pytest.mark.django_db


def test_a_site_opens_on_tables_that_hold_no_page_yet():
    Site.objects.all().delete()
    Page.objects.all().delete()
    Locale.objects.all().delete()

    first, second = (make_site(make_unit()) for _ in range(2))

    assert Page.get_root_nodes().count() == 1
    homes = [first.home_zh, first.home_en, second.home_zh, second.home_en]
    assert {page.get_parent().pk for page in homes} == {Page.get_first_root_node().pk}
    assert [page.locale.language_code for page in homes[:2]] == ["zh-hans", "en"]


def test_a_number_that_names_another_language_now_is_read_again():
    Page.objects.all().delete()
    Locale.objects.all().delete()
    page = ArticlePage(locale_id=90)
    for code, language in [("zh-hans", "zh"), ("en", "en")]:
        made = Locale.objects.create(pk=90, language_code=code)
        assert page.language == language
        made.delete()


def test_the_page_of_a_site_tells_what_happened_to_its_pages(client):
    site = make_site()
    make_article(site)
    client.force_login(make_staff(roles.EDITOR, unit=site.unit))
    answer = client.get(site.get_absolute_url())
    assert answer.status_code == 200
    assert "概况" in answer.text

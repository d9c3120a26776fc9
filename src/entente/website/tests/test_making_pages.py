"""Making, moving and ordering pages on the desk."""

import datetime

import pytest

from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.office import roles
from entente.office import services as office
from entente.website import services
from entente.website.models import (
    ArticlePage,
    CasePage,
    HomePage,
    NewsPage,
    PublicPage,
    SectionPage,
)
from tests.factories import make_staff
from tests.factories_figures import make_figure
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import make_agreement
from tests.factories_website import make_article, make_site

pytestmark = pytest.mark.django_db
TEXTS = {
    "title_zh": "来访",
    "title_en": "A visit",
    "body_zh": "一。\n二。",
    "body_en": "One.\nTwo.",
}


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def editor(client, site):
    client.force_login(make_staff(roles.EDITOR, unit=site.unit))
    return client


def make(site, kind, parent=None):
    return f"/sites/{site.pk}/pages/new/{kind}/{(parent or site.home_zh).pk}/"


def section(site, slug="news", title="新闻"):
    halves = {"zh": {"title": title}, "en": {"title": "News"}}
    return services.write_pair(site.home_zh, SectionPage, slug, by=office.system_user(), **halves)[
        0
    ]


def test_kind_and_place_are_chosen_first(editor, site):
    below = section(site)
    answer = editor.post(f"/sites/{site.pk}/pages/new/", {"kind": "news", "parent": below.pk})
    assert answer["Location"] == make(site, "news", below)


def test_an_editor_makes_news_in_both_languages_with_day_and_source(editor, site):
    below = section(site)
    typed = TEXTS | {"on": "2026-03-02", "source_zh": "国际处", "source_en": "Office"}

    assert editor.post(make(site, "news", below), typed).status_code == 302

    zh, en = NewsPage.objects.order_by("pk")
    assert [(it.slug, it.on.isoformat(), it.source, it.live) for it in (zh, en)] == [
        ("a-visit", "2026-03-02", "国际处", False),
        ("a-visit", "2026-03-02", "Office", False),
    ]
    assert zh.translation_key == en.translation_key
    assert (zh.get_parent().pk, en.get_parent().title) == (below.pk, "News")
    assert zh.text() == "来访\n\n一。\n\n二。"
    assert AuditEntry.objects.filter(verb="page.made").count() == 2


def test_a_case_is_tied_to_its_partner_and_their_agreements(editor, site):
    partner = make_organisation()
    agreement = make_agreement(site.unit, partner=partner)
    story = "1979 | 签约\n2002｜共建平台"
    typed = TEXTS | {"partner": partner.pk, "since": "1979", "timeline_zh": story}

    refused = editor.post(make(site, "case"), typed | {"timeline_en": "1979"})
    assert list(refused.context["form"].errors) == ["timeline_en"]
    assert not CasePage.objects.exists()

    sent = editor.post(make(site, "case"), typed | {"agreements": [agreement.pk]})
    assert sent.status_code == 302
    page = CasePage.objects.get(locale__language_code="zh-hans")
    assert page.partner == partner
    assert [it.value for it in page.agreements] == [agreement]
    assert [(it.value["when"], it.value["what"]) for it in page.timeline] == [
        ("1979", "签约"),
        ("2002", "共建平台"),
    ]


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("news", {"on": ""}, "on"),
        ("event", {"starts_on": "2026-05-02", "ends_on": "2026-05-01"}, "ends_on"),
        ("article", {"slug": "No Good"}, "slug"),
        ("article", {"slug": "taken"}, "slug"),
        ("partners", {"named": "Nobody University"}, "named"),
        ("case", {"partner": ""}, "partner"),
        ("contact", {"email": "no address"}, "email"),
    ],
)
def test_what_cannot_be_made_is_named_at_its_field(editor, site, kind, values, field):
    make_article(site, slug="taken")
    answer = editor.post(make(site, kind), TEXTS | values)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "二。" in answer.content.decode()
    assert PublicPage.objects.filter(title="来访").count() == 0


@pytest.mark.parametrize(
    ("zh", "en", "slug"),
    [
        ("概况", "About us", "about-us"),
        ("合作院校2026", "", "he-zuo-yuan-xiao-2026"),
        ("", "About", "about-2"),
        ("？", "!", "page"),
    ],
)
def test_an_address_is_proposed_and_never_taken_twice(site, zh, en, slug):
    make_article(site)
    assert services.propose_slug(site.home_zh, zh, en) == slug


def test_figures_of_the_first_page_are_chosen_by_their_signs(editor, site):
    first, second = make_figure(site.unit), make_figure(site.unit)
    address = f"/sites/{site.pk}/pages/{site.home_zh_id}/write/"
    form = editor.get(address).context["form"]
    held = {name: form[name].value() or "" for name in form.fields}

    sent = editor.post(address, held | {"highlights": f"{{{second.pk}}} {{{first.pk}}}"})

    assert sent.status_code == 302
    for home in HomePage.objects.all():
        draft = home.get_latest_revision_as_object()
        assert [it.value for it in draft.highlights] == [second, first]


def test_a_page_moves_with_what_is_below_it_in_both_languages(editor, site):
    news, about = section(site), make_article(site)
    address = f"/sites/{site.pk}/pages/{about.pk}/move/"

    assert editor.post(address, {"parent": news.pk}).status_code == 302

    paths = [it.url_path.split("/", 2)[2] for it in ArticlePage.objects.order_by("pk")]
    assert paths == ["news/about/", "news/about/"]
    with pytest.raises(DomainError, match="自己"):
        services.move_pair(
            PublicPage.objects.get(pk=news.pk),
            under=PublicPage.objects.get(pk=about.pk),
            by=office.system_user(),
        )


def test_a_page_goes_up_in_both_languages_and_stops_at_the_top(editor, site):
    first, second = make_article(site, slug="one"), make_article(site, slug="two")
    address = f"/sites/{site.pk}/pages/{second.pk}/order/"
    for _turn in range(2):
        assert editor.post(address, {"way": "up"}).status_code == 302
        for home in HomePage.objects.all():
            assert [it.slug for it in home.get_children()] == ["two", "one"]
    editor.post(address, {"way": "down"})
    home = HomePage.objects.get(pk=site.home_zh_id)
    assert [it.pk for it in home.get_children()] == [first.pk, second.pk]


def test_below_a_page_of_one_language_only_that_language_is_written(editor, site):
    below = make_article(site, slug="lone", zh={"title": "概况"})
    refused = editor.post(make(site, "article", below), TEXTS)
    assert "英文版" in str(refused.context["form"].errors)
    assert editor.post(make(site, "article", below), {"title_zh": "来访"}).status_code == 302


def test_a_page_below_one_that_is_no_longer_public_is_not_published(site):
    by, day = office.system_user(), datetime.date(2026, 5, 1)
    below = section(site)
    page = services.write_pair(below, ArticlePage, "in", by=by, zh={"title": "内页"})[0]

    with pytest.raises(DomainError, match="上级页面"):
        services.publish_pair(page, by=by, on=day)
    services.publish_pair(below, by=by, on=day)
    services.publish_pair(page, by=by, on=day)
    with pytest.raises(DomainError, match="下级页面"):
        services.withdraw_pair(below, by=by, reason="")


@pytest.mark.parametrize("role", [roles.AUDITOR, roles.HEAD])
def test_who_does_not_write_makes_and_moves_nothing(client, site, role):
    page = make_article(site)
    client.force_login(make_staff(role, unit=site.unit))
    assert client.get(make(site, "article")).status_code == 403
    for step in ("move", "order"):
        assert client.post(f"/sites/{site.pk}/pages/{page.pk}/{step}/").status_code == 403

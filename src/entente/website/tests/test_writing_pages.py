"""Writing a page on the desk: drafts, figures placed in text, nothing public by accident."""

import pytest

from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.office import roles
from entente.website.models import ArticlePage
from entente.website.models.writing import read, typed
from tests.factories import make_staff
from tests.factories_figures import make_figure
from tests.factories_website import make_article, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def editor(client, site):
    client.force_login(make_staff(roles.EDITOR, unit=site.unit))
    return client


def address(site, page):
    return f"/sites/{site.pk}/pages/{page.pk}/write/"


def fields(client, site, page, **changes):
    """Give what the form would send, with changes."""
    form = client.get(address(site, page)).context["form"]
    return {name: form[name].value() or "" for name in form.fields} | changes


def newest(page, language):
    half = page.get_translations(inclusive=True).get(locale__language_code=language)
    return half.specific.get_latest_revision_as_object()


def test_what_is_typed_is_read_and_written_the_same(site):
    figure = make_figure(site.unit)
    text = f"# 概况\n\n共{{{figure.pk}}}人。\n\n{{{figure.pk}}}\n\n> 引文"
    body = read(text, {figure.pk: figure})
    assert [kind for kind, _value in body] == ["heading", "sentence", "figure", "quote"]
    assert typed(ArticlePage(body=body).body) == text


def test_a_text_from_a_word_processor_keeps_its_paragraphs():
    assert [kind for kind, _value in read("一。\r\n\u3000\r\n二。\r\n\r\n\r\n三。", {})] == [
        "sentence"
    ] * 3


def test_a_line_of_a_word_processor_is_a_paragraph_and_unseen_signs_are_gone():
    pasted = "\ufeff一\u00ad、概况\x0b\u3000\u3000二\u200b。\r\n•\tthree\u00a0four\u2028five\x07"
    body = read(pasted, {})
    assert [value[0][1] for _kind, value in body] == ["一、概况", "二。", "• three four", "five"]


def test_a_sign_that_names_no_figure_is_refused():
    with pytest.raises(DomainError, match="99"):
        read("共{99}人。", {})


def test_an_editor_writes_a_draft_and_the_public_sees_nothing_of_it(editor, site):
    figure = make_figure(site.unit)
    page = make_article(site)
    sent = fields(editor, site, page, body_zh=f"共{{{figure.pk}}}人。", title_en="About us")

    assert editor.post(address(site, page), sent).status_code == 302

    assert newest(page, "zh-hans").figures() == [figure]
    assert newest(page, "en").title == "About us"
    assert not ArticlePage.objects.live().exists()
    assert AuditEntry.objects.filter(verb="page.written").count() == 1


def test_a_missing_language_is_added_where_the_other_stands(editor, site):
    page = make_article(site, zh={"title": "概况"})
    sent = fields(editor, site, page, title_en="About", body_en="We cooperate.")

    assert editor.post(address(site, page), sent).status_code == 302

    half = newest(page, "en")
    assert (half.title, half.text(), half.live) == ("About", "About\n\nWe cooperate.", False)
    assert half.get_parent().pk == site.home_en_id


@pytest.mark.parametrize(
    ("field", "value"),
    [("body_zh", "共{999999}人。"), ("title_zh", "")],
)
def test_what_cannot_be_kept_is_named_at_its_field_and_nothing_is_saved(editor, site, field, value):
    page = make_article(site)
    answer = editor.post(address(site, page), fields(editor, site, page, **{field: value}))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not AuditEntry.objects.filter(verb="page.written").exists()


def test_who_typed_on_an_older_draft_overwrites_nobody(editor, site):
    page = make_article(site)
    older = fields(editor, site, page, title_zh="甲")
    editor.post(address(site, page), fields(editor, site, page, title_zh="乙"))

    assert editor.post(address(site, page), older).status_code == 422
    assert newest(page, "zh-hans").title == "乙"


def test_the_auditor_does_not_write(client, site):
    page = make_article(site)
    client.force_login(make_staff(roles.AUDITOR, unit=site.unit))
    assert client.get(address(site, page)).status_code == 403

"""Pictures of public pages: small, without what a camera notes, public only with their page."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.office import roles
from entente.office import services as office
from entente.website import services
from entente.website.models import NewsPage, Picture
from entente.website.pictures import prepared
from tests.factories import make_staff
from tests.factories_website import make_article, make_picture, make_site, picture_file

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 1)
SAID = {"alt_zh": "签约仪式", "alt_en": "The signing", "credit": "国际处 王芳"}


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def editor(client, site):
    client.force_login(make_staff(roles.EDITOR, unit=site.unit))
    return client


def publish(page):
    return services.publish_pair(page, by=office.system_user(), on=TODAY)


def article_with(site, shown, **values):
    body = [("picture", shown)]
    halves = {
        "zh": {"title": "签约", "body": body, **values},
        "en": {"title": "Signing", "body": body, **values},
    }
    return make_article(site, slug="signing", **halves)


def public(site, way):
    return Client(headers={"host": site.host}).get(way)


# --- Prepared -------------------------------------------------------------------------------------


def test_a_picture_is_kept_in_three_sizes():
    sizes = prepared(picture_file(3000, 2000).read())

    opened = [Image.open(io.BytesIO(it)) for it in (sizes.large, sizes.small, sizes.social)]
    assert [(it.format, it.size) for it in opened] == [
        ("WEBP", (1344, 896)),
        ("WEBP", (640, 427)),
        ("JPEG", (1200, 630)),
    ]
    assert (sizes.width, sizes.height) == (1344, 896)


def test_what_a_camera_notes_does_not_come_along_but_its_turn_does():
    notes = Image.Exif()
    notes[0x0112] = 6  # the camera was held upright
    notes[0x010F] = "A camera"
    notes.get_ifd(0x8825)[1] = "N"
    sizes = prepared(picture_file(800, 600, exif=notes.tobytes()).read())

    for content in (sizes.large, sizes.small, sizes.social):
        assert not dict(Image.open(io.BytesIO(content)).getexif())
        assert b"A camera" not in content
    assert (sizes.width, sizes.height) == (600, 800)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xd8\xff no picture", "no_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no_picture"),
        (picture_file(300, 300).read(), "too_small"),
        (picture_file(800, 600).read()[:2000], "no_picture"),
    ],
)
def test_what_is_no_picture_or_too_small_is_refused(content, code):
    with pytest.raises(DomainError) as refused:
        prepared(content)
    assert refused.value.code == code


def test_a_picture_of_too_many_points_is_refused_before_it_unfolds():
    out = io.BytesIO()
    Image.new("1", (10_000, 8_001)).save(out, "PNG")

    with pytest.raises(DomainError) as refused:
        prepared(out.getvalue())

    assert refused.value.code == "too_large"


# --- On the desk ----------------------------------------------------------------------------------


def test_an_editor_adds_a_picture_with_its_words_and_its_credit(editor, site):
    sent = SAID | {"upload": picture_file(1600, 900, name="签约.jpg")}

    answer = editor.post(f"/sites/{site.pk}/pictures/add/", sent)

    picture = Picture.objects.get()
    assert answer["Location"] == picture.get_absolute_url()
    assert (picture.site, picture.unit, picture.credit) == (site, site.unit, "国际处 王芳")
    assert (picture.width, picture.height, picture.small_width) == (1344, 756, 640)
    assert AuditEntry.objects.filter(verb="picture.added").count() == 1
    shown = editor.get(f"/sites/pictures/{picture.pk}/small.webp")
    assert shown["Content-Type"] == "image/webp"
    assert editor.get(f"/sites/pictures/{picture.pk}/other.webp").status_code == 404


@pytest.mark.parametrize("missing", list(SAID))
def test_a_picture_without_its_words_or_credit_is_refused(editor, site, missing):
    sent = SAID | {missing: "", "upload": picture_file(1600, 900)}

    answer = editor.post(f"/sites/{site.pk}/pictures/add/", sent)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [missing]
    assert not Picture.objects.exists()


def test_an_upload_that_is_no_picture_says_so_and_loses_nothing_typed(editor, site):
    sent = SAID | {"upload": SimpleUploadedFile("a.jpg", b"\xff\xd8\xff but no picture")}

    answer = editor.post(f"/sites/{site.pk}/pictures/add/", sent)

    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == ["upload"]
    assert form["credit"].value() == "国际处 王芳"
    assert not Picture.objects.exists()


def test_a_picture_is_placed_by_its_sign_and_on_top(editor, site):
    picture, page = make_picture(site), make_article(site)
    address = f"/sites/{site.pk}/pages/{page.pk}/write/"
    form = editor.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}

    sign = f"{{p{picture.pk}}}"
    answer = editor.post(address, sent | {"body_zh": f"一。\n{sign}", "picture": picture.pk})

    assert answer.status_code == 302
    half = page.get_translations(inclusive=True).get(locale__language_code="zh-hans")
    draft = half.specific.get_latest_revision_as_object()
    assert [child.block_type for child in draft.body] == ["sentence", "picture"]
    assert (draft.picture, draft.pictures()) == (picture, [picture])
    again = editor.get(address).context["form"]
    assert again["body_zh"].value() == f"一。\n\n{sign}"
    assert again["picture"].value() == picture.pk
    pages = editor.get(f"/sites/pictures/{picture.pk}/").context["pages"]
    assert {it.translation_key for it in pages} == {half.translation_key}


@pytest.mark.parametrize(("typed", "code"), [("{p99}", "99"), ("见图{p%d}。", "p")])
def test_a_sign_without_its_picture_or_amid_words_is_refused(editor, site, typed, code):
    picture, page = make_picture(site), make_article(site)
    address = f"/sites/{site.pk}/pages/{page.pk}/write/"
    form = editor.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}

    answer = editor.post(address, sent | {"body_en": typed.replace("%d", str(picture.pk))})

    assert answer.status_code == 422
    assert code in str(answer.context["form"].errors["body_en"])


def test_a_picture_of_another_site_cannot_be_placed(editor, site):
    other, page = make_picture(make_site()), make_article(site)
    make_picture(site)
    address = f"/sites/{site.pk}/pages/{page.pk}/write/"
    form = editor.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}

    answer = editor.post(address, sent | {"picture": other.pk})

    assert answer.status_code == 422
    assert editor.get(f"/sites/pictures/{other.pk}/").status_code == 404
    assert editor.get(f"/sites/pictures/{other.pk}/small.webp").status_code == 404


def test_a_picture_that_a_draft_shows_is_not_removed(editor, site):
    picture, free = make_picture(site), make_picture(site)
    article_with(site, picture)

    answer = editor.post(f"/sites/pictures/{picture.pk}/remove/")
    gone = editor.post(f"/sites/pictures/{free.pk}/remove/")

    assert answer.status_code == 422
    assert gone.status_code == 302
    assert list(Picture.objects.all()) == [picture]


# --- For the public -------------------------------------------------------------------------------


def test_a_picture_is_public_with_its_page_and_not_before_or_after(site):
    picture = make_picture(site)
    publish(site.home_zh)
    page = article_with(site, picture)
    way = f"/zh/signing/{picture.named('large.webp')}"

    before = public(site, way)
    publish(page)
    meanwhile = public(site, way)
    services.withdraw_pair(page, by=office.system_user(), reason="Wrong")
    after = public(site, way)

    assert [it.status_code for it in (before, meanwhile, after)] == [404, 200, 404]
    assert meanwhile["Content-Type"] == "image/webp"
    assert meanwhile["Cache-Control"] == "public, max-age=86400"
    assert meanwhile.content[:4] == b"RIFF"
    assert picture.uses.count() == 2


def test_a_page_shows_its_picture_with_words_credit_and_a_preview(site):
    picture = make_picture(site, alt_en="The “signing”")
    publish(site.home_zh)
    publish(article_with(site, picture, picture=picture))
    root, name = f"http://{site.host}/en/signing/", picture.named("social.jpg")

    page = public(site, "/en/signing/").content.decode()

    assert f'<meta property="og:image" content="{root}{name}">' in page
    assert f'"image": "{root}{name}"' in page
    assert page.count(f'alt="{picture.alt_en}"') == 2
    assert page.count(f"<figcaption>{picture.credit}</figcaption>") == 2
    assert public(site, f"/en/signing/{name}")["Content-Type"] == "image/jpeg"
    assert public(site, f"/en/signing/picture-{picture.pk + 9}-large.webp").status_code == 404


def test_lists_show_the_pictures_on_top(site):
    publish(site.home_zh)
    pictures = [make_picture(site) for _number in range(3)]
    for number, picture in enumerate(pictures):
        news = {"on": TODAY, "title": f"News {number}", "picture": picture}
        pair = services.write_pair(
            site.home_zh, NewsPage, "", by=office.system_user(), zh=news, en=news
        )
        publish(pair[0])

    page = public(site, "/zh/").content.decode()

    assert page.count("e-thumb") == 3
    for picture in pictures:
        assert picture.named("small.webp") in page

"""Pictures of seals and signatures on certificates."""

import io

import PIL.Image
import PIL.ImageDraw
import pypdf
import pytest
from django.core.files.base import ContentFile

from entente.certificates import inks, printed, services
from entente.kit.errors import DomainError
from entente.kit.models import StoredFile
from entente.office.services import system_user
from tests.factories_certificates import make_certificate, make_certificate_template

RED = (200, 20, 30)


def scan(mode="RGB", ground=(246, 243, 238), size=(800, 800), form="JPEG"):
    """Give a scan of a red ring on paper."""
    picture = PIL.Image.new(mode, size, ground)
    box = (size[0] // 8, size[1] // 8, size[0] * 7 // 8, size[1] * 7 // 8)
    PIL.ImageDraw.Draw(picture).ellipse(box, outline=RED, width=30)
    out = io.BytesIO()
    picture.save(out, form)
    return out.getvalue()


def upload(content=None, name="seal.jpg"):
    return ContentFile(scan() if content is None else content, name)


def opened(content):
    return PIL.Image.open(io.BytesIO(content)).convert("RGBA")


def reds(certificate):
    """Count the points of the drawn page that are red."""
    page = PIL.Image.open(io.BytesIO(printed.picture(certificate))).convert("RGB")
    points = page.get_flattened_data()
    return sum(1 for red, green, blue in points if red > 150 > 90 > max(green, blue))


def test_the_paper_behind_the_ink_becomes_transparent():
    picture = opened(inks.cleared(scan()))

    assert max(picture.size) == inks.LARGEST
    middle = picture.getpixel((picture.width // 2, picture.height // 2))
    ring = picture.getpixel((picture.width // 2, 8))
    assert middle[3] == 0
    assert ring[3] > 240
    assert ring[0] > 170 > 60 > ring[1]


def test_a_picture_that_is_transparent_already_keeps_its_colours():
    picture = opened(inks.cleared(scan("RGBA", (0, 0, 0, 0), form="PNG")))

    assert picture.getpixel((picture.width // 2, 8))[:3] == pytest.approx(RED, abs=12)


@pytest.mark.parametrize(
    "content", [b"no picture at all", scan()[:2000], scan(size=(40, 40), form="PNG")[:20]]
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(DomainError) as refused:
        inks.cleared(content)

    assert refused.value.code == "no_picture"


def test_a_picture_of_paper_alone_is_refused():
    out = io.BytesIO()
    PIL.Image.new("RGB", (200, 200), "white").save(out, "PNG")

    with pytest.raises(DomainError) as refused:
        inks.cleared(out.getvalue())

    assert refused.value.code == "empty_picture"


def test_a_picture_with_too_many_points_is_refused_before_it_unfolds():
    out = io.BytesIO()
    PIL.Image.new("1", (8000, 8000)).save(out, "PNG")

    with pytest.raises(DomainError) as refused:
        inks.cleared(out.getvalue())

    assert refused.value.code == "too_large"


@pytest.mark.django_db
def test_the_seal_stands_on_the_paper_and_the_paper_stays_small():
    template = make_certificate_template(
        seal_picture=upload(), signature_picture=upload(name="signature.jpg")
    )
    certificate = make_certificate(template=template)
    bare = make_certificate(name_zh="王芳", name_en="Wang Fang")

    content = printed.pdf(certificate, certificate.credential)

    assert reds(certificate) > 1000
    assert reds(bare) == 0
    assert len(content) <= 55_000
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert printed.plain(certificate.text_zh) in printed.plain(text)


@pytest.mark.django_db
def test_a_certificate_keeps_the_seal_with_which_it_was_issued():
    template = make_certificate_template(seal_picture=upload())
    certificate = make_certificate(template=template)

    services.change_template(template, by=system_user(), drop_seal=True)

    certificate.refresh_from_db()
    template.refresh_from_db()
    assert template.seal is None
    assert certificate.seal == StoredFile.objects.get()


@pytest.mark.django_db
def test_a_refused_picture_is_told_at_its_field_and_nothing_is_kept():
    with pytest.raises(DomainError) as refused:
        make_certificate_template(signature_picture=upload(b"GIF89a"))

    assert list(refused.value.message_dict) == ["signature_picture"]
    assert StoredFile.objects.count() == 0

"""The paper of a certificate, read back."""

import io
import json

import PIL.Image
import pypdf
import pytest
import zxingcpp

from entente.certificates import parts, printed
from entente.certificates.models import Credential
from entente.kit.errors import DomainError
from tests.factories import make_unit
from tests.factories_certificates import make_certificate, make_certificate_series
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db


def test_the_paper_says_what_the_register_says_in_both_languages():
    certificate = make_certificate()

    content = printed.pdf(certificate, certificate.credential)

    text = printed.plain(
        "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(content)).pages)
    )
    for said in (
        certificate.title_zh,
        certificate.text_zh,
        certificate.text_en,
        certificate.number,
        certificate.unit.name_zh,
        certificate.unit.name_en,
        "2026年5月1日",
        "1 May 2026",
    ):
        assert printed.plain(said) in text
    assert len(content) <= 45_000


def test_the_code_on_the_paper_leads_to_its_verification():
    certificate = make_certificate()

    page = PIL.Image.open(io.BytesIO(printed.picture(certificate)))

    assert [code.text for code in zxingcpp.read_barcodes(page)] == [certificate.short_address]


def test_a_person_is_told_of_their_certificates():
    series = make_certificate_series()
    person = make_person(series.unit)
    certificate = make_certificate(series, person=person, name_zh="", name_en="")

    [told] = parts.told_of_person(person).plain()

    assert certificate.number in told.values()


def test_the_paper_carries_the_credential_and_is_one_tagged_page():
    certificate = make_certificate()

    reader = pypdf.PdfReader(io.BytesIO(printed.pdf(certificate, certificate.credential)))

    [[inside]] = reader.attachments.values()
    assert inside.decode() == Credential.objects.get().document
    assert len(reader.pages) == 1
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    for font in fonts:
        [inner] = font.get_object()["/DescendantFonts"]
        descriptor = inner.get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


@pytest.mark.parametrize(
    ("name_zh", "name_en"),
    [
        ("王䶮", "Wang Yan"),
        ("㛃𬭎𫍯", "Jie Hong Xian"),
        ("", "Gökçe İşığ Őry"),
        (printed.LONGEST["name_zh"], printed.LONGEST["name_en"]),
    ],
)
def test_rare_and_long_names_come_out(name_zh, name_en):
    certificate = make_certificate(name_zh=name_zh, name_en=name_en)

    content = printed.pdf(certificate, certificate.credential)

    reader = pypdf.PdfReader(io.BytesIO(content))
    text = printed.plain(reader.pages[0].extract_text())
    assert len(reader.pages) == 1
    assert printed.plain(name_en) in text
    assert printed.plain(name_zh) in text


def test_a_character_that_no_font_has_is_named_before_anything_is_issued():
    series = make_certificate_series()
    with pytest.raises(DomainError) as refusal:
        make_certificate(series, name_zh="王\U000f1234")

    assert "U+F1234" in refusal.value.messages[0]
    assert make_certificate(series).serial == 1


def test_the_same_certificate_gives_the_same_bytes():
    certificate = make_certificate(make_certificate_series(make_unit()))

    assert printed.pdf(certificate, certificate.credential) == printed.pdf(
        certificate, certificate.credential
    )


def test_the_credential_in_the_paper_says_what_is_printed():
    certificate = make_certificate()

    inside, text = printed.credential_in(printed.pdf(certificate, certificate.credential))

    said = json.loads(inside)
    assert said["credentialSubject"]["licenseNumber"] == certificate.number
    assert all(printed.plain(line) in text for line in said["description"].splitlines())

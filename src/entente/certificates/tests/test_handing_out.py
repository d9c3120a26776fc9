"""A certificate goes to its holder: one mail, a page without an account, files that can be kept."""

import datetime
import io
import json
import re

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from entente.certificates import pades, printed, services
from entente.certificates.models import Handout
from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.office import roles
from tests.factories import make_staff, make_user
from tests.factories_certificates import DAY, make_certificate
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def certificate():
    return make_certificate(email="ouyang@example.org")


def word_in(letter):
    [found, _again] = re.findall(r"/mine/(\S+)/", letter.body)
    return found


def test_the_holder_gets_one_mail_that_leads_to_paper_and_credential(certificate):
    services.hand_out(certificate, by=make_user())

    [letter] = mail.outbox
    assert letter.to == ["ouyang@example.org"]
    assert certificate.number in letter.subject
    assert certificate.short_address in letter.body
    [handout] = Handout.objects.all()
    assert (handout.state, handout.address) == ("sent", "")

    visitor = Client()
    address = reverse("held", args=[word_in(letter)])
    page = visitor.get(address)
    assert page.status_code == 200
    assert "欧阳明" in page.text
    assert "Ouyang Ming" in page.text
    paper, again = (visitor.get(f"{address}certificate.pdf").getvalue() for _time in range(2))
    document = json.loads(visitor.get(f"{address}credential.json").getvalue())
    token = visitor.get(f"{address}credential.jwt").getvalue().decode()
    assert services.look_at(paper, on=DAY).word == "valid"
    assert paper == again
    assert document == json.loads(services.credential_of(certificate).document)
    assert token == services.credential_of(certificate).token
    certificate.refresh_from_db()
    assert certificate.copies == 0


def test_a_person_of_the_register_is_written_to_at_the_address_that_stands_there():
    person = make_person(email="at-home@example.org")
    services.hand_out(make_certificate(person=person), by=make_user())
    assert [letter.to for letter in mail.outbox] == [["at-home@example.org"]]


def test_without_an_address_nothing_is_sent_and_one_that_is_typed_is_kept():
    certificate = make_certificate()
    with pytest.raises(DomainError, match="欧阳明"):
        services.hand_out(certificate, by=make_user())
    assert not Handout.objects.exists()

    services.hand_out(certificate, email="new@example.org", by=make_user())

    certificate.refresh_from_db()
    assert certificate.email == "new@example.org"
    assert [letter.to for letter in mail.outbox] == [["new@example.org"]]
    assert AuditEntry.objects.filter(verb="certificate.mailed").count() == 1


def test_what_waits_to_leave_is_not_asked_for_twice(certificate, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    for _time in range(2):
        services.hand_out(certificate, by=make_user())
    assert Handout.objects.count() == 1


def test_what_has_ended_is_neither_sent_nor_handed_out(certificate):
    services.hand_out(certificate, by=make_user())
    address = reverse("held", args=[word_in(mail.outbox[0])])
    newer = services.reissue(
        certificate,
        series=certificate.series,
        cause="wrong_data",
        reason="姓名有误",
        on=DAY,
        by=make_user(),
        name_zh="欧阳鸣",
        subject_zh=certificate.subject_zh,
        hours=certificate.hours,
    )

    with pytest.raises(DomainError):
        services.hand_out(certificate, by=make_user())
    assert newer.number in Client().get(address).text
    for ending in ("certificate.pdf", "credential.json", "credential.jwt"):
        assert Client().get(address + ending).status_code == 404


@pytest.mark.parametrize("word", ["x", "1:2", "0b0b4f0e-53b4-4e43-8dd5-9a9f1f0a0001:guess"])
def test_a_word_that_nobody_was_sent_finds_nothing(certificate, word):
    assert Client().get(reverse("held", args=[word])).status_code == 404
    assert Client().get(reverse("fetched", args=[word, "certificate.pdf"])).status_code == 404
    held = reverse("held", args=[certificate.holder_address.split("/")[-2]])
    assert Client().get(f"{held}other.exe").status_code == 404


def test_the_office_sends_one_from_its_page_and_many_from_the_list(client, certificate):
    client.force_login(make_staff(roles.OFFICER, unit=certificate.unit))
    address = reverse("certificates:hand_out", args=[certificate.pk])
    assert client.get(address).context["form"]["email"].value() == "ouyang@example.org"
    assert client.post(address, {"email": "not an address"}).status_code == 422
    assert client.post(address, {"email": "ouyang@example.org"}).status_code == 302
    assert client.get(certificate.get_absolute_url()).status_code == 200

    chosen = {"action": "hand_out", "pick": [certificate.pk], "confirm": "1"}
    assert client.post(reverse("certificates:certificates"), chosen).status_code == 200
    assert len(mail.outbox) == 2


# --- Signed papers --------------------------------------------------------------------------------


def seal(path, word=b"word"):
    """Make a key and a certificate that an institution signs papers with."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Example University")])
    begins = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    others = "key_encipherment data_encipherment key_agreement key_cert_sign crl_sign"
    usage = dict.fromkeys([*others.split(), "encipher_only", "decipher_only"], False)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins.replace(year=2120))
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True
        )
        .sign(key, hashes.SHA256())
    )
    kept = serialization.BestAvailableEncryption(word)
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", key, made, None, kept))
    return made


@pytest.fixture
def sealed(settings, tmp_path):
    made = seal(tmp_path / "seal.p12")
    settings.CERTIFICATE_SIGNING = str(tmp_path / "seal.p12")
    settings.CERTIFICATE_SIGNING_WORD = "word"
    return made


def verdict_on(content, root):
    from asn1crypto import x509 as asn1

    trusted = asn1.Certificate.load(root.public_bytes(serialization.Encoding.DER))
    [signature] = PdfFileReader(io.BytesIO(content)).embedded_signatures
    return validate_pdf_signature(signature, ValidationContext(trust_roots=[trusted]))


def test_a_paper_is_signed_for_independent_software_and_still_verifies(certificate, sealed):
    content = services.holders_copy(certificate)

    found = verdict_on(content, sealed)
    assert found.bottom_line
    assert found.coverage.name == "ENTIRE_FILE"
    assert services.look_at(content, on=DAY).word == "valid"
    assert services.holders_copy(certificate) == content


def test_a_signed_paper_that_was_changed_is_noticed(certificate, sealed):
    content = services.holders_copy(certificate)
    at = content.index(b"/Title")
    assert not verdict_on(content[:at] + b"/Titel" + content[at + 6 :], sealed).intact


def test_a_wrong_word_for_the_key_is_said_plainly(settings, sealed):
    settings.CERTIFICATE_SIGNING_WORD = "other"
    with pytest.raises(ImproperlyConfigured, match="ENTENTE_SIGNING"):
        pades.signed(b"%PDF-1.7")


def test_without_a_signing_certificate_a_paper_stays_as_it_was_drawn(certificate):
    drawn = printed.pdf(certificate, services.credential_of(certificate))
    assert pades.signed(drawn) == drawn

"""Anyone verifies: on the public page, by a command without a server, against the status list."""

import datetime
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from entente.certificates import keys, services
from entente.certificates.badges import status
from entente.certificates.models import Copy, Credential
from entente.office import roles
from tests.factories import make_unit, make_user
from tests.factories_certificates import DAY, make_certificate, make_certificate_series

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder_of_keys(settings, tmp_path):
    settings.CERTIFICATE_KEYS = str(tmp_path / "keys")
    settings.ADDRESS = "https://certs.example.edu"


@pytest.fixture
def certificate():
    return make_certificate(make_certificate_series(make_unit(code="CUG")))


def ask(number):
    return Client().get(f"/c/{number}")


def drop(content, name="certificate.pdf"):
    return Client().post(reverse("verify"), {"file": SimpleUploadedFile(name, content)})


def word(page):
    return page.context["answer"].word


def test_whoever_scans_the_code_reads_both_languages_and_no_name(certificate):
    page = ask(certificate.number)

    text = page.content.decode()
    assert word(page) == "valid"
    for said in (
        "证书有效",
        "This certificate is valid",
        certificate.title_zh,
        certificate.title_en,
    ):
        assert said in text
    assert certificate.name_zh not in text
    assert certificate.name_en not in text
    assert "40" not in [value for side in page.context["sides"] for _label, value in side["facts"]]


def test_void_revoked_and_expired_each_say_so(certificate):
    by, series = make_user(), certificate.series
    void = make_certificate(series, reference="2")
    expired = make_certificate(series, reference="3", expires_on=DAY)
    services.void(void, reason="打印损坏", on=DAY, by=by)
    services.revoke(certificate, cause="misuse", reason="内部说明", on=DAY, by=by)

    assert [word(ask(it.number)) for it in (void, certificate, expired)] == [
        "void",
        "revoked",
        "expired",
    ]
    text = ask(certificate.number).content.decode()
    assert "冒用或滥用" in text
    assert "内部说明" not in text


def test_a_reissued_one_leads_to_the_new_one(certificate):
    new = services.reissue(
        certificate,
        series=certificate.series,
        cause="wrong_data",
        reason="姓名有误",
        on=DAY,
        by=make_user(),
        name_zh="欧阳铭",
        subject_zh="课",
        hours=1,
    )

    page = ask(certificate.number)

    assert word(page) == "reissued"
    assert new.number in page.content.decode()


def test_a_mistyped_number_is_told_from_an_unknown_one(certificate):
    wrong = certificate.number[:-1] + ("A" if certificate.number[-1] != "A" else "B")
    from entente.certificates.numbers import Number

    assert word(ask(wrong)) == "mistyped"
    assert word(ask(str(Number("CUG", "NDE", 2026, 0, 999)))) == "unknown"
    assert word(ask("100491202605001234")) == "mistyped"


def test_a_typed_number_leads_to_its_page(certificate):
    typed = certificate.number.lower().replace("-", " ")

    answer = Client().post(reverse("verify"), {"number": typed}, follow=True)

    assert word(answer) == "valid"
    assert Client().get(reverse("verify")).status_code == 200
    assert Client().post(reverse("verify"), {"number": " "}).status_code == 422


def test_counting_through_numbers_is_slowed_down(certificate):
    client = Client()
    answers = [client.get(f"/c/{certificate.number}").status_code for _ in range(61)]

    assert answers == [200] * 60 + [429]


def test_the_pdf_as_it_was_handed_out_is_valid_and_an_altered_one_is_not(certificate):
    content = services.draw_copy(certificate, by=make_user())

    assert word(drop(content)) == "valid"
    assert word(drop(content + b"\n% more")) == "altered"
    assert word(drop(content.replace(b"CUG", b"CUH", 1))) in {"altered", "unreadable"}
    services.revoke(certificate, cause="misuse", reason="查实", on=DAY, by=make_user())
    assert word(drop(content)) == "revoked"


def test_the_credential_file_is_valid_and_an_altered_one_is_not(certificate):
    document = Credential.objects.get().document

    assert word(drop(document.encode(), "c.json")) == "valid"
    assert word(drop(document.replace("欧阳明", "欧阳亮").encode(), "c.json")) == "altered"
    assert word(drop(Credential.objects.get().token.encode(), "c.jwt")) == "valid"
    assert word(drop(b"scan", "scan.pdf")) == "unreadable"
    assert word(drop(b"%PDF-1.7 broken", "scan.pdf")) == "unreadable"
    foreign = document.replace(keys.did(), "did:web:x.example")
    assert word(drop(foreign.encode(), "c.json")) == "foreign"


def test_what_is_dropped_is_not_kept(certificate):
    drop(Credential.objects.get().document.encode())

    assert Copy.objects.count() == 0


def test_the_status_list_shows_what_no_longer_holds(certificate):
    other = make_certificate(certificate.series, reference="2")
    services.revoke(certificate, cause="misuse", reason="查实", on=DAY, by=make_user())
    number, index = status.place(certificate.pk)

    answer = Client().get(reverse("certificates:status_list", args=[number]))

    encoded = answer.json()["credentialSubject"]["encodedList"]
    assert status.is_set(encoded, index)
    assert not status.is_set(encoded, status.place(other.pk)[1])
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert Client().get(reverse("certificates:status_list", args=[number + 1])).status_code == 404


def test_keys_are_listed_for_everybody_and_stay_after_they_were_rotated(certificate):
    first = Client().get("/.well-known/did.json").json()
    keys.rotate()
    second = Client().get("/.well-known/did.json").json()

    assert first["id"] == "did:web:certs.example.edu"
    assert [it["id"] for it in second["verificationMethod"]][:2] == first["assertionMethod"]
    assert len(second["assertionMethod"]) == 4
    newer = make_certificate(certificate.series, reference="2")
    method = json.loads(newer.credential.document)["proof"]["verificationMethod"]
    assert method in set(second["assertionMethod"]) - set(first["assertionMethod"])
    assert word(drop(certificate.credential.document.encode())) == "valid"
    assert word(drop(newer.credential.document.encode())) == "valid"


def test_keys_lie_sealed_outside_of_the_database(settings, certificate, tmp_path):
    files = list((tmp_path / "keys").iterdir())

    assert len(files) == 2
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)
    assert all(path.read_bytes().startswith(b"gAAAA") for path in files)


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as left:
        call_command("certificates", "verify", *map(str, arguments))
    return left.value.code, capsys.readouterr().out


def kept(tmp_path, certificate):
    """Keep what a verifier would have fetched."""
    number = status.place(certificate.pk)[0]
    for name, content in (
        ("did.json", keys.document()),
        ("status.json", services.status_list(number, at=timezone.now())),
    ):
        (tmp_path / name).write_text(json.dumps(content))
    return ["--did", tmp_path / "did.json", "--status", tmp_path / "status.json", "--json"]


@pytest.mark.parametrize("form", ["json", "jwt", "pdf"])
def test_the_command_verifies_without_a_server(capsys, tmp_path, certificate, form):
    file = tmp_path / f"c.{form}"
    credential = certificate.credential
    contents = {
        "json": credential.document.encode(),
        "jwt": credential.token.encode(),
        "pdf": services.draw_copy(certificate, by=make_user()),
    }
    file.write_bytes(contents[form])
    beside = kept(tmp_path, certificate)

    code, said = run(capsys, file, *beside)
    assert (code, json.loads(said)["verdict"]) == (0, "valid")

    services.revoke(certificate, cause="misuse", reason="查实", on=DAY, by=make_user())
    code, said = run(capsys, file, *kept(tmp_path, certificate))
    assert (code, json.loads(said)["verdict"]) == (1, "revoked")


def test_the_command_tells_altered_expired_unreadable_and_unknown(capsys, tmp_path, certificate):
    beside = kept(tmp_path, certificate)
    expired = make_certificate(
        certificate.series, reference="2", expires_on=DAY + datetime.timedelta(days=1)
    )
    document = certificate.credential.document
    expected = {
        document.replace("40学时", "400学时"): (1, "altered"),
        expired.credential.document: (1, "expired"),
        "scan": (2, "unreadable"),
    }
    for content, answer in expected.items():
        file = tmp_path / "c.json"
        file.write_text(content)
        code, said = run(capsys, file, *beside)
        assert (code, json.loads(said)["verdict"]) == answer

    file.write_text(document)
    code, said = run(capsys, file, "--offline", "--did", tmp_path / "did.json", "--json")
    assert (code, json.loads(said)["verdict"]) == (1, "status_unknown")
    code, _said = run(capsys, tmp_path / "missing.json", "--json")
    assert code == 2


def test_the_command_lists_and_rotates_keys(capsys):
    call_command("keys", "rotate")
    call_command("keys", "rotate")

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in lines[-4:]] == ["retired", "retired", "signs", "signs"]


def test_a_copy_is_drawn_by_a_button_and_counted(client, staff):
    unit = make_unit()
    certificate = make_certificate(make_certificate_series(unit))
    client.force_login(staff(roles.OFFICER, unit=unit))
    address = reverse("certificates:pdf", args=[certificate.pk])

    answer = client.post(address)

    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    certificate.refresh_from_db()
    assert (certificate.copies, Copy.objects.count()) == (1, 1)
    services.void(certificate, reason="损坏", on=DAY, by=make_user())
    assert client.post(address).status_code == 302
    assert Copy.objects.count() == 1
    for form in ("credential", "token"):
        answer = client.get(reverse(f"certificates:{form}", args=[certificate.pk]))
        assert answer["Content-Disposition"].startswith("attachment")


def test_a_template_is_previewed_with_the_longest_names(client, staff):
    unit = make_unit()
    template = make_certificate(make_certificate_series(unit)).template
    client.force_login(staff(roles.OFFICER, unit=unit))

    picture = client.get(reverse("certificates:picture", args=[template.pk]))
    answer = client.get(reverse("certificates:preview", args=[template.pk]))

    assert picture.content.startswith(b"\x89PNG")

    assert b"".join(answer.streaming_content).startswith(b"%PDF-")

import pytest
from django.urls import reverse
from django.utils import timezone

from entente.certificates.enums import CertificateState
from entente.certificates.models import Certificate, CertificateSeries, CertificateTemplate
from entente.certificates.tests.test_pictures import upload
from entente.office import roles
from tests.factories import make_unit
from tests.factories_certificates import (
    make_certificate,
    make_certificate_series,
    make_certificate_template,
)

pytestmark = pytest.mark.django_db
S = CertificateState
REGISTER = reverse("certificates:certificates")


@pytest.fixture
def unit():
    return make_unit(code="CUG")


@pytest.fixture
def officer(client, staff, unit):
    officer = staff(roles.OFFICER, unit=unit)
    client.force_login(officer)
    return officer


def this_year(unit):
    return make_certificate_series(unit, year=timezone.localdate().year)


def test_the_register_begins_empty_and_says_how_to_begin(client, officer):
    page = client.get(REGISTER).content.decode()

    assert "尚未颁发证书" in page
    assert reverse("certificates:issue") in page


@pytest.mark.parametrize("count", [1, 25])
def test_the_register_costs_the_same_however_long(
    client, officer, unit, django_assert_max_num_queries, count
):
    series, template = make_certificate_series(unit), make_certificate_template(unit)
    for at in range(count):
        make_certificate(series, template, reference=str(at))
    client.get(REGISTER)

    with django_assert_max_num_queries(12):
        page = client.get(REGISTER)

    assert len(page.context["rows"]) == count


def test_from_an_open_series_to_a_certificate_by_hand(client, officer, unit):
    series_form = {"unit": unit.pk, "kind": "NDE", "year": timezone.localdate().year, "code": "cug"}
    client.post(reverse("certificates:open_series"), series_form)
    series = CertificateSeries.objects.get()
    client.post(
        reverse("certificates:new_template"),
        {
            "unit": unit.pk,
            "kind": "NDE",
            "title_zh": "结业证书",
            "title_en": "Certificate",
            "text_zh": "兹证明{name}完成学习。",
            "text_en": "{name} has completed the course.",
        },
    )
    template = CertificateTemplate.objects.get()

    answer = client.post(
        reverse("certificates:issue"),
        {"series": series.pk, "template": template.pk, "name_en": "Ada Lovelace"},
        follow=True,
    )

    certificate = Certificate.objects.get()
    assert answer.redirect_chain[-1][0] == certificate.get_absolute_url()
    assert "兹证明Ada Lovelace完成学习。" in answer.content.decode()
    assert str(series) == f"CUG-NDE-{timezone.localdate().year}"


def test_a_certificate_without_a_holder_is_refused_at_the_name(client, officer, unit):
    series, template = this_year(unit), make_certificate_template(unit)

    answer = client.post(
        reverse("certificates:issue"), {"series": series.pk, "template": template.pk}
    )

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name_zh"}
    assert not Certificate.objects.exists()


def test_missing_hours_are_asked_for_at_their_field(client, officer, unit):
    series, template = this_year(unit), make_certificate_template(unit)
    typed = {"series": series.pk, "template": template.pk, "name_zh": "王", "subject_zh": "课"}

    answer = client.post(reverse("certificates:issue"), typed)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"hours"}


@pytest.mark.parametrize(
    ("step", "typed", "state"),
    [
        ("void", {"reason": "打印损坏"}, S.VOID),
        ("revoke", {"reason": "查实冒领", "cause": "misuse"}, S.REVOKED),
        ("void", {"reason": ""}, S.VALID),
        ("revoke", {"reason": "", "cause": "misuse"}, S.VALID),
    ],
)
def test_a_certificate_ends_only_with_a_reason(client, officer, unit, step, typed, state):
    certificate = make_certificate(make_certificate_series(unit))

    answer = client.post(reverse(f"certificates:{step}", args=[certificate.pk]), typed)

    certificate.refresh_from_db()
    assert certificate.state == state
    assert answer.status_code == (422 if state == S.VALID else 302)


def test_a_certificate_is_reissued_from_what_it_says(client, officer, unit):
    series = this_year(unit)
    old = make_certificate(series, on=timezone.localdate())
    form = client.get(reverse("certificates:reissue", args=[old.pk])).context["form"]
    typed = {name: value for name in form.fields if (value := form[name].value()) not in (None, "")}

    answer = client.post(
        reverse("certificates:reissue", args=[old.pk]),
        typed | {"cause": "wrong_data", "reason": "姓名有误", "name_zh": "欧阳铭"},
        follow=True,
    )

    new = Certificate.objects.get(replaces=old)
    assert (new.name_zh, new.hours, new.state) == ("欧阳铭", old.hours, S.VALID)
    assert old.number in answer.content.decode()
    assert new.number in client.get(old.get_absolute_url()).content.decode()


def test_another_units_certificate_is_not_found(client, officer):
    theirs = make_certificate()

    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert client.get(reverse("certificates:revoke", args=[theirs.pk])).status_code == 404


def test_a_coordinator_issues_but_does_not_revoke(client, staff, unit):
    certificate = make_certificate(make_certificate_series(unit))
    client.force_login(staff(roles.COORDINATOR, unit=unit))

    assert client.get(reverse("certificates:issue")).status_code == 200
    assert client.get(reverse("certificates:revoke", args=[certificate.pk])).status_code == 403


def test_series_and_templates_are_taken_out_of_use_and_back(client, officer, unit):
    series, template = make_certificate_series(unit), make_certificate_template(unit)
    for name, record, field in (
        ("series", series, "closed"),
        ("template", template, "retired"),
    ):
        ways = {"series": ("close_series", "reopen_series")}
        for way, value in zip(
            ways.get(name, ("retire_template", "reopen_template")), (True, False), strict=True
        ):
            client.post(reverse(f"certificates:{way}", args=[record.pk]))
            record.refresh_from_db()
            assert getattr(record, field) is value
        assert client.get(record.get_absolute_url()).status_code == 200
    assert client.get(reverse("certificates:all_series")).status_code == 200
    assert client.get(reverse("certificates:templates")).status_code == 200


def test_a_template_is_changed(client, officer, unit):
    template = make_certificate_template(unit)
    address = reverse("certificates:change_template", args=[template.pk])
    form = client.get(address).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}

    refused = client.post(address, typed | {"text_en": "{name} {grade}"})
    client.post(address, typed | {"title_en": "Certificate"})

    template.refresh_from_db()
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"text_en"}
    assert template.title_en == "Certificate"


def test_a_seal_is_put_on_a_template_and_taken_off(client, officer, unit):
    template = make_certificate_template(unit)
    address = reverse("certificates:change_template", args=[template.pk])
    typed = {name: getattr(template, name) for name in ("title_zh", "title_en", "text_zh")}
    typed |= {"text_en": template.text_en}
    assert "drop_seal" not in client.get(address).context["form"].fields

    refused = client.post(address, typed | {"seal_picture": upload(b"GIF89a", "seal.png")})
    put = client.post(address, typed | {"seal_picture": upload()})
    template.refresh_from_db()
    held = template.seal
    taken = client.post(address, typed | {"drop_seal": "on"})
    template.refresh_from_db()

    assert (refused.status_code, put.status_code, taken.status_code) == (422, 302, 302)
    assert set(refused.context["form"].errors) == {"seal_picture"}
    assert held is not None
    assert template.seal is None

import datetime
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connections, transaction

from entente.certificates import services
from entente.certificates.enums import CERTIFICATE_FLOW, CertificateState
from entente.certificates.models import Certificate, CertificateSeries
from entente.certificates.numbers import read
from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.office import services as office
from tests.factories import make_unit, make_user
from tests.factories_certificates import (
    DAY,
    make_certificate,
    make_certificate_series,
    make_certificate_template,
)
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db
S = CertificateState
LEADS_TO = {
    (S.VALID, "void"): S.VOID,
    (S.VALID, "revoke"): S.REVOKED,
    (S.VALID, "reissue"): S.REISSUED,
}


@pytest.mark.parametrize("step", CERTIFICATE_FLOW.steps)
@pytest.mark.parametrize("state", S)
def test_every_step_from_every_state(state, step):
    if target := LEADS_TO.get((state, step)):
        assert CERTIFICATE_FLOW.move(state, step) == target
    else:
        with pytest.raises(DomainError):
            CERTIFICATE_FLOW.move(state, step)


def test_a_certificate_keeps_its_words_and_its_number():
    unit = make_unit(code="CUG", name_zh="中国地质大学", name_en="China University of Geosciences")
    template = make_certificate_template(unit)

    certificate = make_certificate(make_certificate_series(unit), template, project=2)
    services.change_template(template, by=office.system_user(), text_zh="{name}另文")

    certificate.refresh_from_db()
    assert certificate.number == "CUG-NDE-2026-02-0001-" + certificate.number[-1]
    assert read(certificate.number).serial == 1
    assert certificate.text_zh == (
        "兹证明欧阳明参加了冶金技术管理培训班，共40学时，考核合格，准予结业。"
    )
    assert certificate.text_en == (
        "This is to certify that Ouyang Ming has completed Training course in metallurgical"
        " management, 40 hours in all."
    )


def test_120_certificates_are_numbered_without_a_gap_and_two_void_ones_stay_visible():
    series, by = make_certificate_series(), make_user()
    template = make_certificate_template(series.unit)
    issued = [make_certificate(series, template, reference=f"L{at}") for at in range(120)]

    for certificate in (issued[10], issued[99]):
        services.void(certificate, reason="打印损坏", on=DAY, by=by)
    after = make_certificate(series, template, reference="L120")

    serials = Certificate.objects.order_by("serial").values_list("serial", "state")
    void = {11, 100}
    assert list(serials) == [(at, S.VOID if at in void else S.VALID) for at in range(1, 122)]
    assert after.serial == 121


def test_each_class_unit_and_year_counts_for_itself():
    unit = make_unit()
    first = make_certificate_series(unit)
    others = [
        make_certificate_series(unit, year=2027),
        make_certificate_series(unit, kind="EVT"),
        make_certificate_series(make_unit(unit), code="SCHOOL"),
    ]
    make_certificate(first)

    assert make_certificate(others[0], on=DAY.replace(year=2027)).serial == 1
    template = make_certificate_template(unit, kind="EVT")
    assert make_certificate(others[1], template).serial == 1
    assert make_certificate(others[2]).serial == 1
    assert make_certificate(first, reference="2").serial == 2


def test_what_fails_gives_its_number_back():
    series = make_certificate_series()
    with transaction.atomic():
        make_certificate(series)
        transaction.set_rollback(True)

    assert make_certificate(series).serial == 1


@pytest.mark.django_db(transaction=True)
def test_two_clerks_who_issue_at_once_get_numbers_without_a_gap():
    series = make_certificate_series()
    template, by = make_certificate_template(series.unit), make_user()
    failures = []

    def clerk(name):
        try:
            for at in range(5):
                mine = CertificateSeries.objects.get(pk=series.pk)
                make_certificate(mine, template, by=by, reference=f"{name}{at}")
        except DatabaseError as error:
            failures.append(error)
        finally:
            connections.close_all()

    clerks = [threading.Thread(target=clerk, args=(name,)) for name in "ab"]
    for thread in clerks:
        thread.start()
    for thread in clerks:
        thread.join()

    assert failures == []
    assert sorted(Certificate.objects.values_list("serial", flat=True)) == list(range(1, 11))


def test_a_closed_series_gives_no_number_until_it_is_opened_again():
    series, by = make_certificate_series(), make_user()
    services.close_series(series, by=by)
    with pytest.raises(ValidationError) as refusal:
        make_certificate(series)
    assert set(refusal.value.error_dict) == {"series"}

    services.reopen_series(series, by=by)
    assert make_certificate(series).serial == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"hours": None}, "hours"),
        ({"subject_zh": "", "subject_en": ""}, "subject_zh"),
        ({"name_zh": "", "name_en": ""}, "name_zh"),
        ({"starts_on": DAY, "ends_on": DAY - datetime.timedelta(days=1)}, "ends_on"),
        ({"expires_on": DAY - datetime.timedelta(days=1)}, "expires_on"),
        ({"name_zh": "长" * 61}, "name_zh"),
        ({"project": 100}, "project"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field_and_takes_no_number(values, field):
    series = make_certificate_series()
    with pytest.raises(ValidationError) as refusal:
        make_certificate(series, **values)

    assert set(refusal.value.error_dict) == {field}
    assert make_certificate(series).serial == 1


def test_a_learner_is_not_given_the_same_twice_but_a_namesake_is():
    series = make_certificate_series()
    first = make_certificate(series)
    with pytest.raises(DomainError) as refusal:
        make_certificate(series)
    assert refusal.value.code == "twice"
    assert first.number in refusal.value.messages[0]

    assert make_certificate(series, reference="L2").serial == 2
    services.void(first, reason="名字有误", on=DAY, by=make_user())
    assert make_certificate(series).serial == 3


def test_a_clock_set_back_issues_nothing():
    series = make_certificate_series()
    make_certificate(series)
    with pytest.raises(DomainError) as refusal:
        make_certificate(series, on=DAY - datetime.timedelta(days=1), reference="2")

    assert refusal.value.code == "clock"
    assert Certificate.objects.count() == 1


def test_the_day_of_issue_lies_in_the_year_of_the_series():
    series = make_certificate_series()
    with pytest.raises(ValidationError) as refusal:
        make_certificate(series, on=datetime.date(2027, 1, 1))

    assert set(refusal.value.error_dict) == {"series"}


def test_a_template_of_another_class_or_out_of_use_is_refused():
    series, by = make_certificate_series(), make_user()
    other = make_certificate_template(series.unit, kind="LEC")
    retired = make_certificate_template(series.unit)
    services.retire_template(retired, by=by)
    for template in (other, retired):
        with pytest.raises(ValidationError) as refusal:
            make_certificate(series, template)
        assert set(refusal.value.error_dict) == {"template"}

    services.reopen_template(retired, by=by)
    assert make_certificate(series, retired).serial == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [("{name}，{grade}", "unknown_field"), ("{name} }", "lone_brace"), ("无名", "no_holder")],
)
def test_a_text_with_wrong_fields_is_refused(text, code):
    with pytest.raises(ValidationError) as refusal:
        make_certificate_template(text_zh=text)

    assert [error.code for error in refusal.value.error_dict["text_zh"]] == [code]


@pytest.mark.parametrize("reason", ["", "   "])
def test_nothing_ends_without_a_reason(reason):
    certificate, by = make_certificate(), make_user()
    for end in (
        lambda: services.void(certificate, reason=reason, on=DAY, by=by),
        lambda: services.revoke(certificate, cause="misuse", reason=reason, on=DAY, by=by),
    ):
        with pytest.raises(ValidationError) as refusal:
            end()
        assert set(refusal.value.error_dict) == {"reason"}
    certificate.refresh_from_db()
    assert certificate.state == S.VALID


def test_the_database_itself_wants_a_reason():
    certificate = make_certificate()
    with pytest.raises(IntegrityError, match="cert_ended_says_why"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(state=S.REVOKED)


def test_a_revoked_certificate_says_when_by_whom_and_why():
    certificate, by = make_certificate(), make_user()

    services.revoke(certificate, cause="not_earned", reason="缺勤过半", on=DAY, by=by)

    certificate.refresh_from_db()
    ended = (certificate.state, certificate.ended_on, certificate.ended_by, certificate.cause)
    assert ended == (S.REVOKED, DAY, by, "not_earned")
    entry = AuditEntry.objects.get(verb="certificate.revoked")
    assert entry.changes == {
        "state": ["valid", "revoked"],
        "ended_on": ["", "2026-05-01"],
        "ended_by": ["", by.pk],
        "cause": ["", "not_earned"],
        "reason": ["", "缺勤过半"],
    }


def test_a_reissued_certificate_names_the_one_in_its_place():
    series, by = make_certificate_series(), make_user()
    old = make_certificate(series)

    new = services.reissue(
        old,
        series=series,
        cause="wrong_data",
        reason="姓名有误",
        on=DAY,
        by=by,
        name_zh="欧阳铭",
        subject_zh=old.subject_zh,
        hours=40,
    )

    old.refresh_from_db()
    assert (old.state, old.replaced, new.replaces) == (S.REISSUED, new, old)
    assert (new.serial, new.state, new.name_zh) == (2, S.VALID, "欧阳铭")


def test_a_reissue_that_cannot_be_leaves_the_old_one_valid():
    series, by = make_certificate_series(), make_user()
    old = make_certificate(series)
    with pytest.raises(ValidationError):
        services.reissue(
            old, series=series, cause="other", reason="重打", on=DAY, by=by, name_zh="欧阳明"
        )

    old.refresh_from_db()
    assert old.state == S.VALID
    assert Certificate.objects.count() == 1


def test_a_person_of_the_register_gives_the_name():
    series = make_certificate_series()
    person = make_person(series.unit, name_zh="王䶮", family_name="Wang", given_name="Yan")

    certificate = make_certificate(series, person=person, name_zh="", name_en="")

    assert (certificate.name_zh, certificate.name_en) == (person.name_zh, person.name_en)


def test_names_stand_sealed_in_the_trail():
    make_certificate()

    entry = AuditEntry.objects.get(verb="certificate.issued")
    assert "欧阳明" not in str(entry.changes)


def test_another_unit_cannot_take_the_same_code():
    make_certificate_series(code="CUG")
    with pytest.raises(ValidationError):
        make_certificate_series(code="CUG")


@pytest.mark.parametrize("code", ["C", "123", "CU-G", "TOOLONGACODEX", "中大"])
def test_a_code_is_of_capital_letters_and_digits(code):
    with pytest.raises(ValidationError) as refusal:
        make_certificate_series(code=code)

    assert "code" in refusal.value.error_dict


def test_copies_are_counted():
    certificate, by = make_certificate(), make_user()
    services.draw_copy(certificate, by=by)
    services.draw_copy(certificate, by=by)

    certificate.refresh_from_db()
    assert certificate.copies == 2
    assert AuditEntry.objects.filter(verb="certificate.printed").count() == 2

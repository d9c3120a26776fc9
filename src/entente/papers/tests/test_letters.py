"""Letters: from draft to dispatch, numbered without a gap, sealed, and found on their records."""

import datetime
import io
import threading

import docx
import pytest
from django.core.files.base import ContentFile
from django.db import connection

from entente.kit.errors import DomainError
from entente.kit.models import Attachment, AuditEntry
from entente.office import services as office
from entente.papers import services
from entente.papers.enums import LETTER_FLOW, VERSION_FLOW, LetterState, VersionState
from entente.papers.models import Letter, LetterTemplate, TemplateVersion
from tests.factories import make_unit
from tests.factories_organisations import make_organisation
from tests.factories_papers import DAY, S, make_letter, make_template, word_file
from tests.factories_partnerships import make_agreement
from tests.factories_people import make_person

V = VersionState
LEADS_TO = {
    (S.DRAFT, "issue"): S.ISSUED,
    (S.ISSUED, "seal"): S.SEALED,
    (S.ISSUED, "send"): S.SENT,
    (S.SEALED, "send"): S.SENT,
    **{(state, "withdraw"): S.WITHDRAWN for state in (S.DRAFT, S.ISSUED, S.SEALED, S.SENT)},
}
VERSIONS_LEAD_TO = {
    (V.UPLOADED, "check"): V.CHECKED,
    (V.SET_ASIDE, "check"): V.CHECKED,
    (V.UPLOADED, "set_aside"): V.SET_ASIDE,
    (V.CHECKED, "set_aside"): V.SET_ASIDE,
}


def scan(name="扫描.pdf", body=b"1 0 obj << /Type /Catalog >> endobj"):
    return ContentFile(b"%PDF-1.7\n" + body + b"\ntrailer << >>\n%%EOF\n", name=name)


def lines(attachment):
    from django.core.files.storage import default_storage

    with default_storage.open(attachment.file.location) as file:
        return [it.text for it in docx.Document(io.BytesIO(file.read())).paragraphs]


@pytest.mark.parametrize("step", LETTER_FLOW.steps)
@pytest.mark.parametrize("state", LetterState)
def test_every_step_of_a_letter_from_every_state(state, step):
    if target := LEADS_TO.get((state, step)):
        assert LETTER_FLOW.move(state, step) == target
    else:
        with pytest.raises(DomainError):
            LETTER_FLOW.move(state, step)


@pytest.mark.parametrize("step", VERSION_FLOW.steps)
@pytest.mark.parametrize("state", VersionState)
def test_every_step_of_a_version_from_every_state(state, step):
    if target := VERSIONS_LEAD_TO.get((state, step)):
        assert VERSION_FLOW.move(state, step) == target
    else:
        with pytest.raises(DomainError):
            VERSION_FLOW.move(state, step)


# --- Templates ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_template_with_an_unknown_field_is_refused_with_its_place_and_nothing_is_kept():
    with pytest.raises(DomainError) as refusal:
        make_template(None, "您好", "致{{ organization_zh }}")

    assert refusal.value.message_dict == {
        "file": [
            "第2段“致{{ organization_zh }}”：没有“organization_zh”这个字段，"
            "是否应为“organisation_zh”"
        ]
    }
    assert LetterTemplate.objects.count() == TemplateVersion.objects.count() == 0


@pytest.mark.django_db
def test_a_template_may_use_the_fields_of_its_own_kind_of_record_only():
    with pytest.raises(DomainError):
        make_template(None, "{{ agreement_zh }}")

    assert make_template(None, "{{ agreement_zh }}", about="partnerships.agreement").pk


@pytest.mark.django_db
def test_only_a_checked_version_is_used_and_the_newest_of_them():
    template = make_template(checked=False)
    by, about = office.system_user(), make_organisation()
    words = {"title_zh": "a", "addressee_zh": "b"}

    with pytest.raises(DomainError) as refusal:
        services.draft_letter(by=by, unit=template.unit, template=template, about=about, **words)
    assert refusal.value.message_dict == {"template": ["该模板尚无已审核的版本。"]}

    first = template.versions.get()
    services.check_version(first, by=by)
    second = services.add_version(template, file=word_file("{{ addressee_zh }}您好"), by=by)
    assert (second.number, LetterTemplate.objects.get().current()) == (2, first)
    services.check_version(second, by=by)
    assert LetterTemplate.objects.get().current() == second
    services.set_version_aside(second, reason="typo", by=by)
    assert LetterTemplate.objects.get().current() == first


@pytest.mark.django_db
def test_the_same_file_is_no_new_version():
    template, file = make_template(), word_file("{{ addressee_zh }}")
    services.add_version(template, file=file, by=office.system_user())
    file.seek(0)

    with pytest.raises(DomainError) as refusal:
        services.add_version(template, file=file, by=office.system_user())
    assert refusal.value.message_dict == {"file": ["该文件与最新版本相同。"]}


@pytest.mark.django_db
def test_a_retired_template_writes_no_letters():
    template = make_template()
    services.retire_template(template, by=office.system_user())

    with pytest.raises(DomainError):
        make_letter(template.unit, template=template)


@pytest.mark.django_db
def test_the_usual_letters_are_sound_and_come_once():
    unit, by = make_unit(), office.system_user()

    added = services.add_starting_templates(by=by, unit=unit, checked=True)

    assert sorted(it.title_zh for it in added) == sorted(
        ["邀请函", "学生提名函", "感谢信", "交流学生录取通知", "确认函", "协议确认函", "协议签字页"]
    )
    assert [it.current().number for it in LetterTemplate.objects.all()] == [1] * 7
    assert services.add_starting_templates(by=by, unit=unit) == []


@pytest.mark.django_db
def test_every_usual_letter_can_be_issued_for_an_ordinary_record():
    unit, by = make_unit(), office.system_user()
    records = {
        "organisations.organisation": make_organisation(name_zh="滑铁卢大学", name_en="Waterloo"),
        "people.person": make_person(unit=unit, name_zh="王燕新", family_name="Wang"),
        "partnerships.agreement": make_agreement(
            unit, partner=make_organisation(name_zh="阿亨工业大学", name_en="Aachen")
        ),
    }
    for template in services.add_starting_templates(by=by, unit=unit, checked=True):
        letter = make_letter(
            unit,
            template=template,
            about=records[template.about],
            state=S.ISSUED,
            addressee_en="Waterloo",
            text_zh="正文",
            text_en="Text",
        )
        assert "［" not in "".join(lines(Attachment.objects.of(letter).get()))


# --- Letters --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_issuing_gives_the_number_and_keeps_the_text_as_it_was():
    unit = make_unit(code="CUG", name_zh="中国地质大学（武汉）")
    school = make_unit(unit, code="SOE")
    about = make_organisation(name_zh="滑铁卢大学")
    template = make_template(
        school, "{{ number }}", "{{ date_zh }}致{{ organisation_zh }}：{{ text_zh }}"
    )

    letter = make_letter(school, template=template, about=about, text_zh="第一行\n第二行")
    services.issue_letter(letter, on=DAY, by=office.system_user())

    letter.refresh_from_db()
    assert (letter.state, letter.number, letter.issued_on) == (S.ISSUED, "CUG-LET-2026-001", DAY)
    file = Attachment.objects.of(letter).get()
    assert (file.kind, file.name, file.language) == ("letter", "CUG-LET-2026-001.docx", "zh")
    assert lines(file) == ["CUG-LET-2026-001", "2026年5月1日致滑铁卢大学：第一行\n第二行"]
    verbs = AuditEntry.objects.about(letter).values_list("verb", flat=True)
    assert sorted(verbs) == ["file.attached", "letter.drafted", "letter.issued"]


@pytest.mark.django_db
def test_each_institution_and_year_counts_by_itself_and_no_number_is_lost():
    ours, theirs = make_unit(code="CUG"), make_unit(code="CSU")
    by = office.system_user()
    services.withdraw_letter(make_letter(ours, state=S.ISSUED), reason="x", by=by)
    make_letter(ours, state=S.ISSUED)
    blank = make_letter(ours, template=make_template(ours, "{{ text_zh }}"))
    with pytest.raises(DomainError):
        services.issue_letter(blank, on=DAY, by=by)
    make_letter(ours, state=S.ISSUED)
    make_letter(theirs, state=S.ISSUED)
    later = make_letter(ours)
    services.issue_letter(later, on=datetime.date(2027, 1, 4), by=by)

    numbered = Letter.objects.exclude(number="").order_by("number")
    assert [(it.number, it.state) for it in numbered] == [
        ("CSU-LET-2026-001", S.ISSUED),
        ("CUG-LET-2026-001", S.WITHDRAWN),
        ("CUG-LET-2026-002", S.ISSUED),
        ("CUG-LET-2026-003", S.ISSUED),
        ("CUG-LET-2027-001", S.ISSUED),
    ]


@pytest.mark.django_db
def test_a_field_with_nothing_to_print_keeps_the_letter_from_being_issued():
    letter = make_letter(template=make_template(None, "{{ text_zh }} {{ attention_zh }}"))

    with pytest.raises(DomainError) as refusal:
        services.issue_letter(letter, on=DAY, by=office.system_user())

    assert refusal.value.messages == [
        "模板的下列字段没有内容：text_zh, attention_zh。请在相关记录或公函中补填，或改用其他模板。"
    ]
    letter.refresh_from_db()
    assert (letter.state, letter.number, Attachment.objects.count()) == (S.DRAFT, "", 0)


@pytest.mark.django_db
def test_what_is_issued_is_not_changed_any_more():
    letter = make_letter(state=S.ISSUED)

    with pytest.raises(DomainError) as refusal:
        services.change_letter(letter, by=office.system_user(), title_zh="另一个")

    assert refusal.value.messages == ["公函已发函，正文不能更改。请撤回后另行撰写。"]
    assert Letter.objects.get().title_zh == "邀请函"


@pytest.mark.django_db
def test_the_seal_says_which_when_and_who():
    letter, by = make_letter(state=S.ISSUED), office.system_user()

    services.seal_letter(letter, on=DAY, seal="国际合作处公章", by=by)

    letter.refresh_from_db()
    assert (letter.state, letter.seal, letter.sealed_on, letter.sealed_by_id) == (
        *(S.SEALED, "国际合作处公章", DAY),
        by.pk,
    )


@pytest.mark.django_db
def test_the_scan_may_come_later_but_not_before_the_seal():
    issued, sealed = make_letter(state=S.ISSUED), make_letter(state=S.SEALED)

    with pytest.raises(DomainError) as refusal:
        services.add_scan(issued, scan=scan(), by=office.system_user())
    assert refusal.value.message_dict == {"scan": ["用印之后才能上传扫描件。"]}
    assert services.add_scan(sealed, scan=scan(), by=office.system_user()).kind == "scan"


@pytest.mark.django_db
@pytest.mark.parametrize("needs_seal", [True, False])
def test_a_letter_that_needs_a_seal_does_not_go_out_without(needs_seal):
    unit = make_unit()
    template = make_template(unit, needs_seal=needs_seal)
    letter = make_letter(unit, template=template, state=S.ISSUED)

    if needs_seal:
        with pytest.raises(DomainError) as refusal:
            services.send_letter(letter, on=DAY, by=office.system_user())
        assert refusal.value.messages == ["尚未用印。用印由用印登记簿登记，登记后方可发出。"]
    else:
        services.send_letter(letter, on=DAY, way="邮寄", by=office.system_user())
        assert Letter.objects.get().sent_by_way == "邮寄"


@pytest.mark.django_db
def test_days_follow_each_other():
    by, before = office.system_user(), DAY - datetime.timedelta(days=1)

    with pytest.raises(DomainError) as refusal:
        services.seal_letter(make_letter(state=S.ISSUED), on=before, seal="a", by=by)
    assert refusal.value.message_dict == {"sealed_on": ["该日期早于发函日期。"]}
    with pytest.raises(DomainError) as refusal:
        services.send_letter(make_letter(state=S.SEALED), on=before, by=by)
    assert refusal.value.message_dict == {"sent_on": ["该日期早于发函或用印日期。"]}


@pytest.mark.django_db
def test_a_letter_in_both_languages_names_subject_and_addressee_in_both():
    template = make_template(language="zh-en")

    with pytest.raises(Exception, match="addressee_en") as refusal:
        make_letter(template.unit, template=template, title_en="")

    assert refusal.value.message_dict == {
        "title_en": ["公函含此语言，请填写标题。"],
        "addressee_en": ["公函含此语言，请填写收函方。"],
    }
    assert Letter.objects.count() == 0


@pytest.mark.django_db
def test_a_template_about_others_is_refused():
    template = make_template(None, "{{ agreement_zh }}", about="partnerships.agreement")

    with pytest.raises(DomainError) as refusal:
        make_letter(template.unit, template=template)
    assert refusal.value.message_dict == {"template": ["该模板适用于其他类型的记录。"]}


@pytest.mark.django_db(transaction=True)
def test_two_who_issue_at_the_same_moment_get_two_numbers_without_a_gap():
    unit = make_unit(code="CUG")
    letters = [make_letter(unit) for _ in range(2)]
    by, start, failed = office.system_user(), threading.Barrier(2), []

    def issue(letter):
        try:
            start.wait()
            services.issue_letter(letter, on=DAY, by=by)
        except Exception as error:  # noqa: BLE001 the main thread tells
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=issue, args=(letter,)) for letter in letters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert sorted(Letter.objects.values_list("number", flat=True)) == [
        "CUG-LET-2026-001",
        "CUG-LET-2026-002",
    ]

"""The pages of letters and templates, as people of the office use them."""

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from entente.approvals import services as registered
from entente.approvals.enums import SealState
from entente.kit.models import Attachment
from entente.office import roles
from entente.office import services as office
from entente.papers import services
from entente.papers.models import Letter, LetterTemplate
from tests.factories import make_staff, make_unit
from tests.factories_approvals import make_request
from tests.factories_organisations import make_organisation
from tests.factories_papers import DAY, S, make_letter, make_template, word_file
from tests.factories_partnerships import make_agreement
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(client):
    head = make_staff(roles.OFFICER, roles.HEAD, unit=make_unit(code="CUG"))
    client.force_login(head)
    return head


def url(name, *args, **query):
    words = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{reverse(f'papers:{name}', args=args)}?{words}"


def text(answer):
    content = b"".join(answer.streaming_content)
    return [it.text for it in docx.Document(io.BytesIO(content)).paragraphs]


def opened(client, file):
    answer = client.get(file.get_absolute_url())
    if answer.streaming:
        assert answer.getvalue()
        for closing in answer._resource_closers:
            closing()
    return answer.status_code


def seal_in_register(letter, head):
    """Ask for a seal, let a colleague approve it and its keeper put it on, with the scan."""
    today = timezone.localdate()
    letter.refresh_from_db()
    request = make_request(
        head.unit, record=letter, by=head, state=SealState.APPROVED, on=today, copies=3
    )
    registered.apply_seal(
        request,
        on=today,
        applied_on=today,
        copies=2,
        by=request.seal.keeper,
        scan=SimpleUploadedFile("扫描.pdf", b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"),
    )
    letter.refresh_from_db()
    assert (letter.state, letter.seal, letter.sealed_on, letter.sealed_by) == (
        *(S.SEALED, str(request.seal), today),
        request.seal.keeper,
    )
    return request


def test_a_letter_goes_its_whole_way_in_the_desk(client, head):
    about = make_organisation(name_zh="滑铁卢大学", name_en="University of Waterloo")
    template = make_template(head.unit, "{{ number }}", "{{ addressee_zh }}：{{ text_zh }}")
    write = url("write", about=f"organisations.organisation:{about.pk}")

    assert client.get(write).context["form"]["title_zh"].value() == "邀请函"
    values = {
        "template": template.pk,
        "unit": head.unit.pk,
        "title_zh": "邀请来访",
        "addressed_to": "0",
        "text_zh": "欢迎。",
    }
    assert client.post(write, values).status_code == 302
    letter = Letter.objects.get()
    assert (letter.addressee_zh, letter.addressee_en, letter.addressed_to) == (
        *("滑铁卢大学", "University of Waterloo"),
        about,
    )
    page = client.get(letter.get_absolute_url())
    year = timezone.localdate().year
    assert page.context["lines"] == [f"CUG-LET-{year}-□□□", "滑铁卢大学：欢迎。"]
    assert page.context["blanks"] == ()
    assert text(client.get(url("file", letter.pk))) == page.context["lines"]

    assert client.post(url("issue", letter.pk)).status_code == 302
    page = client.get(letter.get_absolute_url())
    assert page.context["lines"] == [f"CUG-LET-{year}-001", "滑铁卢大学：欢迎。"]
    assert [name for name, _step, _url in page.context["steps"]] == ["withdraw"]
    seal_in_register(letter, head)
    sent = {"sent_on": timezone.localdate().isoformat(), "way": "邮寄"}
    assert client.post(url("send", letter.pk), sent).status_code == 302
    letter.refresh_from_db()
    assert (letter.state, letter.number) == (S.SENT, f"CUG-LET-{year}-001")

    partner = client.get(about.get_absolute_url()).content.decode()
    scan = Attachment.objects.of(letter).get(kind="scan")
    assert letter.get_absolute_url() in partner
    assert scan.get_absolute_url() in partner
    assert opened(client, scan) == 200


def test_what_is_missing_is_said_at_its_field_and_nothing_is_saved(client, head):
    about, template = make_organisation(name_en="Only English"), make_template(head.unit)
    write = url("write", about=f"organisations.organisation:{about.pk}")

    answer = client.post(
        write,
        {"template": template.pk, "unit": head.unit.pk, "title_en": "x", "addressed_to": "0"},
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "title_zh": ["公函含此语言，请填写标题。"],
        "addressee_zh": ["公函含此语言，请填写收函方。"],
    }
    assert Letter.objects.count() == 0


def test_a_letter_about_a_record_out_of_sight_cannot_be_written(client, head):
    make_template(head.unit)
    person, foreign = make_person(unit=head.unit), make_person()

    assert client.get(url("write", about=f"people.person:{person.pk}")).status_code == 200
    for named in (f"people.person:{foreign.pk}", "people.person:x", "kit.notice:1", "", "a:9" * 40):
        assert client.get(url("write", about=named)).status_code == 404


def test_another_institutions_letter_and_template_are_not_found(client, head):
    ours, theirs = make_letter(head.unit, state=S.SEALED), make_letter(state=S.SEALED)

    for name in ("letter", "change", "issue", "send", "scan", "withdraw"):
        assert client.get(url(name, theirs.pk)).status_code == 404
        assert client.get(url(name, ours.pk)).status_code == 200
    assert client.get(url("file", theirs.pk)).status_code == 404
    ours, theirs = ours.template_version, theirs.template_version
    for name in ("template", "change_template", "upload", "retire", "reopen"):
        assert client.get(url(name, theirs.template.pk)).status_code == 404
        assert client.get(url(name, ours.template.pk)).status_code == 200
    for name in ("version_file", "check", "set_aside"):
        assert client.get(url(name, theirs.pk)).status_code == 404
        assert client.get(url(name, ours.pk)).status_code == 200
    files = Attachment.objects.filter(kind="letter").order_by("pk")
    assert [opened(client, it) for it in files] == [200, 404]


def test_a_school_writes_with_the_templates_above_it_and_not_with_a_sisters(client):
    university = make_unit()
    school, sister = make_unit(university), make_unit(university)
    coordinator = make_staff(roles.COORDINATOR, unit=school)
    above, own, _beside = make_template(university), make_template(school), make_template(sister)

    usable = LetterTemplate.objects.usable(coordinator, "organisations.organisation")

    assert set(usable) == {above, own}


def test_a_coordinator_drafts_but_does_not_issue(client):
    coordinator = make_staff(roles.COORDINATOR)
    letter = make_letter(coordinator.unit)
    client.force_login(coordinator)

    page = client.get(letter.get_absolute_url())

    assert [name for name, _step, _url in page.context["steps"]] == ["withdraw"]
    assert client.post(url("issue", letter.pk)).status_code == 403


@pytest.mark.parametrize("count", [1, 6])
def test_the_register_costs_the_same_however_long(client, head, django_assert_num_queries, count):
    template = make_template(head.unit)
    for _ in range(count):
        make_letter(head.unit, template=template, state=S.SEALED)

    with django_assert_num_queries(8):
        page = client.get(url("letters"))
    assert len(page.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 6])
def test_the_templates_cost_the_same_however_many(client, head, django_assert_num_queries, count):
    for number in range(count):
        make_template(head.unit, f"{number} {{{{ number }}}}")

    with django_assert_num_queries(9):
        page = client.get(url("templates"))
    assert len(page.context["rows"]) == count


def test_the_register_is_narrowed_to_one_record_and_to_what_lacks_its_seal(client, head):
    about = make_organisation()
    wanted = make_letter(head.unit, about=about, state=S.ISSUED)
    make_letter(head.unit, state=S.SEALED)

    for query in ({"unsealed": "yes"}, {"record": f"organisations.organisation:{about.pk}"}):
        rows = client.get(url("letters", **query)).context["rows"]
        assert [row.pk for row in rows] == [wanted.pk]
    assert client.get(url("letters", q=wanted.number)).context["rows"][0].pk == wanted.pk


def test_a_template_shows_its_fields_in_both_languages_and_reads_with_a_real_record(client, head):
    make_organisation(name_zh="滑铁卢大学", name_en="University of Waterloo")
    template = make_template(head.unit, "致{{ organisation_zh }} {{ text_zh }}")

    page = client.get(template.get_absolute_url())

    assert page.context["lines"] == ["致滑铁卢大学 ［text_zh］"]
    assert page.context["blanks"] == ("text_zh",)
    assert page.context["used"] == {"organisation_zh", "text_zh"}
    field = next(it for it in page.context["fields"] if it["name"] == "organisation_en")
    assert field == {
        "name": "organisation_en",
        "language": "en",
        "zh": "机构名称",
        "en": "Name of the organisation",
        "value": "University of Waterloo",
    }
    filled = url("version_file", template.versions.get().pk, record=page.context["example_name"])
    assert text(client.get(filled)) == ["致滑铁卢大学 ［text_zh］"]


def test_a_broken_file_is_refused_at_its_field(client, head):
    template = make_template(head.unit)
    content = word_file("{{ nobody }}").read()

    answer = client.post(
        url("upload", template.pk), {"file": SimpleUploadedFile("a.docx", content)}
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"file": ["第1段“{{ nobody }}”：没有“nobody”这个字段"]}
    assert template.versions.count() == 1


def test_the_usual_letters_are_added_in_the_desk(client, head):
    client.post(url("start"))

    assert LetterTemplate.objects.filter(unit=head.unit).with_checked_version().count() == 7


@pytest.mark.parametrize("make", [make_agreement, lambda unit: make_person(unit=unit)])
def test_agreements_and_persons_show_their_letters(client, head, make):
    record = make(head.unit)
    template = make_template(head.unit, about=record._meta.label_lower)
    letter = make_letter(head.unit, template=template, about=record)
    make_letter(about=make_organisation())

    page = client.get(f"{record.get_absolute_url()}?whole=yes").content.decode()

    assert letter.get_absolute_url() in page
    assert url("write", about=f"{record._meta.label_lower}:{record.pk}") in page


def test_the_people_we_know_there_are_proposed_as_addressees(client, head):
    from entente.people import services as people

    about, person = make_organisation(name_zh="阿亨工业大学"), make_person(unit=head.unit)
    people.add_contact(
        person=person,
        unit=head.unit,
        organisation=about,
        role="coordinator",
        by=office.system_user(),
    )
    make_template(head.unit)

    page = client.get(url("write", about=f"organisations.organisation:{about.pk}"))

    choices = page.context["form"].fields["addressed_to"].choices
    assert [str(label) for _at, label in choices] == [
        "其他收函方（见下方填写）",
        "阿亨工业大学",
        f"阿亨工业大学 · {person.name_zh}",
    ]


def test_a_letter_without_its_seal_is_work_for_those_who_seal(client, head):
    from entente.papers.parts import my_drafts, to_seal

    letter = make_letter(head.unit, state=S.ISSUED)
    draft = make_letter(head.unit, by=head)
    make_letter(state=S.ISSUED)

    assert [item.url for item in to_seal(head, DAY).items] == [letter.get_absolute_url()]
    assert [item.url for item in my_drafts(head, DAY).items] == [draft.get_absolute_url()]
    assert to_seal(make_staff(roles.LEGAL), DAY) is None


def test_a_changed_draft_keeps_what_others_have_not_read(client, head):
    letter = make_letter(head.unit)
    services.change_letter(letter, by=head, text_zh="先改的")
    values = {
        "template": letter.template_version.template_id,
        "unit": head.unit.pk,
        "title_zh": "后改的",
        "addressee_zh": "a",
        "version": 1,
    }

    assert client.post(url("change", letter.pk), values).status_code == 409
    assert client.post(url("change", letter.pk), values | {"version": 2}).status_code == 302
    assert Letter.objects.get().title_zh == "后改的"

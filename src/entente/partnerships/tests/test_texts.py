"""Versions of an agreement's texts: added, compared, decided on, asked about before approval."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.office import roles
from entente.partnerships import services
from entente.partnerships.enums import AgreementState
from entente.partnerships.models import AgreementText, TextComparison, TextFinding
from tests.factories import make_staff
from tests.factories_partnerships import make_agreement, make_text

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 5, 1)
OURS = "Article 1 Places\nFive students a year, for three years.\nArticle 2 End\nOn 1 May 2030."
THEIRS = OURS.replace("three years", "four years").replace("1 May", "2 May")


@pytest.fixture
def agreement():
    return make_agreement(state="in_review")


@pytest.fixture
def head(agreement):
    return make_staff(roles.HEAD, unit=agreement.unit)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def said(comparison):
    return [
        (row.kind, row.clause, row.first_value, row.second_value, row.verdict)
        for row in comparison.findings.all()
    ]


def test_a_partners_copy_is_compared_field_by_field_and_asked_about_before_approval(
    agreement, head
):
    ours = make_text(agreement, words=OURS)
    theirs = make_text(agreement, side="theirs", words=THEIRS, by=head)

    comparison = TextComparison.objects.get(first=ours, second=theirs)
    duration, date = comparison.findings.all()
    assert (ours.number, theirs.number) == (1, 2)
    assert said(comparison) == [
        ("duration", "1", "three years", "four years", "open"),
        ("date", "2", "1 May 2030", "2 May 2030", "open"),
    ]

    services.judge_finding(duration, verdict="accepted", note="Agreed", on=DAY, by=head)
    with pytest.raises(DomainError) as unsaid:
        services.judge_finding(date, verdict="asked", note=" ", on=DAY, by=head)
    services.judge_finding(date, verdict="asked", note="Why a day later?", on=DAY, by=head)
    assert unsaid.value.message_dict == {"note": ["Say what is to be asked."]}
    assert (duration.decided_by, duration.decided_on) == (head, DAY)

    with pytest.raises(DomainError) as refusal:
        services.approve_agreement(agreement, by=head)
    assert list(refusal.value.message_dict) == ["confirmed"]
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.IN_REVIEW

    # The partner answers with a version that takes the day back; what was accepted stays accepted.
    make_text(agreement, side="theirs", words=THEIRS.replace("2 May", "1 May"))
    latest = TextComparison.objects.get(is_current=True)
    assert latest.first == ours
    assert said(latest) == [("duration", "1", "three years", "four years", "accepted")]

    services.approve_agreement(agreement, by=head)
    assert agreement.state == AgreementState.SIGNING


def test_chinese_is_compared_with_english_and_confirmed_differences_stand_in_the_history(
    agreement, head
):
    make_text(agreement, words=OURS)
    make_text(
        agreement,
        language="zh",
        words="第一条 名额\n每年五名学生，为期三年。\n第二条 终止\n2031年5月1日。",
    )

    comparison = TextComparison.objects.get()
    assert said(comparison) == [("date", "2", "1 May 2030", "2031年5月1日", "open")]
    services.approve_agreement(agreement, by=head, confirmed=True)

    entry = AuditEntry.objects.filter(verb="agreement.approved").get()
    assert entry.note == "Approved with 1 differences of the texts that are not accepted."


def test_all_that_stands_open_is_accepted_at_once(agreement, head):
    make_text(agreement, words=OURS)
    make_text(agreement, side="theirs", words=THEIRS)
    comparison = TextComparison.objects.get()

    assert services.accept_rest(comparison, note="", on=DAY, by=head) == 2
    assert TextFinding.objects.not_accepted(agreement).count() == 0
    with pytest.raises(DomainError) as refusal:
        services.accept_rest(comparison, note="", on=DAY, by=head)
    assert refusal.value.messages == ["No difference stands open any more."]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"words": " "}, "words"),
        ({"received_on": datetime.date(2026, 5, 2)}, "received_on"),
        ({"words": "a" * 300_001}, "words"),
        ({"words": "\n".join(f"Article {n} A" for n in range(1, 503))}, "words"),
        ({"upload": SimpleUploadedFile("a.txt", b"Words")}, "words"),
        ({"words": "", "upload": SimpleUploadedFile("a.txt", b"  \n ")}, "file"),
    ],
)
def test_a_version_that_cannot_be_is_refused_at_its_field(agreement, values, field):
    with pytest.raises(DomainError) as refusal:
        make_text(agreement, **values)

    assert list(refusal.value.message_dict) == [field]
    assert AgreementText.objects.count() == 0


def test_a_file_is_read_and_kept(agreement):
    text = make_text(agreement, words="", upload=SimpleUploadedFile("draft.txt", OURS.encode()))

    assert (text.words, text.file.name) == (OURS, "draft.txt")


def test_only_an_authentic_text_prevails(agreement, head):
    with pytest.raises(DomainError) as refusal:
        services.state_authentic_texts(agreement, authentic=["zh"], prevailing="en", by=head)
    services.state_authentic_texts(agreement, authentic=["zh", "en"], prevailing="zh", by=head)

    assert list(refusal.value.message_dict) == ["prevailing"]
    assert (agreement.authentic_codes, agreement.prevailing) == (["zh", "en"], "zh")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_show_versions_differences_and_ask_before_approval(client, agreement, language):
    client.force_login(make_staff(roles.HEAD, unit=agreement.unit, language=language))
    client.cookies["django_language"] = language
    add = reverse("partnerships:add_text", args=[agreement.pk])
    values = {"language": "en", "side": "ours", "received_on": "2026-05-01", "words": OURS}
    client.post(add, values)
    compared = client.post(add, values | {"side": "theirs", "words": THEIRS}, follow=True)
    page = compared.content.decode()
    assert "<mark>four years</mark>" in page
    assert "<del>three</del>" in page
    finding = TextFinding.objects.first()

    client.post(reverse("partnerships:judge", args=[finding.pk]), {"verdict": "accepted"})
    approve = reverse("partnerships:approve", args=[agreement.pk])
    asked = client.post(approve)
    assert asked.status_code == 422
    assert "2 May 2030" in asked.content.decode()
    assert client.post(approve, {"confirmed": "on"}).status_code == 302

    shown = client.get(agreement.get_absolute_url() + "?part=below").content.decode()
    assert reverse("partnerships:texts", args=[agreement.pk]) in shown
    for name in ("texts", "compare_texts", "authentic"):
        assert client.get(reverse(f"partnerships:{name}", args=[agreement.pk])).status_code == 200
    nothing = client.post(add, values | {"words": ""})
    assert nothing.status_code == 422


@pytest.mark.parametrize("count", [1, 6])
def test_the_block_on_the_agreement_costs_one_query(agreement, count, django_assert_num_queries):
    from entente.partnerships.parts.texts import versions

    for _ in range(count):
        make_text(agreement)
    officer = make_staff(roles.HEAD, unit=agreement.unit)
    officer.may("partnerships.view_agreement", agreement)

    with django_assert_num_queries(1):
        part = versions(agreement, officer)

    assert [text.number for text in part.context["newest"]] == [count]

"""Applicants answer what a call asks: hidden questions, refusals that lose nothing, files."""

import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from entente.kit.parts import person_data
from entente.mobility import services as mobility
from entente.mobility.models import AnswerFile, Application, Call, Question
from entente.office.services import system_user
from entente.people.models import Person
from tests.factories_mobility import make_call
from tests.factories_people import make_person
from tests.factories_portal import come_in, open_today, today
from tests.factories_questions import make_pdf, make_question

pytestmark = pytest.mark.django_db
MAIL = "li@example.edu.cn"


@pytest.fixture(autouse=True)
def _english(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def call():
    return make_call(**open_today())


@pytest.fixture
def li(client, call):
    make_person(call.unit, email=MAIL)
    return come_in(client, MAIL)


def page_of(call):
    return reverse("portal:apply", args=[call.pk])


def typed(call, **values):
    return {"level": "bachelor", "wish_1": call.quotas.get().pk} | values


def own(call):
    return Application.objects.get(call=call)


def shown_hidden(answer, question):
    """Say whether the field of a question stands there hidden."""
    before, _name, _rest = answer.content.decode().partition(f'name="{question.name}"')
    return before.rpartition('<div class="e-field"')[2].startswith(" hidden")


def test_a_conditional_question_stands_hidden_until_its_answer(li, call):
    above = make_question(call, "one")
    number = make_question(call, required=True, depends_on=above, on_answer="1")

    page = li.get(page_of(call))
    assert shown_hidden(page, number)
    assert f'data-shown-if="{above.name}=1"' in page.content.decode()

    said = typed(call, **{above.name: "1"})
    refused = li.post(page_of(call), said | {"hand_in": "1"})
    assert refused.status_code == 422
    assert not shown_hidden(refused, number)
    assert "Answer this question." in refused.content.decode()
    assert own(call).answers == {above.key: "1"}

    version = {"version": own(call).version, "hand_in": "1"}
    li.post(page_of(call), said | version | {number.name: "E1234"})
    assert (own(call).state, own(call).answers[number.key]) == ("handed_in", "E1234")


def test_a_fault_in_a_hidden_answer_is_no_fault_and_it_is_not_handed_in(li, call):
    above = make_question(call, "statement")
    number = make_question(call, "number", least=1, depends_on=above, on_answer="yes")

    li.post(page_of(call), typed(call, hand_in="1", **{number.name: "abc"}))

    assert (own(call).state, own(call).answers) == ("handed_in", {})


def test_every_kind_is_kept_as_typed_and_stands_there_again(li, call):
    kinds = {
        "short": "Dikes",
        "long": "Many\nlines",
        "number": "12.5",
        "day": "2027-02-03",
        "one": "2",
        "several": ["1", "2"],
        "statement": "yes",
    }
    asked = {kind: make_question(call, kind) for kind in kinds}

    li.post(page_of(call), typed(call, **{asked[kind].name: kinds[kind] for kind in kinds}))

    kept = own(call).answers
    assert {
        kind: kept[asked[kind].key].replace("\r", "") if kind == "long" else kept[asked[kind].key]
        for kind in kinds
    } == kinds
    page = li.get(page_of(call)).content.decode()
    for words in ("Dikes", "Many", 'value="12.5"', 'value="2027-02-03"'):
        assert words in page
    assert page.count("checked") == 3
    own_page = li.get(reverse("portal:application", args=[own(call).pk])).content.decode()
    assert "12.5" in own_page
    assert "Yes; No" in own_page


def test_what_does_not_fit_is_refused_at_its_field_and_stands_as_typed(li, call):
    number = make_question(call, "number", least=1, most=9)
    text = make_question(call)

    answer = li.post(page_of(call), typed(call, **{number.name: "99", text.name: "Dikes"}))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'id="id_{number.name}_error"' in page
    assert 'value="99"' in page
    assert "Dikes" in page


def test_what_was_typed_when_the_last_day_ended_is_kept_with_its_file(li, call):
    text, upload = make_question(call), make_question(call, "upload")
    Call.objects.filter(pk=call.pk).update(closes_on=today() - datetime.timedelta(days=1))

    said = typed(call, hand_in="1", **{text.name: "Dikes", upload.name: make_pdf()})
    answer = li.post(page_of(call), said)

    assert answer.status_code == 422
    assert "What you typed is kept as a draft" in answer.content.decode()
    assert own(call).answers == {text.key: "Dikes"}
    assert own(call).answer_files.get().name == "成绩单.pdf"


@pytest.mark.parametrize("began", [False, True])
def test_a_file_is_kept_although_another_field_is_refused(li, call, began):
    number, upload = make_question(call, "number"), make_question(call, "upload")
    said = typed(call)
    if began:
        li.post(page_of(call), said)
        said["version"] = own(call).version

    answer = li.post(page_of(call), said | {number.name: "abc", upload.name: make_pdf()})

    assert answer.status_code == 422
    assert "成绩单.pdf" in answer.content.decode()
    assert own(call).answer_files.get().name == "成绩单.pdf"
    version = own(call).version
    assert f'name="version" value="{version}"' in answer.content.decode()


def test_somebody_without_a_name_yet_is_asked_for_the_file_again(client, call):
    upload = make_question(call, "upload")
    come_in(client, "new@example.org")

    answer = client.post(page_of(call), typed(call, **{upload.name: make_pdf()}))

    assert answer.status_code == 422
    assert "Choose this file again, please." in answer.content.decode()
    assert not Person.objects.filter(email="new@example.org").exists()


def test_a_refused_file_says_why_at_its_field_and_loses_nothing(li, call):
    text, upload = make_question(call), make_question(call, "upload")
    program = make_pdf("a.pdf", b"MZ\x90\x00")

    said = typed(call, hand_in="1", **{text.name: "Dikes", upload.name: program})
    answer = li.post(page_of(call), said)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'id="id_{upload.name}_error"' in page
    assert "a Windows program" in page
    assert (own(call).state, own(call).answers) == ("draft", {text.key: "Dikes"})


def test_ones_own_file_is_read_and_removed_by_oneself_only(li, client, call):
    upload = make_question(call, "upload")
    li.post(page_of(call), typed(call, **{upload.name: make_pdf()}))
    file = AnswerFile.objects.get()
    read, remove = (
        reverse(f"portal:{name}", args=[file.pk]) for name in ("answer_file", "remove_file")
    )
    assert b"".join(li.get(read).streaming_content).startswith(b"%PDF")

    come_in(client, "other@example.org")
    assert {client.get(read).status_code, client.post(remove).status_code} == {404}
    assert AnswerFile.objects.exists()

    come_in(client, MAIL)
    assert file.name in client.get(remove).content.decode()
    assert client.post(remove)["Location"].startswith(page_of(call))
    assert not AnswerFile.objects.exists()


def test_what_is_handed_in_keeps_its_files(li, call):
    upload = make_question(call, "upload", required=True)
    li.post(page_of(call), typed(call, hand_in="1", **{upload.name: make_pdf()}))
    file = AnswerFile.objects.get()
    assert own(call).state == "handed_in"

    assert li.post(reverse("portal:remove_file", args=[file.pk])).status_code == 409

    own_page = li.get(reverse("portal:application", args=[own(call).pk])).content.decode()
    assert reverse("portal:answer_file", args=[file.pk]) in own_page


def test_who_applies_again_finds_the_answers_there(li, call):
    text = make_question(call)
    li.post(page_of(call), typed(call, **{text.name: "Dikes"}))
    later = make_call(call.unit, **open_today())
    mobility.copy_questions(later, by=system_user(), source=call)

    page = li.get(page_of(later)).content.decode()

    assert f'name="{Question.objects.of_call(later).get().name}" value="Dikes"' in page


def test_help_of_an_office_is_shown_as_text(li, call):
    make_question(call, help_en="<script>alert(1)</script>", label_en="<b>Why</b>")

    page = li.get(page_of(call)).content.decode()

    assert "<script>alert" not in page
    assert "&lt;b&gt;Why" in page


def test_the_data_of_a_person_hold_the_answers(li, call):
    text, upload = make_question(call), make_question(call, "upload")
    li.post(page_of(call), typed(call, **{text.name: "Dikes", upload.name: make_pdf()}))

    [answers] = [
        part for part in person_data(own(call).person) if part.key == "application_answers"
    ]

    assert {told.value for told in answers.rows[0]} >= {"Dikes", "成绩单.pdf"}

"""Questions of calls: built by the office, conditional, and answered before one hands in."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from entente.mobility import services
from entente.mobility.models import Application, Question, answered, asked_of
from entente.office import roles
from entente.office.services import system_user
from entente.people.services import erase_person
from tests.factories import make_staff, make_unit
from tests.factories_mobility import make_call
from tests.factories_people import make_person
from tests.factories_questions import make_pdf, make_question

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _english(settings, tmp_path, client):
    settings.MEDIA_ROOT = tmp_path / "files"
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


def refused(act):
    with pytest.raises(ValidationError) as refusal:
        act()
    return refusal.value.messages


def begun(call, person=None, **values):
    person = person or make_person(call.unit)
    return services.begin_application(
        call, person=person, on=DAY, wishes=list(call.quotas.all())[:1], **values
    )


def handed_in(call, **values):
    application = begun(call, **values)
    services.hand_in(application, on=DAY)
    return application


@pytest.fixture
def call():
    return make_call(state="open")


def labels(call):
    return [question.label_en for question in Question.objects.of_call(call)]


# --- Building -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"label_zh": "", "label_en": ""}, "Write it in Chinese or in English"),
        ({"kind": "one", "choices": [["1", "有", ""]]}, "Write at least two choices"),
        ({"kind": "upload", "files": []}, "Choose at least one kind of file."),
        ({"kind": "number", "least": 5, "most": 4}, "smaller than the least"),
    ],
)
def test_what_does_not_fit_the_kind_is_refused(call, values, sentence):
    assert sentence in refused(lambda: make_question(call, **values))[0]


def test_a_question_depends_on_an_earlier_one_of_its_call_and_on_an_answer_of_it(call):
    above, text = make_question(call, "one"), make_question(call)
    other = make_question(make_call(), "one")

    make_question(call, depends_on=above, on_answer="1")

    for wrong in ({"depends_on": other, "on_answer": "1"}, {"depends_on": text, "on_answer": "1"}):
        refused(lambda wrong=wrong: make_question(call, **wrong))
    assert refused(lambda: make_question(call, depends_on=above, on_answer="7")) == [
        "This is no answer to the earlier question."
    ]


def test_questions_change_places_and_stay_behind_what_they_depend_on(call):
    by = system_user()
    first = make_question(call, "one", label_en="First")
    second = make_question(call, label_en="Second", depends_on=first, on_answer="1")
    make_question(call, label_en="Third")

    services.move_question(second, by=by, up=False)

    assert labels(call) == ["First", "Third", "Second"]
    services.move_question(second, by=by, up=True)
    second.refresh_from_db()
    assert (
        "is shown only after" in refused(lambda: services.move_question(second, by=by, up=True))[0]
    )
    assert labels(call) == ["First", "Second", "Third"]
    services.move_question(first, by=by, up=True)
    assert labels(call) == ["First", "Second", "Third"]


def test_once_somebody_has_handed_in_only_words_change_and_choices_are_added(call):
    by = system_user()
    question = make_question(call, "one", label_en="Pasport?")
    handed_in(call)

    services.change_question(
        question,
        by=by,
        kind="one",
        label_en="Passport?",
        choices=[*question.choices, ["3", "不清楚", "Not sure"]],
    )

    assert labels(call) == ["Passport?"]
    for values in (
        {"kind": "short"},
        {"kind": "one", "required": True},
        {"kind": "one", "choices": question.choices[1:]},
    ):
        assert (
            "Somebody has handed in already"
            in refused(lambda values=values: services.change_question(question, by=by, **values))[0]
        )
    refused(lambda: services.remove_question(question, by=by))
    refused(lambda: make_question(call, required=True))
    make_question(call)


def test_an_answer_on_which_another_question_depends_stays(call):
    by = system_user()
    above = make_question(call, "one")
    make_question(call, depends_on=above, on_answer="2", label_en="Why not?")

    assert refused(lambda: services.remove_question(above, by=by)) == [
        "“Why not?” is shown only after it. Change that one first."
    ]
    changed = {"kind": "one", "choices": [["1", "有", "Yes"], ["3", "快了", "Soon"]]}
    assert refused(lambda: services.change_question(above, by=by, **changed)) == [
        "“Why not?” is shown only with an answer that would be gone."
    ]


def test_the_questions_of_an_earlier_call_are_asked_again_with_their_conditions(call):
    above = make_question(call, "one", label_en="Passport?")
    make_question(call, label_en="Number", depends_on=above, on_answer="1")
    later = make_call(call.unit)

    assert services.copy_questions(later, by=system_user(), source=call) == 2

    assert labels(later) == ["Passport?", "Number"]
    copy = Question.objects.of_call(later).last()
    assert (copy.depends_on.call, copy.on_answer) == (later, "1")
    assert refused(
        lambda: services.copy_questions(later, by=system_user(), source=make_call())
    ) == ["This call asks no questions."]


# --- Conditions -----------------------------------------------------------------------------------

KINDS = st.sampled_from(["section", "short", "one", "several", "statement"])
PICKED = st.one_of(st.none(), st.sampled_from(["1", "2", "yes", "x"]), st.just(["1", "2"]))


@given(st.lists(st.tuples(KINDS, st.integers(0, 9), PICKED), max_size=8))
def test_what_is_asked_follows_from_earlier_answers_that_are_asked_themselves(drawn):
    questions, answers = [], {}
    for number, (kind, above, value) in enumerate(drawn, 1):
        question = Question(pk=number, kind=kind, choices=[["1", "a", ""], ["2", "b", ""]])
        earlier = [it for it in questions if it.deciding]
        if earlier and above:
            question.depends_on = earlier[above % len(earlier)]
            question.on_answer = question.depends_on.deciding[above % 2][0]
        questions.append(question)
        answers[str(number)] = value

    asked = {it.pk for it in asked_of(questions, answers)}

    heading = None
    for question in questions:
        above = question.depends_on
        holds = above is None or (above.pk in asked and question.fits(asked, answers))
        heading = question if question.is_section else heading
        inside = heading in (None, question) or heading.pk in asked
        assert (question.pk in asked) == (holds and inside)


@pytest.mark.parametrize(
    ("kind", "values", "good", "bad"),
    [
        ("short", {}, ["x"], ["", None, 3]),
        ("number", {"least": 1, "most": 9}, ["1", "9", "4.5"], ["0", "10", "x", "NaN", ""]),
        ("day", {}, ["2026-03-01"], ["2026-02-30", "soon"]),
        ("one", {}, ["1"], ["3", "", ["1", "2"]]),
        ("several", {}, [["1"], ["1", "2"]], [[], ["1", "9"]]),
        ("statement", {}, ["yes"], ["", "no"]),
    ],
)
def test_what_is_an_answer(call, kind, values, good, bad):
    question = make_question(call, kind, **values)

    assert [value for value in good if not question.is_answer(value)] == []
    assert [value for value in bad if question.is_answer(value)] == []


# --- Answering ------------------------------------------------------------------------------------


def test_what_must_be_answered_is_demanded_where_it_is_asked_and_hidden_answers_are_left_out(call):
    passport = make_question(call, "one", required=True)
    number = make_question(call, required=True, depends_on=passport, on_answer="1")
    promise = make_question(call, "statement", required=True)
    application = begun(call, answers={passport.key: "2", number.key: "E1234"})

    with pytest.raises(ValidationError) as refusal:
        services.hand_in(application, on=DAY)
    assert set(refusal.value.message_dict) == {promise.name}

    services.save_draft(
        application,
        wishes=list(call.quotas.all()),
        answers=application.answers | {promise.key: "yes"},
    )
    services.hand_in(application, on=DAY)
    assert application.answers == {passport.key: "2", promise.key: "yes"}


def test_a_conditional_question_is_demanded_once_its_condition_holds(call):
    passport = make_question(call, "one")
    number = make_question(call, required=True, depends_on=passport, on_answer="1")

    application = begun(call, answers={passport.key: "1"})

    with pytest.raises(ValidationError) as refusal:
        services.hand_in(application, on=DAY)
    assert refusal.value.message_dict == {number.name: ["Answer this question."]}


def test_a_section_hides_what_lies_in_it(call):
    passport = make_question(call, "one")
    make_question(call, "section", depends_on=passport, on_answer="1")
    make_question(call, required=True)
    make_question(call, "section")
    last = make_question(call, required=True)

    application = begun(call, answers={passport.key: "2"})

    with pytest.raises(ValidationError) as refusal:
        services.hand_in(application, on=DAY)
    assert set(refusal.value.message_dict) == {last.name}


def test_files_are_kept_replaced_removed_and_go_with_the_erasure(call):
    question = make_question(call, "upload", required=True)
    application = begun(call)
    assert "Upload this file" in refused(lambda: services.hand_in(application, on=DAY))[0]

    services.keep_upload(application, question, make_pdf("a.pdf"))
    file = services.keep_upload(application, question, make_pdf("b.pdf", b"%PDF-1.5\n%%EOF\n"))
    assert [it.name for it in application.answer_files.all()] == ["b.pdf"]
    services.remove_upload(file)
    services.keep_upload(application, question, make_pdf())
    services.hand_in(application, on=DAY)
    refused(lambda: services.keep_upload(application, question, make_pdf()))
    refused(lambda: services.remove_upload(application.answer_files.get()))

    erase_person(application.person, by=system_user(), reason="Asked for it")
    assert not application.answer_files.exists()
    assert Application.objects.get(pk=application.pk).answers == {}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"MZ\x90\x00", "a Windows program"),
        ("a.pdf", b"", "This file is empty."),
        ("a.pdf", b"\x89PNG\r\n\x1a\n", "PNG"),
        ("a.pdf", b"%PDF-1.4\n" + b"0" * 2**20, "The file is larger than 1 MB."),
    ],
)
def test_a_file_that_does_not_fit_is_refused_in_words_and_nothing_is_lost(
    call, name, content, sentence
):
    question = make_question(call, "upload", megabytes=1)
    application = begun(call)
    services.keep_upload(application, question, make_pdf("good.pdf"))

    wrong = make_pdf(name, content)
    said = refused(lambda: services.keep_upload(application, question, wrong))

    assert sentence in said[0]
    assert application.answer_files.get().name == "good.pdf"


def test_the_same_questions_need_no_retyping_but_statements_are_confirmed_anew(call):
    text, one = make_question(call), make_question(call, "one")
    promise = make_question(call, "statement")
    said = {text.key: "Dikes", one.key: "2", promise.key: "yes"}
    last = begun(call, answers=said)
    later = make_call(call.unit, state="open")
    services.copy_questions(later, by=system_user(), source=call)
    asked = list(Question.objects.of_call(later))
    services.change_question(
        asked[1], by=system_user(), kind="one", choices=[["1", "没有", "No"], ["2", "有", "Yes"]]
    )
    asked = list(Question.objects.of_call(later))

    again = services.answers_again(last, asked)

    assert again == {asked[0].key: "Dikes", asked[1].key: "1"}


# --- Pages ----------------------------------------------------------------------------------------


def test_the_office_builds_a_form_on_its_pages(client, call):
    client.force_login(make_staff(roles.OFFICER, unit=call.unit, language="en"))
    add = reverse("mobility:add_question", args=[call.pk])
    lines = "有 | Yes\n没有 | No"

    sent = client.post(add, {"kind": "one", "label_en": "Passport?", "choices": lines})

    assert sent["Location"] == reverse("mobility:questions", args=[call.pk])
    above = Question.objects.get()
    assert above.choices == [["1", "有", "Yes"], ["2", "没有", "No"]]
    said = {"kind": "short", "label_en": "Number", "condition": f"{above.pk}:1"}
    client.post(add, said)
    shown = client.get(sent["Location"]).content.decode()
    assert "only if “Passport?” is: Yes" in shown
    wrong = client.post(add, {"kind": "one", "label_en": "Twice", "choices": "a\na"})
    assert wrong.status_code == 422
    assert "“a” stands there twice." in wrong.content.decode()
    change = reverse("mobility:change_question", args=[above.pk])
    assert "有 | Yes" in client.get(change).content.decode()
    said = {"kind": "one", "label_en": "Passport?", "choices": f"{lines}\n快了 | Soon"}
    client.post(change, said | {"version": above.version})
    above.refresh_from_db()
    assert above.choices[2] == ["3", "快了", "Soon"]
    moved = client.post(reverse("mobility:lower_question", args=[above.pk]), follow=True)
    assert "stays below it" in moved.content.decode()
    copy = reverse("mobility:copy_questions", args=[make_call(call.unit).pk])
    client.post(copy, {"source": call.pk})
    assert Question.objects.count() == 4


def test_the_office_reads_answers_and_files_of_its_own_unit_and_no_draft(client, call):
    text, upload = make_question(call), make_question(call, "upload")
    application = begun(call, answers={text.key: "To learn <b>about</b> dikes"})
    file = services.keep_upload(application, upload, make_pdf())
    address = reverse("mobility:answer_file", args=[file.pk])
    client.force_login(make_staff(roles.OFFICER, unit=call.unit, language="en"))
    assert client.get(address).status_code == 404

    services.hand_in(application, on=DAY)

    page = client.get(reverse("mobility:outcome", args=[application.pk])).content.decode()
    assert "To learn &lt;b&gt;about&lt;/b&gt; dikes" in page
    assert address in page
    got = client.get(address)
    assert got["Content-Disposition"].startswith("attachment")
    assert b"".join(got.streaming_content).startswith(b"%PDF")
    client.force_login(make_staff(roles.OFFICER, unit=make_unit(), language="en"))
    assert client.get(address).status_code == 404


def sheet(client, call):
    got = client.get(reverse("mobility:csv", args=[call.pk]))
    return b"".join(got.streaming_content).decode("utf-8-sig").splitlines()


def cost(client, call):
    with CaptureQueriesContext(connection) as seen:
        sheet(client, call)
        client.get(reverse("mobility:questions", args=[call.pk]))
    return len(seen)


def test_the_sheet_has_a_column_for_each_question_and_costs_the_same(client, call):
    number, one = make_question(call, "number"), make_question(call, "one", label_zh="护照")
    answers = {number.key: "12.5", one.key: "1"}
    handed_in(call, answers=answers)
    client.force_login(make_staff(roles.OFFICER, unit=call.unit, language="en"))

    heading, line = sheet(client, call)

    assert heading.endswith(f"Statement,{number.label_en},{one.label_en}")
    assert line.endswith(",12.5,Yes")

    before = cost(client, call)
    for _number in range(3):
        handed_in(call, answers=answers)
        make_question(call)
    assert cost(client, call) == before


def test_the_sheet_speaks_the_language_of_its_reader(client, call):
    make_question(call, "one", label_zh="护照")
    client.force_login(make_staff(roles.OFFICER, unit=call.unit, language="zh-hans"))
    client.cookies["django_language"] = "zh-hans"

    assert sheet(client, call)[0].endswith("护照")


def test_an_application_is_read_section_by_section(call):
    make_question(call, "section", label_en="Papers")
    text = make_question(call)
    application = begun(call, answers={text.key: "E1"})

    [section] = answered(application)

    assert (section["title"], section["lines"][0]["words"]) == ("Papers", "E1")

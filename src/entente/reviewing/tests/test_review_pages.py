"""Pages of reviews: blind, one's own only, nothing lost, the same cost however many."""

import io

import pytest
from django.utils import translation
from openpyxl import load_workbook

from entente.office import roles
from entente.office.services import system_user
from entente.reviewing import services
from entente.reviewing.models import Panellist, ReviewRound
from entente.reviewing.parts import conflicts, to_review
from tests.factories import make_staff, make_unit, make_user
from tests.factories_mobility import close, make_application, make_call
from tests.factories_people import make_person
from tests.factories_questions import hand_in_file, make_question
from tests.factories_reviewing import hand_in, make_dealt, make_round, reviews_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def officer(client, unit):
    user = make_staff(roles.OFFICER, unit=unit, language="en")
    sign_in(client, user)
    return user


def sign_in(client, user):
    client.force_login(user)
    client.cookies["django_language"] = "en"


def read(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def post(client, address, status=302, **data):
    answer = client.post(address, data)
    content = answer.content.decode()
    assert answer.status_code == status, content
    return content


def reviewer_of(client, review):
    user = review.panellist.user
    user.language = "en"
    user.save(update_fields=["language"])
    sign_in(client, user)
    return f"/reviews/mine/{review.pk}/"


# --- The reviewer ---------------------------------------------------------------------------------


def test_a_reviewer_sees_the_application_and_not_whose_it_is(client, unit):
    person = make_person(
        unit,
        name_zh="王小明",
        family_name="Wang",
        given_name="Xiaoming",
        student_number="2019123412",
        sex="m",
        email="wang@example.org",
    )
    call = make_call(unit, state="open")
    why, family = make_question(call), make_question(call, label_en="Who is your father?")
    record = make_question(call, "upload")
    application = make_application(
        call,
        person=person,
        score=None,
        grade="88.5",
        statement="I am Xiaoming Wang (王小明, 2019123412, wang@example.org) and like rocks.",
        answers={why.key: "Wang likes stones", family.key: "The dean"},
    )
    file = hand_in_file(application, record, name="王小明成绩单.pdf")
    close(call)
    held = make_dealt(call, panel=1, each=1, hidden=[family.pk])
    review = reviews_of(held)[0]

    page = read(client, reviewer_of(client, review))

    assert application.key in page
    assert "88.5" in page
    assert "like rocks" in page
    assert "likes stones" in page
    for told in ("Xiaoming", "Wang", "王小明", "2019123412", "wang@example.org"):
        assert told not in page
    for hidden in ("The dean", "Who is your father?", "成绩单", "Male"):
        assert hidden not in page
    assert "a file, hidden from reviewers" in page
    assert client.get(f"/reviews/files/{file.pk}/").status_code == 404

    services.change_round(held, by=system_user(), shows_files=True)
    answer = client.get(f"/reviews/files/{file.pk}/")
    assert answer.status_code == 200
    assert f"{application.key}-{record.pk}.pdf" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    sign_in(client, make_user(unit))
    assert client.get(f"/reviews/files/{file.pk}/").status_code == 404


def test_what_is_typed_stays_when_a_score_is_outside_and_the_sentence_is_clear(client):
    review = reviews_of(make_dealt(each=1))[0]
    address = reviewer_of(client, review)
    first, second = (f"score_{it.pk}" for it in review.round.criteria.all())

    page = post(client, address, 422, **{first: "11", second: "3.25", "comment": "Kept"})
    assert "“Academic record” is scored from 0 to 10." in page
    assert 'value="3.25"' in page
    assert "Kept" in page
    page = post(client, address, 422, **{first: "nine", "comment": "Kept"})
    assert "“Academic record” is scored from 0 to 10." in page

    post(client, address, **{first: "9", "comment": "Kept"})
    assert 'value="9.00"' in read(client, address)
    page = post(client, address, 422, **{first: "9", second: "", "hand_in": "1"})
    assert "Score “Motivation” before you hand the review in." in page
    post(client, address, **{first: "9", second: "4", "hand_in": "1"})
    page = read(client, address)
    assert "86.00" in page
    assert "<form class=" not in page.split("<main")[1]
    # Sent once more from another window.
    assert "This review is handed in." in post(client, address, 422, **{first: "1", second: "1"})


def test_others_are_seen_only_once_ones_own_is_handed_in(client):
    held = make_dealt(applications=1, panel=2, each=2)
    mine, other = reviews_of(held)
    hand_in(other, 10, 5, comment="Outstanding fieldwork")
    address = reviewer_of(client, mine)

    assert "Outstanding" not in read(client, address)
    hand_in(mine, 5, 5)
    page = read(client, address)

    assert "Outstanding fieldwork" in page
    assert "100.00" in page
    assert str(other.panellist.user) not in page


def test_a_review_is_found_by_its_reviewer_alone(client):
    held = make_dealt(applications=1, panel=2, each=1)
    review = reviews_of(held)[0]
    stranger = Panellist.objects.exclude(pk=review.panellist_id).get().user

    sign_in(client, stranger)

    assert client.get(f"/reviews/mine/{review.pk}/").status_code == 404
    assert client.post(f"/reviews/mine/{review.pk}/conflict/").status_code == 404
    assert client.get("/reviews/mine/").status_code == 200
    assert client.get(f"/reviews/rounds/{held.pk}/").status_code == 403


def test_a_conflict_is_declared_and_the_office_is_told(client, officer, unit):
    held = make_dealt(unit=unit, applications=1, panel=2, each=1)
    review = reviews_of(held)[0]
    address = reviewer_of(client, review)
    assert str(review) in read(client, "/reviews/mine/")

    assert "reason" in post(client, f"{address}conflict/", 422, reason="")
    post(client, f"{address}conflict/", reason="She is my niece")

    assert "Nothing waits for your review." in read(client, "/reviews/mine/")
    assert to_review(review.panellist.user, held.due_on) is None
    group = conflicts(officer, held.due_on)
    assert (group.total, group.items[0].detail) == (1, 1)
    sign_in(client, officer)
    page = read(client, f"/reviews/rounds/{held.pk}/")
    assert "She is my niece" in page
    assert "1 application lacks a reviewer." in page
    post(client, f"/reviews/rounds/{held.pk}/fill/")
    assert "lacks a reviewer." not in read(client, f"/reviews/rounds/{held.pk}/")


def test_what_waits_stands_in_the_work_list_of_somebody_without_a_role(client):
    held = make_dealt(applications=3, panel=1, each=1)
    review = reviews_of(held)[0]
    reviewer_of(client, review)

    group = to_review(review.panellist.user, held.due_on)

    assert (group.total, group.late) == (3, 0)
    assert "Applications for me to review" in read(client, "/")


# --- The office -----------------------------------------------------------------------------------


def test_a_round_from_the_call_to_the_scores(client, officer, unit):
    call = make_call(unit, state="open")
    application = make_application(call, score=None)
    close(call)
    assert "Prepare the reviews" in read(client, call.get_absolute_url())
    address = f"/reviews/calls/{call.pk}/add/"
    assert 'value="3"' in read(client, address)
    post(client, address, each="1", due_on="2027-01-01")
    held = ReviewRound.objects.get()
    here = f"/reviews/rounds/{held.pk}"
    post(client, f"{here}/criterion/", name_en="Record", most="10", weight="2")
    reviewer = make_user(unit, name_en="Reviewer Li")
    post(client, f"{here}/reviewer/", user=str(reviewer.pk))
    assert "is a reviewer of the round already" in post(
        client, f"{here}/reviewer/", 422, user=str(reviewer.pk)
    )
    post(client, f"{here}/assign/")
    assert "0 of 1 reviews handed in" in read(client, call.get_absolute_url())
    review = reviews_of(held)[0]
    hand_in(review, "8.25", comment="=1+1")
    assert "Reviewer Li" in read(client, f"{here}/committee/")
    post(client, f"/reviews/reviews/{review.pk}/give-back/", reason="Look again")
    hand_in(reviews_of(held)[0], "8.25", comment="=1+1")
    post(client, f"{here}/close/")
    post(client, f"{here}/scores/")

    application.refresh_from_db()
    assert str(application.score) == "82.50"
    book = load_workbook(io.BytesIO(b"".join(client.get(f"{here}/committee.xlsx"))))
    rows = list(book.active.values)
    assert rows[0][:7] == ("Rank", "Code", "Name", "Student number", "Mean", "Spread", "Review 1")
    assert rows[1][0:2] == (1, application.key)
    assert (rows[1][4], rows[1][6], rows[1][-1]) == (82.5, 82.5, "=1+1")
    assert book.active.cell(2, len(rows[0])).data_type == "s"


def test_an_officer_of_another_unit_finds_nothing(client):
    held = make_dealt()
    sign_in(client, make_staff(roles.OFFICER, unit=make_unit(), language="en"))

    for end in ("", "committee/", "committee.xlsx", "close/"):
        assert client.get(f"/reviews/rounds/{held.pk}/{end}").status_code == 404
    assert "No round is prepared yet" in read(client, "/reviews/")


@pytest.mark.parametrize("number", [1, 8])
def test_lists_cost_the_same_however_many(
    client, officer, unit, django_assert_max_num_queries, number
):
    held = make_dealt(unit=unit, applications=number, panel=2, each=2)
    for review in reviews_of(held):
        hand_in(review, 8, 4)
    for _more in range(number - 1):
        make_round(unit=unit, applications=1)
    reviewer = held.panel.first().user

    read(client, f"/reviews/rounds/{held.pk}/")
    with django_assert_max_num_queries(11):
        read(client, "/reviews/")
    with django_assert_max_num_queries(17):
        read(client, f"/reviews/rounds/{held.pk}/committee/")
    # The history names records of as many kinds as happen to stand among its last lines.
    with django_assert_max_num_queries(26):
        read(client, f"/reviews/rounds/{held.pk}/")
    sign_in(client, reviewer)
    with django_assert_max_num_queries(6):
        read(client, "/reviews/mine/")

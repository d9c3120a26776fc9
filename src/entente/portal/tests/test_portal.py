"""Applicants come in by a mailed link, see what fits, apply, and follow what becomes of it."""

import datetime
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from entente.mobility import services as mobility
from entente.mobility.models import Application, Call, Offer
from entente.office import roles
from entente.office.services import system_user
from entente.people.models import Person
from entente.portal import jobs, services
from entente.portal.models import LASTS, SignIn
from tests.factories import make_staff
from tests.factories_mobility import make_application, make_call
from tests.factories_people import make_person
from tests.factories_portal import come_in, open_today, today

pytestmark = pytest.mark.django_db
MAIL = "li@example.edu.cn"


def yesterday():
    return today() - datetime.timedelta(days=1)


CALLS = "/apply/calls/"


@pytest.fixture(autouse=True)
def _english(client):
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def call():
    call = make_call(quotas=(), **(open_today() | {"state": "draft"}))
    by = system_user()
    mobility.add_quota(call, by=by, name="TUM", cap=2, language="de", language_level="B2")
    mobility.add_quota(call, by=by, name="KIT", cap=1, grade="85")
    mobility.open_call(call, by=by)
    return call


def text_of(answer):
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", text)


def page_of(call):
    return reverse("portal:apply", args=[call.pk])


def typed(call, *wishes, **values):
    numbers = {quota.name: quota.pk for quota in call.quotas.all()}
    ranked = {f"wish_{rank}": numbers[name] for rank, name in enumerate(wishes, 1)}
    facts = {"level": "bachelor", "grade": "88.5", "language_1": "de", "certified_1": "C1"}
    return {"family_name": "Li", "given_name": "Lei"} | facts | ranked | values


def end_yesterday(call):
    Call.objects.filter(pk=call.pk).update(closes_on=yesterday())


# --- Coming in ------------------------------------------------------------------------------------


def test_the_answer_is_the_same_whether_or_not_an_address_is_known(
    client, django_capture_on_commit_callbacks
):
    make_person(email=MAIL)
    answers = []
    for address in (MAIL, "nobody@example.org"):
        with django_capture_on_commit_callbacks(execute=True):
            sent = client.post("/apply/", {"address": address})
        shown = client.get(sent["Location"])
        answers.append((sent.status_code, sent["Location"], text_of(shown)))

    assert answers[0] == answers[1]
    assert "A mail with a link is on its way" in answers[0][2]
    assert list(SignIn.objects.order_by("pk").values_list("address", flat=True)) == [
        MAIL,
        "nobody@example.org",
    ]


def test_one_address_is_not_written_to_without_end_and_nobody_learns_of_it(client):
    sent = [client.post("/apply/", {"address": MAIL}) for _number in range(7)]

    assert {answer.status_code for answer in sent} == {302}
    assert SignIn.objects.count() == 5


def test_the_mail_holds_the_link_in_both_languages():
    made = services.send_link(MAIL)

    services.mail.func(made.pk)

    [letter] = mail.outbox
    assert letter.to == [MAIL]
    assert letter.body.count(made.link) == 2


def test_a_link_lets_in_once_and_is_asked_before(client):
    made = services.send_link(MAIL)
    enter = reverse("portal:enter", args=[made.code])

    assert client.get(enter).status_code == 200
    assert client.get(CALLS)["Location"] == "/apply/"
    assert client.post(enter)["Location"] == CALLS
    assert client.get(CALLS).status_code == 200
    again = client.post(enter)
    assert again.status_code == 409
    assert "This link was used already, or has lapsed." in text_of(again)
    assert SignIn.objects.get().address == ""


@pytest.mark.parametrize("code", ["made-up", "old"])
def test_a_link_that_is_made_up_and_one_that_has_lapsed_read_the_same(client, code):
    made = services.send_link(MAIL)
    SignIn.objects.update(made_at=timezone.now() - LASTS * 2)
    enter = reverse("portal:enter", args=[made.code if code == "old" else code])

    answer = client.get(enter)

    assert answer.status_code == 200
    assert "This link was used already, or has lapsed." in text_of(answer)
    assert client.post(enter).status_code == 409


def test_who_goes_out_is_out_and_after_half_a_day_everybody_is(client):
    come_in(client)
    client.post("/apply/out/")
    assert client.get(CALLS).status_code == 302

    come_in(client)
    session = client.session
    session["applicant"] |= {"until": (timezone.now() - LASTS).isoformat()}
    session.save()
    assert client.get(CALLS).status_code == 302


def test_links_are_forgotten_by_night():
    services.send_link(MAIL)

    assert jobs.forget_links(on=today(), by=system_user()) == 0
    assert jobs.forget_links(on=today() + datetime.timedelta(days=2), by=system_user()) == 1


# --- Calls and applying ---------------------------------------------------------------------------


def test_open_calls_say_what_fits_and_why_the_rest_does_not(client, call):
    make_call(title_en="Not open yet")
    come_in(client)

    before = text_of(client.get(CALLS))
    sent = client.post(
        CALLS, {"level": "bachelor", "grade": "80", "language_1": "de", "certified_1": "C1"}
    )
    after = text_of(client.get(sent["Location"]))

    assert "German at B2 or above is needed; yours: not stated." in before
    assert "fits you TUM 2 places" in after.replace("  ", " ")
    assert "The grade must be 85.00 or more; yours: 80.00." in after
    assert "Not open yet" not in before + after
    assert Application.objects.count() == 0


def test_a_draft_is_saved_and_handed_in_and_the_person_enters_the_register(client, call):
    come_in(client)

    saved = client.post(page_of(call), typed(call, statement="Why") | {"save": "1"})
    draft = Application.objects.get()
    assert (saved.status_code, draft.state) == (302, "draft")
    assert "Saved as a draft" in text_of(client.get(saved["Location"]))
    version = {"version": draft.version}
    sent = client.post(page_of(call), typed(call, "KIT", "TUM") | version | {"hand_in": "1"})

    draft.refresh_from_db()
    assert (draft.state, str(draft.grade), draft.languages) == ("handed_in", "88.50", {"de": "C1"})
    assert [wish.quota.name for wish in draft.wishes.all()] == ["KIT", "TUM"]
    assert Person.objects.get().email == MAIL
    assert "Your application is handed in." in text_of(client.get(sent["Location"]))
    late = client.post(page_of(call), typed(call))
    assert late.status_code == 409


def test_who_stands_in_the_register_is_known_by_the_mail_address(client, call):
    person = make_person(call.unit, email=MAIL.upper())
    make_person(email=MAIL)
    come_in(client)

    assert "family_name" not in client.get(page_of(call)).context["form"].fields
    client.post(page_of(call), typed(call, "TUM") | {"hand_in": "1"})

    assert Application.objects.get().person == person


def test_two_persons_of_one_address_are_told_to_write_to_the_office(client, call):
    make_person(call.unit, email=MAIL)
    make_person(call.unit, email=MAIL)
    come_in(client)

    answer = client.post(page_of(call), typed(call, "TUM") | {"hand_in": "1"})

    assert answer.status_code == 409
    assert "Several persons of the register have this mail address" in text_of(answer)
    assert Application.objects.count() == 0


def test_a_student_number_of_somebody_else_is_refused_at_its_field(client, call):
    make_person(call.unit, student_number="2023001")
    come_in(client)

    answer = client.post(page_of(call), typed(call, "TUM", student_number="2023001"))

    assert answer.status_code == 422
    assert "under another mail address" in answer.context["form"].errors["student_number"][0]
    assert (Application.objects.count(), Person.objects.count()) == (0, 1)


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"wish_2": "same"}, "wish_2", "An option is wished for twice."),
        ({"wish_1": "987654321"}, "wish_1", "Select a valid choice."),
        ({"grade": "eighty"}, "grade", "Enter a number."),
        ({"certified_1": ""}, "certified_1", "Choose the language together with its level."),
        (
            {"language_2": "de", "certified_2": "A1"},
            "language_2",
            "This language stands above already.",
        ),
        ({"family_name": ""}, "name_zh", "Write your name"),
    ],
)
def test_what_is_typed_wrongly_is_said_at_its_field_and_nothing_is_lost(
    client, call, values, field, sentence
):
    come_in(client)
    said = typed(call, "TUM", statement="Kept words") | values
    if said.get("wish_2") == "same":
        said["wish_2"] = said["wish_1"]

    answer = client.post(page_of(call), said)

    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors[field][0]
    assert "Kept words" in answer.content.decode()


def test_a_wish_whose_rules_are_not_fulfilled_is_kept_but_not_handed_in(client, call):
    come_in(client)

    answer = client.post(page_of(call), typed(call, "KIT", grade="70") | {"hand_in": "1"})

    draft = Application.objects.get()
    assert (answer.status_code, draft.state) == (422, "draft")
    assert "It is kept as a draft, but not handed in yet." in text_of(answer)
    assert "The grade must be 85.00 or more" in answer.context["form"].errors["wish_1"][0]
    assert f'name="version" value="{draft.version}"' in answer.content.decode()


@pytest.mark.parametrize("begun", [True, False])
@pytest.mark.parametrize("button", ["save", "hand_in"])
def test_answers_are_kept_where_the_time_ran_out_while_typing(client, call, begun, button):
    come_in(client)
    version = {}
    if begun:
        client.post(page_of(call), typed(call, "TUM"))
        version = {"version": Application.objects.get().version}
    end_yesterday(call)

    answer = client.post(
        page_of(call), typed(call, "TUM", statement="Typed at the end", **version) | {button: "1"}
    )

    draft = Application.objects.get()
    assert (answer.status_code, draft.state) == (422, "draft")
    assert draft.statement == "Typed at the end"
    assert "What you typed is kept as a draft, but it is not handed in." in text_of(answer)
    shown = client.get(page_of(call), follow=True)
    assert "This draft was not handed in." in text_of(shown)
    assert "Typed at the end" in text_of(shown)


def test_of_two_windows_the_second_is_told_before_it_writes_over_the_first(client, call):
    come_in(client)
    client.post(page_of(call), typed(call, "TUM"))
    old = {"version": Application.objects.get().version}
    client.post(page_of(call), typed(call, "TUM", statement="First") | old)

    answer = client.post(page_of(call), typed(call, "TUM", statement="Second") | old)

    assert answer.status_code == 422
    assert "changed in another window meanwhile" in text_of(answer)
    new = {"version": answer.context["form"]["version"].value()}
    client.post(page_of(call), typed(call, "TUM", statement="Second") | new)
    assert Application.objects.get().statement == "Second"


def test_an_application_is_withdrawn_and_taken_up_again_until_the_last_day(client, call):
    come_in(client)
    client.post(page_of(call), typed(call, "TUM") | {"hand_in": "1"})
    own = reverse("portal:application", args=[Application.objects.get().pk])

    client.post(f"{own}withdraw/")
    assert Application.objects.get().state == "withdrawn"
    assert client.post(f"{own}withdraw/").status_code == 409
    assert client.post(f"{own}again/")["Location"] == page_of(call)
    client.post(page_of(call), typed(call, "TUM", version="") | {"hand_in": "1"})
    end_yesterday(call)
    late = client.post(f"{own}withdraw/")

    assert late.status_code == 409
    assert "The last day to apply was" in text_of(late)
    assert Application.objects.get().state == "handed_in"


def test_the_next_application_begins_with_what_the_last_one_said(client, call):
    come_in(client)
    client.post(page_of(call), typed(call, "TUM", statement="Long words") | {"hand_in": "1"})
    other = make_call(call.unit, **open_today())

    initial = client.get(page_of(other)).context["form"].initial

    assert (initial["statement"], initial["language_1"]) == ("Long words", "de")


def test_a_last_cut_off_stands_beside_a_destination_where_three_won_a_place(client):
    quotas = (("TUM", 3, None), ("KIT", 1, None))
    last = make_call(quotas=quotas, state="open")
    for name, scores in {"TUM": (90, 84.75, 81), "KIT": (99,)}.items():
        for score in scores:
            make_application(last, [name], score=str(score))
    by, on = system_user(), datetime.date(2026, 3, 2)
    mobility.close_call(last, by=by, on=on)
    mobility.publish_run(mobility.run_placement(last, by=by), by=by, on=on)
    call = make_call(last.unit, quotas=quotas, **open_today())
    come_in(client)

    page = text_of(client.get(page_of(call)))

    assert "81.00" in page
    assert "99.00" not in page


def test_another_applicants_pages_are_not_found(client, call):
    theirs = make_application(call, ["TUM"], state="draft", score=None)
    come_in(client)
    own = reverse("portal:application", args=[theirs.pk])

    answers = [client.get(own), client.get(f"{own}withdraw/"), client.post(f"{own}accept/")]

    assert {answer.status_code for answer in answers} == {404}
    assert client.get("/apply/calls/987654321/").status_code == 404


@pytest.mark.parametrize("count", [1, 6])
def test_calls_cost_the_same_however_many_are_open(client, django_assert_num_queries, count):
    person = make_person(email=MAIL)
    for _number in range(count):
        call = make_call(
            person.unit, quotas=(("A", 1, None), ("B", 1, "A"), ("C", 1, "A")), **open_today()
        )
        make_application(call, ["B", "C"], person=person)
    come_in(client)
    client.get(CALLS)

    with django_assert_num_queries(6):
        client.get(CALLS)


def test_the_office_sees_drafts_as_a_number_and_reads_the_portals_address(client, call):
    make_application(call, ["TUM"], state="draft", score=None)
    client.force_login(make_staff(roles.OFFICER, unit=call.unit, language="en"))

    page = text_of(client.get(call.get_absolute_url()))

    assert "1 draft is not handed in." in page
    assert page_of(call) in page


def test_the_office_reads_what_was_handed_in_and_finds_no_draft(client, call):
    come_in(client)
    client.post(page_of(call), typed(call, "TUM", statement="Why I go"))
    draft = Application.objects.get()
    client.force_login(make_staff(roles.OFFICER, unit=call.unit, language="en"))
    page = reverse("mobility:outcome", args=[draft.pk])

    before = client.get(page)
    mobility.hand_in(draft, on=today())
    after = text_of(client.get(page))

    assert before.status_code == 404
    assert "Why I go" in after
    assert "German C1" in after


# --- Outcome --------------------------------------------------------------------------------------


@pytest.fixture
def placed(client, call):
    """Two apply by the portal for one place; the run is published."""
    come_in(client)
    client.post(page_of(call), typed(call, "KIT", "TUM") | {"hand_in": "1"})
    own = Application.objects.get()
    secret = make_person(call.unit, family_name="Secretive", given_name="Sam", name_zh="")
    other = make_application(call, ["KIT"], person=secret, score="99", grade="90")
    mobility.change_application(own, by=system_user(), wishes=wishes_of(own), score="84.75")
    by = system_user()
    mobility.close_call(call, by=by, on=today() + datetime.timedelta(days=1))
    run = mobility.run_placement(call, by=by)
    mobility.publish_run(run, by=by, on=today())
    return own, other


def wishes_of(application):
    return [wish.quota for wish in application.wishes.select_related("quota")]


def test_only_the_own_outcome_is_told_and_nobody_else_is_named(client, placed):
    own, other = placed

    page = text_of(client.get(reverse("portal:application", args=[own.pk])))

    assert "You are recommended for TUM." in page
    assert "KIT: all places of “KIT” went to scores from 99.00 on." in page
    assert "Secretive" not in page
    assert client.get(reverse("portal:application", args=[other.pk])).status_code == 404


@pytest.mark.parametrize(
    ("step", "state"), [("accept", "final"), ("wait", "waiting"), ("decline", "declined")]
)
def test_an_offer_is_answered(client, placed, step, state):
    own, _other = placed
    answer = reverse(f"portal:{step}", args=[own.pk])
    version = client.get(answer).context["form"]["version"].value()

    sent = client.post(answer, {"version": version})

    assert own.offers.get().state == state
    assert "Your answer is entered." in text_of(client.get(sent["Location"]))


def test_of_two_windows_the_second_answer_is_refused_in_words(client, placed):
    own, _other = placed
    accept, decline = (reverse(f"portal:{it}", args=[own.pk]) for it in ("accept", "decline"))
    version = client.get(accept).context["form"]["version"].value()
    client.post(accept, {"version": version})

    again = client.post(accept, {"version": version})
    other = client.post(decline, {"version": version})

    assert again.status_code == 409
    assert "This offer is answered already: Accepted for good." in text_of(again)
    assert other.status_code == 422
    assert "answered already, in another window: Accepted for good." in text_of(other)
    assert own.offers.get().state == "final"


def test_a_lapsed_offer_is_answered_no_more(client, placed):
    own, _other = placed
    Offer.objects.update(answer_by=yesterday())

    page = client.get(reverse("portal:application", args=[own.pk]))
    late = client.post(reverse("portal:accept", args=[own.pk]), {"version": "1"})

    assert page.context["steps"] == []
    assert late.status_code == 409
    assert "has lapsed" in text_of(late)


def test_who_is_not_placed_has_nothing_to_answer(client, placed):
    own, _other = placed
    Offer.objects.all().delete()

    answer = reverse("portal:accept", args=[own.pk])

    assert client.get(answer)["Location"] == reverse("portal:application", args=[own.pk])
    assert client.post(answer).status_code == 409

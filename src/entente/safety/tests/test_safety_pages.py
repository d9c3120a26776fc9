"""Pages of safety checks: the traveller's own by the link, and those of the office."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from entente.office import roles
from entente.safety import services
from entente.safety.models import Answer, Message, SafetyCheck
from tests.factories import make_staff, make_unit
from tests.factories_safety import abroad, make_check, make_sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unlimited():
    cache.clear()


@pytest.fixture
def unit():
    return make_unit()


@pytest.fixture
def officer(client, unit):
    user = make_staff(roles.OFFICER, unit=unit, language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


@pytest.fixture
def phone(client):
    """A traveller's phone: nobody is signed in."""
    client.cookies["django_language"] = "en"
    return client


def page_of(traveller):
    return reverse("answer_safety", args=[traveller.code])


def test_opening_the_link_is_no_answer_and_one_tap_is(phone):
    traveller = make_sent().travellers.get()

    for _time in range(2):
        words = phone.get(page_of(traveller)).text
        phone.head(page_of(traveller))
    assert "There was an earthquake near Tokyo." in words
    assert Answer.objects.count() == 0

    answer = phone.post(page_of(traveller), {"state": "safe"})
    words = phone.get(answer["Location"]).text
    assert "Thank you. We know that you are safe." in words
    phone.post(page_of(traveller), {"state": "help", "place": "Sendai", "words": "Leg"})

    traveller.refresh_from_db()
    assert traveller.state == "help"
    assert "We know that you need help." in phone.get(answer["Location"]).text
    assert list(traveller.answers.values_list("state", "place")) == [
        ("help", "Sendai"),
        ("safe", ""),
    ]


def test_what_is_wrong_is_said_and_what_was_typed_stays(phone):
    traveller = make_sent().travellers.get()

    for sent in ({"words": "In the hall"}, {"state": "fine", "words": "In the hall"}):
        answer = phone.post(page_of(traveller), sent)
        assert answer.status_code == 422
        assert "Choose one of the two answers." in answer.text
        assert "In the hall" in answer.text
    assert phone.post(page_of(traveller), {"state": "safe", "place": "x" * 201}).status_code == 422
    assert Answer.objects.count() == 0


def test_a_closed_check_takes_no_answer_and_says_so(phone):
    check = make_sent()
    traveller = check.travellers.get()
    services.close_check(check, by=check.owner)

    late = phone.post(page_of(traveller), {"state": "help"})

    assert late.status_code == 409
    assert "This safety check is closed." in late.text
    assert "This safety check is closed." in phone.get(page_of(traveller)).text
    assert Answer.objects.count() == 0


def test_a_link_that_nobody_gave_leads_nowhere(phone):
    assert phone.get(reverse("answer_safety", args=["1.x:y"])).status_code == 404


def test_many_at_once_from_one_address_wait(phone, settings):
    settings.SAFETY_RATES = {"safety": "1/m/ip"}
    traveller = make_sent().travellers.get()
    phone.post(page_of(traveller), {"state": "safe"})
    assert phone.post(page_of(traveller), {"state": "help"}).status_code == 429


def test_from_the_country_to_the_answers(client, officer, unit):
    abroad(unit, email="wang@example.org", name_zh="", family_name="Wang")
    abroad(unit, phone="+81 3 1234", name_zh="", family_name="Li")
    page = client.get("/abroad/?country=JP").text
    assert f"{reverse('safety:add')}?country=JP" in page
    assert client.get(f"{reverse('safety:add')}?country=jp").context["form"].initial == {
        "country": "JP"
    }
    typed = {"country": "JP", "title_zh": "地震", "title_en": "Earthquake", "unit": unit.pk}
    assert client.post(reverse("safety:add"), typed).status_code == 422
    typed |= {"text_zh": "平安吗", "text_en": "Safe?"}
    answer = client.post(reverse("safety:add"), typed)
    check = SafetyCheck.objects.get()
    assert answer["Location"] == reverse("safety:send", args=[check.pk])
    page = client.get(answer["Location"])
    assert [it.found.email for it in page.context["reached"]] == ["wang@example.org"]
    assert [it.found.phone for it in page.context["unreachable"]] == ["+81 3 1234"]
    assert "no mail address in the register" in page.text

    answer = client.post(answer["Location"], {"seen": page.context["seen"]})

    assert answer["Location"] == check.get_absolute_url()
    first, second = check.travellers.order_by("email")
    Message.objects.update(state="sent")
    services.answer(second, state="help", place="Sendai", words="Broken leg")
    assert f'href="{second.get_absolute_url()}"' in client.get("/").text
    page = client.get(check.get_absolute_url())
    numbers = {it.value: number for it, number, _mark in page.context["numbers"]}
    assert numbers == {"help": 1, "unreachable": 1, "failed": 0, "waiting": 0, "safe": 0}
    assert page.context["travellers"] == [second, first]
    assert "Broken leg" in page.text
    assert "tel:+8131234" in page.text
    page = client.get(f"{check.get_absolute_url()}?stands=unreachable")
    assert page.context["travellers"] == [first]
    assert client.post(reverse("safety:close", args=[check.pk])).status_code == 422
    note = reverse("safety:note", args=[second.pk])
    assert client.post(note, {"state": "safe"}).status_code == 422
    client.post(note, {"state": "safe", "words": "Hospital phoned, he is looked after"})
    assert client.post(reverse("safety:close", args=[check.pk])).status_code == 302


def test_a_list_that_changed_meanwhile_is_looked_through_again(client, officer, unit):
    abroad(unit, email="a@example.org")
    check = make_check(unit, by=officer)
    address = reverse("safety:send", args=[check.pk])
    seen = client.get(address).context["seen"]
    abroad(unit, email="b@example.org")

    again = client.post(address, {"seen": seen})

    assert again.status_code == 422
    assert "Look through the list again." in again.text
    assert client.post(address, {"seen": again.context["seen"]}).status_code == 302


def test_how_they_are_reached_is_for_those_who_see_persons(client, unit, monkeypatch):
    check = make_sent(unit)
    client.force_login(make_staff(roles.OFFICER, unit=unit, language="en"))
    assert "traveller0@example.org" in client.get(check.get_absolute_url()).text
    granted = set(roles.Role.granted["officer"]) - {"people.view_person"}
    monkeypatch.setitem(roles.Role.granted, "officer", granted)

    words = client.get(check.get_absolute_url()).text

    assert "Traveller0" in words
    assert "traveller0@example.org" not in words


def test_the_pages_cost_no_more_however_many(client, officer, unit):
    def cost(people):
        check = make_sent(unit, people=people, by=officer)
        for traveller in check.travellers.all():
            services.answer(traveller, state="help")
            services.note_answer(traveller, by=officer, state="safe", words="phoned")
        draft = make_check(unit, by=officer)
        pages = [reverse("safety:checks"), check.get_absolute_url(), page_of(traveller)]
        pages.append(reverse("safety:send", args=[draft.pk]))
        found = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(page).status_code == 200
            found.append(len(asked))
        return found

    one, many = cost(1), cost(5)

    # The history names fewer kinds of things once answers fill it.
    assert [max(0, more - few) for few, more in zip(one, many, strict=True)] == [0, 0, 0, 0]
    assert max(many) <= 20


def test_the_list_counts_who_was_asked_and_who_answered(client, officer, unit):
    check = make_sent(unit, people=3, by=officer)
    first, second, _third = check.travellers.all()
    services.answer(first, state="help")
    services.answer(second, state="safe")

    [row] = SafetyCheck.objects.for_list()

    assert (row.asked, row.answered, row.in_need) == (3, 2, 1)
    assert str(timezone.localtime(check.sent_at).date()) in client.get("/safety/").text

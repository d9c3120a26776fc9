"""Pages of nominations: the partner's own by its link, and those of the office."""

import datetime

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from entente.nominations import services
from entente.nominations.models import Invitation, Nominee
from entente.nominations.parts import occasions, of_agreement, to_decide
from entente.office import roles
from entente.office.services import system_user
from tests.factories import make_staff, make_unit
from tests.factories_nominations import LAST, make_invitation, nominate
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import make_agreement

pytestmark = pytest.mark.django_db
SCHMIDT = {"family_name": "Schmidt", "given_name": "Anna", "email": "anna@example.org"}


@pytest.fixture(autouse=True)
def _unlimited():
    cache.clear()


@pytest.fixture
def officer(client):
    user = make_staff(roles.OFFICER, unit=make_unit(), language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


@pytest.fixture
def partner(client):
    """Somebody abroad at a browser, without an account."""
    client.cookies["django_language"] = "en"
    return client


def open_now(unit=None, **values):
    today = timezone.localdate()
    days = {"opens_on": today, "closes_on": today + datetime.timedelta(days=9)}
    return make_invitation(unit, **(days | values))


def page_of(invitation):
    return reverse("nominate", args=[invitation.code])


def test_a_partner_nominates_by_its_link_and_sees_only_its_own(partner):
    invitation, other = open_now(), open_now()
    nominate(other, "Hidden", on=timezone.localdate())

    answer = partner.post(page_of(invitation), SCHMIDT)
    words = partner.get(answer["Location"]).content.decode()

    assert answer.status_code == 302
    assert "The nomination was received." in words
    assert "Anna Schmidt" in words
    assert "1 of 2 left" in words
    assert "Hidden" not in words
    theirs = other.nominees.get()
    for name in ("withdraw_nomination", "answer_nomination"):
        assert partner.get(reverse(name, args=[invitation.code, theirs.pk])).status_code == 404


def test_what_is_wrong_is_said_and_what_was_typed_stays(partner):
    invitation = open_now(places=1)

    unnamed = partner.post(page_of(invitation), {"given_name": "Anna", "email": "no address"})
    partner.post(page_of(invitation), SCHMIDT)
    above = partner.post(page_of(invitation), SCHMIDT | {"email": "else@example.org"})

    assert sorted(unnamed.context["form"].errors) == ["email", "family_name"]
    assert above.status_code == 422
    words = above.content.decode()
    assert "All 1 places are taken." in words
    assert "else@example.org" in words
    assert Nominee.objects.count() == 1


def test_after_the_last_day_nothing_is_taken_and_the_nominations_are_still_shown(partner):
    invitation = make_invitation()
    nominate(invitation)

    late = partner.post(page_of(invitation), SCHMIDT)

    assert late.status_code == 409
    words = late.content.decode()
    assert "Nominations closed on 2026-04-30." in words
    assert "Anna Schmidt" in words
    assert invitation.nominees.count() == 1


def test_a_nomination_is_withdrawn_and_a_question_answered_on_the_page(partner):
    invitation = open_now()
    first, second = (nominate(invitation, it, on=timezone.localdate()) for it in ("One", "Two"))
    services.ask(second, by=system_user(), question="Which level?")

    partner.post(reverse("withdraw_nomination", args=[invitation.code, first.pk]))
    asked = partner.get(page_of(invitation)).content.decode()
    partner.post(
        reverse("answer_nomination", args=[invitation.code, second.pk]), {"text": "Level B2"}
    )

    assert "Which level?" in asked
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, second.answer) == ("withdrawn", "nominated", "Level B2")
    again = partner.post(reverse("withdraw_nomination", args=[invitation.code, first.pk]))
    assert again.status_code == 409


def test_an_old_link_leads_nowhere(partner):
    invitation = open_now()
    old = page_of(invitation)
    services.renew_link(invitation, by=system_user())

    assert partner.get(old).status_code == 404
    assert partner.get(page_of(invitation)).status_code == 200


def test_many_at_once_from_one_address_wait(partner, settings):
    settings.NOMINATION_RATES = {"nomination": "1/m/ip"}
    invitation = open_now()
    partner.post(page_of(invitation), SCHMIDT)

    answer = partner.post(page_of(invitation), SCHMIDT | {"email": "else@example.org"})

    assert answer.status_code == 429
    assert invitation.nominees.count() == 1


def test_from_the_invitation_to_the_stay(client, officer):
    partner = make_organisation()
    agreement = make_agreement(officer.unit, partner=partner, state="in_force")
    values = {
        "agreement": agreement.pk,
        "organisation": partner.pk,
        "academic_year": 2026,
        "places": 2,
        "starts_on": "2026-09",
        "ends_on": "2027-01",
        "opens_on": "2026-03-01",
        "closes_on": "2026-04-30",
        "contact": "exchange@example.org",
        "unit": officer.unit_id,
    }
    answer = client.post(reverse("nominations:invite"), values)
    assert answer.status_code == 302, answer.context["form"].errors
    invitation = Invitation.objects.get()
    words = client.get(invitation.get_absolute_url()).content.decode()
    assert invitation.link in words
    assert "mailto:exchange@example.org" in words
    nominee = nominate(invitation)

    assert client.post(reverse("nominations:accept", args=[nominee.pk])).status_code == 302
    nominee.refresh_from_db()
    assert (
        nominee.stay.get_absolute_url() in client.get(nominee.get_absolute_url()).content.decode()
    )
    page = client.get(partner.get_absolute_url()).content.decode()
    assert invitation.get_absolute_url() in page
    assert of_agreement(agreement, officer).context["invitations"] == [invitation]


def test_whoever_may_only_look_does_not_see_the_link(client):
    invitation = make_invitation()
    client.force_login(make_staff(roles.AUDITOR, unit=invitation.unit, language="en"))

    words = client.get(invitation.get_absolute_url()).content.decode()

    assert invitation.code not in words


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_costs_the_same_however_long(client, officer, count, django_assert_num_queries):
    for _ in range(count):
        nominate(make_invitation(officer.unit))
    client.get(reverse("nominations:invitations"))

    with django_assert_num_queries(8):
        page = client.get(reverse("nominations:invitations"))

    assert len(page.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 2])
def test_the_partners_page_costs_the_same_however_many(partner, count, django_assert_num_queries):
    invitation = open_now()
    for number in range(count):
        nominate(invitation, f"N{number}", on=timezone.localdate())

    with django_assert_num_queries(3):
        partner.get(page_of(invitation))


def test_work_list_and_calendar_know_nominations(officer):
    nominee = nominate(make_invitation(officer.unit))
    nominate(make_invitation())

    [item] = to_decide(officer, LAST).items

    assert item.url == nominee.get_absolute_url()
    assert [it.on for it in occasions(officer, LAST, LAST)] == [LAST]
    services.reject(nominee, by=system_user(), reason="Full")
    assert to_decide(officer, LAST).items == []

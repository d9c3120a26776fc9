"""Nominations: within the places, in time, by one's own link; what comes of them."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.nominations import services
from entente.nominations.enums import NOMINEE_FLOW, NomineeState
from entente.nominations.models import Invitation, Nominee
from entente.office.services import system_user
from entente.people import services as people
from entente.people.models import Person
from tests.factories import make_unit
from tests.factories_nominations import FIRST, LAST, make_invitation, nominate
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import make_agreement
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db
LATE = LAST + datetime.timedelta(days=1)

LEADS_TO = {
    ("nominated", "accept"): "accepted",
    ("asked", "accept"): "accepted",
    ("nominated", "ask"): "asked",
    ("asked", "ask"): "asked",
    ("nominated", "reject"): "rejected",
    ("asked", "reject"): "rejected",
    ("nominated", "withdraw"): "withdrawn",
    ("asked", "withdraw"): "withdrawn",
    ("asked", "answer"): "nominated",
}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("step", NOMINEE_FLOW.steps)
@pytest.mark.parametrize("state", NomineeState)
def test_every_step_from_every_state(state, step):
    if target := LEADS_TO.get((state, step)):
        assert NOMINEE_FLOW.move(state, step) == target
    else:
        with pytest.raises(DomainError):
            NOMINEE_FLOW.move(state, step)


# --- Places ---------------------------------------------------------------------------------------


def test_a_partner_is_not_invited_for_more_than_the_agreement_promises():
    with pytest.raises(DomainError) as refusal:
        make_invitation(places=4)

    assert refusal.value.message_dict == {
        "places": ["The agreement promises 3 places in 2026/27; 3 are left."]
    }
    assert not Invitation.objects.exists()


def test_invitations_for_two_levels_share_the_places_of_the_agreement():
    first = make_invitation(level="bachelor")

    with pytest.raises(DomainError, match="1 are left"):
        make_invitation(
            first.unit, partner=first.organisation, agreement=first.agreement, level="master"
        )
    make_invitation(
        first.unit, partner=first.organisation, agreement=first.agreement, level="master", places=1
    )


def test_without_places_in_the_agreement_the_office_sets_the_number():
    assert make_invitation(promised=None, places=9).places == 9


def test_nobody_is_nominated_above_the_places_and_a_freed_place_is_free_again():
    invitation = make_invitation()
    nominate(invitation)
    second = nominate(invitation, "Weber")

    with pytest.raises(DomainError, match="All 2 places are taken"):
        nominate(invitation, "Fischer")
    services.withdraw(second, on=LAST)
    third = nominate(invitation, "Fischer")
    services.reject(third, by=system_user(), reason="No course in English")
    nominate(invitation, "Wagner")

    assert invitation.places_left() == 0
    assert invitation.nominees.count() == 4


def test_an_accepted_nominee_keeps_the_place():
    invitation = make_invitation(places=1)
    services.accept(nominate(invitation), by=system_user())

    with pytest.raises(DomainError, match="All 1 places are taken"):
        nominate(invitation, "Weber")
    with pytest.raises(DomainError):
        services.withdraw(invitation.nominees.get(), on=FIRST)


def test_places_do_not_shrink_below_those_who_are_nominated():
    invitation = make_invitation()
    nominate(invitation)
    nominate(invitation, "Weber")

    with pytest.raises(DomainError) as refusal:
        services.change_invitation(invitation, by=system_user(), places=1)

    assert refusal.value.message_dict == {"places": ["2 are nominated already."]}


# --- Who, and when --------------------------------------------------------------------------------


def test_only_a_party_of_an_agreement_in_force_is_invited():
    unit = make_unit()
    draft = make_agreement(unit)

    with pytest.raises(DomainError) as stranger:
        make_invitation(agreement=make_agreement(unit, state="in_force"), unit=unit)
    with pytest.raises(DomainError) as early:
        make_invitation(agreement=draft, unit=unit)

    assert list(stranger.value.message_dict) == ["organisation"]
    assert list(early.value.message_dict) == ["agreement"]


def test_a_partner_is_invited_once_a_year_and_days_stand_in_order():
    first = make_invitation()
    again = {"partner": first.organisation, "agreement": first.agreement, "unit": first.unit}

    with pytest.raises(ValidationError, match="invited for this year already"):
        make_invitation(**again)
    with pytest.raises(ValidationError) as refusal:
        make_invitation(opens_on=LAST, closes_on=FIRST)
    assert refusal.value.message_dict == {"closes_on": ["It closes before it opens."]}


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (FIRST - datetime.timedelta(days=1), "open on 2026-03-01"),
        (LATE, "closed on 2026-04-30"),
    ],
)
def test_nobody_is_nominated_or_withdrawn_outside_the_days(on, words):
    invitation = make_invitation()
    nominee = nominate(invitation)

    with pytest.raises(DomainError, match=words):
        nominate(invitation, "Weber", on=on)
    with pytest.raises(DomainError, match=words):
        services.withdraw(nominee, on=on)

    nominee.refresh_from_db()
    assert (nominee.state, invitation.nominees.count()) == ("nominated", 1)


def test_a_person_is_nominated_once():
    invitation = make_invitation()
    nominate(invitation)

    with pytest.raises(DomainError) as refusal:
        nominate(invitation, email="SCHMIDT@example.org")

    assert list(refusal.value.message_dict) == ["email"]


# --- The link -------------------------------------------------------------------------------------


def test_a_link_leads_to_its_own_invitation_until_it_is_renewed_or_taken_back():
    invitation, other = make_invitation(), make_invitation()
    by, code = system_user(), invitation.code
    found = Invitation.objects.with_code

    assert found(code) == invitation
    assert found(other.code) == other
    for wrong in ("", "1", code[:-1], code.replace(str(invitation.pk), str(other.pk), 1)):
        assert found(wrong) is None

    services.renew_link(invitation, by=by)
    assert found(code) is None
    assert found(invitation.code) == invitation
    services.take_back_link(invitation, by=by, on=FIRST)
    assert found(invitation.code) is None
    with pytest.raises(DomainError, match="already"):
        services.take_back_link(invitation, by=by, on=FIRST)
    services.renew_link(invitation, by=by)
    assert found(invitation.code) == invitation
    verbs = AuditEntry.objects.filter(verb__startswith="invitation.link")
    assert verbs.count() == 3


# --- Deciding -------------------------------------------------------------------------------------


def test_an_accepted_nominee_is_a_person_with_a_planned_stay():
    invitation = make_invitation()

    stay = services.accept(nominate(invitation, field="0532"), by=system_user())

    assert (stay.direction, stay.kind, stay.state) == ("inbound", "exchange", "planned")
    assert (stay.organisation, stay.agreement) == (invitation.organisation, invitation.agreement)
    assert (str(stay.starts_on), str(stay.ends_on), stay.field) == ("2026-09", "2027-01", "0532")
    assert stay.person.email == "schmidt@example.org"
    assert invitation.nominees.get().state == "accepted"


def test_a_person_who_is_known_is_not_entered_again():
    invitation = make_invitation()
    known = make_person(invitation.unit)

    stay = services.accept(nominate(invitation), by=system_user(), person=known)

    assert stay.person == known
    assert Person.objects.count() == 1


def test_a_question_goes_to_the_partner_and_its_answer_back_also_after_the_last_day():
    nominee = nominate(make_invitation())

    services.ask(nominee, by=system_user(), question="Which language level?")
    with pytest.raises(DomainError, match="Write the answer"):
        services.answer(nominee, text=" ")
    services.answer(nominee, text="B2")

    assert (nominee.state, nominee.answer) == ("nominated", "B2")
    with pytest.raises(DomainError):
        services.answer(nominee, text="C1")


def test_what_a_partner_said_of_a_person_is_erased_with_the_person():
    nominee = nominate(make_invitation(), remark="Plays the violin")
    stay = services.accept(nominee, by=system_user())

    people.erase_person(stay.person, by=system_user(), reason="Asked for it")

    nominee = Nominee.objects.get()
    assert (nominee.family_name, nominee.remark) == ("–", "")
    assert nominee.email == "erased@example.invalid"


def test_two_partners_do_not_share_places():
    unit = make_unit()
    first = make_invitation(unit, partner=make_organisation(), places=1)
    second = make_invitation(unit, partner=make_organisation(), places=1)

    nominate(first)
    nominate(second)

    assert (first.places_left(), second.places_left()) == (0, 0)

"""What follows an agreement: amendment, renewal, replacement, agreement to end; names that stay."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from entente.kit import search
from entente.kit.errors import DomainError
from entente.office import roles
from entente.office.services import system_user
from entente.organisations import services as organisations
from entente.partnerships import services
from entente.partnerships.enums import FOLLOW_UPS, AgreementState, FollowKind
from entente.partnerships.models import Agreement, AgreementReview, Termination, chain_of
from tests.factories import make_staff, make_unit
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import DAY, approve, let_all_sign, make_agreement

pytestmark = pytest.mark.django_db
S = AgreementState


def running(unit=None, **values):
    values = {"signed_on": "2020", "ends_on": "2026-12-31", "term": "fixed"} | values
    return make_agreement(unit, state=S.IN_FORCE, **values)


def review(agreement, day=DAY):
    return AgreementReview.objects.create(
        agreement=agreement,
        reviewed_on=day,
        reviewed_by=system_user(),
        first_year=2020,
        last_year=2025,
        judgement="good",
        recommendation="renew",
        text_en="Lively",
    )


def follow(agreement, kind, **values):
    values = {"title_en": f"{kind} of it"} | values
    return services.follow_agreement(agreement, follows_as=kind, by=system_user(), **values)


def use(agreement, year, used):
    """Write ten outbound places of a year, and how many were used."""
    line = services.NewPlaces(agreement, year, "outbound", 10, used=used)
    services.write_places([line], by=system_user())


def sign(agreement, *, on=DAY):
    approve(agreement, on=on)
    let_all_sign(agreement, on=on, signed_on=on)
    services.sign_agreement(agreement, on=on, by=system_user())
    agreement.refresh_from_db()


@pytest.mark.parametrize("kind", FollowKind.values)
@pytest.mark.parametrize("state", AgreementState.values)
def test_every_kind_of_follower_from_every_state(kind, state):
    sources = {
        "amendment": {S.SIGNED, S.IN_FORCE},
        "renewal": {S.IN_FORCE},
        "replacement": {S.SIGNED, S.IN_FORCE, S.ENDED},
        "termination": {S.IN_FORCE},
    }

    if state in sources[kind]:
        assert FOLLOW_UPS.move(state, kind) == S.DRAFT
    else:
        with pytest.raises(DomainError):
            FOLLOW_UPS.move(state, kind)


def test_an_ended_agreement_is_not_renewed_and_the_sentence_says_what_to_do(settings):
    settings.LANGUAGE_CODE = "en"
    agreement = make_agreement(state=S.ENDED)
    review(agreement)

    with pytest.raises(DomainError, match="what has ended is not renewed") as refusal:
        follow(agreement, "renewal")

    assert refusal.value.code == "ended"
    assert Agreement.objects.count() == 1


def test_a_renewal_demands_that_somebody_looked_back():
    agreement = running()
    with pytest.raises(DomainError) as refusal:
        follow(agreement, "renewal")
    assert refusal.value.code == "no_review"

    review(agreement)
    renewal = follow(agreement, "renewal", starts_on="2027-01-01", ends_on="2031-12-31")

    assert (renewal.state, renewal.follows, renewal.follows_as, renewal.term) == (
        S.DRAFT,
        agreement,
        "renewal",
        "fixed",
    )
    assert [party.holder for party in renewal.parties.all()] == [
        party.holder for party in agreement.parties.all()
    ]


def test_a_review_of_the_period_before_does_not_count_for_what_renews_by_itself():
    agreement = running(ends_on="2030-12-31", term="automatic", renews_every=60)
    review(agreement, datetime.date(2025, 12, 31))
    with pytest.raises(DomainError):
        follow(agreement, "renewal")

    review(agreement, datetime.date(2026, 1, 1))

    assert follow(agreement, "renewal").follows == agreement


def test_activity_is_read_over_the_whole_chain_since_its_last_renewal():
    first = running(starts_on="2021-01-01")
    use(first, 2024, 9)
    review(first)
    renewal = follow(first, "renewal", starts_on="2026-03-01", ends_on="2031-12-31")
    sign(renewal)
    amendment = follow(renewal, "amendment", starts_on="2026-04-01")
    sign(amendment)
    follow(renewal, "amendment")
    use(renewal, 2026, 3)
    use(amendment, 2026, 4)

    later = datetime.date(2026, 10, 1)
    told = services.activity(renewal, on=later)

    assert (told["first"], told["agreements"], told["out_places"], told["out_used"]) == (
        *("2025—2026学年", 2),
        *(20, 7),
    )
    assert services.activity(amendment, on=later) == told
    before = services.activity(first, on=later)
    assert (before["first"], before["out_used"]) == ("2022—2023学年", 9)


def test_what_was_given_notice_is_not_renewed():
    agreement = running()
    review(agreement)
    services.terminate_agreement(
        agreement,
        kind="mutual",
        notified_on=DAY,
        last_day=datetime.date(2026, 6, 30),
        reason="Over",
        on=DAY,
        by=system_user(),
    )

    with pytest.raises(DomainError) as refusal:
        follow(agreement, "renewal")
    assert refusal.value.code == "terminated"


@pytest.mark.parametrize(
    ("kind", "last_day", "state"),
    [
        ("replacement", "2026-04-30", S.ENDED),
        ("termination", "2026-05-01", S.IN_FORCE),
        ("amendment", "2026-12-31", S.IN_FORCE),
    ],
)
def test_what_takes_its_place_ends_it_and_an_amendment_does_not(kind, last_day, state):
    agreement = running()
    follower = follow(agreement, kind, starts_on="2026-05-01")

    sign(follower)

    agreement.refresh_from_db()
    assert (agreement.state, str(agreement.ends_on)) == (state, last_day)
    assert Termination.objects.count() == (kind != "amendment")


@pytest.mark.parametrize(
    ("kind", "values", "ends"),
    [
        ("renewal", {"starts_on": "2027-01-01", "ends_on": "2031-12-31"}, False),
        ("renewal", {"starts_on": "2027-01-01"}, False),
        ("amendment", {"starts_on": "2026-06-01", "ends_on": "2028-12-31"}, False),
        ("amendment", {"starts_on": "2026-06-01"}, True),
        ("amendment", {"starts_on": "2026-06-01", "ends_on": "2026-12-31"}, True),
    ],
)
def test_what_is_carried_on_no_longer_ends_once_that_is_signed(kind, values, ends):
    agreement = running()
    review(agreement)
    follower = follow(agreement, kind, **values)
    ending = Agreement.objects.ending(DAY, months=12)
    assert agreement in ending

    sign(follower)

    assert (agreement in ending.all()) == ends


def test_the_whole_chain_is_shown_in_order_with_what_changed():
    unit = make_unit()
    first = running(unit, title_en="Exchange", title_zh="")
    review(first)
    amendment = follow(first, "amendment", title_en="Exchange", starts_on="2026-02-01")
    sign(amendment)
    renewal = follow(first, "renewal", title_en="Exchange II", ends_on="2031-12-31")
    officer = make_staff(roles.OFFICER, unit=unit, language="en")

    for place in (first, amendment, renewal):
        links = chain_of(place, officer)
        assert [link.agreement for link in links] == [first, amendment, renewal]
        assert [link.is_current for link in links].count(True) == 1
    changes = {change.new: change.old for change in links[2].changes}
    assert changes == {"Exchange II": "Exchange", "2031-12-31": "2026-12-31"}
    assert [link.is_planned for link in links] == [False, False, True]
    assert chain_of(first, make_staff(roles.OFFICER)) == []
    assert chain_of(running(unit), officer) == []


@pytest.mark.parametrize("count", [1, 5])
def test_a_chain_costs_the_same_however_long(count, django_assert_num_queries):
    unit = make_unit()
    first = running(unit)
    for _ in range(count):
        follow(first, "amendment")
    officer = make_staff(roles.OFFICER, unit=unit)
    officer.access()

    with django_assert_num_queries(4):
        assert len(chain_of(first, officer)) == count + 1


def test_what_follows_says_as_what_in_the_database_too():
    first = make_agreement()
    second = make_agreement(first.unit)

    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=second.pk).update(follows=first, chain_root=first)


def test_the_pages_draft_what_follows_and_refuse_in_words(client):
    officer = make_staff(roles.OFFICER, language="en")
    client.force_login(officer)
    client.cookies["django_language"] = "en"
    agreement = running(officer.unit)
    ended = make_agreement(officer.unit, state=S.ENDED)

    def send(name, record, **values):
        address = reverse(f"partnerships:follow_{name}", args=[record.pk])
        assert client.get(address).status_code == 200
        return client.post(address, {"title_en": "Next"} | values)

    refused = send("renewal", ended)
    assert refused.status_code == 422
    assert "what has ended is not renewed" in refused.content.decode()
    backwards = send("amendment", agreement, starts_on="2027", ends_on="2026")
    assert list(backwards.context["form"].errors) == ["ends_on"]
    assert Agreement.objects.count() == 2

    amended = send("amendment", agreement)
    follower = agreement.followers.get()
    assert amended.headers["Location"] == follower.get_absolute_url()
    words = client.get(agreement.get_absolute_url()).content.decode()
    assert "Chain of agreements" in words
    assert follower.get_absolute_url() in words


def test_an_old_agreement_keeps_the_name_at_signing_and_search_finds_both():
    partner = make_organisation(name_zh="", name_en="Polytechnic of Old Town")
    agreement = make_agreement(state=S.IN_FORCE, partner=partner)

    organisations.rename(partner, text="Newtown University", language="en", by=system_user())

    party = Agreement.objects.for_page().get(pk=agreement.pk).theirs[0]
    assert (str(party), party.name_at_signing_en) == (
        "Newtown University",
        "Polytechnic of Old Town",
    )
    for name in ("Old Town", "Newtown"):
        assert list(search.matching(Agreement.objects.all(), name)) == [agreement]

"""Decisions about engagements: the limit of the year, money, what is due, what counts."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from entente.experts import services
from entente.experts.enums import ENGAGEMENT_FLOW, EngagementState
from entente.experts.measures import engagements, lectures
from entente.experts.models import Engagement, ExpertStay
from entente.kit.errors import DomainError
from entente.kit.measures import measure_named
from entente.kit.models import AuditEntry
from entente.kit.periods import PartialDate
from entente.office.models import Deadline
from entente.office.services import system_user
from entente.people import services as people
from tests.factories import make_unit
from tests.factories_experts import make_engagement
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


LEADS_TO = {
    ("planned", "invite"): "invited",
    ("invited", "contract"): "contracted",
    ("contracted", "arrive"): "here",
    ("here", "end"): "ended",
    ("ended", "sum_up"): "closed",
    ("planned", "cancel"): "cancelled",
    ("invited", "cancel"): "cancelled",
    ("contracted", "cancel"): "cancelled",
}


def stay(engagement, first, last):
    return services.add_stay(engagement, by=system_user(), starts_on=first, ends_on=last)


@pytest.mark.parametrize("step", ENGAGEMENT_FLOW.steps)
@pytest.mark.parametrize("state", EngagementState)
def test_every_step_from_every_state(state, step):
    if target := LEADS_TO.get((state, step)):
        assert ENGAGEMENT_FLOW.move(state, step) == target
    else:
        with pytest.raises(DomainError):
            ENGAGEMENT_FLOW.move(state, step)


def test_thirty_days_in_a_year_are_allowed_and_one_more_is_refused_in_words():
    engagement = make_engagement()
    stay(engagement, DAY(2026, 1, 5), DAY(2026, 1, 24))

    with pytest.raises(DomainError) as refusal:
        stay(engagement, DAY(2026, 3, 1), DAY(2026, 3, 11))
    stay(engagement, DAY(2026, 3, 1), DAY(2026, 3, 10))

    assert refusal.value.message_dict == {
        "ends_on": [
            "In 2026 the expert would be here 31 days; the rule allows 30. 10 are left.",
        ]
    }
    assert services.days_left(engagement, 2026) == (30, 30)
    assert engagement.stays.count() == 2


def test_days_of_all_limited_engagements_of_one_expert_count_together():
    person = make_person()
    stay(make_engagement(person.unit, person=person), DAY(2026, 1, 1), DAY(2026, 1, 25))
    other = make_engagement(person.unit, person=person)

    with pytest.raises(DomainError):
        stay(other, DAY(2026, 2, 1), DAY(2026, 2, 6))

    assert services.days_left(other, 2026) == (25, 30)


def test_a_long_term_expert_stays_as_long_as_agreed():
    engagement = make_engagement(kind="long_term")

    stay(engagement, DAY(2026, 1, 1), DAY(2026, 4, 30))

    assert services.days_left(engagement, 2026) == (120, None)


def test_a_stay_over_new_year_counts_in_each_year():
    engagement = make_engagement(starts_on="2025-12-01")

    stay(engagement, DAY(2025, 12, 12), DAY(2026, 1, 30))

    assert services.days_left(engagement, 2025) == (20, 30)
    assert services.days_left(engagement, 2026) == (30, 30)


def test_stays_lie_within_the_engagement_and_apart():
    engagement = make_engagement()
    stay(engagement, DAY(2026, 1, 5), DAY(2026, 1, 9))

    for first, last, words in (
        (DAY(2025, 12, 30), DAY(2026, 1, 2), "lies outside"),
        (DAY(2026, 6, 29), DAY(2026, 7, 1), "lies outside"),
        (DAY(2026, 1, 9), DAY(2026, 1, 12), "is here from 2026-01-05"),
    ):
        with pytest.raises(DomainError) as refusal:
            stay(engagement, first, last)
        assert words in refusal.value.message_dict["starts_on"][0]
    with pytest.raises(ValidationError):
        stay(engagement, DAY(2026, 2, 9), DAY(2026, 2, 1))
    with pytest.raises(DomainError, match="no longer fits"):
        services.change_engagement(
            engagement, by=system_user(), starts_on=PartialDate.parse("2026-02-01")
        )
    assert ExpertStay.objects.count() == 1
    assert Engagement.objects.get().first_day == DAY(2026, 1, 1)


def test_a_changed_kind_is_held_against_the_limit():
    engagement = make_engagement(kind="lecturer")
    stay(engagement, DAY(2026, 1, 1), DAY(2026, 2, 28))

    with pytest.raises(DomainError, match="the rule allows 30"):
        services.change_engagement(engagement, by=system_user(), kind="short_project")


def test_costs_keep_their_money_and_the_day_of_the_rate():
    engagement, by = make_engagement(grant_amount=Decimal(20000)), system_user()
    flight = services.add_cost(
        engagement,
        by=by,
        what="Flight",
        amount=Decimal("1200.50"),
        currency="EUR",
        rate=Decimal("7.8123"),
        rate_on=DAY(2026, 3, 1),
    )

    assert flight.in_yuan == Decimal("9378.67")
    for wrong in (
        {"currency": "EUR", "rate": Decimal("7.8")},
        {"currency": "CNY", "rate": Decimal(2)},
        {"currency": "CNY", "amount": Decimal(0)},
    ):
        with pytest.raises(ValidationError):
            services.add_cost(engagement, by=by, **{"what": "Hotel", "amount": 100} | wrong)
    assert engagement.costs.count() == 1


def test_the_summary_is_due_fifteen_days_after_the_end():
    engagement, by = make_engagement(state="here"), system_user()

    services.end_engagement(engagement, by=by, last_day=DAY(2026, 3, 10))

    deadline = Deadline.objects.get(kind="expert.summary")
    assert (deadline.due_on, deadline.owner) == (DAY(2026, 3, 25), engagement.owner)
    with pytest.raises(DomainError):
        services.sum_up(engagement, by=by, on=DAY(2026, 3, 20), summary_en=" ")
    services.sum_up(engagement, by=by, on=DAY(2026, 3, 20), summary_en="Two lectures, one paper.")
    deadline.refresh_from_db()
    assert (deadline.state, deadline.ended_on) == ("done", DAY(2026, 3, 20))
    engagement.refresh_from_db()
    assert engagement.state == "closed"


def test_the_residence_permit_is_reminded_of_and_follows_its_day():
    engagement, by = make_engagement(residence_until=DAY(2026, 5, 1)), system_user()

    services.change_engagement(engagement, by=by, residence_until=DAY(2026, 6, 1))
    assert Deadline.objects.get().due_on == DAY(2026, 6, 1)

    services.cancel_engagement(engagement, by=by, on=DAY(2026, 1, 1), reason="Not granted")
    assert Deadline.objects.get().state == "dropped"


def test_what_was_cancelled_takes_nothing_and_who_was_here_is_not_cancelled():
    gone, here, by = make_engagement(), make_engagement(), system_user()
    services.cancel_engagement(gone, by=by, on=DAY(2026, 1, 1), reason="No visa")
    stay(here, DAY(2026, 1, 1), DAY(2026, 1, 2))

    with pytest.raises(DomainError):
        services.add_lecture(gone, by=by, title_en="A lecture", held_on=DAY(2026, 1, 2))
    with pytest.raises(DomainError):
        services.cancel_engagement(here, by=by, on=DAY(2026, 1, 3), reason="Late")


def test_the_work_does_not_begin_before_its_first_day():
    engagement = make_engagement(state="contracted", starts_on="2026-05-01")

    with pytest.raises(DomainError):
        services.note_arrival(engagement, by=system_user(), on=DAY(2026, 4, 30))


def test_persons_engagements_and_lecturers_are_counted_apart():
    unit, by = make_unit(), system_user()
    person = make_person(unit)
    first = make_engagement(unit, person=person, state="contracted")
    make_engagement(unit, person=person, state="here", kind="adjunct_supervisor")
    make_engagement(unit)
    for title in ("One", "Two"):
        services.add_lecture(first, by=by, title_en=title, held_on=DAY(2026, 1, 2), audience=40)

    assert engagements().count() == 2
    assert engagements().values("person").distinct().count() == 1
    assert lectures().count() == 2
    assert measure_named("expert_appointments").counts == "person"
    assert measure_named("guest_lecturers").counts == "engagement__person"


def test_erasing_a_person_keeps_that_somebody_was_engaged():
    engagement, by = make_engagement(permit_class="A", source="Letter of Ann"), system_user()

    people.erase_person(engagement.person, by=by, reason="Asked for")

    engagement.refresh_from_db()
    assert (engagement.permit_class, engagement.source) == ("", "")
    assert Engagement.objects.count() == 1
    assert AuditEntry.objects.filter(verb="engagement.erased").count() == 1

"""Rounds of reviews: assigned evenly, written blind, closed, taken over as scores."""

from collections import Counter
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from entente.kit.models import AuditEntry
from entente.mobility import services as mobility
from entente.office.services import system_user
from entente.people.services import erase_person
from entente.reviewing import services
from entente.reviewing.enums import REVIEW_FLOW, ROUND_FLOW, RoundState
from entente.reviewing.models import Review
from entente.reviewing.parts import reviews_of_person
from entente.reviewing.services.dealing import gaps
from tests.factories import make_unit, make_user
from tests.factories_mobility import close, make_application, make_call
from tests.factories_people import make_person
from tests.factories_reviewing import hand_in, make_dealt, make_round, reviews_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def refused(call):
    with pytest.raises(ValidationError) as refusal:
        call()
    held = refusal.value
    return held.message_dict if hasattr(held, "error_dict") else held.messages


# --- Assigning ------------------------------------------------------------------------------------


def test_each_application_goes_to_as_many_reviewers_and_all_have_as_many():
    held = make_dealt(applications=6, panel=4, each=2)

    reviews = reviews_of(held)

    assert set(Counter(it.application_id for it in reviews).values()) == {2}
    assert set(Counter(it.panellist_id for it in reviews).values()) == {3}
    assert held.state == RoundState.OPEN
    assert gaps(held) == {}


def test_nothing_is_assigned_before_everything_is_there():
    by = system_user()
    call = make_call(state="open")
    held = make_round(call, panel=1, criteria=())
    assert "Close the call first" in str(refused(lambda: services.deal(held, by=by)))
    close(call)
    assert "Add a criterion first" in str(refused(lambda: services.deal(held, by=by)))
    services.add_criterion(held, by=by, name_en="Record", most=10, weight=1)
    assert "The panel has 1 reviewer; each application needs 2." in str(
        refused(lambda: services.deal(held, by=by))
    )
    services.add_panellist(held, by=by, user=make_user())
    assert "Nobody has handed in an application." in str(
        refused(lambda: services.deal(held, by=by))
    )
    held.refresh_from_db()
    assert held.state == RoundState.DRAFT


def test_nobody_reviews_their_own_application():
    unit = make_unit()
    applicant = make_user(unit)
    person = make_person(unit)
    person.user = applicant
    person.save(update_fields=["user"])
    call = make_call(unit, state="open")
    own = make_application(call, person=person, score=None)
    close(call)

    held = make_dealt(call, panel=[applicant, make_user(unit), make_user(unit)], each=2)

    assert applicant not in [it.panellist.user for it in reviews_of(held)]
    assert {it.application for it in reviews_of(held)} == {own}


def test_a_conflict_takes_the_application_away_and_somebody_else_gets_it():
    held = make_dealt(applications=3, panel=3, each=2)
    review = reviews_of(held)[0]
    assert "Say what the conflict is." in str(
        refused(lambda: services.declare_conflict(review, by=review.panellist.user, reason=" "))
    )

    services.declare_conflict(review, by=review.panellist.user, reason="My doctoral candidate")

    assert gaps(held) == {review.application_id: 1}
    services.deal_again(held, by=system_user())
    assert gaps(held) == {}
    standing = Review.objects.filter(application=review.application).standing()
    assert standing.count() == 2
    assert review.panellist not in [it.panellist for it in standing]
    assert "as many reviewers as it needs" in str(
        refused(lambda: services.deal_again(held, by=system_user()))
    )


def test_when_nobody_is_left_the_office_is_told_so():
    held = make_dealt(applications=1, panel=1, each=1)
    review = reviews_of(held)[0]
    services.declare_conflict(review, by=review.panellist.user, reason="A relative")

    assert "Nobody on the panel is left" in str(
        refused(lambda: services.deal_again(held, by=system_user()))
    )


def test_who_leaves_the_panel_leaves_a_gap_who_has_handed_in_stays():
    held = make_dealt(applications=1, panel=2, each=2)
    first, second = reviews_of(held)
    hand_in(first, 8, 4)

    assert "has handed in reviews and stays" in str(
        refused(lambda: services.remove_panellist(first.panellist, by=system_user()))
    )
    services.remove_panellist(second.panellist, by=system_user())

    assert gaps(held) == {first.application_id: 1}


def test_what_reviewers_see_stays_once_it_is_assigned():
    held = make_dealt()
    criterion = held.criteria.first()
    by = system_user()

    for change in (
        lambda: services.add_criterion(held, by=by, name_en="More", most=1, weight=1),
        lambda: services.change_criterion(criterion, by=by, weight=2),
        lambda: services.remove_criterion(criterion, by=by),
    ):
        assert "the criteria stay as the reviewers see them" in str(refused(change))
    assert "this number stays" in str(refused(lambda: services.change_round(held, by=by, each=1)))
    assert "A criterion needs a name" in str(
        refused(lambda: services.add_criterion(make_round(), by=by, most=1, weight=1))
    )


def test_a_call_has_one_round():
    held = make_round()

    assert "has a review round already" in str(refused(lambda: make_round(held.call)))


# --- Writing --------------------------------------------------------------------------------------


def test_a_score_outside_the_sheet_is_refused_at_its_field_and_nothing_is_written():
    review = reviews_of(make_dealt(each=1))[0]
    first, second = review.round.criteria.all()
    by = review.panellist.user

    for score in ("10.01", "-1"):
        given = {first.key: Decimal(score), second.key: Decimal(3)}
        assert refused(
            lambda given=given: services.save_review(review, by=by, scores=given, comment="")
        ) == {f"score_{first.pk}": ["“Academic record” is scored from 0 to 10."]}
    review.refresh_from_db()
    assert review.scores == {}


def test_a_review_is_kept_half_written_and_handed_in_whole():
    review = reviews_of(make_dealt(each=1))[0]
    first, second = review.round.criteria.all()
    by = review.panellist.user
    services.save_review(review, by=by, scores={first.key: Decimal("8.5")}, comment="Good")
    assert review.scores == {first.key: "8.50"}

    half = {first.key: Decimal("8.5")}
    assert refused(lambda: services.hand_in(review, by=by, scores=half, comment="")) == {
        f"score_{second.pk}": ["Score “Motivation” before you hand the review in."]
    }
    hand_in(review, "8.5", 4, comment="Good")

    # 60 of 100 by 8.5 of 10, 40 by 4 of 5.
    assert review.total == Decimal("83.00")
    assert "This review is handed in." in str(refused(lambda: hand_in(review, 1, 1)))


def test_the_office_gives_a_review_back_while_the_round_is_open():
    held = make_dealt(applications=1, panel=1, each=1)
    review = reviews_of(held)[0]
    hand_in(review, 5, 5)
    by = system_user()

    services.give_back(review, by=by, reason="Mixed up two applications")
    assert (review.state, review.total) == ("waiting", None)
    hand_in(review, 6, 5)
    services.close_round(held, by=by)

    for change in (
        lambda: services.give_back(review, by=by, reason="Again"),
        lambda: services.declare_conflict(review, by=by, reason="Late"),
        lambda: hand_in(review, 7, 5),
    ):
        assert "The round is closed" in str(refused(change))
    services.reopen_round(held, by=by, reason="One was missing")
    services.give_back(review, by=by, reason="Again")


def test_a_withdrawn_application_is_reviewed_no_more():
    held = make_dealt(applications=1, panel=1, each=1)
    review = reviews_of(held)[0]
    mobility.withdraw_application(review.application, by=system_user())
    review = reviews_of(held)[0]

    assert "was withdrawn" in str(refused(lambda: hand_in(review, 1, 1)))
    assert services.committee(held, points=15) == []
    assert not Review.objects.to_write(review.panellist.user).exists()


# --- The committee --------------------------------------------------------------------------------


def test_means_spreads_and_outliers_and_the_means_become_scores():
    held = make_dealt(applications=2, panel=3, each=3)
    by = system_user()
    weak, strong = sorted({it.application for it in reviews_of(held)}, key=lambda it: it.pk)
    for review, scores in zip(
        Review.objects.filter(application=strong).order_by("pk"),
        ((9, 5), (9, 4), (4, 3)),
        strict=True,
    ):
        hand_in(review, *scores)
    services.close_round(held, by=by)
    assert f"{weak.key} has no review that is handed in." in str(
        refused(lambda: services.take_scores(held, by=by))
    )
    services.reopen_round(held, by=by, reason="One is missing")
    for review in Review.objects.filter(application=weak):
        hand_in(review, 5, 2)
    services.close_round(held, by=by)

    points = services.outlier_points(held, on=timezone.localdate())
    first, second = services.committee(held, points=points)

    assert points == 15
    assert (first.application, first.rank, first.mean) == (strong, 1, Decimal("76.00"))
    assert first.spread == Decimal(46)
    assert sorted((it.total, marked) for it, marked in first.reviews) == [
        (Decimal(48), True),
        (Decimal(86), False),
        (Decimal(94), True),
    ]
    assert (second.mean, second.spread, second.has_outlier) == (Decimal(46), Decimal(0), False)

    services.take_scores(held, by=by)

    for application, score in ((strong, "76.00"), (weak, "46.00")):
        application.refresh_from_db()
        assert application.score == Decimal(score)


def test_nothing_is_taken_over_after_the_placement_is_published():
    held = make_dealt(applications=1, panel=1, each=1)
    hand_in(reviews_of(held)[0], 5, 5)
    by = system_user()
    services.close_round(held, by=by)
    services.take_scores(held, by=by)
    run = mobility.run_placement(held.call, by=by)
    mobility.publish_run(run, by=by, on=timezone.localdate())
    held.refresh_from_db()

    for change in (
        lambda: services.take_scores(held, by=by),
        lambda: services.reopen_round(held, by=by, reason="Too late"),
    ):
        assert "is published" in str(refused(change))


# --- Persons and the trail ------------------------------------------------------------------------


def test_words_about_a_person_go_with_the_person():
    held = make_dealt(applications=1, panel=2, each=2)
    first, second = reviews_of(held)
    hand_in(first, 8, 4, comment="Plays the violin")
    services.declare_conflict(second, by=second.panellist.user, reason="We share an office")
    person = first.application.person
    assert "violin" in str(reviews_of_person(person).rows)
    assert "violin" not in str(list(AuditEntry.objects.values("changes")))

    erase_person(person, by=system_user(), reason="asked")

    for review in (first, second):
        review.refresh_from_db()
    assert (first.comment, second.conflict) == ("", "erased")
    assert first.total == Decimal("80.00")


def test_every_step_is_a_step_of_the_tables():
    assert set(ROUND_FLOW.steps) == {
        "deal",
        "deal_again",
        "close_round",
        "take_scores",
        "reopen_round",
    }
    assert set(REVIEW_FLOW.steps) == {"hand_in", "declare_conflict", "give_back"}

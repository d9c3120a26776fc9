"""Rounds of reviews with criteria, panels and applications; public notices with objections."""

import datetime
from decimal import Decimal

from django.utils import timezone

from entente.mobility.services import give_scores
from entente.office.services import system_user
from entente.reviewing import services
from entente.reviewing.models import Review
from tests.factories import make_user
from tests.factories_mobility import close, make_application, make_call

CRITERIA = (("Academic record", 10, 60), ("Motivation", 5, 40))


def make_round(
    call=None, *, unit=None, applications=2, panel=3, each=2, criteria=CRITERIA, **values
):
    """Prepare the reviews of a closed call; `panel` is a number of reviewers or users."""
    if call is None:
        call = make_call(unit, state="open")
        for _number in range(applications):
            make_application(call, score=None)
        close(call)
    by = system_user()
    said = {"each": each, "due_on": timezone.localdate() + datetime.timedelta(days=7)} | values
    held = services.add_round(call, by=by, **said)
    for name, most, weight in criteria:
        services.add_criterion(held, by=by, name_en=name, name_zh=name, most=most, weight=weight)
    users = [make_user(call.unit) for _it in range(panel)] if isinstance(panel, int) else panel
    for user in users:
        services.add_panellist(held, by=by, user=user)
    return held


def make_dealt(call=None, **values):
    held = make_round(call, **values)
    services.deal(held, by=system_user())
    return held


def reviews_of(held):
    return list(Review.objects.of_round(held).for_list())


def hand_in(review, *scores, comment=""):
    """Hand a review in with one score for each criterion, in order."""
    given = dict(zip([it.key for it in review.round.criteria.all()], scores, strict=True))
    services.hand_in(
        review,
        by=review.panellist.user,
        scores={key: Decimal(str(score)) for key, score in given.items()},
        comment=comment,
    )


def make_notice(call=None, *, on=None, published=False, **values):
    """Draft a notice of all applications of a closed call, and publish it on a day."""
    by = system_user()
    if call is None:
        call = make_call(state="open")
        make_application(call, score="80")
        close(call)
    for application in call.applications.filter(score=None):
        give_scores(call, {application.pk: Decimal("70.5")}, by=by)
    chosen = values.pop("chosen", None) or [it.pk for it in call.applications.all()]
    said = {"contact": "Room 101, 62332312, office@example.edu.cn"} | values
    notice = services.draft_from_ranking(call, chosen, by=by, **said)
    if published:
        services.publish_notice(notice, by=by, on=on or timezone.localdate())
    return notice


def object_to(notice, **values):
    said = {"by_name": "Zhao", "contact": "zhao@example.org", "text": "The score is wrong."}
    said |= {"received_on": notice.starts_on} | values
    return services.log_objection(notice, by=system_user(), on=timezone.localdate(), **said)

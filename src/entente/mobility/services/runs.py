"""Decisions about runs of a placement: running it, publishing one, what the next one is given."""

from __future__ import annotations

import datetime
import hashlib
from decimal import Decimal
from typing import Any, cast

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.kit.audit import changing, creating, creating_all, locking
from entente.kit.errors import DomainError
from entente.kit.parts import record_holds
from entente.mobility import placement
from entente.mobility.enums import CALL_FLOW, CallState, OfferState
from entente.mobility.models import (
    Application,
    Call,
    CallQuota,
    FixedPlace,
    Offer,
    PlacementRun,
)
from entente.mobility.placement.instance import FORMAT
from entente.mobility.placement.result import written
from entente.mobility.scaling import as_whole
from entente.mobility.verifying import verify
from entente.office import rules
from entente.office.enums import Direction
from entente.office.models import User
from entente.office.reckoning import reckon

NAMED = 5
ANSWER_DAYS = "mobility.answer_days"
ACCEPTED = (OfferState.FINAL, OfferState.WAITING)


def run_placement(call: Call, *, by: User, on: datetime.date | None = None) -> PlacementRun:
    """Place the applicants of a closed call, check it with the verifier, keep both.

    After a placement was published this is a further round; it waits for the answers to all offers
    or for their last day.
    """
    on = on or timezone.localdate()
    with locking(call):
        again = call.state == CallState.PUBLISHED
        CALL_FLOW.move(call.state, "place_again" if again else "place_call")
        _demand_answers(call, on)
        data, names = instance_of(call, on=on)
        result = placement.run(placement.read(data))
        run = PlacementRun(
            call=call,
            number=call.runs.count() + 1,
            instance=data,
            result=result,
            names=names,
            instance_sha256=result["instance_sha256"],
            result_sha256=hashlib.sha256(written(result).encode()).hexdigest(),
            verdict=verify(data, result),
            ran_at=timezone.now(),
            ran_by=by,
        )
        return creating(run, by=by, verb="placement.run")


def publish_run(
    run: PlacementRun, *, by: User, on: datetime.date, answer_by: datetime.date | None = None
) -> None:
    """Publish a run that holds and that is about the applications as they stand now.

    Everybody who is placed gets an offer, to be answered by a day (without one, by the rule). Who
    has accepted a place before keeps that answer for the new one.
    """
    answer_by = answer_by or default_answer_by(run.call, on=on)
    with locking(run.call) as call:
        state = CALL_FLOW.move(call.state, "publish_run")
        if answer_by < on:
            message = _("This day has passed.")
            raise DomainError({"answer_by": message}, code="past")
        if reasons := record_holds(run, "publish"):
            raise DomainError(reasons[0], code="held")
        found = verify(run.instance, run.result)
        if found or run.verdict:
            message = _("The verifier refuses this run: %(why)s")
            raise DomainError(message % {"why": (found or run.verdict)[0]}, code="does_not_hold")
        now, _names = instance_of(call, on=on)
        if run.published_on or placement.instance_hash(now) != run.instance_sha256:
            message = _("Quotas or applications have changed since this run. Run it again.")
            raise DomainError(message, code="changed")
        before = _valid_offers(call)
        with changing(run, by=by, verb="placement.published"):
            run.published_on = on
        if call.state != state:
            with changing(call, by=by, verb="call.published"):
                call.state = state
        _make_offers(run, before, by=by, answer_by=answer_by)


def default_answer_by(call: Call, *, on: datetime.date) -> datetime.date:
    """Give the last day to answer, by the rule, of offers that are published on a day."""
    return reckon(on, rules.rule(ANSWER_DAYS, on=on, unit=call.unit), Direction.AFTER)


def _demand_answers(call: Call, on: datetime.date) -> None:
    """Refuse a further round while somebody can still answer."""
    waiting = Offer.objects.standing(call).without_answer(on)
    if number := waiting.count():
        message = ngettext(
            "%(number)s offer is not answered yet; its last day is %(day)s.",
            "%(number)s offers are not answered yet; the last day is %(day)s.",
            number,
        )
        last = max(waiting.values_list("answer_by", flat=True))
        raise DomainError(message % {"number": number, "day": last}, code="unanswered")


def _demand_scores(applications: list[Application]) -> None:
    """Refuse to place while the committee's score of somebody is missing; say whose."""
    without = [str(row.person) for row in applications if row.score is None]
    if not without:
        return
    named = _(", ").join(without[:NAMED])
    if len(without) > NAMED:
        message = ngettext(
            "%(people)s and %(more)s other applicant have no score yet. Enter it first.",
            "%(people)s and %(more)s other applicants have no score yet. Enter them first.",
            len(without) - NAMED,
        )
    else:
        message = ngettext(
            "The application of %(people)s has no score yet. Enter it first.",
            "The applications of %(people)s have no score yet. Enter them first.",
            len(without),
        )
    words = {"people": named, "more": len(without) - NAMED}
    raise DomainError(message % words, code="no_score")


def _valid_offers(call: Call) -> dict[int, Offer]:
    """Give the offers that stand, by application; one whose wish was struck stands no more."""
    struck = set(
        Application.objects.filter(call=call, wishes__struck_on__isnull=False).values_list(
            "pk", "wishes__quota"
        )
    )
    return {
        offer.application_id: offer
        for offer in Offer.objects.standing(call)
        if (offer.application_id, offer.quota_id) not in struck
    }


def _make_offers(
    run: PlacementRun, before: dict[int, Offer], *, by: User, answer_by: datetime.date
) -> None:
    made = []
    for key, option in run.result["assignment"].items():
        if option is None:
            continue
        application = int(key[1:])
        held = before.get(application)
        kept = held is not None and held.state in ACCEPTED
        made.append(
            Offer(
                run=run,
                application_id=application,
                quota_id=int(option[1:]),
                answer_by=answer_by,
                state=held.state if held is not None and kept else OfferState.OPEN,
                answered_on=held.answered_on if held is not None and kept else None,
            )
        )
    creating_all(made, by=by, verb="offer.made")


# --- What a run is given --------------------------------------------------------------------------


def instance_of(
    call: Call, *, on: datetime.date | None = None
) -> tuple[dict[str, Any], dict[str, str]]:
    """Write a call as an instance of the placement, and give the names behind its keys.

    After offers: who declined takes part no more, who accepted for good has a fixed place, who
    keeps waiting competes only for dearer wishes and has the offered place for certain.
    """
    on = on or timezone.localdate()
    quotas = list(CallQuota.objects.of_call(call))
    divided = {quota.parent_id for quota in quotas}
    offers = _valid_offers(call)
    gone = {offer.application_id for offer in Offer.objects.standing(call) if offer.declined(on)}
    applications = list(Application.objects.handed_in(call).order_by("pk"))
    _demand_scores(applications)
    taking_part = [row for row in applications if row.pk not in gone]
    fixed = {
        f"A{offer.application_id}": f"Q{offer.quota_id}"
        for offer in offers.values()
        if offer.state == OfferState.FINAL and offer.application_id not in gone
    }
    for place in FixedPlace.objects.of_call(call).exclude(application__in=gone):
        fixed[place.application.key] = place.quota.key
    waiting = {
        f"A{pk}": f"Q{offer.quota_id}"
        for pk, offer in offers.items()
        if offer.state == OfferState.WAITING and f"A{pk}" not in fixed
    }
    instance: dict[str, Any] = {
        "format": FORMAT,
        "seed": call.seed,
        "nodes": [_node(quota, divided=quota.pk in divided) for quota in quotas],
        "applicants": [_applicant(row, waiting.get(row.key)) for row in taking_part],
    }
    if fixed or waiting:
        instance["fixed"] = _with_promises(instance, fixed, waiting)
    return instance, {quota.key: quota.name for quota in quotas}


def _with_promises(
    instance: dict[str, Any], fixed: dict[str, str], waiting: dict[str, str]
) -> dict[str, str]:
    """Give the fixed places, with those of people who keep waiting and would lose theirs.

    Withdrawals hurt nobody, but a struck wish sends somebody to compete elsewhere. Whoever would
    end without the promised place gets it for certain: nothing dearer was within reach.
    """
    given = dict(fixed)
    while waiting:
        outcome = placement.run(placement.read(instance | {"fixed": given}))["assignment"]
        lost = {who: option for who, option in waiting.items() if outcome.get(who) is None}
        if not lost:
            break
        given |= lost
        waiting = {who: option for who, option in waiting.items() if who not in lost}
    return given


def _node(quota: CallQuota, *, divided: bool) -> dict[str, Any]:
    node: dict[str, Any] = {
        "id": quota.key,
        "cap": quota.cap,
        "parent": f"Q{quota.parent_id}" if quota.parent_id else None,
    }
    if divided:
        return node
    asked = quota.asks
    return node | {"option": True} | ({"rules": asked} if asked else {})


def _applicant(application: Application, offered: str | None) -> dict[str, Any]:
    """Write an applicant; whoever has an offer wishes for nothing below it."""
    score = as_whole(cast("Decimal", application.score))  # `_demand_scores` has asked
    wished = [f"Q{wish.quota_id}" for wish in application.wishes.all() if not wish.struck_on]
    if offered in wished:
        wished = wished[: wished.index(offered) + 1]
    return {
        "id": application.key,
        "prefs": [{"option": option, "score": score} for option in wished],
    } | application.facts


def replay(run: PlacementRun) -> str:
    """Place the kept instance of a run again; give the hash of the result, which is the same."""
    again = placement.run(placement.read(run.instance))
    return hashlib.sha256(written(again).encode()).hexdigest()

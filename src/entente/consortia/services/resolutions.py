"""What adopted motions do: numbered resolutions, carried out once, linked to what they changed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.consortia.enums import Effect, MotionState
from entente.consortia.models import Consequence, Mandate, Meeting, Membership, Motion, Resolution
from entente.consortia.services import dues, editions, register, statutes
from entente.kit.audit import changing, creating, locking
from entente.kit.errors import DomainError
from entente.kit.periods import add_months
from entente.kit.records import Record
from entente.office.models import User
from entente.organisations.models import Organisation

ONE_DAY = datetime.timedelta(days=1)


def make_resolutions(meeting: Meeting, *, by: User) -> list[Resolution]:
    """Number what a meeting has adopted or recommended, year by year without a gap."""
    decided = (MotionState.ADOPTED, MotionState.RECOMMENDED)
    with locking(meeting.consortium):
        year = meeting.held_on.year
        last = (
            meeting.consortium.resolutions.filter(year=year)
            .order_by("-number")
            .values_list("number", flat=True)
            .first()
        )
        return [
            creating(
                Resolution(
                    consortium=meeting.consortium,
                    motion=motion,
                    year=year,
                    number=number,
                    is_recommendation=motion.state == MotionState.RECOMMENDED,
                    adopted_on=meeting.held_on,
                    effective_on=motion.effective_on or meeting.held_on,
                ),
                by=by,
                verb="resolution.adopted",
            )
            for number, motion in enumerate(
                meeting.motions.filter(state__in=decided, resolution=None), start=(last or 0) + 1
            )
        ]


def carry_out_what_can_be(
    resolutions: list[Resolution], *, by: User
) -> list[tuple[Resolution, str]]:
    """Carry resolutions out; give back those that could not be, with the reason."""
    waiting = []
    for resolution in resolutions:
        if not resolution.waits:
            continue
        try:
            carry_out(resolution, by=by)
        except ValidationError as refusal:
            waiting.append((resolution, " ".join(refusal.messages)))
    return waiting


def carry_out(resolution: Resolution, *, by: User) -> list[Record]:
    """Do to the records what was resolved, as of the day it takes effect; once only.

    What is changed carries its date, so a resolution for a later day can be carried out now.
    """
    with transaction.atomic(), changing(resolution, by=by, verb="resolution.carried_out"):
        if resolution.is_recommendation:
            raise DomainError(
                _("It is a recommendation, because the quorum was missed; it changes no record."),
                code="recommendation",
            )
        if resolution.carried_out_at is not None:
            raise DomainError(_("It has been carried out already."), code="done")
        motion = resolution.motion
        if motion.effect not in _EFFECTS:
            raise DomainError(_("There is nothing in the records to change."), code="nothing")
        records = _EFFECTS[motion.effect](motion, resolution, by)
        Consequence.objects.bulk_create(
            Consequence(
                resolution=resolution,
                record_type=ContentType.objects.get_for_model(record),
                record_id=record.pk,
            )
            for record in records
        )
        resolution.carried_out_at = timezone.now()
    return records


def _source(resolution: Resolution) -> str:
    """Name the resolution as the source of what it changed."""
    meeting = resolution.motion.meeting
    return f"{meeting} {meeting.held_on.isoformat()}, {resolution.label}"


def _membership(motion: Motion, on: datetime.date) -> Membership:
    held = Membership.objects.filter(
        consortium=motion.meeting.consortium_id, organisation=motion.organisation_id
    )
    membership: Membership | None = held.on(on).order_by("-pk").first()
    if membership is None:
        raise DomainError(
            _("%(name)s is not a member on %(day)s.")
            % {"name": motion.organisation, "day": on.isoformat()},
            code="no_member",
        )
    return membership


def _admit(motion: Motion, resolution: Resolution, by: User) -> list[Record]:
    return [
        register.admit_member(
            resolution.consortium,
            _organisation(motion),
            by=by,
            member_class=motion.member_class,
            votes=motion.grants_vote,
            joined_on=resolution.effective_on,
            source=_source(resolution),
        )
    ]


def _organisation(motion: Motion) -> Organisation:
    assert motion.organisation is not None  # noqa: S101 the motion was checked when it was tabled
    return motion.organisation


def _exclude(motion: Motion, resolution: Resolution, by: User) -> list[Record]:
    membership = _membership(motion, resolution.effective_on)
    last = resolution.effective_on - ONE_DAY
    register.end_membership(membership, by=by, left_on=last, reason=_source(resolution))
    return [membership]


def _change_class(motion: Motion, resolution: Resolution, by: User) -> list[Record]:
    """End the membership of one class and begin that of another, without a day between."""
    before = _membership(motion, resolution.effective_on)
    last = resolution.effective_on - ONE_DAY
    register.end_membership(before, by=by, left_on=last, reason=_source(resolution))
    after = register.admit_member(
        resolution.consortium,
        _organisation(motion),
        by=by,
        member_class=motion.member_class,
        votes=motion.grants_vote,
        is_initiator=before.is_initiator,
        joined_on=resolution.effective_on,
        name_at_joining_zh=before.name_at_joining_zh,
        name_at_joining_en=before.name_at_joining_en,
        source=_source(resolution),
    )
    return [before, after]


def _elect(motion: Motion, resolution: Resolution, by: User) -> list[Record]:
    """Give the office; who holds it still hands it over the day before."""
    consortium, first = resolution.consortium, resolution.effective_on
    changed: list[Record] = []
    for held in Mandate.objects.filter(consortium=consortium, office=motion.office).on(first):
        register.change_mandate(held, by=by, ends_on=first - ONE_DAY)
        changed.append(held)
    statute = consortium.statutes.in_force(first).first()
    months = statute.term_of(motion.office)[0] if statute else None
    until = motion.until or (add_months(first, months) - ONE_DAY if months else None)
    mandate = register.give_mandate(
        consortium,
        by=by,
        office=motion.office,
        person=motion.person,
        organisation=motion.organisation,
        starts_on=first,
        ends_on=until,
        source=_source(resolution),
    )
    return [*changed, mandate]


def _set_dues(motion: Motion, resolution: Resolution, by: User) -> list[Record]:
    return [
        dues.set_rate(
            resolution.consortium,
            by=by,
            year=motion.year,
            member_class=motion.member_class,
            amount=motion.amount,
            currency=motion.currency,
            source=_source(resolution),
        )
    ]


def _put_into_force(motion: Motion, resolution: Resolution, by: User) -> list[Record]:
    assert motion.statute is not None  # noqa: S101 the motion was checked when it was tabled
    statutes.put_into_force(motion.statute, on=resolution.effective_on, by=by)
    return [motion.statute]


def _host(motion: Motion, resolution: Resolution, by: User) -> list[Record]:
    assert motion.series is not None  # noqa: S101 the motion was checked when it was tabled
    return [
        editions.plan_edition(
            motion.series,
            by=by,
            host=motion.organisation,
            starts_on=str(motion.year),
            source=_source(resolution),
        )
    ]


_EFFECTS: dict[str, Callable[[Motion, Resolution, Any], list[Record]]] = {
    Effect.ADMIT: _admit,
    Effect.EXCLUDE: _exclude,
    Effect.CHANGE_CLASS: _change_class,
    Effect.MANDATE: _elect,
    Effect.DUES: _set_dues,
    Effect.STATUTE: _put_into_force,
    Effect.HOST: _host,
}

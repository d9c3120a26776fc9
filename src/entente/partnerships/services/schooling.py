"""Decisions about cooperative programmes and institutions, and the deadlines that follow."""

from __future__ import annotations

import datetime
import logging
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit import files
from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.kit.models.files import AttachmentKind
from entente.office import rules
from entente.office import services as office
from entente.office.models import Deadline, User
from entente.partnerships.enums import AgreementKind, AgreementState
from entente.partnerships.models import (
    Agreement,
    CommitteeMeeting,
    CooperativeSchooling,
    YearlyReport,
)
from entente.partnerships.models.schooling import SchoolingPart
from entente.partnerships.schooling import (
    REPORT_DAY,
    VALIDITY_NOTICE,
    PartnerSide,
    SchoolingKind,
)

logger = logging.getLogger(__name__)

VALIDITY, REPORT, EVALUATION = "schooling.validity", "schooling.report", "schooling.evaluation"
KINDS = {
    AgreementKind.PROGRAMME: (SchoolingKind.PROGRAMME,),
    AgreementKind.INSTITUTION: (SchoolingKind.INSTITUTION, SchoolingKind.LEGAL_PERSON),
}


def register_schooling(
    agreement: Agreement, *, on: datetime.date, by: User, **values: Any
) -> CooperativeSchooling:
    """Register the programme or institution that an agreement founds; it belongs to its unit."""
    if agreement.kind not in KINDS or agreement.state == AgreementState.WITHDRAWN:
        raise DomainError(
            _("Only an agreement on a cooperative programme or institution founds one."),
            code="kind",
        )
    schooling = CooperativeSchooling(agreement=agreement, unit=agreement.unit, **values)
    with transaction.atomic():
        _check(schooling)
        creating(schooling, by=by, verb="schooling.registered")
        keep_schooling_deadlines(schooling, on=on, by=by)
    return schooling


def change_schooling(
    schooling: CooperativeSchooling,
    *,
    on: datetime.date,
    by: User,
    seen: int | None = None,
    **values: Any,
) -> None:
    """Change what is said of it: its approval, that it takes no more students, that it ended."""
    with transaction.atomic():
        with changing(schooling, by=by, verb="schooling.changed", seen=seen):
            for name, value in values.items():
                setattr(schooling, name, value)
            _check(schooling)
        keep_schooling_deadlines(schooling, on=on, by=by)


def partner_sides(agreement: Agreement) -> list[str]:
    """Say on which sides the partners of an agreement lie, as far as their place is known."""
    places = [it.organisation.country for it in agreement.theirs if it.organisation]
    own = set(PartnerSide.values)
    sides = (place if place in own else PartnerSide.FOREIGN.value for place in places if place)
    return list(dict.fromkeys(sides))


def _check(schooling: CooperativeSchooling) -> None:
    if schooling.kind not in KINDS.get(AgreementKind(schooling.agreement.kind), ()):
        message = _("The agreement is on a “%(kind)s”.")
        kind = schooling.agreement.get_kind_display()
        raise DomainError({"kind": message % {"kind": kind}}, code="other_kind")
    sides = partner_sides(schooling.agreement)
    if sides and schooling.side not in sides:
        message = _("By the place of the partner it is “%(side)s”.")
        side = PartnerSide(sides[0]).label
        raise DomainError({"side": message % {"side": side}}, code="other_side")


# --- What hangs on it -----------------------------------------------------------------------------


def add_schooling_part(
    part: SchoolingPart, *, on: datetime.date, by: User, file: File[bytes] | None = None
) -> SchoolingPart:
    """Add a major, a plan, a meeting, a report or an evaluation, with its file."""
    with locking(_whole(part)) as schooling:
        _refuse_other_major(part)
        _refuse_future(part, on=on)
        creating(part, by=by, verb=f"{part._meta.model_name}.added")
        _attach(part, file, by=by)
        keep_schooling_deadlines(schooling, on=on, by=by)
    return part


def change_schooling_part(
    part: SchoolingPart,
    *,
    on: datetime.date,
    by: User,
    seen: int | None = None,
    file: File[bytes] | None = None,
    **values: Any,
) -> None:
    """Correct what is said of a part; a further file is added to those that are there."""
    with locking(_whole(part)) as schooling:
        with changing(part, by=by, verb=f"{part._meta.model_name}.changed", seen=seen):
            for name, value in values.items():
                setattr(part, name, value)
            _refuse_other_major(part)
            _refuse_future(part, on=on)
        _attach(part, file, by=by)
        keep_schooling_deadlines(schooling, on=on, by=by)


def remove_schooling_part(part: SchoolingPart, *, on: datetime.date, by: User) -> None:
    """Take off a part that should not stand there; what it said stays in the history."""
    with locking(_whole(part)) as schooling:
        plans = getattr(part, "plans", None)
        if plans is not None and plans.exists():
            raise DomainError(
                _("A plan of studies belongs to this major. Remove the plan first."), code="planned"
            )
        removing(part, by=by, verb=f"{part._meta.model_name}.removed")
        keep_schooling_deadlines(schooling, on=on, by=by)


def _whole(part: SchoolingPart) -> CooperativeSchooling:
    schooling: CooperativeSchooling = part.schooling  # type: ignore[attr-defined]
    return schooling


def _refuse_other_major(part: SchoolingPart) -> None:
    major = getattr(part, "major", None)
    if major is not None and major.schooling_id != part.schooling_id:
        raise DomainError(
            {"major": _("This major belongs to another programme.")}, code="other_major"
        )


def _refuse_future(part: SchoolingPart, *, on: datetime.date) -> None:
    for name in ("held_on", "submitted_on", "evaluated_on"):
        day = getattr(part, name, None)
        if day and day > on:
            raise DomainError({name: _("This day has not come yet.")}, code="future")


def _attach(part: SchoolingPart, file: File[bytes] | None, *, by: User) -> None:
    if not file:
        return
    minutes = isinstance(part, CommitteeMeeting)
    kind = AttachmentKind.MINUTES if minutes else AttachmentKind.SOURCE
    try:
        files.attach(part, file, kind=kind, by=by)
    except DomainError as refusal:
        raise DomainError({"file": refusal.messages}) from refusal


# --- Deadlines ------------------------------------------------------------------------------------


def keep_schooling_deadlines(
    schooling: CooperativeSchooling, *, on: datetime.date, by: User
) -> None:
    """Bring its deadlines in step: the end of the approval, the reports, the next evaluation.

    Reports are asked for of the year before and of this year; older gaps show on its page. Where
    a rule has no value, nothing is set.
    """
    try:
        if schooling.ended_on or not schooling.approval_number:
            office.drop_deadlines(schooling, on=on, by=by)
            return
        _keep_validity(schooling, on=on, by=by)
        _keep_reports(schooling, on=on, by=by)
        _keep_evaluation(schooling, on=on, by=by)
    except rules.MissingRuleError:
        logger.warning("A rule about cooperative programmes has no value")


def _set(schooling: CooperativeSchooling, kind: str, **values: Any) -> None:
    owner = schooling.agreement.owner
    office.set_deadline(schooling, kind, owner=owner, unit=schooling.unit, **values)


def _keep_validity(schooling: CooperativeSchooling, *, on: datetime.date, by: User) -> None:
    if not schooling.valid_until:
        office.drop_deadlines(schooling, VALIDITY, on=on, by=by)
        return
    _set(
        schooling,
        VALIDITY,
        day=schooling.last_day,
        stages_rule=VALIDITY_NOTICE,
        task_zh="合作办学批准即将到期：请申请延期，或办理终止",
        task_en="The approval to run it ends: apply for an extension, or end it",
        by=by,
    )


def _keep_reports(schooling: CooperativeSchooling, *, on: datetime.date, by: User) -> None:
    due_day = rules.rule(REPORT_DAY, on=on, unit=schooling.unit)
    there = set(YearlyReport.objects.filter(schooling=schooling).values_list("year", flat=True))
    known = Deadline.objects.about(schooling).open().filter(kind=REPORT)
    for deadline in known:
        if deadline.key.isdigit() and int(deadline.key) in there:
            office.finish_deadline(deadline, on=on, by=by)
    for year in (on.year - 1, on.year):
        if year in there or schooling.first_year is None or year < schooling.first_year:
            continue
        _set(
            schooling,
            REPORT,
            key=str(year),
            day=due_day.in_year(year + 1),
            task_zh=f"提交{year}年度合作办学报告",
            task_en=f"Submit the yearly report of {year}",
            by=by,
        )


def _keep_evaluation(schooling: CooperativeSchooling, *, on: datetime.date, by: User) -> None:
    last = schooling.evaluations.order_by("-evaluated_on", "-pk").first()
    if last is None or last.next_due is None:
        office.finish_deadlines(schooling, EVALUATION, on=on, by=by)
        return
    _set(
        schooling,
        EVALUATION,
        day=last.next_due,
        task_zh="准备合作办学评估",
        task_en="Prepare the evaluation",
        by=by,
    )

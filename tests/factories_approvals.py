"""Ordinary approvals, seals and tokens, made through the services that people use."""

import datetime
import itertools

from entente.approvals import services
from entente.approvals.enums import ApprovalState, Result, SealState
from entente.approvals.models import Approval, SealRequest
from tests.factories import make_staff, make_unit, make_user
from tests.factories_partnerships import make_agreement

DAY = datetime.date(2026, 5, 4)
STEPS = "法律事务 | Legal affairs\n校领导 | University leader"
A, Z = ApprovalState, SealState
_count = itertools.count(1)


def result(kind=Result.APPROVED, **values):
    """Make what an OA may tell."""
    told = {"decided_on": DAY, "approver": "校长", "oa_number": f"OA-{next(_count)}"} | values
    if kind != Result.APPROVED:
        told = {"conditions": "Clause 4"} | told
    return services.Reported(Result(kind).value, **told)


def make_approval(unit=None, *, state=A.DRAFT, by=None, record=None, on=DAY, told=None, **values):
    """Ask for approval of an agreement and take it to a state by its own steps."""
    unit = unit or (record.unit if record else make_unit())
    by = by or make_user(unit)
    values = {"asked_zh": "签署协议", "asked_en": "To sign the agreement", "steps": STEPS} | values
    approval = services.ask_approval(
        record or make_agreement(unit), by=by, on=on, unit=unit, **values
    )
    if state == A.WITHDRAWN:
        services.withdraw_approval(approval, reason="Not needed", by=by)
    elif state != A.DRAFT:
        services.submit_approval(approval, on=on, by=by)
        if state != A.WAITING:
            services.report_result(approval, told or result(state), on=on, by=by)
    assert approval.state == state
    return Approval.objects.get(pk=approval.pk)


def make_seal(unit=None, **values):
    """Enter a seal of a unit, in use since 2020."""
    unit = unit or make_unit()
    values = {
        "kind": "university",
        "name_zh": f"校章{next(_count)}",
        "name_en": f"University seal {next(_count)}",
        "valid_from": datetime.date(2020, 1, 1),
    } | values
    keeper = values.pop("keeper", None) or make_user(unit)
    return services.add_seal(by=keeper, unit=unit, keeper=keeper, **values)


def make_request(unit=None, *, state=Z.REQUESTED, seal=None, by=None, head=None, on=DAY, **values):
    """Ask for a seal and take the request to a state by its own steps."""
    unit = unit or (seal.unit if seal else make_unit())
    seal = seal or make_seal(unit)
    by, head = by or make_user(unit), head or make_user(unit)
    values = {"purpose": "签约", "copies": 2} | values
    if "record" not in values:
        values = {"document": f"Document {next(_count)}"} | values
    request = services.request_seal(seal, unit=unit, by=by, on=on, **values)
    if state == Z.WITHDRAWN:
        services.withdraw_seal(request, reason="Not needed", by=by)
    elif state == Z.REFUSED:
        services.refuse_seal(request, reason="Wrong text", by=head)
    elif state != Z.REQUESTED:
        services.approve_seal(request, on=on, by=head)
        if state == Z.USED:
            services.apply_seal(
                request, on=on, applied_on=on, copies=request.copies, by=seal.keeper
            )
    assert request.state == state
    return SealRequest.objects.get(pk=request.pk)


def make_token(unit=None, **values):
    """Make a token that may report; give it with its words."""
    unit = unit or make_unit()
    values = {"name": "OA", "may_report": True, "by": make_staff(unit=unit)} | values
    return services.make_token(unit=unit, **values)

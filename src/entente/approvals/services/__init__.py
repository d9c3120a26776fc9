"""Decisions about approvals, seals, and the tokens of other systems."""

from entente.approvals.services.approvals import (
    Reported,
    ask_approval,
    change_approval,
    note_oa_number,
    report_result,
    submit_approval,
    withdraw_approval,
)
from entente.approvals.services.seals import (
    add_seal,
    apply_seal,
    approve_seal,
    change_seal,
    change_seal_request,
    refuse_seal,
    request_seal,
    withdraw_seal,
)
from entente.approvals.services.tokens import (
    Caller,
    change_token,
    let_in,
    make_token,
    revoke_token,
)

__all__ = [
    "Caller",
    "Reported",
    "add_seal",
    "apply_seal",
    "approve_seal",
    "ask_approval",
    "change_approval",
    "change_seal",
    "change_seal_request",
    "change_token",
    "let_in",
    "make_token",
    "note_oa_number",
    "refuse_seal",
    "report_result",
    "request_seal",
    "revoke_token",
    "submit_approval",
    "withdraw_approval",
    "withdraw_seal",
]

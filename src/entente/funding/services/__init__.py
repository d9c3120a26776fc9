"""Decisions about funding; each is one transaction and one entry in the trail."""

from entente.funding.services.grants import (
    apply_for,
    cancel_grant,
    change_grant,
    erase_words,
    promise_grant,
    refuse_grant,
)
from entente.funding.services.payments import (
    add_instalment,
    meet_gate,
    pay,
    pay_back,
    remove_instalment,
    reopen_gate,
)
from entente.funding.services.schemes import add_scheme, change_scheme, set_budget, sums_of

__all__ = [
    "add_instalment",
    "add_scheme",
    "apply_for",
    "cancel_grant",
    "change_grant",
    "change_scheme",
    "erase_words",
    "meet_gate",
    "pay",
    "pay_back",
    "promise_grant",
    "refuse_grant",
    "remove_instalment",
    "reopen_gate",
    "set_budget",
    "sums_of",
]

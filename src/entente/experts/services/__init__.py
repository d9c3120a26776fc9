"""Decisions about engagements; each is one transaction and one entry in the trail."""

from entente.experts.services.engagements import (
    cancel_engagement,
    change_engagement,
    end_engagement,
    erase_words,
    note_arrival,
    note_contract,
    note_invitation,
    plan_engagement,
    sum_up,
)
from entente.experts.services.parts import (
    add_cost,
    add_lecture,
    add_stay,
    change_cost,
    change_lecture,
    change_stay,
    days_left,
    remove_part,
)

__all__ = [
    "add_cost",
    "add_lecture",
    "add_stay",
    "cancel_engagement",
    "change_cost",
    "change_engagement",
    "change_lecture",
    "change_stay",
    "days_left",
    "end_engagement",
    "erase_words",
    "note_arrival",
    "note_contract",
    "note_invitation",
    "plan_engagement",
    "remove_part",
    "sum_up",
]

"""Decisions about collecting rounds and the sheets of units."""

from entente.collecting.services.answers import answer_measure, answer_sheet
from entente.collecting.services.parts import hand_in_part, send_back_part, sign_part
from entente.collecting.services.rounds import (
    begin_round,
    cancel_round,
    change_round,
    merge_round,
    open_round,
)

__all__ = [
    "answer_measure",
    "answer_sheet",
    "begin_round",
    "cancel_round",
    "change_round",
    "hand_in_part",
    "merge_round",
    "open_round",
    "send_back_part",
    "sign_part",
]

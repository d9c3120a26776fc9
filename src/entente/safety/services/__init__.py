"""What is done with safety checks."""

from entente.safety.services.answering import answer, erase_traveller, note_answer
from entente.safety.services.asking import (
    change_check,
    close_check,
    discard_check,
    draw_up,
    remind,
    send_check,
)
from entente.safety.services.whom import Recipient, digest, recipients

__all__ = [
    "Recipient",
    "answer",
    "change_check",
    "close_check",
    "digest",
    "discard_check",
    "draw_up",
    "erase_traveller",
    "note_answer",
    "recipients",
    "remind",
    "send_check",
]

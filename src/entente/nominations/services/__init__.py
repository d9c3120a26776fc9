"""Decisions about nominations; each is one transaction and one entry in the trail."""

from entente.nominations.services.deciding import accept, ask, erase_nominee, reject
from entente.nominations.services.inviting import (
    change_invitation,
    invite,
    promised,
    renew_link,
    take_back_link,
)
from entente.nominations.services.nominating import answer, nominate, withdraw

__all__ = [
    "accept",
    "answer",
    "ask",
    "change_invitation",
    "erase_nominee",
    "invite",
    "nominate",
    "promised",
    "reject",
    "renew_link",
    "take_back_link",
    "withdraw",
]

"""Decisions about events; each is one transaction and one entry in the trail."""

from entente.events.services.certifying import certify_all, refuse_uncertifiable
from entente.events.services.dossier import Dossier, dossier_of
from entente.events.services.events import (
    approve_event,
    cancel_event,
    change_event,
    draft_event,
    file_event,
    hold_event,
    return_event,
    revise_event,
)
from entente.events.services.mailing import remind
from entente.events.services.registrations import (
    change_registration,
    check_in,
    erase_registration,
    is_full,
    numbers_of,
    open_registration,
    place_in_queue,
    register,
    register_openly,
    withdraw,
)
from entente.events.services.sides import (
    add_country,
    add_host,
    change_country,
    change_host,
    remove_part,
)

__all__ = [
    "Dossier",
    "add_country",
    "add_host",
    "approve_event",
    "cancel_event",
    "certify_all",
    "change_country",
    "change_event",
    "change_host",
    "change_registration",
    "check_in",
    "dossier_of",
    "draft_event",
    "erase_registration",
    "file_event",
    "hold_event",
    "is_full",
    "numbers_of",
    "open_registration",
    "place_in_queue",
    "refuse_uncertifiable",
    "register",
    "register_openly",
    "remind",
    "remove_part",
    "return_event",
    "revise_event",
    "withdraw",
]

"""Decisions about joint research; each is one transaction and one entry in the trail."""

from entente.research.services.centres import (
    change_centre,
    close_centre,
    drop_centre,
    found_centre,
    next_evaluation,
    plan_centre,
)
from entente.research.services.parts import (
    add_director,
    add_evaluation,
    add_partner,
    change_director,
    change_evaluation,
    change_partner,
    remove_part,
)

__all__ = [
    "add_director",
    "add_evaluation",
    "add_partner",
    "change_centre",
    "change_director",
    "change_evaluation",
    "change_partner",
    "close_centre",
    "drop_centre",
    "found_centre",
    "next_evaluation",
    "plan_centre",
    "remove_part",
]

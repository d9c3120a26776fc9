"""Decisions about visits; each is one transaction and one entry in the trail."""

from entente.visits.services.members import (
    add_delegates,
    add_outcome,
    add_stop,
    change_delegate,
    change_outcome,
    change_stop,
    drop_outcome,
    erase_delegate,
    keep_outcome,
    remove_delegate,
    remove_outcome,
    remove_stop,
)
from entente.visits.services.visits import (
    cancel_visit,
    change_visit,
    confirm_visit,
    plan_visit,
    remove_visit,
)

__all__ = [
    "add_delegates",
    "add_outcome",
    "add_stop",
    "cancel_visit",
    "change_delegate",
    "change_outcome",
    "change_stop",
    "change_visit",
    "confirm_visit",
    "drop_outcome",
    "erase_delegate",
    "keep_outcome",
    "plan_visit",
    "remove_delegate",
    "remove_outcome",
    "remove_stop",
    "remove_visit",
]

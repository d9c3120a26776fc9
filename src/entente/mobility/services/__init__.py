"""Decisions about mobility; each is one transaction and one entry in the trail."""

from entente.mobility.services.applications import (
    change_application,
    enter_application,
    erase_applications,
    most_wishes,
    withdraw_application,
)
from entente.mobility.services.applying import (
    begin_application,
    hand_in,
    save_draft,
    take_up_again,
    withdraw_own,
)
from entente.mobility.services.calls import (
    add_quota,
    change_call,
    change_quota,
    close_call,
    make_call,
    open_call,
    remove_quota,
    take_places,
)
from entente.mobility.services.places_used import count_all_places_used, count_places_used
from entente.mobility.services.programmes import (
    add_programme,
    change_programme,
    remove_agreement,
    tie_agreement,
)
from entente.mobility.services.rounds import (
    accept_offer,
    decline_offer,
    fix_place,
    keep_waiting,
    release_place,
    strike_wish,
)
from entente.mobility.services.runs import default_answer_by, publish_run, replay, run_placement
from entente.mobility.services.stays import (
    DoubtError,
    begin_stay,
    break_off_stay,
    change_stay,
    complete_stay,
    enter_stay,
    erase_stays,
    give_up_stay,
    remove_stay,
)

__all__ = [
    "DoubtError",
    "accept_offer",
    "add_programme",
    "add_quota",
    "begin_application",
    "begin_stay",
    "break_off_stay",
    "change_application",
    "change_call",
    "change_programme",
    "change_quota",
    "change_stay",
    "close_call",
    "complete_stay",
    "count_all_places_used",
    "count_places_used",
    "decline_offer",
    "default_answer_by",
    "enter_application",
    "enter_stay",
    "erase_applications",
    "erase_stays",
    "fix_place",
    "give_up_stay",
    "hand_in",
    "keep_waiting",
    "make_call",
    "most_wishes",
    "open_call",
    "publish_run",
    "release_place",
    "remove_agreement",
    "remove_quota",
    "remove_stay",
    "replay",
    "run_placement",
    "save_draft",
    "strike_wish",
    "take_places",
    "take_up_again",
    "tie_agreement",
    "withdraw_application",
    "withdraw_own",
]

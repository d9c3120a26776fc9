"""Decisions about reviews; each is one transaction."""

from entente.reviewing.services.committee import Line, committee, outlier_points, take_scores
from entente.reviewing.services.dealing import deal, deal_again
from entente.reviewing.services.panels import (
    add_criterion,
    add_panellist,
    add_round,
    change_criterion,
    change_round,
    close_round,
    remove_criterion,
    remove_panellist,
    reopen_round,
)
from entente.reviewing.services.writing import (
    declare_conflict,
    erase_reviews,
    give_back,
    hand_in,
    save_review,
)

__all__ = [
    "Line",
    "add_criterion",
    "add_panellist",
    "add_round",
    "change_criterion",
    "change_round",
    "close_round",
    "committee",
    "deal",
    "deal_again",
    "declare_conflict",
    "erase_reviews",
    "give_back",
    "hand_in",
    "outlier_points",
    "remove_criterion",
    "remove_panellist",
    "reopen_round",
    "save_review",
    "take_scores",
]

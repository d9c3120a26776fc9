"""Decisions about reviews; each is one transaction."""

from entente.reviewing.services.committee import Line, committee, outlier_points, take_scores
from entente.reviewing.services.dealing import deal, deal_again
from entente.reviewing.services.notices import (
    answer_objection,
    change_notice,
    draft_from_ranking,
    draft_from_run,
    erase_objection,
    last_day,
    log_objection,
    publish_notice,
    usual_masks,
    withdraw_notice,
)
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
    "answer_objection",
    "change_criterion",
    "change_notice",
    "change_round",
    "close_round",
    "committee",
    "deal",
    "deal_again",
    "declare_conflict",
    "draft_from_ranking",
    "draft_from_run",
    "erase_objection",
    "erase_reviews",
    "give_back",
    "hand_in",
    "last_day",
    "log_objection",
    "outlier_points",
    "publish_notice",
    "remove_criterion",
    "remove_panellist",
    "reopen_round",
    "save_review",
    "take_scores",
    "usual_masks",
    "withdraw_notice",
]

"""Decisions about joint research; each is one transaction and one entry in the trail."""

from entente.research.services.achievements import (
    add_achievement_partner,
    change_achievement,
    enter_achievement,
    erase_holder,
    remove_achievement,
    remove_achievement_partner,
)
from entente.research.services.centres import (
    change_centre,
    close_centre,
    drop_centre,
    found_centre,
    next_evaluation,
    plan_centre,
)
from entente.research.services.imports import (
    Bibliography,
    enter_bibliography,
    look_through,
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
from entente.research.services.projects import (
    add_project_partner,
    approve_project,
    change_project,
    change_project_partner,
    enter_project,
    finish_project,
    refuse_project,
    remove_project_partner,
)
from entente.research.services.publications import (
    add_publication_partner,
    change_publication,
    enter_publication,
    remove_publication,
    remove_publication_partner,
    settle_affiliation,
)

__all__ = [
    "Bibliography",
    "add_achievement_partner",
    "add_director",
    "add_evaluation",
    "add_partner",
    "add_project_partner",
    "add_publication_partner",
    "approve_project",
    "change_achievement",
    "change_centre",
    "change_director",
    "change_evaluation",
    "change_partner",
    "change_project",
    "change_project_partner",
    "change_publication",
    "close_centre",
    "drop_centre",
    "enter_achievement",
    "enter_bibliography",
    "enter_project",
    "enter_publication",
    "erase_holder",
    "finish_project",
    "found_centre",
    "look_through",
    "next_evaluation",
    "plan_centre",
    "refuse_project",
    "remove_achievement",
    "remove_achievement_partner",
    "remove_part",
    "remove_project_partner",
    "remove_publication",
    "remove_publication_partner",
    "settle_affiliation",
]

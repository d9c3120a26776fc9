"""Reviews as a Django app."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReviewingConfig(AppConfig):
    """Blind reviews of applications, and public notices of who is selected."""

    name = "entente.reviewing"
    label = "reviewing"
    verbose_name = pgettext_lazy("app", "Reviews and public notices")

    def ready(self) -> None:
        """Give the roles what the pages need, fill the slots, name what the history tells."""
        from entente.kit.history import name_facts, name_verbs
        from entente.office import roles
        from entente.office.reckoning import declare_rules
        from entente.reviewing import enums, parts  # noqa: F401

        words = (enums.VIEW_ROUND, enums.CHANGE_ROUND, enums.VIEW_NOTICE, enums.CHANGE_NOTICE)
        roles.allow([*words], *roles.KEEPERS)
        declare_rules(Path(__file__).with_name("rules.toml"))
        name_facts(
            {
                "reviews_assigned": _("Reviews assigned"),
                "scores_taken": _("Scores taken over"),
            }
        )
        name_verbs(
            {
                "review_round.entered": _("Review round entered"),
                "review_round.changed": _("Review round changed"),
                "review_round.dealt": _("Applications assigned to reviewers"),
                "review_round.dealt_again": _("Gaps among the reviewers filled"),
                "review_round.closed": _("Review round closed"),
                "review_round.reopened": _("Review round opened again"),
                "review_round.scores_taken": _("Means taken over as scores"),
                "criterion.added": _("Criterion added"),
                "criterion.changed": _("Criterion changed"),
                "criterion.removed": _("Criterion removed"),
                "panellist.added": _("Reviewer added"),
                "panellist.removed": _("Reviewer removed"),
                "review.assigned": _("Application assigned to a reviewer"),
                "review.saved": _("Review saved"),
                "review.handed_in": _("Review handed in"),
                "review.given_back": _("Review given back"),
                "review.conflict_declared": _("Conflict of interest declared"),
                "review.removed": _("Review taken off"),
                "notice.drafted": _("Public notice drafted"),
                "notice.changed": _("Public notice changed"),
                "notice.published": _("Public notice published"),
                "notice.withdrawn": _("Public notice withdrawn"),
                "notice_line.entered": _("Selected person entered"),
                "objection.noted": _("Objection noted"),
                "objection.answered": _("Objection answered"),
                "objection.erased": _("Data of an objection erased"),
                "review.erased": _("Words of a review erased"),
            }
        )

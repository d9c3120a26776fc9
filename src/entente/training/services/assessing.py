"""Assessment: who passed, with which mark, where a class asks for more than being there."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from entente.kit.audit import changing, locking
from entente.kit.errors import DomainError
from entente.office.models import User
from entente.training.models import TrainingClass
from entente.training.services.classes import refuse_over


def record_assessment(
    group: TrainingClass, results: Mapping[int, tuple[bool | None, str]], *, by: User
) -> None:
    """Enter for learners, by their keys, whether they passed (None: not yet) and the mark.

    Whom the list does not name stays as they are; a learner of another class is refused.
    """
    with locking(group):
        refuse_over(group)
        if not group.assessment:
            message = _("Say on the page of the class how learners are assessed.")
            raise DomainError(message, code="no_assessment")
        learners = group.learners.in_bulk(list(results))
        if len(learners) < len(results):
            raise DomainError(_("This learner is not enrolled in this class."), code="other_class")
        for key, (passed, mark) in results.items():
            learner = learners[key]
            if (learner.passed, learner.mark) == (passed, mark):
                continue
            with changing(learner, by=by, verb="learner.assessed"):
                learner.passed, learner.mark = passed, mark

"""Partners, directors and evaluations of joint laboratories and centres."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.office.models import User
from entente.research.enums import CentreState
from entente.research.models import CentrePartner, Director, Evaluation, JointCentre
from entente.research.models.parts import PartOfCentre
from entente.research.services.centres import keep_evaluation


def _set(record: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(record, name, value)


def _refuse_dropped(centre: JointCentre) -> None:
    if centre.state == CentreState.DROPPED:
        raise DomainError(_("It was never founded; nothing is added to it."), code="dropped")


# --- Partners -------------------------------------------------------------------------------------


def add_partner(centre: JointCentre, *, by: User, **values: Any) -> CentrePartner:
    """Enter an institution with which it is kept."""
    with locking(centre):
        _refuse_dropped(centre)
        return creating(
            CentrePartner(centre=centre, **values), by=by, verb="joint_centre_partner.entered"
        )


def change_partner(
    partner: CentrePartner, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of a partner; those who direct for it stay with it."""
    organisation = values.get("organisation", partner.organisation)
    with locking(partner.centre):
        if organisation != partner.organisation:
            _refuse_directed(partner)
        with changing(partner, by=by, verb="joint_centre_partner.changed", seen=seen):
            _set(partner, values)


def _refuse_directed(partner: CentrePartner) -> None:
    rows = partner.centre.directors.filter(organisation=partner.organisation_id)
    director = rows.select_related("person").first()
    if director is not None:
        message = _("%(name)s directs it for this partner; change or remove the director first.")
        raise DomainError(message % {"name": director}, code="directed")


# --- Directors ------------------------------------------------------------------------------------


def add_director(centre: JointCentre, *, by: User, **values: Any) -> Director:
    """Enter somebody who directs it, for us or for one of the partners."""
    with locking(centre):
        _refuse_dropped(centre)
        director = creating(
            Director(centre=centre, **values), by=by, verb="joint_centre_director.entered"
        )
        _check_director(director)
    return director


def change_director(
    director: Director, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of a director."""
    with locking(director.centre):
        with changing(director, by=by, verb="joint_centre_director.changed", seen=seen):
            _set(director, values)
        _check_director(director)


def _check_director(director: Director) -> None:
    """Refuse a stranger's director, and the same person twice at one time."""
    centre, organisation = director.centre, director.organisation
    if organisation and not centre.partners.filter(organisation=organisation).exists():
        message = _("%(name)s is no partner of it; add it as a partner first.")
        words = {"name": organisation.name}
        raise DomainError({"organisation": message % words}, code="no_partner")
    others = centre.directors.filter(person=director.person_id).exclude(pk=director.pk)
    for other in others:
        if _overlap(director, other):
            message = _("This person directs it already in that time.")
            raise DomainError({"person": message}, code="twice")


def _overlap(one: Director, other: Director) -> bool:
    """Whether both can hold on a day; a year that both share may be a handing over."""

    def ends_by(first: Any, second: Any) -> bool:
        end, start = first.until, second.since
        return bool(end and start and end.earliest <= start.latest)

    return not (ends_by(one, other) or ends_by(other, one))


# --- Evaluations ----------------------------------------------------------------------------------


def add_evaluation(
    centre: JointCentre, *, by: User, on: datetime.date, **values: Any
) -> Evaluation:
    """Enter an evaluation that took place; the next one is counted from it."""
    with locking(centre):
        if centre.state not in (CentreState.RUNNING, CentreState.CLOSED):
            message = _("It is not founded yet; there is nothing to evaluate.")
            raise DomainError(message, code="not_founded")
        evaluation = creating(
            Evaluation(centre=centre, **values), by=by, verb="joint_centre_evaluation.entered"
        )
        _check_evaluation(evaluation, on)
        keep_evaluation(centre, on=on, by=by)
    return evaluation


def change_evaluation(
    evaluation: Evaluation,
    *,
    by: User,
    on: datetime.date,
    seen: int | None = None,
    **values: Any,
) -> None:
    """Change what is said of an evaluation."""
    with locking(evaluation.centre):
        with changing(evaluation, by=by, verb="joint_centre_evaluation.changed", seen=seen):
            _set(evaluation, values)
        _check_evaluation(evaluation, on)
        keep_evaluation(evaluation.centre, on=on, by=by)


def _check_evaluation(evaluation: Evaluation, on: datetime.date) -> None:
    founded = evaluation.centre.founded_on
    if evaluation.held_on.earliest > on:
        message = _("This day is still to come; enter an evaluation once it has taken place.")
        raise DomainError({"held_on": message}, code="too_early")
    if founded and evaluation.held_on.latest < founded.earliest:
        message = _("It was founded in %(day)s only.")
        raise DomainError({"held_on": message % {"day": founded}}, code="before")


def remove_part(part: PartOfCentre, *, by: User, on: datetime.date) -> None:
    """Take off a partner, a director or an evaluation that was entered by mistake."""
    verbs = {
        CentrePartner: "joint_centre_partner.removed",
        Director: "joint_centre_director.removed",
        Evaluation: "joint_centre_evaluation.removed",
    }
    centre = part.centre
    with locking(centre):
        if isinstance(part, CentrePartner):
            _refuse_directed(part)
        removing(part, by=by, verb=verbs[type(part)])
        keep_evaluation(centre, on=on, by=by)

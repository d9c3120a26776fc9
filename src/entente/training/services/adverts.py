"""Adverts: versions, reviewed before they are published; where they ran."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.office.models import User
from entente.office.rules import refuse_missing
from entente.training.enums import ADVERT_FLOW, AdvertState
from entente.training.models import Advert, Appearance, Project
from entente.training.services import stages
from entente.training.services.projects import refuse_organiser
from entente.training.services.requirements import refuse_held


def write_advert(project: Project, *, by: User, **values: Any) -> Advert:
    """Write a new version of the advert of a project."""
    with locking(project):
        newest = project.adverts.aggregate(newest=Max("number"))["newest"] or 0
        advert = Advert(project=project, number=newest + 1, **values)
        return creating(advert, by=by, verb="advert.written")


def change_advert(advert: Advert, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change a version that is not out; if it was approved or submitted, it is reviewed anew."""
    with changing(advert, by=by, verb="advert.changed", seen=seen):
        if advert.state in (AdvertState.PUBLISHED, AdvertState.WITHDRAWN):
            raise DomainError(
                _("This version was published. Write a new version; it is reviewed anew."),
                code="published",
            )
        if all(getattr(advert, name) == value for name, value in values.items()):
            return
        refuse_held(advert)
        for name, value in values.items():
            setattr(advert, name, value)
        advert.state = ADVERT_FLOW.move(advert.state, "reopen_advert")
        advert.decided_by = advert.decided_on = None


def submit_advert(advert: Advert, *, by: User, on: datetime.date) -> None:
    """Submit a version for review; a text with a forbidden word is stopped."""
    with changing(advert, by=by, verb="advert.submitted"):
        advert.state = ADVERT_FLOW.move(advert.state, "submit_advert")
        refuse_missing(stages.of_advert(advert, on=on))
        advert.submitted_by, advert.returned_because = by, ""


def approve_advert(advert: Advert, *, by: User, on: datetime.date) -> None:
    """Approve a version; whoever runs the project cannot."""
    with changing(advert, by=by, verb="advert.approved"):
        advert.state = ADVERT_FLOW.move(advert.state, "approve_advert")
        refuse_organiser(advert.project, by=by, writers=(advert.submitted_by_id,))
        refuse_missing(stages.of_advert(advert, on=on))
        advert.decided_by, advert.decided_on = by, on


def return_advert(advert: Advert, *, by: User, on: datetime.date, reason: str) -> None:
    """Return a version with what is to be mended."""
    with changing(advert, by=by, verb="advert.returned"):
        advert.state = ADVERT_FLOW.move(advert.state, "return_advert")
        refuse_organiser(advert.project, by=by, writers=(advert.submitted_by_id,))
        advert.returned_because = reason
        advert.decided_by, advert.decided_on = by, on


def publish_advert(advert: Advert, *, by: User, on: datetime.date) -> None:
    """Publish an approved version; the one that was out is withdrawn."""
    with locking(advert.project):
        refuse_missing(stages.unchanged(advert))
        ADVERT_FLOW.move(Advert.objects.get(pk=advert.pk).state, "publish_advert")
        for other in advert.project.adverts.filter(state=AdvertState.PUBLISHED):
            withdraw_advert(other, by=by)
        with changing(advert, by=by, verb="advert.published"):
            advert.state = ADVERT_FLOW.move(advert.state, "publish_advert")
            advert.published_on = on


def withdraw_advert(advert: Advert, *, by: User) -> None:
    """Take a version out of use."""
    with changing(advert, by=by, verb="advert.withdrawn"):
        advert.state = ADVERT_FLOW.move(advert.state, "withdraw_advert")


def enter_appearance(advert: Advert, *, by: User, **values: Any) -> Appearance:
    """Enter where a version ran; only one that was published can have run."""
    with transaction.atomic(), locking(advert):
        if advert.published_on is None:
            raise DomainError(_("This version was never published."), code="unpublished")
        if values["ran_on"] < advert.published_on:
            message = _("It was published on %(day)s.") % {"day": advert.published_on.isoformat()}
            raise DomainError({"ran_on": message}, code="too_early")
        return creating(Appearance(advert=advert, **values), by=by, verb="appearance.entered")


def remove_appearance(appearance: Appearance, *, by: User) -> None:
    """Take off an appearance that was entered by mistake."""
    removing(appearance, by=by, verb="appearance.removed")

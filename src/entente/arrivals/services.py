"""Decisions about visa papers and lodgings."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _

from entente.arrivals.enums import PAPER_FLOW
from entente.arrivals.models import Lodging, VisaPaper
from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.mobility.enums import StayState
from entente.mobility.models import Stay
from entente.office.enums import Direction as Where
from entente.office.models import User
from entente.office.reckoning import reckon
from entente.office.rules import rule
from entente.partnerships.enums import Direction

WITHIN = "arrivals.lodging_days"


def _refuse_outbound(stay: Stay) -> None:
    if stay.direction != Direction.INBOUND:
        raise DomainError(_("Only guests who come to us need this."), code="outbound")
    if stay.state == StayState.NOT_TAKEN:
        raise DomainError(_("This stay was not taken up."), code="not_taken")


def issue_paper(stay: Stay, *, by: User, on: datetime.date, **values: Any) -> VisaPaper:
    """Enter a form that was issued for a stay; its number stood nowhere before."""
    with locking(stay):
        _refuse_outbound(stay)
        paper = VisaPaper(stay=stay, **values)
        paper.serial = paper.serial.strip().upper()
        if paper.issued_on > on:
            raise DomainError({"issued_on": _("This day has not come yet.")}, code="ahead")
        return creating(paper, by=by, verb="visa_paper.issued")


def post_paper(paper: VisaPaper, *, by: User, posted_on: datetime.date, tracking: str) -> None:
    """Note that a form was posted."""
    with changing(paper, by=by, verb="visa_paper.posted"):
        paper.state = PAPER_FLOW.move(paper.state, "post")
        if posted_on < paper.issued_on:
            message = _("It was issued on %(day)s only.") % {"day": paper.issued_on}
            raise DomainError({"posted_on": message}, code="before_issue")
        paper.posted_on, paper.tracking = posted_on, tracking


def void_paper(paper: VisaPaper, *, by: User, reason: str) -> None:
    """Void a form; its number is never given again."""
    with changing(paper, by=by, verb="visa_paper.voided"):
        paper.state = PAPER_FLOW.move(paper.state, "void")
        paper.reason = reason


def add_lodging(stay: Stay, *, by: User, **values: Any) -> Lodging:
    """Enter where a guest lodges; the day by which it is registered follows from the rule."""
    with locking(stay):
        _refuse_outbound(stay)
        lodging = Lodging(stay=stay, **values)
        _keep_due(lodging)
        return creating(lodging, by=by, verb="lodging.entered")


def change_lodging(lodging: Lodging, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change what is said of a lodging."""
    with changing(lodging, by=by, verb="lodging.changed", seen=seen):
        for name, value in values.items():
            setattr(lodging, name, value)
        _keep_due(lodging)


def register_lodging(
    lodging: Lodging, *, by: User, on: datetime.date, registered_on: datetime.date, number: str
) -> None:
    """Note that the police registered a lodging."""
    if registered_on > on:
        raise DomainError({"registered_on": _("This day has not come yet.")}, code="ahead")
    with changing(lodging, by=by, verb="lodging.registered"):
        lodging.registered_on, lodging.number = registered_on, number


def remove_lodging(lodging: Lodging, *, by: User) -> None:
    """Take off a lodging that was entered by mistake."""
    if lodging.registered_on:
        raise DomainError(_("It is registered; correct it instead."), code="registered")
    removing(lodging, by=by, verb="lodging.removed")


def erase_arrivals(stay: Stay, *, by: User) -> None:
    """Erase where somebody lodged and what was written of forms; the numbers stay registered."""
    for lodging in stay.lodgings.all():
        with changing(lodging, by=by, verb="lodging.erased"):
            lodging.address = lodging.number = ""
    for paper in stay.visa_papers.all():
        with changing(paper, by=by, verb="visa_paper.erased"):
            paper.reason = paper.tracking = ""


def _keep_due(lodging: Lodging) -> None:
    begins = lodging.from_on
    lodging.due_on = reckon(begins, rule(WITHIN, on=begins, unit=lodging.stay.unit), Where.AFTER)

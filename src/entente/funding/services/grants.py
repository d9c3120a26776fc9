"""Grants: applied for, promised within the budget, refused, cancelled."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from entente.funding.enums import GRANT_FLOW, GrantState
from entente.funding.models import Grant, Scheme
from entente.funding.services.schemes import check_budget
from entente.kit.audit import changing, creating, locking
from entente.kit.errors import DomainError
from entente.mobility.models import Stay
from entente.office.models import User


def apply_for(stay: Stay, *, by: User, scheme: Scheme, year: int, amount: Decimal) -> Grant:
    """Enter an application for money for a stay; it commits nothing yet."""
    with locking(stay):
        grant = Grant(unit=stay.unit, stay=stay, scheme=scheme, year=year, amount=amount)
        _refuse_double(grant)
        return creating(grant, by=by, verb="grant.applied")


def change_grant(
    grant: Grant, *, by: User, amount: Decimal, year: int, seen: int | None = None
) -> None:
    """Change the amount, or the year while nothing is promised; its instalments still fit."""
    with locking(grant.scheme), changing(grant, by=by, verb="grant.changed", seen=seen):
        if grant.state not in (GrantState.APPLIED, GrantState.PROMISED):
            raise DomainError(_("This grant is over; it is not changed."), code="over")
        if grant.state == GrantState.PROMISED:
            if year != grant.year:
                message = _("It is promised from the budget of %(year)s.") % {"year": grant.year}
                raise DomainError({"year": message}, code="year")
            if amount > grant.amount:
                check_budget(grant, amount - grant.amount)
        shared = grant.instalments.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
        if amount < shared:
            message = _("Its instalments come to %(sum)s yuan.") % {"sum": shared}
            raise DomainError({"amount": message}, code="instalments")
        grant.amount, grant.year = amount, year


def promise_grant(grant: Grant, *, by: User) -> None:
    """Promise it: no other scheme of the group funds the stay, and the budget holds it."""
    scheme, stay = locking(grant.scheme), locking(grant.stay)
    with scheme, stay, changing(grant, by=by, verb="grant.promised"):
        grant.state = GRANT_FLOW.move(grant.state, "promise")
        _refuse_double(grant)
        check_budget(grant, grant.amount)


def refuse_grant(grant: Grant, *, by: User, reason: str) -> None:
    """Refuse the application, and say why."""
    with changing(grant, by=by, verb="grant.refused"):
        grant.state = GRANT_FLOW.move(grant.state, "refuse")
        grant.reason = reason


def cancel_grant(grant: Grant, *, by: User, reason: str) -> None:
    """Cancel it: what is not paid is free again, what was paid can be paid back."""
    with changing(grant, by=by, verb="grant.cancelled"):
        grant.state = GRANT_FLOW.move(grant.state, "cancel")
        grant.reason = reason


def erase_words(grant: Grant, *, by: User) -> None:
    """Erase the free words about a person; that money was given stays in the accounts."""
    with changing(grant, by=by, verb="grant.erased"):
        grant.reason = ""


def _refuse_double(grant: Grant) -> None:
    """Refuse a second grant to the stay from schemes that exclude each other."""
    group = grant.scheme.excludes.strip()
    others = grant.stay.grants.promised().exclude(pk=grant.pk).select_related("scheme")
    for other in others:
        if other.scheme_id == grant.scheme_id or (group and other.scheme.excludes.strip() == group):
            message = _("“%(scheme)s” funds this stay already; the two exclude each other.")
            words = {"scheme": other.scheme.title}
            raise DomainError(message % words, code="double_funding")

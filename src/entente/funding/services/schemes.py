"""Schemes, their budgets, and how these stand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from entente.funding.enums import GrantState
from entente.funding.models import Budget, Grant, Payment, Scheme
from entente.funding.models.schemes import Sums
from entente.kit.audit import changing, creating, locking
from entente.kit.errors import DomainError
from entente.office.models import Unit, User
from entente.partnerships.models.money import CENT

ZERO = Decimal(0)


def add_scheme(*, by: User, unit: Unit, **values: Any) -> Scheme:
    """Enter a scheme."""
    return creating(Scheme(unit=unit, **values), by=by, verb="scheme.entered")


def change_scheme(scheme: Scheme, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change what is said of a scheme."""
    with changing(scheme, by=by, verb="scheme.changed", seen=seen):
        for name, value in values.items():
            setattr(scheme, name, value)


def set_budget(scheme: Scheme, *, by: User, year: int, amount: Decimal) -> Budget:
    """Say what the scheme may spend in a year; not less than is committed."""
    with locking(scheme):
        committed = _sums(scheme, year).committed
        if amount < committed:
            message = _("%(committed)s yuan of %(year)s are committed already.")
            words = {"committed": committed, "year": year}
            raise DomainError({"amount": message % words}, code="below_committed")
        budget: Budget | None = scheme.budgets.filter(year=year).first()
        if budget is None:
            new = Budget(scheme=scheme, year=year, amount=amount)
            return creating(new, by=by, verb="budget.set")
        with changing(budget, by=by, verb="budget.set"):
            budget.amount = amount
        return budget


def sums_of(scheme: Scheme) -> list[Sums]:
    """Say of every year how its budget stands, the newest first, in four queries.

    A promised grant commits its amount; a cancelled one what was paid and not paid back.
    """
    budgets = dict(scheme.budgets.values_list("year", "amount"))
    grants = list(scheme.grants.values_list("pk", "year", "amount", "state", "stay__person"))
    rows = Payment.objects.filter(grant__scheme=scheme).order_by().values("grant")
    paid = {it["grant"]: it["sum"].quantize(CENT) for it in rows.annotate(sum=Sum("yuan"))}
    found: dict[int, dict[str, Any]] = {
        year: {"committed": ZERO, "paid": ZERO, "persons": set()} for year in budgets
    }
    for pk, year, amount, state, person in grants:
        sums = found.setdefault(year, {"committed": ZERO, "paid": ZERO, "persons": set()})
        came = paid.get(pk, ZERO)
        sums["paid"] += came
        if state == GrantState.PROMISED:
            sums["committed"] += amount
            sums["persons"].add(person)
        else:
            sums["committed"] += came
    return [
        Sums(
            year,
            budgets.get(year, ZERO),
            sums["committed"],
            sums["paid"],
            len(sums["persons"]),
        )
        for year, sums in sorted(found.items(), reverse=True)
    ]


def check_budget(grant: Grant, more: Decimal) -> None:
    """Refuse to commit more than is left in the budget of the grant's year."""
    left = _sums(grant.scheme, grant.year).left
    if more > left:
        message = _(
            "%(left)s yuan are left of the scheme's budget for %(year)s; this would take %(more)s."
        )
        words = {"left": left.quantize(CENT), "year": grant.year, "more": more}
        raise DomainError(message % words, code="over_budget")


def _sums(scheme: Scheme, year: int) -> Sums:
    none = Sums(year, ZERO, ZERO, ZERO, 0)
    return next((it for it in sums_of(scheme) if it.year == year), none)

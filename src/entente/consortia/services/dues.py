"""Decisions about dues: rates, what members are asked for, what they paid."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _

from entente.consortia.enums import DUES_FLOW, DuesState
from entente.consortia.models import Consortium, Dues, DuesRate, owing
from entente.kit.audit import changing, creating, locking
from entente.kit.errors import DomainError
from entente.office.models import User


def set_rate(consortium: Consortium, *, by: User, **values: Any) -> DuesRate:
    """Set what a class owes for a whole year: year, member_class, amount, currency, source.

    A rate that exists is changed; dues made of it before stay, and show the difference.
    """
    with locking(consortium):
        found = {"year": values.get("year"), "member_class": values.get("member_class")}
        rate: DuesRate | None = consortium.dues_rates.filter(**found).first()
        if rate is None:
            return creating(DuesRate(consortium=consortium, **values), by=by, verb="dues.rate_set")
        with changing(rate, by=by, verb="dues.rate_set"):
            for name, value in values.items():
                setattr(rate, name, value)
        return rate


def raise_dues(consortium: Consortium, year: int, *, by: User) -> tuple[int, int]:
    """Make the dues of a year out of the register; give how many were made and how many changed.

    Dues that are not invoiced yet follow the register; what is invoiced, paid or waived stays, and
    the page shows by how much it differs. Running it twice changes nothing.
    """
    made = changed = 0
    with locking(consortium):
        rows = owing(consortium, year)
        if not rows:
            raise DomainError(_("Nobody is a member in %(year)s.") % {"year": year}, code="nobody")
        for row in rows:
            if row.amount is None:
                continue
            if row.dues is None:
                dues = Dues(consortium=consortium, organisation=row.organisation, year=year)
                dues.amount, dues.currency = row.amount, row.currency
                creating(dues, by=by, verb="dues.made")
                made += 1
            elif row.dues.state == DuesState.OPEN and row.difference:
                with changing(row.dues, by=by, verb="dues.followed_register"):
                    row.dues.amount = row.amount
                changed += 1
    return made, changed


def invoice_dues(dues: Dues, *, invoiced_on: datetime.date, reference: str, by: User) -> None:
    """Record that a member was asked to pay."""
    with changing(dues, by=by, verb="dues.invoiced"):
        dues.state = DUES_FLOW.move(dues.state, "invoice_dues")
        dues.invoiced_on, dues.reference = invoiced_on, reference


def pay_dues(dues: Dues, *, settled_on: datetime.date, reference: str = "", by: User) -> None:
    """Record that a member paid."""
    with changing(dues, by=by, verb="dues.paid"):
        dues.state = DUES_FLOW.move(dues.state, "pay_dues")
        dues.settled_on = settled_on
        dues.reference = reference or dues.reference


def waive_dues(dues: Dues, *, settled_on: datetime.date, reason: str, by: User) -> None:
    """Let a member off, with the reason."""
    with changing(dues, by=by, verb="dues.waived", note=reason):
        dues.state = DUES_FLOW.move(dues.state, "waive_dues")
        dues.settled_on, dues.note = settled_on, reason

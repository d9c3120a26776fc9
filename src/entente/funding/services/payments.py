"""Instalments, the gates before them, what is paid out and paid back."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from entente.funding.enums import GrantState, PaymentKind
from entente.funding.models import Gate, Grant, Instalment, Payment
from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.office.models import User
from entente.partnerships.models.money import CENT

ZERO = Decimal(0)


def _refuse_over(grant: Grant) -> None:
    if grant.state not in (GrantState.APPLIED, GrantState.PROMISED):
        raise DomainError(_("This grant is over; it is not changed."), code="over")


def add_instalment(
    grant: Grant, *, by: User, amount: Decimal, gates: Iterable[str] = ()
) -> Instalment:
    """Add a part of the grant, and what must be in before it is paid."""
    with locking(grant):
        _refuse_over(grant)
        shared = grant.instalments.aggregate(sum=Sum("amount"), last=Max("number"))
        left = grant.amount - (shared["sum"] or ZERO)
        if amount > left:
            message = _("%(left)s of %(amount)s yuan of the grant are left for instalments.")
            words = {"left": left.quantize(CENT), "amount": grant.amount}
            raise DomainError({"amount": message % words}, code="over_grant")
        number = (shared["last"] or 0) + 1
        new = Instalment(grant=grant, number=number, amount=amount)
        instalment = creating(new, by=by, verb="instalment.entered")
        for kind in gates:
            gate = Gate(grant=grant, instalment=instalment, kind=kind)
            creating(gate, by=by, verb="gate.entered")
    return instalment


def remove_instalment(instalment: Instalment, *, by: User) -> None:
    """Take off an instalment of which nothing was paid."""
    with locking(instalment.grant):
        if instalment.payments.exists():
            message = _("Something of it was paid; it stays.")
            raise DomainError(message, code="paid")
        for gate in instalment.gates.all():
            removing(gate, by=by, verb="gate.removed")
        removing(instalment, by=by, verb="instalment.removed")


def meet_gate(gate: Gate, *, by: User, met_on: datetime.date, note: str = "") -> None:
    """Say that what was asked for is in, since when, and what was seen."""
    with locking(gate.grant), changing(gate, by=by, verb="gate.met"):
        gate.met_on, gate.note = met_on, note


def reopen_gate(gate: Gate, *, by: User) -> None:
    """Say that it is not in after all; once the instalment is paid it is too late."""
    with locking(gate.grant):
        if _paid(gate.instalment.payments) > 0:
            raise DomainError(_("The instalment is paid already."), code="paid")
        with changing(gate, by=by, verb="gate.reopened"):
            gate.met_on, gate.note = None, ""


def pay(instalment: Instalment, *, by: User, **values: Any) -> Payment:
    """Note money paid out: the grant is promised, every gate is met, no more than is left."""
    grant = instalment.grant
    with locking(grant):
        if grant.state != GrantState.PROMISED:
            message = _("Only what a promised grant holds is paid.")
            raise DomainError(message, code="not_promised")
        missing = [str(it) for it in instalment.gates.filter(met_on__isnull=True)]
        if missing:
            message = _("%(number)s waits for: %(gates)s.")
            words = {"number": instalment, "gates": ", ".join(missing)}
            raise DomainError(message % words, code="gate")
        payment = _payment(instalment, PaymentKind.PAID, values)
        left = instalment.amount - _paid(instalment.payments)
        if payment.yuan > left:
            message = _(
                "%(yuan)s yuan are more than the %(left)s yuan that are left of this instalment."
                " The grant is %(amount)s yuan."
            )
            words = {"yuan": payment.yuan, "left": left, "amount": grant.amount}
            raise DomainError({"amount": message % words}, code="over_grant")
        return creating(payment, by=by, verb="payment.entered")


def pay_back(instalment: Instalment, *, by: User, **values: Any) -> Payment:
    """Note money that came back; never more than was paid."""
    with locking(instalment.grant):
        payment = _payment(instalment, PaymentKind.BACK, values)
        paid = _paid(instalment.payments)
        if -payment.yuan > paid:
            message = _("%(paid)s yuan were paid; no more can come back.") % {"paid": paid}
            raise DomainError({"amount": message}, code="over_paid")
        return creating(payment, by=by, verb="payment.returned")


def _payment(instalment: Instalment, kind: str, values: dict[str, Any]) -> Payment:
    payment = Payment(grant=instalment.grant, instalment=instalment, kind=kind, **values)
    payment.yuan = ZERO
    payment.full_clean()
    payment.yuan = payment.in_yuan if kind == PaymentKind.PAID else -payment.in_yuan
    return payment


def _paid(payments: Any) -> Decimal:
    return Decimal(payments.aggregate(sum=Sum("yuan"))["sum"] or ZERO).quantize(CENT)

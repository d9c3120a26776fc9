"""Learners: enrolled by name or by sheet; their fees; who completed; certificates."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from entente.certificates import services as certificates
from entente.certificates.models import Certificate, CertificateSeries, CertificateTemplate
from entente.kit.audit import (
    changing,
    changing_all,
    creating,
    creating_all,
    erase_personal_values,
    locking,
    removing,
)
from entente.kit.errors import DomainError
from entente.office.models import User
from entente.office.rules import refuse_missing, rule
from entente.training.enums import ClassState
from entente.training.models import Learner, Payment, TrainingClass
from entente.training.services import stages
from entente.training.services.classes import refuse_over

NAMED = ("name_zh", "name_en", "reference")


def enrol(training_class: TrainingClass, *, by: User, **values: Any) -> Learner:
    """Enrol one learner."""
    [learner] = enrol_all(training_class, [values], by=by)
    return learner


def enrol_all(
    training_class: TrainingClass, people: Sequence[dict[str, Any]], *, by: User
) -> list[Learner]:
    """Enrol learners, all or none; one who is enrolled already, or stands twice, is refused."""
    with locking(training_class):
        refuse_over(training_class)
        held = {key_of(learner) for learner in training_class.learners.all()}
        new = []
        for values in people:
            learner = Learner(training_class=training_class, **_named(values))
            refuse_twice(learner, held)
            held.add(key_of(learner))
            new.append(learner)
        return creating_all(new, by=by, verb="learner.enrolled")


def _named(values: dict[str, Any]) -> dict[str, Any]:
    """Take the names of a person of the register where none was typed."""
    person = values.get("person")
    if person is None or values.get("name_zh") or values.get("name_en"):
        return values
    names = {"name_zh": person.name_zh, "name_en": person.name_en or person.name_native}
    return values | names


def key_of(learner: Learner) -> tuple[str, ...]:
    """Say by what a class tells its learners apart."""
    return tuple(getattr(learner, name).strip().casefold() for name in NAMED)


def refuse_twice(learner: Learner, held: set[tuple[str, ...]]) -> None:
    """Refuse a learner without a name, or whom a class has already."""
    if not (learner.name_zh or learner.name_en):
        raise DomainError(
            {"name_zh": _("Write the name in at least one language.")}, code="nameless"
        )
    if key_of(learner) in held:
        message = _(
            "%(name)s is enrolled in this class already. Tell namesakes apart by their numbers."
        )
        raise DomainError({"name_zh": message % {"name": learner}}, code="twice")


def change_learner(learner: Learner, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change what is said of a learner who has no certificate yet."""
    with locking(learner.training_class):
        _refuse_certified(learner)
        with changing(learner, by=by, verb="learner.changed", seen=seen):
            for name, value in values.items():
                setattr(learner, name, value)
            others = learner.training_class.learners.exclude(pk=learner.pk)
            refuse_twice(learner, {key_of(other) for other in others})


def remove_learner(learner: Learner, *, by: User) -> None:
    """Take off a learner who was enrolled by mistake."""
    _refuse_certified(learner)
    if learner.attendances.exists() or learner.payments.exists():
        raise DomainError(
            _("Attendance or a fee is entered. Say on which day the learner left instead."),
            code="has_more",
        )
    removing(learner, by=by, verb="learner.removed")


def _refuse_certified(learner: Learner) -> None:
    if learner.certificate_id:
        raise DomainError(
            _("A certificate was issued; it says what was true then."), code="certified"
        )


def erase_learner(learner: Learner, *, by: User) -> None:
    """Erase who a learner was; the person-time and the register of certificates stay."""
    with changing(learner, by=by, verb="learner.erased"):
        learner.name_zh = learner.name_en = learner.reference = ""
        learner.contact = learner.mark = ""
    for payment in learner.payments.exclude(payer=""):
        with changing(payment, by=by, verb="payment.erased"):
            payment.payer = ""
    erase_personal_values(learner.own_key)


# --- Fees -----------------------------------------------------------------------------------------


def enter_payment(training_class: TrainingClass, *, by: User, **values: Any) -> Payment:
    """Enter a fee or a refund; fees go to the university's account and to nobody else.

    A refund is at most what was paid before the first day of the class, and afterwards the share
    that the rule says.
    """
    with locking(training_class):
        payment = Payment(training_class=training_class, **values)
        _refuse_payee(payment)
        _refuse_other_class(payment)
        if payment.refund:
            _refuse_too_much(payment)
        return creating(payment, by=by, verb="payment.entered")


def _refuse_payee(payment: Payment) -> None:
    """Fees are received, and paid back, by the university itself."""
    university = payment.training_class.project.top_unit
    names = {name.strip().casefold() for name in (university.name_zh, university.name_en) if name}
    if payment.payee.strip().casefold() not in names:
        message = _(
            "Fees go to the account of %(university)s only; a partner may not collect them."
        )
        raise DomainError({"payee": message % {"university": university.name}}, code="payee")


def _refuse_other_class(payment: Payment) -> None:
    learner = payment.learner
    if learner and learner.training_class_id != payment.training_class_id:
        message = _("%(name)s is not enrolled in this class.") % {"name": learner}
        raise DomainError({"learner": message}, code="other_class")


def _refuse_too_much(payment: Payment) -> None:
    group = payment.training_class
    rows = group.payments.filter(learner=payment.learner)
    paid = rows.filter(refund=False).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    back = rows.filter(refund=True).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    most = paid
    if payment.paid_on >= group.starts_on and group.state != ClassState.PLANNED:
        share = rule("training.refund_share", on=payment.paid_on, unit=group.project.unit)
        most = (paid * share.numerator / share.denominator).quantize(Decimal("0.01"))
    if back + payment.amount > most:
        message = _("At most %(most)s yuan can be paid back.") % {
            "most": f"{max(most - back, Decimal(0)):.2f}"
        }
        raise DomainError({"amount": message}, code="too_much")


# --- Completion and certificates ------------------------------------------------------------------


def completed(training_class: TrainingClass) -> Any:
    """Give the learners who completed a class, by the hours that the rule asks.

    Where the class is assessed they have passed, too.
    """
    share = rule(
        "training.completion_share", on=training_class.ends_on, unit=training_class.project.unit
    )
    rows = training_class.learners.completed(training_class.taught_hours(), share)
    return rows.filter(passed=True) if training_class.assessment else rows


def refuse_uncertifiable(training_class: TrainingClass, *, on: datetime.date) -> None:
    """Refuse a class for which no certificate can be issued: not over, or without hours."""
    if training_class.state != ClassState.CLOSED:
        raise DomainError(_("Close the class first; then its attendance stands."), code="open")
    refuse_missing(stages.of_class(training_class, on=on))


def certify(
    learner: Learner,
    *,
    series: CertificateSeries,
    template: CertificateTemplate,
    on: datetime.date,
    by: User,
) -> Certificate:
    """Issue the certificate of a learner who completed the class, once."""
    group = learner.training_class
    [certificate] = certify_all(group, [learner.pk], series=series, template=template, on=on, by=by)
    return certificate


def certify_all(
    group: TrainingClass,
    keys: Sequence[int],
    *,
    series: CertificateSeries,
    template: CertificateTemplate,
    on: datetime.date,
    by: User,
) -> list[Certificate]:
    """Issue the certificates of learners of a class, by their keys and in that order, or none."""
    rows = group.learners.filter(pk__in=keys)
    with changing_all(rows, by=by, verb="learner.certified") as held:
        refuse_uncertifiable(group, on=on)
        done = set(completed(group).filter(pk__in=keys).values_list("pk", flat=True))
        for learner in held:
            learner.training_class = group
            if learner.certificate_id:
                message = _("%(name)s has the certificate %(number)s already.")
                words = {"name": learner, "number": learner.certificate}
                raise DomainError(message % words, code="certified")
            if learner.pk not in done:
                message = _("%(name)s has not completed the class.") % {"name": learner}
                raise DomainError(message, code="not_completed")
        by_key = {learner.pk: learner for learner in held}
        if len(by_key) < len(set(keys)):
            raise Learner.DoesNotExist
        learners = [by_key[pk] for pk in keys]
        issued = certificates.issue_all(
            series,
            [_holder(learner, group) for learner in learners],
            template=template,
            on=on,
            by=by,
        )
        for learner, certificate in zip(learners, issued, strict=True):
            learner.certificate = certificate
    return issued


def _holder(learner: Learner, group: TrainingClass) -> dict[str, Any]:
    """Say what the certificate of a learner says."""
    return {
        "project": group.project.number,
        "person": learner.person,
        "name_zh": learner.name_zh,
        "name_en": learner.name_en,
        "reference": learner.reference,
        "email": learner.contact if "@" in learner.contact else "",
        "subject_zh": group.title_zh,
        "subject_en": group.title_en,
        "starts_on": group.starts_on,
        "ends_on": group.ends_on,
        "hours": group.hours,
    }

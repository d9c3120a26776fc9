"""Decisions about ends: notice, consent, breach, and what renews itself."""

from __future__ import annotations

import datetime

from django.core.files import File
from django.utils.translation import gettext as _

from entente.kit import files
from entente.kit.audit import changing, creating
from entente.kit.errors import DomainError
from entente.kit.models.files import AttachmentKind
from entente.kit.periods import PartialDate
from entente.office.models import User
from entente.partnerships.enums import AGREEMENT_FLOW, Term, TerminationKind
from entente.partnerships.models import Agreement, AgreementParty, Termination
from entente.partnerships.services.guards import demand_reason


def terminate_agreement(
    agreement: Agreement,
    *,
    kind: str,
    notified_on: datetime.date,
    reason: str,
    on: datetime.date,
    by: User,
    by_party: AgreementParty | None = None,
    last_day: datetime.date | None = None,
    runs_until: datetime.date | None = None,
    letter: File[bytes] | None = None,
) -> Termination:
    """Record that an agreement ends before its time, or does not go on by itself.

    With notice by one side the last day follows from the notice that is agreed; an earlier one is
    refused. By consent the sides name it, for breach it is the day of the notification unless
    named. The agreement binds until then; stays that have begun run on, until `runs_until` at most.
    """
    demand_reason(reason)
    if notified_on > on:
        raise DomainError({"notified_on": _("This day has not come yet.")}, code="future")
    with changing(agreement, by=by, verb="agreement.terminated", note=reason):
        agreement.state = AGREEMENT_FLOW.move(agreement.state, "terminate")
        if Termination.objects.filter(agreement=agreement).exists():
            raise DomainError(_("Its end is recorded already."), code="terminated")
        last = _last_day(agreement, kind, notified_on, last_day)
        if last < agreement.first_day:
            raise DomainError({"last_day": _("It cannot end before it began.")}, code="wrong_order")
        termination = Termination(
            agreement=agreement,
            kind=kind,
            by_party=by_party if kind != TerminationKind.MUTUAL else None,
            notified_on=notified_on,
            last_day=last,
            runs_until=runs_until,
            reason=reason,
        )
        creating(termination, by=by, verb="termination.recorded")
        agreement.ends_on = PartialDate.of(last)
        agreement.keep_days()
        if last < on:
            agreement.state = AGREEMENT_FLOW.move(agreement.state, "end")
    if letter:
        try:
            files.attach(agreement, letter, kind=AttachmentKind.LETTER, by=by)
        except DomainError as refusal:
            said = refusal.error_dict.get("file") if hasattr(refusal, "error_dict") else None
            raise DomainError({"letter": said or refusal}) from refusal
    return termination


def _last_day(
    agreement: Agreement, kind: str, notified_on: datetime.date, asked: datetime.date | None
) -> datetime.date:
    """Work out on which day it ends; what cannot be is refused at its field."""
    if kind != TerminationKind.UNILATERAL:
        if asked is None and kind == TerminationKind.MUTUAL:
            raise DomainError({"last_day": _("Say on which day it ends.")}, code="no_day")
        return asked or notified_on
    bound = agreement.validity.ends_after_notice(notified_on)
    if bound is None and asked is None:
        raise DomainError(
            {"last_day": _("No period of notice is agreed. Say on which day it ends.")},
            code="no_notice",
        )
    if bound is not None and asked is not None and asked < bound:
        raise DomainError(
            {
                "last_day": _(
                    "Notified on %(day)s it binds until %(last)s. An earlier end needs the"
                    " consent of all sides."
                )
                % {
                    "day": PartialDate.of(notified_on).localized(),
                    "last": PartialDate.of(bound).localized(),
                }
            },
            code="too_early",
        )
    return asked or bound or notified_on


def renew_by_itself(agreement: Agreement, *, on: datetime.date, by: User) -> None:
    """Let an agreement go on for the period in which the day lies, where nobody gave notice."""
    with changing(agreement, by=by, verb="agreement.renewed_by_itself"):
        if agreement.term != Term.AUTOMATIC or not agreement.renews_every:
            raise DomainError(_("It does not renew by itself."), code="not_automatic")
        if Termination.objects.filter(agreement=agreement).exists():
            raise DomainError(_("Notice was given: it does not go on."), code="terminated")
        AGREEMENT_FLOW.move(agreement.state, "terminate")  # only what is in force goes on
        if agreement.ends_on is None or agreement.last_day >= on:
            raise DomainError(_("Its last day has not passed."), code="still_running")
        agreement.ends_on = PartialDate.of(agreement.validity.renewed_until(on))

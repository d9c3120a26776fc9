"""Decisions about what follows an agreement: amendment, renewal, replacement, agreement to end."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from entente.kit.audit import changing, locking
from entente.kit.errors import DomainError
from entente.kit.periods import PartialDate, add_months
from entente.office.models import User
from entente.partnerships.enums import (
    FOLLOW_UPS,
    AgreementState,
    FollowKind,
    Term,
    TerminationKind,
)
from entente.partnerships.models import Agreement, AgreementReview, Termination
from entente.partnerships.services.agreements import NewParty, draft_agreement
from entente.partnerships.services.endings import terminate_agreement
from entente.partnerships.services.guards import AnyDate

S = AgreementState
ONE_DAY = datetime.timedelta(days=1)
ENDING = (FollowKind.REPLACEMENT, FollowKind.TERMINATION)


def follow_agreement(
    agreement: Agreement,
    *,
    follows_as: str,
    by: User,
    title_zh: str = "",
    title_en: str = "",
    starts_on: AnyDate = None,
    ends_on: AnyDate = None,
) -> Agreement:
    """Draft an agreement that follows another, with its parties and terms as they stand.

    A renewal is refused where the agreement has ended or was given notice, and before anybody
    has looked back on the period that it renews.
    """
    with transaction.atomic(), locking(agreement):
        if follows_as == FollowKind.RENEWAL:
            refuse_renewal(agreement)
        FOLLOW_UPS.move(agreement.state, follows_as)
        follower = draft_agreement(
            by=by,
            unit=agreement.unit,
            kind=agreement.kind,
            title_zh=title_zh,
            title_en=title_en,
            starts_on=starts_on,
            ends_on=ends_on,
            term=agreement.term if ends_on or agreement.term == Term.EVERGREEN else "",
            renews_every=(
                agreement.renews_every if ends_on and agreement.term == Term.AUTOMATIC else None
            ),
            notice_length=agreement.notice_length,
            notice_unit=agreement.notice_unit,
            languages=agreement.language_codes,
            contents=agreement.content_codes,
            owner=agreement.owner,
            parties=[
                NewParty(
                    unit=party.unit,
                    organisation=party.organisation,
                    role=party.role,
                    contact=party.contact,
                )
                for party in agreement.parties.select_related("unit", "organisation")
            ],
        )
        with changing(follower, by=by, verb="agreement.follows"):
            follower.follows = agreement
            follower.follows_as = follows_as
            follower.chain_root = agreement.chain_root or agreement
    return follower


def refuse_renewal(agreement: Agreement) -> None:
    """Refuse to renew what has ended, what was given notice, and what nobody looked back on."""
    if agreement.state == S.ENDED:
        raise DomainError(
            _(
                "It ended on %(day)s, and what has ended is not renewed. Write a new agreement, or"
                " one that replaces it."
            )
            % {"day": agreement.ends_on.localized() if agreement.ends_on else "–"},
            code="ended",
        )
    if Termination.objects.filter(agreement=agreement).exists():
        raise DomainError(
            _("Notice was given, and it ends. Write a new agreement."), code="terminated"
        )
    since = _period_began(agreement)
    if AgreementReview.objects.latest_for(agreement, since=since) is None:
        raise DomainError(
            _("Nobody has looked back on this period yet. Review its activity, then renew it."),
            code="no_review",
        )


def _period_began(agreement: Agreement) -> datetime.date | None:
    """Say since when it runs as it does; None where that was at its beginning."""
    if agreement.term == Term.AUTOMATIC and agreement.renews_every and agreement.ends_on:
        return add_months(agreement.last_day + ONE_DAY, -agreement.renews_every)
    return None


def end_what_it_follows(agreement: Agreement, *, on: datetime.date, by: User) -> None:
    """End the agreement that one in force replaces, or that it was written to end."""
    before = agreement.follows
    if before is None or agreement.follows_as not in ENDING or before.state != S.IN_FORCE:
        return
    if Termination.objects.filter(agreement=before).exists():
        return
    first = agreement.first_day if agreement.first_day > datetime.date.min else on
    last = first - ONE_DAY if agreement.follows_as == FollowKind.REPLACEMENT else first
    with translation.override(by.language):
        reason = _("%(kind)s: %(title)s") % {
            "kind": agreement.get_follows_as_display(),
            "title": agreement.title,
        }
    terminate_agreement(
        before,
        kind=TerminationKind.MUTUAL,
        notified_on=min(on, PartialDate.of(on).earliest),
        last_day=max(last, before.first_day),
        reason=reason,
        on=on,
        by=by,
    )

"""Inviting a partner to nominate, within the places of the agreement; its link."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating
from entente.kit.errors import DomainError
from entente.nominations.enums import TAKING
from entente.nominations.models import Invitation
from entente.nominations.models.invitations import new_key
from entente.office.models import Unit, User
from entente.partnerships.enums import RUNNING, Direction, PlacesBasis
from entente.partnerships.models import Agreement, Places


def promised(agreement: Agreement, year: int) -> int | None:
    """How many exchange guests an agreement promises for an academic year; None: not stated."""
    rows = Places.objects.filter(agreement=agreement, direction=Direction.INBOUND).tops()
    rows = rows.of_year(year).filter(basis=PlacesBasis.EXCHANGE)
    total: int | None = rows.aggregate(sum=Sum("number"))["sum"]
    return total


def invite(*, by: User, unit: Unit, **values: Any) -> Invitation:
    """Invite a partner to nominate; whoever enters it looks after it."""
    values.setdefault("owner", by)
    with transaction.atomic():
        invitation = creating(Invitation(unit=unit, **values), by=by, verb="invitation.made")
        _check(invitation)
    return invitation


def change_invitation(
    invitation: Invitation, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of an invitation; who is nominated already keeps the place."""
    with changing(invitation, by=by, verb="invitation.changed", seen=seen):
        for name, value in values.items():
            setattr(invitation, name, value)
        _check(invitation)


def renew_link(invitation: Invitation, *, by: User) -> None:
    """Make a new link; the old one, forwarded or lost, leads nowhere from now on."""
    with changing(invitation, by=by, verb="invitation.link_renewed"):
        invitation.key, invitation.taken_back_on = new_key(), None
        invitation.link_made_at = timezone.now()


def take_back_link(invitation: Invitation, *, by: User, on: datetime.date) -> None:
    """Take the link back; nobody nominates by it any more."""
    with changing(invitation, by=by, verb="invitation.link_taken_back"):
        if invitation.taken_back_on is not None:
            raise DomainError(_("The link is taken back already."), code="taken_back")
        invitation.taken_back_on = on


def _check(invitation: Invitation) -> None:
    agreement = invitation.agreement
    if agreement.state not in RUNNING:
        message = _("The agreement is not in force; nobody is nominated under it.")
        raise DomainError({"agreement": message}, code="not_running")
    if not agreement.parties.filter(organisation=invitation.organisation_id).exists():
        message = _("This institution is no party of the agreement.")
        raise DomainError({"organisation": message}, code="no_party")
    _check_places(invitation)


def _check_places(invitation: Invitation) -> None:
    most = promised(invitation.agreement, invitation.academic_year)
    others = Invitation.objects.filter(
        agreement=invitation.agreement_id, academic_year=invitation.academic_year
    ).exclude(pk=invitation.pk)
    given = others.aggregate(sum=Sum("places"))["sum"] or 0
    if most is not None and invitation.places + given > most:
        message = _("The agreement promises %(most)s places in %(year)s; %(left)s are left.")
        words = {"most": most, "year": invitation.year, "left": max(most - given, 0)}
        raise DomainError({"places": message % words}, code="over_places")
    taken = invitation.nominees.filter(state__in=TAKING).count()
    if invitation.places < taken:
        message = _("%(number)s are nominated already.") % {"number": taken}
        raise DomainError({"places": message}, code="taken")

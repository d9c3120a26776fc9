"""What the office decides about a nomination."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit.audit import changing, erase_personal_values
from entente.kit.errors import DomainError
from entente.mobility import services as mobility
from entente.mobility.enums import Kind
from entente.mobility.models import Stay
from entente.nominations.enums import NOMINEE_FLOW
from entente.nominations.models import Nominee
from entente.office.models import User
from entente.partnerships.enums import Direction
from entente.people import services as people
from entente.people.models import Person


def accept(nominee: Nominee, *, by: User, person: Person | None = None) -> Stay:
    """Accept a nomination: the person (a new one unless given) and the planned stay are entered.

    Whether a day lies outside the agreement is not asked again: the office set the days.
    """
    invitation = nominee.invitation
    with transaction.atomic(), changing(nominee, by=by, verb="nominee.accepted"):
        nominee.state = NOMINEE_FLOW.move(nominee.state, "accept")
        guest = person or people.add_person(
            by=by,
            unit=invitation.unit,
            family_name=nominee.family_name,
            given_name=nominee.given_name,
            email=nominee.email,
            source=_("nominated by %(partner)s") % {"partner": invitation.organisation},
        )
        nominee.stay = mobility.enter_stay(
            by=by,
            unit=invitation.unit,
            person=guest,
            sure=True,
            direction=Direction.INBOUND,
            kind=Kind.EXCHANGE,
            level=nominee.level,
            field=nominee.field,
            organisation=invitation.organisation,
            agreement=invitation.agreement,
            starts_on=invitation.starts_on,
            ends_on=invitation.ends_on,
        )
    return nominee.stay


def ask(nominee: Nominee, *, by: User, question: str) -> None:
    """Ask the partner something; the answer comes by the link."""
    with changing(nominee, by=by, verb="nominee.asked"):
        nominee.state = NOMINEE_FLOW.move(nominee.state, "ask")
        if not question.strip():
            raise DomainError({"question": _("Write the question.")}, code="empty")
        nominee.question, nominee.answer = question.strip(), ""


def reject(nominee: Nominee, *, by: User, reason: str) -> None:
    """Do not accept a nomination; the partner sees why, the place is free again."""
    with changing(nominee, by=by, verb="nominee.rejected"):
        nominee.state = NOMINEE_FLOW.move(nominee.state, "reject")
        nominee.reason = reason


def erase_nominee(nominee: Nominee, *, by: User) -> None:
    """Erase who a nominee was, also from the trail; that somebody was nominated stays."""
    with changing(nominee, by=by, verb="nominee.erased"):
        nominee.family_name, nominee.given_name = "–", ""
        nominee.email = "erased@example.invalid"
        nominee.remark = nominee.question = nominee.answer = nominee.reason = ""
    erase_personal_values(nominee.personal_key())

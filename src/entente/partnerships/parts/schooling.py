"""What cooperative programmes show in other pages: navigation, agreement, partner."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.parts import NavEntry, Part, agreement_page, navigation, organisation_page
from entente.kit.scope import Officer
from entente.organisations.models import Organisation
from entente.partnerships.enums import AgreementKind, AgreementState
from entente.partnerships.models import Agreement, CooperativeSchooling
from entente.partnerships.schooling import CHANGE_SCHOOLING, VIEW_SCHOOLING
from entente.partnerships.tables.schooling import majors_in_words, print_standing_of

FOUNDING = (AgreementKind.PROGRAMME, AgreementKind.INSTITUTION)
SHOWN = 20


@navigation.fill(order=22)
def schoolings() -> tuple[Any, list[NavEntry]]:
    """Offer the list."""
    url = reverse("partnerships:schoolings")
    return _("Agreements and places"), [NavEntry(_("Cooperative programmes"), url, VIEW_SCHOOLING)]


@agreement_page.fill(order=2)
def founded_by(agreement: Agreement, officer: Officer) -> Part | None:
    """Show what an agreement on a cooperative programme or institution founds."""
    if agreement.kind not in FOUNDING or not officer.may(VIEW_SCHOOLING, agreement):
        return None
    found = CooperativeSchooling.objects.visible_to(officer).filter(agreement=agreement)
    open_to_change = agreement.state != AgreementState.WITHDRAWN
    may_add = open_to_change and officer.may(CHANGE_SCHOOLING, agreement)
    return _part(
        found,
        add=reverse("partnerships:register_schooling", args=[agreement.pk]) if may_add else "",
    )


@organisation_page.fill(order=11)
def with_organisation(organisation: Organisation, officer: Officer) -> Part | None:
    """Show the programmes and institutions with an organisation and with what lies below it."""
    if not officer.may(VIEW_SCHOOLING):
        return None
    below = organisation.itself_and_below
    part = _part(CooperativeSchooling.objects.visible_to(officer).with_organisations(below))
    return part if part.context["lines"] else None


def _part(rows: Any, *, add: str = "") -> Part:
    found = list(rows.for_list().order_by("-last_day", "pk")[:SHOWN])
    lines = [
        {"schooling": it, "standing": print_standing_of(it), "majors": majors_in_words(it)}
        for it in found
    ]
    return Part("partnerships/parts/schooling.html", {"lines": lines, "add_url": add})

"""What checks show in other pages: the navigation and the work lists of departments."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit import paging
from entente.kit.parts import NavEntry, WorkGroup, WorkItem, navigation, work_list
from entente.kit.scope import Officer
from entente.partnerships.enums import CHANGE, VIEW_CHECK
from entente.partnerships.models import Check, Signature

SHOWN = 5


@navigation.fill(order=21)
def checks() -> tuple[Any, list[NavEntry]]:
    """Offer the checks and the authorities."""
    return _("Agreements and places"), [
        NavEntry(_("Checks of agreements"), reverse("partnerships:checks"), VIEW_CHECK),
        NavEntry(
            _("Authorities to sign"),
            reverse("partnerships:authorisations"),
            "partnerships.view_authorisation",
        ),
    ]


@work_list.fill(order=11)
def to_check(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the agreements of which this person's departments are to check their part."""
    if not officer.may(VIEW_CHECK):
        return None
    rows = Check.objects.visible_to(officer, "answer").open()
    found = list(rows.for_list().order_by("asked_on", "pk")[:SHOWN])
    items = [
        WorkItem(
            check.agreement.title,
            check.get_absolute_url(),
            check.get_department_display(),
            when=check.asked_on.isoformat(),
        )
        for check in found
    ]
    total = paging.count(rows) if len(found) == SHOWN else len(found)
    url = f"{reverse('partnerships:checks')}?answer=open"
    return WorkGroup("checks", _("Agreements to check"), items, total, url)


@work_list.fill(order=31)
def to_seal(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List what we signed in ink and have not sealed."""
    if not officer.may(CHANGE):
        return None
    rows = Signature.objects.visible_to(officer, CHANGE).unsealed()
    found = list(rows.for_page().order_by("signed_on", "pk")[:SHOWN])
    items = [
        WorkItem(
            signature.party.agreement.title,
            signature.get_absolute_url(),
            signature.party.name,
            when=str(signature.signed_on or ""),
        )
        for signature in found
    ]
    total = paging.count(rows) if len(found) == SHOWN else len(found)
    url = reverse("partnerships:agreements")
    return WorkGroup("unsealed", _("Signed and not sealed"), items, total, url, aside=True)

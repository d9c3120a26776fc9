"""What approvals and seals put on the work list."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.approvals import missing
from entente.approvals.enums import APPLY_SEAL, APPROVE_SEAL, REPORT, REQUEST
from entente.approvals.models import Approval, SealRequest
from entente.approvals.subjects import all_subjects
from entente.kit import paging
from entente.kit.names import print_passage
from entente.kit.parts import WorkGroup, WorkItem, work_list
from entente.kit.scope import Officer

SHOWN = 5


def group(
    key: str, title: Any, rows: Any, url: str, make: Callable[[Any], WorkItem], **options: Any
) -> WorkGroup:
    """Collect the first of the rows, and how many there are, at most about a thousand."""
    order = options.pop("order", "pk")
    found = list(rows.for_list().order_by(order, "pk")[:SHOWN])
    total = paging.count(rows) if len(found) == SHOWN else len(found)
    return WorkGroup(key, title, [make(row) for row in found], total, url, **options)


def approval_item(approval: Approval, **values: Any) -> WorkItem:
    """Show an approval as something to do."""
    detail = f"{approval.number} · {approval.unit.name}"
    return WorkItem(print_passage(approval.asked), approval.get_absolute_url(), detail, **values)


def seal_item(request: SealRequest, **values: Any) -> WorkItem:
    """Show a request for a seal as something to do."""
    detail = f"{request.seal.name} · {request.applicant}"
    return WorkItem(request.document, request.get_absolute_url(), detail, **values)


@work_list.fill(order=12)
def seals_to_approve(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the requests for seals that wait for this person's decision."""
    if not officer.may(APPROVE_SEAL):
        return None
    rows = SealRequest.objects.visible_to(officer, APPROVE_SEAL).to_approve()
    url = f"{reverse('approvals:register')}?state=requested"
    return group("seals_to_approve", _("Seals to approve"), rows, url, seal_item)


@work_list.fill(order=13)
def seals_to_apply(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the approved requests that wait for the keeper."""
    if not officer.may(APPLY_SEAL):
        return None
    rows = SealRequest.objects.visible_to(officer, APPLY_SEAL).to_apply()
    url = f"{reverse('approvals:register')}?state=approved"
    return group("seals_to_apply", _("Documents to seal"), rows, url, seal_item)


@work_list.fill(order=14)
def unsealed(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List what is signed and on which no seal stands."""
    items: list[WorkItem] = []
    total = 0
    for subject in all_subjects():
        if subject.lists_itself or not (officer.may(subject.ask) and officer.may(REQUEST)):
            continue
        rows = missing.lacking_seal(subject, officer, subject.ask)
        if rows is None:
            continue
        kind = subject.model._meta.verbose_name
        found = list(rows.for_list().order_by("-pk")[:SHOWN])
        items += [WorkItem(str(row), row.get_absolute_url(), kind) for row in found]
        total += paging.count(rows) if len(found) == SHOWN else len(found)
    if not total:
        return None
    return WorkGroup("unsealed", _("Signed, seal missing"), items[:SHOWN], total)


@work_list.fill(order=15)
def returned(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the approvals of this person that came back for changes."""
    if not officer.may(REPORT):
        return None
    rows = Approval.objects.visible_to(officer, REPORT).returned_to(officer.pk)
    url = f"{reverse('approvals:approvals')}?state=returned&mine=yes"
    title = _("Approvals returned for changes")
    return group("approvals_returned", title, rows, url, approval_item)


@work_list.fill(order=16)
def outside(officer: Officer, on: datetime.date) -> WorkGroup | None:
    """List the approvals whose result is waited for, the most urgent first."""
    if not officer.may(REPORT):
        return None

    def make(approval: Approval) -> WorkItem:
        late = bool(approval.needed_by and approval.needed_by < on)
        return approval_item(approval, when=approval.needed_by or "", late=late)

    rows = Approval.objects.visible_to(officer, REPORT)
    return group(
        "approvals_outside",
        _("Approvals waiting outside"),
        rows.waiting(),
        f"{reverse('approvals:approvals')}?state=waiting&sort=needed_by",
        make,
        order="needed_by",
        late=paging.count(rows.overdue(on)),
        aside=True,
    )


@work_list.fill(order=45)
def scans(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the uses of seals of which no scan came back."""
    if not officer.may(REQUEST):
        return None
    rows = SealRequest.objects.visible_to(officer, REQUEST).lacking_scan()
    url = f"{reverse('approvals:register')}?scan=missing"
    title = _("Sealed documents without a scan")
    return group("seal_scans", title, rows, url, seal_item, aside=True)


@work_list.fill(order=46)
def approval_scans(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the approvals decided on paper of which no scan came back."""
    if not officer.may(REPORT):
        return None
    rows = Approval.objects.visible_to(officer, REPORT).lacking_scan()
    url = f"{reverse('approvals:approvals')}?scan=missing"
    title = _("Approvals without a scan")
    return group("approval_scans", title, rows, url, approval_item, aside=True)

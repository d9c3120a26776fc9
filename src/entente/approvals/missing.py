"""What is signed and not sealed: two events, of which the second is easily forgotten."""

from __future__ import annotations

import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, Min

from entente.approvals.enums import SEALING
from entente.approvals.models import Seal, SealRequest
from entente.approvals.subjects import subject_of
from entente.kit.parts import ApprovalSubject
from entente.kit.scope import Officer


def began(trees: Any = None) -> dict[int, datetime.date]:
    """Give for each institution the day on which its register of seals begins.

    That is the first day of the first seal that seals documents. What was signed before it stands
    in no register, so nothing is missed there.
    """
    seals = Seal.objects.filter(kind__in=SEALING)
    if trees is not None:
        seals = seals.filter(top_unit__in=trees)
    first = seals.order_by().values("top_unit").annotate(day=Min("valid_from"))
    return dict(first.values_list("top_unit", "day"))


def lacking_seal(subject: ApprovalSubject, officer: Officer, permission: str) -> Any:
    """Give the records of a kind that we signed since then and that no seal stands on.

    None where no institution that the person sees keeps a register.
    """
    signed_since = subject.signed_since
    if signed_since is None:
        return None
    rows: Any = subject.model._default_manager.visible_to(officer, permission)
    scope = officer.scope(permission)
    whole = scope.everything or bool(scope.units)
    starts = began(None if whole else scope.trees)
    if not starts:
        return None
    used = SealRequest.objects.about_each(subject.model).sealing()
    signed = [signed_since(rows.filter(top_unit_id=tree), day) for tree, day in starts.items()]
    return reduce(or_, signed).filter(~Exists(used))


def lacks_seal(record: Any) -> bool:
    """Say whether we signed a record since our register of seals began, and no seal is on it."""
    subject = subject_of(record)
    if subject is None or subject.signed_since is None:
        return False
    start = began([record.top_unit_id]).get(record.top_unit_id)
    if start is None:
        return False
    rows = subject.model._default_manager.filter(pk=record.pk)
    return bool(
        subject.signed_since(rows, start).exists()
        and not SealRequest.objects.of(record).sealing().exists()
    )

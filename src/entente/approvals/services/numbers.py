"""Numbers of approvals and of lines in the register of seals."""

from __future__ import annotations

import datetime

from entente.kit import numbering
from entente.office.models import Unit


def next_number(series: str, unit: Unit, *, on: datetime.date) -> str:
    """Take the next number of an institution's series in a year, such as CUIT-AP-2026-007."""
    tree = unit.top or unit
    taken = numbering.take(f"approvals.{series}", scope=tree.pk, year=on.year)
    return f"{tree.code}-{series}-{on.year}-{taken:03d}"

"""Values that services of consortia receive: dates as people or other records give them."""

from __future__ import annotations

import datetime
from typing import Any

from entente.kit.errors import DomainError
from entente.kit.periods import PartialDate
from entente.kit.records import Record

AnyDate = PartialDate | datetime.date | str | None

DATES = frozenset({"founded_on", "joined_on", "left_on", "starts_on", "ends_on"})


def read_date(value: AnyDate, field: str) -> PartialDate | None:
    """Read a date; what is none is refused at its field."""
    try:
        return PartialDate.of(value) if value else None
    except DomainError as refusal:
        raise DomainError({field: refusal}) from None


def set_values(record: Record, values: dict[str, Any]) -> None:
    """Give a record the values that were handed in; dates are read."""
    for name, value in values.items():
        setattr(record, name, read_date(value, name) if name in DATES else value)

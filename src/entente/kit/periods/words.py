"""Dates as a letter writes them."""

from __future__ import annotations

import datetime

from entente.kit.periods.partial import PartialDate

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def in_words(value: PartialDate | datetime.date | None, language: str) -> str:
    """Write a date in `zh` or `en`, as exact as it is: 2012年11月6日, 6 November 2012."""
    if value is None:
        return ""
    date = PartialDate.of(value)
    if language == "zh":
        month, day = f"{date.month}月" if date.month else "", f"{date.day}日" if date.day else ""
        return f"{date.year}年{month}{day}"
    parts = [str(date.day or ""), MONTHS[date.month - 1] if date.month else "", str(date.year)]
    return " ".join(filter(None, parts))

"""What a column of a return can be filled with: a closed list, read from stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import current_language
from entente.organisations.places import place_name
from entente.partnerships.enums import Direction

OWN_COUNTRY = "CN"
COUNT = "count"


@dataclass(frozen=True)
class Value:
    """A field: its name for readers, and how it is read from a stay; None where it is unknown."""

    label: str | Promise
    read: Callable[[Any], Any]


def _month(date: Any) -> str | None:
    return f"{date.year:04d}-{date.month:02d}" if date is not None and date.month else None


def _days(stay: Any) -> int | None:
    days: int | None = stay.fewest_days
    return days if days is not None and days == stay.most_days else None


def _academic_year(stay: Any) -> str | None:
    year = stay.academic_year
    return f"{year}-{year + 1}" if year else None


def _named(record: Any) -> str | None:
    if record is None:
        return None
    first, second = ("name_zh", "name_en")
    if current_language() != "zh":
        first, second = second, first
    return getattr(record, first) or getattr(record, second) or None


def _city(organisation: Any) -> str | None:
    if organisation is None:
        return None
    first, second = ("city_zh", "city_en")
    if current_language() != "zh":
        first, second = second, first
    return getattr(organisation, first) or getattr(organisation, second) or None


def _erasmus_code(organisation: Any) -> str | None:
    if organisation is None:
        return None
    codes = (it.value for it in organisation.identifiers.all() if it.scheme == "erasmus")
    return next(codes, None)


def _ours(stay: Any) -> Any:
    return getattr(stay.unit.top or stay.unit, "organisation", None)


def _goes(stay: Any) -> bool:
    return bool(stay.direction == Direction.OUTBOUND)


def _sender(stay: Any) -> Any:
    return _ours(stay) if _goes(stay) else stay.organisation


def _receiver(stay: Any) -> Any:
    return stay.organisation if _goes(stay) else _ours(stay)


def _sending_country(stay: Any) -> str | None:
    return OWN_COUNTRY if _goes(stay) else stay.country or None


def _receiving_country(stay: Any) -> str | None:
    return stay.country or None if _goes(stay) else OWN_COUNTRY


def _sender_name(stay: Any) -> str | None:
    return (
        _named(_ours(stay) or stay.unit.top or stay.unit)
        if _goes(stay)
        else _named(stay.organisation)
    )


def _receiver_name(stay: Any) -> str | None:
    return (
        _named(stay.organisation)
        if _goes(stay)
        else _named(_ours(stay) or stay.unit.top or stay.unit)
    )


VALUES: dict[str, Value] = {
    COUNT: Value(_("number in the group"), lambda _stay: None),
    "academic_year": Value(_("academic year"), _academic_year),
    "start_month": Value(_("month of the first day"), lambda stay: _month(stay.starts_on)),
    "end_month": Value(_("month of the last day"), lambda stay: _month(stay.ends_on)),
    "start_year": Value(
        _("year of the first day"), lambda stay: stay.starts_on and stay.starts_on.year
    ),
    "days": Value(_("days, where the dates are exact"), _days),
    "kind": Value(_("kind of stay"), lambda stay: str(stay.get_kind_display())),
    "kind_code": Value(_("kind of stay, as code"), lambda stay: stay.kind),
    "field": Value(_("field of study (ISCED-F)"), lambda stay: stay.field or None),
    "level": Value(_("level of study"), lambda stay: stay.level and str(stay.get_level_display())),
    "level_code": Value(_("level of study, as code"), lambda stay: stay.level or None),
    "nationality": Value(_("nationality, as code"), lambda stay: stay.person.nationality or None),
    "nationality_name": Value(
        _("nationality in words"), lambda stay: place_name(stay.person.nationality) or None
    ),
    "sex": Value(_("sex"), lambda stay: stay.person.sex and str(stay.person.get_sex_display())),
    "place": Value(
        _("country or region of the partner, as code"), lambda stay: stay.country or None
    ),
    "place_name": Value(
        _("country or region of the partner in words"),
        lambda stay: place_name(stay.country) or None,
    ),
    "partner": Value(_("partner institution"), lambda stay: _named(stay.organisation)),
    "programme": Value(
        _("programme"), lambda stay: str(stay.programme) if stay.programme else None
    ),
    "basis": Value(_("basis"), lambda stay: str(stay.get_basis_display())),
    "unit": Value(_("our unit"), lambda stay: _named(stay.unit)),
    "sending_country": Value(_("sending country or region, as code"), _sending_country),
    "sending_city": Value(_("city of the sending institution"), lambda stay: _city(_sender(stay))),
    "sending_name": Value(_("sending institution"), _sender_name),
    "sending_erasmus": Value(
        _("Erasmus code of the sending institution"), lambda stay: _erasmus_code(_sender(stay))
    ),
    "receiving_country": Value(_("receiving country or region, as code"), _receiving_country),
    "receiving_city": Value(
        _("city of the receiving institution"), lambda stay: _city(_receiver(stay))
    ),
    "receiving_name": Value(_("receiving institution"), _receiver_name),
    "receiving_erasmus": Value(
        _("Erasmus code of the receiving institution"), lambda stay: _erasmus_code(_receiver(stay))
    ),
}


def choices() -> list[tuple[str, Any]]:
    """Offer the fields."""
    return [(name, value.label) for name, value in VALUES.items()]

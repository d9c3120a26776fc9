"""Statements in the reader's words: whose they are, their number with its unit, their window."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import npgettext, pgettext

from entente.figures.claims.claim import Claim, Quantity, Window
from entente.kit.bilingual import current_language


def named(claim: Claim) -> str:
    """Name a statement by its language and id."""
    if claim.language == "zh":
        return _("the Chinese statement %(id)s") % {"id": claim.label or claim.id}
    return _("the English statement %(id)s") % {"id": claim.label or claim.id}


def number(value: Decimal) -> str:
    """Write a number with separators, without zeros at its end."""
    return f"{value.normalize():,f}"


def counted(claim: Claim) -> str:
    """Say the number of a statement with its unit, or its day."""
    if claim.date is not None:
        return claim.date.localized()
    if claim.quantity is None:
        return ""
    return pgettext("counted", "%(number)s %(unit)s") % {
        "number": said(claim.quantity, nearly=claim.says_below),
        "unit": unit(claim.unit, claim.quantity),
    }


def said(quantity: Quantity, *, nearly: bool = False) -> str:
    """Say a number as it was meant: over 300, about 40, 20 to 40."""
    values = {
        "n": number(quantity.stated),
        "low": number(quantity.low or Decimal(0)),
        "high": number(quantity.high or Decimal(0)),
    }
    texts = {
        ">": pgettext("number", "more than %(n)s"),
        ">=": pgettext("number", "at least %(n)s"),
        "<": pgettext("number", "fewer than %(n)s"),
        "<=": pgettext("number", "at most %(n)s"),
        "~": pgettext("number", "nearly %(n)s") if nearly else pgettext("number", "about %(n)s"),
        "range": pgettext("number", "%(low)s to %(high)s"),
    }
    return texts.get(quantity.comparator, "%(n)s") % values


def unit(name: str, quantity: Quantity) -> str:
    """Name a counting unit in the reader's language."""
    count = 1 if quantity.comparator == "=" and quantity.stated == 1 else 2
    words = {
        "persons": npgettext("after a number", "person", "persons", count),
        "person_times": npgettext("after a number", "person-time", "person-times", count),
        "groups": npgettext("after a number", "group", "groups", count),
        "institutions": npgettext("after a number", "institution", "institutions", count),
        "countries": npgettext(
            "after a number", "country or region", "countries and regions", count
        ),
        "programmes": npgettext("after a number", "programme", "programmes", count),
        "agreements": npgettext("after a number", "agreement", "agreements", count),
        "projects": npgettext("after a number", "project", "projects", count),
        "labs": npgettext("after a number", "laboratory", "laboratories", count),
        "centres": npgettext("after a number", "centre", "centres", count),
        "events": npgettext("after a number", "event", "events", count),
        "courses": npgettext("after a number", "course", "courses", count),
        "months": npgettext("after a number", "month", "months", count),
        "years": npgettext("after a number", "year", "years", count),
        "cny": pgettext("after a number", "yuan"),
        "usd": pgettext("after a number", "US dollars"),
        "eur": pgettext("after a number", "euros"),
        "gbp": pgettext("after a number", "pounds"),
        "hkd": pgettext("after a number", "Hong Kong dollars"),
        "jpy": pgettext("after a number", "yen"),
    }
    return words[name]


def time(window: Window) -> str:
    """Say the window of a statement."""
    first = window.first.localized() if window.first else ""
    last = window.last.localized() if window.last else ""
    match window.kind:
        case "last_years":
            return npgettext(
                "window", "the last %(n)s year", "the last %(n)s years", window.years
            ) % {"n": window.years}
        case "per_year":
            return pgettext("window", "every year")
        case "since":
            return pgettext("window", "since %(day)s") % {"day": first}
        case "at":
            return pgettext("window", "as of %(day)s") % {"day": first}
        case "year":
            return first
        case "dates":
            return pgettext("window", "%(first)s to %(last)s") % {"first": first, "last": last}
        case _:
            return pgettext("window", "no stated period")


def in_a_row(names: tuple[str, ...]) -> str:
    """Join names as the reader's language does."""
    return ("、" if current_language() == "zh" else ", ").join(names)

"""To whom a safety check goes: who is abroad on a day, each person once, how they are reached."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from entente.kit import parts
from entente.kit.parts import Abroad
from entente.kit.scope import Officer
from entente.safety.enums import SEE_PERSONS
from entente.safety.models import SafetyCheck


@dataclass(frozen=True)
class Recipient:
    """Somebody who is to be asked; `others` are further places where they are or may be."""

    found: Abroad
    others: tuple[Abroad, ...] = ()

    @property
    def key(self) -> str:
        """Say who it is: the person of the register, else the line that names them."""
        return key(self.found)

    @property
    def unreachable(self) -> Any:
        """Say why no mail can go there; empty where it can."""
        if self.found.email:
            return ""
        if self.found.person is None:
            return _("not linked to the register of persons")
        return _("no mail address in the register")


def key(one: Abroad) -> str:
    """Say who somebody is, so that the same person is met again."""
    return f"person-{one.person}" if one.person else one.key


def recipients(check: SafetyCheck, officer: Officer, on: datetime.date) -> list[Recipient]:
    """Find who of the unit and those below is where the check asks, as far as the officer sees.

    Who is there for two reasons, or may be in two places, is asked once: as what is most certain.
    Nobody is found by who may not see persons, for then no address could be known.
    """
    if not officer.may(SEE_PERSONS, check):
        return []
    found = [one for many in parts.abroad(officer, on, check.country) for one in many]
    hosts = _hosts(check)
    persons: dict[str, list[Abroad]] = {}
    for one in found:
        if one.unit_path.startswith(check.unit.path) and (hosts is None or one.host in hosts):
            persons.setdefault(key(one), []).append(one)
    asked = []
    for many in persons.values():
        first, *others = sorted(many, key=lambda it: (bool(it.doubt), it.since))
        asked.append(Recipient(first, tuple(others)))
    return sorted(asked, key=lambda it: (it.found.country_name, str(it.found.name), it.key))


def _hosts(check: SafetyCheck) -> set[int] | None:
    if check.organisation is None:
        return None
    return set(check.organisation.itself_and_below.values_list("pk", flat=True))


def digest(asked: list[Recipient]) -> str:
    """Sum up to whom it goes and at which address, so that a change in between is noticed."""
    lines = sorted(f"{it.key} {it.found.email}" for it in asked)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]

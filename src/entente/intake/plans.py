"""What an import is going to do: partners, agreements and places that are new or said anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from entente.intake.reading import Line, Reading
from entente.office.models import Unit
from entente.organisations.models import Organisation
from entente.partnerships.models import Agreement


@dataclass(eq=False)
class Partner:
    """A partner as a sheet names it: an organisation of the register, or one that is to be entered.

    `spellings` are the names that the sheet joins here. `likened` are the names of organisations
    that it resembles without being surely the same: a person is to confirm it.
    """

    spellings: list[str]
    country: str = ""
    names: tuple[tuple[str, str], ...] = ()
    organisation: Organisation | None = None
    likened: list[str] = field(default_factory=list)

    @property
    def provisional(self) -> bool:
        """Whether a person still has to say which institution it is."""
        if self.organisation is not None:
            return self.organisation.provisional
        return bool(self.likened)


@dataclass(eq=False)
class Group:
    """The lines of a sheet about one agreement.

    `keys` are the words by which sheets name it; `held` is what earlier sheets said, by key.
    """

    lines: list[Line]
    keys: list[str]
    partner: Partner
    unit: Unit
    said: dict[str, Any]
    places: dict[str, dict[str, Any]]
    agreement: Agreement | None = None
    held: dict[str, Any] = field(default_factory=dict)
    differing: dict[str, Any] = field(default_factory=dict)
    new_places: list[str] = field(default_factory=list)
    changed_places: list[str] = field(default_factory=list)

    @property
    def is_unchanged(self) -> bool:
        """Whether the sheet says what sheets said before."""
        return not (
            self.agreement is None or self.differing or self.new_places or self.changed_places
        )


@dataclass
class Plan:
    """All of it, with the numbers that people see."""

    unit: Unit
    reading: Reading
    partners: dict[tuple[str, str], Partner] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    known_names: set[tuple[str, str]] = field(default_factory=set)
    units_made: list[Unit] = field(default_factory=list)

    @property
    def new_partners(self) -> list[Partner]:
        """The partners that are to be entered, once each."""
        return [it for it in dict.fromkeys(self.partners.values()) if it.organisation is None]

    def summary(self) -> dict[str, int]:
        """Count what is new, said anew and unchanged, by kind of record."""
        groups = self.groups
        places = sum(len(group.places) for group in groups)
        new_places = sum(len(group.new_places) for group in groups)
        changed_places = sum(len(group.changed_places) for group in groups)
        new = sum(group.agreement is None for group in groups)
        differing = sum(bool(group.differing) for group in groups)
        return {
            "agreements_new": new,
            "agreements_changed": differing,
            "agreements_unchanged": len(groups) - new - differing,
            "places_new": new_places,
            "places_changed": changed_places,
            "places_unchanged": places - new_places - changed_places,
            "partners_new": len(self.new_partners),
            "partners_known": len(dict.fromkeys(self.partners.values())) - len(self.new_partners),
            "spellings": len(self.partners),
            "units_new": len(self.units_made),
            "places_offered": sum(it["number"] for group in groups for it in group.places.values()),
            "places_used": sum(it["used"] or 0 for group in groups for it in group.places.values()),
            "domestic": sum(bool(group.said.get("domestic")) for group in groups),
        }

    def numbers(self) -> dict[str, int]:
        """Count as the columns of an import do."""
        told = self.summary()
        return {
            "rows": self.reading.rows,
            "created": told["agreements_new"]
            + told["places_new"]
            + told["partners_new"]
            + told["units_new"],
            "changed": told["agreements_changed"] + told["places_changed"],
            "unchanged": told["agreements_unchanged"] + told["places_unchanged"],
            "refused": len(self.reading.refused_rows),
            "to_confirm": sum(it.provisional for it in dict.fromkeys(self.partners.values())),
        }


def plain_value(value: Any) -> Any:
    """Give a value as it is kept and compared."""
    if value is None:
        return ""
    return value if isinstance(value, (bool, int)) else str(value)

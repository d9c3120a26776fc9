"""The documents' partners and persons on their way into the shared registers."""

from __future__ import annotations

from typing import Any

from entente.demo.facts import CUSTOMARY, ROR, Name, Partner, Quote, Somebody
from entente.office.models import Unit, User
from entente.organisations import services as organisations
from entente.organisations.models import Organisation
from entente.people import services as people
from entente.people.models import Person


class Register:
    """Enters each partner once, whichever document names it first."""

    def __init__(self, *, by: User) -> None:
        self.by = by
        self._organisations: dict[str, Organisation] = {}
        self._persons: dict[Somebody, Person] = {}

    # --- Organisations ----------------------------------------------------------------------------

    def of(self, partner: Partner) -> Organisation:
        """Give the organisation that a partner has become."""
        return self._organisations[partner.name]

    def enter(self, partner: Partner, source: Quote | str, *, unit: Unit | None = None) -> None:
        """Enter a partner, or find the row that an earlier document made and cite this one too."""
        found = self._find(partner)
        if found is None:
            found = self._add(partner, str(source), unit)
        elif str(source) not in found.source:
            both = f"{found.source}\n{source}"
            organisations.change_organisation(found, by=self.by, source=both)
        self._organisations[partner.name] = found

    def _find(self, partner: Partner) -> Organisation | None:
        rows = Organisation.objects.standing()
        if partner.ror:
            return rows.filter(identifiers__scheme="ror", identifiers__value=partner.ror).first()
        return rows.filter(names__text=partner.name, country=partner.place.country).first()

    def _add(self, partner: Partner, source: str, unit: Unit | None) -> Organisation:
        values: dict[str, Any] = {}
        if partner.became:
            # No document names the successor: it stands here so that letters go to the right place.
            self.enter(partner.became, f"{ROR.name}; {CUSTOMARY.name}")
            values = {"successor": self.of(partner.became), "closed_on": partner.ended}
        if partner.part_of:
            values["parent"] = self._find(partner.part_of)
        place = partner.place
        added = organisations.add_organisation(
            by=self.by,
            kind=partner.kind,
            unit=unit,
            names=[_values(name) for name in partner.names],
            country=place.country,
            city_zh=place.town_zh,
            city_en=place.town,
            latitude=place.latitude,
            longitude=place.longitude,
            source=source,
            **values,
        )
        if partner.ror:
            organisations.set_identifier(added, "ror", partner.ror, by=self.by, source=ROR.name)
        return added

    # --- Persons ----------------------------------------------------------------------------------

    def person(self, somebody: Somebody) -> Person:
        """Give the person that somebody in a document has become."""
        return self._persons[somebody]

    def enter_person(self, somebody: Somebody, *, unit: Unit) -> None:
        """Enter a person whom a document names, and as what; since when it does not say."""
        person = self._persons[somebody] = people.add_person(
            by=self.by,
            unit=unit,
            name_zh=somebody.name_zh,
            family_name=somebody.family_name,
            given_name=somebody.given_name,
            family_first=True,
            source=str(somebody.source),
        )
        people.add_affiliation(
            person,
            by=self.by,
            at_unit=unit,
            role_zh=somebody.position_zh,
            role_en=somebody.position_en,
            source=str(somebody.source),
        )


def _values(name: Name) -> dict[str, Any]:
    values: dict[str, Any] = {
        "text": name.text,
        "language": name.language,
        "kind": name.kind,
        "source": name.origin.name,
    }
    return values | {key: day for key, day in (("until", name.until), ("since", name.since)) if day}

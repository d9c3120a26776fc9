"""Which institutions are meant by affiliations, said only where it is sure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from entente.office.models import Unit
from entente.organisations import services as organisations
from entente.organisations.models import Identifier, Organisation
from entente.organisations.resolving import Question
from entente.organisations.resolving.resolver import Decision
from entente.research.bibliographies import Place
from entente.research.enums import AffiliationState
from entente.research.models import Affiliation


@dataclass(frozen=True)
class Meant:
    """What an affiliation means; open where nothing is sure."""

    state: str = AffiliationState.OPEN
    organisation: Organisation | None = None

    @property
    def is_open(self) -> bool:
        """Say whether somebody has to decide."""
        return self.state == AffiliationState.OPEN


def meant_by(places: Mapping[str, Place], unit: Unit) -> dict[str, Meant]:
    """Say of each text which institution it means.

    What a person of the same institution decided of the same text goes first, then our own name,
    then the number that the source gives, then the resolver where it would join by itself.
    """
    if not places:
        return {}
    rows = Affiliation.objects.filter(
        by_hand=True, text__in=list(places), publication__top_unit=unit.top_id
    )
    decided = rows.select_related("organisation").order_by("pk")
    found = {it.text: Meant(it.state, it.organisation) for it in decided}
    top = unit if unit.top_id is None else Unit.objects.get(pk=unit.top_id)
    ours = {it.casefold() for it in (top.name_zh, top.name_en) if it}
    for text in places.keys() - found.keys():
        if ours & {part.strip().casefold() for part in text.replace("，", ",").split(",")}:
            found[text] = Meant(AffiliationState.OURS)
    sure = _resolved({text: places[text] for text in places if text not in found})
    standing = Organisation.objects.standing().in_bulk(set(sure.values()))
    for text, pk in sure.items():
        if pk in standing:
            found[text] = Meant(AffiliationState.PARTNER, standing[pk])
    return {text: found.get(text, Meant()) for text in places}


def _resolved(places: Mapping[str, Place]) -> dict[str, int]:
    if not places:
        return {}
    numbers = {place.ror for place in places.values() if place.ror}
    rows = Identifier.objects.filter(scheme="ror", value__in=numbers)
    numbered = dict(rows.values_list("value", "organisation_id")) if numbers else {}
    known = organisations.known()
    sure = {}
    for text, place in places.items():
        if place.ror in numbered:
            sure[text] = numbered[place.ror]
            continue
        answer = known.resolver.resolve(Question(text, place.country))
        if answer.decision == Decision.JOIN and answer.best and answer.best.id in known.ours:
            sure[text] = known.ours[answer.best.id]
    return sure

"""Documents read with everything that is known here: the registry, our register, our records."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

from entente.intake.documents import Proposal, Reader, Reading, Text
from entente.intake.documents.naming import Names
from entente.intake.services.model import with_suggestions
from entente.intake.services.touching import touches
from entente.office.models import Unit
from entente.organisations import services as organisations
from entente.organisations.models import Organisation, OrganisationName


class _Kept:
    """The reader that this process has made ready, and what it was made from."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.known: organisations.Known | None = None
        self.reader: Reader | None = None


_kept = _Kept()


def reader() -> tuple[Reader, organisations.Known]:
    """Give the reader, made anew only where the registry or our own names have changed."""
    known = organisations.known()
    with _kept.lock:
        if _kept.reader is None or _kept.known is not known:
            _kept.reader, _kept.known = Reader(Names(known.resolver)), known
        return _kept.reader, known


def home_of(unit: Unit | None, known: organisations.Known) -> frozenset[str]:
    """Give the addresses and names of the institution that a unit belongs to."""
    if unit is None:
        return frozenset()
    units = Unit.objects.filter(top=unit.top_id)
    ours = set(
        Organisation.objects.filter(unit__in=units, merged_into__isnull=True).values_list(
            "pk", flat=True
        )
    )
    found = {address for address, pk in known.ours.items() if pk in ours}
    names = OrganisationName.objects.filter(organisation__in=ours).values_list("text", flat=True)
    found |= {text.casefold() for text in names}
    for row in units.values_list("name_zh", "name_en", "code"):
        found |= {text.casefold() for text in row if text}
    return frozenset(found)


def read_text(
    text: Text, unit: Unit | None, *, ask_model: bool = False
) -> tuple[Reading, list[dict[str, Any]]]:
    """Read a document for a unit; beside each proposal what it would create or touch.

    `ask_model` lets the language model of the settings read along.
    """
    ready, known = reader()
    reading = ready.read(text, home_of(unit, known))
    if ask_model and text.language != "other":
        reading = with_suggestions(reading, ready)
    return reading, told(reading.proposals, unit, known)


def told(
    proposals: Iterable[Proposal], unit: Unit | None, known: organisations.Known
) -> list[dict[str, Any]]:
    """Say of each proposal what it would create or touch."""
    return [touches(it, unit, known) for it in proposals]

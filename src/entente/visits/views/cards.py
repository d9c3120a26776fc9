"""Name badges and table cards of a delegation as PDF."""

from __future__ import annotations

from entente.kit.cards import Card
from entente.kit.pages.cards import CardsFile
from entente.visits.enums import VIEW_VISIT
from entente.visits.models import Delegate, Visit


class VisitCardsFile(CardsFile):
    """Cards for the delegates whose names are known, the leader first."""

    model = Visit
    permission_required = VIEW_VISIT

    def cards(self, visit: Visit) -> list[Card]:
        """Make them."""
        rows = visit.delegates.select_related("person", "organisation").exclude(name="")
        return [_card(row) for row in rows]


def _card(delegate: Delegate) -> Card:
    others = delegate.person.other_names if delegate.person else []
    second = next((name for name in others if name != delegate.name), "")
    origin = str(delegate.organisation.name) if delegate.organisation else ""
    return Card(delegate.name, second, " · ".join(filter(None, (delegate.function, origin))))

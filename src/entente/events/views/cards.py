"""Name badges and table cards of an event as PDF."""

from __future__ import annotations

from entente.events.enums import CHANGE_EVENT
from entente.events.models import Event, Registration
from entente.kit.cards import Card
from entente.kit.pages.cards import CardsFile


class EventCardsFile(CardsFile):
    """Cards for everybody with a place; badges carry the code that the door reads."""

    model = Event
    permission_required = CHANGE_EVENT

    def cards(self, event: Event) -> list[Card]:
        """Make them, in the order of names."""
        rows = event.registrations.placed().exclude(name="").for_list()
        return [_card(row) for row in rows.order_by("name", "pk")]


def _card(row: Registration) -> Card:
    origin = str(row.organisation.name) if row.organisation else row.institution
    whence = " · ".join(filter(None, (origin, row.country_name)))
    return Card(row.name, "", whence, row.door_address)

"""Files of cards: name badges and table cards of whatever people gather for."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from entente.kit.cards import Card, badges, table_cards
from entente.kit.pages.staff import StaffPage

DRAWN = {"badges": badges, "table-cards": table_cards}


class CardsFile(StaffPage):
    """A PDF with a card for each; `form` is one of `DRAWN`, and an app says whose with `cards`."""

    form = "badges"

    @abstractmethod
    def cards(self, record: Any) -> list[Card]:
        """Give the cards."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give the file."""
        record: Any = get_object_or_404(self.get_queryset(), pk=kwargs["pk"])
        draw = DRAWN[self.form]
        content = draw(self.cards(record), heading=str(record), on=timezone.localdate())
        headers = {
            "Content-Disposition": f'attachment; filename="{self.form}-{record.pk}.pdf"',
            "Cache-Control": "private, no-store",
        }
        return HttpResponse(content, content_type="application/pdf", headers=headers)

"""A record's own page: it reads first; facts, next steps of this person, history, related."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from entente.kit import history
from entente.kit.flow import Flow, Step
from entente.kit.pages.staff import StaffPage

SHOWN = 8


class RecordPage(StaffPage):
    """Show one record. The template extends `kit/record.html`.

    `flow` gives the next steps; a step's page has the address `APP:STEP`. `change_url` and
    `change_permission` put a way to change the record beside the title. `later` names pieces
    that are asked for once the page stands (`{% later "beside" %}` keeps their place), each with
    its template; without scripts a link shows the whole page at once.
    """

    template_name: ClassVar[str] = ""
    flow: ClassVar[Flow | None] = None
    change_url: ClassVar[str] = ""
    change_permission: ClassVar[str] = ""
    later: ClassVar[Mapping[str, str]] = {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, or the one piece of it that is asked for."""
        self.object = self.get_object()
        piece = request.GET.get("part", "")
        if piece in self.later:
            return render(request, self.later[piece], self.piece(piece))
        return render(request, self.template_name, self.context())

    def get_object(self) -> Any:
        """Find the record inside the person's scope."""
        rows = self.get_queryset().for_page()  # type: ignore[attr-defined]
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def context(self) -> dict[str, Any]:
        """Give what the template draws; subclasses add to it."""
        return {
            "page": self,
            "record": self.object,
            "steps": self.steps(),
            "change_url": self.change_address(),
        } | ({} if self.later else self.history())

    def piece(self, name: str) -> dict[str, Any]:
        """Give what a piece that comes later draws; subclasses add to it."""
        return {"record": self.object, **self.history()}

    def history(self) -> dict[str, Any]:
        """Give the last entries of the record's history, or all that are asked for."""
        whole = self.request.GET.get("history") == "all"
        entries = history.of(self.object, limit=None if whole else SHOWN + 1)
        more = not whole and len(entries) > SHOWN
        return {"history": entries if whole else entries[:SHOWN], "history_more": more}

    @property
    def is_whole(self) -> bool:
        """Whether everything is to be drawn at once."""
        return bool({"whole", "history"} & self.request.GET.keys())

    def steps(self) -> list[tuple[str, Step, str]]:
        """Give the steps that this person may take now, each with its address."""
        if self.flow is None:
            return []
        app = self.model._meta.app_label
        return [
            (name, step, reverse(f"{app}:{name}", args=[self.object.pk]))
            for name, step in self.flow.open_to(self.officer, self.object).items()
        ]

    def change_address(self) -> str:
        """Give the way to change the record, where this person may."""
        if not self.change_url or not self.officer.may(self.change_permission, self.object):
            return ""
        return reverse(self.change_url, args=[self.object.pk])

"""What the desk itself puts into the navigation."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.parts import NavEntry, navigation


@navigation.fill(order=0)
def work() -> tuple[Any, list[NavEntry]]:
    """Today and the calendar."""
    return _("Work"), [
        NavEntry(_("Today"), reverse("desk:home"), ""),
        NavEntry(_("Calendar"), reverse("desk:calendar"), ""),
        NavEntry(_("Who is abroad"), reverse("desk:abroad"), ""),
    ]

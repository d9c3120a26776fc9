"""What returns show in other pages: the navigation."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.parts import NavEntry, navigation
from entente.returns.enums import VIEW_LAYOUT


@navigation.fill(order=69)
def pages() -> tuple[Any, list[NavEntry]]:
    """Offer the returns."""
    return pgettext_lazy("navigation", "Returns to others"), [
        NavEntry(_("Returns"), reverse("returns:layouts"), VIEW_LAYOUT)
    ]

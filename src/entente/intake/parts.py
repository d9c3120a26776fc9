"""What intake shows on other pages: its place in the navigation, and the ties of its names."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.intake.models import KnownName
from entente.kit.parts import NavEntry, navigation, organisation_ties


@organisation_ties.fill()
def ties() -> list[tuple[type[Model], str]]:
    """Let the names that sheets use go along when organisations are merged."""
    return [(KnownName, "organisation")]


@navigation.fill(order=60)
def imports() -> tuple[Any, list[NavEntry]]:
    """The list of imports."""
    return pgettext_lazy("our own side", "Office"), [
        NavEntry(_("Imports"), reverse("intake:imports"), "intake.view_import"),
        NavEntry(_("Documents read"), reverse("intake:documents"), "intake.view_document"),
    ]

"""What the register puts into pages of others."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.parts import NavEntry, navigation


@navigation.fill(order=10)
def partners() -> tuple[Any, list[NavEntry]]:
    """The register."""
    return _("Partners"), [
        NavEntry(
            _("Organisations"),
            reverse("organisations:organisations"),
            "organisations.view_organisation",
        ),
        NavEntry(
            _("Groups and rankings"), reverse("organisations:lists"), "organisations.import_list"
        ),
    ]

"""What the office shows in the slots of other pages."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.parts import NavEntry, navigation


@navigation.fill(order=90)
def office() -> tuple[Any, list[NavEntry]]:
    """Units, users, roles and the trail."""
    return pgettext_lazy("our own side", "Office"), [
        NavEntry(_("Units"), reverse("office:units"), "office.view_unit"),
        NavEntry(_("Users"), reverse("office:users"), "office.view_user"),
        NavEntry(_("Roles"), reverse("office:roles"), "office.view_rolegrant"),
        NavEntry(_("Trail of changes"), reverse("office:trail"), "office.view_trail"),
    ]

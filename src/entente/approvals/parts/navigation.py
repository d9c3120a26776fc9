"""The ways to approvals, the register of seals, and tokens."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.parts import NavEntry, navigation


@navigation.fill(order=60)
def approvals() -> tuple[Any, list[NavEntry]]:
    """Offer approvals, the register, and the seals themselves."""
    return _("Approvals and seals"), [
        NavEntry(_("Approvals"), reverse("approvals:approvals"), "approvals.view_approval"),
        NavEntry(
            _("Register of seals"), reverse("approvals:register"), "approvals.view_sealrequest"
        ),
        NavEntry(_("Seals"), reverse("approvals:seals"), "approvals.view_seal"),
    ]


@navigation.fill(order=91)
def tokens() -> tuple[Any, list[NavEntry]]:
    """Offer the tokens beside the office's own settings."""
    return pgettext_lazy("our own side", "Office"), [
        NavEntry(_("Access tokens"), reverse("approvals:tokens"), "approvals.view_apitoken")
    ]

"""The choice of a unit, which most forms begin with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import choice_of
from entente.office.models import Unit


def unit_field(officer: Any, permission: str, **options: Any) -> forms.ModelChoiceField[Any]:
    """Offer the units in which a person may do that, the person's own chosen."""
    units = Unit.objects.open().visible_to(officer, permission)
    given = {"label": _("Unit"), "initial": officer.unit_id}
    return choice_of(units, **given | options)

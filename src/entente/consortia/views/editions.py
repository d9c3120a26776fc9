"""Pages about what a consortium holds again and again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from entente.consortia import services
from entente.consortia.forms.register import CHANGE, EditionForm, SeriesForm
from entente.consortia.models import Edition, Series
from entente.consortia.views.register import PartPage
from entente.kit.pages import ChangePage
from entente.office.acting import signed_in


class BeginSeriesPage(PartPage):
    """Begin a series of events."""

    form_class = SeriesForm
    title = _("Add a series of events")

    def act(self, values: Mapping[str, Any]) -> None:
        """Begin it."""
        services.begin_series(self.object, by=signed_in(self), **self.given(values))


class ChangeSeriesPage(ChangePage):
    """Change what is said of a series."""

    model = Series
    form_class = SeriesForm
    title = _("Edit series of events")
    permission_required = CHANGE
    done = _("Saved.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_series(self.object, by=signed_in(self), seen=seen, **values)


class PlanEditionPage(PartPage):
    """Enter an edition of a series."""

    model = Series  # type: ignore[assignment]
    form_class = EditionForm
    title = _("Add an edition")

    def act(self, values: Mapping[str, Any]) -> None:
        """Enter it."""
        services.plan_edition(self.object, by=signed_in(self), **self.given(values))


class ChangeEditionPage(ChangePage):
    """Change an edition, also what became of it."""

    model = Edition
    form_class = EditionForm
    title = _("Edit edition")
    permission_required = CHANGE
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds, its host too."""
        return super().initial() | {"host": self.object.host_id}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_edition(self.object, by=signed_in(self), seen=seen, **values)

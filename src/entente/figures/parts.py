"""What figures show in other pages, and how they learn that records have changed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.figures import services
from entente.figures.enums import RELEASE, VIEW, VIEW_CLAIMS, VIEW_REPORTS, VIEW_TALLIES, VIEW_TEXTS
from entente.figures.models import Figure
from entente.kit.measures import watching
from entente.kit.parts import (
    NavEntry,
    WorkGroup,
    WorkItem,
    navigation,
    records_changed,
    records_written,
    work_list,
)
from entente.kit.scope import Officer

SHOWN = 5


@navigation.fill(order=70)
def figures() -> tuple[Any, list[NavEntry]]:
    """Offer figures, tallies and the explorer."""
    return pgettext_lazy("navigation", "Publishing"), [
        NavEntry(_("Figures"), reverse("figures:figures"), VIEW),
        NavEntry(_("Tallies"), reverse("figures:tallies"), VIEW_TALLIES),
        NavEntry(_("Measures"), reverse("figures:measures"), VIEW),
        NavEntry(
            pgettext_lazy("figures", "Yearly reports"), reverse("figures:reports"), VIEW_REPORTS
        ),
        NavEntry(_("Texts"), reverse("figures:texts"), VIEW_TEXTS),
        NavEntry(_("Claims"), reverse("figures:claims"), VIEW_CLAIMS),
    ]


@work_list.fill(order=60)
def figures_to_release(officer: Officer, on: datetime.date) -> WorkGroup | None:
    """List the figures whose number has changed, or whose release has grown old."""
    if not officer.may(RELEASE):
        return None
    rows = Figure.objects.visible_to(officer, RELEASE).released_before()
    found = [figure for figure in rows if figure.differs or figure.is_old(on)]
    if not found:
        return None
    return WorkGroup(
        "figures",
        _("Figures to be released anew"),
        [_item(figure) for figure in found[:SHOWN]],
        len(found),
        f"{reverse('figures:figures')}?state=changed",
    )


def _item(figure: Figure) -> WorkItem:
    if not figure.differs:
        return WorkItem(
            str(figure),
            figure.get_absolute_url(),
            gettext("released on %(day)s") % {"day": figure.released_day},
            _("Grown old"),
            "wait",
        )
    return WorkItem(
        str(figure),
        figure.get_absolute_url(),
        gettext("released %(released)s, today %(current)s %(unit)s")
        % {"released": figure.released, "current": figure.current, "unit": figure.unit_word()},
        _("Changed since release"),
        "new",
    )


# --- Records that change --------------------------------------------------------------------------


@records_written.fill()
def keep_totals_true(records: Sequence[Any]) -> Any:
    """Change kept totals by what writing these records changes."""
    return services.keeping(records)


@records_changed.fill()
def recount_what_changed(labels: set[str], chains: set[int]) -> None:
    """Mark the figures that changes of these models can have changed and that keep no totals."""
    names = {
        it.name
        for it in watching(labels)
        if any(label not in it.paths for label in labels & {*it.watches})
    }
    if names:
        services.recount_later(names, chains)

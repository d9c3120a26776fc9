"""What the hand-over to the archive shows in other pages: navigation, work list, agreement."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit.parts import NavEntry, Part, WorkGroup, agreement_side, navigation, work_list
from entente.kit.scope import Officer
from entente.office import rules
from entente.office.enums import Direction
from entente.office.models import User
from entente.office.reckoning import reckon
from entente.partnerships.archiving import (
    ARCHIVE_DAY,
    ARCHIVE_NOTICE,
    CHANGE_ARCHIVE,
    VIEW_ARCHIVE,
    ArchiveState,
)
from entente.partnerships.models import Agreement, ArchiveItem, not_handed_over, of_year
from entente.partnerships.parts.agreements import group, item

HALF_YEAR = 6


@navigation.fill(order=22)
def lists() -> tuple[Any, list[NavEntry]]:
    """Offer the hand-over lists."""
    return _("Agreements and places"), [
        NavEntry(_("Hand-over to the archive"), reverse("partnerships:archive_lists"), VIEW_ARCHIVE)
    ]


@agreement_side.fill(order=2)
def where_it_lies(agreement: Agreement, officer: Officer) -> Part | None:
    """Say where the original lies, or that it was not handed over."""
    if not agreement.is_promised:
        return None
    lines = ArchiveItem.objects.filter(agreement=agreement).select_related("of_list__unit")
    told = lines.exclude(left_out_because__gt="", for_good=False)
    line = told.order_by("-handed_over", "-for_good", "-pk").first()
    if line and line.for_good and line.of_list.state == ArchiveState.DRAFT:
        line = None
    may_open = bool(line and officer.may(VIEW_ARCHIVE, line.of_list))
    return Part("partnerships/parts/archive.html", {"line": line, "may_open": may_open})


@work_list.fill(order=33)
def to_archive(officer: Officer, on: datetime.date) -> WorkGroup | None:
    """List at the end of a year what the archive does not have of it; afterwards it is late."""
    if not officer.may(CHANGE_ARCHIVE):
        return None
    asked = asked_for(on, officer)
    if asked is None:
        return None
    year, due_on = asked
    rows = of_year(not_handed_over(Agreement.objects.visible_to(officer, CHANGE_ARCHIVE)), year)
    late = on > due_on

    def make(agreement: Agreement) -> Any:
        return item(agreement, when=str(agreement.signed_on or agreement.ends_on), late=late)

    found = group(
        "archive",
        gettext("Not handed over to the archive, %(year)s") % {"year": year},
        rows,
        "first_day",
        "",
        make=make,
        aside=True,
    )
    return replace(
        found,
        url=f"{reverse('partnerships:not_archived')}?year={year}",
        late=found.total if late else 0,
    )


def asked_for(on: datetime.date, officer: Officer) -> tuple[int, datetime.date] | None:
    """Give the year whose originals are asked for on a day, and by when they are to go.

    It is the last one whose time has come: the rule of the archive's day says by when (a day of
    the first half year lies in the year after), that of the notice how long before it the work
    list speaks of it. Without a value of one of them nothing is asked for.
    """
    unit = officer.unit if isinstance(officer, User) else None
    try:
        day = rules.rule(ARCHIVE_DAY, on=on, unit=unit)
        ahead = rules.rule(ARCHIVE_NOTICE, on=on, unit=unit)
    except rules.MissingRuleError:
        return None
    for year in (on.year, on.year - 1, on.year - 2):
        due_on = day.in_year(year + 1 if day.month <= HALF_YEAR else year)
        if on >= reckon(due_on, ahead, Direction.BEFORE):
            return year, due_on
    return None

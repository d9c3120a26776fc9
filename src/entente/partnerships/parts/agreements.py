"""What agreements show in other pages: partner, work list, calendar, navigation."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from entente.kit import paging
from entente.kit.occasions import Occasions, on_days
from entente.kit.parts import (
    NavEntry,
    Occasion,
    PageFigure,
    Part,
    WorkGroup,
    WorkItem,
    calendar,
    navigation,
    organisation_figures,
    organisation_page,
    organisation_partners,
    organisation_ties,
    work_list,
)
from entente.kit.periods import add_months
from entente.kit.scope import Officer
from entente.organisations.models import Organisation
from entente.partnerships.enums import CHANGE, REVIEW, AgreementState
from entente.partnerships.models import Agreement, AgreementParty
from entente.partnerships.tables import TextsColumn

VIEW = "partnerships.view_agreement"
S = AgreementState
SHOWN = 5
SHOWN_TOGETHER = 50


@navigation.fill(order=20)
def agreements() -> tuple[Any, list[NavEntry]]:
    """Offer the list of agreements."""
    return _("Agreements and places"), [
        NavEntry(_("Agreements"), reverse("partnerships:agreements"), VIEW),
    ]


@organisation_ties.fill()
def ties() -> list[tuple[type[AgreementParty], str]]:
    """Parties move with an organisation that is merged; their names at signing stay."""
    return [(AgreementParty, "organisation")]


@organisation_partners.fill()
def partners(officer: Officer) -> Any:
    """Name the organisations with which an agreement that a person may see runs."""
    running = Agreement.objects.visible_to(officer).running()
    parties = AgreementParty.objects.filter(agreement__in=running, organisation__isnull=False)
    return parties.values("organisation")


@organisation_page.fill(order=10)
def with_organisation(organisation: Organisation, officer: Officer) -> Part | None:
    """Show the agreements with an organisation and with what lies below it."""
    if not officer.may(VIEW):
        return None
    rows = with_it(organisation, officer).for_list().order_by("-first_day", "-pk")
    found = list(rows[: SHOWN_TOGETHER + 1])
    return Part(
        "partnerships/parts/of_organisation.html",
        {
            "agreements": found[:SHOWN_TOGETHER],
            "more": len(found) > SHOWN_TOGETHER,
            "all_url": f"{reverse('partnerships:agreements')}?partner={organisation.pk}",
            "add_url": reverse("partnerships:draft") if officer.may(CHANGE) else "",
        },
    )


def with_it(organisation: Organisation, officer: Officer) -> Any:
    """Give the agreements with an organisation that a person may see."""
    below = organisation.itself_and_below
    return Agreement.objects.visible_to(officer).with_organisations(below)


@organisation_figures.fill(order=10)
def figures(organisation: Organisation, officer: Officer) -> list[PageFigure]:
    """Count the agreements in force, and say since when there are agreements at all."""
    if not officer.may(VIEW):
        return []
    today = timezone.localdate()
    promised = with_it(organisation, officer).promised()
    list_url = f"{reverse('partnerships:agreements')}?partner={organisation.pk}"
    running = PageFigure(
        promised.in_force(today).count(),
        _("agreements in force"),
        f"{list_url}&state={S.IN_FORCE.value}",
        pgettext("counting agreements", "agreements"),
        gettext("as of %(day)s") % {"day": today.isoformat()},
    )
    known = promised.exclude(first_day=datetime.date.min).order_by("first_day", "pk")
    first = known.values_list("first_day", flat=True).first()
    if first is None:
        return [running]
    detail = _("first agreement in the register")
    return [running, PageFigure(first.year, _("cooperation since"), list_url, "", detail)]


# --- Work -----------------------------------------------------------------------------------------


def item(agreement: Agreement, **values: Any) -> WorkItem:
    """Show an agreement as something to do."""
    partners = " · ".join(str(party) for party in agreement.theirs)
    title = partners or agreement.title
    detail = agreement.title if partners else agreement.unit.name
    return WorkItem(title, agreement.get_absolute_url(), detail, **values)


def group(key: str, title: Any, rows: Any, order: str, query: str, **options: Any) -> WorkGroup:
    """Collect the first of the rows, and how many there are, at most about a thousand."""
    make = options.pop("make", item)
    found = list(rows.for_list().order_by(order, "pk")[:SHOWN])
    total = paging.count(rows) if len(found) == SHOWN else len(found)
    url = f"{reverse('partnerships:agreements')}?{query}"
    return WorkGroup(key, title, [make(row) for row in found], total, url, **options)


@work_list.fill(order=10)
def to_review(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the agreements that wait for this person's decision."""
    if not officer.may(REVIEW):
        return None
    rows = Agreement.objects.visible_to(officer, REVIEW).waiting()
    return group("reviews", _("Agreements to decide on"), rows, "last_day", "state=in_review")


@work_list.fill(order=20)
def to_renew(officer: Officer, on: datetime.date) -> WorkGroup | None:
    """List the agreements that end within a year; those within three months are late."""
    if not officer.may(CHANGE):
        return None
    soon = add_months(on, 3)
    rows = Agreement.objects.visible_to(officer, CHANGE)
    late = paging.count(rows.ending(on, months=3))

    def make(agreement: Agreement) -> WorkItem:
        left = (agreement.last_day - on).days
        words = ngettext("%(days)d day", "%(days)d days", left) % {"days": left}
        return item(agreement, when=words, late=agreement.last_day <= soon)

    return group(
        "ending",
        _("Agreements that end within 12 months"),
        rows.ending(on, months=12),
        "last_day",
        "ends=12&sort=last_day",
        make=make,
        late=late,
        detail=gettext("%(number)s within 3 months") % {"number": late} if late else "",
    )


@work_list.fill(order=30)
def my_drafts(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the drafts that this person owns."""
    if not officer.may(CHANGE):
        return None
    rows = Agreement.objects.visible_to(officer, CHANGE).drafts_of(officer.pk)
    return group(
        "drafts", _("My drafts of agreements"), rows, "last_day", "state=draft&mine=yes", aside=True
    )


@work_list.fill(order=40)
def texts_missing(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the agreements of which a text is not in the files."""
    if not officer.may(CHANGE):
        return None
    words = TextsColumn("")

    def make(agreement: Agreement) -> WorkItem:
        return item(agreement, state=words.plain(agreement), state_class="wait")

    rows = Agreement.objects.visible_to(officer, CHANGE).lacking_texts()
    return group(
        "texts",
        _("Texts that are not in the files"),
        rows,
        "last_day",
        "texts=missing",
        make=make,
        aside=True,
    )


@calendar.fill(order=10)
def endings(officer: Officer, first: datetime.date, last: datetime.date) -> Occasions:
    """Show on which days agreements end, where the day is known."""
    rows = Agreement.objects.visible_to(officer).running().exclude(ends_on=None)
    return on_days(rows.for_list(), "last_day", first, last, _ends)


@calendar.fill(order=11)
def beginnings(officer: Officer, first: datetime.date, last: datetime.date) -> Occasions:
    """Show on which days agreements begin, where the day is known."""
    rows = Agreement.objects.visible_to(officer).running().exclude(starts_on=None)
    return on_days(rows.for_list(), "first_day", first, last, _begins)


def _ends(it: Agreement) -> Occasion:
    return Occasion(it.last_day, _with(it), it.get_absolute_url(), _("Agreement ends"), "wait")


def _begins(it: Agreement) -> Occasion:
    return Occasion(it.first_day, _with(it), it.get_absolute_url(), _("Agreement begins"), "ok")


def _with(agreement: Agreement) -> str:
    return " · ".join(str(party) for party in agreement.theirs) or str(agreement.title)

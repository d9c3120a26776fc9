"""What the website shows in other pages."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit import paging
from entente.kit.parts import NavEntry, WorkGroup, WorkItem, navigation, work_list
from entente.kit.scope import Officer
from entente.website.enums import (
    CHECK,
    EDIT,
    PUBLISH,
    REVIEW_FLOW,
    VIEW,
    VIEW_PICTURE,
    ReviewState,
)
from entente.website.models import PageReview

SHOWN = 5


@navigation.fill(order=75)
def website() -> tuple[Any, list[NavEntry]]:
    """Offer the public sites."""
    return pgettext_lazy("navigation", "Publishing"), [
        NavEntry(_("Public sites"), reverse("website:sites"), VIEW),
        NavEntry(_("Pictures"), reverse("website:pictures"), VIEW_PICTURE),
    ]


@work_list.fill(order=60)
def to_check(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the pages of others that wait for a check."""
    if not officer.may(CHECK):
        return None
    rows = PageReview.objects.visible_to(officer, CHECK).waiting(ReviewState.SUBMITTED)
    return _group("pages_to_check", _("Public pages to check"), rows.not_written_by(officer))


@work_list.fill(order=61)
def to_publish(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the pages that are checked and wait to be published."""
    if not officer.may(PUBLISH):
        return None
    rows = PageReview.objects.visible_to(officer, PUBLISH).waiting(ReviewState.CHECKED)
    return _group("pages_to_publish", _("Public pages to publish"), rows.not_written_by(officer))


@work_list.fill(order=62)
def sent_back(officer: Officer, _on: datetime.date) -> WorkGroup | None:
    """List the pages that were sent back to this person."""
    if not officer.may(EDIT):
        return None
    rows = PageReview.objects.visible_to(officer, EDIT).waiting(ReviewState.RETURNED)
    mine = rows.filter(submitted_by=officer.pk)
    return _group("pages_sent_back", _("Public pages that were sent back"), mine)


def _group(key: str, title: Any, rows: Any) -> WorkGroup:
    found = list(rows.for_list()[:SHOWN])
    total = paging.count(rows) if len(found) == SHOWN else len(found)
    url = f"{reverse('website:reviews')}?state={found[0].state}" if found else ""
    return WorkGroup(key, title, [_item(review) for review in found], total, url)


def _item(review: PageReview) -> WorkItem:
    return WorkItem(
        review.title,
        review.get_absolute_url(),
        review.reason or review.site,
        review.get_state_display(),
        REVIEW_FLOW.mark(review.state),
        when=review.since.date().isoformat(),
    )

"""Where a page stands on its way to the public."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from entente.kit.bilingual import Bilingual
from entente.kit.records import Record, RecordQuerySet
from entente.kit.scope import Officer
from entente.office.models import User
from entente.website.enums import REVIEW_FLOW, ReviewState
from entente.website.models.sites import PublicSite


class PageReviewQuerySet(RecordQuerySet["PageReview"]):
    """Ways to read where pages stand."""

    scope_unit = "site__unit"
    scope_tree = "site__top_unit"

    def for_list(self) -> Self:
        """Fetch what a line shows."""
        return self.select_related("site", "submitted_by", "checked_by")

    def waiting(self, state: str) -> Self:
        """Keep the pages in a state, those first that wait longest."""
        return self.filter(state=state).order_by("since", "pk")

    def not_written_by(self, officer: Officer) -> Self:
        """Leave out the pages that a person has submitted: they are not theirs to check."""
        return self.exclude(submitted_by=officer.pk)


class PageReview(Record):
    """Where a page stands with all its languages: written, submitted, checked, published.

    It moves only through `services`; see `REVIEW_FLOW`. The history of the site shows it.
    """

    site = models.ForeignKey(PublicSite, models.CASCADE, related_name="reviews", editable=False)
    key = models.UUIDField(editable=False)
    page = models.ForeignKey(Page, models.CASCADE, related_name="+", verbose_name=_("page"))
    title_zh = models.CharField(_("title in Chinese"), max_length=255, blank=True)
    title_en = models.CharField(_("title in English"), max_length=255, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=ReviewState.choices, default=ReviewState.DRAFT
    )
    since = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    submitted_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    checked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("checked by")
    )
    reason = models.TextField(_("why it was sent back"), max_length=2000, blank=True)

    title = Bilingual("title")
    flow = REVIEW_FLOW
    audit_parent = "site"
    audit_ignored = frozenset({"site", "key", "page", "title_zh", "title_en", "since"})
    objects = PageReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of a page")
        verbose_name_plural = _("reviews of pages")
        constraints = (
            models.UniqueConstraint(
                name="page_review_once",
                fields=["site", "key"],
                violation_error_message=_("This page has a review already."),
            ),
        )
        indexes = (models.Index(fields=["state", "since"], name="page_review_waiting"),)

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give the page's review on the desk."""
        from django.urls import reverse

        return reverse("website:review", args=[self.site_id, self.page_id])


def state_of(halves: list[Any]) -> str:
    """Say where a page stands of which nothing is kept: public as it is, or a draft."""
    out = all(half.live and not half.has_unpublished_changes for half in halves)
    return ReviewState.PUBLISHED if halves and out else ReviewState.DRAFT


def authors(page: Page) -> set[int]:
    """Give the keys of those who have written on a page since it was published."""
    found: set[int] = set()
    for half in page.get_translations(inclusive=True):
        rows = half.specific.revisions.filter(user__isnull=False)
        if half.last_published_at:
            rows = rows.filter(created_at__gt=half.last_published_at)
        found |= set(rows.values_list("user_id", flat=True))
    return found

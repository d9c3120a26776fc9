"""Looking back on an agreement before it is renewed, and what was agreed for single years."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.periods import PartialDateField, Period
from entente.kit.records import Record, RecordQuerySet
from entente.partnerships.enums import Judgement, Recommendation
from entente.partnerships.models.agreements import Agreement

WRONG_ORDER = _("The last year lies before the first.")


class AgreementReviewQuerySet(RecordQuerySet["AgreementReview"]):
    """Ways to read reviews."""

    scope_unit = "agreement__unit"
    scope_tree = "agreement__top_unit"

    def for_list(self) -> Self:
        """Fetch who looked back."""
        return self.select_related("reviewed_by")

    def latest_for(
        self, agreement: Agreement, *, since: datetime.date | None = None
    ) -> AgreementReview | None:
        """Give the newest review of an agreement, where asked only one of that day or later."""
        rows = self.filter(agreement=agreement)
        if since is not None:
            rows = rows.filter(reviewed_on__gte=since)
        return rows.order_by("-reviewed_on", "-pk").first()


class AgreementReview(Record):
    """What an agreement brought, before one decides on its renewal: who judged it, and when.

    The numbers are those of the day of the review, of the academic years from `first_year` to
    `last_year`; they stay as they were when places are corrected later. `out_unknown` and
    `in_unknown` count the quotas whose use nobody had said.
    """

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="reviews", verbose_name=_("agreement")
    )
    reviewed_on = models.DateField(_("reviewed on"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="agreement_reviews",
        verbose_name=_("reviewed by"),
    )
    first_year = models.PositiveSmallIntegerField(_("from the academic year"))
    last_year = models.PositiveSmallIntegerField(_("to the academic year"))
    out_places = models.PositiveIntegerField(_("outbound places"), default=0)
    out_used = models.PositiveIntegerField(_("outbound places used"), default=0)
    out_unknown = models.PositiveIntegerField(default=0)
    in_places = models.PositiveIntegerField(_("inbound places"), default=0)
    in_used = models.PositiveIntegerField(_("inbound places used"), default=0)
    in_unknown = models.PositiveIntegerField(default=0)
    judgement = models.CharField(_("judgement"), max_length=12, choices=Judgement.choices)
    recommendation = models.CharField(
        _("recommendation"), max_length=12, choices=Recommendation.choices
    )
    text_zh = models.TextField(_("findings in Chinese"), blank=True)
    text_en = models.TextField(_("findings in English"), blank=True)

    text = Bilingual("text")
    audit_parent = "agreement"
    audit_ignored = frozenset({"agreement"})
    objects = AgreementReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of an agreement")
        verbose_name_plural = _("reviews of agreements")
        ordering = ("-reviewed_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="review_ends_after_it_starts",
                condition=Q(last_year__gte=F("first_year")),
                violation_error_message=WRONG_ORDER,
            ),
        )
        indexes = (models.Index(fields=("agreement", "-reviewed_on"), name="review_latest"),)

    def __str__(self) -> str:
        return f"{self.reviewed_on} · {self.get_recommendation_display()}"

    def get_absolute_url(self) -> str:
        """Give the place of the reviews on the page of the agreement."""
        return f"{self.agreement.get_absolute_url()}#reviews"

    def clean(self) -> None:
        """Say at the field what the constraints refuse; findings are demanded in one language."""
        errors: dict[str, Any] = {}
        if self.first_year and self.last_year and self.last_year < self.first_year:
            errors["last_year"] = WRONG_ORDER
        if not (self.text_zh.strip() or self.text_en.strip()):
            errors["text_zh"] = _("Write what you found, in at least one language.")
        if errors:
            raise ValidationError(errors)

    @property
    def balance(self) -> int:
        """How many more came than went; negative where more went."""
        return self.in_used - self.out_used

    @property
    def years(self) -> tuple[str, str]:
        """The first and the last academic year in words."""
        first, last = Period.academic_year(self.first_year), Period.academic_year(self.last_year)
        return first.label, last.label


class PlacesAmendment(Record):
    """What was agreed anew about the places of one academic year, and why.

    `lines` keep what each quota had before and after, as it was then. With `only_this_year` other
    years stay as they are, and the year after begins with what is usual; else the later years that
    stand already change with it. `agreed_in` is the agreement that amends, where there is one.
    """

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="places_amendments", verbose_name=_("agreement")
    )
    academic_year = models.PositiveSmallIntegerField(_("academic year"))
    only_this_year = models.BooleanField(_("for this year only"), default=True)
    reason = models.TextField(_("reason"))
    agreed_on = PartialDateField(_("agreed on"), null=True, blank=True)
    document = models.CharField(_("document"), max_length=300, blank=True)
    agreed_in = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agreed in"),
    )
    amended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("amended by")
    )
    lines = models.JSONField(_("before and after"), default=list)

    audit_parent = "agreement"
    audit_ignored = frozenset({"agreement", "lines", "amended_by"})
    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment of places")
        verbose_name_plural = _("amendments of places")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return Period.academic_year(self.academic_year).label

    def get_absolute_url(self) -> str:
        """Give the place of the amendments on the page of the agreement."""
        return f"{self.agreement.get_absolute_url()}#places"

"""Versions of an agreement's texts, two of them compared, and what we say to each difference."""

from __future__ import annotations

import hashlib
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit.models import Attachment
from entente.kit.records import Record, RecordQuerySet
from entente.partnerships.enums import FindingKind, TextLanguage, TextSide, Verdict
from entente.partnerships.models.agreements import Agreement

NO_WORDS = _("Paste the text, or name a file that holds it.")


class AgreementTextQuerySet(RecordQuerySet["AgreementText"]):
    """Ways to read versions of texts."""

    scope_unit = "agreement__unit"
    scope_tree = "agreement__top_unit"

    def visible_to(self, officer: Any, permission: str = "") -> Self:
        """Keep the texts of agreements that a person may see."""
        return super().visible_to(officer, permission or "partnerships.view_agreement")

    def newest_first(self) -> Self:
        """Order by language, the newest version of each first, without their words."""
        return self.defer("words").order_by("language", "-number")

    def with_open(self) -> Self:
        """Count with each text the differences it brought, and those that are not accepted."""
        current = Q(compared_with__is_current=True)
        return self.annotate(
            differences=Count("compared_with__findings", filter=current),
            open_differences=Count(
                "compared_with__findings",
                filter=current & ~Q(compared_with__findings__verdict=Verdict.ACCEPTED),
            ),
        )

    def for_list(self) -> Self:
        """Fetch who added it and the file."""
        return self.select_related("added_by", "file")


class AgreementText(Record):
    """One version of an agreement's text in one language: whose it is, its words, its file.

    A version never changes; another one is added. `number` counts the versions of a language.
    The trail keeps the digest of the words.
    """

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="text_versions", verbose_name=_("agreement")
    )
    language = models.CharField(_("language"), max_length=2, choices=TextLanguage.choices)
    side = models.CharField(_("whose version"), max_length=6, choices=TextSide.choices)
    number = models.PositiveSmallIntegerField(_("version"))
    words = models.TextField(_("text"))
    digest = models.CharField(_("digest"), max_length=64, editable=False)
    file = models.ForeignKey(
        Attachment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("file"),
    )
    received_on = models.DateField(_("received on"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by")
    )

    audit_parent = "agreement"
    audit_ignored = frozenset({"agreement", "words", "added_by"})
    objects = AgreementTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a text")
        verbose_name_plural = _("versions of texts")
        ordering = ("agreement_id", "language", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "language", "number"), name="text_version_is_numbered_once"
            ),
        )

    def __str__(self) -> str:
        return gettext("%(language)s, version %(number)s (%(side)s)") % {
            "language": self.get_language_display(),
            "number": self.number,
            "side": self.get_side_display(),
        }

    def get_absolute_url(self) -> str:
        """Give the page of the texts of its agreement."""
        return reverse("partnerships:texts", args=[self.agreement_id])

    def clean_fields(self, exclude: Any = None) -> None:
        """Keep the digest of the words."""
        self.digest = hashlib.sha256(self.words.encode()).hexdigest()
        super().clean_fields(exclude)

    def clean(self) -> None:
        """Demand words."""
        if not self.words.strip():
            raise ValidationError({"words": NO_WORDS})


class TextComparisonQuerySet(RecordQuerySet["TextComparison"]):
    """Ways to read comparisons."""

    scope_unit = "agreement__unit"
    scope_tree = "agreement__top_unit"

    def visible_to(self, officer: Any, permission: str = "") -> Self:
        """Keep the comparisons of agreements that a person may see."""
        return super().visible_to(officer, permission or "partnerships.view_agreement")

    def counted(self) -> Self:
        """Count the differences, and those that are not accepted."""
        return self.annotate(
            differences=Count("findings"),
            open_differences=Count("findings", filter=~Q(findings__verdict=Verdict.ACCEPTED)),
        )

    def for_list(self) -> Self:
        """Fetch both versions, without their words."""
        return self.select_related("first", "second").defer("first__words", "second__words")

    def for_page(self) -> Self:
        """Fetch both versions with their words, and the agreement."""
        return self.select_related("first", "second", "agreement__unit")


class TextComparison(Record):
    """Two versions of texts of one agreement, compared on a day; its findings hang on it.

    Current ones count for the approval: those of the newest version of a language with the newest
    of the other side, and with the newest of the other language.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="text_comparisons")
    first = models.ForeignKey(AgreementText, models.CASCADE, related_name="+")
    second = models.ForeignKey(AgreementText, models.CASCADE, related_name="compared_with")
    is_current = models.BooleanField(_("counts for the approval"), default=True)
    compared_on = models.DateField(_("compared on"))
    compared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("compared by")
    )

    audit_parent = "agreement"
    audit_ignored = frozenset({"agreement", "is_current", "compared_by"})
    objects = TextComparisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("comparison of texts")
        verbose_name_plural = _("comparisons of texts")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="texts_are_compared_once"),
        )
        indexes = (models.Index(fields=("agreement", "is_current"), name="comparison_current"),)

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"

    def get_absolute_url(self) -> str:
        """Give the page that shows it."""
        return reverse("partnerships:comparison", args=[self.pk])

    @property
    def same_language(self) -> bool:
        """Whether both are written in one language."""
        return self.first.language == self.second.language


class TextFindingQuerySet(RecordQuerySet["TextFinding"]):
    """Ways to read findings."""

    scope_unit = "comparison__agreement__unit"
    scope_tree = "comparison__agreement__top_unit"

    def visible_to(self, officer: Any, permission: str = "") -> Self:
        """Keep the findings of agreements that a person may see."""
        return super().visible_to(officer, permission or "partnerships.view_agreement")

    def not_accepted(self, agreement: Agreement) -> Self:
        """Keep what stands open, or was asked back, between the current texts of an agreement."""
        current = self.filter(comparison__agreement=agreement, comparison__is_current=True)
        return current.exclude(verdict=Verdict.ACCEPTED)

    def for_list(self) -> Self:
        """Fetch who decided."""
        return self.select_related("decided_by")


class TextFinding(Record):
    """One difference of two texts, with the words of both, and what we say to it."""

    comparison = models.ForeignKey(TextComparison, models.CASCADE, related_name="findings")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=10, choices=FindingKind.choices)
    clause = models.CharField(_("clause"), max_length=20, blank=True)
    first_quote = models.TextField(_("words of the first text"), blank=True)
    second_quote = models.TextField(_("words of the second text"), blank=True)
    first_value = models.CharField(_("in the first text"), max_length=300, blank=True)
    second_value = models.CharField(_("in the second text"), max_length=300, blank=True)
    verdict = models.CharField(
        _("verdict"), max_length=8, choices=Verdict.choices, default=Verdict.OPEN
    )
    note = models.TextField(_("note"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    audit_parent = "comparison"
    audit_ignored = frozenset({"comparison", "position"})
    objects = TextFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("difference of texts")
        verbose_name_plural = _("differences of texts")
        ordering = ("comparison_id", "position")

    def __str__(self) -> str:
        kind = self.get_kind_display()
        if not self.clause:
            return str(kind)
        return gettext("Clause %(clause)s: %(kind)s") % {"clause": self.clause, "kind": kind}

    def get_absolute_url(self) -> str:
        """Give its place on the page of the comparison."""
        return f"{reverse('partnerships:comparison', args=[self.comparison_id])}#f{self.position}"

    @property
    def mark(self) -> str:
        """The mark with which its verdict is shown."""
        return {Verdict.ACCEPTED: "ok", Verdict.ASKED: "wait"}.get(Verdict(self.verdict), "new")

    @property
    def said(self) -> tuple[str, str, str, str, str]:
        """What makes it the same difference in another comparison: its kind and both texts."""
        return self.kind, self.first_value, self.second_value, self.first_quote, self.second_quote

"""Approvals that are given outside, each with the results that came back."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.approvals.enums import APPROVAL_FLOW, OPEN, ApprovalState, Result
from entente.approvals.models.about import AboutQuerySet, AboutRecord
from entente.kit import search
from entente.kit.bilingual import Bilingual
from entente.kit.records import Record, RecordQuerySet

A = ApprovalState
WORDS_MISSING = _("Say in at least one language what is to be approved.")
STEPS_MISSING = _("Name at least one department or person who is to approve.")
SEPARATORS = ("|", "｜")
MOST_STEPS = 12
LONGEST_STEP = 100


class ApprovalQuerySet(AboutQuerySet["Approval"]):
    """Ways to read approvals."""

    def granted(self) -> Self:
        """Keep those that were approved."""
        return self.filter(state=A.APPROVED)

    def open(self) -> Self:
        """Keep those to which something is still to come."""
        return self.filter(state__in=OPEN)

    def waiting(self) -> Self:
        """Keep those that were handed in and whose result has not come back."""
        return self.filter(state=A.WAITING)

    def returned_to(self, person: int) -> Self:
        """Keep those of a person that came back for changes."""
        return self.filter(state=A.RETURNED, asked_by_id=person)

    def overdue(self, on: datetime.date) -> Self:
        """Keep those that wait although the day by which they were needed has passed."""
        return self.waiting().filter(needed_by__lt=on)

    def lacking_scan(self) -> Self:
        """Keep those decided on paper of which no scan came back.

        What the OA reported itself needs none: it stands in the OA.
        """
        by_oa = ApprovalResult.objects.filter(
            approval=OuterRef("pk"), recorded_by__is_system=True, result=OuterRef("state")
        )
        decided = self.filter(~Exists(by_oa), state__in=(A.APPROVED, A.REFUSED))
        return decided.with_scan().filter(has_scan=False)

    def for_list(self) -> Self:
        """Fetch what one line of a list shows: four queries, however long the list."""
        results = ApprovalResult.objects.select_related("recorded_by")
        lean = self.select_related("unit", "asked_by", "record_type").with_scan()
        return lean.prefetch_related("record", Prefetch("results", queryset=results))


class Approval(AboutRecord):
    """A question that is decided outside, mostly in the university's OA, about one record.

    Its state moves only through `services`; see `APPROVAL_FLOW`. `steps` names who has to sign the
    printed form: one line each, Chinese and English parted by `|`. `oa_number` is the number of
    the process in the OA, once it is known.
    """

    asked_zh = models.CharField(_("what is asked, in Chinese"), max_length=300, blank=True)
    asked_en = models.CharField(_("what is asked, in English"), max_length=300, blank=True)
    details = models.TextField(_("reasons"), blank=True, max_length=4000)
    steps = models.TextField(_("who has to approve"), max_length=2000)
    needed_by = models.DateField(_("needed by"), null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="approvals_asked",
        editable=False,
        verbose_name=_("asked by"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=A.choices, default=A.DRAFT, editable=False
    )
    submitted_on = models.DateField(_("handed in on"), null=True, blank=True, editable=False)
    oa_number = models.CharField(_("OA number"), max_length=60, blank=True)

    asked = Bilingual("asked")
    flow = APPROVAL_FLOW
    audit_ignored = frozenset({"record_type", "record_id"})
    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="approval_says_what_is_asked",
                condition=~Q(asked_zh="") | ~Q(asked_en=""),
                violation_error_message=WORDS_MISSING,
            ),
            models.CheckConstraint(
                name="approval_is_about_a_record",
                condition=Q(record_type__isnull=False, record_id__isnull=False),
                violation_error_message=_("An approval is about a record."),
            ),
            models.CheckConstraint(
                name="approval_handed_in_has_a_day",
                condition=Q(state__in=(A.DRAFT, A.WITHDRAWN)) | Q(submitted_on__isnull=False),
                violation_error_message=_("What was handed in has the day on which it was."),
            ),
            models.UniqueConstraint(
                fields=("record_type", "record_id"),
                condition=Q(state__in=OPEN),
                name="approval_is_open_once",
                violation_error_message=_(
                    "An approval for this is under way already. Finish or withdraw it first."
                ),
            ),
            models.UniqueConstraint(
                fields=("top_unit", "oa_number"),
                condition=~Q(oa_number=""),
                name="approval_oa_number_is_unique",
                violation_error_message=_("Another approval carries this OA number."),
            ),
        )
        indexes = (
            models.Index(fields=("record_type", "record_id"), name="approval_record"),
            models.Index(fields=("top_unit", "state", "id"), name="approval_tree_state"),
            models.Index(fields=("unit", "state", "id"), name="approval_unit_state"),
            models.Index(fields=("top_unit", "needed_by", "id"), name="approval_tree_needed"),
        )

    def __str__(self) -> str:
        return str(self.asked)

    def get_absolute_url(self) -> str:
        """Give the address of the approval's page."""
        return reverse("approvals:approval", args=[self.pk])

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        errors: dict[str, Any] = {}
        if not (self.asked_zh or self.asked_en):
            errors["asked_zh"] = WORDS_MISSING
        lines = self.signers
        if not lines:
            errors["steps"] = STEPS_MISSING
        elif len(lines) > MOST_STEPS:
            errors["steps"] = _("The form has room for %(number)d; these are more.") % {
                "number": MOST_STEPS
            }
        elif any(len(name) > LONGEST_STEP for line in lines for name in line):
            errors["steps"] = _("A name may have %(number)d characters.") % {"number": LONGEST_STEP}
        if errors:
            raise ValidationError(errors)

    @property
    def signers(self) -> list[tuple[str, str]]:
        """Who has to approve, in order: the name in Chinese and in English, either may be empty."""
        return parse_steps(self.steps)

    @property
    def result(self) -> ApprovalResult | None:
        """The last result that came back."""
        results = list(self.results.all())
        return results[-1] if results else None

    @property
    def scan_missing(self) -> bool:
        """Whether it was decided on paper and no scan came back; needs `with_scan`."""
        if self.state not in (A.APPROVED, A.REFUSED) or self.has_scan:  # type: ignore[attr-defined]
            return False
        result = self.result
        return not (result and result.recorded_by.is_system)

    def search_entry(self) -> search.Entry:
        """Be found by what is asked, its number and its OA number."""
        return search.Entry(
            title_zh=self.asked_zh or self.asked_en,
            title_en=self.asked_en or self.asked_zh,
            names=tuple(filter(None, (self.asked_zh, self.asked_en))),
            text=" ".join(filter(None, (self.number, self.oa_number))),
            unit=self.unit_id,
            tree=self.top_unit_id,
        )


def parse_steps(text: str) -> list[tuple[str, str]]:
    """Read one name a line: Chinese and English parted by `|`; one name stands in its script."""
    found = []
    for line in text.splitlines():
        for separator in SEPARATORS:
            chinese, parted, english = line.partition(separator)
            if parted:
                found.append((chinese.strip(), english.strip()))
                break
        else:
            name = line.strip()
            found.append((name, "") if any(ord(letter) > 0x2E7F for letter in name) else ("", name))
    return [names for names in found if any(names)]


def write_steps(names: Any) -> str:
    """Write names as `parse_steps` reads them."""
    return "\n".join(" | ".join(filter(None, pair)) for pair in names)


class ApprovalResultQuerySet(RecordQuerySet["ApprovalResult"]):
    """Results are seen by whoever sees the approval."""

    scope_unit = "approval__unit"
    scope_tree = "approval__top_unit"


class ApprovalResult(Record):
    """What came back from outside: approved, refused or returned, by whom, when, on what terms.

    An approval that was returned and handed in again has several, in order.
    """

    approval = models.ForeignKey(Approval, models.CASCADE, related_name="results")
    result = models.CharField(_("result"), max_length=10, choices=Result.choices)
    decided_on = models.DateField(_("decided on"))
    approver = models.CharField(_("decided by"), max_length=200)
    oa_number = models.CharField(_("OA number"), max_length=60, blank=True)
    conditions = models.TextField(_("conditions or reason"), blank=True, max_length=4000)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("recorded by"),
    )

    audit_parent = "approval"
    audit_ignored = frozenset({"approval", "recorded_by"})
    objects = ApprovalResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of an approval")
        verbose_name_plural = _("results of approvals")
        ordering = ("approval_id", "pk")

    def __str__(self) -> str:
        return str(self.get_result_display())

    def get_absolute_url(self) -> str:
        """Give the address of the approval's page."""
        return f"{self.approval.get_absolute_url()}#results"

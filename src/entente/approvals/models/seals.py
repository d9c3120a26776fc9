"""Seals, and the register of their use."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.approvals.enums import SEAL_FLOW, SEALING, SealKind, SealState
from entente.approvals.models.about import AboutQuerySet, AboutRecord
from entente.kit import search
from entente.kit.bilingual import Bilingual
from entente.kit.models import Attachment
from entente.kit.models.files import AttachmentKind
from entente.kit.records import RecordQuerySet
from entente.office.models import OwnedRecord, Unit

Z = SealState
MOST_COPIES = 9999
NAME_MISSING = _("A seal needs a name in at least one language.")
ENDS_BEFORE_START = _("The last day lies before the first.")
DOCUMENT_MISSING = _("Say which document is to be sealed.")
PASSED = (Z.APPROVED, Z.USED)


class SealQuerySet(RecordQuerySet["Seal"]):
    """Ways to read seals."""

    def in_use(self, on: datetime.date) -> Self:
        """Keep the seals that may be put on a document on that day."""
        ends = Q(valid_until__isnull=True) | Q(valid_until__gte=on)
        return self.filter(ends, valid_from__lte=on)

    def above(self, units: Any) -> Self:
        """Keep the seals of these units and of what stands above them: theirs to ask for."""
        paths = units.values_list("path", flat=True) if hasattr(units, "values_list") else units
        above = {int(pk) for path in paths for pk in path.strip("/").split("/") if pk}
        return self.filter(unit_id__in=above)

    def for_list(self) -> Self:
        """Fetch what one line of a list shows, with the copies sealed so far: `copies_sealed`."""
        used = Sum("requests__copies_sealed")
        return self.select_related("unit", "keeper").annotate(copies_sealed=used)


class Seal(OwnedRecord):
    """A seal of one of our units: what it is, who keeps it, from when until when it is used.

    `head_may_approve_own` lets whoever decides on its use approve a request of their own; without
    it, two persons are needed.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=SealKind.choices)
    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="seals_kept",
        verbose_name=_("keeper"),
    )
    valid_from = models.DateField(_("in use from"))
    valid_until = models.DateField(_("last day in use"), null=True, blank=True)
    head_may_approve_own = models.BooleanField(
        _("who decides may approve a request of their own"), default=False
    )
    notes = models.TextField(_("notes"), blank=True, max_length=2000)

    name = Bilingual("name")
    objects = SealQuerySet.as_manager()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ("top_unit", "kind", "pk")
        constraints = (
            models.CheckConstraint(
                name="seal_has_a_name",
                condition=~Q(name_zh="") | ~Q(name_en=""),
                violation_error_message=NAME_MISSING,
            ),
            models.CheckConstraint(
                name="seal_ends_after_it_starts",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                violation_error_message=ENDS_BEFORE_START,
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "valid_from", "id"), name="seal_tree"),
            models.Index(fields=("unit", "valid_from", "id"), name="seal_unit"),
        )

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Give the address of the seal's page."""
        return reverse("approvals:seal", args=[self.pk])

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        errors: dict[str, Any] = {}
        if not (self.name_zh or self.name_en):
            errors["name_zh"] = NAME_MISSING
        if self.valid_until and self.valid_until < self.valid_from:
            errors["valid_until"] = ENDS_BEFORE_START
        if errors:
            raise ValidationError(errors)

    def is_in_use(self, on: datetime.date) -> bool:
        """Say whether it may be put on a document on that day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)

    def serves(self, unit: Unit) -> bool:
        """Say whether a unit may ask for it: it is the unit's own, or of a unit above."""
        return unit.path.startswith(self.unit.path)

    def search_entry(self) -> search.Entry:
        """Be found by name."""
        return search.Entry(
            title_zh=self.name_zh or self.name_en,
            title_en=self.name_en or self.name_zh,
            unit=self.unit_id,
            tree=self.top_unit_id,
        )


class SealRequestQuerySet(AboutQuerySet["SealRequest"]):
    """Ways to read the register of seals."""

    def used(self) -> Self:
        """Keep the uses: the seal stands on the document."""
        return self.filter(state=Z.USED)

    def sealing(self) -> Self:
        """Keep the uses that seal a document, other than a signature stamp or an embossed seal."""
        return self.used().filter(seal__kind__in=SEALING)

    def to_approve(self) -> Self:
        """Keep those that wait for a decision."""
        return self.filter(state=Z.REQUESTED)

    def to_apply(self) -> Self:
        """Keep those that wait for the keeper of the seal."""
        return self.filter(state=Z.APPROVED)

    def with_scan(self) -> Self:
        """Say of each whether a scan came back: `has_scan`, to its line or to the record itself.

        A scan in the files of the record counts from the day of the seal on.
        """
        scans = Attachment.objects.filter(kind=AttachmentKind.SCAN)
        here = scans.filter(
            record_type=ContentType.objects.get_for_model(self.model), record_id=OuterRef("pk")
        )
        there = scans.filter(
            record_type=OuterRef("record_type"),
            record_id=OuterRef("record_id"),
            created_at__date__gte=OuterRef("applied_on"),
        )
        return self.annotate(has_scan=Exists(here) | Exists(there))

    def lacking_scan(self) -> Self:
        """Keep the uses of which no scan of the sealed document came back."""
        return self.used().with_scan().filter(has_scan=False)

    def for_list(self) -> Self:
        """Fetch what one line of a list shows, however long the list."""
        people = ("applicant", "approved_by", "applied_by")
        lean = self.select_related("unit", "seal__keeper", "record_type", *people)
        return lean.with_scan().prefetch_related("record")


class SealRequest(AboutRecord):
    """One line of the register: a seal for a document, asked for, approved, put on the paper.

    The document is a record, or described in words. Its state moves only through `services`; see
    `SEAL_FLOW`. `copies` are those asked for, `copies_sealed` those on which the seal stands.
    """

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="requests", verbose_name=_("seal"))
    document = models.CharField(pgettext_lazy("seals", "document"), max_length=300)
    purpose = models.TextField(_("purpose"), max_length=1000)
    copies = models.PositiveIntegerField(
        _("copies"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_COPIES)],
    )
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="seal_requests",
        editable=False,
        verbose_name=_("applicant"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=Z.choices, default=Z.REQUESTED, editable=False
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("approved by"),
    )
    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("sealed by"),
    )
    applied_on = models.DateField(_("sealed on"), null=True, blank=True, editable=False)
    copies_sealed = models.PositiveIntegerField(
        _("copies sealed"), null=True, blank=True, editable=False
    )

    flow = SEAL_FLOW
    audit_ignored = frozenset({"record_type", "record_id"})
    objects = SealRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a seal")
        verbose_name_plural = _("uses of seals")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="seal_request_counts_copies",
                condition=Q(copies__gte=1, copies__lte=MOST_COPIES),
                violation_error_message=_("Between 1 and 9,999 copies can be sealed."),
            ),
            models.CheckConstraint(
                name="seal_request_passed_by_somebody",
                condition=Q(state__in=PASSED, approved_by__isnull=False, approved_on__isnull=False)
                | ~Q(state__in=PASSED),
                violation_error_message=_("The use of a seal is approved by somebody, on a day."),
            ),
            models.CheckConstraint(
                name="seal_request_used_is_complete",
                condition=Q(
                    state=Z.USED,
                    applied_by__isnull=False,
                    applied_on__isnull=False,
                    copies_sealed__gte=1,
                    copies_sealed__lte=F("copies"),
                )
                | (~Q(state=Z.USED) & Q(applied_on__isnull=True, copies_sealed__isnull=True)),
                violation_error_message=_(
                    "A seal that was used has a day, a keeper, and no more copies than approved."
                ),
            ),
        )
        indexes = (
            models.Index(fields=("record_type", "record_id"), name="seal_request_record"),
            models.Index(fields=("top_unit", "state", "id"), name="seal_request_tree_state"),
            models.Index(fields=("unit", "state", "id"), name="seal_request_unit_state"),
            models.Index(fields=("top_unit", "applied_on", "id"), name="seal_request_tree_applied"),
        )

    def __str__(self) -> str:
        return self.document

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("approvals:seal_request", args=[self.pk])

    def clean(self) -> None:
        """Say at the field what is missing."""
        if not self.document.strip():
            raise ValidationError({"document": DOCUMENT_MISSING})

    @property
    def scan_missing(self) -> bool:
        """Whether the seal was used and no scan came back; needs `with_scan`."""
        return self.state == Z.USED and not self.has_scan  # type: ignore[attr-defined]

    def search_entry(self) -> search.Entry:
        """Be found by the document, the purpose and the number."""
        return search.Entry(
            title_zh=self.document,
            title_en=self.document,
            names=(self.document,),
            text=f"{self.number} {self.purpose}",
            unit=self.unit_id,
            tree=self.top_unit_id,
        )

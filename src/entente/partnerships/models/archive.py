"""Hand-over lists to the archive: which originals were handed over when, and where they lie."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit import search
from entente.kit.bilingual import Bilingual
from entente.kit.periods import PartialDateField, not_after, surely_within
from entente.kit.records import Record, RecordQuerySet
from entente.office.models import OwnedRecord, Unit
from entente.partnerships.archiving import ARCHIVE_FLOW, ArchiveGround, ArchiveState
from entente.partnerships.enums import AgreementKind, AgreementState
from entente.partnerships.models.agreements import Agreement

Z = ArchiveState
FIRST_YEAR = 1949
LAST_YEAR = 9998
MOST = 9999
BEFORE_HANDED_OVER = _("The receipt lies before the day of the hand-over.")


class ArchiveListQuerySet(RecordQuerySet["ArchiveList"]):
    """Ways to read hand-over lists."""

    def drafts(self) -> Self:
        """Keep those that are being drawn up."""
        return self.filter(state=Z.DRAFT)

    def for_list(self) -> Self:
        """Fetch what one line shows: how many lines go to the archive, how many are left out."""
        left_out = Q(items__left_out_because__gt="")
        return self.select_related("unit", "handed_over_by").annotate(
            included=Count("items", filter=~left_out), left_out=Count("items", filter=left_out)
        )


class ArchiveList(OwnedRecord):
    """What of a year a unit hands over to the archive, with the archive's receipt.

    While it is a draft its lines follow the agreements (`services.renew_archive_list`); once
    handed over they stay as they were. `number` is given at the hand-over.
    """

    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    with_earlier = models.BooleanField(_("with what is still here from earlier years"))
    state = models.CharField(
        _("state"), max_length=12, choices=Z.choices, default=Z.DRAFT, editable=False
    )
    number = models.CharField(_("number"), max_length=40, blank=True, editable=False)
    handed_over_on = models.DateField(_("handed over on"), null=True, blank=True, editable=False)
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("handed over by"),
    )
    received_on = models.DateField(_("received on"), null=True, blank=True, editable=False)
    receiver = models.CharField(_("received by"), max_length=200, blank=True, editable=False)
    archive_number = models.CharField(
        _("archive number"), max_length=100, blank=True, editable=False
    )
    notes = models.TextField(_("notes"), blank=True, max_length=2000)

    flow = ARCHIVE_FLOW
    objects = ArchiveListQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over list")
        verbose_name_plural = _("hand-over lists")
        ordering = ("-year", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "year"),
                condition=Q(state="draft"),
                name="archive_list_drafted_once",
                violation_error_message=_("A list of this year is being drawn up already."),
            ),
            models.UniqueConstraint(
                fields=("number",), condition=~Q(number=""), name="archive_list_numbered_once"
            ),
            models.CheckConstraint(
                name="archive_list_follows_state",
                condition=Q(state="draft", number="", handed_over_on__isnull=True)
                | (~Q(state="draft") & ~Q(number="") & Q(handed_over_on__isnull=False)),
                violation_error_message=_("What is handed over has a number and a day."),
            ),
            models.CheckConstraint(
                name="archive_list_received_by_somebody",
                condition=Q(state="received", received_on__gte=F("handed_over_on"))
                & ~Q(receiver="")
                | (~Q(state="received") & Q(received_on__isnull=True, receiver="")),
                violation_error_message=BEFORE_HANDED_OVER,
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "year", "id"), name="archive_list_tree"),
            models.Index(fields=("unit", "year", "id"), name="archive_list_unit"),
        )

    def __str__(self) -> str:
        return str(
            _("Hand-over list %(year)s, %(unit)s") % {"year": self.year, "unit": self.unit.name}
        )

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("partnerships:archive_list", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Whether its lines still follow the agreements."""
        return self.state == Z.DRAFT

    def search_entry(self) -> search.Entry:
        """Be found by year, number and archive number."""
        return search.Entry(
            title_zh=f"{self.year}年归档移交清单",
            title_en=f"Hand-over list to the archive {self.year}",
            names=tuple(filter(None, (self.number, self.archive_number))),
            text=f"{self.year} {self.receiver} {self.notes}",
            unit=self.unit_id,
            tree=self.top_unit_id,
        )


class ArchiveItemQuerySet(RecordQuerySet["ArchiveItem"]):
    """Ways to read lines of hand-over lists."""

    scope_unit = "of_list__unit"
    scope_tree = "of_list__top_unit"

    def visible_to(self, officer: Any, permission: str = "") -> Self:
        """Keep the lines of lists that a person may see."""
        return super().visible_to(officer, permission or "partnerships.view_archivelist")

    def settled(self) -> Self:
        """Keep what no list proposes again: handed over, or left out for good."""
        return self.exclude(of_list__state=Z.DRAFT).filter(Q(handed_over=True) | Q(for_good=True))

    def for_list(self) -> Self:
        """Fetch the list and the agreement."""
        return self.select_related("of_list__unit", "agreement")


class ArchiveItem(Record):
    """One line of a hand-over list: an agreement, what is held of it, or why it is left out.

    What the records say stands here as it was on the day of the hand-over. `papers` lists the
    files: kind and name. `copies` and `pages` are of the originals, where
    somebody counted them. `handed_over` is set with the list; one agreement is handed over once.
    """

    of_list = models.ForeignKey(ArchiveList, models.CASCADE, related_name="items")
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="archive_items", verbose_name=_("agreement")
    )
    position = models.PositiveIntegerField()
    ground = models.CharField(_("why"), max_length=8, choices=ArchiveGround.choices)
    number = models.CharField(_("number"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20, choices=AgreementKind.choices)
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    partners_zh = models.TextField(_("partners in Chinese"), blank=True)
    partners_en = models.TextField(_("partners in English"), blank=True)
    unit_zh = models.CharField(_("unit in Chinese"), max_length=300, blank=True)
    unit_en = models.CharField(_("unit in English"), max_length=300, blank=True)
    signed_on = PartialDateField(_("signed on"), null=True, blank=True)
    ended_on = PartialDateField(_("ended on"), null=True, blank=True)
    held_by = models.TextField(_("who holds the original"), blank=True)
    papers = models.JSONField(_("files"), default=list, blank=True)
    copies = models.PositiveSmallIntegerField(
        _("copies"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST)],
    )
    pages = models.PositiveSmallIntegerField(
        _("pages"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST)],
    )
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    left_out_because = models.CharField(_("left out because"), max_length=300, blank=True)
    for_good = models.BooleanField(_("left out for good"), default=False)
    handed_over = models.BooleanField(_("handed over"), default=False, editable=False)
    archive_number = models.CharField(
        _("archive number"), max_length=100, blank=True, editable=False
    )

    title = Bilingual("title")
    partners = Bilingual("partners")
    unit_name = Bilingual("unit")
    audit_parent = "of_list"
    audit_ignored = frozenset({"of_list", "position"})
    objects = ArchiveItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a hand-over list")
        verbose_name_plural = _("lines of hand-over lists")
        ordering = ("of_list_id", "position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("of_list", "agreement"), name="archive_item_once_a_list"
            ),
            models.UniqueConstraint(
                fields=("agreement",),
                condition=Q(handed_over=True),
                name="agreement_handed_over_once",
                violation_error_message=_("This agreement is with the archive already."),
            ),
            models.CheckConstraint(
                name="archive_item_left_out_for_a_reason",
                condition=(Q(for_good=False) | ~Q(left_out_because=""))
                & (Q(handed_over=False) | Q(left_out_because="")),
                violation_error_message=_("Say why it is left out."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Give its place on the page of the list."""
        return f"{self.of_list.get_absolute_url()}#line-{self.pk}"

    def clean(self) -> None:
        """Say at the field what the constraint refuses."""
        if self.for_good and not self.left_out_because.strip():
            raise ValidationError({"left_out_because": _("Say why it is left out.")})

    @property
    def place(self) -> str:
        """The archive number: its own, else the list's."""
        return self.archive_number or self.of_list.archive_number


# --- What is to be handed over --------------------------------------------------------------------


def not_handed_over(rows: Any) -> Any:
    """Keep the agreements that bind or bound, and of which the archive holds nothing yet."""
    settled = ArchiveItem.objects.settled().filter(agreement=OuterRef("pk"))
    return rows.promised().exclude(Exists(settled))


def of_year(rows: Any, year: int) -> Any:
    """Keep the agreements that were signed or ended in a year."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    ended = Q(state=AgreementState.ENDED) & surely_within("ends_on", first, last)
    return rows.filter(surely_within("signed_on", first, last) | ended)


def to_hand_over(unit: Unit, year: int, *, with_earlier: bool) -> Any:
    """Give the agreements of a unit, and of what lies below it, for its list of a year.

    With the earlier ones also what was signed before, or on an unknown day, and is still here.
    """
    here = not_handed_over(Agreement.objects.filter(unit__path__startswith=unit.path))
    if not with_earlier:
        return of_year(here, year)
    last = datetime.date(year, 12, 31)
    return here.filter(Q(signed_on__isnull=True) | not_after("signed_on", last))


def archived(agreement: Agreement) -> ArchiveItem | None:
    """Give the line with which an agreement went to the archive."""
    handed = ArchiveItem.objects.filter(agreement=agreement, handed_over=True)
    return handed.select_related("of_list").first()

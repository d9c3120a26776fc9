"""Numbered forms for visas, and lodgings of guests, each beside the stay that it is for."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.arrivals.enums import PAPER_FLOW, PaperKind, PaperState
from entente.kit.records import Record, RecordQuerySet
from entente.mobility.enums import StayState
from entente.mobility.models import Stay
from entente.partnerships.enums import Direction

SERIAL = RegexValidator(
    r"^[A-Z0-9][A-Z0-9-]{3,29}$", _("Write the number as it is printed: letters, digits, hyphens.")
)
UNTIL_BEFORE_FROM = _("The last day lies before the first day.")


class OfStayQuerySet(RecordQuerySet[Any]):
    """What belongs to a stay is seen by whoever sees the stay's unit."""

    scope_unit = "stay__unit"
    scope_tree = "stay__top_unit"


class OfStay(Record):
    """A record beside a stay, shown in the stay's history."""

    audit_parent = "stay"
    audit_ignored = frozenset({"stay"})
    stay: Stay

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Give its place on the page of the stay."""
        return f"{self.stay.get_absolute_url()}#arrival"

    @property
    def unit_id(self) -> int:
        """The unit that keeps the stay."""
        return self.stay.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.stay.top_unit_id

    @property
    def chain(self) -> int:
        """The audit chain: that of the stay."""
        return self.stay.chain

    def personal_key(self) -> str:
        """Name the key of the person: what is personal goes when the person's data go."""
        return self.stay.personal_key()


class VisaPaperQuerySet(OfStayQuerySet):
    """Ways to read the register of forms."""

    def for_list(self) -> Self:
        """Fetch what one line of the register shows, in one query."""
        return self.select_related("stay__person", "stay__organisation", "stay__unit")

    def valid(self) -> Self:
        """Keep those that are not void."""
        return self.exclude(state=PaperState.VOID)


class VisaPaper(OfStay):
    """A form JW201 or JW202 with its printed number; a number is used once, void ones too."""

    stay = models.ForeignKey(
        Stay, models.PROTECT, related_name="visa_papers", verbose_name=_("stay")
    )
    kind = models.CharField(_("form"), max_length=10, choices=PaperKind.choices)
    serial = models.CharField(_("printed number"), max_length=30, validators=[SERIAL])
    issued_on = models.DateField(_("issued on"))
    valid_until = models.DateField(_("to be used until"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=PaperState.choices, default=PaperState.ISSUED
    )
    posted_on = models.DateField(_("posted on"), null=True, blank=True)
    tracking = models.CharField(_("carrier and tracking number"), max_length=100, blank=True)
    reason = models.CharField(_("why it is void"), max_length=500, blank=True)

    flow = PAPER_FLOW
    audit_personal = frozenset({"reason", "tracking"})
    objects = VisaPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("visa paper")
        verbose_name_plural = _("visa papers")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "serial"),
                name="visa_paper_number_once",
                violation_error_message=_("This number stands in the register already."),
            ),
            models.UniqueConstraint(
                fields=("stay", "kind"),
                condition=~Q(state=PaperState.VOID),
                name="visa_paper_valid_once_for_a_stay",
                violation_error_message=_(
                    "This stay has a valid form of this kind. Void it before another is issued."
                ),
            ),
        )
        indexes = (models.Index(fields=("-issued_on", "-id"), name="visa_paper_issued"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.serial}"

    def clean(self) -> None:
        """Say at the field what does not fit together."""
        issued: Any = self.issued_on
        if self.valid_until and issued and self.valid_until < issued:
            raise ValidationError({"valid_until": UNTIL_BEFORE_FROM})


class LodgingQuerySet(OfStayQuerySet):
    """Ways to read lodgings."""

    def for_list(self) -> Self:
        """Fetch what one line shows, in one query."""
        return self.select_related("stay__person", "stay__organisation", "stay__unit")

    def to_register(self) -> Self:
        """Keep those of which no registration with the police is noted."""
        return self.filter(registered_on=None)


class Lodging(OfStay):
    """Where a guest lodges from a day on, and the registration with the police.

    By the law on exit and entry it is registered within 24 hours; `late` says that it was not.
    """

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="lodgings", verbose_name=_("stay"))
    address = models.CharField(_("address of the lodging"), max_length=300, blank=True)
    from_on = models.DateField(_("lodges there from"))
    until_on = models.DateField(_("lodges there until"), null=True, blank=True)
    due_on = models.DateField(_("to be registered by"), editable=False)
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    number = models.CharField(_("number of the registration form"), max_length=60, blank=True)

    audit_personal = frozenset({"address", "number"})
    objects = LodgingQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("record", "lodging")
        verbose_name_plural = pgettext_lazy("records", "lodgings")
        constraints = (
            models.CheckConstraint(
                name="lodging_ends_after_it_begins",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                violation_error_message=UNTIL_BEFORE_FROM,
            ),
        )
        indexes = (models.Index(fields=("registered_on", "due_on"), name="lodging_due"),)

    def __str__(self) -> str:
        return self.address or str(_("Lodging"))

    def clean(self) -> None:
        """Say at the field what the constraint refuses, and what lies before the first day."""
        errors: dict[str, Any] = {}
        begins: Any = self.from_on
        if self.until_on and begins and self.until_on < begins:
            errors["until_on"] = UNTIL_BEFORE_FROM
        if self.registered_on and begins and self.registered_on < begins:
            errors["registered_on"] = _("The guest does not lodge there yet on this day.")
        if errors:
            raise ValidationError(errors)

    def is_late(self, on: datetime.date) -> bool:
        """Say whether it was registered too late, or is not registered and should be by a day."""
        return (self.registered_on or on) > self.due_on


def arrived(stays: Any, on: datetime.date) -> Any:
    """Keep the stays with us that are under way on a day and of which no lodging is entered."""
    lodged = Lodging.objects.filter(stay=OuterRef("pk"))
    rows = stays.filter(direction=Direction.INBOUND, state=StayState.UNDER_WAY, first_day__lte=on)
    return rows.exclude(Exists(lodged))

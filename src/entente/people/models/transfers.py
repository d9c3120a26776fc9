"""Personal data sent across the border: what, to whom, on which ground."""

from __future__ import annotations

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.records import RecordQuerySet
from entente.office.models import OwnedRecord
from entente.organisations.models import Organisation
from entente.organisations.places import place_name
from entente.people.enums import TransferGround

NOT_FOR_SENSITIVE = _("This ground does not hold for sensitive data. Choose another one.")
NEEDS_RECIPIENT = _("Name the institution, or write who received it.")


class DataTransferQuerySet(RecordQuerySet["DataTransfer"]):
    """Ways to read what was sent."""

    def of_year(self, year: int) -> Self:
        """Keep what was sent in a year."""
        return self.filter(sent_on__year=year)

    def persons(self) -> int:
        """Add up the persons; who was told of twice is counted twice."""
        found: int = self.aggregate(sum=Sum("persons"))["sum"] or 0
        return found

    def for_list(self) -> Self:
        """Fetch what one line of a list shows, in one query."""
        return self.select_related("unit", "recipient")


class DataTransfer(OwnedRecord):
    """Once that data of persons left the country: how many persons, which data, on which ground.

    It names nobody: a log must not become another copy of what it watches.
    """

    sent_on = models.DateField(_("sent on"))
    recipient = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="data_received",
        verbose_name=_("receiving institution"),
    )
    received_by = models.CharField(_("received by"), max_length=200, blank=True)
    country = models.CharField(_("country or region"), max_length=2)
    what = models.CharField(_("which data"), max_length=500)
    purpose = models.CharField(pgettext_lazy("data sent abroad", "what for"), max_length=300)
    ground = models.CharField(_("ground"), max_length=12, choices=TransferGround.choices)
    sensitive = models.BooleanField(_("with sensitive data"), default=False)
    persons = models.PositiveIntegerField(
        pgettext_lazy("data sent abroad", "persons"), validators=[MinValueValidator(1)]
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = DataTransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer of personal data")
        verbose_name_plural = _("transfers of personal data")
        ordering = ("-sent_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="transfer_has_a_recipient",
                condition=Q(recipient__isnull=False) | ~Q(received_by=""),
                violation_error_message=NEEDS_RECIPIENT,
            ),
            models.CheckConstraint(
                name="transfer_of_sensitive_data_has_a_ground",
                condition=Q(sensitive=False) | ~Q(ground=TransferGround.FEW),
                violation_error_message=NOT_FOR_SENSITIVE,
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "-sent_on", "-id"), name="transfer_tree"),
            models.Index(fields=("unit", "-sent_on", "-id"), name="transfer_unit"),
        )

    def __str__(self) -> str:
        return f"{self.sent_on.isoformat()} {self.recipient_name}"

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("people:transfer", args=[self.pk])

    @property
    def recipient_name(self) -> str:
        """Who received it, in the reader's language."""
        return str(self.recipient.name) if self.recipient else self.received_by

    @property
    def country_name(self) -> str:
        """Where it went, in the reader's language."""
        return place_name(self.country)

    def clean_fields(self, exclude: Any = None) -> None:
        """Take the country of the institution."""
        if self.recipient and self.recipient.country:
            self.country = self.recipient.country
        super().clean_fields(exclude=exclude)

    def clean(self) -> None:
        """Say at their fields what the constraints refuse."""
        if not (self.recipient_id or self.received_by):
            raise ValidationError({"received_by": NEEDS_RECIPIENT})
        if self.sensitive and self.ground == TransferGround.FEW:
            raise ValidationError({"ground": NOT_FOR_SENSITIVE})

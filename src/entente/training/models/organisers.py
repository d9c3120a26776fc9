"""Units that may run non-degree education in the university's name."""

from __future__ import annotations

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.records import RecordQuerySet
from entente.office.models import OwnedRecord


class OrganiserQuerySet(RecordQuerySet["Organiser"]):
    """Ways to read approved organisers."""

    def holding(self, on: datetime.date) -> Self:
        """Keep those whose approval holds on a day."""
        return self.filter(since__lte=on).filter(Q(until__isnull=True) | Q(until__gte=on))

    def for_list(self) -> Self:
        """Fetch the unit."""
        return self.select_related("unit")


class Organiser(OwnedRecord):
    """That a unit may organise training: since when, until when, by which decision."""

    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=300)

    objects = OrganiserQuerySet.as_manager()

    class Meta:
        verbose_name = _("approved organiser")
        verbose_name_plural = _("approved organisers")
        ordering = ("unit_id", "pk")
        constraints = (
            models.CheckConstraint(
                name="organiser_days_in_order",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message=_("The last day cannot come before the first."),
            ),
            models.UniqueConstraint(
                fields=("unit",),
                condition=Q(until__isnull=True),
                name="organiser_once",
                violation_error_message=_("This unit is an approved organiser already."),
            ),
        )
        indexes = (models.Index(fields=("top_unit", "id"), name="organiser_tree"),)

    def __str__(self) -> str:
        return str(self.unit.name)

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("training:organiser", args=[self.pk])

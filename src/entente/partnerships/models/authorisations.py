"""What a school or another unit below the university may sign, from when to when."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.periods import PartialDateField, in_order, not_after, not_before
from entente.kit.records import RecordQuerySet
from entente.office.models import OwnedRecord, Unit
from entente.office.models.rules import ancestors
from entente.partnerships.enums import AgreementKind


class AuthorisationQuerySet(RecordQuerySet["Authorisation"]):
    """Ways to read authorisations."""

    def for_list(self) -> Self:
        """Fetch the unit with each."""
        return self.select_related("unit")

    def covering(self, unit: Unit, kind: str, day: datetime.date) -> list[Authorisation]:
        """List those by which a unit may sign a kind of agreement on a day.

        What is granted to a school holds for its departments too. A day that lies within a year
        or a month that the document names counts as covered.
        """
        ended = models.Q(ends_on__isnull=True) | not_before("ends_on", day)
        rows = self.filter(not_after("starts_on", day), ended, unit__in=ancestors(unit))
        return [row for row in rows if not row.kind_codes or kind in row.kind_codes]


class Authorisation(OwnedRecord):
    """That a unit below the university may sign agreements of some kinds: by whom, by what."""

    kinds = models.CharField(_("kinds of agreements"), max_length=200, blank=True)
    starts_on = PartialDateField(_("holds from"))
    ends_on = PartialDateField(_("holds until"), null=True, blank=True)
    document = models.CharField(
        _("document"), max_length=300, help_text=_("Number and title of the decision or letter.")
    )
    granted_by = models.CharField(_("granted by"), max_length=200)

    objects = AuthorisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("authorisation")
        verbose_name_plural = _("authorisations")
        ordering = ("unit_id", "starts_on", "pk")
        indexes = (models.Index(fields=("unit", "starts_on"), name="authorisation_unit"),)
        constraints = (
            models.CheckConstraint(
                name="authorisation_ends_after_it_starts",
                condition=in_order("starts_on", "ends_on"),
                violation_error_message=_("The last day lies before the first day."),
            ),
        )

    def __str__(self) -> str:
        return self.document

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("partnerships:authorisation", args=[self.pk])

    def clean(self) -> None:
        """Say at the field what cannot be."""
        errors: dict[str, Any] = {}
        begun: Any = self.starts_on
        if begun and self.ends_on and self.ends_on.latest < begun.earliest:
            errors["ends_on"] = _("The last day lies before the first day.")
        if self.unit_id and self.unit.parent_id is None:
            errors["unit"] = _("The institution itself needs no authority; choose a unit below it.")
        if errors:
            raise ValidationError(errors)

    @property
    def kind_codes(self) -> list[str]:
        """The kinds of agreements that it covers; none named means every kind."""
        return [code for code in self.kinds.split(",") if code]

    @property
    def kinds_in_words(self) -> str:
        """Name the kinds in the reader's language."""
        labels = [str(AgreementKind(code).label) for code in self.kind_codes]
        return str(_(", ")).join(labels) or str(_("every kind"))

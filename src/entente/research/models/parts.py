"""The partners, directors and evaluations of a joint laboratory or centre."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.periods import PartialDateField, in_order
from entente.kit.records import Record, RecordQuerySet
from entente.organisations.models import Organisation
from entente.people.models import Person
from entente.research.enums import PartnerRole, Result
from entente.research.models.centres import JointCentre

ENDS_BEFORE_START = _("The end lies before the beginning.")
PARTNER_ALREADY = _("It is a partner already.")


class PartOfCentreQuerySet(RecordQuerySet[Any]):
    """Parts are seen by whoever sees the laboratory or centre."""

    scope_unit = "centre__unit"
    scope_tree = "centre__top_unit"


class PartOfCentre(Record):
    """A record inside a joint laboratory or centre, shown in its history."""

    audit_parent = "centre"
    audit_ignored = frozenset({"centre"})
    centre: JointCentre

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Give the page of the laboratory or centre."""
        return self.centre.get_absolute_url()

    @property
    def unit_id(self) -> int:
        """The unit that keeps it."""
        return self.centre.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.centre.top_unit_id

    @property
    def chain(self) -> int:
        """The audit chain: that of the laboratory or centre."""
        return self.centre.chain


class PartWithTime(PartOfCentre):
    """A part that holds from a date until a date, each as exact as its source."""

    since = PartialDateField(_("since"), null=True, blank=True)
    until = PartialDateField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Say at the field what is in the wrong order."""
        first: Any = self.since
        last: Any = self.until
        if first and last and last.latest < first.earliest:
            raise ValidationError({"until": ENDS_BEFORE_START})


class CentrePartner(PartWithTime):
    """An institution with which a laboratory or centre is kept, and as what."""

    centre = models.ForeignKey(
        JointCentre, models.CASCADE, related_name="partners", verbose_name=_("laboratory or centre")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="joint_centres",
        verbose_name=_("institution"),
    )
    role = models.CharField(
        _("role"), max_length=10, choices=PartnerRole.choices, default=PartnerRole.FOUNDER
    )

    objects = PartOfCentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner of a laboratory or centre")
        verbose_name_plural = _("partners of laboratories and centres")
        ordering = ("centre_id", "pk")
        constraints = (
            models.UniqueConstraint(
                name="joint_centre_partner_once",
                fields=("centre", "organisation"),
                violation_error_message=PARTNER_ALREADY,
            ),
            models.CheckConstraint(
                name="joint_centre_partner_ends_after_start",
                condition=in_order("since", "until"),
                violation_error_message=ENDS_BEFORE_START,
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation.name)


class Director(PartWithTime):
    """Somebody who directs a laboratory or centre: for us, or for a partner."""

    centre = models.ForeignKey(
        JointCentre,
        models.CASCADE,
        related_name="directors",
        verbose_name=_("laboratory or centre"),
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="directed_centres", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="directors_of_centres",
        verbose_name=_("for which partner"),
    )

    objects = PartOfCentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("director of a laboratory or centre")
        verbose_name_plural = _("directors of laboratories and centres")
        ordering = ("centre_id", "pk")
        constraints = (
            models.CheckConstraint(
                name="joint_centre_director_ends_after_start",
                condition=in_order("since", "until"),
                violation_error_message=ENDS_BEFORE_START,
            ),
        )

    def __str__(self) -> str:
        return str(self.person.name)


class Evaluation(PartOfCentre):
    """An evaluation that took place: when, by whom, with which result."""

    centre = models.ForeignKey(
        JointCentre,
        models.CASCADE,
        related_name="evaluations",
        verbose_name=_("laboratory or centre"),
    )
    held_on = PartialDateField(_("evaluated"))
    evaluated_by = models.CharField(_("evaluated by"), max_length=300, blank=True)
    result = models.CharField(_("result"), max_length=12, choices=Result.choices)
    words_zh = models.TextField(_("what it said, in Chinese"), blank=True, max_length=4000)
    words_en = models.TextField(_("what it said, in English"), blank=True, max_length=4000)

    words = Bilingual("words")
    objects = PartOfCentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation of a laboratory or centre")
        verbose_name_plural = _("evaluations of laboratories and centres")
        ordering = ("centre_id", "held_on", "pk")

    def __str__(self) -> str:
        return f"{self.held_on} {self.get_result_display()}"

"""Where persons belong, and for whom they are a contact."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.periods import PartialDateField, in_order, not_before
from entente.kit.records import Record, RecordQuerySet
from entente.kit.scope import Officer
from entente.office.models import OwnedRecord, Unit
from entente.people.enums import ContactRole, Direction
from entente.people.models.persons import Person

ONE_PLACE = _("Choose an organisation or a unit of ours, one of them.")


class AffiliationQuerySet(RecordQuerySet["Affiliation"]):
    """Ways to read affiliations."""

    def visible_to(self, officer: Officer, permission: str = "people.view_person") -> Self:
        """Keep the affiliations of the persons inside a scope."""
        return self.filter(officer.scope(permission).q("person__unit", "person__top_unit"))

    def with_places(self) -> Self:
        """Fetch where each one is."""
        return self.select_related("organisation", "at_unit")


class Affiliation(Record):
    """A person at an organisation or at one of our own units, as what, from when until when."""

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="affiliations", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="affiliations",
        verbose_name=_("organisation"),
    )
    at_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="affiliations",
        verbose_name=_("unit of ours"),
    )
    role_zh = models.CharField(_("position in Chinese"), max_length=200, blank=True)
    role_en = models.CharField(_("position in English"), max_length=200, blank=True)
    starts_on = PartialDateField(_("from"), null=True, blank=True)
    ends_on = PartialDateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    role = Bilingual("role")
    audit_parent = "person"
    audit_personal = frozenset(
        {"organisation", "at_unit", "role_zh", "role_en", "starts_on", "ends_on", "source"}
    )
    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = (F("starts_on").desc(nulls_last=True), "-pk")
        constraints = (
            models.CheckConstraint(
                name="affiliation_at_one_place",
                condition=Q(organisation__isnull=True, at_unit__isnull=False)
                | Q(organisation__isnull=False, at_unit__isnull=True),
                violation_error_message=ONE_PLACE,
            ),
            models.CheckConstraint(
                name="affiliation_ends_after_it_starts",
                condition=in_order("starts_on", "ends_on"),
                violation_error_message=_("The end lies before the beginning."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} · {self.place}" if self.role else str(self.place)

    def get_absolute_url(self) -> str:
        """Give the address of the person."""
        return self.person.get_absolute_url()

    @property
    def place(self) -> Any:
        """The organisation or the unit."""
        return self.organisation or self.at_unit

    def personal_key(self) -> str:
        """Name the key of the person."""
        return self.person.personal_key()


# --- Contacts -------------------------------------------------------------------------------------


class ContactQuerySet(RecordQuerySet["Contact"]):
    """Ways to read contacts."""

    def for_list(self) -> Self:
        """Fetch what one line of a list shows, in one query."""
        return self.select_related("person", "organisation", "unit")

    def current(self, on: datetime.date) -> Self:
        """Keep those that are not known to have ended before that day."""
        return self.filter(Q(ends_on__isnull=True) | not_before("ends_on", on))


class Contact(OwnedRecord):
    """Whom we write to at an organisation, about what; our unit's own knowledge."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="contacts", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="contacts",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=20, choices=ContactRole.choices)
    direction = models.CharField(
        _("direction"), max_length=10, choices=Direction.choices, default=Direction.BOTH
    )
    email = models.EmailField(_("mail address there"), blank=True)
    phone = models.CharField(_("telephone there"), max_length=40, blank=True)
    starts_on = PartialDateField(_("from"), null=True, blank=True)
    ends_on = PartialDateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    audit_parent = "person"
    audit_personal = frozenset({"email", "phone", "note"})
    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("organisation", "role", "pk")
        constraints = (
            models.CheckConstraint(
                name="contact_ends_after_it_starts",
                condition=in_order("starts_on", "ends_on"),
                violation_error_message=_("The end lies before the beginning."),
            ),
        )
        indexes = (
            models.Index(fields=("organisation", "top_unit"), name="contact_at_organisation"),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()}"

    def get_absolute_url(self) -> str:
        """Give the address of the person."""
        return self.person.get_absolute_url()

    @property
    def mail(self) -> str:
        """The address to write to: the one there, else the person's own."""
        return self.email or self.person.email

    def clean(self) -> None:
        """Refuse a person of another institution's register."""
        super().clean()
        if self.person.top_unit_id != self.top_unit_id:
            raise ValidationError({"person": _("This person stands in another register.")})

    def personal_key(self) -> str:
        """Name the key of the person."""
        return self.person.personal_key()

"""What persons agreed to."""

from __future__ import annotations

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from entente.kit.records import Record, RecordQuerySet
from entente.kit.scope import Officer
from entente.people.enums import ConsentPurpose
from entente.people.models.persons import Person


class ConsentQuerySet(RecordQuerySet["Consent"]):
    """Ways to read consents."""

    def visible_to(self, officer: Officer, permission: str = "people.view_person") -> Self:
        """Keep the consents of the persons inside a scope."""
        return self.filter(officer.scope(permission).q("person__unit", "person__top_unit"))

    def holding(self, on: datetime.date) -> Self:
        """Keep what was agreed to and not withdrawn on that day."""
        return self.filter(given_on__lte=on).filter(
            Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on)
        )


class Consent(Record):
    """What a person agreed to: for which purpose, in which words, from when until when.

    It stays after it was withdrawn, as the ground on which data were used until then.
    """

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="consents", verbose_name=_("person")
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=ConsentPurpose.choices)
    given_on = models.DateField(_("given on"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    wording = models.TextField(
        _("wording"), blank=True, max_length=4000, help_text=_("The words that were agreed to.")
    )
    source = models.CharField(
        _("source"),
        max_length=300,
        help_text=_("Where it can be seen: a signed form, a letter, an application."),
    )

    audit_parent = "person"
    audit_personal = frozenset({"wording", "source"})
    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("-given_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="consent_withdrawn_after_it_was_given",
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                violation_error_message=_("It cannot be withdrawn before it was given."),
            ),
            models.UniqueConstraint(
                fields=("person", "purpose"),
                condition=Q(withdrawn_on__isnull=True),
                name="consent_one_for_a_purpose",
                violation_error_message=_("This person has agreed to that already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_purpose_display())

    def get_absolute_url(self) -> str:
        """Give the address of the person."""
        return self.person.get_absolute_url()

    def personal_key(self) -> str:
        """Name the key of the person."""
        return self.person.personal_key()

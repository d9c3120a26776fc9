"""The sides of an agreement, as they are called today and were at signing."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import LANGUAGES, Bilingual, Passage, current_language
from entente.kit.records import Record, RecordQuerySet
from entente.office.models import Unit
from entente.organisations.models import Organisation
from entente.partnerships.enums import PartyRole

# What neither a list nor a page shows.
STAMPS = ("created_at", "updated_at")


class AgreementPartyQuerySet(RecordQuerySet["AgreementParty"]):
    """Ways to read parties."""

    scope_unit = "agreement__unit"
    scope_tree = "agreement__top_unit"

    def for_list(self) -> Self:
        """Fetch the unit or the organisation with each party."""
        return self.select_related("unit", "organisation")

    def for_page(self) -> Self:
        """Fetch with each party what its holder is called and where it lies."""
        names = ("name_zh", "name_en")
        holders = (f"{holder}__{name}" for holder in ("unit", "organisation") for name in names)
        own = (field.attname for field in self.model._meta.concrete_fields)
        shown = self.select_related("unit", "organisation")
        return shown.only(*(set(own) - set(STAMPS)), *holders, "organisation__country")

    def for_names(self) -> Self:
        """Fetch no more than what each party is called today."""
        names = [
            f"{holder}__name_{language}"
            for holder in ("unit", "organisation")
            for language in LANGUAGES
        ]
        return self.select_related("unit", "organisation").only("agreement", "position", *names)


class AgreementParty(Record):
    """One side of an agreement: a unit of ours or an organisation, never both.

    The name at signing stays as it was, whatever the party is called later.
    """

    agreement = models.ForeignKey("Agreement", models.CASCADE, related_name="parties")
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreement_parties",
        verbose_name=_("unit of ours"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreement_parties",
        verbose_name=_("partner"),
    )
    role = models.CharField(
        _("part in the agreement"),
        max_length=12,
        choices=PartyRole.choices,
        default=PartyRole.SIGNATORY,
    )
    position = models.PositiveSmallIntegerField(_("place in the order"), default=1)
    name_at_signing_zh = models.CharField(_("name at signing, Chinese"), max_length=300, blank=True)
    name_at_signing_en = models.CharField(_("name at signing, English"), max_length=300, blank=True)
    contact = models.CharField(_("contact"), max_length=300, blank=True)

    name_at_signing = Bilingual("name_at_signing")
    audit_parent = "agreement"
    audit_ignored = frozenset({"agreement", "position"})
    objects = AgreementPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        ordering = ("agreement_id", "position", "pk")
        constraints = (
            models.CheckConstraint(
                name="party_is_a_unit_or_an_organisation",
                condition=Q(unit__isnull=True, organisation__isnull=False)
                | Q(unit__isnull=False, organisation__isnull=True),
                violation_error_message=_("A party is a unit of ours or a partner, never both."),
            ),
            models.UniqueConstraint(
                fields=("agreement", "unit"),
                name="unit_is_a_party_once",
                violation_error_message=_("This unit is a party already."),
            ),
            models.UniqueConstraint(
                fields=("agreement", "organisation"),
                name="organisation_is_a_party_once",
                violation_error_message=_("This partner is a party already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Give the address of the agreement's page."""
        return f"{self.agreement.get_absolute_url()}#parties"

    @property
    def holder(self) -> Unit | Organisation:
        """The unit or the organisation, as it is called today."""
        holder = self.unit or self.organisation
        if holder is None:
            message = "A party without unit and organisation cannot be stored."
            raise ValueError(message)
        return holder

    @property
    def name(self) -> Passage:
        """Its name today, in the reader's language."""
        language = current_language()
        name: Passage | str = self.holder.name
        return name if isinstance(name, Passage) else Passage(name, language)

    def all_names(self) -> list[str]:
        """List the names it is found by: today's and those at signing."""
        holder = self.holder
        names = [getattr(holder, f"name_{language}", "") for language in LANGUAGES]
        return [*names, self.name_at_signing_zh, self.name_at_signing_en]

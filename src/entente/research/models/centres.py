"""Joint laboratories and centres: what we keep together with partners, since when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.bilingual import Bilingual
from entente.kit.periods import PartialDateField, in_order
from entente.kit.records import RecordQuerySet
from entente.kit.search import Entry
from entente.office.models import OwnedRecord
from entente.partnerships.models import Agreement
from entente.research.enums import CENTRE_FLOW, FOUNDED, CentreKind, CentreState, Level

NEEDS_NAME = _("It needs a name in at least one language.")
CLOSED_BEFORE_FOUNDED = _("It cannot have been closed before it was founded.")


class JointCentreQuerySet(RecordQuerySet["JointCentre"]):
    """Ways to read joint laboratories and centres."""

    def founded(self) -> Self:
        """Keep those that were founded, whether or not they still run."""
        return self.filter(state__in=FOUNDED)

    def standing(self) -> Self:
        """Keep those that were not given up before they were founded."""
        return self.exclude(state=CentreState.DROPPED)

    def with_organisations(self, organisations: Iterable[Any]) -> Self:
        """Keep those with a partner among the organisations."""
        from entente.research.models.parts import CentrePartner

        here = CentrePartner.objects.filter(
            centre=OuterRef("pk"), organisation__in=list(organisations)
        )
        return self.filter(Exists(here))

    def without_partner(self) -> Self:
        """Keep those of which no partner is entered."""
        return self.filter(partners__isnull=True)

    def for_list(self) -> Self:
        """Fetch what one line of a list shows, with the partners in one further query."""
        from entente.research.models.parts import CentrePartner

        partners = CentrePartner.objects.select_related("organisation").order_by("pk")
        return self.select_related("unit").prefetch_related(Prefetch("partners", partners))

    def for_page(self) -> Self:
        """Fetch what its own page shows beside its parts."""
        return self.select_related("unit", "agreement__unit", "owner")


class JointCentre(OwnedRecord):
    """A laboratory or centre that one of our units keeps together with partners.

    `founded_on` and `closed_on` are as exact as their source; a founding day that no source tells
    stays empty. `agreement` is the one by which it was founded. `kept_since` is the day since
    which it stands in these records: no evaluation is asked for of the time before.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=CentreKind.choices)
    level = models.CharField(
        pgettext_lazy("joint centre", "level"), max_length=12, choices=Level.choices, blank=True
    )
    name_zh = models.CharField(_("name in Chinese"), max_length=300, blank=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    about_zh = models.TextField(_("what it works on, in Chinese"), blank=True, max_length=4000)
    about_en = models.TextField(_("what it works on, in English"), blank=True, max_length=4000)
    founded_on = PartialDateField(_("founded"), null=True, blank=True)
    closed_on = PartialDateField(_("closed"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=CentreState.choices, default=CentreState.PLANNED
    )
    agreement = models.ForeignKey(
        Agreement,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="joint_centres",
        verbose_name=_("agreement by which it was founded"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
    )
    reason = models.CharField(_("why it ended"), max_length=500, blank=True)
    source = models.CharField(_("source"), max_length=1000, blank=True)
    kept_since = models.DateField(editable=False)

    name, about = Bilingual("name"), Bilingual("about")
    flow = CENTRE_FLOW
    audit_ignored = frozenset({"kept_since"})
    objects = JointCentreQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint laboratory or centre")
        verbose_name_plural = _("joint laboratories and centres")
        constraints = (
            models.CheckConstraint(
                name="joint_centre_has_a_name",
                condition=~Q(name_zh="") | ~Q(name_en=""),
                violation_error_message=NEEDS_NAME,
            ),
            models.CheckConstraint(
                name="joint_centre_closed_after_founded",
                condition=in_order("founded_on", "closed_on"),
                violation_error_message=CLOSED_BEFORE_FOUNDED,
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "-id"), name="joint_centre_tree"),
            models.Index(fields=("unit", "-id"), name="joint_centre_unit"),
        )

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("research:centre", args=[self.pk])

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        errors: dict[str, Any] = {}
        if not (self.name_zh or self.name_en):
            errors["name_zh"] = NEEDS_NAME
        if self.founded_on and self.closed_on:
            founded: Any = self.founded_on
            if self.closed_on.latest < founded.earliest:
                errors["closed_on"] = CLOSED_BEFORE_FOUNDED
        if errors:
            raise ValidationError(errors)

    def search_entry(self) -> Entry:
        """Be found by its names and by what it works on."""
        return Entry(
            title_zh=self.name_zh or self.name_en,
            title_en=self.name_en or self.name_zh,
            names=tuple(filter(None, (self.name_zh, self.name_en))),
            text=f"{self.about_zh} {self.about_en}".strip(),
            unit=self.unit_id,
            tree=self.top_unit_id,
        )

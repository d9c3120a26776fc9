"""What our units note about an organisation for themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.records import RecordQuerySet
from entente.office.models import OwnedRecord
from entente.organisations.enums import Grade
from entente.organisations.models.register import Organisation


class DueDiligenceQuerySet(RecordQuerySet["DueDiligence"]):
    """Ways to read notes on due diligence."""

    def about(self, organisation: Organisation) -> DueDiligenceQuerySet:
        """Keep the notes on one organisation, newest first."""
        return self.filter(organisation=organisation).order_by("-noted_on", "-pk")

    def for_list(self) -> DueDiligenceQuerySet:
        """Fetch what a line shows."""
        return self.select_related("owner", "unit", "organisation")


class DueDiligence(OwnedRecord):
    """A note on the standing of an organisation: grade, owner and date; only its unit sees it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="due_diligence")
    grade = models.CharField(_("grade"), max_length=10, choices=Grade.choices)
    text_zh = models.TextField(_("text in Chinese"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("owner")
    )
    noted_on = models.DateField(_("noted on"))

    text = Bilingual("text")
    objects = DueDiligenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("due diligence")
        verbose_name_plural = _("due diligence")

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_grade_display()}"

    def get_absolute_url(self) -> str:
        """It is read on the page of its organisation."""
        return f"{self.organisation.get_absolute_url()}#due-diligence"

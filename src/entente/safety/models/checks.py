"""Safety checks: a question that goes to everybody who is somewhere."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.records import RecordQuerySet
from entente.kit.search import Entry
from entente.office.models import OwnedRecord
from entente.organisations.models import Organisation
from entente.organisations.places import place_name
from entente.safety.enums import CHECK_FLOW, AnswerState, CheckState


class SafetyCheckQuerySet(RecordQuerySet["SafetyCheck"]):
    """Ways to read safety checks."""

    def under_way(self) -> Self:
        """Keep those that are sent and not closed."""
        return self.filter(state=CheckState.SENT)

    def for_list(self) -> Self:
        """Fetch what one line of a list shows, in one query."""
        rows = self.select_related("unit", "organisation")
        return rows.annotate(
            asked=Count("travellers"),
            answered=Count("travellers", filter=~Q(travellers__state=AnswerState.WAITING)),
            in_need=Count("travellers", filter=Q(travellers__state=AnswerState.HELP)),
        )


class SafetyCheck(OwnedRecord):
    """A question to all of a unit's people who are in a country, at a host, or abroad at all.

    Until it is sent nobody is kept: who is out there is asked again each time it is looked at.
    """

    title_zh = models.CharField(_("subject in Chinese"), max_length=200)
    title_en = models.CharField(_("subject in English"), max_length=200)
    text_zh = models.TextField(_("text in Chinese"), max_length=4000)
    text_en = models.TextField(_("text in English"), max_length=4000)
    country = models.CharField(_("country or region"), max_length=2, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="safety_checks",
        verbose_name=_("institution"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=CheckState.choices, default=CheckState.DRAFT
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, editable=False)
    reminded_at = models.DateTimeField(_("last reminded at"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)

    title = Bilingual("title")
    text = Bilingual("text")
    flow = CHECK_FLOW
    objects = SafetyCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("safety check")
        verbose_name_plural = _("safety checks")
        ordering = ("-pk",)
        indexes = (models.Index(fields=("top_unit", "state"), name="safety_check_tree"),)

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("safety:check", args=[self.pk])

    @property
    def country_name(self) -> str:
        """The country or region in the reader's language; empty where everywhere is meant."""
        return place_name(self.country)

    @property
    def takes_answers(self) -> bool:
        """Whether the links still take answers."""
        return self.state == CheckState.SENT

    def search_entry(self) -> Entry:
        """Be found by subject."""
        return Entry(
            title_zh=self.title_zh,
            title_en=self.title_en,
            unit=self.unit_id,
            tree=self.top_unit_id,
        )

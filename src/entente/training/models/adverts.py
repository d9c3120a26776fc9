"""Adverts: each is a version that is reviewed, and a record of where it ran."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.training.enums import ADVERT_FLOW, AdvertState
from entente.training.models.projects import PartOfProject, PartOfProjectQuerySet, Project


class AdvertQuerySet(PartOfProjectQuerySet):
    """Ways to read adverts."""

    def to_review(self) -> Self:
        """Keep those that wait for review."""
        return self.filter(state=AdvertState.SUBMITTED)

    def for_page(self) -> Self:
        """Fetch the project and who decided."""
        return self.select_related("project__unit", "submitted_by", "decided_by", "allowed_by")


class Advert(PartOfProject):
    """One version of an advert: what it says, at which price, from when until when.

    Only an approved version is published, and one version of a project is out at a time. Whatever
    is changed in an approved version is reviewed again.
    """

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="adverts", verbose_name=_("training project")
    )
    number = models.PositiveSmallIntegerField(_("version"), editable=False)
    text_zh = models.TextField(_("text in Chinese"), max_length=8000, blank=True)
    text_en = models.TextField(_("text in English"), max_length=8000, blank=True)
    price = models.DecimalField(_("price, in yuan"), max_digits=12, decimal_places=2)
    starts_on = models.DateField(_("first day of the class"), null=True, blank=True)
    ends_on = models.DateField(_("last day of the class"), null=True, blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=AdvertState.choices,
        default=AdvertState.DRAFT,
        editable=False,
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("submitted by"),
        editable=False,
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
        editable=False,
    )
    decided_on = models.DateField(_("decided on"), null=True, editable=False)
    returned_because = models.TextField(
        _("what is to be mended"), max_length=2000, blank=True, editable=False
    )
    allowed_words = models.CharField(
        _("words let pass"), max_length=500, blank=True, editable=False
    )
    allowed_because = models.TextField(
        _("why they were let pass"), max_length=2000, blank=True, editable=False
    )
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("let pass by"),
        editable=False,
    )
    published_on = models.DateField(_("published on"), null=True, editable=False)

    text = Bilingual("text")
    flow = ADVERT_FLOW
    objects = AdvertQuerySet.as_manager()

    class Meta:
        verbose_name = _("advert")
        verbose_name_plural = _("adverts")
        ordering = ("project_id", "-number")
        constraints = (
            models.UniqueConstraint(fields=("project", "number"), name="advert_version_once"),
            models.UniqueConstraint(
                fields=("project",),
                condition=Q(state=AdvertState.PUBLISHED),
                name="advert_one_is_out",
                violation_error_message=_("Another version is published."),
            ),
            models.CheckConstraint(
                name="advert_says_something",
                condition=~Q(text_zh="") | ~Q(text_en=""),
                violation_error_message=_("Write what the advert says, in at least one language."),
            ),
            models.CheckConstraint(
                name="advert_days_in_order",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The last day cannot come before the first."),
            ),
            models.CheckConstraint(
                name="advert_price_not_negative",
                condition=Q(price__gte=0),
                violation_error_message=_("A price cannot be negative."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.project} · {self.number}"

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("training:advert", args=[self.pk])

    @property
    def passed_words(self) -> tuple[str, ...]:
        """The forbidden words that an official let pass."""
        return tuple(filter(None, self.allowed_words.split("\n")))


class AppearanceQuerySet(PartOfProjectQuerySet):
    """Appearances are seen by whoever sees the project."""

    scope_unit = "advert__project__unit"
    scope_tree = "advert__project__top_unit"


class Appearance(PartOfProject):
    """Where and when a version of an advert ran."""

    audit_parent = "advert"
    audit_ignored = frozenset({"advert"})

    advert = models.ForeignKey(
        Advert, models.CASCADE, related_name="appearances", verbose_name=_("advert")
    )
    channel = models.CharField(_("where it ran"), max_length=200)
    link = models.URLField(_("address"), max_length=500, blank=True)
    ran_on = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("appearance of an advert")
        verbose_name_plural = _("appearances of adverts")
        ordering = ("advert_id", "ran_on", "pk")
        constraints = (
            models.CheckConstraint(
                name="appearance_days_in_order",
                condition=Q(until__isnull=True) | Q(until__gte=models.F("ran_on")),
                violation_error_message=_("The last day cannot come before the first."),
            ),
        )

    def __str__(self) -> str:
        return self.channel

    @property
    def project(self) -> Any:  # type: ignore[override]
        """The project of the advert."""
        return self.advert.project

    def get_absolute_url(self) -> str:
        """Give the page of the advert."""
        return self.advert.get_absolute_url()

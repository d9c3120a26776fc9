"""Statutes of a consortium: what it has decided about itself, from a day on."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.consortia.enums import Majority, MotionKind, Office, Proration, QuorumCounts, Rotation
from entente.consortia.models.register import (
    Consortium,
    PartOfConsortium,
    PartOfConsortiumQuerySet,
)
from entente.consortia.voting import Share
from entente.kit.bilingual import Bilingual
from entente.kit.records import Record, RecordQuerySet
from entente.organisations.models import Organisation

MORE_THAN_ALL = _("A quorum cannot be more than all members.")


def _number(
    label: Any, most: int, least: int = 0
) -> models.PositiveSmallIntegerField[int | None, int | None]:
    checks = [MinValueValidator(least), MaxValueValidator(most)]
    return models.PositiveSmallIntegerField(label, null=True, blank=True, validators=checks)


def _majority(label: Any) -> models.CharField[str, str]:
    return models.CharField(label, max_length=20, choices=Majority.choices, blank=True)


def _rotation(label: Any) -> models.CharField[str, str]:
    return models.CharField(label, max_length=10, choices=Rotation.choices, default=Rotation.NONE)


class StatuteQuerySet(PartOfConsortiumQuerySet):
    """Ways to read statutes."""

    def in_force(self, on: datetime.date) -> Self:
        """Put first the one that holds on a day: the last that came into force by then."""
        return self.filter(starts_on__lte=on).order_by("-starts_on", "-pk")


class Statute(PartOfConsortium):
    """The rules of a consortium in one version, in force from a day until the next one is.

    What a statute does not say stays empty; nothing is filled in for it. Without a first day it is
    a draft.
    """

    consortium = models.ForeignKey(Consortium, models.CASCADE, related_name="statutes")
    title_zh = models.CharField(_("title in Chinese"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    starts_on = models.DateField(_("in force from"), null=True, blank=True)
    quorum_numerator = _number(_("quorum, numerator"), 100, 1)
    quorum_denominator = _number(_("quorum, denominator"), 100, 1)
    quorum_is_more_than = models.BooleanField(_("more than this share"), default=False)
    quorum_counts = models.CharField(
        _("who counts for the quorum"),
        max_length=12,
        choices=QuorumCounts.choices,
        default=QuorumCounts.REPRESENTED,
    )
    ordinary_majority = _majority(_("majority for ordinary matters"))
    membership_majority = _majority(_("majority for members"))
    election_majority = _majority(_("majority for elections"))
    dues_majority = _majority(_("majority for dues"))
    statute_majority = _majority(_("majority for statutes"))
    proxies_per_holder = _number(_("proxies that one member may hold"), 50)
    notice_days = _number(_("notice of a meeting, days"), 400)
    chair_term_months = _number(_("term of the chair, months"), 240, 1)
    chair_renewals = _number(_("renewals of the chair"), 20)
    chair_rotation = _rotation(_("order of the chair"))
    secretary_term_months = _number(_("term of the secretary-general, months"), 240, 1)
    secretary_renewals = _number(_("renewals of the secretary-general"), 20)
    host_rotation = _rotation(_("order of the hosts"))
    places_per_member = _number(_("places of each member in an edition"), 1000)
    dues_proration = models.CharField(
        _("dues of a part of a year"), max_length=10, choices=Proration.choices, blank=True
    )
    text_zh = models.TextField(_("articles in Chinese"), blank=True)
    text_en = models.TextField(_("articles in English"), blank=True)
    source = models.TextField(_("source"), blank=True)

    title = Bilingual("title")
    objects = StatuteQuerySet.as_manager()

    class Meta:
        verbose_name = _("statute")
        verbose_name_plural = _("statutes")
        ordering = ("consortium", F("starts_on").desc(nulls_first=True), "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("consortium", "starts_on"),
                name="statute_begins_alone",
                violation_error_message=_("Another statute begins on this day."),
            ),
            models.CheckConstraint(
                name="statute_quorum_is_a_share",
                condition=Q(quorum_numerator__isnull=True, quorum_denominator__isnull=True)
                | Q(quorum_numerator__lte=F("quorum_denominator")),
                violation_error_message=MORE_THAN_ALL,
            ),
            models.CheckConstraint(
                name="statute_has_a_title",
                condition=~Q(title_zh="") | ~Q(title_en=""),
                violation_error_message=_("A statute needs a title in at least one language."),
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("consortia:statute", args=[self.pk])

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        share = (self.quorum_numerator, self.quorum_denominator)
        if (share[0] is None) != (share[1] is None):
            missing = "quorum_numerator" if share[0] is None else "quorum_denominator"
            raise ValidationError({missing: _("A share needs both numbers, such as 2 and 3.")})
        if share[0] and share[1]:
            if share[0] > share[1]:
                raise ValidationError({"quorum_numerator": MORE_THAN_ALL})
            if share[0] == share[1] and self.quorum_is_more_than:
                raise ValidationError({"quorum_is_more_than": MORE_THAN_ALL})
        if not (self.title_zh or self.title_en):
            message = _("A statute needs a title in at least one language.")
            raise ValidationError({"title_zh": message})

    @property
    def quorum(self) -> Share | None:
        """The share that makes a quorum, where the statute states one."""
        if self.quorum_numerator is None or self.quorum_denominator is None:
            return None
        share = Fraction(self.quorum_numerator, self.quorum_denominator)
        return Share(share, self.quorum_is_more_than)

    def quorum_in_words(self) -> str:
        """Say the quorum as the page does: "2/3 of the members with a vote"."""
        if self.quorum is None:
            return ""
        words = {"share": f"{self.quorum_numerator}/{self.quorum_denominator}"}
        if self.quorum_is_more_than:
            return gettext("more than %(share)s of the members with a vote") % words
        return gettext("%(share)s of the members with a vote") % words

    def majority_for(self, kind: str) -> str:
        """Give the majority that a kind of motion takes; empty where nothing is said."""
        return str(getattr(self, f"{MotionKind(kind)}_majority"))

    def term_of(self, office: str) -> tuple[int | None, int | None]:
        """Give for an office the length of a term in months and how often it may be renewed."""
        if office == Office.CHAIR:
            return self.chair_term_months, self.chair_renewals
        if office == Office.SECRETARY:
            return self.secretary_term_months, self.secretary_renewals
        return None, None


class RotationPlaceQuerySet(RecordQuerySet["RotationPlace"]):
    """Ways to read the order of a statute."""

    scope_unit = "statute__consortium__unit"
    scope_tree = "statute__consortium__top_unit"


class RotationPlace(Record):
    """A member's place in the order that a statute lists."""

    statute = models.ForeignKey(Statute, models.CASCADE, related_name="order")
    position = models.PositiveSmallIntegerField(_("place"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="rotation_places", verbose_name=_("member")
    )

    audit_parent = "statute"
    audit_ignored = frozenset({"statute"})
    objects = RotationPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in an order")
        verbose_name_plural = _("places in an order")
        ordering = ("statute", "position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("statute", "organisation"),
                name="rotation_member_stands_once",
                violation_error_message=_("This member stands in the order already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.position}. {self.organisation}"

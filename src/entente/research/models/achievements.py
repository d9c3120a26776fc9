"""Patents and prizes that came of joint research."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.periods import PartialDateField, in_order
from entente.kit.records import Record, RecordQuerySet
from entente.kit.search import Entry
from entente.office.models import OwnedRecord
from entente.organisations.models import Organisation
from entente.people.models import Person
from entente.research.enums import AchievementKind, Level
from entente.research.models.centres import JointCentre
from entente.research.models.projects import NEEDS_TITLE, PARTNER_ALREADY, JointProject

GRANTED_BEFORE = _("It cannot be granted before it was applied for.")
NUMBER_ALREADY = _("A patent with this number is entered already.")


class AchievementQuerySet(RecordQuerySet["Achievement"]):
    """Ways to read patents and prizes."""

    def granted(self) -> Self:
        """Keep what was granted or awarded."""
        return self.filter(granted_on__isnull=False)

    def joint(self) -> Self:
        """Keep those with a partner."""
        return self.filter(Exists(AchievementPartner.objects.filter(achievement=OuterRef("pk"))))

    def with_organisations(self, organisations: Iterable[Any]) -> Self:
        """Keep those that one of the organisations holds with us."""
        those = list(organisations)
        here = AchievementPartner.objects.filter(achievement=OuterRef("pk"), organisation__in=those)
        return self.filter(Exists(here))

    def for_list(self) -> Self:
        """Fetch what one line of a list shows, with the partners in one further query."""
        partners = AchievementPartner.objects.select_related("organisation").order_by("pk")
        return self.select_related("unit").prefetch_related(Prefetch("partners", partners))

    def for_page(self) -> Self:
        """Fetch what its own page shows beside its partners."""
        return self.select_related("unit", "person", "project__unit", "centre__unit")


class Achievement(OwnedRecord):
    """A patent that was applied for or granted, or a prize that was awarded.

    `body` is the patent office, or who awards the prize; `holders` are the inventors or winners in
    order, one a line. It counts by `granted_on`; while that is empty a patent is only applied for.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=AchievementKind.choices)
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    number = models.CharField(_("number of the patent or certificate"), max_length=60, blank=True)
    body = models.CharField(_("patent office, or who awards it"), max_length=300, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, blank=True)
    grade = models.CharField(_("grade of the prize"), max_length=60, blank=True)
    holders = models.TextField(_("inventors or winners"), blank=True, max_length=4000)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="achievements",
        verbose_name=_("first of ours"),
    )
    applied_on = PartialDateField(_("applied for"), null=True, blank=True)
    granted_on = PartialDateField(_("granted or awarded"), null=True, blank=True)
    project = models.ForeignKey(
        JointProject,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="achievements",
        verbose_name=_("joint project it came from"),
    )
    centre = models.ForeignKey(
        JointCentre,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="achievements",
        verbose_name=_("laboratory or centre it came from"),
    )
    source = models.CharField(_("source"), max_length=1000, blank=True)

    title = Bilingual("title")
    audit_personal = frozenset({"holders"})
    objects = AchievementQuerySet.as_manager()

    class Meta:
        verbose_name = _("patent or prize")
        verbose_name_plural = _("patents and prizes")
        constraints = (
            models.CheckConstraint(
                name="achievement_has_a_title",
                condition=~Q(title_zh="") | ~Q(title_en=""),
                violation_error_message=NEEDS_TITLE,
            ),
            models.CheckConstraint(
                name="achievement_granted_after_applied",
                condition=in_order("applied_on", "granted_on"),
                violation_error_message=GRANTED_BEFORE,
            ),
            models.UniqueConstraint(
                name="patent_number_once",
                fields=("top_unit", "number"),
                condition=~Q(number="") & ~Q(kind=AchievementKind.PRIZE),
                violation_error_message=NUMBER_ALREADY,
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "-id"), name="achievement_tree"),
            models.Index(fields=("unit", "-id"), name="achievement_unit"),
        )

    def __str__(self) -> str:
        return str(self.title)

    def personal_key(self) -> str:
        """Name the key under which the trail keeps who invented or won it."""
        return f"research-achievement-{self.pk}"

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("research:achievement", args=[self.pk])

    @property
    def holder_lines(self) -> list[str]:
        """The inventors or winners in order."""
        return [line.strip() for line in self.holders.splitlines() if line.strip()]

    def clean_fields(self, exclude: Any = None) -> None:
        """Keep numbers in one spelling."""
        self.number = "".join(self.number.split()).upper()
        super().clean_fields(exclude=exclude)

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        errors: dict[str, Any] = {}
        if not (self.title_zh or self.title_en):
            errors["title_zh"] = NEEDS_TITLE
        granted: Any = self.granted_on
        if self.applied_on and granted and granted.latest < self.applied_on.earliest:
            errors["granted_on"] = GRANTED_BEFORE
        if errors:
            raise ValidationError(errors)

    def validate_constraints(self, exclude: Any = None) -> None:
        """Say at its field that a number is taken: it may be another unit's, which nobody sees."""
        try:
            super().validate_constraints(exclude=exclude)
        except ValidationError as refusal:
            if str(NUMBER_ALREADY) in refusal.messages:
                raise ValidationError({"number": NUMBER_ALREADY}) from refusal
            raise

    def search_entry(self) -> Entry:
        """Be found by its titles, its number and who holds it."""
        return Entry(
            title_zh=self.title_zh or self.title_en,
            title_en=self.title_en or self.title_zh,
            names=tuple(filter(None, (self.title_zh, self.title_en, self.number))),
            text=" ".join(self.holder_lines),
            unit=self.unit_id,
            tree=self.top_unit_id,
        )


class AchievementPartnerQuerySet(RecordQuerySet["AchievementPartner"]):
    """Partners are seen by whoever sees the patent or prize."""

    scope_unit = "achievement__unit"
    scope_tree = "achievement__top_unit"


class AchievementPartner(Record):
    """An institution that holds a patent or won a prize together with us."""

    achievement = models.ForeignKey(
        Achievement, models.CASCADE, related_name="partners", verbose_name=_("patent or prize")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="achievements",
        verbose_name=_("institution"),
    )

    audit_parent = "achievement"
    audit_ignored = frozenset({"achievement"})
    objects = AchievementPartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner of a patent or prize")
        verbose_name_plural = _("partners of patents and prizes")
        ordering = ("achievement_id", "pk")
        constraints = (
            models.UniqueConstraint(
                name="achievement_partner_once",
                fields=("achievement", "organisation"),
                violation_error_message=PARTNER_ALREADY,
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation.name)

    def get_absolute_url(self) -> str:
        """Give the page of the patent or prize."""
        return self.achievement.get_absolute_url()

    @property
    def unit_id(self) -> int:
        """The unit that keeps the patent or prize."""
        return self.achievement.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.achievement.top_unit_id

    @property
    def chain(self) -> int:
        """The audit chain: that of the patent or prize."""
        return self.achievement.chain

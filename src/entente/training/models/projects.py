"""Projects of non-degree education."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.records import Record, RecordQuerySet
from entente.kit.search import Entry
from entente.office.models import OwnedRecord, Unit
from entente.organisations.models import Organisation
from entente.training.enums import PROJECT_FLOW, Mode, ProjectKind, ProjectState

NEEDS_TITLE = _("It needs a title in at least one language.")


class ProjectQuerySet(RecordQuerySet["Project"]):
    """Ways to read projects."""

    def to_approve(self) -> Self:
        """Keep those that wait for approval."""
        return self.filter(state=ProjectState.SUBMITTED)

    def with_organisations(self, organisations: Iterable[Any]) -> Self:
        """Keep those with one of the organisations as partner or as a class's company."""
        from entente.training.models.classes import TrainingClass

        here = {"project": OuterRef("pk"), "company__in": organisations}
        return self.filter(
            Q(partner__in=organisations) | Exists(TrainingClass.objects.filter(**here))
        )

    def for_list(self) -> Self:
        """Fetch what one line of a list shows, in one query."""
        return self.select_related("unit", "partner").annotate(held=Count("classes"))

    def for_page(self) -> Self:
        """Fetch what the page of a project shows."""
        return self.select_related(
            "unit", "top_unit", "partner", "drafted_by", "submitted_by", "decided_by", "allowed_by"
        )


class Project(OwnedRecord):
    """A training outside degrees that one of our units wants to run, runs or ran.

    `unit` is the organiser. What was approved is not changed afterwards: it is taken back, revised
    and approved anew. `allowed_words` are forbidden words that an official let pass, with the
    reason; a further one stops it again. The contract's answers are asked only with a partner.
    """

    number = models.PositiveSmallIntegerField(
        _("number"), default=0, editable=False, validators=[MaxValueValidator(99)]
    )
    plan_year = models.PositiveSmallIntegerField(
        _("year of the plan"), validators=[MinValueValidator(1950), MaxValueValidator(2199)]
    )
    kind = models.CharField(_("kind"), max_length=12, choices=ProjectKind.choices)
    title_zh = models.CharField(_("title in Chinese"), max_length=150, blank=True)
    title_en = models.CharField(_("title in English"), max_length=250, blank=True)
    audience_zh = models.CharField(_("for whom, in Chinese"), max_length=300, blank=True)
    audience_en = models.CharField(_("for whom, in English"), max_length=300, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)
    mode = models.CharField(_("mode"), max_length=12, choices=Mode.choices)
    place = models.CharField(_("place"), max_length=300, blank=True)
    teachers = models.TextField(_("teachers"), max_length=4000, blank=True)
    budget = models.TextField(_("budget"), max_length=4000, blank=True)
    price = models.DecimalField(
        _("price for a learner, in yuan"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    foreign = models.BooleanField(
        _("for foreigners, or with a foreign partner"),
        default=False,
        help_text=_("Where a university has a rule of its own for these, it applies too."),
    )
    risk = models.TextField(_("risks, and what is done about them"), max_length=4000, blank=True)
    partner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="training_projects",
        verbose_name=_("partner"),
    )
    partner_collects = models.BooleanField(
        _("does the partner collect fees"), null=True, blank=True
    )
    partner_enrols = models.BooleanField(
        _("does the partner or an agent enrol learners"), null=True, blank=True
    )
    rights_passed = models.BooleanField(
        _("does the partner manage, run or teach"), null=True, blank=True
    )
    outsourced = models.BooleanField(_("is the whole handed over"), null=True, blank=True)
    as_donation = models.BooleanField(_("are fees paid as a donation"), null=True, blank=True)
    all_in_budget = models.BooleanField(
        _("does all income enter the budget"), null=True, blank=True
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ProjectState.choices,
        default=ProjectState.DRAFT,
        editable=False,
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("drafted by"),
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
    archived_on = models.DateField(_("archived on"), null=True, editable=False)
    archive_lacks = models.TextField(
        _("missing in the archive"), max_length=2000, blank=True, editable=False
    )
    source = models.CharField(_("source"), max_length=1000, blank=True)

    title, audience = Bilingual("title"), Bilingual("audience")
    flow = PROJECT_FLOW
    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("training project")
        verbose_name_plural = _("training projects")
        constraints = (
            models.CheckConstraint(
                name="project_has_a_title",
                condition=~Q(title_zh="") | ~Q(title_en=""),
                violation_error_message=NEEDS_TITLE,
            ),
            models.CheckConstraint(
                name="project_price_not_negative",
                condition=Q(price__isnull=True) | Q(price__gte=0),
                violation_error_message=_("A price cannot be negative."),
            ),
            models.CheckConstraint(
                name="project_words_pass_with_reason",
                condition=Q(allowed_words="")
                | (~Q(allowed_because="") & Q(allowed_by__isnull=False)),
                violation_error_message=_("A forbidden word passes only with a written reason."),
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "-plan_year", "-id"), name="project_tree"),
            models.Index(fields=("unit", "-plan_year", "-id"), name="project_unit"),
            models.Index(fields=("-plan_year", "-id"), name="project_year"),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("training:project", args=[self.pk])

    @property
    def passed_words(self) -> tuple[str, ...]:
        """The forbidden words that an official let pass."""
        return tuple(filter(None, self.allowed_words.split("\n")))

    def search_entry(self) -> Entry:
        """Be found by its title."""
        return Entry(
            title_zh=self.title_zh or self.title_en,
            title_en=self.title_en or self.title_zh,
            names=tuple(filter(None, (self.title_zh, self.title_en))),
            unit=self.unit_id,
            tree=self.top_unit_id,
        )


class PartOfProjectQuerySet(RecordQuerySet[Any]):
    """Parts are seen by whoever sees the project."""

    scope_unit = "project__unit"
    scope_tree = "project__top_unit"

    def of_year(self, year: int) -> Self:
        """Keep those of the projects of one year's plan."""
        return self.filter(project__plan_year=year)


class PartOfProject(Record):
    """A record inside a project, shown in the project's history."""

    audit_parent = "project"
    audit_ignored = frozenset({"project"})
    project: Project

    class Meta:
        abstract = True

    @property
    def unit(self) -> Unit:
        """The unit that organises the project."""
        return self.project.unit

    @property
    def unit_id(self) -> int:
        """The key of that unit."""
        return self.project.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.project.top_unit_id

    @property
    def chain(self) -> int:
        """The audit chain: that of the project."""
        return self.project.chain

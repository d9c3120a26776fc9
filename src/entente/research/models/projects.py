"""Joint projects: research with partners, who pays for it, what came of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
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
from entente.partnerships.schooling import Currency
from entente.people.models import Person
from entente.research.enums import APPROVED, PROJECT_FLOW, ProjectState
from entente.research.models.centres import JointCentre

NEEDS_TITLE = _("It needs a title in at least one language.")
ENDS_BEFORE_START = _("The end lies before the beginning.")
ONE_AMOUNT = _("Name amount and currency together.")
PARTNER_ALREADY = _("It is a partner already.")


class JointProjectQuerySet(RecordQuerySet["JointProject"]):
    """Ways to read joint projects."""

    def approved(self) -> Self:
        """Keep those that were approved, whether or not they still run."""
        return self.filter(state__in=APPROVED)

    def standing(self) -> Self:
        """Keep those that were not refused."""
        return self.exclude(state=ProjectState.REFUSED)

    def with_organisations(self, organisations: Iterable[Any]) -> Self:
        """Keep those that one of the organisations does with us or pays for."""
        those = list(organisations)
        here = ProjectPartner.objects.filter(project=OuterRef("pk"), organisation__in=those)
        return self.filter(Exists(here) | Q(funder__in=those))

    def overdue(self, on: datetime.date) -> Self:
        """Keep those that are over by a day and of which nobody said what came of them."""
        return self.filter(state=ProjectState.RUNNING, last_day__lt=on)

    def for_list(self) -> Self:
        """Fetch what one line of a list shows, with the partners in one further query."""
        partners = ProjectPartner.objects.select_related("organisation").order_by("pk")
        rows = self.select_related("unit", "funder")
        return rows.prefetch_related(Prefetch("partners", partners))

    def for_page(self) -> Self:
        """Fetch what its own page shows beside its partners."""
        return self.select_related("unit", "funder", "owner", "centre__unit", "leader")


class JointProject(OwnedRecord):
    """A project of research that one of our units does together with partners.

    `funder` is who approves it and pays for it, `fund` the programme. The amount stands in the
    money in which it was granted. It counts by the date of its approval.
    """

    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    number = models.CharField(_("project number"), max_length=100, blank=True)
    funder = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="funded_projects",
        verbose_name=_("who approves and funds it"),
    )
    fund = models.CharField(_("fund or programme"), max_length=300, blank=True)
    amount = models.DecimalField(
        _("amount"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    currency = models.CharField(
        _("currency"), max_length=3, choices=Currency.choices, blank=True, default=""
    )
    leader = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_projects",
        verbose_name=_("who leads it for us"),
    )
    centre = models.ForeignKey(
        JointCentre,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("laboratory or centre"),
    )
    approved_on = PartialDateField(_("approved"), null=True, blank=True)
    starts_on = PartialDateField(_("first day"), null=True, blank=True)
    ends_on = PartialDateField(_("last day"), null=True, blank=True)
    results_zh = models.TextField(_("what came of it, in Chinese"), blank=True, max_length=20000)
    results_en = models.TextField(_("what came of it, in English"), blank=True, max_length=20000)
    state = models.CharField(
        _("state"), max_length=10, choices=ProjectState.choices, default=ProjectState.APPLIED
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
    )
    reason = models.CharField(_("why it was refused"), max_length=500, blank=True)
    source = models.CharField(_("source"), max_length=1000, blank=True)
    last_day = models.DateField(null=True, editable=False)

    title, results = Bilingual("title"), Bilingual("results")
    flow = PROJECT_FLOW
    audit_ignored = frozenset({"last_day"})
    objects = JointProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint project")
        verbose_name_plural = _("joint projects")
        constraints = (
            models.CheckConstraint(
                name="joint_project_has_a_title",
                condition=~Q(title_zh="") | ~Q(title_en=""),
                violation_error_message=NEEDS_TITLE,
            ),
            models.CheckConstraint(
                name="joint_project_ends_after_start",
                condition=in_order("starts_on", "ends_on"),
                violation_error_message=ENDS_BEFORE_START,
            ),
            models.CheckConstraint(
                name="joint_project_amount_has_currency",
                condition=Q(amount__isnull=True, currency="")
                | (Q(amount__isnull=False) & ~Q(currency="")),
                violation_error_message=ONE_AMOUNT,
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "-id"), name="joint_project_tree"),
            models.Index(fields=("unit", "-id"), name="joint_project_unit"),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("research:project", args=[self.pk])

    def clean_fields(self, exclude: Any = None) -> None:
        """Keep the last day beside what people typed."""
        super().clean_fields(exclude={*(exclude or ()), "last_day"})
        self.last_day = self.ends_on.latest if self.ends_on else None

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        errors: dict[str, Any] = {}
        if not (self.title_zh or self.title_en):
            errors["title_zh"] = NEEDS_TITLE
        start: Any = self.starts_on
        if start and self.ends_on and self.ends_on.latest < start.earliest:
            errors["ends_on"] = ENDS_BEFORE_START
        if (self.amount is None) != (not self.currency):
            errors["currency" if not self.currency else "amount"] = ONE_AMOUNT
        if errors:
            raise ValidationError(errors)

    def search_entry(self) -> Entry:
        """Be found by its titles, its number and its fund."""
        return Entry(
            title_zh=self.title_zh or self.title_en,
            title_en=self.title_en or self.title_zh,
            names=tuple(filter(None, (self.title_zh, self.title_en, self.number))),
            text=self.fund,
            unit=self.unit_id,
            tree=self.top_unit_id,
        )


class ProjectPartnerQuerySet(RecordQuerySet["ProjectPartner"]):
    """Partners are seen by whoever sees the project."""

    scope_unit = "project__unit"
    scope_tree = "project__top_unit"


class ProjectPartner(Record):
    """An institution that does a project together with us."""

    project = models.ForeignKey(
        JointProject, models.CASCADE, related_name="partners", verbose_name=_("project")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="joint_projects",
        verbose_name=_("institution"),
    )
    part = models.CharField(_("what it does in it"), max_length=300, blank=True)

    audit_parent = "project"
    audit_ignored = frozenset({"project"})
    objects = ProjectPartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner of a project")
        verbose_name_plural = _("partners of projects")
        ordering = ("project_id", "pk")
        constraints = (
            models.UniqueConstraint(
                name="joint_project_partner_once",
                fields=("project", "organisation"),
                violation_error_message=PARTNER_ALREADY,
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation.name)

    def get_absolute_url(self) -> str:
        """Give the page of the project."""
        return self.project.get_absolute_url()

    @property
    def unit_id(self) -> int:
        """The unit that keeps the project."""
        return self.project.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.project.top_unit_id

    @property
    def chain(self) -> int:
        """The audit chain: that of the project."""
        return self.project.chain

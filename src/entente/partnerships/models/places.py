"""Places: how many may go and come under an agreement, year by year."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.periods import FIRST_YEAR, LAST_YEAR, Period
from entente.kit.records import Record, RecordQuerySet
from entente.office.models import Unit
from entente.partnerships.enums import (
    PROMISED,
    Direction,
    PlacesBasis,
    StayKind,
    StudyLevel,
    UsedFrom,
)
from entente.partnerships.models.agreements import Agreement
from entente.partnerships.models.parties import AgreementParty
from entente.partnerships.quotas import Kind, Quota

NEGATIVE = _("A number of places cannot be negative.")
MOST = 100_000


class PlacesQuerySet(RecordQuerySet["Places"]):
    """Ways to read places."""

    scope_unit = "agreement__unit"
    scope_tree = "agreement__top_unit"

    def of_year(self, year: int) -> Self:
        """Keep those of the academic year that begins in a calendar year."""
        return self.filter(academic_year=year)

    def between(self, first: int, last: int) -> Self:
        """Keep those of the academic years that begin in these calendar years, both counted."""
        return self.filter(academic_year__range=(first, last))

    def tops(self) -> Self:
        """Keep those that are no part of others: what is divided is counted once."""
        return self.filter(parent__isnull=True)

    def promised(self) -> Self:
        """Keep those of agreements that were signed: in force, to begin, or ended."""
        return self.filter(agreement__state__in=PROMISED)

    def for_quotas(self) -> Self:
        """Fetch what the sums of nested quotas need."""
        return self.select_related("for_unit")

    def for_list(self) -> Self:
        """Fetch what one line of a list shows."""
        names = AgreementParty.objects.for_names()
        rows = self.select_related("for_unit", "agreement", "parent__for_unit")
        return rows.prefetch_related(Prefetch("agreement__parties", queryset=names))


class Places(Record):
    """How many may go or come in one academic year, for a level, a field, a unit of ours.

    `academic_year` is the calendar year in which it begins: 2017 is 2017/18 (the month is that of
    `kit.periods.Period.academic_year`). An empty level, field, unit or language stands for any.
    `field` is a code of ISCED-F 2013 or, where a source uses another list, its code; `field_name`
    is the source's own wording. `language` is an ISO 639 code ("mis" for one that is not named),
    `language_level` A1 to C2 or the name of a test.

    A quota may be part of a broader one of the same agreement, year and direction (`parent`);
    parts never exceed it, and only tops are counted (`entente.partnerships.quotas`).

    Beyond what an agreement says of its places, three things: `basis` keeps free movers, who pay
    and are no exchange, out of the balance; the language asked for tells lines of one field apart;
    `usual_number` is what holds in other years where `number` was amended for this year only.

    `used` is how many went or came, as known on `used_on`; None is "not known" and never 0. It may
    exceed `number`: offices do send more than was promised, and it shows. `used_semesters` counts
    the same stays in semesters. `months` is the length of a stay, None where it is not stated.
    `combination` repeats what the places are for, so that it stands once in each agreement.
    """

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="places", verbose_name=_("agreement")
    )
    parent = models.ForeignKey(
        "self",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    academic_year = models.PositiveSmallIntegerField(
        _("academic year"),
        validators=[
            MinValueValidator(FIRST_YEAR, message=_("This is no year of our records.")),
            MaxValueValidator(LAST_YEAR, message=_("This is no year of our records.")),
        ],
    )
    direction = models.CharField(_("direction"), max_length=8, choices=Direction.choices)
    stay = models.CharField(
        _("kind of stay"), max_length=12, choices=StayKind.choices, default=StayKind.STUDY
    )
    basis = models.CharField(
        _("basis"), max_length=10, choices=PlacesBasis.choices, default=PlacesBasis.EXCHANGE
    )
    level = models.CharField(_("level"), max_length=12, choices=StudyLevel.choices, blank=True)
    field = models.CharField(
        _("field of study"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^[\d.]+$", _("A code of ISCED-F, for example 0211."))],
    )
    field_name = models.CharField(_("field in words"), max_length=120, blank=True)
    for_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for the unit"),
    )
    language = models.CharField(
        _("language asked for"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^[a-z]{2,3}$", _("A language is written as de, en or zh."))],
    )
    language_level = models.CharField(_("level of the language"), max_length=40, blank=True)
    combination = models.CharField(max_length=300, editable=False)
    number = models.PositiveIntegerField(
        _("places"),
        validators=[MinValueValidator(0, message=NEGATIVE), MaxValueValidator(MOST)],
    )
    usual_number = models.PositiveIntegerField(_("in other years"), null=True, blank=True)
    months = models.DecimalField(
        _("months for each place"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(0, message=_("A stay cannot last less than nothing.")),
            MaxValueValidator(120, message=_("A stay of more than ten years is none.")),
        ],
    )
    used = models.PositiveIntegerField(
        _("places used"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0, message=NEGATIVE), MaxValueValidator(MOST)],
    )
    used_semesters = models.PositiveIntegerField(
        _("semesters used"),
        null=True,
        blank=True,
        validators=[
            MinValueValidator(0, message=_("A number of semesters cannot be negative.")),
            MaxValueValidator(MOST),
        ],
    )
    used_from = models.CharField(
        _("use known from"), max_length=8, choices=UsedFrom.choices, blank=True
    )
    used_on = models.DateField(_("use as of"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    external_reference = models.CharField(_("reference elsewhere"), max_length=100, blank=True)

    audit_parent = "agreement"
    audit_ignored = frozenset({"agreement", "combination"})
    objects = PlacesQuerySet.as_manager()

    class Meta:
        verbose_name = _("places")
        verbose_name_plural = _("places")
        ordering = ("agreement_id", "-academic_year", "direction", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "combination"),
                name="places_stand_once",
                violation_error_message=_(
                    "Places for this year, direction, level, field and unit stand here already."
                ),
            ),
            models.CheckConstraint(
                name="places_used_say_from_where",
                condition=Q(used__isnull=True, used_from="")
                | (Q(used__isnull=False) & ~Q(used_from="")),
                violation_error_message=_("Say from where it is known how many were used."),
            ),
            models.CheckConstraint(
                name="places_are_not_part_of_themselves",
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("pk")),
                violation_error_message=_("Places cannot be part of themselves."),
            ),
        )
        indexes = (
            models.Index(fields=("academic_year", "id"), name="places_year"),
            models.Index(fields=("external_reference",), name="places_reference"),
        )

    def __str__(self) -> str:
        return " · ".join(str(word) for word in (self.year_label, *self.words()))

    def get_absolute_url(self) -> str:
        """Give the page of the agreement's places in that year."""
        page = reverse("partnerships:places_of_year", args=[self.agreement_id])
        return f"{page}?year={self.academic_year}"

    # --- What is kept beside what people typed ---------------------------------------------------

    def clean_fields(self, exclude: Any = None) -> None:
        """Keep the combination beside what the places are for."""
        self.keep_combination()
        super().clean_fields(exclude=exclude)

    def keep_combination(self) -> None:
        """Write down what the places are for, as it stands once in an agreement."""
        words = (
            self.academic_year,
            self.direction,
            self.basis,
            self.stay,
            self.level,
            self.field,
            self.field_name,
            self.for_unit_id or "",
            self.language,
            self.language_level,
        )
        self.combination = "|".join(str(word) for word in words)

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        if self.used is None and (self.used_from or self.used_on):
            raise ValidationError({"used": _("Say how many places were used.")})
        if self.used is not None and not self.used_from:
            raise ValidationError(
                {"used_from": _("Say from where it is known how many were used.")}
            )

    # --- What pages and services ask --------------------------------------------------------------

    @property
    def kind(self) -> Kind:
        """What the places are for, as the sums of quotas compare it; read with `for_quotas`."""
        return Kind(
            self.academic_year,
            self.direction,
            self.basis,
            self.stay,
            self.level,
            self.field,
            self.field_name,
            self.for_unit.path if self.for_unit else "",
            self.language,
            self.language_level,
        )

    @property
    def quota(self) -> Quota:
        """The places as a quota; read with `for_quotas`."""
        return Quota(self.pk, self.kind, self.number, self.parent_id, self.used)

    @property
    def period(self) -> Period:
        """The academic year in days."""
        return Period.academic_year(self.academic_year)

    @property
    def year_label(self) -> str:
        """The academic year in words."""
        return year_label(self.academic_year)

    def words(self) -> Iterable[Any]:
        """Say in words what the places are for, without the year."""
        yield self.get_direction_display()
        if self.stay != StayKind.STUDY:
            yield self.get_stay_display()
        if self.basis != PlacesBasis.EXCHANGE:
            yield self.get_basis_display()
        if self.level:
            yield self.get_level_display()
        if self.field or self.field_name:
            yield " ".join(filter(None, [self.field, self.field_name]))
        if self.for_unit:
            yield self.for_unit.name
        if self.language or self.language_level:
            yield " ".join(filter(None, [self.language, self.language_level]))

    def lies_outside(self, first: datetime.date, last: datetime.date) -> bool:
        """Say whether its year lies wholly outside an agreement that binds on those days."""
        return self.period.last < first or self.period.first > last


def year_label(year: int) -> str:
    """Name the academic year that begins in a calendar year, in the reader's language."""
    return Period.academic_year(year).label

"""Sums of places by year: of each agreement, and of each partner of an institution.

They repeat what the places say, so that lists over many agreements and years are quick. Services
keep them (`services.keep_sums`); nothing is ever typed here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from entente.kit.scope import Officer
from entente.office.models import Unit
from entente.organisations.models import Organisation
from entente.partnerships.enums import PlacesGroup
from entente.partnerships.models.agreements import Agreement

VIEW = "partnerships.view_agreement"
DIRECTIONS = {"outbound": "out", "inbound": "in"}
# Of each direction: places, used, semesters; tops whose use is not known, stays of unknown length.
SUMS = tuple(
    f"{way}_{what}"
    for way in DIRECTIONS.values()
    for what in ("places", "used", "semesters", "unknown", "unmeasured")
)

# By these a balance puts partners in order: an index that holds them answers without the rows.
ORDERED_BY = ("out_used", "in_used", "out_semesters", "in_semesters")


class YearSums(models.Model):
    """What places of one academic year come to; each tree of quotas counts with its top.

    `places` and `used` are places and students; `semesters` are those of the used places whose
    length is known, and `unmeasured` the used places whose length is not. `unknown` counts the
    quotas of which nobody said how many were used: their use is missing in `used`, not 0.
    """

    academic_year = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=10, choices=PlacesGroup.choices)
    out_places = models.PositiveIntegerField(default=0)
    out_used = models.PositiveIntegerField(default=0)
    out_semesters = models.PositiveIntegerField(default=0)
    out_unknown = models.PositiveIntegerField(default=0)
    out_unmeasured = models.PositiveIntegerField(default=0)
    in_places = models.PositiveIntegerField(default=0)
    in_used = models.PositiveIntegerField(default=0)
    in_semesters = models.PositiveIntegerField(default=0)
    in_unknown = models.PositiveIntegerField(default=0)
    in_unmeasured = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class AgreementYearQuerySet(models.QuerySet["AgreementYear"]):
    """Ways to read the sums of agreements."""

    scope: ClassVar[tuple[str, str]] = ("unit", "top_unit")

    def visible_to(self, officer: Officer, permission: str = VIEW) -> Self:
        """Keep the sums of agreements that a person may see."""
        return self.filter(officer.scope(permission).q(*self.scope))

    def between(self, first: int, last: int) -> Self:
        """Keep the academic years that begin in these calendar years, both counted."""
        return self.filter(academic_year__range=(first, last))

    def summed(self, *by: str, what: Iterable[str] = SUMS) -> models.QuerySet[Any, dict[str, Any]]:
        """Add up, for each value of some columns."""
        sums: Any = {f"{name}_sum": Sum(name) for name in what}
        rows: models.QuerySet[Any, dict[str, Any]] = self.order_by().values(*by).annotate(**sums)
        return rows


class AgreementYear(YearSums):
    """The places of one agreement in one academic year, once it was signed.

    `partner` is empty where several partners share them.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="years")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", db_index=False)
    top_unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    partner = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    objects = AgreementYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("places of an agreement in a year")
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "academic_year", "group"), name="agreement_year_once"
            ),
        )
        indexes = (
            models.Index(
                fields=("top_unit", "partner", "academic_year"), name="agreement_year_partner"
            ),
            models.Index(
                fields=("unit", "group", "academic_year", "partner", *ORDERED_BY),
                name="agreement_year_of_unit",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agreement_id} · {self.academic_year}"


class PartnerYearQuerySet(AgreementYearQuerySet):
    """Ways to read the sums of partners; only for those who see a whole tree."""

    scope = ("top_unit", "top_unit")


class PartnerYear(YearSums):
    """The places with one partner of one institution of ours in one academic year."""

    top_unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    partner = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    objects = PartnerYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("places with a partner in a year")
        constraints = (
            models.UniqueConstraint(
                fields=("top_unit", "partner", "academic_year", "group"), name="partner_year_once"
            ),
            models.UniqueConstraint(
                fields=("top_unit", "academic_year", "group"),
                condition=Q(partner__isnull=True),
                name="several_partners_year_once",
            ),
        )
        indexes = (
            models.Index(
                fields=("top_unit", "group", "academic_year", "partner", *ORDERED_BY),
                name="partner_year_of_institution",
            ),
        )

    def __str__(self) -> str:
        return f"{self.partner_id} · {self.academic_year}"

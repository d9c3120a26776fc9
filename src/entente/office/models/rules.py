"""Values of rules: what holds, where, from when until when, and who says so."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import current_language
from entente.kit.errors import DomainError
from entente.kit.letters import is_han
from entente.kit.records import Record, RecordQuerySet
from entente.kit.scope import Officer
from entente.office import reckoning
from entente.office.enums import RuleUnit
from entente.office.models.units import Unit


def ancestors(unit: Unit) -> list[int]:
    """Give the keys from the root down to the unit itself."""
    return [int(key) for key in unit.path.split("/") if key]


class RuleValueQuerySet(RecordQuerySet["RuleValue"]):
    """Ways to read values of rules."""

    scope_tree = "unit__top"

    def visible_to(self, officer: Officer, permission: str = "office.view_rulevalue") -> Self:
        """Keep what holds everywhere, and what is set for units inside a person's scope.

        To change what holds everywhere takes a scope of everything.
        """
        scope = officer.scope(permission)
        inside = scope.q(self.scope_unit, self.scope_tree)
        if scope and not scope.everything and permission == "office.view_rulevalue":
            inside |= Q(unit__isnull=True) | Q(unit__top__in=_trees(scope.units))
        return self.filter(inside)

    def of(self, name: str) -> Self:
        """Keep the values of one rule."""
        return self.filter(name=name)

    def holding(self, on: datetime.date) -> Self:
        """Keep what holds on a day."""
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=on),
            Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        )

    def overlapping(self, starts_on: datetime.date | None, ends_on: datetime.date | None) -> Self:
        """Keep what holds on at least one day of a period; no end is open."""
        rows = self
        if starts_on:
            rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
        if ends_on:
            rows = rows.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=ends_on))
        return rows

    def at(self, unit: Unit | None) -> Self:
        """Keep what is set everywhere, for the unit, or for a unit above it."""
        everywhere = Q(unit__isnull=True)
        return self.filter(everywhere | Q(unit__in=ancestors(unit)) if unit else everywhere)

    def for_list(self) -> Self:
        """Fetch what a line about a value shows."""
        return self.select_related("unit")


def _trees(units: frozenset[int]) -> Any:
    """Find the trees of single units: what a university sets concerns its schools."""
    return Unit.objects.filter(pk__in=units).values("top")


class RuleValue(Record):
    """What one rule says, everywhere or for a unit and all below it, from a day until a day.

    `name` is a word of the program (`reckoning.Declaration`), which fixes the kind of the value.
    The nearest unit wins. Two values of one rule for the same unit never hold on the same day.
    """

    name = models.CharField(_("rule"), max_length=80, editable=False)
    value = models.TextField(_("value"), max_length=4000)
    measure = models.CharField(
        _("measured in"), max_length=20, choices=RuleUnit.choices, blank=True
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("holds for")
    )
    starts_on = models.DateField(_("holds from"), null=True, blank=True)
    ends_on = models.DateField(_("holds until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500)
    link = models.URLField(_("link to the source"), max_length=500, blank=True)

    objects = RuleValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("value of a rule")
        verbose_name_plural = _("values of rules")
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                name="rule_value_ends_after_it_starts",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The last day lies before the first."),
            ),
        )
        indexes = (models.Index(fields=("name", "unit"), name="rule_value_by_name"),)

    def __str__(self) -> str:
        return f"{self.declaration}: {self.in_words}"

    def get_absolute_url(self) -> str:
        """Give the page of the rule."""
        return reverse("office:rule", args=[self.name])

    @property
    def declaration(self) -> reckoning.Declaration:
        """What the program says of the rule."""
        return reckoning.declared_rule(self.name)

    @property
    def typed(self) -> Any:
        """The value as Python has it (`reckoning.read`)."""
        return reckoning.read(self.declaration.kind, self.value, self.measure)

    def holds(self, on: datetime.date) -> bool:
        """Say whether it holds on a day."""
        return (not self.starts_on or self.starts_on <= on) and (
            not self.ends_on or on <= self.ends_on
        )

    @property
    def in_words(self) -> str:
        """The value in the reader's words, with its unit."""
        return reckoning.say(self.declaration.kind, self.value, self.measure, self.name)

    @property
    def source_in_words(self) -> str:
        """The source for the reader: one that is written in both languages is told in one."""
        chinese, between, english = self.source.partition(" · ")
        if not between or not is_han(chinese) or is_han(english):
            return self.source
        return {"zh": chinese, "en": english}[current_language()]

    @property
    def chain(self) -> int:
        """The audit chain: that of the unit's tree, or the one that all share."""
        return (self.unit.top_id or 0) if self.unit else 0

    def clean(self) -> None:
        """Write the value in its one plain form; refuse what does not fit its kind."""
        self._refuse_words_nobody_reads()
        self.value = reckoning.plain(self.declaration.kind, self.value, self.measure)
        if not reckoning.units_of(self.declaration.kind):
            self.measure = ""

    def _refuse_words_nobody_reads(self) -> None:
        known = reckoning.named_words(self.name)
        if known and (strange := [word for word in self.value.split() if word not in known]):
            message = _("The rule knows no “%(word)s”. Choose from: %(words)s.")
            names = {"word": strange[0], "words": _(", ").join(map(str, known.values()))}
            raise DomainError({"value": str(message % names)}, code="value")

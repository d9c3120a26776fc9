"""Layouts of returns: which records, which columns, in force from when until when."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.measures import Measure, measure_named
from entente.kit.records import Record, RecordQuerySet
from entente.returns.enums import Condition, Fill
from entente.returns.values import VALUES

SEPARATORS = ((",", ","), (";", ";"))


class LayoutQuerySet(RecordQuerySet["Layout"]):
    """Ways to read layouts."""

    def in_force(self, on: datetime.date) -> Self:
        """Keep those that are valid on a day."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
        return self.filter(begun & (Q(valid_until__isnull=True) | Q(valid_until__gte=on)))

    def for_list(self) -> Self:
        """Fetch what a line shows."""
        return self.annotate(
            column_count=Count("columns"),
            empty_count=Count("columns", filter=Q(columns__fill=Fill.EMPTY)),
        )


class Layout(Record):
    """A table that somebody else prescribes, and how our records fill it.

    The records of `measure` stand in it as far as they meet every one of `conditions`; one line
    for each record, or with `by_group` one line for each combination of values with the number in
    it. `equals` names the measure whose number it must have. `missing` is written where a value
    is not known.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    notes_zh = models.TextField(_("notes in Chinese"), blank=True, max_length=2000)
    notes_en = models.TextField(_("notes in English"), blank=True, max_length=2000)
    measure = models.CharField(_("records of the measure"), max_length=60)
    equals = models.CharField(_("must equal the measure"), max_length=60, blank=True)
    conditions = models.JSONField(_("only records of which"), default=list, blank=True)
    by_group = models.BooleanField(_("one line for each group"), default=False)
    missing = models.CharField(_("written where unknown"), max_length=20, blank=True)
    separator = models.CharField(
        _("separator of the CSV file"), max_length=1, choices=SEPARATORS, default=","
    )
    source = models.CharField(_("source of the rule"), max_length=300)
    link = models.URLField(_("address of the source"), max_length=500, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    name = Bilingual("name")
    notes = Bilingual("notes")
    shared = True
    objects = LayoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                name="layout_ends_after_it_starts",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_code="valid_until",
                violation_error_message=_("The last day lies before the first."),
            ),
        )

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Give the page of the return."""
        return reverse("returns:layout", args=[self.pk])

    @property
    def definition(self) -> Measure | None:
        """The measure whose records it takes; None where its app is gone."""
        return measure_named(self.measure)

    @property
    def equal_to(self) -> Measure | None:
        """The measure that it must equal; None where there is none."""
        return measure_named(self.equals) if self.equals else None

    def conditions_in_words(self) -> list[str]:
        """Read the conditions."""
        labels = dict(Condition.choices)
        return [str(labels[name]) for name in self.conditions if name in labels]

    def clean(self) -> None:
        """Refuse measures that do not count stays, and unknown conditions."""
        super().clean()
        errors: dict[str, Any] = {}
        for name in ("measure", "equals"):
            if (wanted := getattr(self, name)) and not counts_stays(measure_named(wanted)):
                errors[name] = gettext("This measure does not count stays.")
        if set(self.conditions) - set(Condition.values):
            errors["conditions"] = gettext("There is no such condition.")
        if errors:
            raise ValidationError(errors)


def counts_stays(measure: Measure | None) -> bool:
    """Say whether the records of a measure are stays."""
    if measure is None or measure.rows is None:
        return False
    return bool(measure.rows().model._meta.label_lower == "mobility.stay")


class Column(Record):
    """One column of a return: its headings, and where its values come from.

    `table` turns values into the codes that the return wants; a value that it does not name
    stays as it is.
    """

    layout = models.ForeignKey(
        Layout, models.CASCADE, related_name="columns", verbose_name=_("return")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    heading_zh = models.CharField(_("heading in Chinese"), max_length=200)
    heading_en = models.CharField(_("heading in English"), max_length=200)
    fill = models.CharField(_("filled with"), max_length=10, choices=Fill.choices)
    field = models.CharField(_("field"), max_length=40, blank=True)
    constant = models.CharField(_("constant"), max_length=200, blank=True)
    table = models.JSONField(_("code table"), default=dict, blank=True)

    heading = Bilingual("heading")
    shared = True
    audit_parent = "layout"

    class Meta:
        verbose_name = _("column of a return")
        verbose_name_plural = _("columns of returns")
        ordering = ("layout", "position", "pk")
        constraints = (
            models.CheckConstraint(
                name="column_has_its_field",
                condition=(Q(fill="field") & ~Q(field="")) | (~Q(fill="field") & Q(field="")),
                violation_error_code="field",
                violation_error_message=_("Choose a field, and only where a field fills it."),
            ),
            models.CheckConstraint(
                name="column_has_its_constant",
                condition=(Q(fill="constant") & ~Q(constant=""))
                | (~Q(fill="constant") & Q(constant="")),
                violation_error_code="constant",
                violation_error_message=_("Give the constant, and only where one fills it."),
            ),
        )

    objects = RecordQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.heading)

    def get_absolute_url(self) -> str:
        """Give the page of the column."""
        return reverse("returns:column", args=[self.pk])

    def filled_with(self) -> str:
        """Say in words what fills it."""
        if self.fill == Fill.FIELD:
            value = VALUES.get(self.field)
            return str(value.label) if value else self.field
        return self.constant if self.fill == Fill.CONSTANT else ""

    def clean(self) -> None:
        """Refuse a field that is not on the list, and what lacks to fill the column."""
        super().clean()
        for fill, name, words in (
            (Fill.FIELD, "field", gettext("Choose a field, and only where a field fills it.")),
            (Fill.CONSTANT, "constant", gettext("Give the constant, and only where one fills it.")),
        ):
            if (self.fill == fill) != bool(getattr(self, name)):
                raise ValidationError({name: words})
        if self.fill == Fill.FIELD and self.field and self.field not in VALUES:
            raise ValidationError({"field": gettext("There is no such field.")})

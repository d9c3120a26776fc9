"""What tallies and figures have in common: a measure, and values to which it is narrowed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from entente.kit.measures import CountingUnit, Measure, measure_named, measures
from entente.office.models import OwnedRecord


def filters_told(filters: Any) -> str:
    """Read filters where only they are known: by the names of all dimensions."""
    known = {it.name: it for measure in measures() for it in measure.dimensions}
    told = []
    for name, value in sorted((filters or {}).items()):
        dimension = known.get(name)
        label = str(dimension.label) if dimension else name
        words = dimension.words({str(value)})[str(value)] if dimension else value
        told.append(f"{label}: {words}")
    return " · ".join(told)


def measure_told(name: Any) -> str:
    """Name a measure in the reader's language."""
    measure = measure_named(str(name))
    return str(measure.label) if measure else str(name)


class Counted(OwnedRecord):
    """A record that speaks of a measure, narrowed to values of its dimensions (`filters`)."""

    measure = models.CharField(_("measure"), max_length=60)
    filters = models.JSONField(_("only"), default=dict, blank=True)

    history_words: ClassVar = {"filters": filters_told, "measure": measure_told}

    class Meta:
        abstract = True

    @property
    def definition(self) -> Measure:
        """The measure; where its app is gone, one that counts nothing and says so."""
        return measure_named(self.measure) or Measure(
            self.measure,
            self.measure,
            _("This measure is no longer declared."),
            CountingUnit.PERSONS,
            _unknown_kind(),
        )

    def measure_label(self) -> str:
        """Name the measure in the reader's language."""
        return str(self.definition.label)

    def unit_word(self) -> str:
        """Name the counting unit in the reader's language."""
        return str(self.definition.unit.label)

    def filters_in_words(self) -> list[tuple[Any, str]]:
        """Read the filters: dimension and value."""
        read = []
        for name, value in sorted(self.filters.items()):
            try:
                dimension = self.definition.dimension(name)
            except KeyError:
                read.append((name, value))
                continue
            read.append((dimension.label, dimension.words({value})[value]))
        return read

    def clean(self) -> None:
        """Refuse a measure that nobody declared, and filters that it does not have."""
        super().clean()
        measure = measure_named(self.measure)
        if measure is None:
            raise ValidationError({"measure": gettext("There is no such measure.")})
        known = {dimension.name for dimension in measure.dimensions}
        if unknown := sorted(set(self.filters) - known):
            raise ValidationError(
                {
                    "filters": ngettext(
                        "This measure cannot be narrowed by %(names)s.",
                        "This measure cannot be narrowed by these: %(names)s.",
                        len(unknown),
                    )
                    % {"names": ", ".join(unknown)}
                }
            )


def _unknown_kind() -> Any:
    from entente.kit.measures import Kind

    return Kind.FLOW

"""Dated lists that an office imports: groups of countries, rankings of institutions."""

from __future__ import annotations

import datetime
from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.records import Record, RecordQuerySet
from entente.organisations.enums import ListKind
from entente.organisations.models.register import Organisation
from entente.organisations.places import place_name


class DatedListQuerySet(RecordQuerySet["DatedList"]):
    """Ways to read lists."""

    def holding(self, name: str, on: datetime.date) -> DatedList | None:
        """Give the state of a list that held on a day: the last one before or on it."""
        return self.filter(name=name, valid_from__lte=on).order_by("-valid_from", "-pk").first()

    def for_list(self) -> Self:
        """Fetch what a line shows: how many lines it has, and how many wait to be joined."""
        return self.annotate(
            size=Count("entries"),
            waiting=Count(
                "entries", filter=Q(kind=ListKind.RANKING, entries__organisation__isnull=True)
            ),
        )

    def kinds(self) -> set[str]:
        """Say of which kinds there are lists."""
        return set(self.order_by().values_list("kind", flat=True).distinct())

    def names(self, kind: str) -> list[str]:
        """Name the lists of a kind."""
        return sorted(self.filter(kind=kind).values_list("name", flat=True).distinct())


class DatedList(Record):
    """One state of a list: Belt and Road as of a date, QS of a year."""

    kind = models.CharField(_("kind"), max_length=10, choices=ListKind.choices)
    name = models.CharField(_("name"), max_length=60)
    valid_from = models.DateField(_("valid from"))
    source = models.TextField(_("source"), blank=True)

    shared = True
    objects = DatedListQuerySet.as_manager()

    class Meta:
        verbose_name = _("dated list")
        verbose_name_plural = _("dated lists")
        ordering = ("kind", "name", "-valid_from")
        constraints = (
            models.UniqueConstraint(
                fields=("name", "valid_from"),
                name="dated_list_once_a_day",
                violation_error_message=_("This list stands there already for that day."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.valid_from:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """The page of this state of the list."""
        return reverse("organisations:list", args=[self.pk])

    @property
    def is_ranking(self) -> bool:
        """Whether it places institutions; else it groups countries and regions."""
        return self.kind == ListKind.RANKING


class ListEntryQuerySet(models.QuerySet["ListEntry"]):
    """Ways to read lines of lists."""

    def of_list_on(self, name: str, on: datetime.date) -> Self:
        """Keep the lines of the state that held on a day; none before the first state."""
        held = DatedList.objects.holding(name, on)
        return self.filter(of=held) if held else self.none()

    def for_list(self) -> Self:
        """Fetch what a line shows."""
        return self.select_related("organisation")


class ListEntry(models.Model):
    """A line: a country or region of a group, or an institution with its place in a ranking.

    A ranking's line keeps the name as printed; it may wait to be joined to an organisation.
    """

    of = models.ForeignKey(DatedList, models.CASCADE, related_name="entries")
    country = models.CharField(_("country or region"), max_length=2, blank=True)
    name = models.CharField(_("name as printed"), max_length=300, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="list_entries"
    )
    position = models.PositiveIntegerField(_("place"), null=True, blank=True)

    objects = ListEntryQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                name="list_entry_says_what",
                condition=~Q(country="") | ~Q(name=""),
                violation_error_message=_("A line needs a country or the name of an institution."),
            ),
        )
        indexes = (models.Index(fields=["of", "position"], name="list_entry_by_place"),)

    def __str__(self) -> str:
        return self.name or place_name(self.country)

    @property
    def place(self) -> str:
        """The country or region in the reader's language."""
        return place_name(self.country)

"""Units, and what every record that belongs to a unit has."""

from __future__ import annotations

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.records import Record, RecordQuerySet
from entente.kit.scope import Officer
from entente.kit.search import Entry
from entente.office.enums import UnitKind


class UnitQuerySet(RecordQuerySet["Unit"]):
    """Ways to read units."""

    def tops(self) -> Self:
        """Keep the roots of the forest: one for each home institution."""
        return self.filter(parent__isnull=True)

    def open(self) -> Self:
        """Keep the units that still work."""
        return self.filter(closed_on__isnull=True)

    def lookup(self, text: str) -> Self:
        """Keep what a person may mean who types part of a name or the short code."""
        return self.filter(
            Q(name_zh__icontains=text) | Q(name_en__icontains=text) | Q(code__icontains=text)
        )

    def for_page(self) -> Self:
        """Fetch what a unit's own page shows."""
        return self.select_related("parent", "top")

    def below(self, unit: Unit) -> Self:
        """Keep a unit and all that lies below it."""
        return self.filter(path__startswith=unit.path)

    def visible_to(self, officer: Officer, permission: str = "office.view_unit") -> Self:
        """Keep the units inside a person's scope."""
        scope = officer.scope(permission)
        if scope.everything:
            return self
        return self.filter(Q(top_id__in=scope.trees) | Q(pk__in=scope.units))


class Unit(Record):
    """A part of our side: a university, and below it schools, departments, a secretariat.

    Units form a forest. `path` holds the ids from the root, so that what lies below a unit is
    one comparison; `top` is the root. Both are kept by `services` and never typed.
    """

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    top = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="whole_tree"
    )
    path = models.CharField(max_length=200, editable=False, default="", db_index=True)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind.choices)
    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    code = models.SlugField(
        _("short code"),
        max_length=20,
        unique=True,
        help_text=_("Stands in numbers of agreements and letters, for example CUIT."),
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    name = Bilingual("name")
    audit_ignored = frozenset({"top", "path"})
    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ("path",)
        constraints = (
            models.CheckConstraint(
                name="unit_has_a_name",
                condition=~Q(name_zh="") | ~Q(name_en=""),
                violation_error_message=_("A unit needs a name in at least one language."),
            ),
            models.CheckConstraint(
                name="unit_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message=_("A unit cannot be part of itself."),
            ),
        )

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Give the unit's own page."""
        return reverse("office:unit", args=[self.pk])

    @property
    def depth(self) -> int:
        """How many units stand above this one."""
        return self.path.count("/") - 2

    @property
    def chain(self) -> int:
        """The audit chain: one for each tree."""
        return self.top_id or self.pk or 0

    def clean(self) -> None:
        """Refuse a unit that would stand below itself or move to another tree."""
        if not (self.parent_id and self.pk):
            return
        if self.parent and self.parent.path.startswith(self.path):
            raise ValidationError({"parent": _("A unit cannot be part of a unit below itself.")})
        if self.parent and self.parent.top_id != self.top_id:
            raise ValidationError({"parent": _("A unit stays within its own institution.")})

    def search_entry(self) -> Entry:
        """Be found by name and short code, by those who see the unit."""
        return Entry(
            title_zh=self.name_zh or self.name_en,
            title_en=self.name_en or self.name_zh,
            text=self.code,
            unit=self.pk,
            tree=self.top_id,
        )


class OwnedRecord(Record):
    """A record that belongs to one of our units; another unit's people do not see it.

    `top_unit` repeats the root of the unit's tree, so that a whole institution's rows are one
    equality for an index and large tables can be partitioned by it.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    top_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", editable=False)
    unit_id: int
    top_unit_id: int

    class Meta:
        abstract = True

    @property
    def chain(self) -> int:
        """The audit chain: that of the owner's tree."""
        return self.top_unit_id or 0

    def clean_fields(self, exclude: Any = None) -> None:
        """Keep the root beside the unit, whoever set the unit."""
        if self.unit_id and (not self.top_unit_id or self.top_unit_id != self.unit.top_id):
            self.top_unit = self.unit.top  # type: ignore[assignment]
        super().clean_fields(exclude=exclude)

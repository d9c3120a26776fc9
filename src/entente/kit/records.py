"""What every record has: a version, a chain of changes, rows that a person may see."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar, Generic, Self, TypeVar

from django.db import models
from django.utils.encoding import force_str

from entente.kit.scope import Officer

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class RecordQuerySet(models.QuerySet[M_co], Generic[M_co]):
    """Reads of records; every read of an app is a method of a subclass."""

    scope_unit: ClassVar[str] = "unit"
    scope_tree: ClassVar[str] = "top_unit"

    def visible_to(self, officer: Officer, permission: str = "") -> Self:
        """Keep the rows inside a person's scope, by default that of `view_` of this model."""
        scope = officer.scope(permission or view_permission(self.model))
        if getattr(self.model, "shared", False):
            return self if scope else self.none()
        return self.filter(scope.q(self.scope_unit, self.scope_tree))

    def for_list(self) -> Self:
        """Fetch what one line of a list shows."""
        return self

    def lookup(self, text: str) -> Self:
        """Keep what a person may mean who types these letters in a choice."""
        from entente.kit import search  # the index stands on records

        return search.matching(self, text)

    def for_page(self) -> Self:
        """Fetch what the record's own page shows."""
        return self.for_list()


def view_permission(model: type[models.Model]) -> str:
    """Name the permission to see records of a model."""
    return f"{model._meta.app_label}.view_{model._meta.model_name}"


def change_permission(model: type[models.Model]) -> str:
    """Name the permission to change records of a model."""
    return f"{model._meta.app_label}.change_{model._meta.model_name}"


class Record(models.Model):
    """Something that the office keeps; it is written only through services (`kit.audit`).

    `version` counts changes, so that two people who edit the same record notice each other.
    `shared` records have no owner: whoever holds the permission anywhere may use it on all of them.
    `audit_parent` names the field that leads to the record in whose history changes are shown,
    `audit_ignored` fields that are no news, `audit_personal` fields whose values the trail keeps
    under the key of a person (`personal_key`).
    """

    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    shared: ClassVar[bool] = False
    audit_parent: ClassVar[str] = ""
    audit_ignored: ClassVar[frozenset[str]] = frozenset()
    audit_personal: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    @property
    def chain(self) -> int:
        """The audit chain: the id of the top unit, or 0 for what all share."""
        parent = self.audit_subject()
        return parent.chain if parent is not self else 0

    def audit_subject(self) -> Record:
        """Give the record whose history shows what happens to this one."""
        if not self.audit_parent:
            return self
        parent: Record = getattr(self, self.audit_parent)
        return parent.audit_subject()

    def personal_key(self) -> str:
        """Name the key under which the trail keeps personal values; empty for none."""
        return ""

    def _get_FIELD_display(self, field: Any) -> Any:  # noqa: N802 Django's own name
        """Read a choice in words. Django's own way translates every choice to read one."""
        value = getattr(self, field.attname)
        return force_str(_labels(field).get(value, value), strings_only=True)

    def search_entry(self) -> Any:
        """Say what search finds this record by (`kit.search.Entry`); None keeps it out."""
        return None


@cache
def _labels(field: Any) -> dict[Any, Any]:
    return dict(field.flatchoices)

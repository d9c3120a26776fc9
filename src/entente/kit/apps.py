"""The kit as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KitConfig(AppConfig):
    """Tools that every app uses; nothing of the domain."""

    name = "entente.kit"
    label = "kit"

    def ready(self) -> None:
        """Watch for emptied tables: Django does not know the index beside them."""
        post_migrate.connect(_empty_the_index_with_its_table, sender=self)
        post_migrate.connect(_look_at_tables_made_anew, sender=self)


def _empty_the_index_with_its_table(**_named: Any) -> None:
    from entente.kit import search

    search.clear_if_empty()


def _look_at_tables_made_anew(plan: Any = (), **_named: Any) -> None:
    from entente.kit.planner import refresh_planner

    # SQLite changes a table by making it anew, and forgets what it knew of it.
    if plan:
        refresh_planner()

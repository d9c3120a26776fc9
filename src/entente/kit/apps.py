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


def _empty_the_index_with_its_table(**_named: Any) -> None:
    from entente.kit import search

    search.clear_if_empty()

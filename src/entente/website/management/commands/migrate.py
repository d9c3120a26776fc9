"""Django's `migrate`, which begins an empty database with the tables of Wagtail."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder


class Command(migrate.Command):
    """Bring the database up to date.

    Each migration costs what the models before it weigh. Wagtail brings more than eighty: before
    all other apps they take 5 seconds, in the order of names 30.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, Wagtail first where nothing is there."""
        empty = not MigrationRecorder(connections[options["database"]]).has_table()
        if empty and not options["app_label"]:
            first = {"app_label": "wagtailcore", "run_syncdb": False}
            super().handle(*args, **(options | first))
        super().handle(*args, **options)

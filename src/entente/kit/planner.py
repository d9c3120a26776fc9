"""What the database knows of its tables when it chooses an index."""

from __future__ import annotations

from django.db import connection


def refresh_planner() -> None:
    """Let SQLite look at its tables anew; PostgreSQL does so by itself.

    Without it SQLite takes every column for equally telling: a list of what is in force, ordered
    by its first day, was sorted whole (1.2 s of 1,000,000) instead of read from the index.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

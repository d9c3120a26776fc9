"""Backups: everything in one verified file, for both databases."""

from entente.kit.backup.keeping import Report, make
from entente.kit.backup.restoring import restore

__all__ = ["Report", "make", "restore"]

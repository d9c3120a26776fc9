"""The test database is laid out once for a set of migrations; every run begins with a copy.

The first run works through all migrations and keeps what they made: a file beside other temporary
files, or a database of the same server. A run copies it and then migrates as ever, which finds
nothing left to do. Another set of migrations has another name, so nothing old is ever used.
"""

import fcntl
import getpass
import hashlib
import re
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

import django
from django.db import connection
from django.db.migrations.loader import MigrationLoader

import entente

KEPT = 6


def signature():
    """Name what the migrations make: their text, our modules that they import, declared data."""
    sources = set(Path(entente.__file__).parent.rglob("*.toml"))
    for migration in MigrationLoader(None).disk_migrations.values():
        path = Path(sys.modules[type(migration).__module__].__file__)
        sources.add(path)
        for name in re.findall(r"\bentente(?:\.\w+)+", path.read_text()):
            module = sys.modules.get(name) or sys.modules.get(name.rpartition(".")[0])
            if module is not None and module.__file__:
                sources.add(Path(module.__file__))
    text = hashlib.sha256(f"{django.get_version()} {sqlite3.sqlite_version}".encode())
    for path in sorted(sources, key=lambda it: it.parts[-4:]):
        text.update(path.read_bytes())
    return text.hexdigest()[:20]


def layout():
    """Give the kept database that belongs to the migrations as they are."""
    kind = KeptFile if connection.vendor == "sqlite" else KeptDatabase
    return kind(signature())


def folder():
    """Give the folder of this user's kept files."""
    path = Path(tempfile.gettempdir()) / f"entente-laid-out-{getpass.getuser()}"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


class Kept:
    """A laid-out database that a run copies, or that it lays out for those who come later."""

    def begin(self):
        """Copy it to where the run will look; where there is none, others wait until `end`."""
        self.lock = (folder() / "lock").open("w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        self.copied = self.is_there()
        if self.copied:
            self.copy()
            self.lock.close()

    def end(self):
        """Keep the database that this run has laid out."""
        if not self.copied:
            self.keep()
            self.lock.close()


class KeptFile(Kept):
    """A laid-out SQLite database in a file."""

    def __init__(self, name):
        self.path = folder() / f"{name}.sqlite3"

    def is_there(self):
        return self.path.exists()

    def copy(self):
        target = Path(connection.settings_dict["TEST"]["NAME"])
        for end in ("-wal", "-shm"):
            target.with_name(target.name + end).unlink(missing_ok=True)
        shutil.copyfile(self.path, target)
        self.path.touch()

    def keep(self):
        half = self.path.with_suffix(".half")
        half.unlink(missing_ok=True)
        target = sqlite3.connect(half)
        connection.ensure_connection()
        connection.connection.backup(target)
        target.close()
        half.rename(self.path)
        for old in sorted(folder().glob("*.sqlite3"), key=lambda it: it.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)


class KeptDatabase(Kept):
    """A laid-out PostgreSQL database that others are copied from."""

    def __init__(self, name):
        self.name = f"entente_laid_out_{name}"

    def is_there(self):
        return self.name in self._names()

    def _names(self):
        with connection._nodb_cursor() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid",
                ["entente_laid_out_%"],
            )
            return [name for (name,) in cursor.fetchall()]

    def copy(self):
        # Django makes the test database from this one.
        connection.settings_dict["TEST"]["TEMPLATE"] = self.name

    def keep(self):
        source = connection.settings_dict["NAME"]
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{source}"')
            for old in self._names()[:-KEPT]:
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')

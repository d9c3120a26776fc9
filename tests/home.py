"""Gives the tests a data folder of their own and both languages, before any setting is read."""

import os
import tempfile
from pathlib import Path

from entente.launcher import catalogue

if "ENTENTE_HOME" not in os.environ:
    home = Path(tempfile.mkdtemp(prefix="entente-test-"))
    (home / "static").mkdir()
    os.environ["ENTENTE_HOME"] = str(home)

os.environ.setdefault("ENTENTE_DESK_HOSTS", "testserver")

catalogue.compile_changed()

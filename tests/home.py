"""Gives the tests a data folder of their own, before any setting is read."""

import os
import tempfile
from pathlib import Path

if "ENTENTE_HOME" not in os.environ:
    home = Path(tempfile.mkdtemp(prefix="entente-test-"))
    (home / "static").mkdir()
    os.environ["ENTENTE_HOME"] = str(home)

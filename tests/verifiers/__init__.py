"""Verifiers of credentials in JavaScript: installed once, from the file that pins them."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from entente.launcher import machine

HERE = Path(__file__).parent
FILES = ("package.json", "package-lock.json", "verify.mjs")


def program():
    """Give the command that answers; without Node.js the test is left out."""
    found = machine.node()
    if found is None:
        pytest.skip("no Node.js on this machine")
    node, npm = found
    return [node, str(installed(npm) / "verify.mjs")]


def installed(npm):
    """Install what is pinned beside other temporary files, once for each state of the pins."""
    state = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in FILES)).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"entente-verifiers-{os.getuid()}-{state}"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            part = folder.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(mode=0o700)
            for name in FILES:
                shutil.copy(HERE / name, part)
            command = [npm, "ci", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund"]
            subprocess.run(command, cwd=part, check=True, capture_output=True)
            part.rename(folder)
    return folder

"""Make `.venv` from the pinned, hashed requirements; run by the launcher, needs Python alone.

A copy of each requirements file is put into `.venv/installed` once it is installed: what is not
there, or differs, is installed (again). So an interrupted installation is redone.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

MISSING_VENV = """\
Python {version} is here, but it cannot make environments: its module “{module}” is missing.
On Debian and Ubuntu it is a package of its own:  apt install python3-venv
"""


def say(text: str) -> None:
    """Tell the person at the terminal what takes time."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def missing_module() -> str:
    """Name a part of Python that its distribution left out; empty when nothing is missing."""
    for module in ("venv", "ensurepip"):
        try:
            __import__(module)
        except ImportError:
            return module
    return ""


def works(python: Path) -> bool:
    """Say whether an environment's Python starts and has pip."""
    if not python.exists():
        return False
    probe = subprocess.run([python, "-Ic", "import pip"], capture_output=True, check=False)
    return probe.returncode == 0


def is_installed(root: Path, pin: str) -> bool:
    """Say whether a requirements file is installed as it stands now."""
    installed = root / ".venv" / "installed" / pin
    return installed.exists() and installed.read_bytes() == (root / pin).read_bytes()


def install(root: Path, pins: list[str]) -> None:
    """Bring the environment up to date; files that are installed already cost nothing."""
    folder = root / ".venv"
    python, marks = folder / "bin" / "python", folder / "installed"
    if not works(python):
        say("Making the Python environment in .venv …")
        # The interpreter's own path: a link such as python3 may later lead to another version.
        base = str(Path(sys.executable).resolve())
        subprocess.run([base, "-Im", "venv", "--clear", str(folder)], check=True)
    marks.mkdir(exist_ok=True)
    for pin in pins:
        if is_installed(root, pin):
            continue
        (marks / pin).unlink(missing_ok=True)
        say(f"Installing what {pin} lists; the first time takes a minute or two …")
        command = [str(python), "-Im", "pip", "install", "-qq", "--disable-pip-version-check"]
        options = ["--no-input", "--require-hashes", "--requirement", str(root / pin)]
        subprocess.run([*command, *options], check=True, env=pip_environment())
        half = marks / f".{pin}"
        shutil.copyfile(root / pin, half)
        half.replace(marks / pin)


def pip_environment() -> dict[str, str]:
    """Give pip the person's settings, save those that would lead it past `.venv`."""
    astray = {"PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_ROOT", "PYTHONPATH", "PYTHONHOME"}
    kept = {name: value for name, value in os.environ.items() if name not in astray}
    return kept | {"PIP_ROOT_USER_ACTION": "ignore"}


def main(arguments: list[str]) -> int:
    """Install the named files for the project in a folder, one process at a time."""
    root, pins = Path(arguments[0]), arguments[1:]
    if module := missing_module():
        say(MISSING_VENV.format(version=sys.version.split()[0], module=module).rstrip())
        return 3
    door = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Another start is preparing the environment; waiting for it …")
        fcntl.flock(door, fcntl.LOCK_EX)
    try:
        install(root, pins)
    except subprocess.CalledProcessError as failed:
        say("The environment could not be completed; the lines above say why.")
        say("Nothing is broken by that: the next start tries again.")
        return failed.returncode or 1
    except KeyboardInterrupt:
        say("\nInterrupted; the next start goes on.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What this machine has: a Chromium, Node.js, PostgreSQL's programs, free ports."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_BROWSERS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
POSTGRES_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/usr/pgsql-*/bin",
)
# A database for tests alone: what a power cut would lose is made anew anyway.
IN_HASTE = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=''"


def chromium() -> str:
    """Give the path of a Chromium, also one named by ENTENTE_CHROMIUM; empty without one."""
    if named := os.environ.get("ENTENTE_CHROMIUM"):
        return named
    found = [path for name in BROWSERS if (path := shutil.which(name))]
    found += [path for path in MAC_BROWSERS if Path(path).exists()]
    return found[0] if found else ""


def node() -> tuple[str, str] | None:
    """Give the paths of Node.js and of its npm, where both are there."""
    found = shutil.which("node"), shutil.which("npm")
    return (found[0], found[1]) if found[0] and found[1] else None


def postgres_programs() -> Path | None:
    """Give the folder with PostgreSQL's `initdb` and `pg_ctl`, the newest where there are more."""
    folders = [
        folder
        for pattern in POSTGRES_FOLDERS
        for folder in Path("/").glob(pattern.lstrip("/"))
        if (folder / "initdb").exists()
    ]
    if found := shutil.which("initdb"):
        folders.insert(0, Path(found).resolve().parent)
    return max(folders, key=_version, default=None)


def _version(folder: Path) -> tuple[int, ...]:
    digits = "".join(letter if letter.isdigit() else " " for letter in str(folder))
    return tuple(int(number) for number in digits.split())


@contextlib.contextmanager
def postgres(programs: Path) -> Iterator[str]:
    """Run a PostgreSQL of our own in a folder that goes with it; give its address.

    It listens on a socket inside that folder alone. PostgreSQL refuses to run as root: there it
    runs as `postgres` or `nobody`.
    """
    with tempfile.TemporaryDirectory(prefix="entente-pg-") as folder:
        runner = _unprivileged_user()
        if runner:
            shutil.chown(folder, runner.pw_uid, runner.pw_gid)
        data = Path(folder) / "data"

        def call(program: str, *options: str) -> None:
            who = {"user": runner.pw_uid, "group": runner.pw_gid} if runner else {}
            subprocess.run(
                [programs / program, "-D", data, *options],
                cwd=folder,
                check=True,
                stdout=subprocess.DEVNULL,
                stdin=subprocess.DEVNULL,
                **who,  # type: ignore[call-overload]
            )

        call("initdb", "-U", "entente", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        server = f"{IN_HASTE} -c max_connections=50 -k {folder}"
        call("pg_ctl", "-w", "-s", "-o", server, "-l", f"{folder}/log", "start")
        try:
            yield f"postgres://entente@{quote(folder, safe='')}/postgres"
        finally:
            call("pg_ctl", "-w", "-s", "-m", "immediate", "stop")


def _unprivileged_user() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    return None


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Say whether a server could listen there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port_after(port: int, host: str = "127.0.0.1") -> int:
    """Give the next port that nobody uses."""
    return next((number for number in range(port + 1, 65536) if port_is_free(number, host)), 0)

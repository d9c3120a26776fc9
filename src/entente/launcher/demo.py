"""`./entente demo`: everything a newcomer needs, then a running system."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import FrameType
from urllib.error import URLError

from entente.launcher import server

MARK = "demo"
FOREIGN = """\
Not started: {home} holds an installation that the demo did not make, and the demo brings
sample people with a password that everybody knows. Give it a data folder of its own:
    ENTENTE_HOME=/tmp/entente-demo ./entente demo
"""


def main(arguments: list[str]) -> int:
    """Make the database, load the cooperation of five documents, print logins, serve."""
    parser = argparse.ArgumentParser(prog="entente demo", description=main.__doc__)
    parser.add_argument("--build-only", action="store_true", help="stop before serving")
    parser.add_argument("--fresh", action="store_true", help="throw the demo's data away first")
    parser.add_argument("--port", type=int, default=server.PORT, help="port (%(default)s)")
    chosen = parser.parse_args(arguments)
    import django

    django.setup()
    busy = "" if chosen.build_only else server.why_not_on(server.HOST, chosen.port, "demo")
    if busy or (busy := why_not_here()):
        sys.stderr.write(f"{busy.rstrip()}\n")
        return 3
    if chosen.fresh:
        throw_away()
    build()
    sys.stdout.write(welcome(chosen.port))
    sys.stdout.flush()
    return 0 if chosen.build_only else Together(chosen.port).run()


# --- Building -------------------------------------------------------------------------------------


def _mark() -> Path:
    from django.conf import settings

    return Path(settings.HOME) / MARK


def _database() -> str:
    from django.conf import settings
    from django.db import connection

    values = connection.settings_dict
    name = Path(values["NAME"])
    # A folder that is moved or copied takes its own database along.
    inside = name.is_relative_to(settings.HOME)
    place = name.relative_to(settings.HOME) if inside else name
    return f"{connection.vendor} {values.get('HOST', '')} {place}"


def why_not_here() -> str:
    """Refuse to touch an installation that the demo did not make."""
    from django.conf import settings
    from django.db import connection

    mark = _mark()
    # Earlier demos wrote down where the database was, not where in the folder.
    earlier = f"{connection.vendor}  {connection.settings_dict['NAME']}"
    if mark.exists() and mark.read_text() in {_database(), earlier}:
        return ""
    if "office_user" not in connection.introspection.table_names():
        return ""
    return FOREIGN.format(home=f"{settings.HOME} ({_database()})")


def throw_away() -> None:
    """Delete the demo's database and files; secrets stay."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    else:
        path = Path(connection.settings_dict["NAME"])
        connection.close()
        for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(name).unlink(missing_ok=True)
    connection.close()
    for folder in (settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH):
        shutil.rmtree(folder, ignore_errors=True)


def build() -> None:
    """Bring database, styles and records up to date; what is there already costs little."""
    from django.core.management import call_command

    _mark().write_text(_database())
    if server.pending_migrations():
        _say("Making the database …")
        call_command("migrate", interactive=False, verbosity=0)
    server.collect_static()
    _say("Loading the cooperation of five documents …")
    call_command("load_demo")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def welcome(port: int) -> str:
    """Write the addresses and one login for each role."""
    from django.utils import translation

    from entente.demo.accounts import ACCOUNTS, PASSWORD

    lines = []
    for account in ACCOUNTS:
        with translation.override("en"):
            english = f"{account.role.name}"
        with translation.override("zh-hans"):
            chinese = f"{account.role.name}"
        lines.append(f"  {account.username:<16}{english}, {account.unit or 'all units'}  {chinese}")
    people = "\n".join(lines)
    return (
        f"\nEntente is at  http://localhost:{port}/\n\n"
        f"Sign in as one of these; the password of all is  {PASSWORD}\n{people}\n\n"
    )


# --- Running --------------------------------------------------------------------------------------


class Together:
    """The server and the worker side by side; they end together."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked_to_end = False

    def run(self) -> int:
        """Run both until ^C; start the worker again should it die."""
        for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(asked, self.end)
        pages = self.start(server.command(server.HOST, self.port))
        worker = self.start_worker()
        try:
            if self.answers(pages):
                _say("It is running; ^C ends it.")
            while not self.asked_to_end and pages.poll() is None:
                if worker.poll() is not None:
                    sys.stderr.write("The worker ended unexpectedly; starting it again.\n")
                    time.sleep(1)
                    worker = self.start_worker()
                time.sleep(0.3)
        finally:
            self.end_all(pages, worker)
        if self.asked_to_end:
            _say("\nEnded. The data stay; ./entente demo goes on with them.")
            return 0
        sys.stderr.write("The server ended unexpectedly; the lines above say why.\n")
        return 1

    def end(self, signum: int, frame: FrameType | None) -> None:
        """Remember that the end was asked for."""
        self.asked_to_end = True

    def start(self, command: list[str]) -> subprocess.Popen[bytes]:
        """Start a process that hears of ^C only through us, and so ends in order."""
        return subprocess.Popen(command, env=dict(os.environ), start_new_session=True)

    def start_worker(self) -> subprocess.Popen[bytes]:
        """Start the worker."""
        return self.start([sys.executable, "-P", "-m", "entente", "worker"])

    def answers(self, pages: subprocess.Popen[bytes]) -> bool:
        """Wait until the first page comes."""
        address = f"http://{server.HOST}:{self.port}/healthz"
        for _attempt in range(150):
            if self.asked_to_end or pages.poll() is not None:
                return False
            try:
                with urllib.request.urlopen(address, timeout=5):
                    return True
            except (URLError, OSError):
                time.sleep(0.2)
        return False

    def end_all(self, *processes: subprocess.Popen[bytes]) -> None:
        """Ask each to end, and insist after a while."""
        for process in processes:
            if process.poll() is None:
                process.terminate()
        for process in processes:
            try:
                process.wait(timeout=25)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

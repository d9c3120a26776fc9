"""`./entente test`: the whole suite, on each database that this machine has."""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from entente.launcher import machine
from entente.launcher.checks import ROOT

NOTHING_TO_RUN = 5
PARALLEL = ["--dist", "loadscope"]


def main(arguments: list[str]) -> int:
    """Run all tests on SQLite, then on PostgreSQL; the browser's where a Chromium is found.

    Options of pytest and paths are handed on to it, for example: entente test -k audit
    """
    parser = argparse.ArgumentParser(
        prog="entente test",
        description=main.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sqlite", action="store_true", help="on SQLite alone")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL alone")
    chosen, rest = parser.parse_known_args(arguments)
    browser = machine.chromium()
    left_out, codes = [], {}
    with contextlib.ExitStack() as stack:
        databases = {} if chosen.postgres else {"SQLite": ""}
        if not chosen.sqlite:
            if address := stack.enter_context(_postgres()):
                databases["PostgreSQL"] = address
            else:
                left_out.append("PostgreSQL: neither its programs nor DATABASE_URL are here")
        if not browser:
            left_out.append("the browser's journeys: no Chromium on this machine")
        if not machine.node():
            left_out.append("the verifiers in JavaScript: no Node.js on this machine")
        for number, (name, address) in enumerate(databases.items()):
            # What a browser shows is the same on both databases, and so is what asks none of them:
            # once is enough.
            left = ["-m", "not browser"] if number or not browser else []
            again = ["--stored-only"] if number else []
            codes[name] = _pytest(name, address, [*left, *again, *rest])
    for line in left_out:
        sys.stdout.write(f"Left out: {line}.\n")
    return _exit_code(codes, asked_for_postgres=chosen.postgres)


@contextlib.contextmanager
def _postgres() -> Iterator[str]:
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    programs = machine.postgres_programs()
    if programs is None:
        yield ""
        return
    with machine.postgres(programs) as address:
        yield address


def _pytest(name: str, address: str, options: list[str]) -> int:
    sys.stdout.write(f"— {name} —\n")
    sys.stdout.flush()
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment["PYTHONPATH"] = str(ROOT / "src")
    if address:
        environment["DATABASE_URL"] = address
    workers = str(max(2, os.cpu_count() or 2))
    command = [sys.executable, "-P", "-m", "pytest", "-n", workers, *PARALLEL, *options]
    began = time.monotonic()
    # Tests get a data folder of their own: that of a running system is never touched.
    with tempfile.TemporaryDirectory(prefix="entente-test-") as home:
        environment["ENTENTE_HOME"] = home
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    sys.stdout.write(f"{name}: {time.monotonic() - began:.0f} s\n\n")
    sys.stdout.flush()
    return code


def _exit_code(codes: dict[str, int], *, asked_for_postgres: bool) -> int:
    if asked_for_postgres and not codes:
        return 3
    ran = [code for code in codes.values() if code != NOTHING_TO_RUN]
    if not ran:
        return NOTHING_TO_RUN
    return next((code for code in ran if code), 0)

"""`./entente bench`: how fast the pages are, as ratios to an empty one."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError

from entente.launcher import machine, server
from entente.launcher.checks import ROOT

SIZES = (10_000, 100_000, 1_000_000)
PAGE = ROOT / "docs" / "benchmarks.md"
ONE = "--one"


def main(arguments: list[str]) -> int:
    """Measure pages over many synthetic agreements, against an empty page of the same server.

    Its databases live in a folder of their own (ENTENTE_HOME/bench) and are used again.
    """
    parser = argparse.ArgumentParser(prog="entente bench", description=main.__doc__)
    parser.add_argument("name", nargs="?", choices=["house"], default="house", help="what (house)")
    parser.add_argument("--json", action="store_true", help="print for machines")
    parser.add_argument(
        "--postgres", action="store_true", help="on a PostgreSQL of its own, made for this run"
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of agreements")
    parser.add_argument(ONE, type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.one:
        return measure(chosen.one)
    with contextlib.ExitStack() as stack:
        base = stack.enter_context(_postgres()) if chosen.postgres else ""
        if chosen.postgres and not base:
            sys.stderr.write("PostgreSQL's programs are not on this machine.\n")
            return 3
        found = [_in_a_process(size, base) for size in sorted(chosen.sizes)]
    lines = [line for part in found for line in part["lines"]]
    text = f"{found[0]['machine']}\n\n{found[0]['head']}" + "".join(part["rows"] for part in found)
    if chosen.json:
        sys.stdout.write(json.dumps({"machine": found[0]["machine"], "results": lines}, indent=1))
        sys.stdout.write("\n")
    else:
        sys.stdout.write(f"{text}\n")
        from entente.bench import report

        database = "PostgreSQL" if chosen.postgres else "SQLite"
        report.keep(PAGE, f"{chosen.name}, {database}", text)
        sys.stdout.write(f"Written to {PAGE.relative_to(ROOT)}.\n")
    return 0 if all(line["reached"] for line in lines) else 1


@contextlib.contextmanager
def _postgres() -> Iterator[str]:
    programs = machine.postgres_programs()
    if programs is None:
        yield ""
        return
    with machine.postgres(programs) as address:
        yield address


def _in_a_process(size: int, base: str) -> dict[str, Any]:
    """Measure one size with a database and a server of its own."""
    from django.conf import settings

    home = Path(settings.HOME) / "bench"
    home.mkdir(exist_ok=True)
    address = base or f"sqlite:///{home / f'agreements-{size}.sqlite3'}"
    if base:
        address = _database_for(size, base)
    sys.stderr.write(f"{size:,} agreements …\n")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "entente", "bench", ONE, str(size)],
        env=os.environ
        | {
            "ENTENTE_HOME": str(home),
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "entente.launcher.measured",
        },
        stdout=subprocess.PIPE,
        check=True,
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _database_for(size: int, base: str) -> str:
    import psycopg
    from psycopg import sql

    name = f"agreements_{size}"
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{base.rpartition('/')[0]}/{name}"


def measure(size: int) -> int:
    """Make the records of one size, start a server, measure, print the result."""
    import django

    django.setup()
    from django.core.management import call_command

    from entente.bench import data, house, report

    call_command("migrate", interactive=False, verbosity=0)
    server.collect_static()
    data.make(size)
    port = machine.free_port_after(8900)
    with _server(port):
        results = house.run(port, size)
    drawn = report.table(results).splitlines(keepends=True)
    json.dump(
        {
            "machine": report.machine(),
            "lines": [line.plain() for line in results],
            "head": "".join(drawn[:2]),
            "rows": "".join(drawn[2:]),
        },
        sys.stdout,
    )
    return 0


@contextlib.contextmanager
def _server(port: int) -> Iterator[None]:
    process = subprocess.Popen(server.command(server.HOST, port), stdout=subprocess.DEVNULL)
    try:
        for _attempt in range(100):
            with contextlib.suppress(URLError, OSError):
                urllib.request.urlopen(f"http://{server.HOST}:{port}/healthz", timeout=5).close()
                break
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait()

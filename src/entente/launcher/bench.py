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

# What can be measured, and over how many agreements (or pieces of news) where nobody says.
SIZES = {
    "house": (10_000, 100_000, 1_000_000),
    "agreements": (100_000,),
    "website": (100,),
    "week": (5_000,),
}
STAYS = {"data": (10_000_000,), "figures": (10_000, 100_000, 1_000_000, 10_000_000)}
ISSUED = 10_000
APPLICANTS = (10_000, 100_000, 1_000_000)
PAGE = ROOT / "docs" / "benchmarks.md"
ONE = "--one"


def main(arguments: list[str]) -> int:
    """Measure pages over many synthetic records, against an empty page of the same server.

    Its databases live in a folder of their own (ENTENTE_HOME/bench) and are used again.
    """
    parser = argparse.ArgumentParser(prog="entente bench", description=main.__doc__)
    parser.add_argument(
        "name",
        nargs="?",
        choices=[
            *SIZES,
            "import",
            "resolver",
            "placement",
            "reader",
            "certificates",
            "data",
            "figures",
        ],
        default="house",
        help="what: house (pages), agreements (what ends, the balance), website (public pages),"
        " week (the calendar, a door), import (spreadsheets),"
        " resolver (names), placement (the solver, and whole runs through JSON),"
        " reader (old documents), certificates (signed and drawn, and from the sheet to the paper),"
        " data (ten million synthetic stays, or --rows), figures (over stays)",
    )
    parser.add_argument("--json", action="store_true", help="print for machines")
    parser.add_argument(
        "--postgres", action="store_true", help="on a PostgreSQL of its own, made for this run"
    )
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        help="numbers of agreements, of news, of applicants, or of certificates",
    )
    parser.add_argument(
        "--rows", type=int, nargs="+", help="numbers of stays, powers of ten (data, figures)"
    )
    parser.add_argument(
        "--kills", type=int, default=100, help="imports that are killed (100; import only)"
    )
    parser.add_argument(ONE, type=int, help=argparse.SUPPRESS)
    parser.add_argument(
        "--learn", action="store_true", help="teach the resolver anew before (resolver only)"
    )
    chosen = parser.parse_args(arguments)
    alone = {"resolver": _resolver, "reader": _reader, "certificates": _certificates}
    if chosen.name in alone:
        return alone[chosen.name](chosen)
    if chosen.name in ("data", "figures"):
        return _stays_of_one_size(chosen) if chosen.one else _stays(chosen)
    if chosen.name == "placement":
        return _place(chosen.one) if chosen.one else _placement(chosen)
    if chosen.name == "import":
        return importing(chosen) if chosen.one else _import(chosen)
    if chosen.one:
        return measure(chosen.name, chosen.one)
    with contextlib.ExitStack() as stack:
        base = stack.enter_context(_postgres()) if chosen.postgres else ""
        if chosen.postgres and not base:
            sys.stderr.write("PostgreSQL's programs are not on this machine.\n")
            return 3
        sizes = sorted(chosen.sizes or SIZES[chosen.name])
        found = [_in_a_process(chosen.name, size, base) for size in sizes]
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


def _import(chosen: argparse.Namespace) -> int:
    """Measure imports in a process of its own, over an empty SQLite database."""
    from django.conf import settings

    home = Path(settings.HOME) / "bench"
    home.mkdir(exist_ok=True)
    for leftover in home.glob("import*.sqlite3*"):
        leftover.unlink()
    words = ["bench", "import", ONE, "1", "--kills", str(chosen.kills)]
    if chosen.json:
        words.append("--json")
    return subprocess.run(
        [sys.executable, "-P", "-m", "entente", *words],
        env=os.environ
        | {
            "ENTENTE_HOME": str(home),
            "DATABASE_URL": f"sqlite:///{home / 'import.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "entente.launcher.measured",
        },
        check=False,
    ).returncode


def _resolver(chosen: argparse.Namespace) -> int:
    """Measure how names are resolved, over the public lists beside the house."""
    import django

    django.setup()
    from django.utils import translation

    from entente.bench import importing as beside
    from entente.bench import report, resolver, resolver_learning
    from entente.organisations.resolving import Index
    from entente.organisations.resolving.model import learned

    zaragoza = beside.folder()
    if zaragoza is None or not (zaragoza.parent / resolver.REGISTRY).exists():
        sys.stderr.write("The registry's file is not here (ENTENTE_SHARED).\n")
        return 3
    folder = zaragoza.parent
    if chosen.learn:
        entries = resolver.entries_of(folder)
        index = Index.build(entries)
        resolver_learning.learn_everything(entries, index, folder / resolver.LISTED)
        learned.cache_clear()
    with translation.override("en"):
        results = resolver.run(folder)
    if chosen.json:
        lines = [line.plain() for line in results]
        json.dump({"machine": report.machine(), "results": lines}, sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        text = f"{report.machine()}\n\n{resolver.table(results)}"
        sys.stdout.write(f"{text}\n")
        report.keep(PAGE, "resolver", text)
    return 0 if all(line.reached for line in results) else 1


def _placement(chosen: argparse.Namespace) -> int:
    """Measure placements of synthetic applicants, each size in a process of its own."""
    found = []
    for size in sorted(chosen.sizes or APPLICANTS):
        sys.stderr.write(f"{size:,} applicants …\n")
        words = [sys.executable, "-P", "-m", "entente", "bench", "placement", ONE, str(size)]
        done = subprocess.run(words, stdout=subprocess.PIPE, check=True)
        found.append(json.loads(done.stdout))
    lines = [line for part in found for line in part["lines"]]
    text = f"{found[0]['machine']}\n\n{found[0]['head']}" + "".join(part["rows"] for part in found)
    if chosen.json:
        json.dump({"machine": found[0]["machine"], "results": lines}, sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(f"{text}\n")
        from entente.bench import report

        report.keep(PAGE, "placement", text)
    return 0 if all(line["reached"] for line in lines) else 1


def _place(size: int) -> int:
    """Measure one size of placements, print the result."""
    from django.conf import settings

    settings.USE_I18N = False
    import django

    django.setup()
    from entente.bench import placement, report

    home = Path(settings.HOME) / "bench"
    home.mkdir(exist_ok=True)
    results = placement.run(size, home)
    drawn = report.table(results).splitlines(keepends=True)
    busy = f"Of {os.cpu_count()} cores, {os.getloadavg()[0]:.1f} were asked for."
    json.dump(
        {
            "machine": f"{report.processor()}, Python {sys.version.split()[0]}. {busy}",
            "lines": [line.plain() for line in results],
            "head": "".join(drawn[:2]),
            "rows": "".join(drawn[2:]),
        },
        sys.stdout,
    )
    return 0


def _stays(chosen: argparse.Namespace) -> int:
    """Make synthetic stays, and measure figures over them; each size in a process of its own."""
    with contextlib.ExitStack() as stack:
        base = stack.enter_context(_postgres()) if chosen.postgres else ""
        if chosen.postgres and not base:
            sys.stderr.write("PostgreSQL's programs are not on this machine.\n")
            return 3
        sizes = sorted(chosen.rows or STAYS[chosen.name])
        found = [_in_a_process(chosen.name, size, base, what="stays") for size in sizes]
    lines = [line for part in found for line in part["lines"]]
    if chosen.name == "data":
        return 0
    text = f"{found[0]['machine']}\n\n{found[0]['head']}" + "".join(part["rows"] for part in found)
    if chosen.json:
        json.dump({"machine": found[0]["machine"], "results": lines}, sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(f"{text}\n")
        from entente.bench import report

        report.keep(PAGE, f"figures, {'PostgreSQL' if chosen.postgres else 'SQLite'}", text)
    return 0 if all(line["reached"] for line in lines) else 1


def _stays_of_one_size(chosen: argparse.Namespace) -> int:
    """Make the stays of one size, measure what is asked, print the result."""
    import django
    from django.conf import settings

    django.setup()
    from django.core.management import call_command

    from entente.bench import figures, report, stays

    call_command("migrate", interactive=False, verbosity=0)
    parquet = Path(settings.HOME) / f"stays-{chosen.one}.parquet"
    began = time.perf_counter()
    stays.make(chosen.one, parquet)
    sys.stderr.write(f"… made in {time.perf_counter() - began:.0f} s, {parquet}\n")
    results = figures.run(chosen.one, parquet) if chosen.name == "figures" else []
    drawn = figures.table(results).splitlines(keepends=True)
    json.dump(
        {
            "machine": f"{report.machine()} Milliseconds of processor time on SQLite, of the clock"
            " on PostgreSQL; DuckDB on one thread.",
            "lines": [line.plain() for line in results],
            "head": "".join(drawn[:2]),
            "rows": "".join(drawn[2:]),
        },
        sys.stdout,
    )
    return 0


def _certificates(chosen: argparse.Namespace) -> int:
    """Measure how certificates are signed and drawn, then ten thousand of them in a database."""
    if chosen.one:
        return _issue(chosen.one)
    import django

    django.setup()
    from entente.bench import certificates, report

    results = [] if chosen.postgres else certificates.run()
    if results and not chosen.json:
        text = certificates.table(results, certificates.said())
        sys.stdout.write(text)
        report.keep(PAGE, "certificates", text)
    with contextlib.ExitStack() as stack:
        base = stack.enter_context(_postgres()) if chosen.postgres else ""
        if chosen.postgres and not base:
            sys.stderr.write("PostgreSQL's programs are not on this machine.\n")
            return 3
        [size, *_others] = chosen.sizes or [ISSUED]
        found = _in_a_process("certificates", size, base, what="certificates", anew=True)
    lines = [line.plain() for line in results] + found["lines"]
    if chosen.json:
        json.dump({"machine": found["machine"], "results": lines}, sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(found["rows"])
        database = "PostgreSQL" if chosen.postgres else "SQLite"
        report.keep(PAGE, f"certificates from the sheet to the paper, {database}", found["rows"])
    return 0 if all(line["reached"] for line in lines) else 1


def _issue(size: int) -> int:
    """Issue certificates in the database of this process, print the result."""
    import django

    django.setup()
    from django.core.management import call_command

    from entente.bench import certificates, issuing, report

    call_command("migrate", interactive=False, verbosity=0)
    results = issuing.run(size)
    json.dump(
        {
            "machine": report.machine(),
            "lines": [line.plain() for line in results],
            "rows": certificates.table(results, f"{report.machine()}\n"),
        },
        sys.stdout,
    )
    return 0


def _reader(chosen: argparse.Namespace) -> int:
    """Measure how the five documents are read, against what the demo holds."""
    import django

    django.setup()
    from django.utils import translation

    from entente.bench import importing as beside
    from entente.bench import reader, report

    zaragoza = beside.folder()
    data = zaragoza.parent if zaragoza else None
    documents = data.parent / "seeds" if data else None
    if data is None or documents is None or not list(documents.glob("00*.txt")):
        sys.stderr.write("The five documents are not here (ENTENTE_SHARED).\n")
        return 3
    with translation.override("en"):
        ready = reader.reader_over(reader.base_of(data))
        scores = reader.compared(ready, documents)
        times = reader.timings(ready, documents)
    if chosen.json:
        kinds = {
            kind: {"precision": it.precision, "recall": it.recall} for kind, it in scores.items()
        }
        lines = [vars(it) | {"reached": it.reached} for it in times]
        json.dump(
            {"machine": report.machine(), "kinds": kinds, "times": lines}, sys.stdout, indent=1
        )
        sys.stdout.write("\n")
    else:
        text = f"{report.machine()}\n\n{reader.table(scores)}\n{reader.table_of_times(times)}"
        sys.stdout.write(f"{text}\n")
        report.keep(PAGE, "reader", text)
    return 0 if all(it.reached for it in times) else 1


def importing(chosen: argparse.Namespace) -> int:
    """Import the files of the University of Zaragoza, print the result and keep it."""
    import django

    django.setup()
    from django.core.management import call_command

    from entente.bench import importing as bench
    from entente.bench import report

    folder = bench.folder()
    if folder is None:
        sys.stderr.write("The files of the University of Zaragoza are not here (ENTENTE_SHARED).\n")
        return 3
    call_command("migrate", interactive=False, verbosity=0)
    results = bench.run(folder.glob("*.csv"), kills=chosen.kills)
    if chosen.json:
        lines = [line.plain() for line in results]
        json.dump({"machine": report.machine(), "results": lines}, sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        text = f"{report.machine()}\n\n{report.table(results)}"
        sys.stdout.write(f"{text}\n")
        report.keep(PAGE, "import, SQLite", text)
    return 0 if all(line.reached for line in results) else 1


@contextlib.contextmanager
def _postgres() -> Iterator[str]:
    programs = machine.postgres_programs()
    if programs is None:
        yield ""
        return
    with machine.postgres(programs) as address:
        yield address


def _in_a_process(
    name: str, size: int, base: str, *, what: str = "agreements", anew: bool = False
) -> dict[str, Any]:
    """Measure one size with a database of its own, an empty one where `anew`."""
    from django.conf import settings

    home = Path(settings.HOME) / "bench"
    home.mkdir(exist_ok=True)
    records = name if name in ("website", "week") else what
    file = home / f"{records}-{size}.sqlite3"
    if anew and not base:
        for leftover in home.glob(f"{file.name}*"):
            leftover.unlink()
    address = base or f"sqlite:///{file}"
    if base:
        address = _database_for(f"{records}_{size}", base)
    sys.stderr.write(f"{records}: {size:,} …\n")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "entente", "bench", name, ONE, str(size)],
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


def _database_for(name: str, base: str) -> str:
    import psycopg
    from psycopg import sql

    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{base.rpartition('/')[0]}/{name}"


def measure(name: str, size: int) -> int:
    """Make the records of one size, start a server, measure, print the result."""
    import django

    django.setup()
    from django.core.management import call_command

    from entente.bench import agreements, data, house, places, report, website, week

    call_command("migrate", interactive=False, verbosity=0)
    server.collect_static()
    {"website": website.make, "week": week.make}.get(name, data.make)(size)
    if name == "agreements":
        places.make()
    measured = {
        "house": house.run,
        "agreements": agreements.run,
        "website": website.run,
        "week": week.run,
    }[name]
    port = machine.free_port_after(8900)
    with _server(port):
        results = measured(port, size)
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

"""The results of a bench as a table, and the page that keeps them."""

from __future__ import annotations

import platform
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from django import get_version
from django.db import connection

if TYPE_CHECKING:  # the page is written without a database
    from entente.bench.watch import Result

HEAD = (
    "# Benchmarks\n\n"
    "Written by `./entente bench`. Times are milliseconds, medians of pages that take turns with\n"
    "the reference: an empty page of the same server, signed in, with base template and full\n"
    "middleware, without content. Ratios count; the times are those of the machine.\n"
)


def table(results: Sequence[Result]) -> str:
    """Draw the table."""
    lines = [
        "| name | size | median | p95 | reference | ratio | goal | |",
        "|---|---:|---:|---:|---:|---:|---:|---|",
    ]
    for line in results:
        goal = "" if line.goal is None else f"≤ {line.goal:g}"
        reached = "" if line.goal is None else "reached" if line.reached else "missed"
        lines.append(
            f"| {line.name} | {line.size:,} | {line.median:.1f} | {line.p95:.1f}"
            f" | {line.reference:.1f} | {line.ratio:.1f} | {goal} | {reached} |"
        )
    return "\n".join(lines) + "\n"


def machine() -> str:
    """Describe what was measured on."""
    return (
        f"{processor()}, {platform.system()} {platform.machine()}, Python"
        f" {platform.python_version()}, Django {get_version()}, {_database()}, one server process."
    )


def processor() -> str:
    """Name the processor and how many of its cores there are."""
    import os

    cores = f"{os.cpu_count()} cores"
    info = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.+)", info.read_text()) if info.exists() else None
    return f"{found.group(1).strip()}, {cores}" if found else cores


def _database() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            return f"SQLite {cursor.fetchone()[0]}"
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"


def keep(page: Path, title: str, text: str) -> None:
    """Replace one section of the page, or add it."""
    held = page.read_text("utf-8") if page.exists() else HEAD
    section = f"## {title}\n\n{text.strip()}\n"
    pattern = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if pattern.search(held):
        held = pattern.sub(lambda _old: f"{section}\n", held)
    else:
        held = f"{held.rstrip()}\n\n{section}"
    page.write_text(f"{held.rstrip()}\n", "utf-8")

"""`./entente resolve FILE [--json]`: names and affiliation lines, each to one institution."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.db.utils import DatabaseError
from django.utils import translation

from entente.organisations import services
from entente.organisations.resolving import Answer, Question, Resolver

FIELDS = ("name", "country", "city")
TOLD_EVERY = 1.0  # seconds
FEW, AT_ONCE = 50, 1000
MOST_WORKERS = 4


class Command(BaseCommand):
    """Say which institution each name of a file means: join, ask or unknown."""

    help = "Say which institution each name of a file means: join, ask or unknown."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say how it can be asked."""
        parser.add_argument(
            "file",
            help="one name a line, or tab-separated with a header of name, country, city;"
            " - reads the standard input",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument(
            "--language", choices=("en", "zh"), default="en", help="of the reasons (default: en)"
        )

    def handle(self, **options: Any) -> None:
        """Answer line by line; the exit code is 2 when the file cannot be read."""
        try:
            known = services.known()
        except DatabaseError as error:
            raise CommandError(_NO_REGISTRY, returncode=2) from error
        if not known.registry and not known.ours:
            raise CommandError(_NO_REGISTRY, returncode=2)
        path = options["file"]
        try:
            language = {"zh": "zh-hans", "en": "en"}[options["language"]]
            with _opened(path) as file, translation.override(language):
                self._answer(known, file, as_json=options["json"])
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            raise CommandError(f"{path}: {error.strerror or error}", returncode=2) from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{path}: it is no text in UTF-8.", returncode=2) from error

    def _answer(self, known: services.Known, file: TextIO, *, as_json: bool) -> None:
        progress = Progress(sys.stderr)
        write = _json_line if as_json else _line
        for line in answered(known.resolver, questions(file), write):
            sys.stdout.write(f"{line}\n")
            progress.step()
        sys.stdout.flush()
        progress.finish()


_NO_REGISTRY = "No registry is loaded yet. Load one first: ./entente registry load FILE"


def _opened(path: str) -> TextIO:
    if path == "-":
        return sys.stdin
    return Path(path).open(encoding="utf-8-sig", newline="")


def questions(lines: Iterable[str]) -> Iterator[Question]:
    """Read one question from each line; a header that names `name` tells the columns."""
    columns: list[str] | None = None
    for number, line in enumerate(lines):
        cells = line.rstrip("\r\n").split("\t")
        if number == 0:
            names = [cell.strip().casefold() for cell in cells]
            if "name" in names:
                columns = names
                continue
            columns = None
        if columns is None:
            yield Question(line.rstrip("\r\n"))
            continue
        row = dict(zip(columns, cells, strict=False))
        yield Question(*(row.get(field, "") for field in FIELDS))


def answered(
    resolver: Resolver, asked: Iterator[Question], write: Callable[[Answer], str]
) -> Iterator[str]:
    """Answer every question in its order; of many, several processes answer some each.

    The first ones are answered here, so that a pipe of few names gets its answers one by one.
    """
    for question in islice(asked, FEW):
        yield write(resolver.resolve(question))
    rest = list(islice(asked, AT_ONCE))
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    if len(rest) < AT_ONCE or workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        for question in chain(rest, asked):
            yield write(resolver.resolve(question))
        return

    # What a forked process inherits; a resolver is too large to be sent.
    _inherited[:] = [lambda question: write(resolver.resolve(question))]
    connections.close_all()
    gc.freeze()  # pages that no collection touches stay shared between the processes
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        yield from pool.imap(_in_a_process, chain(rest, asked), chunksize=100)


_inherited: list[Callable[[Question], str]] = []


def _in_a_process(question: Question) -> str:
    return _inherited[0](question)


def _json_line(answer: Answer) -> str:
    return json.dumps(plain(answer), ensure_ascii=False)


def plain(answer: Answer) -> dict[str, Any]:
    """Give an answer as data for machines."""
    best = answer.best
    return {
        "query": answer.question.text,
        "id": best.id if best else None,
        "name": best.shown if best else None,
        "confidence": answer.confidence,
        "decision": answer.decision.value,
        "reason": str(answer.why.label),
        "alternatives": [
            {"id": it.held.id, "name": it.held.shown, "confidence": it.confidence}
            for it in answer.alternatives
        ],
    }


def _line(answer: Answer) -> str:
    best = answer.best
    named = f"{best.id}\t{best.shown}" if best else "-\t-"
    others = "; ".join(it.held.shown for it in answer.alternatives[:3])
    return (
        f"{answer.decision.value}\t{answer.confidence:.2f}\t{answer.question.text}\t{named}"
        f"\t{answer.why.label}\t{others}"
    )


class Progress:
    """Says once a second how many lines are answered, beside the answers themselves."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.count = 0
        self.begun = self.told = time.monotonic()

    def step(self) -> None:
        """Count one line."""
        self.count += 1
        now = time.monotonic()
        if now - self.told >= TOLD_EVERY:
            self.told = now
            self.out.write(f"\r{self.count:,} names")
            self.out.flush()

    def finish(self) -> None:
        """Say how many there were."""
        seconds = time.monotonic() - self.begun
        self.out.write(f"\r{self.count:,} names in {seconds:.1f} s\n")

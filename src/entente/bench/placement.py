"""The bench of the placement: the solver beside a sort, a whole run beside the standard library.

Applicants are drawn (`bench.applicants`); nobody is real. A sort of all wishes by priority is the
reference of the solver, for whoever places must look at the wishes in that order; reading, hashing
and writing the same JSON with the standard library is that of a whole run, which reads it, places,
explains, verifies and writes.
"""

from __future__ import annotations

import gc
import hashlib
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entente.bench import applicants
from entente.bench.watch import Result
from entente.mobility import placement
from entente.mobility.placement import compiled
from entente.mobility.placement.result import written
from entente.mobility.verifying import verify

ABSOLUTE = {10_000: 5.0, 100_000: 50.0, 1_000_000: 600.0}
SORT, JSON, MEMORY = 0.35, 3.0, 1_200.0
# The other package takes minutes from here on.
MOST_OF_THE_PEER = 10_000


def run(size: int, folder: Path) -> list[Result]:
    """Measure one size."""
    drawn = applicants.draw(size)
    columns = _columns(drawn)
    # The machine code is made, or read, before the watch runs: a server does so once.
    compiled.solve(_columns(applicants.draw(100)))
    rounds = 5 if size < 1_000_000 else 3
    luck = np.repeat(columns.luck, applicants.WISHES)
    claims = -drawn.scores.ravel()
    solved, sorted_ = _turns(partial(compiled.solve, columns), partial(_sort, luck, claims), rounds)
    goal = ABSOLUTE.get(size)
    found = [_line("solve, beside a sort of all wishes", size, solved, sorted_, SORT)]
    if goal is not None:
        found.append(_line("solve, milliseconds at most", size, solved, [goal], 1.0))
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        if size == 1_000_000:
            found.append(_line("solve, megabytes at most", size, [most], [MEMORY], 1.0))
    del columns, luck, claims
    file = folder / f"placement-{size}.json"
    file.write_text(json.dumps(applicants.instance(drawn), ensure_ascii=False), "utf-8")
    found.append(_whole(file, size, 3 if size < 1_000_000 else 1))
    file.unlink()
    if size <= MOST_OF_THE_PEER and (line := _peer(size, drawn, solved)):
        found.append(line)
    return found


def _columns(drawn: applicants.Drawn) -> compiled.Columns:
    """Write what was drawn as the solver reads it: two options within each destination."""
    people, destinations = len(drawn.options), len(drawn.outer)
    wishes = np.stack([drawn.options.ravel(), drawn.scores.ravel()], axis=1).astype(np.int32)
    start = np.arange(people + 1, dtype=np.int32) * applicants.WISHES
    order = placement.instance.drawn("sample", [str(at) for at in range(people)])
    parent = np.full(3 * destinations, -1, dtype=np.int32)
    parent[: 2 * destinations] = np.arange(2 * destinations) // 2 + 2 * destinations
    luck = (people - 1 - np.array(order)).astype(np.int32)
    return compiled.Columns(start, wishes, luck, parent, np.concatenate([drawn.caps, drawn.outer]))


def _sort(luck: NDArray[np.int32], claims: NDArray[np.int64]) -> None:
    np.lexsort((luck, claims))


def _turns(
    one: Callable[[], Any], other: Callable[[], Any], rounds: int
) -> tuple[list[float], list[float]]:
    """Let two take turns, so that both see the same machine; give the milliseconds of each."""
    times: tuple[list[float], list[float]] = ([], [])
    for _round in range(rounds):
        for kept, work in zip(times, (one, other), strict=True):
            began = time.perf_counter()
            work()
            kept.append((time.perf_counter() - began) * 1000)
    return times


def _line(
    name: str, size: int, times: list[float], reference: list[float], goal: float | None
) -> Result:
    median, beside = statistics.median(times), statistics.median(reference)
    return Result(name, size, median, max(times), beside, median / beside, goal)


def _whole(file: Path, size: int, rounds: int) -> Result:
    """Measure a whole run through JSON: read, place, explain, verify, write."""

    def ours() -> None:
        data = json.loads(file.read_bytes())
        result = placement.run(placement.read(data))
        if verify(data, result):
            message = "the verifier refuses a result of the bench"
            raise RuntimeError(message)
        kept.append(result)
        file.with_suffix(".result").write_bytes(written(result).encode())

    def theirs() -> None:
        data = json.loads(file.read_bytes())
        text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        hashlib.sha256(text.encode()).hexdigest()
        result = json.dumps(kept.pop(), separators=(",", ":"), ensure_ascii=False)
        file.with_suffix(".result").write_bytes(result.encode())

    kept: list[Any] = []
    # As in `./entente place`: looking for rubbish among millions of objects that all live takes
    # long, for both.
    gc.disable()
    times = _turns(ours, theirs, rounds)
    gc.enable()
    gc.collect()
    file.with_suffix(".result").unlink()
    return _line("read, place, explain, verify, write; beside JSON alone", size, *times, JSON)


def _peer(size: int, drawn: applicants.Drawn, solved: list[float]) -> Result | None:
    """Measure the package `matching` on the same wishes, where it is installed.

    It knows no nested quotas, so it gets the options with their own places: an easier question.
    """
    try:
        from matching.games import HospitalResident
    except ImportError:
        sys.stderr.write("The package “matching” is not installed (development only).\n")
        return None
    wishes = {f"a{at}": row for at, row in enumerate(drawn.options.tolist())}
    asked: dict[int, list[tuple[int, str]]] = {}
    for (who, row), scores in zip(wishes.items(), drawn.scores.tolist(), strict=True):
        for option, score in zip(row, scores, strict=True):
            asked.setdefault(option, []).append((-score, who))
    lists = {option: [who for _score, who in sorted(them)] for option, them in asked.items()}
    places = {option: int(drawn.caps[option]) for option in lists}
    # It copies its players along chains that are as long as there are applicants.
    deep = sys.getrecursionlimit()
    sys.setrecursionlimit(1_000_000)
    began = time.perf_counter()
    game = HospitalResident.create_from_dictionaries(wishes, lists, places)
    game.solve()
    took = (time.perf_counter() - began) * 1000
    sys.setrecursionlimit(deep)
    return _line("the package “matching”, beside our solver", size, [took], solved, None)

"""How well names are resolved, how fast, and in how much memory: `./entente bench resolver`."""

from __future__ import annotations

import csv
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from entente.bench import resolver_sets as sets
from entente.bench.resolver_learning import Example, examples
from entente.bench.resolver_sets import Asked
from entente.organisations.resolving import Decision, Entry, Index, Question, Resolver, read_dump
from entente.organisations.resolving.model import chance
from entente.organisations.resolving.resolver import ASK_FROM, JOIN_FROM, han_summary

REGISTRY = "organisations/ror_education.jsonl.gz"
LISTED = "organisations/hipo_world_universities_and_domains.json"
MINISTRY = "organisations/moe_higher_ed_list.csv"
ASKED = 600
MIXED = 20_000


@dataclass(frozen=True)
class Line:
    """A number that was measured, beside its goal."""

    name: str
    size: int
    value: float
    goal: float
    at_most: bool = False
    digits: int = 3

    @property
    def reached(self) -> bool:
        """Say whether the goal is reached."""
        return self.value <= self.goal if self.at_most else self.value >= self.goal

    def plain(self) -> dict[str, object]:
        """Give the line as data."""
        return vars(self) | {"reached": self.reached}


def table(lines: Iterable[Line]) -> str:
    """Draw the table."""
    rows = ["| what | names | measured | goal | |", "|---|---:|---:|---:|---|"]
    for it in lines:
        sign = "≤" if it.at_most else "≥"
        reached = "reached" if it.reached else "missed"
        value = f"{it.value:.{it.digits}f}"
        rows.append(f"| {it.name} | {it.size:,} | {value} | {sign} {it.goal:g} | {reached} |")
    return "\n".join(rows) + "\n"


def entries_of(folder: Path) -> list[Entry]:
    """Read the registry among the shared data."""
    return list(read_dump(folder / REGISTRY))


def run(folder: Path) -> list[Line]:
    """Measure everything; only entries that taught nothing are asked for."""
    entries = entries_of(folder)
    index = Index.build(entries)
    resolver = Resolver(index)
    examiners = sets.of(entries, learning=False)
    return [
        *_latin(folder, examiners, resolver),
        *_chinese(examiners, resolver),
        *_ministry(folder, resolver),
        *_zaragoza(folder, resolver),
        *_speed(examiners, resolver),
    ]


# --- Accuracy -------------------------------------------------------------------------------------


def _listed(folder: Path) -> Callable[[Sequence[Entry], int, int], list[Asked]]:
    def draw(examiners: Sequence[Entry], count: int, _seed: int) -> list[Asked]:
        return sets.by_domain(examiners, folder / LISTED)[:count]

    return draw


def _latin(folder: Path, examiners: Sequence[Entry], resolver: Resolver) -> Iterable[Line]:
    joined: list[bool] = []
    listed: list[bool] = []
    for name, goal, draw in (
        ("names as typed, F1", 0.86, sets.typed),
        ("affiliation lines, F1", 0.87, sets.printed),
        ("lines of several bodies, F1", 0.91, sets.crowded),
        ("names of a public list, joined by domain, F1", 0.86, _listed(folder)),
    ):
        made = examples(draw(examiners, ASKED, 11), resolver)
        judged = [_judged(it, resolver) for it in made]
        # A domain can belong to a faculty, too: what a list says by domain is not always right.
        (listed if "domain" in name else joined).extend(
            right for sure, right in judged if sure >= JOIN_FROM
        )
        yield Line(name, len(made), _f1(judged, made), goal)
    for name, those in (("names and lines", joined), ("the public list", listed)):
        right = sum(those) / max(len(those), 1)
        yield Line(f"joined without asking, {name}, right", len(those), right, 0.99)
    yield from _other_languages(examiners, resolver)


def _judged(example: Example, resolver: Resolver) -> tuple[float, bool]:
    ranked = resolver.rank(example.found)
    if not ranked:
        return 0.0, False
    sure, _why = resolver.weighed(example.asked.text, ranked)
    return sure, ranked[0].held.id in example.asked.right


def _f1(judged: Sequence[tuple[float, bool]], made: Sequence[Example]) -> float:
    given = [right for sure, right in judged if sure >= ASK_FROM]
    wanted = sum(bool(it.asked.right) for it in made)
    return 2 * sum(given) / (len(given) + wanted)


def _other_languages(examiners: Sequence[Entry], resolver: Resolver) -> Iterable[Line]:
    """Names in other languages than English, each taken out of the registry when asked for."""
    draw = random.Random(7)  # noqa: S311 the same names every time
    asked = []
    for entry in examiners:
        foreign = [
            it.text
            for it in entry.names
            if it.language not in {"", "en", "zh", "ja"} and it.kind in {"label", "display"}
        ]
        if foreign and len(entry.names) > 1 and entry.status != "withdrawn":
            text = draw.choice(foreign)
            left = {sets.spelling(it) for it in sets.latin_names(entry)} - {sets.spelling(text)}
            if left and text in sets.latin_names(entry):
                asked.append(
                    Asked(text, frozenset({entry.id}), "", frozenset(), ((entry.id, text),))
                )
    made = examples(draw.sample(asked, min(ASKED, len(asked))), resolver)
    judged = [_judged(it, resolver) for it in made]
    size = len(made)
    yield Line("names in other languages, taken out, F1", size, _f1(judged, made), 0.80)
    first = sum(right for _sure, right in judged) / size
    yield Line("the same, right one first", size, first, 0.84)


def _chinese(examiners: Sequence[Entry], resolver: Resolver) -> Iterable[Line]:
    held = sets.in_chinese(examiners, home=True, without=False, seed=3)
    judged = []
    for example in examples(held, resolver, han=True):
        asked = example.asked
        answer = resolver.resolve(Question(asked.text)) if not asked.hidden else None
        if answer is not None:
            judged.append((1.0 if answer.best else 0.0, _is(answer.best, asked)))
            continue
        ranked = resolver.rank_han(example.found)
        sure = chance(resolver.models["han_best"].judge([han_summary(ranked)])[0]) if ranked else 0
        judged.append((sure, False))
    wanted = [Example(it, []) for it in held]
    yield Line("Chinese names of Chinese institutions, F1", len(held), _f1(judged, wanted), 0.94)
    for name, asked_of, first, five in (
        (
            "Chinese names taken out",
            sets.in_chinese(examiners, home=True, without=True, seed=3),
            0.75,
            0.90,
        ),
        ("Chinese names of foreign schools", _abroad(examiners, resolver), 0.60, 0.70),
    ):
        ranks = [
            [it.held.id for it in resolver.rank_han(example.found)[:5]]
            for example in examples(asked_of, resolver, han=True)
        ]
        pairs = list(zip(asked_of, ranks, strict=True))
        size = max(len(pairs), 1)
        at_first = sum(bool(those) and those[0] in it.right for it, those in pairs) / size
        among = sum(any(one in it.right for one in those) for it, those in pairs) / size
        yield Line(f"{name}, right one first", len(pairs), at_first, first)
        yield Line(f"{name}, right one in five", len(pairs), among, five)


def _abroad(examiners: Sequence[Entry], resolver: Resolver) -> list[Asked]:
    formed = sets.after_cities(examiners, resolver.indexes[0], 9)
    held = sets.in_chinese(examiners, home=False, without=True, seed=3)
    return [it for it in [*held, *formed] if it.right]


def _is(held: object, asked: Asked) -> bool:
    return getattr(held, "id", None) in asked.right


def _ministry(folder: Path, resolver: Resolver) -> Iterable[Line]:
    """Names of the ministry's list: what is joined lies in the province that the list names."""
    with (folder / MINISTRY).open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["name"].strip(), row["address"]) for row in csv.DictReader(file)]
    joined = wrong = 0
    for name, _province in rows:
        answer = resolver.resolve(Question(name))
        if answer.decision is Decision.JOIN and answer.best is not None:
            joined += 1
            wrong += answer.best.country != "CN"
    yield Line(
        "ministry's list: joined abroad, of 1,000",
        joined,
        1000 * wrong / max(joined, 1),
        1,
        at_most=True,
    )


def _zaragoza(folder: Path, resolver: Resolver) -> Iterable[Line]:
    """Partners of a real office, each with the country of its row."""
    partners: set[tuple[str, str]] = set()
    for path in sorted((folder / "zaragoza").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file, delimiter=";"):
                partners.add((row["UNIVERSIDAD_ACUERDO"], row["PAIS_UNIVERSIDAD_ACUERDO"]))
    named = sorted(partners)
    answers = [resolver.resolve(Question(name, country)) for name, country in named]
    found = [it for it in answers if it.best is not None]
    joined = [it for it in answers if it.decision is Decision.JOIN]
    yield Line("Zaragoza's partners, joined or proposed", len(named), len(found) / len(named), 0.8)
    yield Line("Zaragoza's partners, joined by itself", len(named), len(joined) / len(named), 0.4)


# --- Speed ----------------------------------------------------------------------------------------


def mixed(examiners: Sequence[Entry], count: int) -> list[Question]:
    """Draw names of every kind, none twice in a row."""
    quarter = count // 4
    chinese = sets.in_chinese(examiners, home=True, without=False, seed=5)
    asked = [
        *sets.typed(examiners, quarter, 21),
        *sets.printed(examiners, quarter, 22),
        *sets.crowded(examiners, quarter, 23),
        *(chinese[at % len(chinese)] for at in range(quarter)),
    ]
    random.Random(6).shuffle(asked)  # noqa: S311
    return [Question(it.text, it.country) for it in asked]


def _speed(examiners: Sequence[Entry], resolver: Resolver) -> Iterable[Line]:
    from entente.organisations.management.commands.resolve import answered

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "index.json"
        resolver.indexes[0].save(file)
        began = time.perf_counter()
        again = Resolver(Index.load(file) or resolver.indexes[0])
        again.resolve(Question("University of Nowhere"))
        yield Line("registry ready, seconds", 1, time.perf_counter() - began, 5, True, 1)
    names = mixed(examiners, MIXED)
    again.resolve(Question("滑铁卢大学"))
    times = []
    for question in names[:500]:
        began = time.perf_counter()
        again.resolve(question)
        times.append((time.perf_counter() - began) * 1000)
    yield Line("one name, milliseconds (median)", 500, sorted(times)[250], 10, True, 1)
    began = time.perf_counter()
    rows = len(list(answered(again, iter(names), _as_line)))
    took = time.perf_counter() - began
    yield Line("20,000 mixed rows, seconds", rows, took, 30, True, 1)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak = most / 1e6 if sys.platform == "darwin" else most / 1e3
    yield Line("memory with sets and two indexes, MB", 1, peak, 1000, True, 0)


def _as_line(answer: object) -> str:
    return json.dumps(str(answer))

"""How well and how fast documents are read: `./entente bench reader`.

The five documents are read as the institutions that they tell of would read them, over the registry
and the names of the demo's organisations, and compared kind by kind with what the demo holds.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from entente.demo.claims import claims
from entente.demo.corpus import INSTITUTIONS, partners
from entente.demo.facts import Institution, Partner
from entente.intake.documents import Proposal, Reader, Text, read_bytes
from entente.intake.documents.naming import Names
from entente.organisations.resolving import Entry, Index, Name, Resolver
from entente.organisations.resolving.in_chinese import names_in_chinese

REGISTRY = "organisations/ror_education.jsonl.gz"
PAGES = 200
SIZE = 1_000_000
LETTERS = 2500  # on a page
_MARKUP = frozenset("#*_`$<>@=\\[]~/\"'+")
Keys = set[tuple[str, ...]]


@dataclass
class Score:
    """What was found of a kind: how much of it is right, how much of what there is was found."""

    found: Keys = field(default_factory=set)
    wanted: Keys = field(default_factory=set)

    @property
    def precision(self) -> float:
        """The share of what was proposed that the demo holds."""
        return len(self.found & self.wanted) / len(self.found) if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what the demo holds that was proposed."""
        return len(self.found & self.wanted) / len(self.wanted) if self.wanted else 1.0


def address(partner: Partner) -> str:
    """Give the address under which a partner of the demo is known."""
    return f"https://ror.org/{partner.ror}" if partner.ror else f"/{partner.name}/"


def reader_over(base: Index | None) -> Reader:
    """Make a reader over a registry, if there is one, and the organisations of the demo."""
    every = {*partners(), *(facts.itself for facts in INSTITUTIONS)}
    own = [_entry(it) for it in sorted(every, key=lambda it: it.name)]
    indexes = [base, Index.build(own, base=base)] if base else [Index.build(own)]
    return Reader(Names(Resolver(*indexes)))


def _entry(partner: Partner) -> Entry:
    names = [
        Name(it.text, it.language, "acronym" if it.kind == "short" else "learned")
        for it in partner.names
    ]
    return Entry(address(partner), tuple(names), country=partner.place.country)


def home(facts: Institution) -> set[str]:
    """Give the addresses and names of the institution that a document is about."""
    units = [facts.home, *facts.home.below]
    names = {text for unit in units for text in (unit.name_zh, unit.name_en, unit.code)}
    names |= {name.text for name in facts.itself.names}
    return {address(facts.itself), *(name.casefold() for name in names if name)}


# --- What the demo holds --------------------------------------------------------------------------


def held(facts: Institution) -> dict[str, Keys]:
    """Give what the demo holds of a document, kind by kind, as keys to compare."""
    league = facts.league
    wanted: dict[str, Keys] = {
        "organisation": {(address(it.partner),) for it in facts.mentions},
        "agreement": {(address(it.partner), it.kind, it.signed) for it in facts.promises},
        "person": {(it.name_zh or f"{it.family_name} {it.given_name}",) for it in facts.people},
        "consortium": {(name.text,) for name in league.names if name.kind == "short"}
        if league
        else set(),
        "member": {(address(it.partner), str(bool(it.initiator))) for it in league.members}
        if league
        else set(),
        "mandate": {("chair", league.chair.name_zh), ("secretariat", address(league.secretariat))}
        if league
        else set(),
        "event": {(address(it.host), it.on) for it in league.editions} if league else set(),
        "visit": set(),
        "centre": set(),
        "claim": set(),
    }
    for row in _claims_of(facts):
        _add_claim(wanted, row, facts)
    return wanted


def _claims_of(facts: Institution) -> list[Mapping[str, str]]:
    return [row for row in claims().values() if row["seed"] == facts.document.number]


def _add_claim(wanted: dict[str, Keys], row: Mapping[str, str], facts: Institution) -> None:
    """Add a statement; a few of them are also the only word of a visit or of joint centres."""
    if row["unit"] != "date":
        wanted["claim"].add((row["lang"], row["value"], row["unit"]))
    if row["measure"] == "delegation_visit":
        wanted["visit"].add(tuple(row["window"].removeprefix("dates:").split("/")))
    elif row["measure"] == "joint_labs":
        wanted["centre"] |= {(address(it.partner),) for it in facts.mentions}
    elif row["measure"] == "joint_research_centres" and row["value"] == "1":
        named = [it.partner for it in facts.mentions if it.partner.name in row["detail"]]
        key = address(named[0]) if named else row["detail"]
        wanted["centre"].add((key,))


# --- What was read --------------------------------------------------------------------------------


def read_keys(proposals: Iterable[Proposal]) -> dict[str, Keys]:
    """Give what was read in the same keys."""
    found: dict[str, Keys] = {}
    for it in proposals:
        key = _key(it.kind, it.fields)
        if key is not None:
            found.setdefault(it.kind, set()).add(key)
    return found


def _key(kind: str, said: Mapping[str, Any]) -> tuple[str, ...] | None:
    make = _KEYS.get(kind)
    return make(said) if make else None


def _number(said: Mapping[str, Any]) -> str:
    return f"{said['low']}..{said['high']}" if said["value"] is None else str(said["value"])


def _who(named: Mapping[str, Any] | None) -> str:
    return str(named["id"] or named["name"]) if named else ""


_KEYS: dict[str, Callable[[Mapping[str, Any]], tuple[str, ...]]] = {
    "organisation": lambda it: (it["id"] or it["name"],),
    "agreement": lambda it: (_who(it["partner"]), it["kind"], it["signed_on"]),
    "person": lambda it: (it["name_zh"] or it["name_en"],),
    "consortium": lambda it: (it["short"] or it["name_zh"],),
    "member": lambda it: (_who(it["organisation"]), str(it["initiator"])),
    "mandate": lambda it: (it["office"], it["person"] or _who(it["organisation"])),
    "event": lambda it: (_who(it["host"]), it["on"]),
    "visit": lambda it: (it["starts_on"], it["ends_on"]),
    "centre": lambda it: (_who(it["partner"]) or it["name"],),
    "claim": lambda it: (it["language"], _number(it), it["unit"]),
}


def compared(reader: Reader, folder: Path) -> dict[str, Score]:
    """Read the five documents and compare them with the demo, kind by kind."""
    scores: dict[str, Score] = {}
    for facts in INSTITUTIONS:
        for kind, keys in held(facts).items():
            scores.setdefault(kind, Score()).wanted |= _of(facts, keys)
        file = next(folder.glob(f"{facts.document.number}_*.txt"))
        reading = reader.read(read_bytes(file.read_bytes()), home(facts))
        for kind, keys in read_keys(reading.proposals).items():
            scores.setdefault(kind, Score()).found |= _of(facts, keys)
    return scores


def _of(facts: Institution, keys: Keys) -> Keys:
    return {(facts.document.number, *key) for key in keys}


def table(scores: Mapping[str, Score]) -> str:
    """Draw the comparison."""
    rows = [
        "| kind | the demo holds | proposed | precision | recall |",
        "|---|---:|---:|---:|---:|",
    ]
    rows += [
        f"| {kind} | {len(it.wanted)} | {len(it.found)} | {it.precision:.2f} | {it.recall:.2f} |"
        for kind, it in scores.items()
    ]
    return "\n".join(rows) + "\n"


# --- Speed ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Timing:
    """A time that was taken, beside its goal in seconds or megabytes."""

    name: str
    value: float
    goal: float

    @property
    def reached(self) -> bool:
        """Say whether it stays within the goal."""
        return self.value <= self.goal


def table_of_times(times: Iterable[Timing]) -> str:
    """Draw the times."""
    rows = ["| what | measured | goal | |", "|---|---:|---:|---|"]
    rows += [
        f"| {it.name} | {it.value:.1f} | ≤ {it.goal:g} | {'reached' if it.reached else 'missed'} |"
        for it in times
    ]
    return "\n".join(rows) + "\n"


def timings(reader: Reader, folder: Path) -> list[Timing]:
    """Read a megabyte of text, and a PDF of two hundred pages."""
    said = "\n\n".join(it.read_text(encoding="utf-8") for it in sorted(folder.glob("00*.txt")))
    reader.read(Text(said))
    text = Text((said + "\n\n") * (SIZE // len(said.encode()) + 1))
    began = time.perf_counter()
    reader.read(text)
    took = (time.perf_counter() - began) * SIZE / len(text.content.encode())
    found = [Timing("a megabyte of text, seconds", took, 1)]
    content = _pdf(said)
    began = time.perf_counter()
    reader.read(read_bytes(content))
    found.append(Timing(f"a PDF of {PAGES} pages, seconds", time.perf_counter() - began, 20))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak = most / 1e6 if sys.platform == "darwin" else most / 1e3
    found.append(Timing("memory, MB", peak, 1000))
    return found


def _pdf(said: str) -> bytes:
    """Print words of the documents as a PDF of many pages."""
    import typst

    plain = "".join(sign if sign.isascii() and sign not in _MARKUP else " " for sign in said)
    step = max((len(plain) - LETTERS) // PAGES, 1)
    pages = (plain[at * step : at * step + LETTERS] for at in range(PAGES))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "pages.typ"
        source.write_text("\n#pagebreak()\n".join(f"x {page}" for page in pages))
        return bytes(typst.compile(str(source)))


def base_of(folder: Path) -> Index:
    """Make the index of the registry among the shared data."""
    from entente.organisations.resolving import read_dump

    return Index.build(read_dump(folder / REGISTRY), also=names_in_chinese())

"""Names with known answers, made from the registry and the public lists beside it.

Everything is drawn with a fixed seed; which entries teach and which examine depends on their
address alone, so that nothing that was learned from is asked again.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from babel import Locale

from entente.kit.letters import fold, is_han, runs
from entente.organisations.resolving import Entry, Index
from entente.organisations.resolving.han import is_japanese, key_of_han

Writing = Callable[[str, Entry, random.Random], str]
LATIN_KINDS = frozenset({"display", "label", "alias"})
_NAMES = Locale("en").territories


@dataclass(frozen=True)
class Asked:
    """A name as somebody may write it, and the entries that are right; none where there is none.

    `hidden` are entries taken out of the registry for this question, `unnamed` entries that are
    asked for under a name that is taken out.
    """

    text: str
    right: frozenset[str]
    country: str = ""
    hidden: frozenset[str] = frozenset()
    without: tuple[tuple[str, str], ...] = ()


def teaches(address: str) -> bool:
    """Say whether an entry is for learning (two of three) or for examining."""
    return hashlib.sha256(address.encode()).digest()[0] % 3 > 0


def latin_names(entry: Entry) -> list[str]:
    """Give the names of an entry that are no abbreviations and not written in Han characters."""
    return [
        name.text
        for name in entry.names
        if name.kind in LATIN_KINDS and len(name.text) > 5 and not is_han(name.text)
    ]


# --- As people type -------------------------------------------------------------------------------

_SMALL = frozenset({"of", "the", "and", "de", "for"})
_SHORTER = (
    ("University", ("Univ.", "Univ", "U.", "Uni", "university")),
    ("Université", ("Univ.", "Universite")),
    ("Universidad", ("Univ.", "U.")),
    ("Institute", ("Inst.", "Inst")),
    ("Technology", ("Tech.", "Tech", "Technol")),
    ("Technical", ("Tech.",)),
    ("College", ("Coll.", "Coll")),
    ("National", ("Natl.", "Nat.")),
    ("Science", ("Sci.", "Sci")),
    ("Medical", ("Med.", "Med")),
    ("Department", ("Dept.",)),
    ("International", ("Intl", "Int.")),
)


def as_typed(name: str, entry: Entry, draw: random.Random) -> str:
    """Write a name as somebody in a hurry would: shorter, wrong in a letter, with its place."""
    for word, shorter in _SHORTER:
        if word in name and draw.random() < 0.35:
            name = name.replace(word, draw.choice(shorter), 1)
    name = _with_fewer_words(name, draw)
    if draw.random() < 0.15 and len(name) > 8:
        name = _slip(name, draw)
    name = _with_place(name, entry, draw)
    lot = draw.random()
    if lot < 0.15:
        return name.lower()
    return name.upper() if lot < 0.2 else name


def _with_fewer_words(name: str, draw: random.Random) -> str:
    words = name.split()
    lot = draw.random()
    if lot < 0.12 and len(words) > 2:
        words = [word for word in words if word.lower() not in _SMALL]
    elif lot < 0.2 and len(words) > 2:
        del words[draw.randrange(len(words))]
    elif lot < 0.26 and len(words) == 3 and words[1].lower() == "of":
        words = [words[2], words[0]]
    return " ".join(words)


def _with_place(name: str, entry: Entry, draw: random.Random) -> str:
    lot = draw.random()
    country = _NAMES.get(entry.country, "")
    if lot < 0.08 and entry.city:
        return f"{name}, {entry.city}"
    if lot < 0.16 and country:
        return f"{name} ({country})"
    if lot < 0.22 and country:
        return f"{name}, {entry.city}, {country}"
    return name


def _slip(name: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(name) - 2)
    kind = draw.random()
    if kind < 0.4:
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    if kind < 0.75:
        return name[:at] + name[at + 1 :]
    return name[:at] + draw.choice("aeionrst") + name[at + 1 :]


# --- As publishers print --------------------------------------------------------------------------

_FIELDS = [
    "Physics",
    "Chemistry",
    "Mathematics",
    "Computer Science",
    "Biology",
    "Mechanical Engineering",
    "Medicine",
    "Electrical and Computer Engineering",
    "Economics",
    "Psychology",
    "Civil Engineering",
    "Law",
    "History",
    "Materials Science",
    "Pharmacy",
    "Nursing",
    "Neurology",
    "Cardiology",
    "Geography",
    "Environmental Studies",
    "Agronomy",
    "Education",
    "Internal Medicine",
    "Business Administration",
    "Statistics",
    "Political Science",
    "Information Systems",
    "Public Health",
    "Veterinary Medicine",
    "Plant Sciences",
    "Linguistics",
    "Surgery",
]
_UNITS = [
    "Department of {}",
    "Dept. of {}",
    "Faculty of {}",
    "School of {}",
    "Institute of {}",
    "Division of {}",
    "Laboratory of {}",
    "{} Department",
    "Center for {}",
    "Chair of {}",
    "Graduate School of {}",
    "Fakultät für {}",
    "Departamento de {}",
    "Dipartimento di {}",
    "Département de {}",
    "Section of {}",
    "{} Research Group",
]
_OTHERS = [
    "{} General Hospital",
    "{} Medical Center",
    "Ministry of Health",
    "National Research Council",
    "{} Research Institute",
    "{} Pharmaceuticals Ltd",
    "Institute for Advanced Materials {}",
    "Bank of {}",
    "Museum of {}",
    "{} Cancer Center",
    "{} Biotech Inc.",
    "Agency for Environment, {}",
    "Children's Hospital of {}",
    "Max Planck Institute for {}",
    "{} Observatory",
    "Clinic of {}",
]


def as_printed(name: str, entry: Entry, draw: random.Random) -> str:
    """Write a name as an affiliation line has it: below a department, before a city."""
    parts = [
        draw.choice(_UNITS).format(draw.choice(_FIELDS))
        for _part in range(draw.choice((0, 1, 1, 1, 2, 2)))
    ]
    if draw.random() < 0.25:
        name = as_typed(name, Entry(entry.id, entry.names), draw)
    parts.append(name)
    if draw.random() < 0.1:
        parts.reverse()
    if draw.random() < 0.75 and entry.city:
        code = str(draw.randrange(1000, 99999))
        city = entry.city
        parts.append(draw.choice((city, city, f"{code} {city}", f"{city} {code}")))
    if draw.random() < 0.3 and entry.region:
        parts.append(entry.region)
    if draw.random() < 0.8:
        country = _NAMES.get(entry.country, "")
        parts.append(
            {"United States": draw.choice(("USA", "United States", "U.S.A."))}.get(country, country)
        )
    line = draw.choice((", ", ", ", ", ", "; ", ",")).join(filter(None, parts))
    return draw.choice(("", "", "", "1 ", "a ")) + line + draw.choice(("", "", "."))


def as_another_body(entry: Entry, draw: random.Random) -> str:
    """Write a line of a body that is no school of the registry, in the place of one."""
    body = draw.choice(_OTHERS).format(draw.choice((entry.city, draw.choice(_FIELDS))))
    return as_printed(body, entry, draw)


# --- Sets -----------------------------------------------------------------------------------------


def typed(entries: Sequence[Entry], count: int, seed: int) -> list[Asked]:
    """Names as typed into a search: held ones, ones taken out, and some whose entry is absent."""
    return _drawn(entries, count, seed, as_typed, several=0.0)


def printed(entries: Sequence[Entry], count: int, seed: int) -> list[Asked]:
    """Affiliation lines of one body."""
    return _drawn(entries, count, seed, as_printed, several=0.0)


def crowded(entries: Sequence[Entry], count: int, seed: int) -> list[Asked]:
    """Affiliation lines of several bodies."""
    return _drawn(entries, count, seed, as_printed, several=1.0)


def _drawn(
    entries: Sequence[Entry], count: int, seed: int, write: Writing, several: float
) -> list[Asked]:
    draw = random.Random(seed)  # noqa: S311 examples, no secrets
    usable = [entry for entry in entries if entry.status != "withdrawn" and latin_names(entry)]
    by_country: dict[str, list[Entry]] = defaultdict(list)
    for entry in usable:
        by_country[entry.country].append(entry)
    found = []
    for _each in range(count):
        entry = _notable(usable, draw)
        if write is as_printed and draw.random() < 0.08:
            found.append(Asked(as_another_body(entry, draw), frozenset()))
            continue
        asked = _asked(entry, draw, write)
        if draw.random() < several:
            near = by_country[entry.country] if draw.random() < 0.6 else usable
            asked = _beside_another(asked, _notable(near, draw), draw, write)
        found.append(asked)
    return found


def _asked(entry: Entry, draw: random.Random, write: Writing) -> Asked:
    """Ask for an entry: as it is held, under a name that is taken out, or when it is absent."""
    names = latin_names(entry)
    name = draw.choice(names)
    short = [it.text for it in entry.names if it.kind == "acronym" and it.text.isascii()]
    if write is as_typed and short and draw.random() < 0.08:
        return Asked(draw.choice(short), frozenset({entry.id}))
    text = write(name, entry, draw)
    country = entry.country if draw.random() < 0.15 else ""
    lot = draw.random()
    if lot < 0.25:
        return Asked(text, frozenset(), country, _family(entry))
    without = ((entry.id, name),) if lot < 0.5 and len(names) > 1 else ()
    return Asked(text, frozenset({entry.id}), country, frozenset(), without)


def _beside_another(asked: Asked, other: Entry, draw: random.Random, write: Writing) -> Asked:
    """Let a second body stand in the line, before or behind."""
    right = set(asked.right)
    if draw.random() < 0.4:
        more = as_another_body(other, draw)
    else:
        more = write(draw.choice(latin_names(other)), other, draw)
        right |= {other.id} - asked.hidden
    text = draw.choice(("; ", " and ", ", ")).join(draw.sample([asked.text, more], 2))
    return replace(asked, text=text, right=frozenset(right))


def _notable(entries: Sequence[Entry], draw: random.Random) -> Entry:
    """Draw an entry; the well-known ones come up more often, as they do in an office."""
    some = [draw.choice(entries) for _each in range(3)]
    return max(some, key=lambda it: it.standing) if draw.random() < 0.5 else some[0]


def _family(entry: Entry) -> frozenset[str]:
    return frozenset({entry.id, *entry.successors})


def by_domain(entries: Sequence[Entry], file: Path) -> list[Asked]:
    """Names of a list of the world's universities, joined with entries by their web domain only.

    For every third the entry is taken out, so that some names have no right answer.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for domain in entry.domains if entry.status != "withdrawn" else ():
            owners[domain].add(entry.id)
    found: list[Asked] = []
    for row in json.loads(file.read_text(encoding="utf-8")):
        right = frozenset().union(*(owners.get(domain, set()) for domain in row["domains"]))
        if len(right) != 1:
            continue
        absent = len(found) % 3 == 0
        found.append(
            Asked(row["name"], frozenset(), "", right) if absent else Asked(row["name"], right)
        )
    return found


# --- Chinese --------------------------------------------------------------------------------------


_IN_CHINESE = frozenset({"CN", "TW", "HK", "MO"})


def in_chinese(entries: Sequence[Entry], *, home: bool, without: bool, seed: int) -> list[Asked]:
    """Chinese names of the registry: of schools in China, or elsewhere; held, or taken out."""
    draw = random.Random(seed)  # noqa: S311
    found = []
    for entry in entries:
        names = [
            name.text
            for name in entry.names
            if is_han(name.text)
            and not is_japanese(name.text)
            and name.kind in LATIN_KINDS
            and (name.language == "zh" or entry.country in _IN_CHINESE)
        ]
        if not names or entry.status == "withdrawn" or (entry.country in _IN_CHINESE) != home:
            continue
        left = tuple((entry.id, name) for name in names) if without else ()
        found.append(Asked(names[0], frozenset({entry.id}), "", frozenset(), left))
        if not without and draw.random() < 0.3:
            found.append(Asked(names[0], frozenset(), "", frozenset({entry.id})))
    return found


_KINDS_IN_CHINESE: dict[frozenset[str], tuple[str, ...]] = {
    frozenset(words.split()): tuple(written.split())
    for words, written in (
        ("university", "{}大学"),
        ("university technology", "{}理工大学 {}科技大学 {}工业大学"),
        ("technical university", "{}工业大学 {}理工大学"),
        ("polytechnic university", "{}理工大学"),
        ("science technology university", "{}科技大学"),
        ("applied science university", "{}应用科技大学 {}应用科学大学"),
        ("medical university", "{}医科大学 {}医学院"),
        ("agricultural university", "{}农业大学"),
        ("pedagogical university", "{}师范大学 {}师范学院"),
        ("state university", "{}国立大学 {}州立大学"),
        ("national university", "{}国立大学 国立{}大学"),
        ("economics university", "{}经济大学 {}财经大学"),
        ("academy music", "{}音乐学院"),
        ("art university", "{}艺术大学"),
        ("college", "{}学院"),
        ("catholic university", "{}天主教大学"),
        ("medical state university", "{}国立医科大学"),
        ("state technical university", "{}国立技术大学"),
    )
}


def after_cities(entries: Sequence[Entry], index: Index, seed: int) -> list[Asked]:
    """Chinese names of schools abroad that are called after their city, as they are formed."""
    draw = random.Random(seed)  # noqa: S311
    in_chinese: dict[int, list[str]] = defaultdict(list)
    for name, cities in index.gazetteer.han.items():
        in_chinese[cities[0][0]].append(name)
    found: dict[str, Asked] = {}
    for entry in sorted(entries, key=lambda it: (-it.standing, it.id)):
        called = in_chinese.get(entry.place, [])
        if entry.status != "active" or entry.country in _IN_CHINESE or not called:
            continue
        place = frozenset(index.cut(entry.city))
        for name in latin_names(entry):
            words = frozenset(index.cut(name))
            written = _KINDS_IN_CHINESE.get(words - place, ())
            if written and place <= words:
                text = draw.choice(written).format(draw.choice(called))
                hidden = frozenset({entry.id}) if draw.random() < 0.3 else frozenset()
                right = frozenset({entry.id}) - hidden
                # Of several in one city, the best known is the one that is called so.
                found.setdefault(text, Asked(text, right, "", hidden))
                break
    asked = list(found.values())
    draw.shuffle(asked)
    return asked


def ministry(file: Path) -> list[str]:
    """Give the Chinese names of the ministry's list."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [row["name"].strip() for row in csv.DictReader(lines) if row.get("name")]


def spelling(text: str) -> str:
    """Give the letters of a name, by which it is the same name however it is set."""
    return key_of_han(text) if is_han(text) else " ".join(runs(fold(text)))


def left_out(asked: Asked, index: Index) -> frozenset[int]:
    """Give the names of an index that a question takes out."""
    if not asked.hidden and not asked.without:
        return frozenset()
    found: set[int] = set()
    for address in asked.hidden:
        if (at := index.by_id.get(address)) is not None:
            found.update(index.names_of[at])
    for address, text in asked.without:
        at = index.by_id[address]
        written = spelling(text)
        found.update(name for name in index.names_of[at] if spelling(index.texts[name]) == written)
    return frozenset(found)


def of(entries: Iterable[Entry], *, learning: bool) -> list[Entry]:
    """Keep the entries that teach, or those that examine."""
    return [entry for entry in entries if teaches(entry.id) == learning]

"""Two texts of one agreement compared: every difference is a finding that quotes both texts."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from entente.partnerships.comparing.clauses import Clause, narrow, numbered, split
from entente.partnerships.comparing.values import (
    SENTENCE,
    Value,
    prevailing,
    values,
)
from entente.partnerships.enums import FindingKind

LONGEST_QUOTE = 240
K = FindingKind


@dataclass(frozen=True)
class Text:
    """A text to compare: its language and its words."""

    language: str
    words: str


@dataclass(frozen=True)
class Name:
    """What a party is called in the records, in one language and the other."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def written(self, language: str) -> tuple[str, ...]:
        """Give its names in a language."""
        names = self.zh if language == "zh" else self.en
        return tuple(name for name in names if name.strip())


@dataclass(frozen=True)
class Finding:
    """One difference: what kind, in which clause, what each text says there.

    `first_value` and `second_value` are the words that differ inside the quotes; an empty one says
    that this text has nothing of the kind at that place, which its quote shows.
    """

    kind: FindingKind
    clause: str
    first_quote: str
    second_quote: str
    first_value: str = ""
    second_value: str = ""


Pair = tuple[Clause | None, Clause | None]


def compare(first: Text, second: Text, names: Sequence[Name] = ()) -> list[Finding]:
    """List the differences of two texts, in the order of their clauses.

    In one language every changed word counts; across languages what can be read in both does:
    number and order of clauses, dates, money, shares, durations, numbers, references, the names of
    the parties, and which text prevails.
    """
    ours, theirs = split(first.words), split(second.words)
    same = first.language == second.language
    pairs = align(ours, theirs, same=same)
    found = list(_of_clauses(ours, theirs))
    found += _of_names(first, second, names)
    found += _of_prevailing(first.words, second.words)
    for at, (left, right) in enumerate(pairs):
        if left and right:
            found += _of_pair(left, right, same=same)
        else:
            found.append(_alone(left, right, pairs, at))
    return found


# --- Which clause answers to which ----------------------------------------------------------------

# What clauses are usually about; a word in both says that they belong together.
_TOPICS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"目的|宗旨|purpose|objective",
        r"范围|领域|scope|areas? of",
        r"期限|有效期|\bterm\b|duration|validity",
        r"生效|force|effective",
        r"终止|解除|terminat",
        r"修改|修订|变更|amend|modif",
        r"保密|confidential",
        r"知识产权|intellectual property",
        r"争议|纠纷|dispute|arbitrat",
        r"适用法律|governing law|applicable law",
        r"学费|费用|经费|tuition|\bfees?\b|costs?|financ",
        r"住宿|宿舍|accommodation|housing",
        r"保险|insurance",
        r"学分|成绩|credits?|transcript",
        r"学位|degree",
        r"选拔|提名|录取|nominat|select|admission",
        r"名额|人数|places|number of students",
        r"教师|员工|staff|faculty members?",
        r"联络|联系人|contact|coordinator",
        r"语言|文本|language|copies|text",
        r"不可抗力|force majeure",
    )
)


def align(first: list[Clause], second: list[Clause], *, same: bool) -> list[Pair]:
    """Pair the clauses of two texts in order; one that has no counterpart stands alone."""
    likeness = _Likeness(same=same, counts_agree=len(first) == len(second))
    width = len(second) + 1
    best = [[0.0] * width for _row in range(len(first) + 1)]
    for row in range(len(first) - 1, -1, -1):
        for column in range(len(second) - 1, -1, -1):
            together = likeness(first[row], second[column])
            best[row][column] = max(
                best[row + 1][column],
                best[row][column + 1],
                together + best[row + 1][column + 1] if together > 0 else 0,
            )
    return list(_walked(first, second, best, likeness))


def _walked(
    first: list[Clause], second: list[Clause], best: list[list[float]], likeness: _Likeness
) -> Iterable[Pair]:
    row = column = 0
    while row < len(first) and column < len(second):
        together = likeness(first[row], second[column])
        if together > 0 and math.isclose(
            best[row][column], together + best[row + 1][column + 1], abs_tol=1e-9
        ):
            yield first[row], second[column]
            row, column = row + 1, column + 1
        elif best[row + 1][column] >= best[row][column + 1]:
            yield first[row], None
            row += 1
        else:
            yield None, second[column]
            column += 1
    yield from ((clause, None) for clause in first[row:])
    yield from ((None, clause) for clause in second[column:])


class _Likeness:
    """How much speaks for two clauses being the same one; 0 where nothing does."""

    def __init__(self, *, same: bool, counts_agree: bool) -> None:
        self.same = same
        self.for_number = 2.0 if counts_agree else 0.6
        self._known: dict[Clause, tuple[set[str], set[int]]] = {}
        self._pairs: dict[tuple[Clause, Clause], float] = {}

    def __call__(self, first: Clause, second: Clause) -> float:
        """Weigh two clauses."""
        pair = (first, second)
        if pair not in self._pairs:
            self._pairs[pair] = self._weigh(first, second)
        return self._pairs[pair]

    def _weigh(self, first: Clause, second: Clause) -> float:
        if (first.number == 0) != (second.number == 0):
            return 0.0
        if first.number == 0:
            return 5.0
        weight = self.for_number if first.number == second.number else 0.0
        if self.same:
            alike = fuzz.ratio(first.body, second.body) / 100
            return weight / 2 + 4 * alike if alike >= 0.5 or weight >= 2 else weight / 2
        values_a, topics_a = self._read(first)
        values_b, topics_b = self._read(second)
        weight += 1.5 * len(values_a & values_b) + len(topics_a & topics_b)
        head_a, head_b = _topics(first.heading[:60]), _topics(second.heading[:60])
        return weight + 2 * len(head_a & head_b)

    def _read(self, clause: Clause) -> tuple[set[str], set[int]]:
        if clause not in self._known:
            said = {value.said for value in values(clause.body)}
            self._known[clause] = said, _topics(clause.text)
        return self._known[clause]


def _topics(text: str) -> set[int]:
    return {at for at, pattern in enumerate(_TOPICS) if pattern.search(text)}


# --- Findings -------------------------------------------------------------------------------------


def _of_clauses(first: list[Clause], second: list[Clause]) -> Iterable[Finding]:
    """Compare how many clauses there are."""
    left, right = numbered(first), numbered(second)
    if len(left) != len(right):
        yield Finding(
            K.CLAUSES, "", _headings(left), _headings(right), str(len(left)), str(len(right))
        )


def _headings(clauses: list[Clause]) -> str:
    return shortened(" · ".join(shortened(clause.heading, 24) for clause in clauses), 600)


def _alone(left: Clause | None, right: Clause | None, pairs: list[Pair], at: int) -> Finding:
    """Report a clause that stands in one text only; the other is quoted where it should stand."""
    clause = left or right
    assert clause is not None  # noqa: S101 a pair holds at least one
    side = 1 if left else 0
    before = next((pair[side] for pair in reversed(pairs[:at]) if pair[side]), None)
    after = next((pair[side] for pair in pairs[at + 1 :] if pair[side]), None)
    place = " […] ".join(shortened(near.heading, 60) for near in (before, after) if near)
    own = shortened(clause.text)
    label = str(clause.number or "")
    if left:
        return Finding(K.CLAUSE, label, own, place, shortened(clause.heading, 60), "")
    return Finding(K.CLAUSE, label, place, own, "", shortened(clause.heading, 60))


def _of_pair(left: Clause, right: Clause, *, same: bool) -> Iterable[Finding]:
    """Compare two clauses that belong together."""
    label = str(left.number or "")
    if left.number != right.number:
        label = f"{left.number}/{right.number}"
        yield Finding(
            K.NUMBERING,
            label,
            shortened(left.heading, 80),
            shortened(right.heading, 80),
            str(left.number),
            str(right.number),
        )
    if same and _bare(left.body) == _bare(right.body):
        return
    found = list(_of_values(left, right, label))
    yield from found
    # Two numbers that changed places are the same numbers: then the words are shown.
    if same and (not found or _masked(left) != _masked(right)):
        yield _wording(left, right, label)


def _of_values(left: Clause, right: Clause, label: str) -> Iterable[Finding]:
    """Compare the values of two clauses: what only one of them has."""
    first, second = values(left.body), values(right.body)
    only_first = _left_over(first, second)
    only_second = _left_over(second, first)
    for value in only_first:
        other = next((one for one in only_second if one.kind == value.kind), None)
        if other:
            only_second.remove(other)
        yield Finding(
            value.kind,
            label,
            around(left.body, value),
            around(right.body, other) if other else opening(right),
            value.raw,
            other.raw if other else "",
        )
    for value in only_second:
        yield Finding(value.kind, label, opening(left), around(right.body, value), "", value.raw)


def _left_over(values_here: list[Value], values_there: list[Value]) -> list[Value]:
    """Keep the values that the other clause has not, or has fewer times."""
    there = Counter(value.said for value in values_there)
    left = []
    for value in values_here:
        if there[value.said]:
            there[value.said] -= 1
        else:
            left.append(value)
    return left


def _wording(left: Clause, right: Clause, label: str) -> Finding:
    """Quote the first place where the words of two clauses differ."""
    pieces = [piece for piece in marked(left.body, right.body) if piece.what != "equal"]
    gone = next((piece.text for piece in pieces if piece.what == "gone"), "")
    new = next((piece.text for piece in pieces if piece.what == "new"), "")
    return Finding(
        K.WORDING,
        label,
        _about(left.body, gone),
        _about(right.body, new),
        shortened(gone.strip(), 120),
        shortened(new.strip(), 120),
    )


def _of_names(first: Text, second: Text, names: Sequence[Name]) -> Iterable[Finding]:
    """Look for the name of each party: what stands in one text is to stand in the other."""
    for name in names:
        left, right = name.written(first.language), name.written(second.language)
        if not left or not right:
            continue
        in_first, in_second = _found(left, first.words), _found(right, second.words)
        if bool(in_first) == bool(in_second):
            continue
        yield Finding(
            K.NAME,
            "",
            _about(first.words, in_first),
            _about(second.words, in_second),
            in_first,
            in_second,
        )


def _found(names: tuple[str, ...], words: str) -> str:
    """Give the first of the names that stands in a text, whatever its spaces and capitals."""
    plain = _bare(words)
    return next((name for name in names if _bare(name) in plain), "")


def _of_prevailing(first: str, second: str) -> Iterable[Finding]:
    """Compare what each text says of which language prevails."""
    (said_first, quote_first), (said_second, quote_second) = prevailing(first), prevailing(second)
    if said_first != said_second:
        yield Finding(
            K.PREVAILING,
            "",
            shortened(quote_first or _end(first)),
            shortened(quote_second or _end(second)),
            ", ".join(sorted(said_first)),
            ", ".join(sorted(said_second)),
        )


# --- Quotes ---------------------------------------------------------------------------------------


def shortened(text: str, most: int = LONGEST_QUOTE) -> str:
    """Give a text on one line, at most so long; what is left out shows as …."""
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def around(text: str, value: Value) -> str:
    """Quote the sentence in which a value stands."""
    for sentence in SENTENCE.finditer(text):
        if sentence.start() <= value.start < sentence.end():
            return _window(sentence[0], value.start - sentence.start(), value.end - value.start)
    return shortened(value.raw)


def opening(clause: Clause) -> str:
    """Quote how a clause begins."""
    return shortened(clause.text)


def _about(text: str, words: str) -> str:
    """Quote the place of some words, or how the text begins."""
    at = text.find(words) if words else -1
    return shortened(text) if at < 0 else _window(text, at, len(words))


def _window(text: str, at: int, length: int) -> str:
    room = max(LONGEST_QUOTE - length, 60) // 2
    start, end = max(at - room, 0), min(at + length + room, len(text))
    line = re.sub(r"\s+", " ", text[start:end]).strip()
    return f"{'…' if start else ''}{line}{'…' if end < len(text) else ''}"


def _end(text: str) -> str:
    clauses = split(text)
    return clauses[-1].text if clauses else ""


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", narrow(text)).casefold()


def _masked(clause: Clause) -> str:
    """Give a clause with each value replaced by its kind."""
    text, shift = clause.body, 0
    for value in values(clause.body):
        text = text[: value.start + shift] + f"<{value.kind}>" + text[value.end + shift :]
        shift += len(value.kind) + 2 - (value.end - value.start)
    return _bare(text)


# --- Word for word --------------------------------------------------------------------------------

LONGEST_BY_WORD = 6000
_TOKEN = re.compile(r"[A-Za-z\u00c0-\u024f]+|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """A run of words: `equal` in both texts, `gone` from the first, or `new` in the second."""

    what: str
    text: str


def marked(first: str, second: str) -> list[Piece]:
    """Set two passages of one language against each other: word by word, 字 by 字.

    Passages of many thousand words are set against each other line by line.
    """
    left, right = _TOKEN.findall(first), _TOKEN.findall(second)
    if max(len(left), len(right)) > LONGEST_BY_WORD:
        left, right = first.splitlines(keepends=True), second.splitlines(keepends=True)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for what, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        if what == "equal":
            pieces.append(Piece("equal", "".join(left[a_from:a_to])))
            continue
        if a_to > a_from:
            pieces.append(Piece("gone", "".join(left[a_from:a_to])))
        if b_to > b_from:
            pieces.append(Piece("new", "".join(right[b_from:b_to])))
    return pieces

"""What stands in the index for a text: words, pairs of characters, initials, beginnings.

Tokens of the index, by their first sign:

    university   a word; in the index also as u, un, uni
    2022         a word with a digit; in the index with each of its beginnings
    大学          two characters of a script without blanks; in the index also as 大 and 学
    ~ycgy        initials in pinyin; in the index also as ~yc and ~ycg
    =…           a whole name, without blanks
    ^uni ^亚琛    how a name begins; in the index also as ^u and ^亚
    @…           who finds it: @u5 a unit, @t1 a tree, @a everybody
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Protocol

from entente.kit.letters import fold, is_dense, is_han, runs
from entente.kit.search import pinyin

LONGEST_WORD = 40
LONGEST_NAME = 60
LONGEST_TEXT = 20_000
MOST_WORDS = 2_000
EDGE = 3
NUMBER_EDGE = 24
_DIGIT = re.compile(r"\d")
# In German and the languages of the north ä is also written ae, å aa.
_SPELT_OUT = str.maketrans(
    {
        "ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe",
        "Ä": "ae", "Ö": "oe", "Ü": "ue", "Å": "aa", "Ø": "oe",
    }
)  # fmt: skip
_UMLAUT = re.compile(r"\w*[äöüåøÄÖÜÅØ]\w*")


class Findable(Protocol):
    """What is known of a record to find it by."""

    @property
    def title_zh(self) -> str: ...
    @property
    def title_en(self) -> str: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def text(self) -> str: ...
    @property
    def unit(self) -> int | None: ...
    @property
    def tree(self) -> int | None: ...


def names_of(entry: Findable) -> list[str]:
    """List every name a record goes by, once each: its titles first."""
    return [name for name in dict.fromkeys([entry.title_zh, entry.title_en, *entry.names]) if name]


def words_of(entry: Findable) -> list[str]:
    """List the words that the index keeps for a record, in order, once each."""
    words = list(_owners(entry.unit, entry.tree))
    for name in names_of(entry):
        words += _words_of_name(name[:LONGEST_TEXT])
    words += _words(runs(fold(entry.text[:LONGEST_TEXT])))
    words += _spelt_out(entry.text)
    return list(dict.fromkeys(words))[:MOST_WORDS]


def _words_of_name(name: str) -> Iterator[str]:
    folded = runs(fold(name))
    if not folded:
        return
    yield from _words(folded)
    yield from _spelt_out(name)
    yield f"^{start(folded[0])}"
    if len(whole := "".join(folded)) <= LONGEST_NAME:
        yield f"={whole}"
    for run in folded:
        if is_han(run):
            yield from _initials(run)


def start(run: str) -> str:
    """Give the beginning by which names are told apart: two characters, or three letters."""
    return run[:2] if is_dense(run) else run[:EDGE]


def _owners(unit: int | None, tree: int | None) -> Iterator[str]:
    if unit is None and tree is None:
        yield "@a"
    if unit is not None:
        yield f"@u{unit}"
    if tree is not None:
        yield f"@t{tree}"


def _words(folded: Iterable[str]) -> Iterator[str]:
    for run in folded:
        if not is_dense(run):
            yield run[:LONGEST_WORD]
        elif len(run) == 1:
            yield run
        else:
            yield from pairs(run)


def _spelt_out(text: str) -> Iterator[str]:
    for word in _UMLAUT.findall(text[:LONGEST_TEXT]):
        yield from _words(runs(fold(word.translate(_SPELT_OUT))))


def pairs(run: str) -> list[str]:
    """Cut a run into each two characters that stand beside each other."""
    return [run[at : at + 2] for at in range(len(run) - 1)]


def expanded(words: Iterable[str]) -> list[str]:
    """Add the beginnings by which words are found while somebody types."""
    return list(dict.fromkeys(chain.from_iterable(map(_beginnings, words))))


@lru_cache(maxsize=200_000)
def _beginnings(word: str) -> tuple[str, ...]:
    sign = word[0]
    if sign in "=@":
        return (word,)
    if is_dense(word):
        return (word, *word) if len(word) > 1 else (word,)
    most = NUMBER_EDGE if has_digit(word) else EDGE
    if sign in "~^":
        most = len(word)
    first = {"~": 3, "^": 2}.get(sign, 1)
    return (word, *(word[:length] for length in range(first, min(most, len(word) - 1) + 1)))


@lru_cache(maxsize=20_000)
def _initials(run: str) -> tuple[str, ...]:
    return tuple(f"~{gram}" for gram in sorted(pinyin.initial_grams(run)))


def is_single(token: str) -> bool:
    """Say whether a token is one character of a script without blanks."""
    return len(token) == 1 and is_dense(token)


def has_digit(word: str) -> bool:
    """Say whether a word is a number or holds one; such words are many and each is rare."""
    return bool(_DIGIT.search(word))


def heard(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """List which words are found by which sounds: (~gong~ye, 工业), (waterloo, waterloo)."""
    seen: set[str] = set()
    for word in words:
        if word[0] in "=@~^" or has_digit(word):
            continue
        if not is_dense(word):
            if len(word) > EDGE:
                yield word, word
            continue
        for piece in (word, *word):
            if piece not in seen:
                seen.add(piece)
                yield from ((sound, piece) for sound in pinyin.sounds(piece))

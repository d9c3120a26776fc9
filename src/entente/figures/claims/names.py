"""Lists of names in notes: read, and compared whatever way a name is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from entente.figures.claims.cues import COMMON_WORDS, GO_ON, SAME_NAMES

ALIKE = 88
_PARENTHESES = re.compile(r"[（(][^（()）]*[)）]")
_QUOTES = re.compile(r"[\"'“”‘’「」《》]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LONGEST_NAME = 80


def listed(detail: str) -> tuple[tuple[str, ...], bool]:
    """Read a list of names out of a note; say whether it goes on (etc., 等).

    Names begin with a capital letter or stand in Chinese; a note of other words holds no list.
    """
    semicolons = [part.strip() for part in re.split(r"[;；]", detail)]
    items = semicolons if len(semicolons) > 1 else [p.strip() for p in re.split(r"[,，、]", detail)]
    items = [item for item in items if item]
    if len(items) < 2:
        return (), False
    items, goes_on = _without_tail(items)
    if len(items) < 2 or not all(_is_name(item) for item in items):
        return (), False
    return tuple(items), goes_on


def _without_tail(items: list[str]) -> tuple[list[str], bool]:
    last = items[-1]
    for tail in GO_ON.values():
        if found := tail.search(last):
            kept = last[: found.start()].strip()
            return [*items[:-1], *([kept] if kept else [])], True
    return items, False


def _is_name(item: str) -> bool:
    plain = re.sub(r"^(?:the|and)\s+", "", _QUOTES.sub("", item).strip(), flags=re.IGNORECASE)
    if len(plain) > _LONGEST_NAME or not plain:
        return False
    return plain[0].isupper() or bool(_HAN.match(plain))


def in_one_script(first: Sequence[str], second: Sequence[str]) -> bool:
    """Say whether two lists can be compared name by name: both in Chinese, or neither."""
    return {bool(_HAN.search(name)) for name in first} == {
        bool(_HAN.search(name)) for name in second
    }


def without_match(
    first: Sequence[str], second: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the names of each list that the other does not hold; each answers to one at most."""
    left = list(second)
    alone: list[str] = []
    # Names that agree whole go first, so that no shorter form takes their place.
    for same in (_equal, _alike):
        waiting = list(first) if same is _equal else alone
        alone = []
        for name in waiting:
            at = next((i for i, other in enumerate(left) if same(name, other)), None)
            if at is None:
                alone.append(name)
            else:
                del left[at]
    return tuple(alone), tuple(left)


def _equal(first: str, second: str) -> bool:
    return _plain(first) == _plain(second)


def _alike(first: str, second: str) -> bool:
    one, two = _plain(first), _plain(second)
    if _HAN.search(one) or _HAN.search(two):
        return one in two or two in one or fuzz.ratio(one, two) >= ALIKE
    own, other = _own_words(one), _own_words(two)
    if own and other and (own <= other or other <= own):
        return True
    return _stands_for(first, second) or _stands_for(second, first) or fuzz.ratio(one, two) >= ALIKE


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    words = re.sub(r"[^\w]+", " ", _QUOTES.sub("", name).casefold()).strip()
    words = re.sub(r"^the ", "", words)
    return SAME_NAMES.get(words, words)


def _own_words(name: str) -> frozenset[str]:
    return frozenset(name.split()) - COMMON_WORDS


def _stands_for(short: str, long: str) -> bool:
    """Say whether a name is made of another's initials: KIT, CUG."""
    letters = short.strip()
    if not letters.isalpha() or not letters.isupper() or len(letters) < 2:
        return False
    words = re.findall(r"[A-Za-z]+", _PARENTHESES.sub("", long))
    initials = "".join(word[0] for word in words if word[0].isupper())
    return len(words) > 1 and initials.upper() == letters

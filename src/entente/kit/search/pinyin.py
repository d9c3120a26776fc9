"""Pinyin: how characters are read, how typed letters part into syllables."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import product, takewhile

from entente.kit.letters import is_han

_FINALS = {
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan ue un uo v ve",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan ue un uo v ve",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u ua uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "y": "a an ang ao e i in ing o ong ou u uan ue un",
    "w": "a ai an ang ao ei en eng o u",
    "": "a ai an ang ao e ei en er o ou",
}
SYLLABLES = frozenset(
    initial + final for initial, finals in _FINALS.items() for final in finals.split()
)
_BEGINNINGS = frozenset(
    syllable[:length] for syllable in SYLLABLES for length in range(1, len(syllable) + 1)
)
_LONGEST = 6
_MOST_READINGS = 3
_MOST_PARTINGS = 6
# A phrase dictionary reads 900 µs a title; these are the second initials met in names of places,
# schools and families. The first reading comes from the dictionary.
_ALSO_BEGINS = {
    "重": "c", "厦": "x", "行": "h", "长": "c", "乐": "y", "单": "s", "会": "k", "系": "j",
    "校": "j", "藏": "z", "调": "d", "降": "x", "朝": "c", "曾": "c", "传": "z", "盛": "c",
    "仇": "q", "翟": "d", "解": "x", "区": "o", "查": "z", "尉": "y", "折": "s", "洗": "x",
    "宿": "x", "六": "l", "番": "p", "莘": "x", "铅": "y", "浒": "x", "圩": "x", "都": "d",
    "秘": "b", "石": "s", "贾": "g", "召": "s", "种": "c", "覃": "q", "隗": "k", "万": "m",
    "尺": "c", "祭": "z", "褚": "c", "臭": "x", "参": "s", "差": "c", "弹": "t", "广": "a",
}  # fmt: skip


@cache
def readings(character: str) -> tuple[str, ...]:
    """List the usual readings of a character without tones; none for what is not Chinese."""
    from pypinyin import Style, pinyin  # a third of a second that only Chinese text needs

    if not is_han(character):
        return ()
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    usual = found[0][:_MOST_READINGS] if found else []
    spelt = [form for reading in usual for form in (reading, reading.replace("v", "u"))]
    return tuple(form for form in dict.fromkeys(spelt) if form.isascii() and form.isalpha())


@cache
def initials(character: str) -> str:
    """Give the letters that a character may begin with in pinyin, one or two."""
    letters = [reading[0] for reading in readings(character)[:1]]
    return "".join(dict.fromkeys([*letters, *_ALSO_BEGINS.get(character, "")]))


@lru_cache(maxsize=200_000)
def sounds(characters: str) -> tuple[str, ...]:
    """List how one or two characters may sound: `gong` for 工, `~gong~ye` for 工业."""
    read = product(*(readings(one) for one in characters))
    return tuple(pair_sound(*one) if len(one) > 1 else one[0] for one in read)


def pair_sound(first: str, second: str) -> str:
    """Write the sound of two characters so that it lies apart from words and single ones."""
    return f"~{first}~{second}"


def initial_grams(run: str, width: int = 4) -> set[str]:
    """List what a run of characters is abbreviated to, from each character on: 大学 as dx."""
    letters = [initials(one) for one in run]
    found: set[str] = set()
    for at in range(len(letters)):
        window = tuple(takewhile(bool, letters[at : at + width]))
        if len(window) > 1:
            found.update(map("".join, product(*window)))
    return found


@lru_cache(maxsize=2000)
def partings(letters: str) -> tuple[tuple[str, ...], ...]:
    """List the ways to part typed letters into syllables; the last one may be unfinished."""
    found: list[tuple[str, ...]] = []
    _part(letters, (), found)
    return tuple(sorted(found, key=len)[:_MOST_PARTINGS])


def _part(rest: str, before: tuple[str, ...], found: list[tuple[str, ...]]) -> None:
    if len(found) >= _MOST_PARTINGS * 4:
        return
    if rest in _BEGINNINGS:
        found.append((*before, rest))
    for length in range(min(_LONGEST, len(rest) - 1), 0, -1):
        if rest[:length] in SYLLABLES:
            _part(rest[length:], (*before, rest[:length]), found)

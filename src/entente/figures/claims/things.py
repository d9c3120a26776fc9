"""What a number counts: the counting unit that the words around it name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from entente.figures.claims.cues import table
from entente.figures.claims.numerals import Numeral, read_english

_TABLE = table("things")
_ZH, _EN = _TABLE["zh"], _TABLE["en"]
_REACH = 30
_REACH_BACK = 16


@dataclass(frozen=True)
class Thing:
    """A counting unit found after a number: what it is, and where its words end.

    `comparator` is one that stands between the number and the unit, or behind it (300人以上).
    """

    unit: str
    end: int
    comparator: str = ""


@dataclass(frozen=True)
class _Measure:
    words: re.Pattern[str]
    unit: str
    nouns: re.Pattern[str] | None


def _measure(entry: dict[str, str]) -> _Measure:
    never = f"(?!{entry['not']})" if "not" in entry else ""
    nouns = re.compile(entry["nouns"]) if "nouns" in entry else None
    return _Measure(re.compile(f"(?:{entry['words']}){never}"), entry["unit"], nouns)


_MEASURES = [_measure(entry) for entry in _ZH["measures"]]
_NOUNS = [
    (re.compile(f"(?:{e['words']})" + (f"(?!{e['not']})" if "not" in e else "")), e["unit"])
    for e in _ZH["nouns"]
]
_STOPS = re.compile(_ZH["stops"])
_NOT_AFTER = re.compile(rf"[\u3400-\u9fff]{{0,6}}?(?:{_ZH['not_after']})")
_NOT_BEFORE = re.compile(f"(?:{_ZH['not_before']})\\s*$")
_ONE_AFTER = re.compile(_ZH["one_after"])
_MORE = re.compile(_TABLE["after"]["zh"][">"])
_BEHIND_ZH = {sign: re.compile(words) for sign, words in _TABLE["after"]["zh"].items()}
_BEFORE = {
    language: [(sign, re.compile(f"(?:{w})\\s*$", re.IGNORECASE)) for sign, w in words.items()]
    for language, words in _TABLE["before"].items()
}
_BEHIND_EN = [(s, re.compile(words, re.IGNORECASE)) for s, words in _TABLE["after"]["en"].items()]
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[ \n]{1,2}([^\W\d_][\w'&./-]{0,40})|[ \n]?-([A-Za-z]+)")


def comparator_before(plain: str, start: int) -> tuple[str, int]:
    """Give the comparator that stands right before a place, and where it begins; "" where none."""
    before = plain[max(0, start - 20) : start]
    found = [
        (hit.start(), sign)
        for signs in _BEFORE.values()
        for sign, words in signs
        if (hit := words.search(before))
    ]
    if not found:
        return "", start
    # The longest says most: 不超过 holds 超过.
    at, sign = min(found)
    return sign, start - len(before) + at


def is_new(plain: str, start: int, number: Numeral) -> bool:
    """Say whether a number at this place can count something new: no order, no rank, no "the two".

    `start` is where the number or its comparator begins.
    """
    before = plain[max(0, start - 24) : start]
    if _NOT_BEFORE.search(before) or _looks_back(before, plain[start : start + 3]):
        return False
    if _EN_NOT_BEFORE.search(before) and start == number.start:
        return False
    is_year = not number.is_word and not number.is_han and number.value is not None
    if is_year and 1900 <= (number.value or 0) <= 2099 and number.comparator == "=":
        return not _YEAR_BEFORE.search(before)
    return True


def _looks_back(before: str, after: str) -> bool:
    """Look for words that say so only together with the numeral after them (同一, 前三)."""
    joined = before + "\0" + after
    return bool(_PEEK.search(joined))


_PEEK = re.compile(
    "(?:"
    + "|".join(p.replace("(?=", "\0(?=") for p in _ZH["not_before"].split("|") if "(?=" in p)
    + ")"
)
_EN_NOT_BEFORE = re.compile(_EN["not_before"], re.IGNORECASE)
_YEAR_BEFORE = re.compile(_EN["year_before"], re.IGNORECASE)


def thing_of(plain: str, number: Numeral, limit: int) -> Thing | None:
    """Find what a number counts, within the sentence that ends at `limit`."""
    after = plain[number.end : min(limit, number.end + 2)].strip()
    if (after and _HAN.match(after)) or number.is_han:
        return _chinese(plain, number, limit)
    return (
        _money(plain, number, limit)
        or _stated(plain, number, limit)
        or _english(plain, number, limit)
    )


# --- Chinese --------------------------------------------------------------------------------------


def _chinese(plain: str, number: Numeral, limit: int) -> Thing | None:
    at, comparator = _more(plain, number.end, limit)
    for measure in _MEASURES:
        found = measure.words.match(plain, at, limit)
        if found is None:
            continue
        end = found.end()
        if measure.unit == "noun" or measure.nouns:
            return _by_noun(plain, number, end, limit, comparator, measure)
        if more := _MORE.match(plain, end, limit):
            comparator, end = comparator or ">", more.end()
        end, comparator = _behind(plain, end, limit, comparator)
        unit, end = _extended(plain, end, limit, measure.unit)
        if unit != "cny" and _NOT_AFTER.match(plain, end, min(limit, end + 9)):
            return None
        return _checked(plain, number, Thing(unit, end, comparator))
    return None


def _more(plain: str, at: int, limit: int) -> tuple[int, str]:
    """Read what stands between a number and its measure word: 余, 多, 几."""
    if plain[at : at + 1] == " ":
        at += 1
    found = _MORE.match(plain, at, limit)
    if found and plain[at : at + 2] != "多种":
        return found.end(), ">"
    return (at + 1, ">") if plain[at : at + 1] == "几" else (at, "")


def _behind(plain: str, end: int, limit: int, comparator: str) -> tuple[int, str]:
    """Read what stands behind a unit and says how the number is meant: 以上, 左右."""
    for sign, words in _BEHIND_ZH.items():
        if sign != ">" and (found := words.match(plain, end, limit)):
            return found.end(), sign
    return end, comparator


def _extended(plain: str, end: int, limit: int, unit: str) -> tuple[str, int]:
    """Take the noun behind a measure word into the words of the statement: 300多名学生."""
    if found := _last_noun(plain, end, _phrase_end(plain, end, limit)):
        name, after = found
        if name == unit or (unit == "events" and name in {"courses"}):
            return name, after
        if unit == "institutions" and name in {"labs", "centres"}:
            return name, after
    return unit, end


def _by_noun(
    plain: str, number: Numeral, end: int, limit: int, comparator: str, measure: _Measure
) -> Thing | None:
    end, comparator = _behind(plain, end, limit, comparator)
    last = _phrase_end(plain, end, limit)
    if measure.nouns and not measure.nouns.search(plain, max(0, number.start - _REACH_BACK), last):
        return _checked(plain, number, Thing("events", end, comparator))
    if measure.nouns:
        return _checked(plain, number, Thing(measure.unit, end, comparator))
    found = _last_noun(plain, end, last)
    if found is None and plain[last : last + 1] == "的":
        # 3个教育部批准的项目: what comes before 的 only describes it.
        found = _last_noun(plain, last + 1, _phrase_end(plain, last + 1, limit))
    if found:
        unit, after = found
        if _NOT_AFTER.match(plain, after, min(limit, after + 4)):
            return None
        return _checked(plain, number, Thing(unit, after, comparator))
    if last > end or _NOT_AFTER.match(plain, end, min(limit, end + 9)):
        return None
    before = _noun_before(plain, number.start)
    return _checked(plain, number, Thing(before, end, comparator)) if before else None


def _phrase_end(plain: str, at: int, limit: int) -> int:
    """Give the place where the phrase that begins here ends."""
    reach = min(limit, at + _REACH)
    stop = _STOPS.search(plain, at, reach)
    return stop.start() if stop else reach


_GAP = 4
_LONG_GAP = 14


def _last_noun(plain: str, start: int, last: int) -> tuple[str, int] | None:
    """Find the noun that ends the phrase: of a chain without a gap, the last one."""
    best: tuple[str, int] | None = None
    at = start
    while True:
        found = [
            (hit.start(), -hit.end(), unit)
            for words, unit in _NOUNS
            if (hit := words.search(plain, at, last))
        ]
        if not found:
            return best
        begin, minus_end, unit = min(found, key=lambda it: (it[0], it[1]))
        if begin - at > (_LONG_GAP if best is None else _GAP):
            return best
        best, at = (unit, -minus_end), -minus_end


def _noun_before(plain: str, start: int) -> str | None:
    """Find the noun before a number that its measure word does not name: 签署协议20份."""
    begin = max(0, start - _REACH_BACK)
    for at in range(start - 1, begin - 1, -1):
        if plain[at] in "，。；！？,;!?、\n":
            begin = at + 1
            break
    nearest: tuple[int, int, str] | None = None
    for words, unit in _NOUNS:
        for found in words.finditer(plain, begin, start):
            # The longer of two that end together says more: 科研项目 before 项目.
            key = (found.end(), len(found[0]), unit)
            if nearest is None or key[:2] > nearest[:2]:
                nearest = key
    # Comparators and a few words may stand between: 协议共计20余份.
    if nearest is None or start - nearest[0] > 6:
        return None
    return nearest[2]


def _checked(plain: str, number: Numeral, thing: Thing) -> Thing | None:
    """Drop what only looks like a count: 两国, 一名 where nothing was begun."""
    if number.value is not None and number.is_han:
        if thing.unit == "countries" and number.value < 10:
            between = plain[number.end : number.end + 1]
            if between == "国":
                return None
        if number.value == 1:
            before = plain[max(0, number.start - 8) : number.start]
            if not _ONE_AFTER.search(before) or thing.unit not in {
                "labs",
                "centres",
                "institutions",
            }:
                return None
        if number.value == 2 and plain[number.start] == "两" and thing.unit == "noun":
            return None
    return thing


# --- English --------------------------------------------------------------------------------------

_EN_NOUNS = [(re.compile(e["words"], re.IGNORECASE), e["unit"]) for e in _EN["nouns"]]
_EN_STOPS = frozenset(_EN["stops"])
_LINKS = frozenset(_EN["links"])
_MONEY_WORDS = [
    (re.compile(rf"\s?(?:{e['words']})\b", re.IGNORECASE), e["unit"]) for e in _EN["money"]
]
_MONEY_SIGNS = [(re.compile(rf"(?:{e['signs']})\s?$"), e["unit"]) for e in _EN["money"]]
_MONEY_AFTER = re.compile(_EN["money_after"], re.IGNORECASE)
_EN_STATED = [
    (re.compile(rf"[^\d.,;:()]{{0,60}}\((?:{it['words']})\)", re.IGNORECASE), it["unit"])
    for it in _EN["stated"]
]
_COUNTED_BY_HYPHEN = {
    "member": "persons",
    "person": "persons",
    "student": "persons",
    "strong": "persons",
}
_MOST_WORDS = 10
_OF = re.compile(r"\sof\b")
_SINGULAR_ENDS = re.compile(r"(?:s|a|i|people|men|women|faculty|staff|personnel)$", re.IGNORECASE)
_NOT_PLURAL = frozenset({"campus", "business", "process", "consensus", "alumnus", "congress"})


def money_sign(plain: str, start: int) -> tuple[str, int] | None:
    """Give the currency whose sign stands right before a place, and where the sign begins."""
    begin = max(0, start - 6)
    before = plain[begin:start]
    for signs, unit in sorted(_MONEY_SIGNS, key=lambda it: -len(it[0].pattern)):
        if found := signs.search(before):
            return unit, begin + found.start()
    return None


def _money(plain: str, number: Numeral, limit: int) -> Thing | None:
    for words, unit in _MONEY_WORDS:
        if found := words.match(plain, number.end, limit):
            return Thing(unit, found.end())
    if sign := money_sign(plain, number.start):
        return Thing(sign[0], number.end)
    if (number.value or 0) >= 1000 and (
        found := _MONEY_AFTER.match(plain, number.end, min(limit, number.end + 60))
    ):
        return Thing("cny", found.end())
    return None


def _stated(plain: str, number: Numeral, limit: int) -> Thing | None:
    """Read the unit where a text states it behind the noun: 800 visitors (person-times)."""
    for words, unit in _EN_STATED:
        if found := words.match(plain, number.end, limit):
            return Thing(unit, found.end())
    return None


def _english(plain: str, number: Numeral, limit: int) -> Thing | None:
    at, comparator = number.end, ""
    for sign, words in _BEHIND_EN:
        if found := words.match(plain, at, limit):
            at, comparator = found.end(), sign
            break
    if number.is_word and (number.value is None or _is_dozen(plain, number)):
        of = _OF.match(plain, at, limit)
        at = of.end() if of else at
    return _phrase(plain, number, at, limit, comparator)


def _is_dozen(plain: str, number: Numeral) -> bool:
    return plain[number.start : number.end].casefold().endswith("dozen")


def _phrase(plain: str, number: Numeral, at: int, limit: int, comparator: str) -> Thing | None:
    """Read the words after a number up to the noun that says what it counts."""
    best: Thing | None = None
    singular = number.value == 1
    for _count in range(_MOST_WORDS):
        found = _WORD.match(plain, at, limit)
        if found is None:
            break
        if found[2]:
            return _hyphened(found, number, comparator) if at == number.end else best
        word = found[1].rstrip(".'-")
        if best is None and (word.casefold() in _EN_STOPS or _begins_another(word)):
            return None
        phrase = _two_words(plain, found, limit)
        unit, end = phrase or (_noun(word, singular=singular), found.start(1) + len(word))
        if unit:
            best = Thing(unit, end, comparator)
        elif best and word.casefold() not in _LINKS:
            return _with_second(plain, best, found, limit, singular=singular)
        if end < found.end() or plain[end : end + 1] in ".,;:":
            break
        at = max(end, found.end())
    return best


def _begins_another(word: str) -> bool:
    """Say whether a word is a number itself: twelve visited three universities."""
    return word.islower() and word != "and" and read_english(word) is not None


def _hyphened(found: re.Match[str], number: Numeral, comparator: str) -> Thing | None:
    unit = _COUNTED_BY_HYPHEN.get(found[2].casefold())
    if unit is None or number.value is None or number.value < 2:
        return None
    return Thing(unit, found.end(), comparator)


def _noun(word: str, *, singular: bool) -> str | None:
    for words, unit in _EN_NOUNS:
        if words.fullmatch(word):
            plural = bool(_SINGULAR_ENDS.search(word)) and word.casefold() not in _NOT_PLURAL
            return unit if plural or singular else None
    return None


def noun_in(words: str) -> str | None:
    """Give what a noun phrase names that counts: "foreign students" are persons."""
    for word in reversed(words.split()):
        if unit := _noun(word, singular=False):
            return unit
    return None


def _two_words(plain: str, found: re.Match[str], limit: int) -> tuple[str, int] | None:
    """Read a noun of two words: summer schools, staff members, person times."""
    following = _WORD.match(plain, found.end(), limit)
    if following is None or not following[1]:
        return None
    both = f"{found[1]} {following[1].rstrip('.')}"
    for words, unit in _EN_NOUNS:
        if words.fullmatch(both) and both.casefold().endswith("s"):
            return unit, following.start(1) + len(following[1].rstrip("."))
    return None


def _with_second(
    plain: str, thing: Thing, found: re.Match[str], limit: int, *, singular: bool
) -> Thing:
    """Take a second noun of the same unit in: teachers and students, countries and regions."""
    if found[1].casefold() not in {"and", "or"} or singular:
        return thing
    at = found.end()
    for _count in range(4):
        word = _WORD.match(plain, at, limit)
        if word is None or not word[1] or word[1].casefold() in _EN_STOPS:
            return thing
        if read_english(word[1]) is not None:
            return thing
        name = word[1].rstrip(".'-")
        if _noun(name, singular=False) == thing.unit:
            return Thing(thing.unit, word.start(1) + len(name), thing.comparator)
        at = word.end()
    return thing


def begins_one(plain: str, start: int, unit: str) -> bool:
    """Say whether an article at this place counts: something was begun, and it is a centre."""
    before = plain[max(0, start - 20) : start]
    return unit in _EN["one_units"] and bool(_EN_ONE_AFTER.search(before))


_EN_ONE_AFTER = re.compile(_EN["one_after"], re.IGNORECASE)
ARTICLES = re.compile(
    rf"{_EN['one_after'].removesuffix(chr(92) + 's*$')}\s(?P<a>an?)(?=\s)", re.IGNORECASE
)

"""Numbers in running text: digits, Chinese numerals, English words, vague ones, ranges."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from entente.figures.claims.cues import one_of, table

_TABLE = table("numbers")

# --- Chinese --------------------------------------------------------------------------------------

_HAN_DIGITS: dict[str, int] = _TABLE["zh"]["digits"]
_HAN_TENS: dict[str, int] = _TABLE["zh"]["tens"]
_HAN_GREAT: dict[str, int] = _TABLE["zh"]["great"]
_DIGIT = "".join(_HAN_DIGITS)
_TENS = "".join(_HAN_TENS)
_GREAT = "".join(_HAN_GREAT)
_HAN = f"[{_DIGIT}{_TENS}{_GREAT}]"
_SCALE = f"[{_TENS}{_GREAT}]"
# Longer runs of numerals are no number that anybody counts.
_LONGEST = 24
SEVERAL = (Decimal(3), Decimal(9))


def read_han(text: str) -> Decimal | None:
    """Read a Chinese numeral: 一百四十一, 二〇一九, 三万五千; None where it is none."""
    if not text or len(text) > _LONGEST or any(mark not in _HAN_ALL for mark in text):
        return None
    if all(mark in _HAN_DIGITS for mark in text):
        return Decimal("".join(str(_HAN_DIGITS[mark]) for mark in text))
    total = part = 0
    digit: int | None = None
    for mark in text:
        if mark in _HAN_DIGITS:
            digit = _HAN_DIGITS[mark]
        elif mark in _HAN_TENS:
            part += (1 if digit is None else digit) * _HAN_TENS[mark]
            digit = None
        else:
            whole = part + (digit or 0)
            great = _HAN_GREAT[mark]
            # 一万亿: a great word after another multiplies all that stands before it.
            if total and total % 10_000 == 0 and total < great:
                total = (total + whole) * great
            else:
                total += (whole or (0 if total else 1)) * great
            part, digit = 0, None
    return Decimal(total + part + (digit or 0))


_HAN_ALL = frozenset(_HAN_DIGITS) | frozenset(_HAN_TENS) | frozenset(_HAN_GREAT)

# --- English --------------------------------------------------------------------------------------

_WORDS: dict[str, int] = _TABLE["en"]["ones"] | _TABLE["en"]["tens"]
_SCALES: dict[str, int] = _TABLE["en"]["scales"]
_ONES = "|".join(sorted(_TABLE["en"]["ones"], key=len, reverse=True))
_TIES = "|".join(_TABLE["en"]["tens"])
_GAP = r"[\s-]{1,3}"
_BELOW_100 = rf"(?:(?:{_TIES})(?:{_GAP}(?:{_ONES}))?|(?:{_ONES}))"
_BELOW_1000 = (
    rf"(?:(?:{_BELOW_100}|an?)\s{{1,3}}hundred(?:\s{{1,3}}(?:and\s{{1,3}})?{_BELOW_100})?"
    rf"|{_BELOW_100})"
)
_SCALE_WORD = "|".join(word for word in _SCALES if word != "hundred")
_GROUP = rf"(?:{_BELOW_1000}|an?)\s{{1,3}}(?:{_SCALE_WORD})"
_ENGLISH = (
    rf"\b(?:{_GROUP}(?:,?\s{{1,3}}{_GROUP}){{0,3}}(?:,?\s{{1,3}}(?:and\s{{1,3}})?{_BELOW_1000})?"
    rf"|{_BELOW_1000})\b"
)


def read_english(text: str) -> Decimal | None:
    """Read a number in English words: twenty-three, one hundred and forty-one."""
    total = part = 0
    for word in re.findall(r"[a-z]+", text.casefold()):
        if word == "and":
            continue
        if word in {"a", "an"}:
            part += 1
        elif word in _WORDS:
            part += _WORDS[word]
        elif word == "hundred":
            part = max(part, 1) * 100
        elif word in _SCALES:
            total += max(part, 1) * _SCALES[word]
            part = 0
        else:
            return None
    return Decimal(total + part)


# --- In a text ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Numeral:
    """A number in a text: its place, and its value or the bounds of a vague one.

    `comparator` is "=" unless the numeral itself says more (十余, 上百, 300+); `scaled` is the
    factor that its last word stands for, so that in 三至五万 both are ten thousands.
    """

    start: int
    end: int
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    comparator: str = "="
    scaled: Decimal = Decimal(1)
    is_word: bool = False
    is_han: bool = False


_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(?:\.\d{1,6})?"
_BEFORE_DIGITS = r"(?<![A-Za-z0-9_.+/#@])(?<![A-Za-z]-)(?<!\d[:,])"
_AFTER_DIGITS = r"(?![\d%‰°]|[.,:/]\d|\+\d|/\d|-\d{7,})"
_MORE = "".join(_TABLE["zh"]["more"])
_READERS: dict[str, Callable[[re.Match[str]], Numeral | None]] = {}
_VAGUE: dict[str, list[int]] = _TABLE["en"]["vague"]

# Every number begins with one of these; at any other sign no reading is tried.
_LETTERS = "".join(sorted({word[0] for word in (*_WORDS, *_VAGUE, "a", "half", "several")}))
_BEGINS = rf"(?:(?=[\d几数上{_DIGIT}{_TENS}{_GREAT}])|\b(?=[{_LETTERS}{_LETTERS.upper()}]))"
_TOKEN = re.compile(
    rf"{_BEGINS}(?:(?P<english_several>\b(?:several|a\s{{1,3}}few)\s{{1,3}}(?P<es>dozen|{'|'.join(_SCALES)})\b)"
    rf"|(?P<english_half>\bhalf\s{{1,3}}an?\s{{1,3}}(?P<eh>{'|'.join(_SCALES)})\b)"
    rf"|(?P<english_vague>\b(?:{'|'.join(sorted(_VAGUE, key=len, reverse=True))})\b)"
    rf"|(?P<english_dozen>\b(?:half\s{{1,3}}a|an?|{_BELOW_100}|\d{{1,3}})\s{{1,3}}dozen\b)"
    rf"|(?P<english>{_ENGLISH})"
    rf"|(?P<mixed>{_BEFORE_DIGITS}(?P<md>{_DIGITS})\s?(?P<mm>[{_MORE}])?(?P<ms>{_SCALE}{{1,2}})"
    rf"(?P<mrest>(?:\d{{1,4}}[{_TENS}万]{{1,2}}){{0,3}})(?!{_SCALE}))"
    rf"|(?P<scaled>{_BEFORE_DIGITS}(?P<sd>{_DIGITS})[\s-]{{1,3}}(?P<ss>{'|'.join(_SCALES)})\b)"
    rf"|(?P<digits>{_BEFORE_DIGITS}(?P<dd>{_DIGITS})(?P<plus>\+(?!\d))?{_AFTER_DIGITS}(?![A-Za-z]))"
    rf"|(?P<han_several>[几数](?P<hs>{_SCALE}{{0,2}}))"
    rf"|(?P<han_some>(?P<hb>[{_DIGIT}]?十)几)"
    rf"|(?P<han>上?{_HAN}{{1,{_LONGEST}}}(?:[{_MORE}]{_SCALE}{{1,2}})?))",
    re.IGNORECASE,
)


def numerals(plain: str) -> Iterator[Numeral]:
    """Find the numbers of a text, single ones and ranges, from its beginning to its end."""
    waiting: Numeral | None = None
    for found in _TOKEN.finditer(plain):
        number = _read(found)
        if number is None:
            continue
        if waiting is not None:
            joined = _range(plain, waiting, number)
            if joined is not None:
                number = joined
            else:
                yield waiting
        waiting = number
    if waiting is not None:
        yield waiting


def _read(found: re.Match[str]) -> Numeral | None:
    reader = _READERS[next(name for name in _READERS if found[name] is not None)]
    return reader(found)


def _reads(name: str) -> Callable[[Callable[[re.Match[str]], Numeral | None]], None]:
    def keep(reader: Callable[[re.Match[str]], Numeral | None]) -> None:
        _READERS[name] = reader

    return keep


@_reads("english_vague")
def _vague(found: re.Match[str]) -> Numeral:
    low, high = _VAGUE[" ".join(found[0].casefold().split())]
    return _between(found, Decimal(low), Decimal(high), is_word=True)


@_reads("english_several")
def _several(found: re.Match[str]) -> Numeral:
    scale = Decimal(12 if found["es"].casefold() == "dozen" else _SCALES[found["es"].casefold()])
    return _between(found, SEVERAL[0] * scale, SEVERAL[1] * scale, is_word=True)


@_reads("english_half")
def _half(found: re.Match[str]) -> Numeral:
    scale = Decimal(_SCALES[found["eh"].casefold()])
    return Numeral(found.start(), found.end(), scale / 2, is_word=True)


@_reads("english_dozen")
def _dozen(found: re.Match[str]) -> Numeral | None:
    words = found[0].casefold().removesuffix("dozen").strip()
    if words.startswith("half"):
        return Numeral(found.start(), found.end(), Decimal(6), is_word=True)
    many = Decimal(words) if words.isdecimal() else read_english(words)
    return None if many is None else Numeral(found.start(), found.end(), many * 12, is_word=True)


@_reads("english")
def _english(found: re.Match[str]) -> Numeral | None:
    value = read_english(found[0])
    if value is None:
        return None
    return Numeral(found.start(), found.end(), value, is_word=True)


@_reads("mixed")
def _mixed(found: re.Match[str]) -> Numeral:
    factor = read_han(found["ms"]) or Decimal(1)
    value = _decimal(found["md"]) * factor
    for digits, scale in re.findall(r"(\d+)(\D+)", found["mrest"]):
        value += Decimal(digits) * (read_han(scale) or 1)
    comparator = ">" if found["mm"] else "="
    return Numeral(
        found.start(), found.end(), value, comparator=comparator, scaled=factor, is_han=True
    )


@_reads("scaled")
def _scaled(found: re.Match[str]) -> Numeral:
    factor = Decimal(_SCALES[found["ss"].casefold()])
    return Numeral(found.start(), found.end(), _decimal(found["sd"]) * factor, scaled=factor)


@_reads("digits")
def _digits(found: re.Match[str]) -> Numeral:
    comparator = ">=" if found["plus"] else "="
    return Numeral(found.start(), found.end(), _decimal(found["dd"]), comparator=comparator)


@_reads("han_several")
def _han_several(found: re.Match[str]) -> Numeral:
    scale = read_han(found["hs"]) or Decimal(1)
    low, high = SEVERAL if scale == 1 else (Decimal(2), Decimal(10) - 1 / scale)
    return _between(found, low * scale, (high * scale).to_integral_value(), is_han=True)


@_reads("han_some")
def _han_some(found: re.Match[str]) -> Numeral:
    tens = read_han(found["hb"]) or Decimal(10)
    return _between(found, tens + 1, tens + 9, is_han=True)


@_reads("han")
def _han(found: re.Match[str]) -> Numeral | None:
    text, comparator = found[0], "="
    if text[0] == "上":
        if len(text) < 2 or (text[1] not in _HAN_TENS and text[1] not in _HAN_GREAT):
            return _shifted(found, text[1:])
        text, comparator = text[1:], ">="
    factor = Decimal(1)
    if more := re.search(f"[{_MORE}]", text):
        text, scale = text[: more.start()], text[more.end() :]
        factor, comparator = read_han(scale) or factor, ">"
    start = found.end() - len(found[0].lstrip("上")) if comparator != ">=" else found.start()
    if approximate := _approximate(text):
        low, high = approximate
        return Numeral(start, found.end(), None, low * factor, high * factor, "range", is_han=True)
    value = read_han(text)
    if value is None:
        return None
    last = Decimal(_HAN_GREAT.get(text[-1], 1)) if len(text) > 1 else Decimal(1)
    return Numeral(
        start,
        found.end(),
        value * factor,
        comparator=comparator,
        scaled=factor if factor > 1 else last,
        is_han=True,
    )


def _shifted(found: re.Match[str], text: str) -> Numeral | None:
    value = read_han(text)
    if value is None:
        return None
    return Numeral(found.start() + 1, found.end(), value, is_han=True)


_NEIGHBOURS = re.compile(f"(?P<tens>十?)(?P<a>[{_DIGIT}])(?P<b>[{_DIGIT}])(?P<scale>{_SCALE}*)")


def _approximate(text: str) -> tuple[Decimal, Decimal] | None:
    """Read two neighbouring digits, as in 三四十 or 十七八, as what lies between them."""
    found = _NEIGHBOURS.fullmatch(text)
    if not found:
        return None
    a, b = _HAN_DIGITS[found["a"]], _HAN_DIGITS[found["b"]]
    if not a or (b - a != 1 and (a, b) != (3, 5)):
        return None
    base = Decimal(10 if found["tens"] else 0)
    scale = read_han(found["scale"]) or Decimal(1)
    return (base + a) * scale, (base + b) * scale


def _between(
    found: re.Match[str],
    low: Decimal,
    high: Decimal,
    *,
    is_word: bool = False,
    is_han: bool = False,
) -> Numeral:
    return Numeral(
        found.start(), found.end(), None, low, high, "range", is_word=is_word, is_han=is_han
    )


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


# --- Ranges ---------------------------------------------------------------------------------------

_TO = one_of(rf"\s*(?:{word})\s*" for word in _TABLE["to"])
_OR = re.compile(r"\s+or\s+", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|between)\s+$|[从由]\s*$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_LONGEST_JOIN = 8


def _range(plain: str, first: Numeral, second: Numeral) -> Numeral | None:
    """Join two numbers to a range (20 to 40, 三至五, 20名—40名) where the text joins them."""
    if second.start - first.end > _LONGEST_JOIN or first.value is None or second.value is None:
        return None
    between = plain[first.end : second.start]
    before = plain[max(0, first.start - 10) : first.start]
    if _AND.fullmatch(between):
        joins = bool(_BETWEEN.search(before))
    else:
        # "From 20 to 40" tells of a growth, not of a range.
        joins = bool(_joins(between, plain[second.end : second.end + 4]))
        joins = joins and not (_FROM.search(before) and not _BETWEEN.search(before))
    low = first.value
    if second.scaled > 1 and first.scaled == 1 and low * second.scaled < second.value:
        low *= second.scaled
    if not joins or not low < second.value:
        return None
    return replace(
        second, start=first.start, value=None, low=low, high=second.value, comparator="range"
    )


def _joins(between: str, after: str) -> bool:
    if _TO.fullmatch(between) or _OR.fullmatch(between):
        return True
    # 20名至40名: the measure word may stand twice.
    stripped = after.strip()
    for length in (1, 2):
        measure = stripped[:length]
        if measure and between.startswith(measure) and _TO.fullmatch(between[length:]):
            return True
    return False

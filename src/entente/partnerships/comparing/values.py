"""What can be compared across languages: dates, money, shares, durations, numbers, references."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from entente.partnerships.comparing.clauses import CHINESE_NUMERAL, chinese_number, narrow
from entente.partnerships.enums import FindingKind


@dataclass(frozen=True)
class Value:
    """One value: what it is, in a form that is the same in every language, and where it stands."""

    kind: FindingKind
    said: str
    start: int
    end: int
    raw: str


Reader = Callable[[re.Match[str]], tuple[FindingKind, str] | None]

_MONTHS = re.findall(r"\w+", "jan feb mar apr may jun jul aug sep oct nov dec")
_MONTH = (
    "(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    "|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_SMALL = re.findall(
    r"\w+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen",
)
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_WORD = f"(?:{'|'.join((*_SMALL[1:], *_TENS, *_SCALES))})"
_ENGLISH_NUMBER = rf"(?i:{_WORD}(?:(?:[ -]|\s+and\s+){_WORD})*)"
_FIGURES = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
# A number as both languages write it: 1.5 million, 150万, 二十, twenty (20).
_NUMBER = (
    rf"(?P<number>(?:{_FIGURES})\s?(?:万亿|[万亿千百]|(?i:million|billion|thousand)\b)?"
    rf"|{CHINESE_NUMERAL}+|\b{_ENGLISH_NUMBER}\b)(?:\s*[(（]\s*\d+\s*[)）])?"
)
_CURRENCIES = (
    ("CNY", r"人民币|RMB|CNY|yuan|Chinese yuan"),
    ("USD", r"美元|美金|US\s?\$|USD|US dollars?|U\.S\. dollars?"),
    ("EUR", r"欧元|€|EUR|euros?"),
    ("GBP", r"英镑|£|GBP|pounds? sterling"),
    ("JPY", r"日元|JPY|Japanese yen|yen"),
    ("HKD", r"港元|港币|HK\$|HKD|Hong Kong dollars?"),
    ("AUD", r"澳元|A\$|AUD|Australian dollars?"),
    ("CAD", r"加元|C\$|CAD|Canadian dollars?"),
    ("RUB", r"卢布|RUB|roubles?|rubles?"),
)
_CURRENCY = "|".join(pattern for _code, pattern in _CURRENCIES)
# A unit of time: how it is compared, and how many of that one it makes.
_TIMES: tuple[tuple[str, str, int], ...] = (
    (r"个?学年|academic years?", "academic year", 1),
    (r"个?学期|semesters?|terms? of study", "semester", 1),
    (r"个?(?:工作日)|(?:working|business) days?", "working day", 1),
    (r"周?年|(?:calendar )?years?", "month", 12),
    (r"个?月|(?:calendar )?months?", "month", 1),
    (r"个?(?:星期|周)|weeks?", "day", 7),
    (r"日历日|自然日|日|天|(?:calendar )?days?", "day", 1),
    (r"个?(?:小时|学时)|hours?", "hour", 1),
)
_TIME = "|".join(f"(?:{pattern})" for pattern, _unit, _times in _TIMES)
_COUNTED = "名|人次|人|份|个|所|次|门|项|方|期|级|位|学分|分|页|套|台|件|间|篇|场|种|处|%"


# --- Reading numbers ------------------------------------------------------------------------------


def number(text: str) -> Decimal | None:
    """Read a number in figures, Chinese numerals or English words, with 万, 亿 or million."""
    plain = re.sub(r"\s*[(（]\s*\d+\s*[)）]$", "", narrow(text)).strip().lower()
    if found := re.fullmatch(rf"({_FIGURES})\s?(万亿|[万亿千百]|million|billion|thousand)?", plain):
        try:
            figures = Decimal(found[1].replace(",", ""))
        except InvalidOperation:
            return None
        return figures * _scale(found[2] or "")
    if (value := chinese_number(plain)) is not None:
        return Decimal(value)
    return _english(plain)


def _scale(word: str) -> int:
    chinese = {"千": 1000, "百": 100, "万": 10_000, "亿": 10**8, "万亿": 10**12, "": 1}
    return chinese.get(word) or _SCALES[word]


def _english(text: str) -> Decimal | None:
    total = part = 0
    for word in re.split(r"[\s-]+", text):
        if word in _SMALL:
            part += _SMALL.index(word)
        elif word in _TENS:
            part += 20 + 10 * _TENS.index(word)
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in _SCALES:
            total += (part or 1) * _SCALES[word]
            part = 0
        elif word != "and":
            return None
    return Decimal(total + part)


def _plain(value: Decimal) -> str:
    whole = value.to_integral_value()
    return f"{int(whole)}" if value == whole else f"{value.normalize():f}"


# --- Reading values -------------------------------------------------------------------------------


def _date(match: re.Match[str]) -> tuple[FindingKind, str] | None:
    groups = match.groupdict()
    year, month, day = (groups.get(name) or "" for name in ("year", "month", "day"))
    spoken = month.lower()[:3]
    at = _MONTHS.index(spoken) + 1 if spoken in _MONTHS else number(month)
    said = [
        _padded(number(year), 4) if year else "-",
        _padded(at, 2) if at else "",
        _padded(number(day), 2) if day else "",
    ]
    return FindingKind.DATE, "-".join(part for part in said if part)


def _padded(value: Decimal | int | None, width: int) -> str:
    return str(int(value or 0)).zfill(width)


def _money(match: re.Match[str]) -> tuple[FindingKind, str] | None:
    amount = number(match["number"])
    if amount is None:
        return None
    groups = match.groupdict()
    word = (groups.get("before") or groups.get("after") or "").strip()
    code = next(
        (code for code, pattern in _CURRENCIES if re.fullmatch(pattern, word, re.IGNORECASE)),
        {"$": "USD", "¥": "CNY", "￥": "CNY", "元": "CNY"}.get(word, ""),
    )
    return FindingKind.MONEY, f"{code} {_plain(amount)}"


def _share(match: re.Match[str]) -> tuple[FindingKind, str] | None:
    value = number(match["number"])
    return None if value is None else (FindingKind.SHARE, f"{_plain(value)} %")


def _duration(match: re.Match[str]) -> tuple[FindingKind, str] | None:
    value = Decimal("0.5") if match["number"].strip() == "半" else number(match["number"])
    unit = match["unit"].strip().lower()
    if value is None:
        return None
    for pattern, name, times in _TIMES:
        if re.fullmatch(pattern, unit, re.IGNORECASE):
            return FindingKind.DURATION, f"{_plain(value * times)} {name}"
    return None


def _reference(match: re.Match[str]) -> tuple[FindingKind, str] | None:
    value = number(match["number"])
    return None if value is None else (FindingKind.REFERENCE, f"article {_plain(value)}")


def _count(match: re.Match[str]) -> tuple[FindingKind, str] | None:
    value = number(match["number"])
    # "One" and 一 are as often an article as a number: where one text says "one student", the other
    # says 学生. From two on, numbers are meant.
    if value is None or value == 1:
        return None
    return FindingKind.NUMBER, _plain(value)


def _nothing(_match: re.Match[str]) -> tuple[FindingKind, str] | None:
    return None


_CN_OR_FIGURES = rf"(?:\d+|{CHINESE_NUMERAL}+)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
# In this order: what one pattern has read, the next ones no longer see.
_PATTERNS: tuple[tuple[str, Reader], ...] = (
    # Addresses, numbers of telephones, and marks that number a line are no values.
    (r"https?://\S+|www\.\S+|\S+@\S+|\+\d[\d ()-]{6,}", _nothing),
    (
        r"(?m)^[ \t]*[(（]?(?:\d{1,2}(?:\.\d{1,2})*|[一二三四五六七八九十]{1,3}|[a-z])"
        r"[)）.、](?=\D)",
        _nothing,
    ),
    (r"(?m)^[ \t]*\d{1,2}(?:\.\d{1,2})+(?=\s)", _nothing),
    (
        r"(?P<year>(?<!\d)\d{4}|[一二三四五六七八九〇零]{4})\s?年(?:\s?(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})"
        r"\s?月(?:\s?(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})\s?[日号])?)?(?!级)",
        _date,
    ),
    (r"(?<![\d.])(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)", _date),
    (rf"\b{_DAY}(?:\s+day)?(?:\s+of)?\s+{_MONTH}\.?(?:,?\s+(?P<year>\d{{4}}))?\b", _date),
    (rf"\b{_MONTH}\.?\s+{_DAY}(?:,?\s+(?P<year>\d{{4}}))?\b(?!\s?,\d)", _date),
    (rf"\b{_MONTH}\.?,?\s+(?:of\s+)?(?P<year>\d{{4}})\b", _date),
    (r"(?<!\d)(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?[日号]", _date),
    (rf"第\s?(?P<number>{_CN_OR_FIGURES})\s?条", _reference),
    (r"(?i)\b(?:articles?|clauses?)\s+(?P<number>\d+)\b", _reference),
    (rf"第\s?{_CN_OR_FIGURES}\s?[款项章节学年期周届部方天位]?|\b\d+(?:st|nd|rd|th)\b", _nothing),
    (rf"百分之\s?(?P<number>{CHINESE_NUMERAL}+|{_FIGURES})", _share),
    (rf"{_NUMBER}\s?(?:%|(?i:per\s?cent\b|percent\b))", _share),
    (rf"(?P<before>(?i:{_CURRENCY})|[$¥￥])\s?{_NUMBER}(?:\s?元整?)?", _money),
    (rf"{_NUMBER}\s?(?:of\s)?(?P<after>(?i:{_CURRENCY})|元)(?:人民币|整)?", _money),
    (r"(?P<number>半)(?P<unit>个?学年|年|个?学期|个?月)", _duration),
    (rf"{_NUMBER}[\s-]?(?P<unit>(?i:{_TIME}))(?![a-z])(?!生|级|末)", _duration),
    (rf"(?P<number>{CHINESE_NUMERAL}+)(?=\s?(?:{_COUNTED}))", _count),
    (
        rf"\b(?P<number>{_ENGLISH_NUMBER})\b(?:\s*\(\d+\))?(?!\s+(?i:part(?:y|ies)\b|sides\b))",
        _count,
    ),
    (
        rf"(?<![A-Za-z0-9_.])(?P<number>(?:{_FIGURES})\s?(?:万亿|[万亿千百]|(?i:million|billion|thousand)\b)?)(?!\d)",
        _count,
    ),
)
_COMPILED = tuple((re.compile(pattern), reader) for pattern, reader in _PATTERNS)


def values(text: str) -> list[Value]:
    """List the values of a passage in the order in which they stand; each place is read once."""
    seen = narrow(text)
    found: list[Value] = []
    for pattern, reader in _COMPILED:
        for match in list(pattern.finditer(seen)):
            read = reader(match)
            if read is not None:
                raw = text[match.start() : match.end()].strip()
                found.append(Value(read[0], read[1], match.start(), match.end(), raw))
            if read is not None or reader is _nothing:
                blank = "\x00" * (match.end() - match.start())
                seen = seen[: match.start()] + blank + seen[match.end() :]
    return sorted(found, key=lambda value: value.start)


# --- Which text prevails --------------------------------------------------------------------------

LANGUAGE_WORDS = {
    "zh": "中文|汉语|汉文|Chinese",
    "en": "英文|英语|English",
    "de": "德文|德语|German",
    "fr": "法文|法语|French",
    "es": "西班牙文|西班牙语|Spanish",
    "ru": "俄文|俄语|Russian",
    "ja": "日文|日语|Japanese",
    "ko": "韩文|韩语|Korean",
}
_PREVAILS_ZH = re.compile(
    r"以(?P<language>[\u4e00-\u9fff]{2,5}?)(?:文本|版本|版|本|文字)?(?:内容)?为准"
)
_PREVAILS_EN = re.compile(
    r"(?i)\b(?P<language>[A-Z][a-z]+)(?:\s+language)?(?:\s+(?:text|version|copy|original))?"
    r"\s+(?:shall\s+|will\s+)?(?:prevails?|governs?|controls?|take\s+precedence)\b"
)
_EQUAL = re.compile(
    r"(?i)同等(?:的)?(?:法律)?(?:效力|作准)|同样作准|均为正本|具有同等|equally\s+(?:authentic|valid|binding)"
    r"|same\s+(?:legal\s+)?(?:force|effect|validity)|equal\s+(?:force|validity|authenticity|legal)"
)
SENTENCE = re.compile(r"[^。；;.!?！？\n]+(?:\.(?=\d)[^。；;.!?！？\n]+)*[。；;.!?！？]?")


def sentences(text: str) -> Iterator[re.Match[str]]:
    """Go through the sentences of a text."""
    return SENTENCE.finditer(text)


def prevailing(text: str) -> tuple[set[str], str]:
    """Read which language prevails (`equal` where all bind alike), and the sentences saying so."""
    said: set[str] = set()
    quotes: list[str] = []
    # A sentence may run over the end of a line, as it does in every PDF.
    joined = re.sub(r"(?<=[\u4e00-\u9fff，、])\n(?=[\u4e00-\u9fff])", "", text).replace("\n", " ")
    for sentence in sentences(joined):
        languages = {
            code
            for pattern in (_PREVAILS_ZH, _PREVAILS_EN)
            for match in pattern.finditer(sentence[0])
            for code, words in LANGUAGE_WORDS.items()
            if re.fullmatch(f"(?:{words})", match["language"], re.IGNORECASE)
        }
        if _EQUAL.search(sentence[0]):
            languages.add("equal")
        if languages:
            said |= languages
            quotes.append(sentence[0].strip())
    return said, " ".join(quotes)

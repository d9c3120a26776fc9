"""Which time a sentence speaks of: the windows that it names, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from entente.figures.claims.claim import Window
from entente.figures.claims.cues import one_of, table
from entente.figures.claims.numerals import read_english, read_han
from entente.kit.errors import DomainError
from entente.kit.periods import PartialDate

_TABLE = table("times")
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_MONTH_NUMBERS = {
    name[:3].casefold(): at for at, name in enumerate(_MONTHS.split("|")[:12], start=1)
}
_HAN_YEAR = "[一二][零〇一二三四五六七八九]{3}"
_ENGLISH_NUMBER = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty"
    "|fifty|sixty"
)
_N = (
    r"(?:over\s|nearly\s|more\sthan\s)?"
    rf"(?P<n>\d{{1,3}}|[一二两三四五六七八九十百]{{1,4}}|{_ENGLISH_NUMBER})"
)


def _date(suffix: str) -> str:
    """Write the pattern of a date, in Chinese, English or digits; its groups end in `suffix`."""
    s = suffix
    return (
        rf"(?:(?P<hy{s}>{_HAN_YEAR}|(?<!\d)(?:1[89]|20|21)\d\d)\s?年(?:度)?(?!前)"
        rf"(?:\s?(?P<hm{s}>\d{{1,2}})\s?月(?:份)?(?:\s?(?P<hd{s}>\d{{1,2}})\s?[日号])?)?"
        rf"|(?P<en{s}>\b(?:{_MONTHS})\b)\.?\s(?:(?P<ed{s}>\d{{1,2}})(?:st|nd|rd|th)?,?\s?)?"
        rf"(?P<ey{s}>(?:1[89]|20|21)\d\d)(?![\d%])"
        rf"|(?P<bd{s}>\b\d{{1,2}})(?:st|nd|rd|th)?\s(?P<bn{s}>(?:{_MONTHS})\b)\.?,?\s"
        rf"(?P<by{s}>(?:1[89]|20|21)\d\d)(?![\d%])"
        rf"|(?P<iy{s}>(?<![\d.])(?:1[89]|20|21)\d\d)(?P<is{s}>[-/.])(?P<im{s}>\d{{1,2}})"
        rf"(?:(?P=is{s})(?P<id{s}>\d{{1,2}}))?(?![\d%]))"
    )


def _any(suffix: str) -> str:
    """Write the pattern of a date or a bare year."""
    bare = rf"(?P<y{suffix}>(?<![\d.,/-])(?:1[89]|20|21)\d\d(?![\d%]|,\d))"
    return rf"(?:{_date(suffix)}|{bare})"


# After the first date, the second may leave out what both share: 12月7日至14日.
_SECOND = _date("2") + r"|(?P<m3>\d{1,2})月(?:(?P<d3>\d{1,2})[日号])?|(?P<d4>\d{1,2})[日号]"


def _compiled(name: str) -> re.Pattern[str]:
    return one_of(
        _once(
            written.replace("{DATE2}", f"(?:{_SECOND})")
            .replace("{DATE}", _date("1"))
            .replace("{ANY2}", _any("2"))
            .replace("{ANY}", _any("1"))
            .replace("{YEAR2}", r"(?P<year2>(?:1[89]|20|21)\d\d)")
            .replace("{YEAR}", r"(?P<year1>(?<!\d)(?:1[89]|20|21)\d\d)")
            .replace("{MONTH}", rf"(?P<month>{_MONTHS})\.?")
            .replace("{N}", _N),
            at,
        )
        for at, written in enumerate(_TABLE[name])
    )


def _once(pattern: str, at: int) -> str:
    """Give the groups of one of several patterns names of their own; `_groups` takes them off."""
    named = re.sub(r"\(\?P<(\w+)>", rf"(?P<\g<1>_{at}>", pattern)
    return re.sub(r"\(\?P=(\w+)\)", rf"(?P=\g<1>_{at})", named)


def _groups(found: re.Match[str]) -> dict[str, str]:
    return {
        name.rpartition("_")[0]: value
        for name, value in found.groupdict().items()
        if value is not None
    }


BEGINNINGS = one_of(_TABLE["beginnings"])
FOUNDINGS = one_of(_TABLE["foundings"])
STATES = one_of(_TABLE["states"])


@dataclass(frozen=True)
class Mention:
    """A place where a text names a time. `kind` is that of the window, or one still to resolve.

    `to_date` and `since_founding` begin where another sentence says.
    """

    start: int
    end: int
    kind: str
    window: Window

    @property
    def is_open(self) -> bool:
        """Say whether its beginning stands elsewhere."""
        return self.kind in {"to_date", "since_founding"}


RECENT = Window("recent")
_Reader = Callable[[dict[str, str]], Window | None]


def mentions(plain: str) -> list[Mention]:
    """Find the times that a text names, in order; of two that overlap the more telling stays."""
    return [it for start, end in stretches(plain) for it in _within(plain, start, end)]


# No expression reaches over such an end, so that each stretch is looked through by itself, and
# only for the kinds of time of which a word stands in it: most stretches name none.
_STRETCH = re.compile(r"[\n。]|[.!?] (?=[A-Z])")
_SHORTEST = 60
_YEAR = re.compile(rf"(?:1[89]|20|21)\d\d|{_HAN_YEAR}")


def stretches(plain: str) -> Iterator[tuple[int, int]]:
    """Cut a text into pieces that no expression reaches over, of some length."""
    start = 0
    for stop in _STRETCH.finditer(plain):
        if stop.end() - start >= _SHORTEST:
            yield start, stop.end()
            start = stop.end()
    if start < len(plain):
        yield start, len(plain)


def _within(plain: str, first: int, last: int) -> list[Mention]:
    words = plain[first:last].lower()
    years = [found.span() for found in _YEAR.finditer(plain, first, last)]
    taken: list[Mention] = []
    covered = bytearray(last - first)
    for kind, pattern, reader, reach, cues in _KINDS:
        if (reach and not years) or not any(cue in words for cue in cues):
            continue
        begin, stop = first, last
        if reach:
            begin = max(first, years[0][0] - reach)
            stop = min(last, years[-1][1] + _AFTER_YEAR)
        for found in pattern.finditer(plain, begin, stop):
            start, end = found.span()
            if start == end or any(covered[start - first : end - first]):
                continue
            try:
                window = reader(_groups(found))
            except DomainError:
                continue
            if window is None:
                continue
            covered[start - first : end - first] = b"\1" * (end - start)
            taken.append(Mention(start, end, kind, window))
    return sorted(taken, key=lambda mention: mention.start)


def _partial(groups: dict[str, str], suffix: str) -> PartialDate | None:
    for year, month, day in (
        ("hy", "hm", "hd"),
        ("ey", "en", "ed"),
        ("by", "bn", "bd"),
        ("iy", "im", "id"),
        ("y", "", ""),
    ):
        if written := groups.get(year + suffix):
            return PartialDate(
                _year(written), _month(groups.get(month + suffix)), _day(groups.get(day + suffix))
            )
    return None


def _year(text: str) -> int:
    return int(text) if text.isdecimal() else int(read_han(text) or 0)


def _month(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if text.isdecimal() else _MONTH_NUMBERS[text[:3].casefold()]


def _day(text: str | None) -> int | None:
    return int(text) if text else None


def _last_years(groups: dict[str, str]) -> Window | None:
    count = number_of(groups["n"])
    return Window("last_years", years=count) if 0 < count < 1000 else None


def _last_decades(groups: dict[str, str]) -> Window | None:
    return Window("last_years", years=10 * number_of(groups.get("n", "1")))


def number_of(text: str) -> int:
    """Read a small number of years, however it is written; 0 where it is none."""
    if text.isdecimal():
        return int(text)
    return int(read_han(text) or read_english(text) or 0)


def _since(groups: dict[str, str]) -> Window | None:
    date = _partial(groups, "1")
    return Window("since", date) if date else None


def _at(groups: dict[str, str]) -> Window | None:
    date = _partial(groups, "1")
    return Window("at", date) if date else None


def _single(groups: dict[str, str]) -> Window | None:
    year = groups.get("year1")
    date = PartialDate(int(year)) if year else _partial(groups, "1")
    if date is None:
        return None
    return Window("at" if date.month else "year", date)


def _between(groups: dict[str, str]) -> Window | None:
    if year := groups.get("year1"):
        first, last = PartialDate(int(year)), PartialDate(int(groups["year2"]))
    else:
        start = _partial(groups, "1")
        if start is None:
            return None
        first, last = start, _second(groups, start)
    return _days(first, last)


def _second(groups: dict[str, str], first: PartialDate) -> PartialDate:
    if whole := _partial(groups, "2"):
        return whole
    if month := groups.get("m3"):
        return PartialDate(first.year, int(month), _day(groups.get("d3")))
    return PartialDate(first.year, first.month or 1, int(groups["d4"]))


def _days(first: PartialDate, last: PartialDate) -> Window | None:
    """Give the days between two dates, both whole: from the first day of one to the last."""
    if last.latest < first.earliest:
        return None
    return Window("dates", PartialDate.of(first.earliest), PartialDate.of(last.latest))


def _days_of_month(groups: dict[str, str]) -> Window | None:
    year, month = int(groups["year1"]), _month(groups["month"])
    return _days(
        PartialDate(year, month, int(groups["d1"])), PartialDate(year, month, int(groups["d2"]))
    )


def _academic(groups: dict[str, str]) -> Window | None:
    year, end = int(groups["year1"]), groups["end"]
    if int(end[-2:]) != (year + 1) % 100:
        return None
    return Window("dates", PartialDate(year, 9, 1), PartialDate(year + 1, 8, 31))


def _five_years(groups: dict[str, str]) -> Window | None:
    number = int(groups.get("plan_en") or read_han(groups["plan"]) or 0)
    last = 2020 + 5 * (number - 13)
    return Window("dates", PartialDate(last - 4, 1, 1), PartialDate(last, 12, 31))


def _plain(window: Window) -> _Reader:
    return lambda _groups: window


_FOUNDING_CUES = ("以来", "至今", "伊始", "since")
_YEARLY_CUES = ("每", "年均", "/年", "/学年", "year", "annual", "annum")
_TO_DATE_CUES = ("今", "截", "目前", "累计", "date", "far", "now")
_NOW_CUES = ("目前", "现", "今", "present", "current", "moment", "now", "today")
_MONTH_CUES = tuple(_MONTH_NUMBERS)
# No time goes on for longer behind its last year.
_AFTER_YEAR = 80
# In the order in which they are looked for: what says more goes first. Behind each how far before
# its first year it can begin (0: it needs none), and the words of which one must stand by.
_KINDS: tuple[tuple[str, re.Pattern[str], _Reader, int, tuple[str, ...]], ...] = (
    ("dates", _compiled("days"), _days_of_month, 40, _MONTH_CUES),
    ("dates", _compiled("academic"), _academic, 40, ("学年", "年度", "academic", "/")),
    ("dates", _compiled("between"), _between, 60, ("",)),
    ("since", _compiled("since"), _since, 220, ("来", "今", "起", "始", "since", "from")),
    ("at", _compiled("at"), _at, 60, ("截", "as ", "by ", "until", "up ", "through")),
    ("since_founding", _compiled("since_founding"), _plain(RECENT), 0, _FOUNDING_CUES),
    ("last_years", _compiled("last_years"), _last_years, 0, ("年", "years")),
    ("last_years", _compiled("last_decades"), _last_decades, 0, ("decade",)),
    ("recent", _compiled("recent"), _plain(RECENT), 0, ("年", "years")),
    ("per_year", _compiled("per_year"), _plain(Window("per_year")), 0, _YEARLY_CUES),
    ("to_date", _compiled("to_date"), _plain(RECENT), 0, _TO_DATE_CUES),
    ("now", _compiled("now"), _plain(RECENT), 0, _NOW_CUES),
    ("dates", _compiled("five_years"), _five_years, 0, ("五", "five-year")),
    ("date", _compiled("single"), _single, 40, ("",)),
)

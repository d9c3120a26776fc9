"""Numbers in words, in both languages, by stated rules: what is said is never false.

The rules, for a number of which two bounds are known:

- **the number itself** where it is one; else “from … to …”, “over …” or “at least …”.
- **over R** (R余, R多, 逾R, 超R): R is the greatest round number that the lower bound exceeds.
- **nearly R** (近R): R is the next round number; the number is below it by a tenth of it at most.
- **about R** (约R): R is the nearest round number; the number is within a tenth of it.
- **what suits the value**: a round number itself; “nearly” within a twentieth below a round
  number; else “over”.

A wording whose condition does not hold gives way to “over”, and that to the number itself. A number
below ten is never rounded. “By its size” rounds to the first figure of the number, above ten
thousand to the first two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from entente.figures.enums import OverWord, Style
from entente.kit.quantities import Quantity

NEARLY_PERCENT = 10
SUITS_PERCENT = 5
SMALL = 10
WAN, YI = 10_000, 100_000_000
MILLION = 1_000_000


@dataclass(frozen=True)
class Phrase:
    """A number in words, and the bounds that these words allow."""

    zh: str
    en: str
    allows: Quantity

    def in_language(self, language: str) -> str:
        """Give the words in `zh` or `en`."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Wording:
    """By which rule numbers are worded, rounded to what (0: by size), how Chinese says over."""

    style: str = Style.AUTOMATIC
    step: int = 0
    over_word: str = OverWord.YU

    def phrase(self, number: Quantity) -> Phrase:
        """Say a number: the first wording whose condition holds."""
        for attempt in self._attempts():
            if phrase := attempt(self, number):
                return phrase
        return plainly(self, number)

    def _attempts(self) -> tuple[Callable[[Wording, Quantity], Phrase | None], ...]:
        return {
            Style.EXACT: (),
            Style.OVER: (over,),
            Style.NEARLY: (nearly, over),
            Style.ABOUT: (about, over),
        }.get(Style(self.style), (suits, over))

    def step_for(self, number: int) -> int:
        """Give the round numbers' distance for a number; 0 where it is too small to be rounded."""
        if number < SMALL:
            return 0
        own: int = 10 ** (len(str(number)) - 1)
        by_size = own // 10 if number >= WAN else own
        return min(self.step, own) if self.step else by_size


def plainly(wording: Wording, number: Quantity) -> Phrase:
    """Say what is known and no more."""
    low, high = number.low, number.high
    if number.exact is not None:
        return Phrase(chinese(low), english(low), number)
    if high is not None:
        return Phrase(
            f"{chinese(low)}至{chinese(high)}", f"{english(low)} to {english(high)}", number
        )
    if low <= SMALL:
        return Phrase(f"至少{chinese(low)}", f"at least {english(low)}", number)
    return _over(wording, low - 1)


def _over(wording: Wording, round_number: int) -> Phrase:
    return Phrase(
        over_in_chinese(round_number, wording.over_word),
        f"over {english(round_number)}",
        Quantity.more_than(round_number),
    )


def over(wording: Wording, number: Quantity) -> Phrase | None:
    """Say “over R”; R itself where it is just that."""
    step = wording.step_for(number.low)
    if not step:
        return None
    below = number.low // step * step
    if number.exact == below:
        return plainly(wording, number)
    if below == number.low:  # it may be R itself, so it is not yet over R
        return Phrase(
            f"不少于{chinese(below)}", f"at least {english(below)}", Quantity.at_least(below)
        )
    return _over(wording, below)


def nearly(wording: Wording, number: Quantity, percent: int = NEARLY_PERCENT) -> Phrase | None:
    """Say “nearly R”; R itself where it is just that."""
    if number.high is None:
        return None
    step = wording.step_for(number.high)
    if not step:
        return None
    above = ceil(number.high / step) * step
    if number.exact == above:
        return plainly(wording, number)
    least = ceil(above * (100 - percent) / 100)
    if number.high == above or number.low < least:
        return None
    allows = Quantity(ceil(above * (100 - NEARLY_PERCENT) / 100), above - 1)
    return Phrase(f"近{chinese(above)}", f"nearly {english(above)}", allows)


def about(wording: Wording, number: Quantity) -> Phrase | None:
    """Say “about R”; R itself where it is just that."""
    if number.high is None:
        return None
    middle = (number.low + number.high) // 2
    step = wording.step_for(middle)
    if not step:
        return None
    nearest = (middle + step // 2) // step * step
    if number.exact == nearest:
        return plainly(wording, number)
    allows = Quantity.about(nearest)
    if not number.within(allows):
        return None
    return Phrase(f"约{chinese(nearest)}", f"about {english(nearest)}", allows)


def suits(wording: Wording, number: Quantity) -> Phrase | None:
    """Say “nearly R” where little is missing."""
    return nearly(wording, number, SUITS_PERCENT)


# --- Numbers as they are written ------------------------------------------------------------------


def english(number: int) -> str:
    """Write a number in English: `1,234`, `1.8 million`."""
    if number >= MILLION and number % (MILLION // 10) == 0:
        whole, tenths = divmod(number // (MILLION // 10), 10)
        return f"{whole:,}.{tenths} million" if tenths else f"{whole:,} million"
    return f"{number:,}"


def chinese(number: int) -> str:
    """Write a number in Chinese: `1234`, `1.2万`, `180万`, `3亿`."""
    digits, unit = _in_large_units(number)
    return f"{digits}{unit}"


def over_in_chinese(number: int, word: str) -> str:
    """Say “over” a number: `300余`, `180多万`, `1.2万余`, `逾300`; not round: `超过312`."""
    if number < SMALL or number % 10:
        return f"超过{chinese(number)}"
    if word in (OverWord.YU_BEFORE, OverWord.CHAO):
        return f"{word}{chinese(number)}"
    digits, unit = _in_large_units(number)
    if unit and "." not in digits and int(digits) % 10 == 0:
        return f"{digits}{word}{unit}"
    return f"{digits}{unit}{word}"


def _in_large_units(number: int) -> tuple[str, str]:
    for unit, name in ((YI, "亿"), (WAN, "万")):
        if number >= unit and number % (unit // 10) == 0:
            whole, tenths = divmod(number // (unit // 10), 10)
            return (f"{whole}.{tenths}" if tenths else f"{whole}"), name
    return str(number), ""

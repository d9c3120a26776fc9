"""Folding of writing: case, accents, traditional characters; which characters stand alone."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Letters that no decomposition takes apart; readers of Latin type them without the stroke.
_STROKES = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
        "ħ": "h", "ŧ": "t", "ŋ": "n", "ĸ": "k", "ə": "e", "ʻ": "", "ʼ": "", "’": "", "‘": "",
        "'": "", "`": "",
    }
)  # fmt: skip
_ELISION = re.compile(r"\b([dl]|dell|nell|sull|all|qu)['’](?=\w)")
_MARKS = re.compile(r"[\u0300-\u036f]+")
# Scripts that are written without blanks: Han, kana, Hangul, Thai, Lao, Khmer, Burmese.
DENSE = (
    r"\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\U00020000-\U0003ffff"
)
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_DENSE_START = re.compile(rf"[{DENSE}]")
_RUNS = re.compile(rf"[{DENSE}]+|[^\W_{DENSE}]+")


@cache
def _simplifying() -> dict[int, str]:
    """Give the table from traditional to simplified characters, one for one."""
    from opencc import OpenCC  # half a second that only a search or a comparison needs

    converter = OpenCC("t2s")
    every = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    # On a line of their own characters meet no phrase, which would turn with its context.
    lines = converter.convert("\n".join(every)).split("\n")
    return {
        ord(old): new for old, new in zip(every, lines, strict=True) if old != new and len(new) == 1
    }


def simplified(text: str) -> str:
    """Write traditional Chinese characters as simplified ones."""
    return text.translate(_simplifying()) if _HAN.search(text) else text


def fold(text: str) -> str:
    """Give the form in which spellings are compared: `Zürich` as `zurich`, 臺灣 as 台湾.

    Width, case, accents, apostrophes and the difference of traditional characters go; blanks and
    other signs stay.
    """
    if text.isascii():
        return _ELISION.sub(r"\1 ", text.lower()).translate(_STROKES)
    text = unicodedata.normalize("NFKC", text).casefold()
    text = _ELISION.sub(r"\1 ", text).translate(_STROKES)
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text))
    return simplified(unicodedata.normalize("NFKC", bare))


def runs(folded: str) -> list[str]:
    """Cut folded text into its words; writing without blanks comes in one piece each."""
    return _RUNS.findall(folded)


def is_dense(run: str) -> bool:
    """Say whether a run is of a script that is written without blanks."""
    return bool(_DENSE_START.match(run))


def is_han(text: str) -> bool:
    """Say whether there is a Chinese character in the text."""
    return bool(_HAN.search(text))

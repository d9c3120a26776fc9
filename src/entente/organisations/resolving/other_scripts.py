"""Names in scripts other than Latin and Han, brought into Latin letters word by word.

General words (university, college, medical …) become the one word that stands for them in every
language; what is a name of its own is spelled by sound. Scripts that write no vowels are compared
by their consonants.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from entente.kit.letters import fold

FILE = Path(__file__).with_suffix(".toml")
_SIGNS = re.compile(r"[^a-z0-9]+")
_FOREIGN = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ARTICLE = re.compile(r"^(?:وال|بال|ال|لل)(?=\w{3})")
_INVISIBLE = re.compile("[\u0640\u064b-\u065f\u0670\u200b-\u200f]")


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def _known() -> dict[str, str]:
    return {_spelled(word): one for one, words in _table().items() for word in words}


@cache
def _dense_words() -> re.Pattern[str]:
    """Give the general words of scripts without blanks, the longest first."""
    dense = re.compile(r"[\uac00-\ud7af\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
    words = [word for some in _table().values() for word in some if dense.match(word)]
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


def is_foreign(text: str) -> bool:
    """Say whether a text holds letters of a script that is neither Latin nor Han nor kana."""
    return bool(_FOREIGN.search(text))


@lru_cache(maxsize=50_000)
def latin_words(text: str) -> str:
    """Write a text in Latin letters, its general words as the one that stands for them."""
    text = _dense_words().sub(lambda found: f" {found[0]} ", _INVISIBLE.sub("", text))
    return " ".join(
        _in_latin(word) if _FOREIGN.search(word) else word
        for word in re.split(r"[\s\-–·.,]+", text)
    )


@lru_cache(maxsize=100_000)
def _in_latin(word: str) -> str:
    known = _known()
    bare = _ARTICLE.sub("", word) if _ARABIC.search(word) else word
    for one in (word, bare):
        if (meant := known.get(_spelled(one))) is not None:
            return meant
    return _spelled(bare)


@lru_cache(maxsize=100_000)
def _spelled(word: str) -> str:
    from anyascii import anyascii  # its tables take a moment, for names in other scripts only

    return _SIGNS.sub("", anyascii(fold(word)).lower())


# --- By consonants --------------------------------------------------------------------------------

_HEARD = (
    ("kh", "k"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"), ("ph", "f"),
    ("ck", "k"), ("q", "k"), ("c", "k"), ("j", "g"), ("z", "s"), ("p", "b"), ("v", "f"),
    ("x", "ks"),
)  # fmt: skip
_SILENT = re.compile("[aeiouwyh]+")
_TWICE = re.compile(r"(.)\1+")
_FEW = 0.26


@lru_cache(maxsize=200_000)
def consonants(word: str) -> str:
    """Give what scripts without vowels keep of a word: `nouakchott` and `nwakshwt` as `nkst`."""
    for written, heard in _HEARD:
        word = word.replace(written, heard)
    return _TWICE.sub(r"\1", _SILENT.sub("", word))


@lru_cache(maxsize=200_000)
def lacks_vowels(word: str) -> bool:
    """Say whether a word is written as scripts without vowels are spelled: `mhmd`, `krnataka`."""
    vowels = sum(sign in "aeiou" for sign in word)
    return len(word) > 2 and vowels <= _FEW * len(word) and word.isalpha()

"""Chinese names of institutions: their key, and the words they may have in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from entente.kit.letters import is_dense, is_han, runs, simplified
from entente.organisations.name_words import COUNTRIES
from entente.organisations.resolving.gazetteer import Gazetteer
from entente.organisations.resolving.han_words import JAPANESE, PLACES, TERMS

_KANA = re.compile(r"[\u3041-\u30ff]")
_JAPANESE = str.maketrans(JAPANESE)
_LONGEST = 8
_OWN = {"CN", "TW", "HK", "MO"}


def key_of_han(text: str) -> str:
    """Give the key of a name in Chinese characters: simplified, without blanks and signs."""
    import unicodedata

    folded = simplified(unicodedata.normalize("NFKC", text).translate(_JAPANESE).casefold())
    return "".join(runs(folded))


def is_japanese(text: str) -> bool:
    """Say whether a name shows kana, or characters that only Japanese writes so."""
    return bool(_KANA.search(text)) or any(sign in JAPANESE for sign in text)


@dataclass(frozen=True)
class Term:
    """A stretch of a Chinese name: the words that may stand for it, and what kind it is.

    Kinds: `place` (with the numbers of cities), `word`, `sound` (pinyin, of what is a name).
    """

    han: str
    words: tuple[str, ...]
    kind: str
    places: tuple[int, ...] = ()
    country: str = ""


@lru_cache(maxsize=20_000)
def key_in_japanese(text: str) -> str:
    """Give a Japanese name as Chinese writes it: 広島大学 as 广岛大学."""
    return key_of_han(text)


class Reader:
    """Reads Chinese names with the cities of one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def terms(self, text: str) -> tuple[Term, ...]:
        """Cut a Chinese name into terms, the longest known word first."""
        found: list[Term] = []
        for run in runs(key_of_han(text)):
            if is_dense(run) and is_han(run):
                found += self._terms_of(run)
            elif run.isascii():
                found.append(Term(run, (run,), "word"))
        return tuple(found)

    def _terms_of(self, run: str) -> Iterable[Term]:
        at, unknown = 0, ""
        while at < len(run):
            known = self._known(run, at)
            if known is None:
                unknown += run[at]
                at += 1
                continue
            if unknown:
                yield _sound(unknown)
                unknown = ""
            yield known
            at += len(known.han)
        if unknown:
            yield _sound(unknown)

    def _known(self, run: str, at: int) -> Term | None:
        for length in range(min(_LONGEST, len(run) - at), 0, -1):
            piece = run[at : at + length]
            if at == 0 and length > 1 and (code := COUNTRIES.get(piece, "")):
                return Term(piece, PLACES.get(piece, ()), "place", country=code)
            if piece in TERMS:
                return Term(piece, TERMS[piece], "word")
            if piece in PLACES:
                return Term(piece, PLACES[piece], "place")
            if length > 1 and (cities := self.gazetteer.han.get(piece)):
                words = dict.fromkeys(word for _number, key in cities for word in [key])
                sounds = (_pinyin(piece),)
                return Term(
                    piece,
                    tuple(dict.fromkeys((*words, *sounds))),
                    "place",
                    tuple(number for number, _key in cities),
                )
        return None


def _sound(han: str) -> Term:
    return Term(han, (_pinyin(han),), "sound")


@lru_cache(maxsize=20_000)
def syllables(han: str) -> tuple[str, ...]:
    """Give the syllables of Chinese characters in pinyin, without tones."""
    from pypinyin import lazy_pinyin  # its tables take a moment, for Chinese names only

    return tuple(lazy_pinyin(han))


def _pinyin(han: str) -> str:
    return "".join(syllables(han))


# --- Sounds ---------------------------------------------------------------------------------------

_HEARD = (
    ("zh", "j"), ("ch", "j"), ("sh", "s"), ("ng", "n"), ("x", "s"), ("q", "j"), ("tz", "s"),
    ("ts", "s"), ("th", "t"), ("ph", "f"), ("ck", "k"), ("gh", "k"), ("w", "v"), ("b", "p"),
    ("d", "t"), ("g", "k"), ("z", "s"), ("c", "k"), ("r", "l"), ("y", ""), ("f", "v"), ("h", "h"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiouüv]+$|[aeiouü]+")


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """Give the consonants of a word as a Chinese ear keeps them: cornell as `klnl`."""
    for written, heard in _HEARD:
        word = word.replace(written, heard)
    word = re.sub(r"[aeiouü]+", "", word)
    return re.sub(r"(.)\1+", r"\1", word)


def loose(bones: str) -> str:
    """Give a skeleton without what Chinese often leaves out: r and l inside, a stop at the end."""
    inside = bones[:1] + bones[1:].replace("l", "")
    return inside[:-1] if len(inside) > 2 and inside[-1] in "tkp" else inside


@lru_cache(maxsize=20_000)
def skeleton_of_han(han: str) -> str:
    """Give the consonants of a name that Chinese characters spell by sound: 康奈尔 as `knnl`."""
    heard = []
    for syllable in syllables(han):
        if syllable in {"er", "re"}:
            heard.append("l")
            continue
        nasal = "n" if syllable.endswith(("n", "ng")) else ""
        heard.append(skeleton(syllable.removesuffix("g").removesuffix("n")) + nasal)
    return re.sub(r"(.)\1+", r"\1", "".join(heard))

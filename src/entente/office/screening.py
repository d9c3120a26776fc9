"""Finding forbidden words in names and adverts, also where spaces or width hide them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LATIN = re.compile(r"[a-z]")
BETWEEN = re.compile(r"[\W_]+")


def found(words: Iterable[str], *texts: str) -> tuple[str, ...]:
    """Give the words that stand in one of the texts, in the order of the list.

    Chinese is found whatever spaces and signs part its characters; a Latin word only as a whole
    word, with or without a plural `s`, in capitals or not.
    """
    plain = [unicodedata.normalize("NFKC", text).casefold() for text in texts]
    return tuple(word for word in words if any(_stands(word, text) for text in plain))


def _stands(word: str, text: str) -> bool:
    sought = unicodedata.normalize("NFKC", word).casefold().strip()
    if LATIN.search(sought):
        parts = r"[\W_]+".join(re.escape(part) for part in sought.split())
        return re.search(rf"(?<![a-z]){parts}(?:'?s)?(?![a-z])", text) is not None
    return BETWEEN.sub("", sought) in BETWEEN.sub("", text)

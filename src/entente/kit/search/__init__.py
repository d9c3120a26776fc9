"""One index over all records: Chinese of two characters, pinyin, Latin without accents.

A model says with `search_entry()` what it is found by; `kit.audit` keeps the index in step within
the transaction of each change. `find` searches everything for a page, `matching` narrows a list.
"""

from entente.kit.search.entries import Entry, kinds
from entente.kit.search.finding import Hit, HitGroup, find, matching
from entente.kit.search.keeping import (
    clear,
    clear_if_empty,
    forget,
    forget_many,
    keep,
    keep_many,
    rebuild,
)
from entente.kit.search.query import LONGEST, refuse_too_long

__all__ = [
    "LONGEST",
    "Entry",
    "Hit",
    "HitGroup",
    "clear",
    "clear_if_empty",
    "find",
    "forget",
    "forget_many",
    "keep",
    "keep_many",
    "kinds",
    "matching",
    "rebuild",
    "refuse_too_long",
]

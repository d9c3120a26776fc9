"""Which kind of bibliography a text is, and its entries."""

from __future__ import annotations

import re
from itertools import islice

from entente.research.bibliographies.bibtex import read_bibtex
from entente.research.bibliographies.entries import Broken, Entry
from entente.research.bibliographies.ris import read_ris
from entente.research.bibliographies.works import read_json

MOST_ENTRIES = 500
_RIS = re.compile(r"^TY  ?- ?", re.MULTILINE)
_BIBTEX = re.compile(r"^\s*@\s*\w+\s*[{(]", re.MULTILINE)


def read_bibliography(text: str) -> list[Entry | Broken] | None:
    """Read what stands in a file, one entry more than is taken at most; None if it is no list."""
    begins = text.lstrip("\ufeff \t\r\n")[:1]
    if begins and begins in "{[":
        found = read_json(text.lstrip("\ufeff"))
    elif _RIS.search(text):
        found = read_ris(text.lstrip("\ufeff"))
    elif _BIBTEX.search(text):
        found = read_bibtex(text)
    else:
        return None
    return list(islice(found, MOST_ENTRIES + 1))

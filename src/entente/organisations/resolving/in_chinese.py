"""Chinese names of schools abroad that the registry does not hold, from a table of our own."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from entente.organisations.resolving.dumps import Name

FILE = Path(__file__).with_suffix(".tsv")


@cache
def names_in_chinese() -> dict[str, tuple[Name, ...]]:
    """Give the names by the address of the institution.

    The table holds what Chinese offices call the schools they work with most; each line repeats
    the name that the registry shows, so that a reader can check it.
    """
    with FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["id"]: tuple(Name(text, "zh", "alias") for text in row["in_chinese"].split("|"))
            for row in csv.DictReader(file, delimiter="\t")
        }

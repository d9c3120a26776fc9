"""Rows of claim files for tests: an ordinary one, of which a test says only what matters."""

from entente.figures.claims import read
from entente.figures.claims.reading import COLUMNS

ORDINARY = {
    "seed": "900",
    "lang": "en",
    "subject": "Riverside University",
    "measure": "students_outbound",
    "detail": "graduate students abroad",
    "comparator": "=",
    "value": "120",
    "unit": "persons",
    "window": "recent",
    "as_of": "",
    "source_text": "",
}


def row(id_, **values):
    return {"id": id_, **ORDINARY, **values}


def pair(zh=None, en=None, **both):
    """A Chinese and an English row of one thing, 900.1 and 900.2."""
    return [row("900.1", lang="zh", **both | (zh or {})), row("900.2", **both | (en or {}))]


def as_file(rows, columns=COLUMNS):
    lines = ["\t".join(columns), *("\t".join(it.get(name, "") for name in columns) for it in rows)]
    return ("\n".join(lines) + "\n").encode()


def claims_of(rows):
    claims, faults = read(as_file(rows))
    assert not faults
    return claims

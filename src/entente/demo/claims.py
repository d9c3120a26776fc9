"""Every countable statement of the five documents, one a line, as they stand in `claims.tsv`."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).with_name("claims.tsv")


@lru_cache(maxsize=1)
def claims() -> Mapping[str, Mapping[str, str]]:
    """Give the statements by their stable ids: `000.3` is the third of the first document."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["id"]: row for row in rows}

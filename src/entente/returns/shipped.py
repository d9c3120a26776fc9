"""The layouts that come with the program, read from `returns.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def shipped() -> dict[str, dict[str, Any]]:
    """Give each layout by its code: its names, rule, source, conditions and columns."""
    with Path(__file__).with_name("returns.toml").open("rb") as file:
        return tomllib.load(file)

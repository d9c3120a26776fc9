"""Names of files as people gave them, made safe to keep and to send back."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 150
_RESERVED = re.compile(r'[<>:"/\\|?*]')
_FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean_name(name: str) -> str:
    """Give the last part of a path without control characters, at most 150 characters long.

    Marks that turn the direction of writing go too: with them `exe.pdf` reads `fdp.exe`. The
    ending stays whole however long the name was.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(letter for letter in last if unicodedata.category(letter) not in _FORBIDDEN)
    shown = re.sub(r"\s+", " ", _RESERVED.sub("_", shown)).lstrip().rstrip(" .")
    stem, dot, ending = shown.rpartition(".")
    if not dot or len(ending) > 10:
        return shown[:LONGEST].strip(" .") or "file"
    return f"{stem[: LONGEST - len(ending) - 1].strip(' .') or 'file'}.{ending}"


def extension(name: str) -> str:
    """Give the ending of a name, small and without its dot."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""

"""PDF from records: Typst templates of the apps, data handed over as data."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from entente.kit.bilingual import current_language
from entente.kit.errors import DomainError

ROOT = Path(__file__).resolve().parent.parent
# An archive can keep it, a screen reader can read it; Typst refuses what these do not allow, above
# all a character that no font has.
STANDARDS = ("a-2a", "ua-1")
# Chinese type as machines have it, the best first; the last one comes with us.
CHINESE = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Songti SC",
    "SimSun",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK TC",
)
_SHIPPED = "cvttf_NotoSansCJK_Regular"
_NO_GLYPH = re.compile(r"the text `(\".*?\")` could not be displayed", re.DOTALL)


def pdf(
    template: str,
    data: Mapping[str, Any],
    *,
    title: str,
    on: datetime.date,
    language: str = "",
    author: str = "",
    running: str = "",
    standards: tuple[str, ...] = STANDARDS,
) -> bytes:
    """Draw a template with data as PDF/A-2a and PDF/UA-1.

    `template` is a path below the package, such as `papers/typst/brief.typ`; it builds on
    `kit/typst/paper.typ` and reads `data`. Nothing of the data is ever read as markup. `language`
    is `zh` or `en`, by default the reader's; `running` stands at the foot of each page, by default
    the title. The same input gives the same bytes. A character that no font here has is refused
    and named (`DomainError`). `standards` are others where a paper carries a file (`a-3a`).
    """
    return drawn(
        template,
        data,
        title=title,
        on=on,
        language=language,
        author=author,
        running=running,
        standards=standards,
    )[0]


def drawn(
    template: str,
    data: Mapping[str, Any],
    *,
    title: str,
    on: datetime.date,
    language: str = "",
    author: str = "",
    running: str = "",
    form: str = "pdf",
    standards: tuple[str, ...] = STANDARDS,
) -> list[bytes]:
    """Draw a template as `pdf` (one file) or as `png` (one picture for each page)."""
    import typst  # forty megabytes that only a paper needs

    given = {
        "data": data,
        "title": str(title),
        "author": str(author),
        "running": str(running or title),
        "language": language or current_language(),
        "on": [on.year, on.month, on.day],
        "fonts": chinese_fonts(),
    }
    options: dict[str, Any] = {
        "font_paths": _fonts(),
        "ignore_system_fonts": True,
        "sys_inputs": {"paper": json.dumps(given, default=_plain, ensure_ascii=False)},
        "timestamp": datetime.datetime.combine(on, datetime.time(), datetime.UTC),
        **({"format": "png", "ppi": 96.0} if form == "png" else {"pdf_standards": [*standards]}),
    }
    try:
        made: Any = typst.compile(ROOT / template, root=ROOT, **options)
    except typst.TypstError as error:
        if found := _NO_GLYPH.search(error.message):
            text = re.sub(r"\\u\{([0-9a-f]+)\}", lambda it: chr(int(it[1], 16)), found[1][1:-1])
            raise unprintable(text) from error
        raise
    return made if isinstance(made, list) else [made]


def chinese_fonts() -> list[str]:
    """Name the Chinese fonts of this machine in the order in which they are used."""
    there = set(_fonts().families())
    return [family for family in CHINESE if family in there]


@cache
def _fonts() -> Any:
    import typst

    shipped = find_spec(_SHIPPED)
    folders = [str(Path(shipped.origin).parent)] if shipped and shipped.origin else []
    return typst.Fonts(include_system_fonts=True, font_paths=folders)


def _plain(value: Any) -> Any:
    """Turn what JSON does not know into text or lists."""
    if isinstance(value, (datetime.date, Promise)):
        return str(value)
    if isinstance(value, (Sequence, set, frozenset)):
        return list(value)
    return str(value)


def unprintable(text: str) -> DomainError:
    """Say which characters no font of this machine has."""
    return DomainError(
        _("“%(text)s” cannot be printed: no font of this machine has it (%(codes)s)."),
        code="no_glyph",
        params={
            "text": text,
            "codes": ", ".join(f"U+{ord(letter):04X}" for letter in dict.fromkeys(text)),
        },
    )

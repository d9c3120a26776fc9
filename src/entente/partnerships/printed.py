"""Hand-over lists on paper and as a workbook, in Chinese or in English."""

from __future__ import annotations

import datetime
import io
import re
from collections import Counter
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from entente.kit import sheets, typeset
from entente.kit.models.files import AttachmentKind
from entente.kit.periods import in_words
from entente.partnerships.archiving import ArchiveGround
from entente.partnerships.enums import AgreementKind
from entente.partnerships.models import ArchiveItem, ArchiveList

CODES = {"zh": "zh-hans", "en": "en"}
# Control characters, which come along when text is pasted, cannot be printed.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ufffe\uffff]")


def papers_in_words(papers: list[dict[str, str]]) -> str:
    """Count the files of a line by kind, in the reader's language."""
    counted = Counter(paper["kind"] for paper in papers)
    return _(", ").join(
        _("%(kind)s: %(number)s") % {"kind": AttachmentKind(kind).label, "number": number}
        for kind, number in counted.items()
    )


def archive_pdf(chosen: ArchiveList, language: str, *, on: datetime.date) -> bytes:
    """Draw a list with its two boxes to sign; a draft says that it is one."""
    with translation.override(CODES[language]):
        included, left_out = _lines(chosen)
        head = [
            _("No."),
            _("Agreement"),
            _("Signed"),
            _("Copies"),
            pgettext("pages of a document", "Pages"),
            _("Held so far by"),
        ]
        head += [_("Files"), _("Archive number")]
        day = chosen.handed_over_on
        facts = [
            (_("Unit"), chosen.unit.name),
            (_("Year"), str(chosen.year)),
            (_("Number"), chosen.number or _("draft, not handed over")),
            (_("Agreements"), str(len(included))),
            (_("Handed over on"), in_words(day, language) if day else ""),
        ]
        data = {
            "facts": _clean(facts),
            "headings": head,
            "rows": _clean([_row(line, language) for line in included]),
            "left_out": _clean(
                [(_name_of(line, language), line.left_out_because) for line in left_out]
            ),
            "given": _clean(
                [chosen.handed_over_by.name if chosen.handed_over_by else "", str(day or "")]
            ),
            "taken": _clean([chosen.receiver, str(chosen.received_on or "")]),
        }
        title = _("Hand-over list to the archive")
        return typeset.pdf(
            "partnerships/typst/archive_list.typ",
            data,
            title=title,
            on=day or on,
            language=language,
            running=f"{title} {chosen.number or chosen.year}",
        )


def archive_sheet(chosen: ArchiveList, language: str) -> bytes:
    """Write a list as a workbook, what is left out below with its reason."""
    with translation.override(CODES[language]):
        headings = [_("No."), _("Number"), _("Title in Chinese"), _("Title in English"), _("Kind")]
        headings += [_("Partner"), _("Unit"), _("Why"), _("Signed"), _("Ended"), _("Copies")]
        headings += [
            pgettext("pages of a document", "Pages"),
            _("Held so far by"),
            _("Files"),
            _("Remark"),
            _("Archive number"),
        ]
        headings += [_("Left out because")]
        included, left_out = _lines(chosen)
        rows = [
            [
                place if not line.left_out_because else None,
                line.number,
                line.title_zh,
                line.title_en,
                str(AgreementKind(line.kind).label),
                getattr(line, f"partners_{language}"),
                getattr(line, f"unit_{language}") or line.unit_zh or line.unit_en,
                str(ArchiveGround(line.ground).label),
                str(line.signed_on or ""),
                str(line.ended_on or ""),
                line.copies,
                line.pages,
                line.held_by,
                papers_in_words(line.papers),
                line.remark,
                line.archive_number or (chosen.archive_number if line.handed_over else ""),
                line.left_out_because,
            ]
            for place, line in enumerate([*included, *left_out], start=1)
        ]
        book = io.BytesIO()
        sheets.write_xlsx(headings, rows, book)
        return book.getvalue()


def _lines(chosen: ArchiveList) -> tuple[list[ArchiveItem], list[ArchiveItem]]:
    lines = list(chosen.items.order_by("position", "pk"))
    included = [line for line in lines if not line.left_out_because]
    return included, [line for line in lines if line.left_out_because]


def _row(line: ArchiveItem, language: str) -> list[Any]:
    partners = getattr(line, f"partners_{language}")
    return [
        [_name_of(line, language), " · ".join(filter(None, (line.number, partners)))],
        str(line.signed_on or ""),
        str(line.copies or ""),
        str(line.pages or ""),
        line.held_by,
        papers_in_words(line.papers),
        line.archive_number or (line.of_list.archive_number if line.handed_over else ""),
        line.remark,
    ]


def _name_of(line: ArchiveItem, language: str) -> str:
    other = "en" if language == "zh" else "zh"
    name: str = getattr(line, f"title_{language}") or getattr(line, f"title_{other}")
    return name


def _clean(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_clean(inner) for inner in value]
    return UNPRINTABLE.sub(" ", str(value))

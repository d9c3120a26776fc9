"""Draw papers: a brief as PDF, as a Word file and on a page; a letter's Word file as PDF."""

from __future__ import annotations

import datetime
import io
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from entente.kit import typeset
from entente.kit.errors import DomainError
from entente.kit.parts import (
    BriefSection,
    BriefSubject,
    brief_matters,
    organisation_brief,
)
from entente.kit.periods import in_words
from entente.papers import reading

CODES = {"zh": "zh-hans", "en": "en"}
INK, SECOND, RULE = "14222E", "51606D", "1F4E79"
Texts = tuple[str, ...]


@dataclass(frozen=True)
class PrintedSection:
    """A section in the words of one language."""

    title: str
    note: str
    facts: tuple[Texts, ...]
    headings: Texts
    rows: tuple[Texts, ...]
    widths: tuple[int, ...]
    lines: Texts
    empty: str

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Give each cell with its heading, as a narrow page shows it."""
        return [list(zip(self.headings, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Brief:
    """What is told about a partner or a country on a day, in one language."""

    language: str
    on: datetime.date
    kind: str
    name: str
    other: str
    made: str
    sections: tuple[PrintedSection, ...]

    @property
    def file_name(self) -> str:
        """Name the file, without its ending."""
        return f"{self.kind} {self.name} {self.on.isoformat()}"


def tell(subject: BriefSubject, officer: Any, *, on: datetime.date, language: str) -> Brief:
    """Collect what every app knows of the subject, as far as the officer may see it."""
    with translation.override(CODES[language]):
        sections = [
            section for told in organisation_brief(subject, officer, on) for section in told
        ]
        sections.append(_open_matters(subject, officer, on))
        names = {"zh": subject.name_zh, "en": subject.name_en}
        name, other = names[language], names["en" if language == "zh" else "zh"]
        unit = officer.unit.top.name if officer.unit else ""
        return Brief(
            language,
            on,
            _("Brief on a partner") if subject.organisation else _("Brief on a country or region"),
            name or other,
            other if name else "",
            " · ".join(filter(None, (str(unit), in_words(on, language)))),
            tuple(_printed(section) for section in sections),
        )


def _open_matters(subject: BriefSubject, officer: Any, on: datetime.date) -> BriefSection:
    found = [matter for told in brief_matters(subject, officer, on) for matter in told]
    return BriefSection(
        _("Open matters"),
        headings=(_("What"), _("State"), _("Day")),
        rows=tuple(found),
        widths=(5, 3, 2),
        empty=_("Nothing is open."),
    )


def _printed(section: BriefSection) -> PrintedSection:
    holds = section.facts or section.rows or section.lines
    return PrintedSection(
        str(section.title),
        str(section.note),
        tuple(_texts(pair) for pair in section.facts),
        _texts(section.headings),
        tuple(_texts(row) for row in section.rows),
        section.widths or (1,) * len(section.headings),
        _texts(section.lines),
        "" if holds else str(section.empty or _("Nothing is recorded.")),
    )


def _texts(values: tuple[Any, ...]) -> Texts:
    return tuple("" if value is None else str(value) for value in values)


# --- Files ----------------------------------------------------------------------------------------


def as_pdf(brief: Brief) -> bytes:
    """Draw it as PDF."""
    return typeset.pdf(
        "papers/typst/brief.typ",
        asdict(brief) | {"on": brief.on.isoformat()},
        title=f"{brief.kind}：{brief.name}"
        if brief.language == "zh"
        else f"{brief.kind}: {brief.name}",
        on=brief.on,
        language=brief.language,
        running=brief.name,
    )


def as_word(brief: Brief) -> bytes:
    """Draw it as a Word file, to be changed by hand."""
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.4)
    page.top_margin = page.bottom_margin = Cm(2.4)
    for name, size, colour in (
        *(("Normal", 10.5, INK), ("Title", 20, INK), ("Subtitle", 12, SECOND)),
        ("Heading 1", 13, RULE),
    ):
        style: Any = document.styles[name]
        style.font.name, style.font.size = "Times New Roman", Pt(size)
        style.font.color.rgb, style.font.bold = RGBColor.from_string(colour), False
        style.font.italic = False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
        fonts.set(qn("w:eastAsia"), "宋体")
    document.core_properties.title = f"{brief.kind} {brief.name}"
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.language = "zh-CN" if brief.language == "zh" else "en-GB"
    document.add_paragraph(f"{brief.kind} · {brief.made}")
    document.add_paragraph(brief.name, style="Title")
    if brief.other:
        document.add_paragraph(brief.other, style="Subtitle")
    for section in brief.sections:
        _write_section(document, section)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _write_section(document: Any, section: PrintedSection) -> None:
    document.add_paragraph(section.title, style="Heading 1")
    if section.note:
        document.add_paragraph(section.note)
    if section.facts:
        _write_table(document, section.facts, (1, 3))
    if section.rows:
        table = _write_table(document, (section.headings, *section.rows), section.widths)
        _repeat_first_row(table)
    for line in section.lines:
        document.add_paragraph(line, style="List Bullet")
    if section.empty:
        document.add_paragraph(section.empty)


def _write_table(document: Any, rows: tuple[Texts, ...], widths: tuple[int, ...]) -> Any:
    from docx.shared import Cm

    table = document.add_table(rows=0, cols=len(widths))
    for row in rows:
        cells = table.add_row().cells
        for cell, text, share in zip(cells, row, widths, strict=True):
            cell.text = text
            cell.width = Cm(16.2 * share / sum(widths))
    return table


def _repeat_first_row(table: Any) -> None:
    from docx.oxml import OxmlElement

    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


# --- Letters --------------------------------------------------------------------------------------


def letter_as_pdf(
    content: bytes, *, title: str, on: datetime.date, language: str, draft: bool = False
) -> bytes:
    """Draw the Word file of a letter as PDF: its words, tables and pictures in their order.

    A file that holds what cannot be carried over is refused, with what it is (`DomainError`). A
    draft says on each page that it is one. `language` is that of the letter: `zh`, `en`, `zh-en`.
    """
    sheet = reading.read(content)
    if sheet.lost:
        raise DomainError(
            _("The PDF would lose %(things)s. Open the Word file and save it as PDF there."),
            code="lost",
            params={"things": _(", ").join(sheet.lost)},
        )
    code = language[:2]
    with translation.override(CODES[code]):
        mark = _("Draft, not issued") if draft else ""
    data = asdict(sheet) | {"draft": mark}
    return typeset.pdf("papers/typst/letter.typ", data, title=title, on=on, language=code)

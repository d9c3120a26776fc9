"""The approval form as a Word file, for those who fill it in on the screen."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from entente.approvals.printed.content import Form, code_of, lines_of

LATIN, CHINESE = "Times New Roman", "宋体"
LABEL, VALUE = Cm(4.2), Cm(12.3)
CODE = Cm(2.4)
# A box that a signature and a seal fit into.
BOX = Cm(2.2)


def as_word(form: Form) -> bytes:
    """Write the form."""
    paper: Any = Document()
    _dress(paper)
    heading = paper.add_paragraph(style="Title")
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.add_run("\n".join(lines_of(form.title)))
    table = _table(paper)
    for label, value in form.rows:
        _row(table, lines_of(label), lines_of(value))
    paper.add_heading(" ".join(lines_of(form.words["opinions"])), level=2)
    boxes = _table(paper)
    below = "        ".join(
        " ".join(lines_of(form.words[name])) + "：" for name in ("signature", "date")
    )
    for signer in form.signers:
        row = _row(boxes, lines_of(signer), [" ".join(lines_of(form.words["opinion"])) + "："])
        row.height = BOX
        row.cells[1].add_paragraph("\n" + below)
    _code_below(paper, form)
    paper.core_properties.title = f"{form.title[0]} {form.number}"
    paper.core_properties.author = ""
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _dress(paper: Any) -> None:
    for name in ("Normal", "Title", "Heading 2"):
        font = paper.styles[name].font
        font.name = LATIN
        paper.styles[name].element.get_or_add_rPr().get_or_add_rFonts().set(
            qn("w:eastAsia"), CHINESE
        )
    paper.styles["Normal"].font.size = Pt(10.5)
    paper.styles["Title"].font.size = Pt(18)
    for section in paper.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2.2)


def _table(paper: Any) -> Any:
    table = paper.add_table(rows=0, cols=2, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    return table


def _row(table: Any, label: list[str], value: list[str]) -> Any:
    row = table.add_row()
    for cell, width, lines in zip(row.cells, (LABEL, VALUE), (label, value), strict=True):
        cell.width = width
        cell.text = "\n".join(lines)
    return row


def _code_below(paper: Any, form: Form) -> None:
    picture = io.BytesIO()
    code_of(form).save(picture, kind="png", scale=4, border=0)
    picture.seek(0)
    last = paper.add_paragraph()
    last.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    last.add_run().add_picture(picture, width=CODE)
    words = paper.add_paragraph(" ".join([form.number, *lines_of(form.words["scan"])]))
    words.alignment = WD_ALIGN_PARAGRAPH.RIGHT

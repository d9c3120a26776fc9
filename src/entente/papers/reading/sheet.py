"""A Word file as blocks, ready to be set: what Word shows, and what cannot be carried over."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.papers.reading.lists import Lists
from entente.papers.reading.styles import Styles, first, switch
from entente.papers.reading.words import EMU, MC, WP, A, R, W, at, attribute, points

PICTURES = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/svg+xml": "svg",
}
MOST_PICTURES = 3 * 1024 * 1024
# What Word prints and what no block holds.
LOST = {
    "pict": gettext_lazy("a drawing of an old kind, a text box or an embedded object"),
    "object": gettext_lazy("a drawing of an old kind, a text box or an embedded object"),
    "footnoteReference": gettext_lazy("a footnote"),
    "endnoteReference": gettext_lazy("a footnote"),
    "sym": gettext_lazy("a sign from a special font"),
}
SIGNS: dict[str, dict[str, Any]] = {
    "tab": {"tab": True},
    "ptab": {"tab": True},
    "cr": {"break": True},
    "noBreakHyphen": {"text": "\u2011"},
}
HOLDS_RUNS = ("hyperlink", "ins", "smartTag", "moveTo", "dir", "bdo", "fldSimple")
ALIGNMENTS = {"center": "center", "right": "right", "end": "right", "both": "both"}
DEEPEST = 8
Block = dict[str, Any]


@dataclass
class Sheet:
    """What a Word file prints: blocks, head and foot, the page in points, what would be lost.

    A block is a paragraph (`pieces` of words, breaks and pictures), a table or a new page.
    """

    width: float = 595.3
    height: float = 841.9
    margins: dict[str, float] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    head: list[Block] = field(default_factory=list)
    foot: list[Block] = field(default_factory=list)
    first_head: list[Block] | None = None
    first_foot: list[Block] | None = None
    lost: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Give the words of the text, a text for each paragraph that says something."""
        return [line for line in (_said(it) for it in _paragraphs(self.blocks)) if line]


def _paragraphs(blocks: list[Block]) -> Iterator[Block]:
    for block in blocks:
        if block["kind"] == "table":
            for cell in block["cells"]:
                yield from _paragraphs(cell["blocks"])
        elif block["kind"] == "paragraph":
            yield block


def _said(paragraph: Block) -> str:
    return "".join(_as_text(piece) for piece in paragraph["pieces"]).strip()


def _as_text(piece: Block) -> str:
    return "\n" if "break" in piece else "\t" if "tab" in piece else str(piece.get("text", ""))


def read(content: bytes) -> Sheet:
    """Read a Word file that was looked through (`kit.word.problems`)."""
    import docx

    document = docx.Document(io.BytesIO(content))
    return _Reader(document).sheet()


class _Reader:
    """Walks through one document, counting its lists."""

    def __init__(self, document: Any) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE

        self.document = document
        self.part = document.part
        self.styles = Styles(document.styles.element)
        numbering = [
            it for it in self.part.rels.values() if it.reltype == RELATIONSHIP_TYPE.NUMBERING
        ]
        self.lists = Lists(numbering[0].target_part.element if numbering else None)
        self.lost: dict[str, None] = {}
        self.pictured = 0

    def sheet(self) -> Sheet:
        """Read all of it."""
        section = self.document.sections[0]
        sheet = Sheet(margins={})
        sheet.width, sheet.height = section.page_width.pt, section.page_height.pt
        for side in ("top", "bottom", "left", "right"):
            sheet.margins[side] = max(20, getattr(section, f"{side}_margin").pt)
        sheet.blocks = self.blocks(self.document.element.body, self.part)
        sheet.head, sheet.foot = self.edge(section.header), self.edge(section.footer)
        if section.different_first_page_header_footer:
            sheet.first_head = self.edge(section.first_page_header)
            sheet.first_foot = self.edge(section.first_page_footer)
        others = list(self.document.sections)[1:]
        if any(self.has_own_edge(other) for other in others):
            self.lost[_("a head or foot that changes within the letter")] = None
        sheet.lost = list(self.lost)
        return sheet

    def edge(self, edge: Any) -> list[Block]:
        """Read a head or foot; empty where nothing stands in it."""
        if edge.is_linked_to_previous:
            return []
        blocks = self.blocks(edge._element, edge.part)
        holds = any(piece for it in _paragraphs(blocks) for piece in it["pieces"])
        return blocks if holds else []

    def has_own_edge(self, section: Any) -> bool:
        """Say whether a later section prints another head or foot."""
        return any(
            not edge.is_linked_to_previous and self.edge(edge)
            for edge in (section.header, section.footer)
        )

    def blocks(self, parent: Any, part: Any, depth: int = 0) -> list[Block]:
        """Read what stands one below the other."""
        found: list[Block] = []
        for element in _inside(parent):
            if element.tag == f"{W}p":
                found += self.paragraph(element, part)
            elif element.tag == f"{W}tbl" and depth < DEEPEST:
                found.append(self.table(element, part, depth))
        return found

    # --- Tables -----------------------------------------------------------------------------------

    def table(self, table: Any, part: Any, depth: int) -> Block:
        """Read a table, its joined cells too."""
        widths = [
            points(str(column.get(f"{W}w", ""))) or 0
            for column in table.findall(f"{W}tblGrid/{W}gridCol")
        ]
        cells: list[Block] = []
        above: dict[int, Block] = {}
        for row in (it for it in _inside(table) if it.tag == f"{W}tr"):
            column = 0
            for cell in (it for it in _inside(row) if it.tag == f"{W}tc"):
                span = int(attribute(cell, "tcPr/gridSpan") or 1)
                joined = at(cell, "tcPr/vMerge")
                follows = joined is not None and joined.get(f"{W}val", "continue") == "continue"
                if follows and column in above:
                    above[column]["rows"] += 1
                else:
                    made = {
                        "columns": span,
                        "rows": 1,
                        "blocks": self.blocks(cell, part, depth + 1),
                    }
                    cells.append(made)
                    above[column] = made
                column += span
            widths += [0] * (column - len(widths))
        return {
            "kind": "table",
            "widths": widths,
            "cells": cells,
            "lines": self.has_lines(table),
            "align": ALIGNMENTS.get(attribute(table, "tblPr/jc"), ""),
        }

    def has_lines(self, table: Any) -> bool:
        """Say whether lines are drawn between its cells."""
        borders = self.styles.table_says(table, "tblBorders")
        sides = () if borders is None else borders
        return any(side.get(f"{W}val") not in (None, "nil", "none") for side in sides)

    # --- Paragraphs -------------------------------------------------------------------------------

    def paragraph(self, paragraph: Any, part: Any) -> list[Block]:
        """Read a paragraph; a break of the page in it makes several blocks."""
        said = self.styles.of_paragraph(paragraph)
        block = self.shape(said)
        mark = self.lists.mark(said)
        if mark is not None:
            text, left, hanging = mark
            block["mark"] = text
            block["left"] = float(block.get("left") or left)
            block["first"] = -float(hanging or 18)
        pieces = list(self.pieces(paragraph, paragraph, part))
        own = at(paragraph, "pPr")
        found: list[Block] = []
        if switch(said, "pageBreakBefore"):
            found.append({"kind": "page"})
        while {"page_break": True} in pieces:
            where = pieces.index({"page_break": True})
            if pieces[:where]:
                found.append(block | {"pieces": pieces[:where]})
            found.append({"kind": "page"})
            pieces = pieces[where + 1 :]
            if not pieces:
                return found
        found.append(block | {"pieces": pieces, "size": self.styles.look(None, paragraph).size})
        section = at(own, "sectPr")
        if section is not None and attribute(section, "type") != "continuous":
            found.append({"kind": "page"})
        return found

    def shape(self, said: list[Any]) -> Block:
        """Say how a paragraph stands: side, indents and distances in points."""
        block: Block = {
            "kind": "paragraph",
            "align": ALIGNMENTS.get(first(said, "jc"), ""),
            "above": points(first(said, "spacing", "before")) or 0,
            "below": points(first(said, "spacing", "after")) or 0,
            "left": points(first(said, "ind", "left") or first(said, "ind", "start")) or 0,
            "right": points(first(said, "ind", "right") or first(said, "ind", "end")) or 0,
            "first": points(first(said, "ind", "firstLine")) or 0,
        }
        hundredths = first(said, "ind", "firstLineChars")
        if hundredths.isdigit() and int(hundredths):
            block["first_signs"] = int(hundredths) / 100
        hanging = points(first(said, "ind", "hanging"))
        if hanging:
            block["first"] = -hanging
        line = first(said, "spacing", "line")
        exact = first(said, "spacing", "lineRule") in ("exact", "atLeast")
        if line.isdigit() and exact:
            block["line"] = int(line) / 20
        elif line.isdigit():
            block["lines"] = int(line) / 240
        block["rules"] = {
            side: {"colour": colour_of(border), "width": int(border.get(f"{W}sz", "4")) / 8}
            for side in ("top", "bottom")
            for border in [next(filter(_is_drawn, (at(it, f"pBdr/{side}") for it in said)), None)]
            if border is not None
        }
        stops = [stop for it in said for stop in it.findall(f"{W}tabs/{W}tab")]
        block["pushes"] = any(stop.get(f"{W}val") in ("right", "end") for stop in stops)
        return block

    def pieces(self, parent: Any, paragraph: Any, part: Any) -> Iterator[Block]:
        """Read the words, breaks and pictures of a paragraph, in order."""
        fields = _Fields()
        for run in self.runs(parent):
            if isinstance(run, str):
                yield {run: True}
                continue
            hidden = self.styles.is_hidden(run, paragraph)
            look = self.styles.look(run, paragraph).plain()
            for element in run:
                number = fields.ended(element)
                if number:
                    yield {number: True, **look}
                elif not (hidden or fields.is_counting):
                    yield from self.piece(element, look, part)

    def runs(self, parent: Any) -> Iterator[Any]:
        """Find the runs of a paragraph, also within links, controls and what was put in.

        A field that prints the number of the page is given as the name of such a piece.
        """
        for element in _inside(parent):
            name = str(element.tag).removeprefix(W)
            number = _page_number(element.get(f"{W}instr", ""))
            if name == "r":
                yield element
            elif number:
                yield number
            elif name in HOLDS_RUNS:
                yield from self.runs(element)
            elif "math" in name:
                self.lost[_("a formula")] = None

    def piece(self, element: Any, look: Block, part: Any) -> Iterator[Block]:
        """Read one thing in a run."""
        name = str(element.tag).removeprefix(W)
        if name in LOST:
            self.lost[str(LOST[name])] = None
        elif name in SIGNS:
            yield SIGNS[name] | look
        elif name == "br":
            yield {"page_break": True} if element.get(f"{W}type") == "page" else {"break": True}
        elif name == "t" and element.text:
            yield {"text": str(element.text), **look}
        elif name in ("drawing", f"{MC}AlternateContent"):
            drawing = element if name == "drawing" else next(element.iter(f"{W}drawing"), None)
            if drawing is not None:
                yield from self.picture(drawing, part)

    def picture(self, drawing: Any, part: Any) -> Iterator[Block]:
        """Read a picture; what is no picture cannot be carried over."""
        blip = next(drawing.iter(f"{A}blip"), None)
        if blip is None or next(drawing.iter(f"{W}txbxContent"), None) is not None:
            self.lost[_("a text box or a drawn shape")] = None
            return
        related = part.related_parts.get(blip.get(f"{R}embed", ""))
        form = PICTURES.get(getattr(related, "content_type", ""))
        if related is None or form is None:
            self.lost[_("a picture that is neither PNG, JPEG, GIF nor SVG")] = None
            return
        self.pictured += len(related.blob)
        if self.pictured > MOST_PICTURES:
            self.lost[_("pictures of more than 3 MB")] = None
            return
        extent = next(drawing.iter(f"{WP}extent"), None)
        about = next(drawing.iter(f"{WP}docPr"), None)
        yield {
            "picture": list(related.blob),
            "form": form,
            "width": int(extent.get("cx")) / EMU if extent is not None else 0,
            "height": int(extent.get("cy")) / EMU if extent is not None else 0,
            "alt": str((about is not None and about.get("descr")) or _("Picture in the letter")),
        }


class _Fields:
    """Follows the fields of Word through a paragraph: their code, then what they print."""

    def __init__(self) -> None:
        self.codes: list[str] = []

    @property
    def is_counting(self) -> bool:
        """Whether what comes is the number of a page as Word last saw it."""
        return any(map(_page_number, self.codes))

    def ended(self, element: Any) -> str:
        """Take in an element; where the number of a page ends, give the name of such a piece."""
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self.codes.append("")
        elif kind == "end" and self.codes:
            return _page_number(self.codes.pop())
        elif element.tag == f"{W}instrText" and self.codes:
            self.codes[-1] += element.text or ""
        return ""


def _inside(parent: Any) -> Iterator[Any]:
    """Give the elements within; of controls and wrappers what they hold."""
    for element in parent:
        if element.tag == f"{W}sdt":
            held = at(element, "sdtContent")
            yield from _inside(held) if held is not None else ()
        elif isinstance(element.tag, str):
            yield element


def _is_drawn(border: Any) -> bool:
    return border is not None and border.get(f"{W}val") not in (None, "nil", "none")


def colour_of(border: Any) -> str:
    """Give the colour of a line as six hexadecimal digits; empty for the usual one."""
    colour = str(border.get(f"{W}color", "")).lower()
    return colour if len(colour) == 6 and set(colour) <= set("0123456789abcdef") else ""


def _page_number(code: str) -> str:
    word = code.strip().split(" ")[0].upper()
    return {"PAGE": "page_number", "NUMPAGES": "page_count"}.get(word, "")

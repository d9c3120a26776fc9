"""A page's body as people type it: plain paragraphs, and signs for what is more than words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from entente.figures.models import Figure
from entente.kit.errors import DomainError
from entente.website.models.pictures import Picture

NO_PICTURES: Mapping[int, Picture] = {}

HEADING, QUOTATION = "# ", "> "
FIGURE = re.compile(r"\{(\d{1,12})\}")
PICTURE = re.compile(r"\{p(\d{1,12})\}")
BREAK = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
# Soft hyphens, joiners and marks of byte order; what Word leaves of pictures and fields.
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b\u2060\ufeff\ufffc]")
BLANKS = {ord(it): " " for it in "\t\u00a0\u202f"}


def typed(body: Any) -> str:
    """Write a body as text: `# ` a heading, `> ` a quotation, `{12}` a figure, `{p3}` a picture."""
    return "\n\n".join(filter(None, map(_typed, body)))


def _typed(child: Any) -> str:
    match child.block_type:
        case "sentence":
            return "".join(map(_typed, child.value))
        case "figure":
            return f"{{{child.value.pk}}}" if child.value else ""
        case "picture":
            return f"{{p{child.value.pk}}}" if child.value else ""
        case "heading":
            return f"{HEADING}{child.value}"
        case "quote":
            return f"{QUOTATION}{child.value}"
        case _:
            return strip_tags(str(getattr(child.value, "source", child.value)))


def read(
    text: str, figures: Mapping[int, Figure], pictures: Mapping[int, Picture] = NO_PICTURES
) -> list[tuple[str, Any]]:
    """Read typed or pasted text as a body: each line is a paragraph, empty lines part them only.

    A word processor gives a paragraph as one line, its own line breaks as other signs, and signs
    that nobody sees. A figure alone in its paragraph says its whole sentence; a picture stands
    alone. Raises `DomainError` where a sign names none of the figures or pictures.
    """
    lines = BREAK.split(UNSEEN.sub("", text).translate(BLANKS))
    return [_paragraph(it, figures, pictures) for it in map(str.strip, lines) if it]


def _paragraph(
    text: str, figures: Mapping[int, Figure], pictures: Mapping[int, Picture]
) -> tuple[str, Any]:
    if text.startswith(HEADING):
        return "heading", text.removeprefix(HEADING).strip()[:200]
    if text.startswith(QUOTATION):
        return "quote", text.removeprefix(QUOTATION).strip()
    if named := PICTURE.search(text):
        return "picture", _picture(named, text, pictures)
    if alone := FIGURE.fullmatch(text):
        return "figure", _figure(alone[1], figures)
    # The split gives words and the numbers of figures in turns.
    pieces = enumerate(FIGURE.split(text))
    return "sentence", [
        ("figure", _figure(piece, figures)) if turn % 2 else ("words", piece)
        for turn, piece in pieces
        if piece
    ]


def _figure(number: str, figures: Mapping[int, Figure]) -> Figure:
    try:
        return figures[int(number)]
    except KeyError:
        raise DomainError(
            _("There is no figure {%(number)s}; the list beside the text has those there are.")
            % {"number": number},
            code="unknown_figure",
        ) from None


def _picture(named: re.Match[str], text: str, pictures: Mapping[int, Picture]) -> Picture:
    if named[0] != text:
        message = _("Put the picture %(sign)s on a line of its own.")
        raise DomainError(message % {"sign": named[0]}, code="picture_in_words")
    try:
        return pictures[int(named[1])]
    except KeyError:
        raise DomainError(
            _("There is no picture %(sign)s; the list beside the text has those there are.")
            % {"sign": named[0]},
            code="unknown_picture",
        ) from None

"""How a paragraph and its words look, by their own say and by their styles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from entente.papers.reading.words import W, at, attribute, flag, points

SIZE = 10.5
DEEPEST = 20


@dataclass(frozen=True)
class Look:
    """How words look: size in points, colour as six hexadecimal digits or empty."""

    size: float
    bold: bool
    italic: bool
    underlined: bool
    colour: str
    place: str

    def plain(self) -> dict[str, Any]:
        """Give what differs from ordinary words."""
        said = {
            "size": self.size,
            "bold": self.bold,
            "italic": self.italic,
            "underlined": self.underlined,
            "colour": self.colour,
            "place": self.place,
        }
        return {name: value for name, value in said.items() if value}


class Styles:
    """The styles of a document, with what each builds on."""

    def __init__(self, root: Any) -> None:
        self.root = root

    @cached_property
    def named(self) -> dict[str, Any]:
        """The styles by their keys."""
        found = self.root.iter(f"{W}style") if self.root is not None else ()
        return {str(style.get(f"{W}styleId")): style for style in found}

    @cached_property
    def usual(self) -> dict[str, str]:
        """The key of the style that a paragraph or a table has where it names none."""
        return {
            str(style.get(f"{W}type")): key
            for key, style in self.named.items()
            if style.get(f"{W}default") in ("1", "true")
        }

    def _chain(self, key: str) -> Iterator[Any]:
        for _step in range(DEEPEST):
            style = self.named.get(key)
            if style is None:
                return
            yield style
            key = attribute(style, "basedOn")

    def of_paragraph(self, paragraph: Any) -> list[Any]:
        """List what says how a paragraph stands, the nearest first."""
        own = at(paragraph, "pPr")
        key = attribute(own, "pStyle") or self.usual.get("paragraph", "")
        said = [own, *(at(style, "pPr") for style in self._chain(key))]
        said.append(at(self.root, "docDefaults/pPrDefault/pPr"))
        return [it for it in said if it is not None]

    def of_run(self, run: Any, paragraph: Any) -> list[Any]:
        """List what says how words look, the nearest first."""
        own = at(run, "rPr")
        key = attribute(at(paragraph, "pPr"), "pStyle") or self.usual.get("paragraph", "")
        said = [own, *(at(style, "rPr") for style in self._chain(attribute(own, "rStyle")))]
        said += [at(style, "rPr") for style in self._chain(key)]
        said.append(at(self.root, "docDefaults/rPrDefault/rPr"))
        return [it for it in said if it is not None]

    def table_says(self, table: Any, path: str) -> Any:
        """Find what a table or its style says, such as `tblBorders`."""
        own = at(table, f"tblPr/{path}")
        if own is not None:
            return own
        key = attribute(table, "tblPr/tblStyle") or self.usual.get("table", "")
        said = (at(style, f"tblPr/{path}") for style in self._chain(key))
        return next((it for it in said if it is not None), None)

    def look(self, run: Any, paragraph: Any) -> Look:
        """Say how words look."""
        said = self.of_run(run, paragraph)
        colour = first(said, "color").lower()
        size = points(first(said, "sz"))
        return Look(
            size=size * 10 if size else SIZE,
            bold=bool(switch(said, "b")),
            italic=bool(switch(said, "i")),
            underlined=first(said, "u") not in ("", "none"),
            colour=colour if _is_colour(colour) and colour != "000000" else "",
            place={"superscript": "super", "subscript": "sub"}.get(first(said, "vertAlign"), ""),
        )

    def is_hidden(self, run: Any, paragraph: Any) -> bool:
        """Say whether words are hidden, so that Word does not print them."""
        return bool(switch(self.of_run(run, paragraph), "vanish"))


def first(said: list[Any], path: str, name: str = "val") -> str:
    """Give the nearest value that is said; empty where nobody says one."""
    return next(filter(None, (attribute(it, path, name) for it in said)), "")


def switch(said: list[Any], name: str) -> bool | None:
    """Give the nearest switch that is set."""
    return next((on for it in said if (on := flag(it, name)) is not None), None)


def _is_colour(text: str) -> bool:
    return len(text) == 6 and all(letter in "0123456789abcdef" for letter in text)

"""The names that Word's files use, and the sizes in them."""

from __future__ import annotations

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
EMU = 12700
OFF = ("0", "false", "off", "none")


def attribute(element: Any, path: str, name: str = "val") -> str:
    """Give an attribute of an element below, such as `jc`; empty where there is none."""
    found = at(element, path)
    return "" if found is None else str(found.get(f"{W}{name}") or "")


def at(element: Any, path: str) -> Any:
    """Find an element below by the names on its way: `tblPr/tblBorders`."""
    if element is None:
        return None
    return element.find("/".join(f"{W}{name}" for name in path.split("/")))


def flag(element: Any, name: str) -> bool | None:
    """Say whether a switch is on; None where nothing is said."""
    found = at(element, name)
    if found is None:
        return None
    return str(found.get(f"{W}val", "1")) not in OFF


def points(twentieths: str) -> float | None:
    """Turn twentieths of a point into points; None where nothing sound is said."""
    try:
        return int(float(twentieths)) / 20
    except ValueError:
        return None

"""What is signed: the N-Quads of a document in their canonical form (RDFC-1.0).

`canonical` asks pyld, for any document. `Template` does it once for all documents of one shape:
our documents have at most one node without a name, so that values are put into the lines, the
lines sorted, and the result is the same. A random document of each batch is held against pyld.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from pyld import jsonld

from entente.certificates.badges.contexts import load
from entente.certificates.badges.faults import UnreadableError

Document = dict[str, Any]
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\]+")
_SLOT = re.compile(r"urn:entente:slot:([a-z_]+):end")
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_TO_ESCAPE = re.compile(r'[\\"\n\r]')
_CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]")


def canonical(document: Document) -> str:
    """Give the canonical N-Quads; refuse what would silently stay outside of the signature."""
    _refuse_own_contexts(document)
    _refuse_relative(document)
    dropped: list[str] = []
    try:
        expanded = jsonld.expand(
            document, {"documentLoader": load}, on_property_dropped=dropped.append
        )
        if dropped:
            message = f"Not defined by any context: {', '.join(map(str, dropped))}."
            raise UnreadableError(message)
        found: str = jsonld.normalize(
            expanded,
            {
                "algorithm": "URDNA2015",
                "format": "application/n-quads",
                "documentLoader": load,
            },
        )
    except (jsonld.JsonLdError, TypeError, AttributeError, KeyError, RecursionError) as error:
        message = "The contexts do not fit what is said."
        raise UnreadableError(message) from error
    return found


def _refuse_own_contexts(document: Document) -> None:
    """Refuse contexts that are written out: they could give signed words another meaning."""
    given = document.get("@context")
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        message = "Its contexts have to be a list of addresses."
        raise UnreadableError(message)
    if any(_has_context(value) for value in document.values()):
        message = "A part of it has a context of its own."
        raise UnreadableError(message)


def _has_context(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_has_context, value))
    if isinstance(value, dict):
        return "@context" in value or any(map(_has_context, value.values()))
    return False


def _refuse_relative(value: Any) -> None:
    """Refuse names that are no whole IRIs: statements about them are not part of the graph."""
    if isinstance(value, list):
        for one in value:
            _refuse_relative(one)
    elif isinstance(value, dict):
        name = value.get("id")
        if name is not None and not (isinstance(name, str) and _ABSOLUTE.fullmatch(name)):
            message = f"“{name}” is no whole address."
            raise UnreadableError(message)
        for key, one in value.items():
            if key != "@context":
                _refuse_relative(one)


class Template:
    """The canonical lines of all documents that one function builds of the same values."""

    def __init__(self, build: Callable[[Mapping[str, str]], Document], names: frozenset[str]):
        slots = {name: f"urn:entente:slot:{name}:end" for name in names}
        # A line is split at its slots: text, name, text, name, text.
        lines = canonical(build(slots)).splitlines()
        self.lines = [_SLOT.split(line) for line in lines]

    def canonical(self, values: Mapping[str, str]) -> str:
        """Give the canonical N-Quads of the document that is built of these values."""
        escaped = {name: escape(value) for name, value in values.items()}
        made = []
        for parts in self.lines:
            if len(parts) == 1:
                made.append(parts[0])
                continue
            line = parts.copy()
            line[1::2] = [escaped[name] for name in parts[1::2]]
            made.append("".join(line))
        made.sort()
        return "\n".join(made) + "\n"


@lru_cache(maxsize=64)
def template(build: Callable[[Mapping[str, str]], Document], names: frozenset[str]) -> Template:
    """Give the template of a shape, made once."""
    return Template(build, names)


def escape(value: str) -> str:
    """Write a value as a literal of canonical N-Quads."""
    if _CONTROL.search(value):
        message = "A control character cannot be part of a credential."
        raise UnreadableError(message)
    return _TO_ESCAPE.sub(lambda found: _ESCAPED[found[0]], value)

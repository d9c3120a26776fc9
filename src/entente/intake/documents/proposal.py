"""What the reader proposes: a record that may be, with the exact words that speak for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

KINDS = (
    "organisation",
    "agreement",
    "consortium",
    "member",
    "mandate",
    "visit",
    "centre",
    "event",
    "appointment",
    "person",
    "claim",
)


@dataclass(frozen=True, order=True)
class Span:
    """Some words of a text: `text[start:end]`."""

    start: int
    end: int
    text: str


@dataclass
class Proposal:
    """A record that a document may tell of.

    `fields` are plain values; an organisation in them is a mapping as `Mention.plain` gives it.
    `conflicts` are sentences for the reader: what does not fit together. `by_model` says that a
    language model alone proposes it.
    """

    kind: str
    fields: dict[str, Any]
    spans: list[Span]
    confidence: float
    conflicts: list[str] = field(default_factory=list)
    by_model: bool = False

    @property
    def key(self) -> str:
        """Give what makes it the same proposal when a document is read again."""
        said = [self.kind, *identity(self.kind, self.fields)]
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    def plain(self) -> dict[str, Any]:
        """Give it as data for machines."""
        return {
            "kind": self.kind,
            "fields": self.fields,
            "spans": [vars(span) for span in self.spans],
            "confidence": round(self.confidence, 2),
            **({"by": "model"} if self.by_model else {}),
        }


_IDENTITY = {
    "organisation": ("id", "name"),
    "agreement": ("partner", "kind", "signed_on"),
    "consortium": ("name_zh", "name_en", "short"),
    "member": ("consortium", "organisation"),
    "mandate": ("consortium", "office", "person", "organisation"),
    "visit": ("starts_on", "ends_on", "hosts"),
    "centre": ("name", "partner"),
    "event": ("kind", "host", "on"),
    "appointment": ("person", "role"),
    "person": ("name_zh", "name_en", "organisation"),
    "claim": ("text", "unit", "value", "low", "high"),
}


def identity(kind: str, fields: Mapping[str, Any]) -> list[Any]:
    """Give the values by which a record of a kind is told from others."""
    return [_bare(fields.get(name)) for name in _IDENTITY[kind]]


def _bare(value: Any) -> Any:
    """Reduce an organisation to its address, or to its name where it has none."""
    if isinstance(value, Mapping):
        return value.get("id") or value.get("name")
    if isinstance(value, list):
        return sorted(str(_bare(it)) for it in value)
    return value


def joined(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Join what is said several times: one proposal with all its words."""
    found: dict[str, Proposal] = {}
    spans: dict[str, dict[Span, None]] = {}
    for one in proposals:
        key = one.key
        before = found.setdefault(key, one)
        spans.setdefault(key, {}).update(dict.fromkeys(one.spans))
        if before is one:
            continue
        before.confidence = max(before.confidence, one.confidence)
        for name, value in one.fields.items():
            if value and not before.fields.get(name):
                before.fields[name] = value
        before.conflicts += [it for it in one.conflicts if it not in before.conflicts]
    for key, one in found.items():
        one.spans = sorted(spans[key])
    return list(found.values())

"""Reading the forest of quotas of an instance, and the rules of its options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from entente.mobility.placement.faults import Faults, is_whole
from entente.mobility.placement.instance import LEVELS

KNOWN_LEVELS = frozenset(LEVELS)
RULES = ("min_gpa", "languages", "levels", "fields")


class QuotaReader(Faults):
    """Reads quotas; `number` leads from an id to its row, `options` are those to be wished for."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.number: dict[str, int] = {}
        self.options: set[int] = set()

    def quotas(self, nodes: list[Any]) -> tuple[list[int], list[int], dict[int, Mapping[str, Any]]]:
        """Read the forest of quotas: caps, parents, and the rules of the options."""
        for at, node in enumerate(nodes):
            first = self.number.setdefault(node["id"], at)
            if first != at:
                self.twice(nodes[first], node, first, at)
        self.stop()
        parents = [self.parent(node, at) for at, node in enumerate(nodes, 1)]
        self.stop()
        self.refuse_circles(parents)
        caps = [self.cap(node, at) for at, node in enumerate(nodes, 1)]
        inner = {parent for parent in parents if parent >= 0}
        rules: dict[int, Mapping[str, Any]] = {}
        for at, node in enumerate(nodes):
            if not self.is_option(node, at):
                continue
            if at in inner:
                child = nodes[parents.index(at)]["id"]
                self.fault(
                    _(
                        "Quota %(id)s (row %(row)s) is an option and is divided further by"
                        " %(child)s: only what is not divided can be wished for."
                    ),
                    id=node["id"],
                    row=at + 1,
                    child=child,
                )
            self.options.add(at)
            if found := self.rules_of(node, at + 1):
                rules[at] = found
        return caps, parents, rules

    def is_option(self, node: Mapping[str, Any], at: int) -> bool:
        """Say whether applicants may wish for a quota."""
        said = node.get("option", False)
        if not isinstance(said, bool):
            words = {"id": node["id"], "row": at + 1}
            self.fault(_("Quota %(id)s (row %(row)s): “option” is true or false."), **words)
        return bool(said)

    def twice(self, one: Any, other: Any, first: int, second: int) -> None:
        """Refuse a quota that stands there twice; under two parents it makes them cross."""
        words = {"id": one["id"], "first": first + 1, "second": second + 1}
        if one.get("parent") != other.get("parent"):
            words |= {"one": one.get("parent"), "other": other.get("parent")}
            self.fault(
                _(
                    "Quotas %(one)s and %(other)s cross: both hold %(id)s (rows %(first)s and"
                    " %(second)s). Quotas lie within each other or apart."
                ),
                **words,
            )
            return
        self.fault(_("Quota %(id)s stands there twice: rows %(first)s and %(second)s."), **words)

    def parent(self, node: Mapping[str, Any], row: int) -> int:
        """Give the number of the quota in which one lies, -1 for none."""
        said = node.get("parent")
        if said is None:
            return -1
        words = {"id": node["id"], "row": row, "parent": said}
        if isinstance(said, list):
            if len(said) > 1:
                words |= {"one": said[0], "other": said[1]}
                self.fault(
                    _(
                        "Quotas %(one)s and %(other)s cross: both hold %(id)s (row %(row)s)."
                        " Quotas lie within each other or apart."
                    ),
                    **words,
                )
                return -1
            self.fault(_("Quota %(id)s (row %(row)s): “parent” is one id or null."), **words)
            return -1
        found = self.number.get(said, -1) if isinstance(said, str) else -1
        if found < 0:
            self.fault(
                _("Quota %(id)s (row %(row)s) lies in %(parent)s, which is no quota here."), **words
            )
        return found

    def refuse_circles(self, parents: Sequence[int]) -> None:
        """Refuse quotas that lie within themselves."""
        sound: set[int] = set()
        names = list(self.number)
        for start in range(len(parents)):
            path: list[int] = []
            at = start
            while at >= 0 and at not in sound:
                if at in path:
                    ring = [names[node] for node in path[path.index(at) :]]
                    inside = {"one": ring[0], "other": ring[1 % len(ring)]}
                    self.fault(_("Quotas %(one)s and %(other)s lie within each other."), **inside)
                    break
                path.append(at)
                at = parents[at]
            sound.update(path)
        self.stop()

    def cap(self, node: Mapping[str, Any], row: int) -> int:
        """Give how many places a quota has."""
        cap = node.get("cap")
        if is_whole(cap) and cap >= 0:  # type: ignore[operator]
            return int(cap)  # type: ignore[arg-type]
        words = {"id": node["id"], "row": row, "cap": cap}
        self.fault(
            _("Quota %(id)s (row %(row)s): the cap %(cap)s is no whole number from 0 on."), **words
        )
        return 0

    def rules_of(self, node: Mapping[str, Any], row: int) -> Mapping[str, Any]:
        """Give the rules of an option; refuse one that cannot be evaluated."""
        rules = node.get("rules")
        words = {"id": node["id"], "row": row}
        if rules is None:
            return {}
        if not isinstance(rules, dict):
            self.fault(_("Quota %(id)s (row %(row)s): “rules” is no object."), **words)
            return {}
        for name, value in rules.items():
            if name not in RULES:
                sentence = _("Quota %(id)s (row %(row)s): there is no rule “%(rule)s”.")
                self.fault(sentence, **words, rule=name)
            elif value is not None and not _is_rule(name, value):
                sentence = _("Quota %(id)s (row %(row)s): the rule “%(rule)s” cannot be read.")
                self.fault(sentence, **words, rule=name)
        return rules


def are_languages(value: Any) -> bool:
    """Say whether a value leads from languages to levels."""
    try:
        return isinstance(value, dict) and KNOWN_LEVELS.issuperset(value.values())
    except TypeError:  # a list is no level and cannot be looked up
        return False


def _is_rule(name: str, value: Any) -> bool:
    if name == "min_gpa":
        return is_whole(value)
    if name == "languages":
        return are_languages(value)
    return isinstance(value, list) and all(isinstance(word, str) for word in value)

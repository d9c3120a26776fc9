"""The rules that the program asks for, collected from every app's `rules.toml`.

`[groups.agreement]` gives the name, in both languages, under which the rules that begin with
`agreement.` are shown. An entry names the rule, the kind of its value, the unit it is usually
measured in, a title and an explanation in both languages, and what is published about it: value,
source, link. The file says what may be asked and what an installation begins with; what holds is
in the database.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from entente.kit.bilingual import Bilingual
from entente.office.enums import RuleKind
from entente.office.reckoning.values import read

_declared: dict[str, Declaration] = {}
_groups: dict[str, Group] = {}


@dataclass(frozen=True)
class Declaration:
    """One rule that the program may ask for; `value` is what is published, in its plain form."""

    name: str
    kind: RuleKind
    title_zh: str
    title_en: str
    value: str
    source: str
    unit: str = ""
    about_zh: str = ""
    about_en: str = ""
    link: str = ""

    title = Bilingual("title")
    about = Bilingual("about")

    def __str__(self) -> str:
        return str(self.title)


@dataclass(frozen=True)
class Group:
    """Rules about one matter, shown together."""

    title_zh: str
    title_en: str

    title = Bilingual("title")


class UnknownRuleError(LookupError):
    """The program asks for a rule that no app has declared: a slip in the code."""


def declare_rules(path: Path) -> None:
    """Take in an app's file; a value that does not fit its kind stops the program at once."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    _groups.update({name: Group(**titles) for name, titles in entries.pop("groups", {}).items()})
    for name, entry in entries.items():
        declaration = Declaration(name=name, **{**entry, "kind": RuleKind(entry["kind"])})
        read(declaration.kind, declaration.value, declaration.unit)
        _declared[name] = declaration


def declared() -> dict[str, Declaration]:
    """Give every declared rule by its name, in the order of names."""
    return dict(sorted(_declared.items()))


def rule_groups() -> list[tuple[Group, list[Declaration]]]:
    """Give the rules by what they are about, in the order in which the files name the groups."""
    rules = declared().values()
    return [
        (group, [rule for rule in rules if rule.name.partition(".")[0] == prefix])
        for prefix, group in _groups.items()
    ]


def declared_rule(name: str) -> Declaration:
    """Give one declared rule."""
    try:
        return _declared[name]
    except KeyError:
        message = f"No app declares a rule {name!r}."
        raise UnknownRuleError(message) from None

"""Names of organisations in running text: found by an automaton, grown, and resolved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import ahocorasick

from entente.intake.documents.cues import words_of
from entente.kit.letters import fold, is_han
from entente.organisations.name_words import COUNTRIES, GENERIC, GENERIC_HAN
from entente.organisations.resolving import Answer, Decision, Index, Question, Resolver

SHORTEST, SHORTEST_HAN = 8, 4
TELLING = 5.0  # what the words of a name weigh together before it is looked for in texts
ASKED_MOST = 4000  # names of one document that are resolved; a list of more is a sheet

_CODES = sorted((name for name in COUNTRIES if is_han(name)), key=len, reverse=True)
_HAN_COUNTRY = "|".join(map(re.escape, _CODES))
_WORD = r"[A-Z][A-Za-zÀ-ÿ'’&-]*"
_JOIN = r"(?:of|and|for|the|in|at|de|la|für|der|di|et|&)"
_PHRASE = re.compile(
    rf"{_WORD}(?:[ \u00a0](?:{_JOIN}[ \u00a0]){{0,2}}{_WORD})*(?:\s?\([A-Z][a-z]+\))?"
)
_PARTY = re.compile(
    rf"\b[A-Z][\w-]+(?: [A-Z][\w-]+)* and (?P<one>{_WORD}(?: {_WORD}){{0,4}})"
    rf" (?:have |has )?sign(?:ed|s)?\b"
    rf"|\b(?:sign\w*|conclud\w*)\s[^.;\n]{{0,80}}?(?:agreement|memorandum|MO[Uu]) with (?:the )?"
    rf"(?P<two>{_WORD}(?: {_WORD}){{0,4}})"
)
_LEFT = re.compile(r"^(?:[A-Z]{2,8}(?:\sand\s(?:the\s)?|-)(?=[A-Z]))")
_RIGHT = re.compile(r"\s(?:in|of)\s(?:the\s)?(?P<said>[A-Z]\w+(?:\s[A-Z]\w+)?)$")
_HEAD = re.compile(
    r"\b(?:Universit\w+|Institut\w*|College|Academy|Laborator\w+|Polytechnic\w*|Hub|Hochschule"
    r"|École|Ecole|Observatory|Politecnico|Technion|Research Cent(?:er|re))\b"
)
_PART_HEAD = re.compile(rf"^(?:{'|'.join(words_of('unit', 'en'))})\b")
_STARTING = (
    "The A An At In On During Then With For From By Since And Our Both To As When While After"
    " Before Also Many Some Of Under Based Dear Dr Prof Professor President Vice Chancellor Visits"
    " Visit Led Over Up So Die Der Das Le La Les El Los Il Lo"
)
_STARTERS = frozenset(_STARTING.split())
_GENERAL_WORDS = "of the and for in joint center cooperation innovation key graduate"
_GENERAL = frozenset(_GENERAL_WORDS.split())
_HAN_TAIL = "大学|学院|研究所|研究院|科学院|实验室"
_HAN_TAIL_ABROAD = f"{_HAN_TAIL}|理工|理工学院|联盟|公司|集团|研究中心|中心"
_HAN_NAME = re.compile(
    rf"(?:(?<=[、,，:：和与及同由在到赴对])|^|(?<=[。;；\s“\"]))"
    rf"(?:(?P<country>{_HAN_COUNTRY})(?P<name>[\u4e00-\u9fff·]{{0,14}}?(?:{_HAN_TAIL_ABROAD}))"
    rf"(?!生|附|出版)"
    rf"|(?P<here>(?:(?![与及由赴对])[\u4e00-\u9fff·]){{2,14}}?(?:{_HAN_TAIL}))"
    rf"(?=[、,，。;；:：等和与及(（\s”\"的共联签校院合]|$))",
    re.MULTILINE,
)
_NOT_IN_NAMES = re.compile(
    "我校|本校|学校|各|所有|为|高水平|海外|境外|世界|一流|多所|该|其他|进行|开展|建设|推进|联合|发展|"
    "国内外|许多|等|的|了|与|和|对|中外|双方|我院|本院"
)
_COUNTRY_AFTER = re.compile(
    r"\s?(?:\((?P<bracket>[A-Z][\w. ]{1,30})\)|,\s?(?:the )?(?P<comma>[A-Z][\w]+(?: [A-Z]\w+)?)"
    r"|\s(?:in|of) (?:the )?(?P<within>[A-Z]\w+(?: [A-Z]\w+)?))"
)
_GOES_ON = re.compile(r"\s(?:[A-Z]|of\b)")
_CAMPUS = re.compile(r"[(（][\u4e00-\u9fff]{2,6}[)）]")
_SHORT_AFTER = re.compile(r"\s?[(（](?P<short>[A-Z][A-Za-z-]{1,9}[A-Z])[)）]")
_SHORT_NAMES = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z-]{1,9}[A-Z](?![A-Za-z])")


def even(text: str) -> str:
    """Fold a text sign by sign: every place stays the same, so that it can be quoted."""
    table: dict[int, str] = {}
    for sign in set(text):
        folded = fold(sign)
        if len(folded) == 1:
            table[ord(sign)] = folded
        elif sign in "’‘ʼ`":
            table[ord(sign)] = "'"
    table |= {ord("\n"): " ", ord("\u00a0"): " ", ord("–"): "-", ord("—"): "-"}
    return text.translate(table)


@dataclass
class Mention:
    """A place where a text names an organisation, and what it means."""

    start: int
    end: int
    name: str
    country: str = ""
    answer: Answer | None = None
    part: bool = False
    short: str = ""
    id: str = ""
    shown: str = ""
    confidence: float = 0.5
    decision: str = "unknown"
    reason: str = ""
    alternatives: list[dict[str, Any]] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """Give it as data: as named, and what it means as far as that is known."""
        return {
            "name": self.shown or self.name,
            "as_named": self.name,
            "id": self.id or None,
            "country": self.country,
            "decision": self.decision,
            "confidence": round(self.confidence, 2),
            "reason": self.reason,
            "alternatives": self.alternatives,
        }

    @property
    def key(self) -> str:
        """Give what makes two mentions the same organisation."""
        return self.id or _plainly(self.name)


@lru_cache(maxsize=20_000)
def _plainly(name: str) -> str:
    return even(name).strip()


class Names:
    """The automaton over the names of a resolver's institutions, and the resolver itself."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self.automaton = ahocorasick.Automaton()
        for number, index in enumerate(resolver.indexes):
            for name in _worth_finding(index):
                self._add(number, name, index)
        self.short = _short_names(resolver.indexes[1:])
        self.ready = len(self.automaton) > 0
        if self.ready:
            self.automaton.make_automaton()

    def _add(self, number: int, name: int, index: Index) -> None:
        text = even(" ".join(index.texts[name].split()))
        owner = index.held[int(index.owners[name])].id
        held = self.automaton.get(text, None)
        owners = (held[1] if held else frozenset()) | {owner}
        self.automaton.add_word(text, (len(text), owners))

    # --- Finding --------------------------------------------------------------------------------

    def find(self, text: str, folded: str) -> list[Mention]:
        """Find the organisations that a text names, in its order, none inside another."""
        known = [*self._known(text, folded)]
        grown = [*_phrases(text), *_han_names(text), *_of_parties(text)]
        chosen = self._settled(text, known, grown)
        for one in chosen:
            _with_campus(text, one)
        self._resolve(text, chosen)
        chosen += _by_short_names(text, chosen, self._ours())
        return sorted(chosen, key=lambda it: it.start)

    def _ours(self) -> dict[str, Mention]:
        """Give the short names of organisations of our own, as mentions to be copied."""
        found = {}
        for short, address in self.short.items():
            if (held := self.resolver.held(address)) is not None:
                found[short] = Mention(
                    0, 0, held.shown, held.country, id=held.id, shown=held.shown,
                    confidence=0.9, decision=Decision.JOIN.value,
                )  # fmt: skip
        return found

    def _known(self, text: str, folded: str) -> Iterable[Mention]:
        if not self.ready:
            return
        for last, (length, owners) in self.automaton.iter_long(folded):
            start, end = last - length + 1, last + 1
            if _whole(text, start, end):
                mention = Mention(start, end, text[start:end])
                if len(owners) == 1:
                    mention.id = next(iter(owners))
                yield mention

    def _settled(
        self, text: str, known: Sequence[Mention], grown: Sequence[Mention]
    ) -> list[Mention]:
        """Choose between names that overlap: the longer one, unless only its ends are general."""
        chosen: list[Mention] = []
        rows = sorted([*known, *grown], key=lambda it: (it.start, -it.end))
        for one in rows:
            if not chosen or one.start >= chosen[-1].end:
                chosen.append(one)
                continue
            before = chosen[-1]
            shorter = one.id and not before.id and _says_no_more(text, before, one)
            same = before.id and not one.id and one.start == before.start
            if shorter or (same and one.end > before.end):
                chosen[-1] = one
        return chosen

    # --- Resolving ------------------------------------------------------------------------------

    def _resolve(self, text: str, mentions: Iterable[Mention]) -> None:
        answers: dict[tuple[str, str], Answer] = {}
        for one in mentions:
            one.country = one.country or _country_after(text, one.end)
            if short := _SHORT_AFTER.match(text, one.end):
                one.short = short["short"]
            if one.id and (held := self.resolver.held(one.id)) is not None:
                home = not one.country or not held.country or held.country == one.country
                if home and held.status != "withdrawn":
                    one.shown, one.country = held.shown, held.country
                    one.decision, one.confidence = Decision.JOIN.value, 0.97
                    continue
            one.id = ""
            if one.part:
                continue
            asked = (one.name, one.country)
            if asked not in answers:
                if len(answers) >= ASKED_MOST:
                    continue
                answers[asked] = self.resolver.resolve(Question(*asked))
            self._answered(one, answers[asked])

    def _answered(self, one: Mention, answer: Answer) -> None:
        one.answer = answer
        one.decision, one.confidence = answer.decision.value, answer.confidence
        one.reason = str(answer.why.label)
        others = [(it.held, it.confidence) for it in answer.alternatives[:3]]
        if answer.best is not None and answer.decision is Decision.JOIN:
            one.id, one.shown = answer.best.id, answer.best.shown
            one.country = answer.best.country or one.country
        elif answer.best is not None:
            others.insert(0, (answer.best, answer.confidence))
        one.alternatives = [
            {"id": held.id, "name": held.shown, "confidence": sure} for held, sure in others
        ]


def _worth_finding(index: Index) -> Iterable[int]:
    """Give the names that mean an institution wherever they stand."""
    for name, text in enumerate(index.texts):
        if index.kinds[name] == 3:
            continue
        if is_han(text):
            tells = len(text) >= SHORTEST_HAN and len(GENERIC_HAN.sub("", text)) > 1
        else:
            tells = len(text) >= SHORTEST and " " in text and bool(index.weights[name] >= TELLING)
            tells = tells and any(word not in GENERIC for word in index.split[name])
        if tells:
            yield name


def _whole(text: str, start: int, end: int) -> bool:
    """Say whether a name stands by itself: no letter of the same word before or behind it."""
    before, first = text[start - 1 : start], text[start]
    if before.isalpha() and not is_han(first) and not (before.islower() and first.isupper()):
        return False
    after, last = text[end : end + 1], text[end - 1]
    return is_han(last) or not after.isalnum() or (last.islower() and after.isupper())


def _says_no_more(text: str, longer: Mention, inside: Mention) -> bool:
    """Say whether what a longer name has more than a known one tells nothing."""
    if not (longer.start <= inside.start and inside.end <= longer.end):
        return False
    rest = even(text[longer.start : inside.start] + " " + text[inside.end : longer.end])
    words = re.findall(r"[a-z]+", rest)
    if text[inside.end : inside.end + 4] == " in " and longer.start == inside.start:
        return True
    if is_han(rest):
        return COUNTRIES.get(rest.strip(), "") != ""
    return all(word in GENERIC or word in {"of", "the", "and", "in", "at", "for"} for word in words)


def _phrases(text: str) -> Iterable[Mention]:
    """Find English phrases of capital words that name a body; several in a row are parted."""
    for found in _PHRASE.finditer(text):
        if not (_HEAD.search(found[0]) or _PART_HEAD.search(found[0].removeprefix("The "))):
            continue
        for first, last in _parted(found.start(), found[0]):
            start, end = _trimmed(text, first, last)
            name = text[start:end]
            part = bool(_PART_HEAD.match(name)) and not _HEAD.search(name)
            if " " in name and (part or _HEAD.search(name)) and not _is_general(name):
                yield Mention(start, end, name, part=part)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out a short name in front, and a country behind."""
    if left := _LEFT.match(text[start:end]):
        start += left.end()
    right = _RIGHT.search(text[start:end])
    if right and _is_country(right["said"]) and _HEAD.search(text[start : start + right.start()]):
        end = start + right.start()
    return start, end


def _is_general(name: str) -> bool:
    """Say whether a phrase holds general words only: International Joint Research Center."""
    return all(word in GENERIC or word in _GENERAL for word in re.findall(r"[a-z]+", even(name)))


def _parted(start: int, phrase: str) -> Iterable[tuple[int, int]]:
    at = 0
    for join in [*re.finditer(r"\s(?:and|with) (?:the )?", phrase), None]:
        end = join.start() if join else len(phrase)
        piece, rest = phrase[at:end], phrase[join.end() :] if join else ""
        if join and not (_has_head(piece) and _has_head(rest.split(" and ")[0])):
            continue
        words = piece.split(" ")
        skipped = 0
        while len(words) > 1 and words[0] in _STARTERS:
            skipped += len(words[0]) + 1
            words.pop(0)
            while len(words) > 1 and words[0] in {"of", "the", "at", "in", "and", "for"}:
                skipped += len(words[0]) + 1
                words.pop(0)
        yield start + at + skipped, start + end
        at = join.end() if join else end


def _of_parties(text: str) -> Iterable[Mention]:
    """Find who concludes something with somebody, whatever the body is called: Tata Steel."""
    for found in _PARTY.finditer(text):
        part = "one" if found["one"] else "two"
        if found[part].split(" ")[0] not in _STARTERS:
            yield Mention(found.start(part), found.end(part), found[part])


def _has_head(piece: str) -> bool:
    return bool(_HEAD.search(piece) or _PART_HEAD.match(piece.removeprefix("the ")))


def _han_names(text: str) -> Iterable[Mention]:
    for found in _HAN_NAME.finditer(text):
        part = "name" if found["name"] else "here"
        name = found[part]
        if _NOT_IN_NAMES.search(name):
            continue
        start = found.start(part)
        country = COUNTRIES.get(found["country"] or "", "")
        if len(GENERIC_HAN.sub("", name)) < 1:
            if not found["country"]:
                continue
            name, start, country = found["country"] + name, found.start("country"), ""
        yield Mention(start, found.end(part), name, country)


def _with_campus(text: str, one: Mention) -> None:
    """Let a place in brackets behind a Chinese name be part of it: 中国地质大学(武汉)."""
    if is_han(one.name) and (campus := _CAMPUS.match(text, one.end)):
        one.end = campus.end()
        one.name, one.id = text[one.start : one.end], ""


def _is_country(said: str) -> bool:
    return even(said).replace(".", "").strip() in COUNTRIES


def _country_after(text: str, end: int) -> str:
    found = _COUNTRY_AFTER.match(text, end)
    if not found:
        return ""
    if found["comma"] and _GOES_ON.match(text, found.end()):
        return ""  # "…, Hong Kong Polytechnic University" is the next name of a list.
    said = found["bracket"] or found["comma"] or found["within"]
    return COUNTRIES.get(even(said).replace(".", "").strip(), "")


def _short_names(indexes: Iterable[Index]) -> dict[str, str]:
    """Give the short names that one institution of ours bears alone."""
    owners: dict[str, set[str]] = {}
    for index in indexes:
        for name, text in enumerate(index.texts):
            if index.kinds[name] == 3 and _SHORT_NAMES.fullmatch(text):
                owners.setdefault(text, set()).add(index.held[int(index.owners[name])].id)
    return {text: next(iter(some)) for text, some in owners.items() if len(some) == 1}


def _by_short_names(
    text: str, mentions: Sequence[Mention], ours: dict[str, Mention]
) -> list[Mention]:
    """Find the places where a body is called by the short name that stood in brackets behind it.

    Beside these count the short names of institutions of our own.
    """
    bearers = ours | {it.short: it for it in mentions if it.short}
    if not bearers:
        return []
    taken = sorted((it.start, it.end) for it in mentions)
    found, at = [], 0
    for match in _SHORT_NAMES.finditer(text):
        while at < len(taken) and taken[at][1] <= match.start():
            at += 1
        if (at < len(taken) and taken[at][0] < match.end()) or match[0] not in bearers:
            continue
        meant = bearers[match[0]]
        found.append(
            Mention(
                match.start(), match.end(), meant.name, meant.country, meant.answer, meant.part,
                "", meant.id, meant.shown, meant.confidence, meant.decision, meant.reason,
                meant.alternatives,
            )
        )  # fmt: skip
    return found

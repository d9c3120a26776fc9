"""Which of the times that a text names a statement speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from entente.figures.claims.claim import Window
from entente.figures.claims.prose import Sentence, clause_between
from entente.figures.claims.times import (
    BEGINNINGS,
    FOUNDINGS,
    RECENT,
    STATES,
    Mention,
)

# A time that opens a sentence stands within so many signs of its beginning.
OPENING = 12
_RELATIVE = ("which", "who", "where", "whose")


@dataclass(frozen=True)
class Placed:
    """The place of a statement in a text; `is_stock` where it counts what there is."""

    start: int
    end: int
    is_stock: bool = False


@dataclass
class _Memory:
    """What the sentences before have said of time."""

    paragraph: int = -1
    section: int = -1
    carried: Window | None = None
    counted: Window | None = None
    begun: Window | None = None
    founded: Window | None = None

    def enter(self, sentence: Sentence) -> None:
        """Forget what belongs to another paragraph or section."""
        if sentence.section != self.section:
            self.begun = self.counted = None
        if sentence.paragraph != self.paragraph:
            self.carried = None
        self.paragraph, self.section = sentence.paragraph, sentence.section


def windows_of(
    plain: str, pieces: Sequence[Sentence], times: Sequence[Mention], places: Sequence[Placed]
) -> list[Window]:
    """Give each statement its window: named in its sentence, carried over from the one before.

    `recent` where the text names none.
    """
    windows: list[Window] = []
    memory = _Memory()
    time = place = 0
    for sentence in pieces:
        memory.enter(sentence)
        own: list[Mention] = []
        while time < len(times) and times[time].start < sentence.end:
            own.append(times[time])
            time += 1
        counted: list[Placed] = []
        while place < len(places) and places[place].start < sentence.end:
            counted.append(places[place])
            place += 1
        given = [_window(plain, sentence, own, counted, at, memory) for at in range(len(counted))]
        windows += given
        _remember(plain, sentence, own, counted, given, memory)
    return windows


def _window(
    plain: str,
    sentence: Sentence,
    own: Sequence[Mention],
    counted: Sequence[Placed],
    at: int,
    memory: _Memory,
) -> Window:
    place = counted[at]
    mention = _nearest(plain, own, place)
    if mention is None:
        if place.is_stock:
            return RECENT
        if memory.carried and not STATES.search(plain, sentence.start, sentence.end):
            return memory.carried
        return RECENT
    if mention.kind == "to_date":
        begun = _begun(plain, sentence, own, mention)
        return begun or memory.counted or memory.begun or RECENT
    if mention.kind == "since_founding":
        return memory.founded or RECENT
    if _only_began(plain, sentence, mention, place) and mention.window.first:
        return Window("since", mention.window.first)
    return mention.window


def _only_began(plain: str, sentence: Sentence, mention: Mention, place: Placed) -> bool:
    """Say whether a date in a clause of its own tells when all began: founded in 1952, it has."""
    if mention.kind != "date" or place.is_stock or mention.end > place.start:
        return False
    if not clause_between(plain, mention.end, place.start):
        return False
    begin = max(plain.rfind(sign, sentence.start, mention.start) for sign in ",，;；") + 1
    begin = max(begin, sentence.start)
    return bool(
        FOUNDINGS.search(plain, begin, mention.start)
        and not FOUNDINGS.search(plain, mention.end, place.start)
    )


def _begun(
    plain: str, sentence: Sentence, own: Sequence[Mention], to_date: Mention
) -> Window | None:
    """Give the beginning that the sentence itself names before its "to date"."""
    for mention in own:
        first = mention.window.first
        if mention.start >= to_date.start or first is None:
            continue
        if mention.kind == "since":
            return mention.window
        if mention.kind == "date" and BEGINNINGS.search(plain, sentence.start, to_date.start):
            return Window("since", first)
    return None


def _nearest(plain: str, own: Sequence[Mention], place: Placed) -> Mention | None:
    """Choose the time in the statement's own clause, else the last before it, else the next."""
    before = [mention for mention in own if mention.end <= place.start]
    behind = [mention for mention in own if mention.start >= place.end]
    if before and not clause_between(plain, before[-1].end, place.start):
        return before[-1]
    if behind and not clause_between(plain, place.end, behind[0].start):
        return behind[0]
    if before:
        return before[-1]
    if behind and not any(word in plain[place.end : behind[0].start] for word in _RELATIVE):
        return behind[0]
    return None


def _remember(
    plain: str,
    sentence: Sentence,
    own: Sequence[Mention],
    counted: Sequence[Placed],
    given: Sequence[Window],
    memory: _Memory,
) -> None:
    opening = [m for m in own if m.start - sentence.start <= OPENING and not m.is_open]
    if not counted:
        memory.carried = None
    elif opening:
        memory.carried = opening[0].window if opening[0].kind != "now" else None
    elif own or (given and given[-1] == RECENT):
        memory.carried = None
    dated = [window for window in given if window.is_dated]
    if dated:
        memory.counted = dated[-1]
    dates = [m.window.first for m in own if m.kind in {"date", "since"} and m.window.first]
    if dates and BEGINNINGS.search(plain, sentence.start, sentence.end):
        memory.begun = Window("since", dates[0])
    if dates and memory.founded is None and FOUNDINGS.search(plain, sentence.start, sentence.end):
        memory.founded = Window("since", dates[0])

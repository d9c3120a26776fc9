"""From what somebody types to what the index is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from entente.kit.errors import DomainError
from entente.kit.letters import fold, is_dense, runs
from entente.kit.scope import Scope
from entente.kit.search import pinyin, tokens

LONGEST = 200
MOST_RUNS = 12
MOST_HEARD = 200

Listen = Callable[[str, bool], list[str]]


@dataclass(frozen=True)
class AnyOf:
    """Tokens of which one must stand; or, when they are too many to list, their beginning."""

    tokens: tuple[str, ...]
    beginning: str = ""


Way = tuple[AnyOf, ...]  # all of these
Part = tuple[Way, ...]  # one of these ways


@dataclass(frozen=True)
class Query:
    """A search: every part must be found, in one of its ways. `key` is the whole text."""

    parts: tuple[Part, ...]
    words: tuple[str, ...]
    key: str
    first: str

    def within(self, scope: Scope) -> tuple[Part, ...]:
        """Add who is asking to the parts."""
        if scope.everything:
            return self.parts
        owners = [f"@t{tree}" for tree in sorted(scope.trees)]
        owners += [f"@u{unit}" for unit in sorted(scope.units)]
        return (((AnyOf(("@a", *owners)),),), *self.parts)

    def whole_name(self) -> Part:
        """Ask further that this is a whole name."""
        return ((AnyOf((f"={self.key}",)),),)

    def name_begins(self) -> Part:
        """Ask further that a name begins like this."""
        return ((AnyOf((f"^{self.first}",)),),)


def parse(text: str, listen: Listen) -> Query | None:
    """Read what somebody typed; None where it holds no letter and no digit.

    `listen` gives the words that the index knows by a sound, or by the beginning of one.
    """
    refuse_too_long(text)
    typed = runs(fold(text))
    if not typed:
        return None
    words = list(dict.fromkeys(typed))[:MOST_RUNS]
    return Query(
        parts=tuple(_part(run, listen) for run in words),
        words=tuple(words),
        key="".join(typed),
        first=tokens.start(typed[0]),
    )


def refuse_too_long(text: str) -> None:
    """Refuse what is longer than any name; a page says so at its field."""
    if len(text) > LONGEST:
        raise DomainError(
            _("A search may have %(most)d characters; this one has %(number)d. Shorten it.")
            % {"most": LONGEST, "number": len(text)},
            code="search_too_long",
        )


def _part(run: str, listen: Listen) -> Part:
    if is_dense(run):
        return (_all(tokens.pairs(run) if len(run) > 1 else [run]),)
    run = run[: tokens.LONGEST_WORD]
    if tokens.has_digit(run):
        return (_all([run[: tokens.NUMBER_EDGE]]),)
    ways: list[Way] = [_word(run, listen)]
    if run.isascii() and len(run) > 1:
        ways += _syllables(run, listen)
        ways.append(_initials(run))
    return tuple(dict.fromkeys(ways))


def _all(wanted: Iterable[str]) -> Way:
    return tuple(AnyOf((token,)) for token in dict.fromkeys(wanted))


def _word(run: str, listen: Listen) -> Way:
    """Find a word by its beginning: short ones stand in the index, longer ones are looked up."""
    if len(run) <= tokens.EDGE:
        return (AnyOf((run,)),)
    known = [word for word in listen(run, True) if not is_dense(word)]
    if len(known) >= MOST_HEARD:
        return (AnyOf((), run),)
    return (AnyOf(tuple(dict.fromkeys([run, *known])), run),)


def _syllables(run: str, listen: Listen) -> list[Way]:
    """Find Chinese by its sound; the last syllable may be unfinished."""
    ways: list[Way] = []
    if run in pinyin.SYLLABLES and (known := _chinese(listen(run, False), 1)):
        ways.append((AnyOf(known),))
    for parting in pinyin.partings(run):
        if len(parting) < 2:
            continue
        way: list[AnyOf] = []
        for at in range(len(parting) - 1):
            last = at == len(parting) - 2
            known = _chinese(listen(pinyin.pair_sound(*parting[at : at + 2]), last), 2)
            if not known:
                break
            way.append(AnyOf(known))
        else:
            ways.append(tuple(way))
    return ways


def _chinese(words: Iterable[str], length: int) -> tuple[str, ...]:
    return tuple(word for word in words if len(word) == length and is_dense(word))


def _initials(run: str) -> Way:
    """Find Chinese by the initials of its pinyin, from any character on."""
    width = min(len(run), 4)
    return _all(f"~{run[at : at + width]}" for at in range(len(run) - width + 1))

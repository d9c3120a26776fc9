"""What must hold of a result, point by point."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from entente.mobility.verifying.ground import Ground, broken, fingerprint
from entente.mobility.verifying.optimum import best_outcome

MOST_SENTENCES = 50
# Why a wish is passed over: the reason, the quota, its cut-off, the position in the waiting list.
Truth = tuple[str, str | None, int | None, int]
# Nobody can rightly be refused so.
UNJUST = ("wasted", "envy")


def verify(instance: dict[str, Any], result: Any) -> list[str]:
    """Say in sentences what does not hold of a result; nothing where all holds.

    The instance must be sound (whoever reads it refuses one that is not); the result may be
    anything.
    """
    shape = _shape(result)
    if shape:
        return shape
    ground = Ground(instance)
    found: list[str] = []
    if result["instance_sha256"] != fingerprint(instance):
        found.append(_("The result belongs to another instance: the hashes differ."))
    found += _outcomes(ground, result["assignment"])
    if found:
        return found[:MOST_SENTENCES]
    check = _Check(ground, result["assignment"])
    for sentence in (
        *check.quotas(),
        *check.refusals(result["refusals"]),
        *check.optimal(),
        *check.grants(result["funded"]),
    ):
        found.append(sentence)
    return found[:MOST_SENTENCES]


def _shape(result: Any) -> list[str]:
    """Say what of the result cannot be read at all."""
    if not isinstance(result, dict):
        return [_("The result is no object.")]
    kinds = {"instance_sha256": str, "assignment": dict, "refusals": list, "funded": dict}
    missing = [name for name, kind in kinds.items() if not isinstance(result.get(name), kind)]
    return [_("“%(name)s” is missing, or is not of its kind.") % {"name": name} for name in missing]


def _outcomes(ground: Ground, assignment: dict[str, Any]) -> Iterator[str]:
    """Each applicant has one outcome: a wish that they may have, the fixed place, or none."""
    for who in sorted(ground.people.keys() - assignment.keys()):
        yield _("%(who)s has no outcome.") % {"who": who}
    for who, option in assignment.items():
        if who not in ground.people or (who in ground.fixed and option != ground.fixed[who]):
            moved = _("%(who)s has a fixed place and is moved to %(option)s.")
            sentence = moved if who in ground.people else _("%(who)s is no applicant.")
            yield sentence % {"who": who, "option": option}
    for at, who in enumerate(ground.who):
        option = assignment.get(who)
        if option is None:
            continue
        span = ground.start[at], ground.start[at + 1]
        wish = ground.option.index(option, *span) if option in ground.option[slice(*span)] else None
        if wish is None or wish in ground.refusing:
            yield _wrong(ground, who, option)


def _wrong(ground: Ground, who: str, option: Any) -> str:
    """Say why somebody cannot be placed in an option."""
    words = {"who": who, "option": option}
    if not isinstance(option, str) or option not in ground.rules:
        return _("%(who)s is placed in %(option)s, which is no option.") % words
    person = ground.people[who]
    if option not in [wish["option"] for wish in person.get("prefs") or ()]:
        return _("%(who)s is placed in %(option)s without having wished for it.") % words
    words["rules"] = ", ".join(broken(ground.rules[option], person))
    return _("%(who)s is placed in %(option)s and is not eligible: %(rules)s.") % words


def _objections(row: dict[str, Any] | None, truth: Truth | None) -> Iterator[str]:
    """Say what is wrong about a refusal; the sentences have places for names."""
    if row is None:
        yield _("%(who)s is not told why %(option)s was refused.")
    elif truth is None:
        yield _("%(who)s is not eligible for %(option)s for other reasons than those said.")
    if truth is None:
        return
    if truth[0] == "wasted":
        yield _("A place is wasted: %(who)s would rather have %(option)s, where one is free.")
    elif truth[0] == "envy":
        yield _("%(who)s envies rightly: %(option)s is held by somebody with less priority.")
    elif row is not None:
        yield from _untrue(row, truth)


def _untrue(row: dict[str, Any], truth: Truth) -> Iterator[str]:
    """Say what a refusal tells that is not so."""
    if (row.get("reason"), row.get("node"), row.get("cutoff")) != truth[:3]:
        yield _("The reason why %(who)s was refused %(option)s is not true.")
    if row.get("waitlist") != truth[3]:
        yield _("The position of %(who)s in the waiting list of %(option)s is not true.")


def _keyed(said: list[Any], known: dict[tuple[str, str], dict[str, Any]]) -> Iterator[str]:
    """Sort refusals by applicant and option; say which are none, or stand there twice."""
    for row in said:
        if not isinstance(row, dict):
            yield _("A refusal is no object.")
            continue
        who, option = row.get("applicant"), row.get("option")
        key = (
            who if isinstance(who, str) else str(who),
            (option if isinstance(option, str) else str(option)),
        )
        if key in known:
            words = {"who": key[0], "option": key[1]}
            yield _("%(who)s is refused %(option)s twice.") % words
        known[key] = row


class _Check:
    """A result whose outcomes are possible, looked at closely."""

    def __init__(self, ground: Ground, assignment: dict[str, str | None]) -> None:
        self.ground = ground
        self.outcome = assignment
        self.count: Counter[str] = Counter()
        # Of each quota, the wish of the holder with the least claim.
        self.worst: dict[str, int] = {}
        for given in ground.fixed.values():
            self.count.update(ground.way[given])
        standing = ground.standing.tolist()
        self.held = []
        for at, who in enumerate(ground.who):
            option = assignment[who]
            if option is None:
                self.held.append(-1)
                continue
            wish = ground.option.index(option, ground.start[at])
            self.held.append(wish)
            for node in ground.way[option]:
                self.count[node] += 1
                if node not in self.worst or standing[self.worst[node]] < standing[wish]:
                    self.worst[node] = wish
        self.tight = {
            option: next((node for node in way if self.count[node] >= ground.cap[node]), None)
            for option, way in ground.way.items()
        }

    def quotas(self) -> Iterator[str]:
        """No quota holds more than it may."""
        for node, cap in self.ground.cap.items():
            if self.count[node] > cap:
                words = {"node": node, "count": self.count[node], "cap": cap}
                yield _("Quota %(node)s holds %(count)s; it has %(cap)s places.") % words

    def passed_over(self) -> Iterator[tuple[str, int]]:
        """Give each wish that stands above the outcome, in the order of ids and wishes."""
        ground = self.ground
        for at in sorted(range(len(ground.who)), key=ground.who.__getitem__):
            who, held = ground.who[at], self.held[at]
            for wish in range(ground.start[at], held if held >= 0 else ground.start[at + 1]):
                yield who, wish

    # --- Reasons ------------------------------------------------------------------------------

    def refusals(self, said: list[Any]) -> Iterator[str]:
        """Each wish above the outcome is refused once and truly; nothing else is refused."""
        truths = list(self.truth())
        if self.are_all_true(said, truths):
            return
        known: dict[tuple[str, str], dict[str, Any]] = {}
        yield from _keyed(said, known)
        for who, wish, truth in truths:
            option = self.ground.option[wish]
            row = known.pop((who, option), None)
            if row is not None and self.is_true(row, wish, truth):
                continue
            words = {"who": who, "option": option}
            for sentence in _objections(row, truth):
                yield sentence % words
        for who, option in known:
            words = {"who": who, "option": option}
            yield _("%(who)s is refused %(option)s, which stands above no outcome.") % words

    def are_all_true(self, said: list[Any], truths: list[tuple[str, int, Truth | None]]) -> bool:
        """Say whether all refusals stand in the order of ids and wishes and are true.

        So they mostly do; where not, they are sorted first and looked at one by one.
        """
        options = self.ground.option
        return len(said) == len(truths) and all(
            type(row) is dict
            and row.get("applicant") == who
            and row.get("option") == options[wish]
            and self.is_true(row, wish, truth)
            for row, (who, wish, truth) in zip(said, truths, strict=True)
        )

    def is_true(self, row: dict[str, Any], wish: int, truth: Truth | None) -> bool:
        """Say whether a refusal says what is so."""
        if truth is not None:
            return (
                row.get("waitlist") == truth[3]
                and row.get("cutoff") == truth[2]
                and row.get("node") == truth[1]
                and row.get("reason") == truth[0]
                and truth[0] not in UNJUST
            )
        rules = row.get("rules")
        named = isinstance(rules, list) and set(map(str, rules)) == set(self.ground.refusing[wish])
        return named and row.get("reason") == "ineligible"

    def truth(self) -> Iterator[tuple[str, int, Truth | None]]:
        """Give each wish that was passed over with what is so; None where a rule forbids it."""
        ground, score, refusing = self.ground, self.ground.score, self.ground.refusing
        passed = list(self.passed_over())
        place = self.positions([wish for _who, wish in passed if wish not in refusing])
        binding = {option: self.binding(option) for option in ground.way}
        standing = ground.standing.tolist()
        for who, wish in passed:
            if wish in refusing:
                yield who, wish, None
                continue
            reason, node, cutoff, worst = binding[ground.option[wish]]
            if worst is not None:
                if standing[wish] < worst:
                    reason = "envy"
                elif score[wish] < cutoff:
                    reason = "score"
                else:
                    reason = "lottery"
            yield who, wish, (reason, node, cutoff, place[wish])

    def binding(self, option: str) -> tuple[str, str | None, Any, int | None]:
        """Give what binds an option: a reason, the quota, its cut-off and its least claim."""
        node = self.tight[option]
        worst = self.worst.get(node) if node is not None else None
        if worst is None:
            return "wasted" if node is None else "no_places", node, None, None
        return "", node, self.ground.score[worst], int(self.ground.standing[worst])

    def positions(self, wishes: list[int]) -> dict[int, int]:
        """Number the wishes for each option by claim, from one."""
        if not wishes:
            return {}
        number = {option: at for at, option in enumerate(self.ground.way)}
        options = np.array([number[self.ground.option[wish]] for wish in wishes], dtype=np.int64)
        order = np.lexsort((self.ground.standing[wishes], options))
        lined_up = options[order]
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(1, len(order) + 1) - np.searchsorted(lined_up, lined_up)
        return dict(zip(wishes, place.tolist(), strict=True))

    # --- The best for all, and grants ---------------------------------------------------------

    def optimal(self) -> Iterator[str]:
        """Nobody could have had a better place in another stable outcome."""
        best = best_outcome(self.ground)
        for at in np.flatnonzero(best != np.array(self.held, dtype=np.int64)).tolist():
            who = self.ground.who[at]
            better = self.ground.option[best[at]] if best[at] >= 0 else "–"
            words = {"who": who, "best": better, "has": self.outcome[who] or "–"}
            yield _("The best stable outcome gives %(who)s %(best)s, not %(has)s.") % words

    def grants(self, funded: dict[str, Any]) -> Iterator[str]:
        """Grants go to those who have a place, by fund score, lottery, id, one to each."""
        left = {fund["id"]: fund["cap"] for fund in self.ground.instance.get("funds") or []}
        given: dict[str, list[str]] = {name: [] for name in left}
        people = self.ground.people
        asking = [who for who in people if people[who].get("fund") and self.outcome[who]]
        turn = self.ground.turn
        for who in sorted(asking, key=lambda it: (-people[it]["fund_score"], turn[it])):
            for name in people[who]["fund"]:
                if left[name] > 0:
                    left[name] -= 1
                    given[name].append(who)
                    break
        for name in sorted(given.keys() | funded.keys()):
            said = funded.get(name)
            right = isinstance(said, list) and sorted(map(str, said)) == sorted(given.get(name, []))
            if not (right or (said is None and not given.get(name))):
                yield _("The grants of %(fund)s do not go to those who come first.") % {
                    "fund": name
                }

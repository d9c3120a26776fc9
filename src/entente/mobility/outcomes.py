"""What a run's page and an applicant's letter tell, from the run's plain data; it names nobody."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from entente.mobility import placement
from entente.mobility.enums import OfferState
from entente.mobility.models import Application, Call, CallQuota, Offer, PlacementRun
from entente.mobility.models.calls import language_name
from entente.mobility.placement.eligibility import failed
from entente.mobility.placement.explaining import Facts, facts, held_scores, node_facts
from entente.mobility.placement.solving import NOWHERE, counted
from entente.mobility.scaling import as_written

# Held by fewer, a score tells on one of them.
FEWEST = 3
# Seconds for which worked out cut-offs are kept; a run that is published does not change.
KEPT = 24 * 60 * 60
RULE_WORDS = {
    "min_gpa": lambda: _("the least grade"),
    "languages": lambda: _("the language and its level"),
    "levels": lambda: _("the level of study"),
    "fields": lambda: _("the field of study"),
}


@dataclass
class QuotaLine:
    """A quota on the run's page, as deep as it lies in others."""

    name: str
    depth: int
    cap: int
    placed: int
    cutoff: Decimal | None
    by_lottery: bool


@dataclass
class RunView:
    """All that is shown of a run."""

    quotas: list[QuotaLine]
    facts: Facts
    applicants: int
    ranks: list[tuple[int, int, int]] = field(default_factory=list)


def view_of(data: dict[str, Any], result: dict[str, Any], names: dict[str, str]) -> RunView:
    """Work out from instance and result what the page of a run shows."""
    instance = placement.read(data)
    at = {name: number for number, name in enumerate(instance.nodes)}
    held = [at.get(result["assignment"][name] or "", NOWHERE) for name in instance.people]
    done = counted(instance, held)
    known = node_facts(instance, done)
    lines: list[QuotaLine] = []
    parts: dict[int, list[int]] = {}
    for node, parent in enumerate(instance.parents):
        parts.setdefault(parent, []).append(node)

    def walk(parent: int, depth: int) -> None:
        for node in parts.get(parent, ()):
            fact = known[node]
            full = fact.cutoff is not None and fact.placed >= fact.cap
            cutoff = as_written(fact.cutoff) if full and fact.cutoff is not None else None
            name = names.get(fact.name, fact.name)
            drawn = fact.lottery_cut is not None
            lines.append(QuotaLine(name, depth, fact.cap, fact.placed, cutoff, drawn))
            walk(node, depth + 1)

    walk(-1, 0)
    found = facts(instance, done)
    total = len(instance.people)
    ranks = [(rank, number, round(100 * number / total)) for rank, number in found.ranks.items()]
    return RunView(lines, found, total, ranks)


def reasons(result: dict[str, Any], applicant: str, names: dict[str, str]) -> list[str]:
    """Tell an applicant of each wish above the outcome why it was refused."""
    return [reason(row, names) for row in result["refusals"] if row["applicant"] == applicant]


def reason(row: dict[str, Any], names: dict[str, str]) -> str:
    """Tell why one wish was refused, in a sentence that names no other person."""
    option = names.get(row["option"], row["option"])
    words = {"option": option, "waitlist": row.get("waitlist")}
    if row["reason"] == "ineligible":
        rules = _(", ").join(RULE_WORDS[rule]() for rule in row["rules"])
        return _("%(option)s: you do not fulfil what it asks for: %(rules)s.") % {
            "option": option,
            "rules": rules,
        }
    if row["reason"] == "no_places":
        sentence = _(
            "%(option)s: it has no places. You are number %(waitlist)s in the waiting list."
        )
        return sentence % words
    words |= {
        "quota": names.get(row["node"], row["node"]),
        "cutoff": as_written(row["cutoff"]),
    }
    if row["reason"] == "lottery":
        sentence = _(
            "%(option)s: your score is the last that got a place in “%(quota)s”, %(cutoff)s;"
            " among equal scores the lottery decided. You are number %(waitlist)s in the waiting"
            " list."
        )
    else:
        sentence = _(
            "%(option)s: all places of “%(quota)s” went to scores from %(cutoff)s on. You are"
            " number %(waitlist)s in the waiting list."
        )
    return sentence % words


def shortfalls(quota: CallQuota, known: dict[str, Any]) -> list[str]:
    """Tell somebody in sentences what of an option's rules they do not fulfil, and what they state.

    `known` are the facts of an application.
    """
    asks = quota.asks
    sentences = {
        "min_gpa": lambda: (
            _("The grade must be %(least)s or more; yours: %(own)s.")
            % {
                "least": as_written(asks["min_gpa"]),
                "own": as_written(known["gpa"]) if "gpa" in known else _("not stated"),
            }
        ),
        "languages": lambda: (
            _("%(language)s at %(level)s or above is needed; yours: %(own)s.")
            % {
                "language": language_name(quota.language),
                "level": quota.language_level,
                "own": known.get("languages", {}).get(quota.language) or _("not stated"),
            }
        ),
        "levels": lambda: (
            _("It is for this level: %(level)s.") % {"level": quota.get_level_display()}
        ),
        "fields": lambda: (
            _("It is for this field of study: %(field)s; yours: %(own)s.")
            % {"field": quota.field, "own": known.get("field") or _("not stated")}
        ),
    }
    return [sentences[rule]() for rule in failed(asks, known)]


def cutoffs(data: dict[str, Any], result: dict[str, Any]) -> dict[str, Decimal]:
    """Give by key the last score that got a place, of options that were full.

    Where fewer than three won a place by their score it would tell on one of them: it is not given.
    """
    instance = placement.read(data)
    at = {name: number for number, name in enumerate(instance.nodes)}
    held = [at.get(result["assignment"][name] or "", NOWHERE) for name in instance.people]
    won: dict[int, list[int]] = {}
    for _at, option, score in held_scores(instance, counted(instance, held)):
        won.setdefault(option, []).append(score)
    return {
        instance.nodes[option]: as_written(min(scores))
        for option, scores in won.items()
        if held.count(option) >= instance.caps[option] and len(scores) >= FEWEST
    }


def last_cutoffs(call: Call) -> dict[str, Decimal]:
    """Give by name the last score that got a place when such a call was last published."""
    lean = PlacementRun.objects.last_like(call).defer("instance", "result", "names")
    run = lean.first()
    if run is None:
        return {}

    def work_out() -> dict[str, Decimal]:
        return {run.names[key]: cut for key, cut in cutoffs(run.instance, run.result).items()}

    key = f"mobility.cutoffs.{run.pk}.{run.result_sha256}"
    return cache.get_or_set(key, work_out, KEPT) or {}


def told(application: Application, *, on: datetime.date) -> dict[str, Any]:
    """Give what an applicant is told of the placement that was published last, or no run."""
    runs = PlacementRun.objects.of_call(application.call).published().for_page()
    run = runs.defer(None).first()
    key = application.key
    if run is None or key not in run.result["assignment"]:
        return {"run": None}
    option = run.result["assignment"][key]
    offer = Offer.objects.filter(run=run, application=application).first()
    return {
        "run": run,
        "offer": offer,
        "silent": offer is not None and offer.state == OfferState.OPEN and offer.declined(on),
        "option": run.names.get(option, option) if option else "",
        "reasons": reasons(run.result, key, run.names),
    }


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """List exactly who has another outcome in another run: who, from where, to where."""
    one, other = before["assignment"], after["assignment"]
    return [
        (who, one.get(who), other.get(who))
        for who in sorted(one.keys() | other.keys(), key=lambda key: (len(key), key))
        if one.get(who) != other.get(who)
    ]


def waiting_lists(
    result: dict[str, Any], names: dict[str, str], gone: Collection[str] = ()
) -> list[tuple[str, list[str]]]:
    """Give for each option who waits for it, the first in turn first, without those who are gone.

    It follows from the refusals of a run and is kept nowhere.
    """
    lists: dict[str, list[tuple[int, str]]] = {}
    for row in result["refusals"]:
        if "waitlist" in row and row["applicant"] not in gone:
            lists.setdefault(row["option"], []).append((row["waitlist"], row["applicant"]))
    return [
        (names.get(option, option), [who for _place, who in sorted(lists[option])])
        for option in sorted(lists, key=lambda key: (len(key), key))
    ]

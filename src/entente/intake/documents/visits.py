"""Delegations that went or came: when, who led them, whom they saw, what came of it."""

from __future__ import annotations

from collections.abc import Iterable

from entente.intake.documents.cues import cue
from entente.intake.documents.naming import Mention
from entente.intake.documents.page import Page, Sentence
from entente.intake.documents.people import Person, persons_in
from entente.intake.documents.proposal import Proposal


def hosts_of(page: Page, sentence: Sentence) -> list[Mention]:
    """Give whom a delegation visited in a sentence; none where it tells of no visit."""
    if not cue("delegation").search(sentence.text):
        return []
    visit = cue("visit").search(sentence.text)
    if not visit:
        return []
    named = sentence.after(sentence.start + visit.end())
    return list({it.key: it for it in named if not page.is_ours(it)}.values())


def visits_in(page: Page) -> Iterable[Proposal]:
    """Propose each journey once; later sentences on one of its stops add what came of it."""
    journey: Proposal | None = None
    stops: dict[str, Mention] = {}
    for sentence in page.sentences:
        hosts = hosts_of(page, sentence)
        inbound = bool(cue("inbound").search(sentence.text))
        received = inbound and cue("delegation").search(sentence.text) and sentence.bodies
        if sentence.dated and (hosts or received):
            if journey is not None:
                yield journey
            guests = sentence.bodies if inbound and not hosts else []
            stops = {it.key: it for it in hosts or guests if not page.is_ours(it)}
            journey = _journey(page, sentence, [*stops.values()], inbound=inbound and not hosts)
        elif journey is not None and cue("outcome").search(sentence.text):
            seen = [stops[it.key] for it in sentence.bodies if it.key in stops]
            if seen or not sentence.bodies:
                _add_outcome(page, journey, sentence, seen)
    if journey is not None:
        yield journey


def _journey(page: Page, sentence: Sentence, hosts: list[Mention], *, inbound: bool) -> Proposal:
    time = sentence.dated[0] if sentence.dated else None
    leaders = persons_in(sentence)
    delegates: dict[str, None] = dict.fromkeys(it.name for it in sentence.named if it.part)
    return Proposal(
        "visit",
        {
            "direction": "inbound" if inbound else "outbound",
            "starts_on": str(time.first) if time else "",
            "ends_on": str(time.last or time.first) if time else "",
            "led_by": _plain(leaders[0]) if leaders else None,
            "delegates": list(delegates),
            "hosts": [it.plain() for it in hosts],
            "outcomes": [],
        },
        [page.of(sentence)],
        0.85 if time and hosts else 0.6,
    )


def _plain(person: Person) -> dict[str, str]:
    return {"name": person.name_zh or person.name_en, "role": person.role}


def _add_outcome(page: Page, journey: Proposal, sentence: Sentence, at: list[Mention]) -> None:
    span = page.of(sentence)
    with_whom = [it.shown or it.name for it in at]
    journey.fields["outcomes"].append({"text": " ".join(span.text.split()), "with": with_whom})
    journey.spans.append(span)

"""Decisions about texts and the claims that are found in them.

Whoever calls asks for the permission. The day of a decision is passed in as `on`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entente.figures import claims as engine
from entente.figures.enums import Verdict
from entente.figures.models import Claim, Figure, Release, SourceText
from entente.figures.models.texts import BODIES, published
from entente.kit.audit import changing, creating, removing
from entente.kit.errors import DomainError
from entente.office.models import Unit, User

# A text of more statements is no page that anybody checks; it is refused, not cut.
MOST_CLAIMS = 2000
LARGEST = 10**15

# --- Texts ----------------------------------------------------------------------------------------


def keep_text(*, by: User, unit: Unit, **values: Any) -> SourceText:
    """Keep a text, and the claims that are found in it."""
    with transaction.atomic():
        text = SourceText(unit=unit, **_with_plain_lines(values))
        creating(text, by=by, verb="text.kept")
        _find_claims(text)
    return text


def change_text(text: SourceText, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change a text. What is still said keeps the figure that it was held against."""
    with transaction.atomic():
        before = text.bodies
        with changing(text, by=by, verb="text.changed", seen=seen):
            for name, value in _with_plain_lines(values).items():
                setattr(text, name, value)
        if text.bodies != before:
            _find_claims(text)
        else:
            judge_anew(Claim.objects.filter(text=text))


def remove_text(text: SourceText, *, by: User, reason: str) -> None:
    """Take a text out with its claims; what it said stays in the history."""
    removing(text, by=by, verb="text.removed", note=reason)


def _with_plain_lines(values: dict[str, Any]) -> dict[str, Any]:
    """Write line ends in one way, so that the place of every claim is the same everywhere."""
    names = [f"body_{name}" for name in BODIES if f"body_{name}" in values]
    return values | {name: values[name].replace("\r\n", "\n").replace("\r", "\n") for name in names}


def _find_claims(text: SourceText) -> None:
    """Find the claims anew; one with the same words keeps what people decided of it."""
    decided: dict[tuple[str, str], list[Claim]] = {}
    for claim in Claim.objects.filter(text=text).order_by("number"):
        decided.setdefault((claim.body, claim.words), []).append(claim)
    found: list[Claim] = []
    for body, words in text.bodies.items():
        for statement, said in engine.claims_of(words):
            if max(statement.value or 0, statement.high or 0) > LARGEST:
                continue  # No office counts so far; the column does not either.
            known = decided.get((body, statement.text))
            before = known.pop(0) if known else None
            found.append(
                Claim(
                    text=text,
                    number=len(found) + 1,
                    version=1,
                    body=body,
                    language=said.language,
                    start=statement.start,
                    end=statement.end,
                    words=statement.text,
                    comparator=statement.comparator,
                    value=statement.value,
                    low=statement.low,
                    high=statement.high,
                    counted_in=statement.unit,
                    window=statement.window,
                    measure=statement.measure or "",
                    figure=before.figure if before else None,
                    is_set_aside=before.is_set_aside if before else False,
                )
            )
    if len(found) > MOST_CLAIMS:
        raise DomainError(
            _("The text makes more than %(most)s statements. Keep it in parts."),
            params={"most": f"{MOST_CLAIMS:,}"},
            code="too_many_claims",
        )
    Claim.objects.filter(text=text).delete()
    Claim.objects.bulk_create(found, batch_size=500)
    judge_anew(Claim.objects.filter(text=text))


# --- Claims ---------------------------------------------------------------------------------------


def tie_claim(claim: Claim, *, figure: Figure, by: User) -> None:
    """Hold a claim against a published figure."""
    if figure.top_unit_id != claim.top_unit_id:
        raise DomainError({"figure": _("The figure is another institution's.")}, code="foreign")
    if not figure.releases.exists():
        raise DomainError(
            {"figure": _("The figure is not published yet. Release it first.")},
            code="not_published",
        )
    with transaction.atomic():
        with changing(claim, by=by, verb="claim.tied"):
            claim.figure = figure
            claim.is_set_aside = False
        judge_anew([claim])


def untie_claim(claim: Claim, *, by: User) -> None:
    """Hold a claim against no figure any more."""
    with transaction.atomic():
        with changing(claim, by=by, verb="claim.untied"):
            claim.figure = None
        judge_anew([claim])


def set_aside(claim: Claim, *, reason: str, by: User) -> None:
    """Leave a claim out of every check: it states nothing that is to be counted."""
    with transaction.atomic():
        with changing(claim, by=by, verb="claim.set_aside", note=reason):
            claim.is_set_aside = True
            claim.figure = None
        judge_anew([claim])


def take_back(claim: Claim, *, by: User) -> None:
    """Check a claim again that was set aside."""
    with changing(claim, by=by, verb="claim.taken_back"):
        claim.is_set_aside = False


def tie_what_agrees(text: SourceText, *, figures: Iterable[Figure], by: User) -> int:
    """Tie each free claim to the one of these figures that supports it; say how many were tied.

    Only a figure of the claim's own measure is considered, and one that is narrowed to nothing: of
    what it is narrowed to, the words of a number do not tell.
    """
    offered: dict[str, list[tuple[Figure, Release]]] = {}
    for figure in figures:
        release = figure.releases.newest_first().first()
        if release is not None and not figure.filters:
            offered.setdefault(figure.measure, []).append((figure, release))
    tied = 0
    with transaction.atomic():
        for claim in Claim.objects.of(text).counted().filter(figure=None):
            agree = [
                figure
                for figure, release in offered.get(claim.measure, ())
                if not verdict_of(claim, figure, release)
            ]
            if len(agree) == 1:
                tie_claim(claim, figure=agree[0], by=by)
                tied += 1
    return tied


def verdict_of(claim: Claim, figure: Figure, release: Release) -> tuple[str, ...]:
    """Say what keeps a release from supporting a claim; empty where it does."""
    day = claim.text.day(release.released_on)
    said = engine.dated(claim.said, day)
    return engine.held_against(said, published(release, figure), on=day.latest)


def judge_anew(claims: Iterable[Claim]) -> int:
    """Hold claims against the newest releases of their figures; say how many verdicts are other."""
    changed = 0
    releases: dict[int, Release | None] = {}
    for claim in claims:
        figure, verdict, why = claim.figure, Verdict.NO_FIGURE, []
        if figure is not None:
            if figure.pk not in releases:
                releases[figure.pk] = figure.releases.newest_first().first()
            if release := releases[figure.pk]:
                why = list(verdict_of(claim, figure, release))
                verdict = Verdict.UNSUPPORTED if why else Verdict.SUPPORTED
        if (claim.verdict, claim.why) != (verdict, why):
            claim.verdict, claim.why = verdict, why
            Claim.objects.filter(pk=claim.pk).update(verdict=verdict, why=why)
            changed += 1
    return changed

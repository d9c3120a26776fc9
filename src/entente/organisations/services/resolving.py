"""The resolver over what is known here: the registry, our own organisations, decided names."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max
from django.utils import timezone

from entente.office.rules import MissingRuleError, rule
from entente.organisations.enums import NameKind
from entente.organisations.models import (
    Identifier,
    Organisation,
    OrganisationName,
    RegistryEntry,
    RegistryRelease,
)
from entente.organisations.resolving import Entry, Index, Name, Question, Resolver, Thresholds
from entente.organisations.resolving.in_chinese import names_in_chinese
from entente.organisations.resolving.index import Held, key
from entente.organisations.resolving.resolver import Why

Stamp = tuple[object, ...]
ALSO_FROM = 0.15  # confidence from which one that is not the best is shown beside it


@dataclass(frozen=True)
class Known:
    """A resolver, and which of its institutions are organisations of our register.

    `ours` leads from the address under which an answer names an institution to our row.
    """

    resolver: Resolver
    ours: dict[str, int]
    registry: int


class _Kept:
    """What this process has made ready: the registry's index and, beside it, our own names."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.release: int | None = None
        self.base: Index | None = None
        self.stamp: Stamp = ()
        self.known: Known | None = None


_kept = _Kept()


def known() -> Known:
    """Give the resolver, made anew only where the registry or our own names have changed.

    The index of the registry comes from a file in ENTENTE_HOME; where that is missing, it is
    built from the rows, which takes some twelve seconds for fifty thousand names.
    """
    with _kept.lock:
        newest = RegistryRelease.objects.newest()
        release = newest.pk if newest else 0
        if _kept.base is None or _kept.release != release:
            _kept.base, _kept.release, _kept.stamp = _base(release), release, ()
        thresholds = _thresholds()
        stamp = (*_stamp(), thresholds)
        if _kept.known is None or _kept.stamp != stamp:
            _kept.known, _kept.stamp = _beside(_kept.base, release, thresholds), stamp
        return _kept.known


@dataclass(frozen=True)
class Likely:
    """What names that were typed may mean: rows of ours, and institutions of the registry."""

    ours: tuple[tuple[Organisation, Why], ...] = ()
    registered: tuple[Held, ...] = ()


def likely(texts: Iterable[str], country: str = "", *, limit: int = 4) -> Likely:
    """Say which of our organisations and which entries of the registry some names may mean.

    Without a registry nothing is said; the index is not even made ready.
    """
    if not RegistryRelease.objects.exists():
        return Likely()
    here = known()
    best: dict[str, tuple[float, Held, Why]] = {}
    for text in texts:
        answer = here.resolver.resolve(Question(text, country))
        if answer.best is None:
            continue
        best[answer.best.id] = (answer.confidence, answer.best, answer.why)
        for it in answer.alternatives:
            if it.confidence >= ALSO_FROM:
                best.setdefault(it.held.id, (it.confidence, it.held, Why.ALIKE))
    ordered = sorted(best.values(), key=lambda it: -it[0])[:limit]
    rows = Organisation.objects.standing().in_bulk(
        [here.ours[held.id] for _sure, held, _why in ordered if held.id in here.ours]
    )
    ours = [
        (rows[pk], why)
        for _sure, held, why in ordered
        if (pk := here.ours.get(held.id)) is not None and pk in rows
    ]
    registered = [held for _sure, held, _why in ordered if held.id not in here.ours]
    return Likely(tuple(ours), tuple(registered))


def _thresholds() -> Thresholds:
    """Give what the office has set, as shares."""
    day = timezone.localdate()
    asked = ("organisations.join_from", "organisations.ask_from")
    try:
        join, ask = (float(rule(name, on=day)) for name in asked)
    except MissingRuleError:
        return Thresholds()
    return Thresholds(join=join, ask=ask)


def _base(release: int) -> Index:
    if not release:
        return Index.build(())
    folder = Path(settings.HOME) / "registry"
    folder.mkdir(exist_ok=True)
    file = folder / f"{settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}-{release}.json"
    index = Index.load(file)
    if index is None:
        index = Index.build(RegistryEntry.objects.read(), also=names_in_chinese())
        for old in folder.glob("*.json"):
            old.unlink(missing_ok=True)
        index.save(file)
    return index


def _stamp() -> Stamp:
    names = OrganisationName.objects.aggregate(Count("pk"), Max("pk"), Max("updated_at"))
    rows = Organisation.objects.aggregate(Max("updated_at"), Count("pk"))
    numbers = Identifier.objects.aggregate(Max("updated_at"), Count("pk"))
    return (*names.values(), *rows.values(), *numbers.values())


def _beside(base: Index, release: int, thresholds: Thresholds) -> Known:
    names: dict[int, list[Name]] = defaultdict(list)
    rows = OrganisationName.objects.filter(organisation__merged_into__isnull=True)
    listed = rows.values_list("organisation_id", "text", "language", "kind", "is_main")
    for pk, text, language, kind, is_main in listed:
        said = _kind(text, kind, is_main=is_main)
        names[pk].append(Name(text, language, said))
    numbers = dict(Identifier.objects.filter(scheme="ror").values_list("organisation_id", "value"))
    entries: list[Entry] = []
    ours: dict[str, int] = {}
    countries = dict(Organisation.objects.standing().values_list("pk", "country"))
    for pk, some in names.items():
        country = countries.get(pk, "")
        address = _address(pk, some, country, numbers.get(pk, ""), base)
        ours.setdefault(address, pk)
        at = base.by_id.get(address)
        there = base.held[at] if at is not None else None
        entries.append(
            Entry(
                id=address,
                names=tuple(some),
                country=country or (there.country if there else ""),
                city=" ".join(there.city) if there else "",
                place=there.number if there else 0,
                standing=there.standing if there else 3,
            )
        )
    if not entries:
        return Known(Resolver(base, thresholds=thresholds), {}, release)
    own = Index.build(entries, base=base)
    return Known(Resolver(base, own, thresholds=thresholds), ours, release)


def _kind(text: str, kind: str, *, is_main: bool) -> str:
    """Say what a name of ours is to the resolver: a short one in one word joins nothing alone."""
    if kind == NameKind.SHORT and text.isascii() and " " not in text:
        return "acronym"
    return "display" if is_main else "learned"


def _address(pk: int, names: list[Name], country: str, number: str, base: Index) -> str:
    """Name an organisation of ours as the registry does: by its number, or by the same name."""
    if number:
        return f"https://ror.org/{number.rpartition('/')[2]}"
    owners = {
        int(base.owners[at])
        for name in names
        if name.kind == "display"
        for at in base.by_key.get(key(name.text), ())
        if base.kinds[at] < 2
    }
    alive = [
        owner
        for owner in owners
        if base.held[owner].status != "withdrawn"
        and (not country or base.held[owner].country in {"", country})
    ]
    return base.held[alive[0]].id if len(alive) == 1 else f"/organisations/{pk}/"

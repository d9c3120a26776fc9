"""Which organisations the names of a sheet mean: joined where that is sure, likened where not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from entente.intake.models import KnownName
from entente.intake.plans import Partner
from entente.intake.values import language_of, without_country
from entente.office.models import Unit
from entente.organisations import names, services
from entente.organisations.models import (
    NameKey,
    Organisation,
    OrganisationName,
    RegistryRelease,
)
from entente.organisations.resolving import Decision, Question

Asked = tuple[str, str]  # a name as written, and its country or ""

LIKE_FROM = 80  # a likeness from which a person is asked; below it two names are taken for two
COMPARED = 8  # candidates that are compared letter by letter
SHOWN = 3


def partners_of(asked: Sequence[Asked], unit: Unit) -> dict[Asked, Partner]:
    """Say for each name which organisation it means; many names are asked in few queries.

    What sheets of this institution were joined with before comes first; then the names of the
    register that are surely the same, and those that the resolver joins by itself; then the names
    of the sheet itself among each other.
    """
    top = unit.top_id or unit.pk
    known = KnownName.objects.meant(top, [text for text, _country in asked])
    rest = [pair for pair in asked if pair not in known]
    sure = OrganisationName.objects.surely_meant(rest)
    sure |= _resolved([pair for pair in rest if pair not in sure])
    found: dict[Asked, Partner] = {}
    by_organisation: dict[int, Partner] = {}
    for pair in asked:
        organisation = known.get(pair) or sure.get(pair)
        if organisation is None:
            continue
        partner = by_organisation.setdefault(
            organisation.pk, Partner([], organisation.country, organisation=organisation)
        )
        partner.spellings.append(pair[0])
        found[pair] = partner
    new = [pair for pair in rest if pair not in sure]
    return found | _joined_among_each_other(new)


def _resolved(asked: Sequence[Asked]) -> dict[Asked, Organisation]:
    """Say which names the resolver joins by itself with an organisation of our register."""
    if not asked or not RegistryRelease.objects.exists():
        return {}
    here = services.known()
    meant: dict[Asked, int] = {}
    for text, country in asked:
        answer = here.resolver.resolve(Question(text, country))
        if answer.decision is Decision.JOIN and answer.best is not None:
            ours = here.ours.get(answer.best.id)
            meant |= {(text, country): ours} if ours is not None else {}
    rows = Organisation.objects.standing().in_bulk(set(meant.values()))
    return {pair: rows[pk] for pair, pk in meant.items() if pk in rows}


def _joined_among_each_other(asked: Sequence[Asked]) -> dict[Asked, Partner]:
    found: dict[Asked, Partner] = {}
    by_key: dict[str, list[Partner]] = defaultdict(list)
    for text, country in asked:
        reading = names.keys_for(text)
        partner = next((it for it in by_key[reading.key] if _same(text, country, it)), None)
        if partner is None:
            shown = without_country(text, country)
            partner = Partner([], country or reading.country, ((shown, language_of(shown)),))
            by_key[reading.key].append(partner)
        partner.spellings.append(text)
        found[text, country] = partner
    _liken(list(dict.fromkeys(found.values())))
    return found


def _same(text: str, country: str, partner: Partner) -> bool:
    if country and partner.country and country != partner.country:
        return False
    candidate = names.Candidate(0, tuple(partner.spellings), partner.country)
    return any(proposal.sure for proposal in names.propose(text, [candidate]))


def _liken(partners: Sequence[Partner]) -> None:
    """Note which organisations a new name resembles: those of the register, and earlier ones."""
    register = _register_rows(partners)
    candidates: dict[int, names.Candidate] = {}
    rows: dict[str, list[int]] = defaultdict(list)
    for at, partner in enumerate(partners):
        reading = names.keys_for(partner.spellings[0])
        likely = Counter(it for row in reading.weak for it in rows[row])
        likely.update({it: 100 for row in reading.strong for it in rows[row]})
        ordered = sorted(likely, key=lambda it: (-likely[it], it))
        near = [candidates[it] for it in ordered[:COMPARED]]
        near += [it for row in sorted(reading.strong) for it in register.get(row, ())]
        near += [it for word in sorted(_whole_words(reading)) for it in register.get(word, ())]
        for proposal in names.propose(partner.spellings[0], dict.fromkeys(near), limit=SHOWN):
            home = proposal.candidate.country
            abroad = bool(home and partner.country and home != partner.country)
            if proposal.score >= LIKE_FROM and not abroad:
                partner.likened.append(proposal.name)
        candidates[at] = names.Candidate(at, (partner.spellings[0],), partner.country)
        for row in reading.strong | reading.weak:
            rows[row].append(at)


def _whole_words(reading: names.Reading) -> Iterable[str]:
    return (f"?{word}" for word in reading.pieces if len(word) > 3)


def _register_rows(partners: Sequence[Partner]) -> dict[str, list[names.Candidate]]:
    """Fetch the organisations that share a key or a telling word with one of the names."""
    wanted: set[str] = set()
    for partner in partners:
        reading = names.keys_for(partner.spellings[0])
        wanted |= reading.strong | set(_whole_words(reading))
    ordered, pairs = sorted(wanted), []
    for at in range(0, len(ordered), 500):
        rows = NameKey.objects.filter(
            row__in=ordered[at : at + 500], organisation__merged_into__isnull=True
        )
        pairs += list(rows.values_list("row", "organisation_id").distinct())
    keys = sorted({pk for _row, pk in pairs})
    texts: dict[int, list[str]] = defaultdict(list)
    countries: dict[int, str] = {}
    for at in range(0, len(keys), 500):
        some = keys[at : at + 500]
        for pk, text in NameKey.objects.names_of(some):
            texts[pk].append(text)
        countries |= dict(Organisation.objects.filter(pk__in=some).values_list("pk", "country"))
    found: dict[str, list[names.Candidate]] = defaultdict(list)
    for row, pk in pairs:
        found[row].append(names.Candidate(pk, tuple(texts[pk]), countries[pk]))
    return found

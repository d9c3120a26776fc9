"""What the records say of agreements that go to the archive: the facts of each line."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q

from entente.kit.models import Attachment
from entente.kit.periods import PartialDate
from entente.partnerships.archiving import ArchiveGround
from entente.partnerships.enums import AgreementState
from entente.partnerships.models.agreements import Agreement
from entente.partnerships.models.archive import ArchiveItem, ArchiveList, to_hand_over
from entente.partnerships.models.parties import AgreementParty
from entente.partnerships.models.signatures import Signature

FACTS = (
    "ground",
    "number",
    "kind",
    "title_zh",
    "title_en",
    "partners_zh",
    "partners_en",
    "unit_zh",
    "unit_en",
    "signed_on",
    "ended_on",
    "held_by",
    "papers",
)
Facts = dict[str, Any]


def facts_of_list(chosen: ArchiveList) -> dict[int, Facts]:
    """Say of each agreement that belongs on a list what its line says: a few queries in all.

    The lines stand in the order of the day of signature.
    """
    rows = to_hand_over(chosen.unit, chosen.year, with_earlier=chosen.with_earlier)
    known_first = F("signed_on").asc(nulls_last=True)
    agreements = list(rows.for_search().select_related("unit").order_by(known_first, "number"))
    held = _held(agreements)
    return {it.pk: _facts(it, chosen.year, held[it.pk]) for it in agreements}


def differences(chosen: ArchiveList) -> tuple[dict[int, Facts], dict[int, ArchiveItem]]:
    """Compare a draft with the records: facts of what is new or changed, lines to go or change.

    Both are empty where the draft is up to date. A line in both has changed.
    """
    facts = facts_of_list(chosen)
    lines = {line.agreement_id: line for line in chosen.items.all()}
    for key in facts.keys() & lines.keys():
        if all(getattr(lines[key], name) == facts[key][name] for name in FACTS):
            del facts[key], lines[key]
    return facts, lines


@dataclass
class _Held:
    """What is held of one agreement: its files and those of its signatures, who has the paper."""

    files: list[Attachment] = field(default_factory=list)
    holders: list[str] = field(default_factory=list)


def _held(agreements: list[Agreement]) -> dict[int, _Held]:
    """Collect what is held of each agreement, in two queries."""
    found = {agreement.pk: _Held() for agreement in agreements}
    signatures = Signature.objects.filter(party__agreement__in=found).select_related("party")
    of_signature = {it.pk: it.party.agreement_id for it in signatures}
    for signature in signatures:
        found[signature.party.agreement_id].holders.append(signature.original_held_by)
    kinds = ContentType.objects.get_for_models(Agreement, Signature)
    files = Attachment.objects.filter(
        Q(record_type=kinds[Agreement], record_id__in=list(found))
        | Q(record_type=kinds[Signature], record_id__in=list(of_signature))
    )
    for file in files.order_by("kind", "pk"):
        signed = file.record_type_id == kinds[Signature].pk
        held = found[of_signature[file.record_id] if signed else file.record_id]
        held.files.append(file)
        held.holders.append(file.paper_original)
    return found


def _facts(agreement: Agreement, year: int, held: _Held) -> Facts:
    ended = agreement.ends_on if agreement.state == AgreementState.ENDED else None
    theirs = agreement.theirs
    return {
        "ground": _ground(agreement.signed_on, ended, year),
        "number": agreement.number,
        "kind": agreement.kind,
        "title_zh": agreement.title_zh,
        "title_en": agreement.title_en,
        "partners_zh": "；".join(_name(party, "zh") for party in theirs),
        "partners_en": "; ".join(_name(party, "en") for party in theirs),
        "unit_zh": agreement.unit.name_zh,
        "unit_en": agreement.unit.name_en,
        "signed_on": agreement.signed_on,
        "ended_on": ended,
        "held_by": "; ".join(dict.fromkeys(filter(None, held.holders))),
        # The name of a confidential file can say too much on a list that goes from hand to hand.
        "papers": [
            {"kind": it.kind, "name": "" if it.confidential else it.name} for it in held.files
        ],
    }


def _ground(signed: PartialDate | None, ended: PartialDate | None, year: int) -> str:
    if signed and _in_year(signed, year):
        return ArchiveGround.SIGNED
    if ended and _in_year(ended, year):
        return ArchiveGround.ENDED
    return ArchiveGround.EARLIER


def _in_year(day: PartialDate, year: int) -> bool:
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    return first <= day.earliest and day.latest <= last


def _name(party: AgreementParty, language: str) -> str:
    """Name a party as at signing, else as today, else in the other language."""
    other = "en" if language == "zh" else "zh"
    holder = party.holder
    names = (
        getattr(party, f"name_at_signing_{language}"),
        getattr(holder, f"name_{language}", ""),
        getattr(party, f"name_at_signing_{other}"),
        getattr(holder, f"name_{other}", ""),
    )
    return next(filter(None, names), "")

"""Decisions about documents: read one, accept, correct or reject what it proposes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.intake.documents import read_bytes
from entente.intake.enums import ProposedState
from entente.intake.models import Document, Proposed
from entente.intake.services.entering import enter
from entente.intake.services.reading import read_text
from entente.intake.services.touching import THERE, touches
from entente.kit.audit import changing, creating, locking
from entente.kit.errors import DomainError
from entente.kit.files.names import clean_name
from entente.kit.files.services import keep_file
from entente.kit.models import StoredFile
from entente.office.models import Unit, User
from entente.organisations import services as organisations

S = ProposedState
MOST = 500  # proposals that a person would look through


def read_document(
    content: bytes, *, name: str, unit: Unit, by: User, ask_model: bool = False
) -> Document:
    """Read a document for a unit and keep what it proposes; nothing else is saved.

    The same words give the document that is there already. A file that cannot be read is refused.
    """
    text = read_bytes(content)
    fingerprint = hashlib.sha256(text.content.encode()).hexdigest()
    before = Document.objects.filter(top_unit=unit.top_id, fingerprint=fingerprint).first()
    if before is not None:
        return before
    reading, touched = read_text(text, unit, ask_model=ask_model)
    if len(reading.proposals) > MOST:
        raise DomainError(
            _("This document tells of more than %(most)s things. Please read it in parts."),
            params={"most": MOST},
        )
    with transaction.atomic():
        document = Document(
            unit=unit,
            name=clean_name(name) or _("Pasted text"),
            file=_kept(content, name, by),
            text=text.content,
            pages=list(text.pages),
            notes=reading.notes,
            language=text.language,
            fingerprint=fingerprint,
            read_by=by,
        )
        creating(document, by=by, verb="document.read")
        rows = []
        for number, (it, touch) in enumerate(zip(reading.proposals, touched, strict=True), start=1):
            spans = [vars(span) | {"page": text.page_of(span.start)} for span in it.spans]
            there = touch["action"] == THERE
            rows.append(
                Proposed(
                    document=document,
                    version=1,
                    number=number,
                    kind=it.kind,
                    fields=it.fields,
                    spans=spans,
                    conflicts=it.conflicts,
                    confidence=it.confidence,
                    by_model=it.by_model,
                    key=it.key,
                    state=S.THERE if there else S.OPEN,
                    made_model=MODELS[it.kind] if there else "",
                    made_id=touch["id"] if there else None,
                )
            )
        Proposed.objects.bulk_create(rows, batch_size=200)
    return document


MODELS = {
    "organisation": "organisations.Organisation",
    "agreement": "partnerships.Agreement",
    "consortium": "consortia.Consortium",
    "member": "consortia.Membership",
    "mandate": "consortia.Mandate",
    "person": "people.Person",
    "claim": "figures.Claim",
    "visit": "visits.Visit",
    "centre": "research.JointCentre",
    "event": "events.Event",
    "appointment": "experts.Engagement",
}


def _kept(content: bytes, name: str, by: User) -> StoredFile | None:
    """Keep the file itself where it is of a kind that is kept; of others the words stay."""
    try:
        return keep_file(ContentFile(content, name=clean_name(name) or "text.txt"), by)
    except DomainError:
        return None


def accept(proposed: Proposed, *, by: User, corrected: Mapping[str, Any] | None = None) -> Any:
    """Enter what a proposal says, as it was read or as a person corrected it; give the record.

    What is there by now is not entered twice.
    """
    with locking(proposed.document):
        proposed.refresh_from_db()
        if proposed.state != S.OPEN:
            raise DomainError(_("This proposal has been decided already."), code="decided")
        if corrected:
            with changing(proposed, by=by, verb="proposal.corrected"):
                proposed.fields = proposed.fields | dict(corrected)
        known = organisations.known()
        touch = touches(proposed.proposal, proposed.document.unit, known)
        if touch["action"] == THERE:
            _decide(proposed, S.THERE, by=by, made=touch["id"])
            return proposed.made
        record = enter(proposed, known, by=by)
        _decide(proposed, S.ACCEPTED, by=by, made=record.pk)
        return record


def reject(proposed: Proposed, *, by: User) -> None:
    """Say that a proposal is none."""
    with locking(proposed.document):
        proposed.refresh_from_db()
        if proposed.state != S.OPEN:
            raise DomainError(_("This proposal has been decided already."), code="decided")
        _decide(proposed, S.REJECTED, by=by, made=None)


def reopen(proposed: Proposed, *, by: User) -> None:
    """Let a rejected proposal wait again."""
    with locking(proposed.document):
        proposed.refresh_from_db()
        if proposed.state != S.REJECTED:
            raise DomainError(
                _("What was accepted is a record now; it is changed on its own page."),
                code="accepted",
            )
        _decide(proposed, S.OPEN, by=by, made=None)


def _decide(proposed: Proposed, state: str, *, by: User, made: int | None) -> None:
    with changing(proposed, by=by, verb=f"proposal.{VERBS[state]}"):
        proposed.state = state
        proposed.made_model = MODELS[proposed.kind] if made else ""
        proposed.made_id = made
        proposed.decided_by = None if state == S.OPEN else by
        proposed.decided_at = None if state == S.OPEN else timezone.now()


VERBS: dict[str, str] = {
    S.ACCEPTED: "accepted",
    S.REJECTED: "rejected",
    S.THERE: "found",
    S.OPEN: "reopened",
}

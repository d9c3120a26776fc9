"""Verifying: a number against the register, a file against its signature and the register."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from entente.certificates import keys, numbers, printed
from entente.certificates.badges import verifying
from entente.certificates.badges.verifying import Fetch, Finding, Verdict
from entente.certificates.enums import CertificateState
from entente.certificates.models import Certificate, Copy
from entente.certificates.services.signing import status_list

Document = dict[str, Any]
PDF = b"%PDF-"


@dataclass(frozen=True)
class Answer:
    """What the page says: a word, and the certificate where it is one of ours.

    Words: `valid`, `void`, `revoked`, `reissued`, `expired`, `altered`, `unreadable`, `foreign`
    (somebody else's credential), `mistyped` (the check character does not fit), `unknown`.
    """

    word: str
    certificate: Certificate | None = None
    typed: str = ""


def look_up(typed: str, *, on: datetime.date) -> Answer:
    """Look a number up; without its check character nothing is looked up."""
    plain = numbers.tidy(typed)
    try:
        number = str(numbers.read(typed))
    except ValidationError:
        return Answer("mistyped", typed=plain)
    rows = Certificate.objects.select_related("series", "unit", "replaced")
    found = rows.filter(number=number).first()
    return Answer("unknown", typed=number) if found is None else _state_of(found, on)


def _state_of(certificate: Certificate, on: datetime.date) -> Answer:
    expired = certificate.expires_on is not None and certificate.expires_on < on
    valid = certificate.state == CertificateState.VALID
    word = "expired" if valid and expired else str(certificate.state)
    return Answer(word, certificate, certificate.number)


def look_at(content: bytes, *, on: datetime.date) -> Answer:
    """Check a file that was dropped on the page; nothing of it is kept."""
    finding = check_file(content, issuer=own_keys, statuses=own_list, now=timezone.now())
    if finding.verdict == Verdict.UNREADABLE:
        return Answer("unreadable")
    if finding.verdict == Verdict.UNKNOWN:
        return Answer("foreign")
    if finding.verdict == Verdict.ALTERED or finding.document is None:
        return Answer("altered")
    subject = finding.document.get("credentialSubject", {})
    answer = look_up(str(subject.get("licenseNumber")), on=on)
    if answer.certificate is None:
        return Answer("foreign")
    handed_out = Copy.objects.filter(
        certificate=answer.certificate, digest=hashlib.sha256(content).hexdigest()
    )
    if content.startswith(PDF) and not handed_out.exists():
        return Answer("altered", None, answer.typed)
    return answer


def own_keys(name: str) -> Document:
    """Give our own keys; we speak for nobody else."""
    if name != keys.did():
        message = "This is another issuer's credential."
        raise LookupError(message)
    return keys.document()


def own_list(address: str) -> Document:
    """Give the status list that stands at an address of ours."""
    number = address.rstrip("/").rpartition("/")[2]
    if not number.isdigit():
        message = "This is not a list of ours."
        raise LookupError(message)
    return status_list(int(number), at=timezone.now())


def check_file(
    content: bytes, *, issuer: Fetch, statuses: Fetch | None, now: datetime.datetime
) -> Finding:
    """Check a credential file, or a PDF that carries one: what is printed has to be signed."""
    if not content.startswith(PDF):
        return verifying.verify(content, issuer=issuer, statuses=statuses, now=now)
    inside = printed.credential_in(content)
    if inside is None:
        return Finding(Verdict.UNREADABLE, "The PDF carries no credential.")
    credential, text = inside
    finding = verifying.verify(credential, issuer=issuer, statuses=statuses, now=now)
    if finding.document is None or finding.verdict in {Verdict.ALTERED, Verdict.UNREADABLE}:
        return finding
    said = [*finding.document["description"].splitlines(), finding.document["name"]]
    said.append(finding.document["credentialSubject"]["licenseNumber"])
    missing = [line for line in said if printed.plain(line) not in text]
    if missing:
        reason = f"What is printed differs from what was signed: {missing[0]}"
        return replace(finding, verdict=Verdict.ALTERED, reason=reason)
    return finding

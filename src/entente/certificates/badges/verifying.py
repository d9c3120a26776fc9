"""Is a credential valid? Signature, days and status, without asking us.

`verify` is pure: who calls hands over the issuer's document of keys and the status list, given as
a file or fetched.
"""

from __future__ import annotations

import datetime
import enum
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from entente.certificates.badges import multibase, proofs, status
from entente.certificates.badges.canonical import Document
from entente.certificates.badges.faults import AlteredError, UnreadableError

MOST_BYTES = 2_000_000
Fetch = Callable[[str], Document]


class Verdict(enum.StrEnum):
    """What came out."""

    VALID = "valid"
    ALTERED = "altered"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NOT_YET = "not_yet_valid"
    UNKNOWN = "status_unknown"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Finding:
    """The verdict with its reason, and what the credential says."""

    verdict: Verdict
    reason: str = ""
    document: Document | None = None


def read(content: bytes) -> Document | str:
    """Read a credential: a document, or a token as text."""
    if len(content) > MOST_BYTES:
        message = "It is too large to be a credential."
        raise UnreadableError(message)
    try:
        text = content.decode("utf-8-sig").strip()
        if text.count(".") == 2 and not text.startswith("{"):
            return text
        found = json.loads(text, object_pairs_hook=_once)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        message = "It is neither a credential in JSON nor a JWT."
        raise UnreadableError(message) from error
    if not isinstance(found, dict) or "VerifiableCredential" not in _types(found):
        message = "It is JSON, but no credential."
        raise UnreadableError(message)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice: two programs would read two things."""
    found = dict(pairs)
    if len(found) != len(pairs):
        message = "A key stands twice."
        raise UnreadableError(message)
    return found


def _types(document: Document) -> list[Any]:
    types = document.get("type")
    return types if isinstance(types, list) else [types]


def verify(
    content: bytes, *, issuer: Fetch, statuses: Fetch | None, now: datetime.datetime
) -> Finding:
    """Say whether a credential is valid now.

    `issuer` gives the DID document of an issuer's name, `statuses` the status list of an address;
    both raise `LookupError` when there is none to be had.
    """
    document: Document | None = None
    try:
        given = read(content)
        document = claims_of(given) if isinstance(given, str) else given
        document = signed(given, issuer)
        return _today(document, issuer, statuses, now)
    except AlteredError as error:
        return Finding(Verdict.ALTERED, str(error), document)
    except UnreadableError as error:
        return Finding(Verdict.UNREADABLE, str(error), document)
    except LookupError as error:
        return Finding(Verdict.UNKNOWN, str(error), document)


def claims_of(token: str) -> Document:
    """Read what a token says, unchecked."""
    try:
        found: Document = jwt.decode(token, options={"verify_signature": False})
    except jwt.PyJWTError as error:
        message = "It is no JWT that this program can read."
        raise UnreadableError(message) from error
    return found


def signed(given: Document | str, issuer: Fetch) -> Document:
    """Check the signature with the issuer's keys; give the document."""
    claimed = claims_of(given) if isinstance(given, str) else given
    keys = keys_of(issuer(proofs.issuer_of(claimed)))
    if isinstance(given, str):
        return proofs.check_token(given, {n: k for n, k in keys.items() if not _is_edwards(k)})
    proofs.check(given, {name: key for name, key in keys.items() if _is_edwards(key)})
    return given


def _is_edwards(key: Any) -> bool:
    return isinstance(key, Ed25519PublicKey)


def keys_of(document: Document) -> dict[str, Any]:
    """Read the keys of a DID document with which credentials may be signed."""
    may = {one if isinstance(one, str) else one.get("id") for one in document["assertionMethod"]}
    found: dict[str, Any] = {}
    for method in document.get("verificationMethod", []):
        if method.get("controller") != document.get("id") or method.get("id") not in may:
            continue
        if method.get("type") == "Multikey":
            content = multibase.from_base58(method["publicKeyMultibase"])
            if content.startswith(multibase.ED25519):
                found[method["id"]] = Ed25519PublicKey.from_public_bytes(content[2:])
        elif "publicKeyJwk" in method:
            found[method["id"]] = jwt.PyJWK(method["publicKeyJwk"], algorithm="ES256").key
    return found


def _today(
    document: Document, issuer: Fetch, statuses: Fetch | None, now: datetime.datetime
) -> Finding:
    if _moment(document.get("validFrom")) > now:
        return Finding(Verdict.NOT_YET, f"It holds from {document['validFrom']} on.", document)
    if "validUntil" in document and _moment(document["validUntil"]) < now:
        return Finding(Verdict.EXPIRED, f"It held until {document['validUntil']}.", document)
    entry = document.get("credentialStatus")
    if entry is None:
        return Finding(Verdict.VALID, "", document)
    if not isinstance(entry, dict) or entry.get("type") != "BitstringStatusListEntry":
        message = "Its status is of a kind that this program cannot read."
        raise UnreadableError(message)
    if statuses is None:
        return Finding(Verdict.UNKNOWN, "No status list was given or fetched.", document)
    listed = signed(statuses(str(entry.get("statusListCredential"))), issuer)
    _refuse_foreign(listed, document, entry)
    if status.is_set(listed["credentialSubject"]["encodedList"], int(entry["statusListIndex"])):
        return Finding(Verdict.REVOKED, "The issuer has revoked it.", document)
    return Finding(Verdict.VALID, "", document)


def _refuse_foreign(listed: Document, document: Document, entry: Document) -> None:
    """Refuse a list that is another's, or for another purpose, or stands at another address."""
    subject = listed.get("credentialSubject")
    same = proofs.issuer_of(listed) == proofs.issuer_of(document)
    if (
        not same
        or not isinstance(subject, dict)
        or listed.get("id") != entry.get("statusListCredential")
        or subject.get("statusPurpose") != entry.get("statusPurpose")
        or not str(entry.get("statusListIndex")).isdigit()
    ):
        message = "The status list is not the one that the credential names."
        raise AlteredError(message)


def _moment(text: Any) -> datetime.datetime:
    try:
        found = datetime.datetime.fromisoformat(str(text))
    except ValueError as error:
        message = f"“{text}” is no moment."
        raise UnreadableError(message) from error
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)

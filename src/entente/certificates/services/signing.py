"""Signing: what a certificate says, as a credential in two forms; lists of what no longer holds."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone

from entente.certificates import keys
from entente.certificates.badges import proofs, shape, status
from entente.certificates.models import Certificate, Credential

Document = dict[str, Any]


def sign(certificates: Sequence[Certificate]) -> list[Credential]:
    """Sign certificates in both forms and keep them, in the transaction that enters them."""
    edwards, curve = keys.signing(keys.EDWARDS), keys.signing(keys.CURVE)
    documents = proofs.sign_credentials(
        [said(certificate) for certificate in certificates],
        edwards.private,
        edwards.method,
        created=moment(timezone.now()),
    )
    return Credential.objects.bulk_create(
        [
            Credential(
                certificate=certificate,
                document=json.dumps(document, ensure_ascii=False, indent=1),
                token=proofs.sign_token(document, curve.private, curve.method),
            )
            for certificate, document in zip(certificates, documents, strict=True)
        ]
    )


def credential_of(certificate: Certificate) -> Credential:
    """Give the credential of a certificate; one from before there were credentials gets its own."""
    return Credential.objects.filter(certificate=certificate).first() or sign([certificate])[0]


def said(certificate: Certificate) -> dict[str, str]:
    """Give the values of a certificate's credential (`shape.credential`)."""
    zh, en = certificate.said("zh"), certificate.said("en")
    subject = both(str(zh["subject"]), str(en["subject"]))
    title = both(certificate.title_zh, certificate.title_en)
    about = subject or title
    # The same course of the same series is the same achievement.
    achievement = f"{certificate.series_id} {certificate.project} {title} {about}"
    index = status.place(certificate.pk)
    found = {
        "id": certificate.short_address,
        "title": title,
        "text": f"{certificate.text_zh}\n{certificate.text_en}",
        "issuer_id": keys.did(),
        "issuer": both(certificate.unit.name_zh, certificate.unit.name_en),
        "since": midnight(certificate.issued_on),
        "subject_id": f"urn:uuid:{certificate.uuid}",
        "number": certificate.number,
        "holder": both(certificate.name_zh, certificate.name_en),
        "achievement_id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, achievement)}",
        "achievement": about,
        "about": title,
        "criteria": both(title, subject),
        "status_list": list_address(index[0]),
        "status_index": str(index[1]),
    }
    if certificate.starts_on:
        found["first"] = certificate.starts_on.isoformat()
    if certificate.ends_on:
        found["last"] = certificate.ends_on.isoformat()
    if certificate.expires_on:
        found["until"] = midnight(certificate.expires_on + datetime.timedelta(days=1))
    return {name: value.replace("\r\n", "\n").replace("\t", " ") for name, value in found.items()}


def both(zh: str, en: str) -> str:
    """Put the two languages beside each other, once where they are the same."""
    return " ".join(dict.fromkeys(word for word in (zh, en) if word))


def midnight(day: datetime.date) -> str:
    """Give the moment at which a day begins here."""
    begins = datetime.datetime.combine(day, datetime.time(), timezone.get_default_timezone())
    return begins.isoformat()


def moment(at: datetime.datetime) -> str:
    """Write a moment as proofs have it."""
    return at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def list_address(number: int) -> str:
    """Give the address of a status list."""
    return f"{settings.ADDRESS}/certificates/status/{number}/"


def status_list(number: int, *, at: datetime.datetime) -> Document:
    """Sign a status list as it stands."""
    first = (number - 1) * status.LENGTH
    ended = Certificate.objects.ended_between(first, first + status.LENGTH - 1)
    key = keys.signing(keys.EDWARDS)
    values = {
        "id": list_address(number),
        "issuer_id": keys.did(),
        "since": moment(at),
        "list": status.encode(pk - first for pk in ended),
    }
    return proofs.sign(shape.status_list(values), key.private, key.method, created=moment(at))

"""`./entente certificates verify FILE`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import requests
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from entente.certificates.badges.verifying import Fetch, Finding, Verdict
from entente.certificates.services import check_file

EXIT = {Verdict.VALID: 0, Verdict.UNREADABLE: 2}
NOT_VALID = 1
SECONDS = 10
Document = dict[str, Any]


class Command(BaseCommand):
    """Say whether a certificate is valid, from its file; no server of ours is asked."""

    help = "Verify a certificate's file: PDF, JSON or JWT. 0 valid, 1 not valid, 2 unreadable."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, and what is not to be fetched."""
        steps = parser.add_subparsers(dest="step", required=True)
        verify = steps.add_parser("verify", help="verify a file")
        verify.add_argument("file", type=Path)
        verify.add_argument("--json", action="store_true", help="answer for machines")
        verify.add_argument("--did", type=Path, help="the issuer's keys (did.json), from a file")
        verify.add_argument("--status", type=Path, help="the status list, from a file")
        verify.add_argument("--offline", action="store_true", help="fetch nothing")

    def handle(self, **options: Any) -> None:
        """Verify, print, and leave with the code of the verdict."""
        finding = self.verify(options)
        if options["json"]:
            said = {"verdict": finding.verdict.value, "reason": finding.reason}
            subject = (finding.document or {}).get("credentialSubject")
            if isinstance(subject, dict):
                said["number"] = str(subject.get("licenseNumber", ""))
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        else:
            self.stdout.write(f"{finding.verdict.value}. {finding.reason}".strip())
        sys.exit(EXIT.get(finding.verdict, NOT_VALID))

    def verify(self, options: dict[str, Any]) -> Finding:
        """Read the file and check it."""
        fetch = nothing if options["offline"] else fetched
        try:
            content = options["file"].read_bytes()
            issuer = given(options["did"]) if options["did"] else keys_from(fetch)
            statuses = given(options["status"]) if options["status"] else fetch
        except (OSError, ValueError) as error:
            return Finding(Verdict.UNREADABLE, str(error))
        return check_file(content, issuer=issuer, statuses=statuses, now=timezone.now())


def given(path: Path) -> Fetch:
    """Give the document of a file, whatever is asked for."""
    found: Document = json.loads(path.read_text("utf-8"))
    return lambda _name: found


def nothing(name: str) -> Document:
    """Fetch nothing."""
    message = f"{name} was not given."
    raise LookupError(message)


def keys_from(fetch: Fetch) -> Fetch:
    """Find the keys of a `did:web`, at the address that its name says."""

    def keys(name: str) -> Document:
        method, _colon, place = name.removeprefix("did:").partition(":")
        if method != "web" or not place:
            message = f"The keys of {name} cannot be found: it is no did:web."
            raise LookupError(message)
        host, *path = (unquote(part) for part in place.split(":"))
        where = "/".join(path) or ".well-known"
        scheme = "http" if host.partition(":")[0] in {"localhost", "127.0.0.1"} else "https"
        return fetch(f"{scheme}://{host}/{where}/did.json")

    return keys


def fetched(address: str) -> Document:
    """Fetch a document."""
    try:
        answer = requests.get(address, timeout=SECONDS)
        answer.raise_for_status()
        found: Document = answer.json()
    except (requests.RequestException, ValueError) as error:
        message = f"{address} could not be fetched."
        raise LookupError(message) from error
    return found

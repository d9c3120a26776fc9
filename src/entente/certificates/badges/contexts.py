"""The JSON-LD contexts of the standards; they come with `openbadgeslib` and are never fetched."""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from entente.certificates.badges.faults import UnreadableError

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
FILES = {
    CREDENTIALS: "credentials-v2.json",
    "https://w3id.org/security/data-integrity/v2": "security-data-integrity-v2.json",
    "https://w3id.org/security/multikey/v1": "security-multikey-v1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": "ob-v3p0-context-3.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": "ob-v3p0-context-3.0.2.json",
    BADGES: "ob-v3p0-context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "ob-v3p0-extensions.json",
}


@cache
def context(address: str) -> dict[str, Any]:
    """Give a context by its address; one that we do not carry is refused."""
    # The package's own code is not needed here, and is not loaded.
    package = find_spec("openbadgeslib")
    if address not in FILES or package is None or package.origin is None:
        message = f"The context {address} is not known here."
        raise UnreadableError(message)
    path = Path(package.origin).parent / "ob3" / "contexts" / FILES[address]
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def load(address: str, _options: Any = None) -> dict[str, Any]:
    """Load a context as pyld asks for it."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": context(address),
    }

"""How our credentials are built: Open Badges 3.0 on Verifiable Credentials 2.0.

Every value is named, so that the same function makes the document and its template. Every node
but one has a name (`canonical`); none shares its name with another, because nodes of one name
become one, and a field that was deleted from one of them would stay valid.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from entente.certificates.badges.contexts import BADGES, CREDENTIALS

Document = dict[str, Any]
CONTEXTS = [CREDENTIALS, BADGES]
SUITE = "eddsa-rdfc-2022"


def credential(values: Mapping[str, str]) -> Document:
    """Build a credential of its values; those that may be missing are `until`, `first`, `last`."""
    subject: Document = {
        "id": values["subject_id"],
        "type": ["AchievementSubject"],
        "licenseNumber": values["number"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": values["holder"],
                "identityType": "name",
            }
        ],
        "achievement": {
            "id": values["achievement_id"],
            "type": ["Achievement"],
            "name": values["achievement"],
            "description": values["about"],
            "criteria": {
                "id": f"{values['achievement_id']}#criteria",
                "narrative": values["criteria"],
            },
        },
    }
    for name, field in (("first", "activityStartDate"), ("last", "activityEndDate")):
        if name in values:
            subject[field] = values[name]
    made: Document = {
        "@context": CONTEXTS,
        "id": values["id"],
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": values["title"],
        "description": values["text"],
        "issuer": {"id": values["issuer_id"], "type": ["Profile"], "name": values["issuer"]},
        "validFrom": values["since"],
        "credentialSubject": subject,
        "credentialStatus": {
            "id": f"{values['status_list']}#{values['status_index']}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": values["status_index"],
            "statusListCredential": values["status_list"],
        },
    }
    if "until" in values:
        made["validUntil"] = values["until"]
    return made


def status_list(values: Mapping[str, str]) -> Document:
    """Build the credential of a status list."""
    return {
        "@context": [CREDENTIALS],
        "id": values["id"],
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": values["issuer_id"],
        "validFrom": values["since"],
        "credentialSubject": {
            "id": f"{values['id']}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": values["list"],
        },
    }


def proof(values: Mapping[str, str]) -> Document:
    """Build what a proof says before it is signed."""
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": values["created"],
        "verificationMethod": values["method"],
        "proofPurpose": "assertionMethod",
    }


def credential_proof(values: Mapping[str, str]) -> Document:
    """Build the same with the contexts of our credentials, in which it is signed."""
    return {"@context": CONTEXTS} | proof(values)

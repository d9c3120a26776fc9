"""Credentials, a status list and an issuer to verify, signed with keys of this run."""

import copy
import json

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from entente.certificates.badges import multibase, proofs, shape, status

DID = "did:web:certs.example.edu"
CREATED = "2026-05-01T08:00:00Z"
LIST = "https://certs.example.edu/status/1"
VALUES = {
    "id": "https://certs.example.edu/c/CUG-NDE-2026-02-0017-K",
    "title": "结业证书 Certificate of Completion",
    "text": "兹证明欧阳明完成学习。\nOuyang Ming has completed “the” course.",
    "issuer_id": DID,
    "issuer": "中国地质大学 China University of Geosciences",
    "since": "2026-05-01T00:00:00+08:00",
    "subject_id": "urn:uuid:0b0b4f0e-53b4-4e43-8dd5-9a9f1f0a0001",
    "number": "CUG-NDE-2026-02-0017-K",
    "holder": "欧阳明 Ouyang Ming",
    "achievement_id": "urn:uuid:0b0b4f0e-53b4-4e43-8dd5-9a9f1f0a0002",
    "achievement": "冶金技术管理培训班",
    "about": "非学历教育",
    "criteria": "考核合格",
    "status_list": LIST,
    "status_index": "17",
}
KEY = Ed25519PrivateKey.generate()
CURVE = ec.generate_private_key(ec.SECP256R1())
METHOD = f"{DID}#one"


def issuer(_name=DID):
    public = multibase.base58(multibase.ED25519 + KEY.public_key().public_bytes_raw())
    jwk = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(CURVE.public_key()))
    return {
        "id": DID,
        "verificationMethod": [
            {"id": METHOD, "type": "Multikey", "controller": DID, "publicKeyMultibase": public},
            {"id": f"{DID}#two", "type": "JsonWebKey", "controller": DID, "publicKeyJwk": jwk},
        ],
        "assertionMethod": [METHOD, f"{DID}#two"],
    }


def signed(**values):
    [made] = proofs.sign_credentials([VALUES | values], KEY, METHOD, created=CREATED)
    return made


def listing(*bits):
    values = {"id": LIST, "issuer_id": DID, "since": CREATED, "list": status.encode(bits)}
    return proofs.sign(shape.status_list(values), KEY, METHOD, created=CREATED)


def leaves(value, path=()):
    """Give the place of every text, number and truth value of a document."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from leaves(inner, (*path, at))
    else:
        yield path


def put(document, path, value):
    changed = copy.deepcopy(document)
    place = changed
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return changed


FULL = signed(first="2026-04-01", last="2026-04-05", until="2030-05-01T00:00:00+08:00")

"""Proofs: `eddsa-rdfc-2022` in the document, and a JWT signed with ES256 as the second form."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import jwt
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from entente.certificates.badges import multibase, shape
from entente.certificates.badges.canonical import Document, canonical, template
from entente.certificates.badges.faults import AlteredError, UnreadableError


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def sign_credentials(
    many: Sequence[Mapping[str, str]], key: Ed25519PrivateKey, method: str, *, created: str
) -> list[Document]:
    """Sign credentials of these values with one key.

    The canonical form is taken from templates; one random credential is held against the full
    canonicalization, and none is given out if it differs.
    """
    said = {"created": created, "method": method}
    options = _digest(template(shape.credential_proof, frozenset(said)).canonical(said))
    made, lines = [], []
    for values in many:
        text = template(shape.credential, frozenset(values)).canonical(values)
        lines.append(text)
        signature = key.sign(options + _digest(text))
        document = shape.credential(values)
        document["proof"] = shape.proof(said) | {"proofValue": multibase.base58(signature)}
        made.append(document)
    if made:
        at = secrets.randbelow(len(made))
        unsigned = {name: value for name, value in made[at].items() if name != "proof"}
        if canonical(unsigned) != lines[at]:
            message = "The template of the batch does not give what is signed."
            raise AlteredError(message)
    return made


def sign(document: Document, key: Ed25519PrivateKey, method: str, *, created: str) -> Document:
    """Sign any document by its full canonicalization."""
    proof = shape.proof({"created": created, "method": method})
    options = canonical({"@context": document["@context"]} | proof)
    signature = key.sign(_digest(options) + _digest(canonical(document)))
    return document | {"proof": proof | {"proofValue": multibase.base58(signature)}}


def check(document: Document, keys: Mapping[str, Ed25519PublicKey]) -> None:
    """Hold a document against its proof and the issuer's keys; altered ones are refused."""
    proof = document.get("proof")
    if not isinstance(proof, dict) or proof.get("cryptosuite") != shape.SUITE:
        message = f"It carries no proof of the kind {shape.SUITE}."
        raise UnreadableError(message)
    if proof.get("type") != "DataIntegrityProof" or proof.get("proofPurpose") != "assertionMethod":
        message = "Its proof is made for another purpose."
        raise AlteredError(message)
    method = proof.get("verificationMethod")
    if method not in keys or str(method).partition("#")[0] != issuer_of(document):
        message = "The key of its proof is none of the issuer's."
        raise AlteredError(message)
    signature = multibase.from_base58(str(proof.get("proofValue")))
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    config = {"@context": document.get("@context")} | {
        name: value for name, value in proof.items() if name != "proofValue"
    }
    signed = _digest(canonical(config)) + _digest(canonical(unsigned))
    try:
        keys[str(method)].verify(signature, signed)
    except InvalidSignature as error:
        message = "It is not what was signed."
        raise AlteredError(message) from error


def issuer_of(document: Document) -> str:
    """Name the issuer of a document."""
    issuer = document.get("issuer")
    return str(issuer.get("id")) if isinstance(issuer, dict) else str(issuer)


# --- The second form ------------------------------------------------------------------------------


def sign_token(document: Document, key: EllipticCurvePrivateKey, method: str) -> str:
    """Write a credential without its proof as a JWT, as Open Badges 3.0 describes it."""
    claims = {name: value for name, value in document.items() if name != "proof"}
    claims |= {
        "iss": issuer_of(document),
        "jti": document["id"],
        "sub": document["credentialSubject"]["id"],
        "nbf": _seconds(document["validFrom"]),
    }
    if "validUntil" in document:
        claims["exp"] = _seconds(document["validUntil"])
    return jwt.encode(claims, key, algorithm="ES256", headers={"kid": method, "typ": "JWT"})


def check_token(token: str, keys: Mapping[str, Any]) -> Document:
    """Hold a JWT against the issuer's keys; give the credential in it."""
    try:
        method = str(jwt.get_unverified_header(token).get("kid"))
        if method not in keys:
            message = "The key of its signature is none of the issuer's."
            raise AlteredError(message)
        claims: Document = jwt.decode(
            token,
            keys[method],
            algorithms=["ES256"],
            options={"verify_exp": False, "verify_nbf": False, "verify_iat": False},
        )
    except jwt.InvalidSignatureError as error:
        message = "It is not what was signed."
        raise AlteredError(message) from error
    except jwt.PyJWTError as error:
        message = "It is no JWT that this program can read."
        raise UnreadableError(message) from error
    if method.partition("#")[0] != issuer_of(claims) or claims.get("iss") != issuer_of(claims):
        message = "The key of its signature is none of the issuer's."
        raise AlteredError(message)
    own = {"iss", "jti", "sub", "nbf", "exp"}
    return {name: value for name, value in claims.items() if name not in own}


def _seconds(moment: str) -> int:
    return int(datetime.datetime.fromisoformat(moment).timestamp())

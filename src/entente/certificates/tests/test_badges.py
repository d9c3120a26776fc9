"""What machines verify, held against independent software."""

import datetime
import json

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from openvc.proof.data_integrity import DataIntegrityProofSuite

from entente.certificates.badges import canonical, contexts, multibase, proofs, shape, status
from entente.certificates.badges.faults import AlteredError, UnreadableError
from entente.certificates.badges.verifying import Verdict, verify
from entente.certificates.tests.signed import (
    CREATED,
    CURVE,
    DID,
    FULL,
    KEY,
    LIST,
    METHOD,
    VALUES,
    issuer,
    leaves,
    listing,
    put,
    signed,
)

NOW = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)


def verdict(document, *bits, now=NOW):
    content = document.encode() if isinstance(document, str) else json.dumps(document).encode()
    return verify(content, issuer=issuer, statuses=lambda _at: listing(*bits), now=now).verdict


def independently(document):
    """Ask software that is not ours."""
    extra = {contexts.BADGES: contexts.context(contexts.BADGES)}
    jwk = {"kty": "OKP", "crv": "Ed25519"}
    raw = KEY.public_key().public_bytes_raw()
    jwk["x"] = multibase.base64url(raw)[1:]
    suite = DataIntegrityProofSuite()
    return suite.verify(document, public_key_jwk=jwk, extra_contexts=extra, now=NOW)


def test_a_credential_is_valid_here_and_for_independent_software():
    assert verdict(FULL) == Verdict.VALID
    assert independently(FULL)


def test_a_status_list_is_valid_for_independent_software():
    assert independently(listing(17, 4000))


@pytest.mark.parametrize("path", list(leaves(FULL)), ids=str)
def test_every_single_change_and_every_omission_is_noticed(path):
    old = FULL
    for step in path:
        old = old[step]
    other = (not old) if isinstance(old, bool) else f"{old}x"

    for changed in (put(FULL, path, other), put(FULL, path, None)):
        assert verdict(changed) in {Verdict.ALTERED, Verdict.UNREADABLE}
        with pytest.raises(Exception):  # noqa: B017, PT011 each software has its own
            independently(changed)


@pytest.mark.parametrize(
    "added",
    [
        {"grade": "A"},
        {"image": {"id": "relative", "type": "Image"}},
        {"evidence": [{"id": "https://x.example", "type": "Evidence", "name": "more"}]},
        {"@context": [*shape.CONTEXTS, {"licenseNumber": "https://x.example/other"}]},
    ],
)
def test_what_is_added_is_noticed(added):
    assert verdict(FULL | added) in {Verdict.ALTERED, Verdict.UNREADABLE}


def test_a_context_within_is_refused():
    changed = put(FULL, ("credentialSubject", "@context"), {"x": "https://x.example"})

    assert verdict(changed) == Verdict.UNREADABLE


def test_revoked_expired_and_not_yet_valid_each_say_so():
    assert verdict(FULL, 17) == Verdict.REVOKED
    assert verdict(FULL, 16, 18) == Verdict.VALID
    assert verdict(FULL, now=NOW.replace(year=2031)) == Verdict.EXPIRED
    assert verdict(FULL, now=NOW.replace(year=2025)) == Verdict.NOT_YET


def test_without_a_status_list_it_is_not_called_valid():
    found = verify(json.dumps(FULL).encode(), issuer=issuer, statuses=None, now=NOW)

    assert found.verdict == Verdict.UNKNOWN


def test_a_status_list_of_another_address_is_refused():
    other = {"id": f"{LIST}2", "issuer_id": DID, "since": CREATED, "list": status.encode([])}
    foreign = proofs.sign(shape.status_list(other), KEY, METHOD, created=CREATED)

    found = verify(json.dumps(FULL).encode(), issuer=issuer, statuses=lambda _at: foreign, now=NOW)

    assert found.verdict == Verdict.ALTERED


def test_a_key_of_somebody_else_is_refused():
    stranger = Ed25519PrivateKey.generate()
    [made] = proofs.sign_credentials([VALUES], stranger, METHOD, created=CREATED)
    assert verdict(made) == Verdict.ALTERED

    [made] = proofs.sign_credentials([VALUES], KEY, "did:web:x.example#one", created=CREATED)
    assert verdict(made) == Verdict.ALTERED


def test_the_token_says_the_same_and_is_noticed_when_changed():
    token = proofs.sign_token(FULL, CURVE, f"{DID}#two")

    assert verdict(token) == Verdict.VALID
    assert verdict(token, 17) == Verdict.REVOKED
    head, body, signature = token.split(".")
    assert verdict(f"{head}.{body[:-2]}AA.{signature}") in {Verdict.ALTERED, Verdict.UNREADABLE}
    swapped = signature[:20][::-1] + signature[20:]
    assert verdict(f"{head}.{body}.{swapped}") == Verdict.ALTERED


def test_the_token_carries_what_the_document_says():
    token = proofs.sign_token(FULL, CURVE, f"{DID}#two")

    claims = jwt.decode(token, CURVE.public_key(), algorithms=["ES256"])

    said = {name: value for name, value in FULL.items() if name != "proof"}
    assert {name: claims[name] for name in said} == said
    assert (claims["iss"], claims["sub"]) == (DID, VALUES["subject_id"])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"{}",
        b"[]",
        b'{"type": "VerifiableCredential"',
        b"a.b.c",
        b"{" * 5000,
        b'{"type": ["VerifiableCredential"], "type": ["VerifiableCredential"]}',
    ],
)
def test_what_is_no_credential_is_called_unreadable(content):
    found = verify(content, issuer=issuer, statuses=None, now=NOW)

    assert found.verdict == Verdict.UNREADABLE


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)


@given(WORDS, WORDS, WORDS)
def test_the_template_gives_what_full_canonicalization_gives(holder, text, about):
    values = VALUES | {"holder": holder, "text": f'{text}\n{holder}"\\', "about": about}

    fast = canonical.template(shape.credential, frozenset(values)).canonical(values)

    assert fast == canonical.canonical(shape.credential(values))


def test_a_control_character_is_refused():
    with pytest.raises(UnreadableError):
        signed(holder="a\x00b")


def test_a_template_that_lies_signs_nothing(monkeypatch):
    monkeypatch.setattr(canonical.Template, "canonical", lambda _self, _values: "")
    with pytest.raises(AlteredError):
        signed()


@given(st.sets(st.integers(0, status.LENGTH - 1), max_size=20), st.integers(0, status.LENGTH - 1))
def test_a_status_list_says_what_was_set(bits, other):
    encoded = status.encode(bits)

    assert status.is_set(encoded, other) == (other in bits)
    assert all(status.is_set(encoded, bit) for bit in bits)


def test_a_full_status_list_is_followed_by_the_next():
    assert status.place(1) == (1, 1)
    assert status.place(status.LENGTH - 1) == (1, status.LENGTH - 1)
    assert status.place(status.LENGTH) == (2, 0)


@given(st.binary(max_size=80))
def test_base58_and_base64url_are_read_back(content):
    assert multibase.from_base58(multibase.base58(content)) == content
    assert multibase.from_base64url(multibase.base64url(content)) == content

"""Credentials held against verifiers written in JavaScript by others, without a network."""

import json
import subprocess

import pytest

from entente.certificates.badges import contexts
from entente.certificates.tests.signed import DID, LIST, issuer, leaves, listing, put, signed
from tests.verifiers import program

VALIDITY = {"since": "2020-05-01T00:00:00+08:00", "until": "2120-05-01T00:00:00+08:00"}
FULL = signed(first="2020-04-01", last="2020-04-05", **VALIDITY)
CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://w3id.org/security/multikey/v1",
    contexts.BADGES,
)
ISSUER = issuer() | {
    "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]
}


@pytest.fixture(scope="module")
def ask():
    """Give both answers to each credential, with the status list as it was given."""
    command = program()

    def answers(credentials, *revoked):
        pages = {address: contexts.context(address) for address in CONTEXTS}
        pages |= dict.fromkeys([DID, "https://certs.example.edu/.well-known/did.json"], ISSUER)
        pages[LIST] = listing(*revoked)
        question = json.dumps({"pages": pages, "credentials": credentials})
        said = subprocess.run(  # noqa: S603 a program of these tests
            command, input=question, capture_output=True, text=True, check=True
        )
        return json.loads(said.stdout)

    return answers


def both(verdict):
    return {"bazaar": verdict, "core": verdict}


def test_a_valid_a_revoked_and_an_expired_credential_are_called_so(ask):
    expired = signed(since=VALIDITY["since"], until="2021-05-01T00:00:00+08:00", status_index="4")
    assert ask([FULL, expired]) == [both("valid"), both("expired")]
    assert ask([FULL, expired], 17) == [both("revoked"), both("expired")]


def test_every_single_change_and_every_omission_is_refused(ask):
    changed = []
    for path in leaves(FULL):
        old = FULL
        for step in path:
            old = old[step]
        other = (not old) if isinstance(old, bool) else f"{old}x"
        changed += [put(FULL, path, other), put(FULL, path, None)]

    answers = ask(changed)

    taken = [
        json.dumps(it)
        for it, said in zip(changed, answers, strict=True)
        if "valid" in said.values()
    ]
    assert taken == []


def test_a_credential_without_its_proof_is_refused(ask):
    bare = {name: value for name, value in FULL.items() if name != "proof"}
    assert ask([bare]) == [both("refused")]

"""How fast certificates are signed and drawn, on one core and without a database."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.utils import timezone
from openbadgeslib.ob3 import add_data_integrity_proof

from entente.bench.report import processor
from entente.certificates import printed
from entente.certificates.badges import proofs, shape
from entente.certificates.models import Certificate, Credential
from entente.office.models import Unit

BATCH = 10_000
ONE_BY_ONE = 100
PAPERS = 200
METHOD = "did:web:certs.example.edu#bench"
CREATED = "2026-05-01T08:00:00Z"


@dataclass(frozen=True)
class Measured:
    """One line: what, how much was measured, what was to be reached, and whether it was."""

    name: str
    found: float
    goal: float | None
    at_least: bool = True

    @property
    def reached(self) -> bool:
        """Whether the goal was reached, as far as there is one."""
        if self.goal is None:
            return True
        return self.found >= self.goal if self.at_least else self.found <= self.goal

    def plain(self) -> dict[str, Any]:
        """Give the line for machines."""
        return {"name": self.name, "found": round(self.found, 3), "reached": self.reached}


def run() -> list[Measured]:
    """Sign a batch from its template and one by one, draw papers; on CPU time of one core."""
    key = Ed25519PrivateKey.generate()
    many = [_values(at) for at in range(BATCH)]
    # The first batch makes the template; what is measured is what follows.
    proofs.sign_credentials(many[:1], key, METHOD, created=CREATED)
    fast = _seconds(lambda: proofs.sign_credentials(many, key, METHOD, created=CREATED)) / BATCH
    some = many[:ONE_BY_ONE]
    slow = _seconds(
        lambda: [proofs.sign(shape.credential(it), key, METHOD, created=CREATED) for it in some]
    ) / len(some)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    unsigned = [shape.credential(it) for it in some]
    theirs = _seconds(lambda: [add_data_integrity_proof(it, pem, METHOD) for it in unsigned]) / len(
        some
    )
    [signed] = proofs.sign_credentials(many[:1], key, METHOD, created=CREATED)
    credential = Credential(document=json.dumps(signed, ensure_ascii=False, indent=1))
    printed.pdf(_certificate(0), credential)
    times, sizes = [], []
    for at in range(PAPERS):
        certificate = _certificate(at)
        began = time.process_time()
        sizes.append(len(printed.pdf(certificate, credential)))
        times.append(time.process_time() - began)
    return [
        Measured("credentials signed in a batch, a second and core", 1 / fast, 2500),
        Measured("how many times quicker than one by one", slow / fast, 10),
        Measured("how many times quicker than openbadgeslib, one by one", theirs / fast, 10),
        Measured(
            "PDF with the credential inside, a second and core", 1 / statistics.mean(times), 80
        ),
        Measured("largest PDF, kB", max(sizes) / 1000, 45, at_least=False),
    ]


def said() -> str:
    """Say on what was measured, and how."""
    return (
        f"{processor()}. CPU time of one core; a batch of {BATCH:,} credentials, one of them held"
        f" against the full\ncanonicalization; {ONE_BY_ONE} signed one by one; {PAPERS} papers.\n"
    )


def table(results: list[Measured], head: str) -> str:
    """Draw the table under a sentence about the machine."""
    lines = [head, "| what | measured | goal | |", "|---|---:|---:|---|"]
    for line in results:
        goal = verdict = ""
        if line.goal is not None:
            goal = f"{'≥' if line.at_least else '≤'} {line.goal:,.0f}"
            verdict = "reached" if line.reached else "missed"
        lines.append(f"| {line.name} | {line.found:,.1f} | {goal} | {verdict} |")
    return "\n".join(lines) + "\n"


def _seconds(work: Callable[[], Any]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _values(at: int) -> dict[str, str]:
    number = f"CUG-NDE-2026-02-{at:05}-K"
    return {
        "id": f"https://certs.example.edu/c/{number}",
        "title": "结业证书 Certificate of Completion",
        "text": f"兹证明学员{at}完成学习。\nLearner {at} has completed the course.",
        "issuer_id": "did:web:certs.example.edu",
        "issuer": "中国地质大学 China University of Geosciences",
        "since": "2026-05-01T00:00:00+08:00",
        "subject_id": f"urn:uuid:0b0b4f0e-53b4-4e43-8dd5-{at:012}",
        "number": number,
        "holder": f"学员{at} Learner {at}",
        "achievement_id": "urn:uuid:0b0b4f0e-53b4-4e43-8dd5-9a9f1f0a0002",
        "achievement": "冶金技术管理培训班",
        "about": "结业证书",
        "criteria": "考核合格",
        "status_list": "https://certs.example.edu/certificates/status/1/",
        "status_index": str(at),
    }


def _certificate(at: int) -> Certificate:
    name = f"学员{at}"
    return Certificate(
        unit=Unit(
            name_zh="中国地质大学（武汉）", name_en="China University of Geosciences (Wuhan)"
        ),
        number=f"CUG-NDE-2026-02-{at:05}-K",
        name_zh=name,
        name_en=f"Learner {at}",
        title_zh="结业证书",
        title_en="Certificate of Completion",
        text_zh=f"兹证明{name}参加冶金技术管理培训班，修满40学时，考核合格，准予结业。",
        text_en=f"This is to certify that Learner {at} has completed the training course.",
        signer_zh="院长",
        signer_en="Dean",
        issued_on=timezone.localdate(),
    )

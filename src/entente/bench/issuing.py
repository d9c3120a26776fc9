"""How long ten thousand certificates take from the sheet to the last paper, in a database."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.utils import timezone

from entente.bench.certificates import Measured
from entente.certificates import printed, services
from entente.certificates.models import Certificate
from entente.certificates.runners import IssueLines
from entente.kit import work
from entente.kit.models import Work
from entente.office import roles
from entente.office.models import User
from entente.office.services import add_unit, add_user, grant_role, system_user

DRAWN = 200
# Signing and drawing at the speeds asked of one core: 2,500 credentials and 80 papers a second.
ASKED = 1 / 2500 + 1 / 80


def run(size: int) -> list[Measured]:
    """Issue `size` certificates by the worker's own steps, then draw and keep every paper."""
    begun = _begin(size)
    started = time.perf_counter()
    while begun.is_open:
        work.carry_on.call(begun.pk)
        begun.refresh_from_db()
    issued = time.perf_counter() - started
    certificates = Certificate.objects.for_page().select_related("credential").order_by("pk")
    sys.stderr.write(f"… issued in {issued:.0f} s\n")
    bare = _bare(certificates[:DRAWN])
    started = time.perf_counter()
    for certificate in certificates.iterator(chunk_size=500):
        services.holders_copy(certificate)
    drawn = time.perf_counter() - started
    serials = list(certificates.values_list("serial", flat=True))
    whole = serials == list(range(1, size + 1)) and not begun.refused
    return [
        Measured("numbers without a gap, and nothing refused (1: yes)", float(whole), 1),
        Measured("issued with both signatures, a second", size / issued, None),
        Measured("papers drawn and kept, a second", size / drawn, None),
        Measured("kept papers beside bare drawing", drawn / size / bare, 2, at_least=False),
        Measured(
            "start to end, of signing and drawing at the speeds asked of one core",
            (issued + drawn) / (size * ASKED),
            2,
            at_least=False,
        ),
        Measured(f"start to end, {size:,} certificates, seconds", issued + drawn, None),
    ]


def _bare(some: Any) -> float:
    """Give the seconds that one paper takes that is drawn and thrown away."""
    certificates = list(some)
    started = time.perf_counter()
    for certificate in certificates:
        printed.pdf(certificate, certificate.credential)
    return (time.perf_counter() - started) / len(certificates)


def _begin(size: int) -> Work:
    """Open a series and hand in a sheet of holders who do not exist."""
    system, year = system_user(), timezone.localdate().year
    names: dict[str, Any] = {"name_zh": "基准大学", "name_en": "University of the Bench"}
    unit = add_unit(by=system, kind="university", code="BNC", **names)
    by: User = add_user(by=system, unit=unit, username="bench", name_zh="基准", name_en="Bench")
    grant_role(by, roles.CONTINUING, by=system, unit=unit)
    series = services.open_series(by=system, unit=unit, kind="NDE", year=year, code="BNC")
    template = services.add_template(
        by=system,
        unit=unit,
        kind="NDE",
        title_zh="结业证书",
        title_en="Certificate of Completion",
        text_zh="兹证明{name}参加{subject}，修满{hours}学时，考核合格，准予结业。",
        text_en="This is to certify that {name} has completed {subject}, {hours} hours in all.",
    )
    lines = {
        str(at): {
            "name_zh": f"学员{at}",
            "name_en": f"Learner {at}",
            "subject_zh": "冶金技术管理培训班",
            "subject_en": "Training course in metallurgical management",
            "hours": 40,
            "project": 1,
        }
        for at in range(1, size + 1)
    }
    payload = {"series": series.pk, "template": template.pk, "lines": lines, "ids": list(lines)}
    return work.start(IssueLines, by=by, title="bench", payload=payload)

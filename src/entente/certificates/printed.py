"""The paper of a certificate: its PDF with the code, and the credential within."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

import pypdf
import segno
from django.utils import timezone

from entente.certificates import inks, phrases
from entente.certificates.models import Certificate, CertificateTemplate, Credential
from entente.kit import typeset
from entente.kit.errors import DomainError
from entente.office.models import Unit

# An archive can keep it, a screen reader can read it, and the credential may be inside.
STANDARDS = ("a-3a", "ua-1")
TEMPLATE = "certificates/typst/certificate.typ"
# The longest names that a holder may have, to see how a template looks with them.
LONGEST = {
    "name_zh": "阿卜杜热合曼·麦麦提吐尔逊·买买提艾力江",
    "name_en": "Wilhelmina Konstantinopoulou-Featherstonehaugh van der Westhuizen",
}


def pdf(certificate: Certificate, credential: Credential) -> bytes:
    """Draw a certificate; a character that no font here has is named (`DomainError`)."""
    return _drawn(
        certificate,
        number=certificate.number,
        address=certificate.short_address,
        file=f"{certificate.number}.json",
        credential=credential.document,
        qr=_code(certificate.short_address),
    )


# Characters that were drawn already: the fonts stay the same while the program runs.
_drawable: set[str] = set()


def refuse_unprintable(certificates: Iterable[Certificate]) -> None:
    """Name a character that no font here has before anything is issued."""
    for certificate in certificates:
        new = {letter for text in _texts(certificate) for letter in text} - _drawable
        missing = lacking(new) if new else set()
        _drawable.update(new - missing)
        if missing:
            raise typeset.unprintable("".join(sorted(missing)))


def _texts(certificate: Certificate) -> tuple[str, ...]:
    unit = certificate.unit
    return (
        *(certificate.title_zh, certificate.title_en, certificate.text_zh, certificate.text_en),
        *(certificate.signer_zh, certificate.signer_en, unit.name_zh, unit.name_en),
        certificate.number,
    )


def lacking(letters: set[str]) -> set[str]:
    """Find the characters that no font here has."""
    found: set[str] = set()
    left = {letter for letter in letters if not letter.isspace()}
    while left:
        text = " ".join(sorted(left))
        example = Certificate(unit=Unit(), issued_on=timezone.localdate(), number="-")
        example.title_zh = example.title_en = "-"
        example.text_zh = text
        try:
            _drawn(example, number="-", address="-")
        except DomainError as refusal:
            named = set((refusal.params or {}).get("text", "")) & left
            if not named:
                raise
            found |= named
            left -= named
        else:
            break
    return found


def picture(certificate: Certificate) -> bytes:
    """Draw a certificate as a picture of its page."""
    address = certificate.short_address
    code = _code(address)
    return _drawn(certificate, number=certificate.number, address=address, form="png", qr=code)


def preview(template: CertificateTemplate, *, form: str = "pdf") -> bytes:
    """Draw a template with the longest names and other values that are not real."""
    day = timezone.localdate()
    example = Certificate(
        unit=template.unit,
        title_zh=template.title_zh,
        title_en=template.title_en,
        signer_zh=template.signer_zh,
        signer_en=template.signer_en,
        seal=template.seal,
        signature=template.signature,
        subject_zh="〔事项〕",
        subject_en="[subject]",
        detail_zh="〔补充说明〕",
        detail_en="[detail]",
        starts_on=day,
        ends_on=day,
        hours=100,
        issued_on=day,
        number="…",
        **LONGEST,
    )
    example.text_zh = phrases.fill(template.text_zh, example.said("zh"), "zh")
    example.text_en = phrases.fill(template.text_en, example.said("en"), "en")
    return _drawn(example, number="…", address="…", form=form)


def _drawn(
    certificate: Certificate, *, number: str, address: str, form: str = "pdf", **given: str
) -> bytes:
    zh, en = certificate.said("zh"), certificate.said("en")
    data: dict[str, Any] = {
        "title_zh": certificate.title_zh,
        "title_en": certificate.title_en,
        "text_zh": certificate.text_zh,
        "text_en": certificate.text_en,
        "signer_zh": certificate.signer_zh,
        "signer_en": certificate.signer_en,
        "issuer_zh": zh["issuer"],
        "issuer_en": en["issuer"] if en["issuer"] != zh["issuer"] else "",
        "day_zh": phrases.said(certificate.issued_on, "zh"),
        "day_en": phrases.said(certificate.issued_on, "en"),
        "number": number,
        "address": address.partition("//")[2] or address,
        "size_zh": _size(certificate.text_zh, 15.0, 110),
        "size_en": _size(certificate.text_en, 13.0, 300),
        "seal": inks.drawing(certificate.seal),
        "signature": inks.drawing(certificate.signature),
        "file": "",
        "credential": "",
        "qr": "",
        **given,
    }
    return typeset.drawn(
        TEMPLATE,
        data,
        title=f"{certificate.title_zh} {certificate.title_en}",
        on=certificate.issued_on,
        language="zh",
        author=str(zh["issuer"]),
        standards=STANDARDS,
        form=form,
    )[0]


def _size(text: str, usual: float, fits: int) -> float:
    """Set a long text smaller, so that it stays on one page."""
    return usual if len(text) <= fits else max(8.0, usual * (fits / len(text)) ** 0.5)


def _code(address: str) -> str:
    """Draw the code of an address."""
    out = io.BytesIO()
    # Any mask can be read; trying all eight to choose one took two fifths of a paper's time.
    code = segno.make(address, error="m", micro=False, mask=3)
    code.save(out, kind="svg", border=2, xmldecl=False, svgns=True)
    return out.getvalue().decode()


# --- Read back ------------------------------------------------------------------------------------


def credential_in(content: bytes) -> tuple[bytes, str] | None:
    """Take the credential out of a PDF, with the text that is printed; None without one."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        files = [one for many in reader.attachments.values() for one in many]
        printed = "".join(page.extract_text() for page in reader.pages)
    except Exception:  # noqa: BLE001 pypdf fails in many ways on what is no PDF
        return None
    return (files[0], plain(printed)) if len(files) == 1 else None


def plain(text: str) -> str:
    """Compare texts without spaces, hyphens of lines, and forms of the same letter."""
    return re.sub(r"[\s\u00ad-]+", "", unicodedata.normalize("NFKC", text))

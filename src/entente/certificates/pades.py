"""The signature of an institution on a PDF (PAdES), where it has a certificate for that."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

FIELD = "Entente"


def signed(content: bytes) -> bytes:
    """Sign a finished PDF as PAdES-B-B; without a signing certificate it stays as it is.

    What is attached and said of the paper is inside what is signed. The time of signing is this
    machine's; no time stamping service is asked.
    """
    path = settings.CERTIFICATE_SIGNING
    if not path:
        return content
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, PdfSigner
    from pyhanko.sign.fields import SigSeedSubFilter

    meta = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    signer = _signer(path, settings.CERTIFICATE_SIGNING_WORD, Path(path).stat().st_mtime_ns)
    out: io.BytesIO = PdfSigner(meta, signer=signer).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content))
    )
    return out.getvalue()


@lru_cache(maxsize=2)
def _signer(path: str, word: str, _changed: int) -> Any:
    """Open the file of key and certificates (PKCS #12)."""
    from pyhanko.sign import SimpleSigner

    signer = SimpleSigner.load_pkcs12(path, passphrase=word.encode())  # type: ignore[no-untyped-call]
    if signer is None:
        message = f"ENTENTE_SIGNING: {path} cannot be opened with ENTENTE_SIGNING_WORD"
        raise ImproperlyConfigured(message)
    return signer

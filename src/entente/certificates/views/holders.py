"""What the holder of a certificate fetches, with the word of the mail and without an account."""

from __future__ import annotations

import io
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from entente.certificates import services
from entente.certificates.enums import CertificateState
from entente.certificates.models import Certificate
from entente.certificates.views.verify import LANGUAGES

# The form of LinkedIn, which other networks read too.
PROFILE = "https://www.linkedin.com/profile/add"
KINDS = {
    "certificate.pdf": "application/pdf",
    "credential.json": "application/vc+ld+json",
    "credential.jwt": "application/vc+jwt",
}


@login_not_required
@never_cache
@require_safe
def held(request: HttpRequest, word: str) -> HttpResponse:
    """Show a certificate to its holder, in both languages together."""
    certificate = _find(word)
    sides = [
        (short, getattr(certificate, f"title_{short}"), certificate.said(short))
        for short, _code in LANGUAGES
    ]
    context = {
        "certificate": certificate,
        "holds": certificate.state == CertificateState.VALID,
        "replaced": getattr(certificate, "replaced", None),
        "sides": sides,
        "word": word,
        "profile": profile_address(certificate),
    }
    return render(request, "certificates/holder.html", context)


@login_not_required
@never_cache
@require_safe
def fetched(_request: HttpRequest, word: str, ending: str) -> HttpResponseBase:
    """Hand out the paper or the credential; of what no longer holds there is none."""
    certificate = _find(word)
    if ending not in KINDS or certificate.state != CertificateState.VALID:
        raise Http404
    if ending == "certificate.pdf":
        content = services.holders_copy(certificate)
    else:
        credential = services.credential_of(certificate)
        form = credential.token if ending == "credential.jwt" else credential.document
        content = form.encode()
    return FileResponse(
        io.BytesIO(content),
        as_attachment=True,
        filename=f"{certificate.number}.{ending.rpartition('.')[2]}",
        content_type=KINDS[ending],
    )


def profile_address(certificate: Certificate) -> str:
    """Give the address at which a holder adds the certificate to a profile."""
    said = certificate.said("en")
    facts = {
        "startTask": "CERTIFICATION_NAME",
        "name": said["subject"] or certificate.title_en,
        "organizationName": said["issuer"],
        "issueYear": certificate.issued_on.year,
        "issueMonth": certificate.issued_on.month,
        "certId": certificate.number,
        "certUrl": certificate.short_address,
    }
    return f"{PROFILE}?{urlencode(facts)}"


def _find(word: str) -> Certificate:
    certificate = Certificate.objects.held_by(word)
    if certificate is None:
        raise Http404
    return certificate

"""The page on which anyone verifies a certificate, in both languages together."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from entente.certificates import numbers, services
from entente.certificates.services.verifying import Answer

MOST_BYTES = 3_000_000
LANGUAGES = (("zh", "zh-hans"), ("en", "en"))
MARKS = {
    "valid": "ok",
    **dict.fromkeys(("void", "revoked", "reissued", "expired", "altered"), "stop"),
}
# Each verdict, and what it means to whoever asks.
VERDICTS = {
    "valid": (gettext_noop("This certificate is valid"), ""),
    "void": (
        gettext_noop("This certificate is void"),
        gettext_noop("It was spoiled before it was handed out. Ask its holder for a valid one."),
    ),
    "revoked": (
        gettext_noop("This certificate was revoked"),
        gettext_noop("It no longer holds. The issuer can say more to its holder."),
    ),
    "reissued": (
        gettext_noop("This certificate was replaced by a new one"),
        gettext_noop("Ask its holder for the new certificate, whose number stands below."),
    ),
    "expired": (
        gettext_noop("This certificate has expired"),
        gettext_noop("It held until the day below."),
    ),
    "altered": (
        gettext_noop("This file was altered"),
        gettext_noop(
            "It is not as the issuer handed it out. Verify the number itself, and ask the issuer."
        ),
    ),
    "unreadable": (
        gettext_noop("This file cannot be verified"),
        gettext_noop(
            "It is neither the PDF nor the credential file of a certificate, for example a scan."
            " Enter the number that is printed on it."
        ),
    ),
    "foreign": (
        gettext_noop("This is not a certificate of ours"),
        gettext_noop("Another issuer signed it. Verify it there."),
    ),
    "mistyped": (
        gettext_noop("This number has a mistake in it"),
        gettext_noop(
            "Its check character does not fit, so one character may be mistyped. Enter it again"
            " or scan the code on the paper."
        ),
    ),
    "too_many": (
        gettext_noop("Too many questions from this address"),
        gettext_noop("Wait a few minutes, then verify again."),
    ),
    "unknown": (
        gettext_noop("This number is not in the register"),
        gettext_noop("Ask the issuer that the paper names; this alone does not prove a forgery."),
    ),
}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a number or a file, and answer."""
    if request.method != "POST":
        return _page(request, None)
    file = request.FILES.get("file")
    if isinstance(file, UploadedFile):
        if _too_many(request, "certificate_file"):
            return _page(request, Answer("too_many"), status=429)
        content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            return _page(request, Answer("unreadable"))
        return _page(request, services.look_at(content, on=timezone.localdate()))
    typed = numbers.tidy(request.POST.get("number", ""))
    if not typed:
        return _page(request, None, missing=True)
    return redirect("verified", number=typed.replace("/", "-"))


@login_not_required
@never_cache
@require_safe
def verified(request: HttpRequest, number: str) -> HttpResponse:
    """Answer for a number: the address that the printed code holds."""
    if _too_many(request, "certificate_number"):
        return _page(request, Answer("too_many"), status=429)
    return _page(request, services.look_up(number, on=timezone.localdate()))


def _too_many(request: HttpRequest, action: str) -> bool:
    """Say whether this address asks too often; reading counts too, so allauth's core is asked."""
    rates = settings.CERTIFICATE_RATES
    allowed = ratelimit.consume(request, app="entente", action=action, config=rates, limit_get=True)
    return not allowed


def _page(
    request: HttpRequest, answer: Answer | None, *, missing: bool = False, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"answer": answer, "missing": missing}
    if answer is not None:
        context["mark"] = MARKS.get(answer.word, "idle")
        context["sides"] = [_side(answer, short, code) for short, code in LANGUAGES]
    code = 422 if missing else status
    return render(request, "certificates/verify.html", context, status=code)


def _side(answer: Answer, short: str, code: str) -> dict[str, Any]:
    """Say the answer in one language; the holder's name is never shown."""
    title, advice = VERDICTS[answer.word]
    with translation.override(code):
        return {
            "short": short,
            "title": translation.gettext(title),
            "advice": translation.gettext(advice) if advice else "",
            "facts": _facts(answer, short),
        }


def _facts(answer: Answer, short: str) -> list[tuple[str, Any]]:
    certificate = answer.certificate
    if certificate is None:
        return []
    _ = translation.gettext
    said = certificate.said(short)
    replaced = getattr(certificate, "replaced", None)
    facts = [
        (_("Certificate"), getattr(certificate, f"title_{short}")),
        (_("About what"), said["subject"]),
        (_("Issued by"), said["issuer"]),
        (_("Day of issue"), certificate.issued_on.isoformat()),
        (_("Valid until"), certificate.expires_on and certificate.expires_on.isoformat()),
        (_("No longer valid since"), certificate.ended_on and certificate.ended_on.isoformat()),
        (_("Cause"), certificate.get_cause_display()),
        (_("New number"), replaced.number if replaced else ""),
    ]
    return [(label, str(value)) for label, value in facts if value]

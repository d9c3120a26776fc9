"""What anyone may read without signing in: our keys, the status lists, the page that verifies."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from entente.certificates import keys, services
from entente.certificates.badges import status
from entente.certificates.models import Certificate

# Whoever verifies may keep a list or the keys for so long, in seconds.
KEPT = 300


def document(content: dict[str, Any], kind: str) -> HttpResponse:
    """Answer with a signed document or our keys; programs of other sites may read it."""
    answer = HttpResponse(json.dumps(content, ensure_ascii=False), content_type=kind)
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = f"public, max-age={KEPT}"
    return answer


@login_not_required
@require_safe
def did_document(_request: HttpRequest) -> HttpResponse:
    """Give the document of our keys (`did:web`)."""
    return document(keys.document(), "application/did+json")


@login_not_required
@require_safe
def status_list(_request: HttpRequest, number: int) -> HttpResponse:
    """Give a status list that is in use."""
    newest = Certificate.objects.order_by("-pk").values_list("pk", flat=True).first()
    if newest is None or not 1 <= number <= status.place(newest)[0]:
        raise Http404
    return document(services.status_list(number, at=timezone.now()), "application/vc+ld+json")

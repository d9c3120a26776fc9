"""What anybody reads without an account: who is selected, while the notice runs."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from entente.reviewing.models import PublicNotice


@login_not_required
@never_cache
@require_safe
def public_notice(request: HttpRequest, code: str) -> HttpResponse:
    """Show the notice; once it is over or withdrawn, say so and name nobody."""
    notice = PublicNotice.objects.with_code(code)
    if notice is None:
        raise Http404
    context = {"notice": notice, "runs": notice.runs(timezone.localdate())}
    if context["runs"]:
        lines = list(notice.lines.for_list())
        for line in lines:
            line.notice = notice
        context["lines"] = lines
        context["by_option"] = any(line.option for line in lines)
    answer = render(request, "reviewing/public.html", context)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer

"""Pages of the office."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBadRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entente.office import services
from entente.office.models import User


@require_POST
def switch_theme(request: HttpRequest) -> HttpResponseBase:
    """Show pages light, dark, or as the device does."""
    theme = request.POST.get("theme", "")
    if theme not in {"auto", "light", "dark"}:
        return HttpResponseBadRequest(_("This appearance is not known."))
    if isinstance(request.user, User):
        services.change_preferences(request.user, theme=theme)
    return HttpResponseRedirect(_back(request))


def _back(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe else "/"

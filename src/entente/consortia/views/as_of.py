"""The register as of a day: on the page, as a sheet, as data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from entente.consortia.enums import MemberClass, Office
from entente.consortia.models import Consortium, register_as_of
from entente.consortia.models.as_of import Gap
from entente.consortia.views.register import VIEW, day_asked
from entente.kit.pages import StaffPage


class RegisterPage(StaffPage):
    """The register of a consortium as of a day, both languages side by side, with its gaps."""

    model = Consortium
    permission_required = VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it, or hand it out as JSON (`?form=json`)."""
        consortium = get_object_or_404(self.get_queryset(), pk=pk)
        register = register_as_of(consortium, day_asked(request))
        if request.GET.get("form") == "json":
            return JsonResponse(register.as_json(), json_dumps_params={"ensure_ascii": False})
        classes, offices = dict(MemberClass.choices), dict(Office.choices)
        context: dict[str, Any] = {
            "record": consortium,
            "register": register,
            "on": register.on,
            "members": [(row, classes[row.member_class]) for row in register.members],
            "offices": [(row, offices[row.office]) for row in register.offices],
            "gaps": grouped(register.gaps),
        }
        return render(request, "consortia/register.html", context)


def grouped(gaps: tuple[Gap, ...]) -> list[tuple[str, list[str]]]:
    """Put gaps together by what is missing, with the members of which it is missing."""
    words = {
        "name_zh": _("Name in Chinese"),
        "name_en": _("Name in English"),
        "country": _("Country or region"),
        "since": pgettext("register", "Day of joining"),
        "votes": _("Has a vote"),
        "sure": pgettext("register", "Whether it is a member on this day for sure"),
        Office.CHAIR.value: Office.CHAIR.label,
        Office.SECRETARIAT.value: Office.SECRETARIAT.label,
    }
    found: dict[str, list[str]] = {}
    for gap in gaps:
        of = found.setdefault(str(words[gap.column]), [])
        if gap.subject:
            of.append(gap.subject)
    return list(found.items())

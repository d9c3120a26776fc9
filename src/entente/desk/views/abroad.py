"""Who of ours is abroad on a day, by country and host, with how to reach them."""

from __future__ import annotations

import datetime
import io
from collections import defaultdict
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from entente.desk.views.work import DeskPage
from entente.kit import parts
from entente.kit.files.kinds import XLSX
from entente.kit.parts import Abroad
from entente.kit.sheets import write_xlsx
from entente.safety.enums import CHANGE_CHECK


class AbroadPage(DeskPage):
    """The countries in which somebody is; of one country everybody, with mail and telephone."""

    template_name = "desk/abroad.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, or hand it out as a workbook."""
        if request.GET.get("form") != "xlsx":
            return super().get(request, *args, **kwargs)
        on = self.day()
        content = io.BytesIO()
        write_xlsx(headings(), map(row, self.people(on)), content)
        answer = HttpResponse(content.getvalue(), content_type=XLSX.media_type)
        name = quote(f"{_('Who is abroad')} {on}.xlsx")
        answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        return answer

    def day(self) -> datetime.date:
        """Read the day from the address; nonsense is today."""
        try:
            return datetime.date.fromisoformat(self.request.GET.get("on", ""))
        except ValueError:
            return timezone.localdate()

    def country(self) -> str:
        """Read the country from the address; empty for all of them."""
        return self.request.GET.get("country", "").upper()[:2]

    def people(self, on: datetime.date) -> list[Abroad]:
        """Collect who is out there from every app, by country, institution and day."""
        found = [one for many in parts.abroad(self.officer, on, self.country()) for one in many]
        return sorted(found, key=lambda it: (it.country_name, str(it.place), it.since))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Group them by country; of one country list them."""
        on, country = self.day(), self.country()
        people = self.people(on)
        countries: defaultdict[tuple[str, str], list[Abroad]] = defaultdict(list)
        for one in people:
            countries[one.country_name, one.country].append(one)
        mails = list(dict.fromkeys(one.email for one in people if one.email))
        return super().get_context_data(**kwargs) | {
            "on": on,
            "today": timezone.localdate(),
            "country": country,
            "country_name": people[0].country_name if country and people else country,
            "countries": [
                (name, code, len(many), sum(bool(one.doubt) for one in many))
                for (name, code), many in sorted(countries.items())
            ],
            "people": people if country else [],
            "number": len(people),
            "may_ask": on == timezone.localdate() and self.officer.may(CHANGE_CHECK),
            "doubtful": sum(bool(one.doubt) for one in people),
            "mail_all": f"mailto:?bcc={quote(','.join(mails), safe=',@')}" if mails else "",
            "unreachable": sum(not (one.email or one.phone) for one in people),
        }


def headings() -> list[str]:
    """Give the headings of the workbook."""
    return [
        *(_("Country or region"), _("Institution"), pgettext("of a person", "Name"), _("Unit")),
        *(_("What"), pgettext("date", "From"), pgettext("date", "Until"), _("Not certain")),
        *(_("Mail"), _("Telephone")),
    ]


def row(one: Abroad) -> list[Any]:
    """Give one line of the workbook."""
    return [
        *(one.country_name, str(one.place), str(one.name), str(one.unit), str(one.what)),
        *(one.since, one.until, str(one.doubt), one.email, one.phone),
    ]

"""The balance of exchange, by partner and in total, over years."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q
from django.db.models.functions import Abs
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from entente.kit.charts import Series, bars
from entente.kit.downloads import WRITERS
from entente.kit.pages import StaffView
from entente.kit.periods import Period
from entente.organisations.models import Organisation
from entente.partnerships.balances import Balance, together
from entente.partnerships.enums import PlacesGroup
from entente.partnerships.forms import BalanceForm
from entente.partnerships.models import AgreementYear, PartnerYear
from entente.partnerships.models.balance import ORDERED_BY
from entente.partnerships.models.places import year_label

VIEW = "partnerships.view_agreement"
SHOWN = 25
YEARS = 5
EVERYTHING = slice(None)
STUDENTS = F("in_used_sum") - F("out_used_sum")
SEMESTERS = F("in_semesters_sum") - F("out_semesters_sum")
# In which order partners stand; the database sorts, so that a page costs what it shows.
ORDERS: dict[str, tuple[Any, ...]] = {
    "gap": (Abs(STUDENTS).desc(), Abs(SEMESTERS).desc()),
    "more_out": (STUDENTS.asc(),),
    "more_in": (STUDENTS.desc(),),
    "used": ((F("out_used_sum") + F("in_used_sum")).desc(),),
}
# One direction only, as `Balance.one_sided` says it.
OUT = Q(out_places_sum__gt=0) | Q(out_used_sum__gt=0)
BACK = Q(in_places_sum__gt=0) | Q(in_used_sum__gt=0)
ONE_SIDED = (OUT & ~BACK) | (BACK & ~OUT)


class BalancePage(StaffView):
    """How many students went and came: by partner, by year, in students and in semesters."""

    permission_required = VIEW
    title = gettext_lazy("Balance of exchange")

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Show the page, or hand out its lines."""
        if form := request.GET.get("download"):
            return self.download(form)
        if request.GET.get("part") == "sums":
            return render(request, "partnerships/balance_sums.html", self.sums())
        page = max(1, int(request.GET.get("page", "1") or 1)) if self.page_is_number else 1
        start = (page - 1) * SHOWN
        lines = self.lines(slice(start, start + SHOWN + 1))
        here = lines[:SHOWN]
        names = Organisation.objects.in_bulk([line.key for line in here if line.key])
        context = {
            "title": self.title,
            "form": self.form,
            "label": _("%(first)s to %(last)s")
            % {"first": year_label(self.first), "last": year_label(self.last)},
            "lines": [
                {"balance": line, "partner": names.get(line.key), "url": self.places_url(line.key)}
                for line in here
            ],
            "from": start + 1,
            "to": start + len(here),
            "whole": self.sums() if "whole" in request.GET else None,
            "sums_url": self.query(part="sums"),
            "whole_url": self.query(whole="yes"),
            "previous_url": self.query(page=page - 1) if page > 1 else "",
            "next_url": self.query(page=page + 1) if len(lines) > SHOWN else "",
            "xlsx_url": self.query(download="xlsx"),
            "csv_url": self.query(download="csv"),
        }
        return render(request, "partnerships/balance.html", context)

    # --- What is asked ----------------------------------------------------------------------------

    @property
    def page_is_number(self) -> bool:
        """Whether the page asked for is a number."""
        return self.request.GET.get("page", "").isdigit()

    @cached_property
    def form(self) -> BalanceForm:
        """What was chosen; years that make no sense are said and replaced by the last five."""
        last = Period.academic_year_of(timezone.localdate()).first.year
        given = {"first": str(last - YEARS + 1), "last": str(last), "order": "gap", "sides": ""}
        form = BalanceForm(given | self.request.GET.dict(), officer=self.officer)
        form.is_valid()
        return form

    @property
    def first(self) -> int:
        """The first academic year that is looked at."""
        return int(self.form.cleaned_data.get("first") or self.last - YEARS + 1)

    @property
    def last(self) -> int:
        """The last academic year that is looked at."""
        current = Period.academic_year_of(timezone.localdate()).first.year
        return int(self.form.cleaned_data.get("last") or current)

    def query(self, **changes: Any) -> str:
        """Give the address of this page with some of its words changed."""
        words = self.request.GET.dict() | {name: str(value) for name, value in changes.items()}
        return f"?{urlencode(words)}"

    def places_url(self, partner: int | None) -> str:
        """Give the list of the places behind a line."""
        words = {"first": self.first, "last": self.last}
        if partner:
            words["partner"] = partner
        return f"{reverse('partnerships:places')}?{urlencode(words)}"

    # --- What is counted --------------------------------------------------------------------------

    @cached_property
    def rows(self) -> Any:
        """The sums that this person may see: of partners, or of the agreements of single units."""
        scope = self.officer.scope(VIEW)
        model = AgreementYear if scope.units else PartnerYear
        rows = model.objects.visible_to(self.officer).between(self.first, self.last)
        partner = self.form.cleaned_data.get("partner")
        if partner is None:
            return rows
        below = partner.itself_and_below
        return rows.filter(partner__in=below)

    @cached_property
    def partners(self) -> list[Balance]:
        """The balance of students exchanged with each partner."""
        rows = self.rows.filter(group=PlacesGroup.EXCHANGE).summed("partner_id")
        return [Balance.read(line["partner_id"], line) for line in rows]

    def lines(self, part: slice = EVERYTHING) -> list[Balance]:
        """Give the lines of partners in the order that was asked for, put so by the database."""
        held = self.rows.filter(group=PlacesGroup.EXCHANGE)
        rows = held.summed("partner_id", what=ORDERED_BY)
        if sides := self.form.cleaned_data.get("sides"):
            rows = held.summed("partner_id")
            rows = rows.filter(ONE_SIDED) if sides == "one" else rows.exclude(ONE_SIDED)
        order = ORDERS[self.form.cleaned_data.get("order") or "gap"]
        rows = rows.order_by(*order, F("partner_id").asc(nulls_first=True))
        keys = [line["partner_id"] for line in rows[part]]
        if part != EVERYTHING:
            held = held.filter(Q(partner__in=keys) | Q(partner=None))
        found = {line["partner_id"]: line for line in held.summed("partner_id")}
        return [Balance.read(key, found[key]) for key in keys]

    def sums(self) -> dict[str, Any]:
        """Give what all lines come to, and the years side by side."""
        return {"totals": self.totals(), "chart": self.chart(), "number": len(self.partners)}

    @cached_property
    def by_year(self) -> dict[str, dict[int, Balance]]:
        """The balance of each group in each year."""
        found: dict[str, dict[int, Balance]] = {}
        for line in self.rows.summed("academic_year", "group"):
            balance = Balance.read(line["academic_year"], line)
            found.setdefault(line["group"], {})[balance.key] = balance
        return found

    def totals(self) -> list[tuple[str, Balance]]:
        """Give the totals: exchanged both ways, in one direction only, free movers, staff."""
        both = [line for line in self.partners if not line.one_sided]
        single = [line for line in self.partners if line.one_sided]
        found = [
            (_("Exchanged both ways"), together(both)),
            (_("In one direction only"), together(single)),
        ]
        for group in (PlacesGroup.FREE_MOVER, PlacesGroup.STAFF):
            if group in self.by_year:
                found.append((str(group.label), together(self.by_year[group].values())))
        return found

    def chart(self) -> Any:
        """Draw the students exchanged in each year."""
        years = self.by_year.get(PlacesGroup.EXCHANGE, {})
        asked = range(self.first, self.last + 1)
        found = [years.get(year, Balance(year)) for year in asked]
        out = Series(_("Out, used"), "f1", [it.out_used for it in found])
        back = Series(_("In, used"), "f2", [it.in_used for it in found])
        return bars([f"{year}–{(year + 1) % 100:02}" for year in asked], [out, back])

    # --- As a file --------------------------------------------------------------------------------

    def download(self, form: str) -> HttpResponseBase:
        """Hand out all lines, in the order of the page."""
        if form not in WRITERS:
            raise Http404
        writer, kind = WRITERS[form]
        names = Organisation.objects.in_bulk([line.key for line in self.lines() if line.key])
        headings = [
            _("Partner"),
            _("Out, places"),
            _("Out, used"),
            _("In, places"),
            _("In, used"),
            _("Difference in students"),
            _("Out, semesters"),
            _("In, semesters"),
            _("Difference in semesters"),
            _("Quotas whose use is not known"),
            _("Students whose length of stay is not known"),
            _("Sides"),
        ]
        file = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
        writer(headings, self.plain(names), file)
        file.seek(0)
        name = f"balance-{self.first}-{self.last}.{form}"
        return FileResponse(file, as_attachment=True, filename=name, content_type=kind)

    def plain(self, names: dict[int, Organisation]) -> Iterable[list[Any]]:
        """Give the lines of the file."""
        for line in self.lines():
            yield [
                str(names.get(line.key) or _("Several partners together")),
                line.out_places,
                line.out_used,
                line.in_places,
                line.in_used,
                line.students,
                line.out_semesters,
                line.in_semesters,
                line.semesters,
                line.unknown,
                line.unmeasured,
                side(line),
            ]


def side(line: Balance) -> str:
    """Say in words whether a balance has one side only."""
    return {
        "": pgettext("sides of a balance", "both"),
        "outbound": _("outbound only"),
        "inbound": _("inbound only"),
    }[line.one_sided]

"""The list, the partner page, the form; what is proposed while somebody types a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from entente.kit import maps, pages, parts
from entente.kit.maps import Point
from entente.organisations import places, services
from entente.organisations.enums import OrganisationKind
from entente.organisations.forms import FactsForm, NewOrganisationForm
from entente.organisations.models import DueDiligence, Organisation
from entente.organisations.resolving.index import Held
from entente.organisations.resolving.resolver import Why
from entente.organisations.tables import OrganisationColumns, OrganisationFilter

VIEW = "organisations.view_organisation"
CHANGE = "organisations.change_organisation"
PROPOSED_FROM = 70
NAMES = ("name_zh", "name_en", "other_name")


class OrganisationListPage(pages.ListPage):
    """The register."""

    model = Organisation
    permission_required = VIEW
    template_name = "organisations/organisations.html"
    title = _("Organisations")
    columns = OrganisationColumns
    filterset_class = OrganisationFilter
    default_sort = "name_en"
    views = (
        pages.View(_("Foreign"), {"region": "foreign"}),
        pages.View(_("To be confirmed"), {"provisional": "yes"}),
    )
    create_url = reverse_lazy("organisations:new")  # type: ignore[assignment]
    create_label = _("New organisation")
    create_permission = CHANGE
    empty_text = _("No organisations yet")


class OrganisationPage(pages.RecordPage):
    """Everything about one organisation, and everything we do together."""

    model = Organisation
    permission_required = VIEW
    template_name = "organisations/organisation.html"
    change_url = "organisations:change"
    change_permission = CHANGE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it; a row that was merged leads on to the one that stayed."""
        self.object = self.get_object()
        if self.object.merged_into_id:
            return redirect(self.object.merged_into)
        return render(request, self.template_name, self.context())

    def context(self) -> dict[str, Any]:
        """Add names, place, units, notes, and the figures that other apps bring."""
        organisation, officer = self.object, self.officer
        notes = DueDiligence.objects.visible_to(officer).about(organisation).for_list()
        return super().context() | {
            "may_change": officer.may(CHANGE, organisation),
            "may_merge": officer.may("organisations.merge_organisation", organisation),
            "may_note": officer.may("organisations.change_duediligence"),
            "notes": notes,
            "figures": [
                figure
                for filled in parts.organisation_figures(organisation, officer)
                for figure in filled
            ],
            "map": maps.draw(self.points(), near=True),
            "merges": organisation.merges.filter(undone_at__isnull=True).select_related("merged"),
        }

    def points(self) -> list[Point]:
        """Give the place of the organisation, and of the reader's own institution."""
        at = self.object
        home = self.officer.unit.top_id if self.officer.unit else None
        ours = Organisation.objects.homes().filter(unit=home).first() if home else None
        return [
            Point(place.latitude, place.longitude, place.city or place.name, home=place == ours)
            for place in dict.fromkeys(filter(None, [at, ours]))
            if place.latitude is not None
        ]


class NewOrganisationPage(pages.CreatePage):
    """Enter an organisation; those that may be the same are shown before."""

    model = Organisation
    permission_required = CHANGE
    form_class = NewOrganisationForm
    template_name = "organisations/new.html"
    title = _("New organisation")
    submit_label = _("Enter in the register")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save, unless the names propose somebody who is there already."""
        if address := request.POST.get("from_registry", ""):
            return self.enter_from_registry(address)
        form = self.form(request.POST)
        if form.is_valid() and not request.POST.get("none_of_these"):
            texts = [form.cleaned_data.get(name, "") for name in NAMES]
            proposals, registered = found_for(texts, form.cleaned_data.get("country", ""))
            if proposals:
                asked = {"proposals": proposals, "registered": registered, "asked": True}
                return render(request, self.template_name, self.context(form) | asked, status=422)
        return super().post(request, *args, **kwargs)

    def enter_from_registry(self, address: str) -> HttpResponse:
        """Take an institution over from the registry, with its names and its number."""
        try:
            return redirect(services.add_from_registry(address, by=self.officer))
        except ValidationError as refusal:
            form = self.form(self.request.POST)
            form.add_error(None, refusal.messages)
            return render(self.request, self.template_name, self.context(form), status=409)

    def save(self, values: Mapping[str, Any]) -> Organisation:
        """Enter it."""
        form = self._typed
        facts = {name: value for name, value in form.facts().items() if name != "version"}
        return services.add_organisation(by=self.officer, names=form.names(), **facts)

    def form(self, data: Any = None, files: Any = None) -> Any:
        """Keep the form at hand: it knows which of its fields are names."""
        self._typed: NewOrganisationForm = super().form(data, files)  # type: ignore[assignment]
        return self._typed

    def initial(self) -> dict[str, Any]:
        """Start below the organisation that the person comes from, at its place."""
        above = self.request.GET.get("parent", "")
        parent = (
            Organisation.objects.standing().filter(pk=above).first() if above.isdigit() else None
        )
        if parent is None:
            return {}
        return {
            "parent": parent.pk,
            "kind": OrganisationKind.FACULTY,
            "country": parent.country,
            "city_zh": parent.city_zh,
            "city_en": parent.city_en,
        }

    def back(self) -> str:
        """Go back to the register."""
        return str(reverse_lazy("organisations:organisations"))


def proposed(texts: list[str], country: str = "") -> list[tuple[Organisation, Any]]:
    """Propose organisations for the names that were typed, each once, the best first."""
    best: dict[Organisation, Any] = {}
    for text in filter(None, (text.strip() for text in texts)):
        for organisation, proposal in Organisation.objects.proposed_for(text, country=country):
            known = best.get(organisation)
            if proposal.score >= PROPOSED_FROM and (known is None or known < proposal):
                best[organisation] = proposal
    return sorted(best.items(), key=lambda pair: -pair[1].score)[:8]


def found_for(
    texts: Iterable[str], country: str = ""
) -> tuple[list[tuple[Organisation, Any]], list[tuple[Held, str]]]:
    """Give what is proposed from our register, and what the registry of institutions holds."""
    typed = [text.strip() for text in texts if text.strip()]
    proposals = proposed(typed, country)
    found = services.likely(typed, country)
    there = {organisation for organisation, _proposal in proposals}
    proposals += [(it, Also(why)) for it, why in found.ours if it not in there]
    return proposals, [(it, places.place_name(it.country)) for it in found.registered]


@dataclass(frozen=True)
class Also:
    """A proposal of the resolver beside those of the register: its reason, no name of its own."""

    reason: Why
    name: str = ""


class ProposalsView(pages.StaffView):
    """What is proposed while somebody types: a piece of the form's page."""

    permission_required = VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the proposals for the names typed so far."""
        texts = [request.GET.get(name, "")[:300] for name in NAMES]
        proposals, registered = found_for(texts)
        context = {"proposals": proposals, "registered": registered}
        return render(request, "organisations/proposals.html", context)


class PlacesView(pages.StaffView):
    """Countries and regions by a few letters, as options."""

    permission_required = VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the names that fit."""
        typed = next(iter(request.GET.dict().values()), "")
        names = [places.place_name(code) for code in places.find(typed[:60])]
        return render(request, "organisations/places.html", {"names": names})


class ChangePage(pages.ChangePage):
    """Change the facts."""

    model = Organisation
    permission_required = CHANGE
    form_class = FactsForm
    title = _("Change the facts")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change them."""
        services.change_organisation(self.object, by=self.officer, seen=seen, **values)

"""Pages about programmes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.pages import ActionPage, ChangePage, CreatePage, ListPage, RecordPage, View
from entente.mobility import services
from entente.mobility.enums import CHANGE_PROGRAMME, VIEW_PROGRAMME, VIEW_STAY
from entente.mobility.forms.programmes import ProgrammeForm, TieForm
from entente.mobility.models import Programme, ProgrammeAgreement, Stay
from entente.mobility.tables.programmes import ProgrammeColumns, ProgrammeFilter
from entente.office.acting import signed_in


class ProgrammeListPage(ListPage):
    """The programmes in one's scope."""

    model = Programme
    title = _("Mobility programmes")
    columns = ProgrammeColumns
    filterset_class = ProgrammeFilter
    permission_required = VIEW_PROGRAMME
    views = (
        View(_("Still running"), {"runs": "yes"}),
        View(_("Outbound"), {"direction": "outbound"}),
        View(_("Inbound"), {"direction": "inbound"}),
    )
    create_label = _("Add programme")
    create_permission = CHANGE_PROGRAMME
    empty_text = _("No programme is entered yet.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new one."""
        return reverse("mobility:add_programme")


class ProgrammePage(RecordPage):
    """One programme: what it is, the agreements that carry it, who went and came."""

    model = Programme
    template_name = "mobility/programme.html"
    permission_required = VIEW_PROGRAMME
    change_url = "mobility:change_programme"
    change_permission = CHANGE_PROGRAMME

    def context(self) -> dict[str, Any]:
        """Add its agreements, and how many went in each academic year."""
        chosen, officer = self.object, self.officer
        ties = chosen.ties.select_related("agreement__unit").order_by("pk")
        sees = officer.may(VIEW_STAY)
        went = Stay.objects.visible_to(officer).took_place() if sees else Stay.objects.none()
        years = went.filter(programme=chosen).order_by("-academic_year").values("academic_year")
        counted = years.annotate(persons=Count("person", distinct=True), stays=Count("pk"))
        return super().context() | {
            "ties": list(ties),
            "years": [
                line | {"label": Stay(academic_year=line["academic_year"]).year_label}
                for line in counted
            ],
            "sees_stays": sees,
            "may_change": officer.may(CHANGE_PROGRAMME, chosen),
        }


class AddProgrammePage(CreatePage):
    """Enter a programme."""

    model = Programme
    form_class = ProgrammeForm
    title = _("Add programme")
    permission_required = CHANGE_PROGRAMME
    done = _("The programme is entered. Tie it to the agreements that carry it.")

    def save(self, values: Mapping[str, Any]) -> Programme:
        """Enter it."""
        said = {name: value for name, value in values.items() if name != "version"}
        return services.add_programme(by=signed_in(self), **said)


class ChangeProgrammePage(ChangePage):
    """Change what is said of a programme."""

    model = Programme
    form_class = ProgrammeForm
    title = _("Edit programme")
    permission_required = CHANGE_PROGRAMME
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds, its unit too."""
        return super().initial() | {"unit": self.object.unit_id}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_programme(self.object, by=signed_in(self), seen=seen, **values)


class TieAgreementPage(ActionPage):
    """Tie a programme to an agreement."""

    model = Programme
    form_class = TieForm
    title = _("Tie to an agreement")
    submit_label = _("Tie")
    permission_required = CHANGE_PROGRAMME

    def act(self, values: Mapping[str, Any]) -> None:
        """Tie it."""
        services.tie_agreement(self.object, values["agreement"], by=signed_in(self))


class UntieAgreementPage(ActionPage):
    """Take an agreement off a programme."""

    model = ProgrammeAgreement
    title = _("Take the agreement off the programme")
    submit_label = _("Take off")
    permission_required = CHANGE_PROGRAMME
    explanation = _("Stays that were entered keep their agreement.")
    danger = True

    def perform(self, values: Mapping[str, Any]) -> str:
        """Remember where to go on to, before it is gone."""
        target = self.object.get_absolute_url()
        self.act(values)
        return str(target)

    def act(self, values: Mapping[str, Any]) -> None:
        """Take it off."""
        services.remove_agreement(self.object, by=signed_in(self))

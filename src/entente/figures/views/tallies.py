"""Pages of tallies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.figures import services
from entente.figures.enums import CHANGE_TALLIES, VIEW_TALLIES
from entente.figures.forms import TallyForm, named
from entente.figures.models import Figure, Tally
from entente.figures.tables import TallyColumns, TallyFilter
from entente.kit.forms import ReasonForm
from entente.kit.measures import Measure, measure_named
from entente.kit.pages import ActionPage, ChangePage, CreatePage, ListPage, RecordPage
from entente.kit.pages.forms import FormPage
from entente.office.acting import signed_in


class OfMeasure(FormPage):
    """A form about a measure, which stands in the address or on the record."""

    template_name = "figures/counted_form.html"
    new = True

    @property
    def measure(self) -> Measure | None:
        """The measure that it is about."""
        if self.object is not None:
            return cast("Measure", self.object.definition)
        return measure_named(self.request.GET.get("measure", ""))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the measure first."""
        self.prepare()
        if self.measure is None:
            return redirect("figures:measures")
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the measure first."""
        self.prepare()
        if self.measure is None:
            return redirect("figures:measures")
        return super().post(request, *args, **kwargs)

    def form(self, data: Any = None, files: Any = None) -> Any:
        """Make the form with the dimensions of the measure."""
        form: Any = self.form_class
        return form(
            data,
            files,
            initial=self.initial(),
            officer=self.officer,
            measure=self.measure,
            new=self.new,
        )

    def context(self, form: Any) -> dict[str, Any]:
        """Add what is counted."""
        return super().context(form) | {"measure": self.measure, "named": named(self.measure)}  # type: ignore[arg-type]

    def values_for_service(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Give what the form holds, without the version."""
        return {name: value for name, value in values.items() if name != "version"}


class TallyListPage(ListPage):
    """All tallies in one's scope."""

    model = Tally
    title = _("Tallies")
    columns = TallyColumns
    filterset_class = TallyFilter
    permission_required = VIEW_TALLIES
    create_label = _("Enter a tally")
    create_permission = CHANGE_TALLIES
    empty_text = _("No tally yet. It is a total from before the records begin, with its source.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Choose what is counted first."""
        return reverse("figures:measures")


class TallyPage(RecordPage):
    """One tally: what the source says, and in which figures it counts."""

    model = Tally
    template_name = "figures/tally.html"
    permission_required = VIEW_TALLIES
    change_url = "figures:change_tally"
    change_permission = CHANGE_TALLIES

    def context(self) -> dict[str, Any]:
        """Add the figures of the measure."""
        tally = self.object
        figures = Figure.objects.visible_to(self.officer).filter(
            measure=tally.measure, top_unit=tally.top_unit_id
        )
        return super().context() | {
            "figures": figures.for_list(),
            "may_change": self.officer.may(CHANGE_TALLIES, tally),
            "filters": tally.filters_in_words(),
        }


class EnterTallyPage(OfMeasure, CreatePage):
    """Enter a tally."""

    model = Tally
    form_class = TallyForm
    title = _("Enter a tally")
    permission_required = CHANGE_TALLIES

    def initial(self) -> dict[str, Any]:
        """Begin with the unit of the measure."""
        return {"counted_in": self.measure.unit.value} if self.measure else {}

    def save(self, values: Mapping[str, Any]) -> Tally:
        """Enter it."""
        held = self.values_for_service(values)
        name = cast("Measure", self.measure).name
        return services.enter_tally(by=signed_in(self), measure=name, **held)

    def back(self) -> str:
        """Go back to the list."""
        return reverse("figures:tallies")


class ChangeTallyPage(OfMeasure, ChangePage):
    """Change a tally."""

    model = Tally
    form_class = TallyForm
    new = False
    title = _("Edit tally")
    permission_required = CHANGE_TALLIES
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Begin with its filters too."""
        return super().initial() | {"filters": self.object.filters}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_tally(self.object, by=signed_in(self), seen=seen, **values)


class RemoveTallyPage(ActionPage):
    """Take a tally out."""

    model = Tally
    form_class = ReasonForm
    title = _("Remove the tally")
    explanation = _("It no longer counts. The history keeps what it said, and why it went.")
    permission_required = CHANGE_TALLIES
    done = _("The tally has been removed.")
    danger = True

    def perform(self, values: Mapping[str, Any]) -> str:
        """Remove it and go to the list."""
        self.act(values)
        return reverse("figures:tallies")

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_tally(self.object, by=signed_in(self), reason=values["reason"])

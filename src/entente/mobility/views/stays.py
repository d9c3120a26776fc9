"""Pages about stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.pages import ActionPage, ChangePage, CreatePage, ListPage, RecordPage, View
from entente.kit.periods import PartialDate
from entente.mobility import services
from entente.mobility.enums import CHANGE_STAY, STAY_FLOW, VIEW_STAY
from entente.mobility.forms.stays import DayForm, NewStayForm, ReasonDayForm, StayForm, WhyForm
from entente.mobility.models import Stay
from entente.mobility.tables.stays import StayColumns, StayFilter
from entente.office.acting import signed_in


class StayListPage(ListPage):
    """The stays in one's scope, the newest first."""

    model = Stay
    title = _("Stays abroad and with us")
    columns = StayColumns
    filterset_class = StayFilter
    permission_required = VIEW_STAY
    default_sort = "-first_day"
    views = (
        View(pgettext_lazy("direction of places", "Outbound"), {"direction": "outbound"}),
        View(pgettext_lazy("direction of places", "Inbound"), {"direction": "inbound"}),
        View(_("Away today"), {"now": "today"}),
        View(_("Not confirmed in time"), {"now": "overdue"}),
    )
    create_label = _("Add stay")
    create_permission = CHANGE_STAY
    empty_text = _("No stay is entered yet.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new one."""
        return reverse("mobility:add_stay")


class StayPage(RecordPage):
    """One stay: who, where, from when until when, on which ground, and how it goes."""

    model = Stay
    template_name = "mobility/stay.html"
    permission_required = VIEW_STAY
    flow = STAY_FLOW
    change_url = "mobility:change_stay"
    change_permission = CHANGE_STAY

    def context(self) -> dict[str, Any]:
        """Add what may be done."""
        return super().context() | {"may_change": self.officer.may(CHANGE_STAY, self.object)}


class DoubtfulPage:
    """A form that asks whether one is sure, where what was typed is rarely meant."""

    def blame(self, form: forms.Form, refusal: ValidationError) -> None:
        """Put a refusal at its field; a doubt can be confirmed."""
        if isinstance(refusal, services.DoubtError):
            cast("StayForm", form).ask_whether_sure()
        super().blame(form, refusal)  # type: ignore[misc]


class AddStayPage(DoubtfulPage, CreatePage):
    """Enter a stay."""

    model = Stay
    form_class = NewStayForm
    title = _("Add stay")
    permission_required = CHANGE_STAY
    done = _("The stay is entered.")

    def initial(self) -> dict[str, Any]:
        """Begin with what a link names: the person, the institution, the agreement."""
        given = self.request.GET
        names = ("person", "organisation", "agreement", "programme")
        return {name: given[name] for name in names if given.get(name, "").isdigit()}

    def save(self, values: Mapping[str, Any]) -> Stay:
        """Enter it."""
        said = {name: value for name, value in values.items() if name != "version"}
        return services.enter_stay(by=signed_in(self), **said)


class ChangeStayPage(DoubtfulPage, ChangePage):
    """Correct what is said of a stay."""

    model = Stay
    form_class = StayForm
    title = _("Edit stay")
    permission_required = CHANGE_STAY
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds."""
        held = super().initial()
        held.pop("sure", None)
        keys = ("unit", "organisation", "programme", "agreement")
        return held | {name: getattr(self.object, f"{name}_id") for name in keys}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Correct it."""
        services.change_stay(self.object, by=signed_in(self), seen=seen, **values)


# --- How it goes ----------------------------------------------------------------------------------


class StepPage(ActionPage):
    """A step of a stay on a day."""

    model = Stay
    form_class = DayForm
    permission_required = CHANGE_STAY

    def initial(self) -> dict[str, Any]:
        """Begin with today."""
        return {"on": PartialDate.of(timezone.localdate())}


class BeginStayPage(StepPage):
    """Say that the person has arrived."""

    title = _("The stay has begun")
    explanation = _("The first day that was planned is replaced by the real one.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Begin it."""
        services.begin_stay(self.object, by=signed_in(self), on=values["on"])


class CompleteStayPage(StepPage):
    """Say that the person has left as planned."""

    title = _("The stay is completed")
    explanation = _("The last day that was planned is replaced by the real one.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Complete it."""
        services.complete_stay(self.object, by=signed_in(self), on=values["on"])


class BreakOffStayPage(StepPage):
    """Say that the person left early."""

    form_class = ReasonDayForm
    title = _("The stay was broken off")
    explanation = _("It is counted with the days that it lasted.")
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Break it off."""
        services.break_off_stay(
            self.object, by=signed_in(self), on=values["on"], reason=values["reason"]
        )


class GiveUpStayPage(ActionPage):
    """Say that a planned stay does not take place."""

    model = Stay
    form_class = WhyForm
    title = _("The stay is not taken up")
    explanation = _("It stays in the records and is not counted.")
    permission_required = CHANGE_STAY
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Give it up."""
        services.give_up_stay(self.object, by=signed_in(self), reason=values["reason"])


class RemoveStayPage(ActionPage):
    """Take away a stay that was entered by mistake."""

    model = Stay
    title = _("Remove the stay")
    submit_label = _("Remove")
    explanation = _(
        "Only for a stay that was entered by mistake; what does not take place is not taken up."
    )
    permission_required = CHANGE_STAY
    done = _("Removed.")
    danger = True

    def perform(self, values: Mapping[str, Any]) -> str:
        """Remove it, and go to the list: its own page is gone."""
        self.act(values)
        return reverse("mobility:stays")

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_stay(self.object, by=signed_in(self))

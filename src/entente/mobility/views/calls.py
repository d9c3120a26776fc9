"""Pages about calls, their quotas and applications."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.forms import DeskForm
from entente.kit.pages import ActionPage, ChangePage, CreatePage, ListPage, RecordPage, View
from entente.mobility import services
from entente.mobility.enums import CALL_FLOW, CHANGE_CALL, PLACE_CALL, VIEW_CALL, CallState
from entente.mobility.forms.calls import (
    SHOWN,
    ApplicationForm,
    CallForm,
    NewApplicationForm,
    OfCallForm,
    QuotaForm,
    ScoresForm,
)
from entente.mobility.models import Application, Call, CallQuota, FixedPlace, PlacementRun
from entente.mobility.tables.calls import CallColumns, CallFilter
from entente.office.acting import signed_in


class CallListPage(ListPage):
    """The calls in one's scope."""

    model = Call
    title = _("Calls for applications")
    columns = CallColumns
    filterset_class = CallFilter
    permission_required = VIEW_CALL
    default_sort = "-closes_on"
    views = (
        View(_("Open calls"), {"state": CallState.OPEN.value}),
        View(_("To be placed"), {"state": CallState.CLOSED.value}),
    )
    create_label = _("Add call")
    create_permission = CHANGE_CALL
    empty_text = _("No call is entered yet.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new one."""
        return reverse("mobility:add_call")


class CallPage(RecordPage):
    """One call: its quotas, who applies, the lottery, the runs of its placement."""

    model = Call
    template_name = "mobility/call.html"
    permission_required = VIEW_CALL
    flow = CALL_FLOW
    change_url = "mobility:change_call"
    change_permission = CHANGE_CALL

    def context(self) -> dict[str, Any]:
        """Add quotas as a tree, applications with their wishes, runs."""
        chosen, may = self.object, self.officer.may
        open_to_change = chosen.state != CallState.PUBLISHED and may(CHANGE_CALL, chosen)
        return super().context() | {
            "quotas": in_order(list(CallQuota.objects.of_call(chosen))),
            "applications": list(Application.objects.of_call(chosen)[:SHOWN]),
            **Application.objects.numbers(chosen),
            "runs": list(PlacementRun.objects.of_call(chosen)),
            "fixed": list(FixedPlace.objects.of_call(chosen)),
            "may_fix": may(PLACE_CALL, chosen)
            and chosen.state in (CallState.CLOSED, CallState.PUBLISHED),
            "may_change": open_to_change,
            "may_apply": open_to_change and chosen.state == CallState.OPEN,
        }


def in_order(quotas: list[CallQuota]) -> list[Any]:
    """Give quotas from the outermost inwards, each with its depth and whether it is an option."""
    parts: dict[int | None, list[CallQuota]] = {}
    for quota in quotas:
        parts.setdefault(quota.parent_id, []).append(quota)

    def below(parent: int | None, depth: int) -> Iterator[Any]:
        for quota in parts.get(parent, ()):
            yield {"quota": quota, "depth": depth, "option": quota.pk not in parts}
            yield from below(quota.pk, depth + 1)

    return list(below(None, 0))


class AddCallPage(CreatePage):
    """Make a call."""

    model = Call
    form_class = CallForm
    title = _("Add call")
    permission_required = CHANGE_CALL
    done = _("The call is entered. Add its quotas, then open it.")

    def initial(self) -> dict[str, Any]:
        """Begin with this year."""
        return {"academic_year": timezone.localdate().year}

    def save(self, values: Mapping[str, Any]) -> Call:
        """Make it."""
        said = {name: value for name, value in values.items() if name != "version"}
        return services.make_call(by=signed_in(self), **said)


class ChangeCallPage(ChangePage):
    """Change what is said of a call."""

    model = Call
    form_class = CallForm
    title = _("Edit call")
    permission_required = CHANGE_CALL
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds."""
        keys = ("unit", "programme")
        return super().initial() | {name: getattr(self.object, f"{name}_id") for name in keys}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_call(self.object, by=signed_in(self), seen=seen, **values)


class OpenCallPage(ActionPage):
    """Open a call."""

    model = Call
    title = _("Open the call")
    permission_required = CHANGE_CALL
    explanation = _("Applications can be entered from now on.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Open it."""
        services.open_call(self.object, by=signed_in(self))


class CloseCallPage(ActionPage):
    """Close a call."""

    model = Call
    title = _("Close the call")
    permission_required = CHANGE_CALL
    explanation = _("No further application is entered, and the seed of the lottery is shown.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Close it."""
        services.close_call(self.object, by=signed_in(self), on=timezone.localdate())


class PlaceCallPage(ActionPage):
    """Run the placement of a closed call."""

    model = Call
    title = _("Run the placement")
    permission_required = PLACE_CALL
    explanation = _(
        "Every applicant gets the dearest wish that priority and quotas allow. The result is"
        " checked by a second, independent program; nothing is published yet."
    )

    def perform(self, values: Mapping[str, Any]) -> str:
        """Run it, and go to the run."""
        return services.run_placement(self.object, by=signed_in(self)).get_absolute_url()

    def act(self, values: Mapping[str, Any]) -> None:
        """Do nothing more: `perform` has run it."""


class PlaceAgainPage(PlaceCallPage):
    """Run a further round after offers were answered."""

    title = _("Run another round")
    explanation = _(
        "Whoever declined, or did not answer in time, takes part no more; whoever accepted for good"
        " keeps the place; the others compete for wishes above their offer. Nothing is published"
        " yet."
    )


class TakePlacesPage(ActionPage):
    """Take over the places of the programme's agreements as quotas."""

    model = Call
    title = _("Take over places of agreements")
    permission_required = CHANGE_CALL
    explanation = _(
        "The outbound places of the programme's agreements in the call's academic year become"
        " quotas, one within the other as they are in the agreement."
    )

    def act(self, values: Mapping[str, Any]) -> None:
        """Take them over."""
        services.take_places(self.object, by=signed_in(self))


# --- What belongs to a call -----------------------------------------------------------------------


class AddToCallPage(ActionPage):
    """Add something to a call."""

    model = Call
    template_name = "kit/form.html"
    permission_required = CHANGE_CALL
    done = _("Saved.")
    of_call_form: ClassVar[type[OfCallForm]]

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Make the form for this call."""
        return self.of_call_form(
            data, files, initial=self.initial(), officer=self.officer, call=self.object
        )


class AddQuotaPage(AddToCallPage):
    """Add a quota."""

    of_call_form = QuotaForm
    title = _("Add a quota")

    def act(self, values: Mapping[str, Any]) -> None:
        """Add it."""
        said = {name: value for name, value in values.items() if name != "version"}
        services.add_quota(self.object, by=signed_in(self), **said)


class AddApplicationPage(AddToCallPage):
    """Enter an application."""

    of_call_form = NewApplicationForm
    title = _("Add application")

    def act(self, values: Mapping[str, Any]) -> None:
        """Enter it."""
        said = {name: value for name, value in values.items() if name != "version"}
        services.enter_application(self.object, by=signed_in(self), **said)


class GiveScoresPage(AddToCallPage):
    """Enter the committee's scores, of all who handed in on one page."""

    of_call_form = ScoresForm
    template_name = "kit/step.html"
    title = _("Enter scores")
    explanation = _("What you leave as it is stays; an empty score is still to be given.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Enter them."""
        services.give_scores(self.object, values["scores"], by=signed_in(self))


class ChangeOfCallPage(ChangePage):
    """Correct something that belongs to a call."""

    permission_required = CHANGE_CALL
    done = _("Saved.")
    of_call_form: ClassVar[type[OfCallForm]]

    def initial(self) -> dict[str, Any]:
        """Start with what it says."""
        names = self.of_call_form.base_fields
        held = {name: getattr(self.object, name, None) for name in names}
        return held | {"version": self.object.version}

    def form(self, data: Any = None, files: Any = None) -> DeskForm:
        """Make the form for its call."""
        return self.of_call_form(
            data, files, initial=self.initial(), officer=self.officer, call=self.object.call
        )


class ChangeQuotaPage(ChangeOfCallPage):
    """Correct a quota."""

    model = CallQuota
    of_call_form = QuotaForm
    title = _("Edit quota")

    def initial(self) -> dict[str, Any]:
        """Start with what it says."""
        return super().initial() | {"parent": self.object.parent_id}

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Correct it."""
        services.change_quota(self.object, by=signed_in(self), seen=seen, **values)


class ChangeApplicationPage(ChangeOfCallPage):
    """Correct an application."""

    model = Application
    of_call_form = ApplicationForm
    title = _("Edit application")

    def initial(self) -> dict[str, Any]:
        """Start with what it says, its wishes in order."""
        ranked = {f"wish_{wish.rank}": wish.quota_id for wish in self.object.wishes.all()}
        return super().initial() | {"languages": self.object.spoken} | ranked

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Correct it."""
        services.change_application(self.object, by=signed_in(self), seen=seen, **values)


class RemoveOfCallPage(ActionPage):
    """Take something off a call."""

    permission_required = CHANGE_CALL
    done = _("Removed.")
    danger = True

    def perform(self, values: Mapping[str, Any]) -> str:
        """Remember where to go on to, before it is gone."""
        target: str = self.object.get_absolute_url()
        self.act(values)
        return target


class RemoveQuotaPage(RemoveOfCallPage):
    """Take a quota off."""

    model = CallQuota
    title = _("Remove the quota")
    explanation = _("Only one without parts for which nobody wishes can be removed.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Take it off."""
        services.remove_quota(self.object, by=signed_in(self))


class WithdrawApplicationPage(RemoveOfCallPage):
    """Take an application back."""

    model = Application
    title = _("Withdraw the application")
    explanation = _("What it said stays in the history.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Take it back."""
        services.withdraw_application(self.object, by=signed_in(self))

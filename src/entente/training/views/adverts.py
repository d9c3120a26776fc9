"""Pages about adverts and where they ran."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.forms import ReasonForm
from entente.kit.pages import ActionPage, ChangePage, RecordPage, RemovePage, StepPage
from entente.office.acting import signed_in
from entente.training import services
from entente.training.enums import (
    ADVERT_FLOW,
    CHANGE_PROJECT,
    OVERRIDE_SCREENING,
    VIEW_PROJECT,
    AdvertState,
)
from entente.training.forms.desk import AdvertForm, AppearanceForm
from entente.training.models import Advert, Appearance, Project

OUT = (AdvertState.PUBLISHED, AdvertState.WITHDRAWN)


class AdvertPage(RecordPage):
    """One version of an advert: what it says, who approved it, where it ran."""

    model = Advert
    template_name = "training/advert.html"
    permission_required = VIEW_PROJECT
    flow = ADVERT_FLOW

    def context(self) -> dict[str, Any]:
        """Add what is asked of it and where it ran."""
        advert = self.object
        asked = []
        if advert.state not in OUT:
            asked = services.of_advert(advert, on=timezone.localdate())
        stopped = any(one.name == "text_zh" and not one.met for one in asked)
        may_change = self.officer.may(CHANGE_PROJECT, advert)
        return super().context() | {
            "asked": asked,
            "missing": sum(not one.met for one in asked),
            "may_override": stopped and self.officer.may(OVERRIDE_SCREENING, advert),
            "may_change": may_change,
            "may_enter": may_change and advert.published_on is not None,
            "appearances": list(advert.appearances.all()),
        }

    def change_address(self) -> str:
        """Offer to change what was not published."""
        may = self.officer.may(CHANGE_PROJECT, self.object)
        if not may or self.object.state in OUT:
            return ""
        return reverse("training:change_advert", args=[self.object.pk])


class WriteAdvertPage(ActionPage):
    """Write a new version of a project's advert, from the newest one."""

    model = Project
    form_class = AdvertForm
    title = _("Write an advert")
    submit_label = _("Save")
    explanation = _("Each advert is a version of its own and is reviewed before it is published.")
    permission_required = CHANGE_PROJECT

    def initial(self) -> dict[str, Any]:
        """Start with the newest version, else with the price of the project."""
        newest = self.object.adverts.order_by("-number").first()
        if newest is None:
            return {"price": self.object.price}
        names = ("text_zh", "text_en", "price", "starts_on", "ends_on")
        return {name: getattr(newest, name) for name in names}

    def perform(self, values: Mapping[str, Any]) -> str:
        """Write it and go to it."""
        advert = services.write_advert(self.object, by=signed_in(self), **values)
        return advert.get_absolute_url()

    def act(self, values: Mapping[str, Any]) -> None:
        """Write it."""
        self.perform(values)


class ChangeAdvertPage(ChangePage):
    """Change a version that is not out."""

    model = Advert
    form_class = AdvertForm
    title = _("Change the advert")
    permission_required = CHANGE_PROJECT
    done = _("Saved. A version that was approved is reviewed anew.")

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_advert(self.object, by=signed_in(self), seen=seen, **values)


class AdvertStep(StepPage):
    """A step on an advert, with the words of the flow."""

    model = Advert


class SubmitAdvertPage(AdvertStep):
    """Submit a version."""

    step = "submit_advert"

    def act(self, values: Mapping[str, Any]) -> None:
        """Submit it."""
        services.submit_advert(self.object, by=signed_in(self), on=timezone.localdate())


class ApproveAdvertPage(AdvertStep):
    """Approve a version."""

    step = "approve_advert"

    def act(self, values: Mapping[str, Any]) -> None:
        """Approve it."""
        services.approve_advert(self.object, by=signed_in(self), on=timezone.localdate())


class ReturnAdvertPage(AdvertStep):
    """Return a version."""

    step = "return_advert"
    form_class = ReasonForm

    def act(self, values: Mapping[str, Any]) -> None:
        """Return it."""
        today = timezone.localdate()
        services.return_advert(self.object, by=signed_in(self), on=today, reason=values["reason"])


class PublishAdvertPage(AdvertStep):
    """Publish a version."""

    step = "publish_advert"

    def act(self, values: Mapping[str, Any]) -> None:
        """Publish it."""
        services.publish_advert(self.object, by=signed_in(self), on=timezone.localdate())


class WithdrawAdvertPage(AdvertStep):
    """Withdraw a version."""

    step = "withdraw_advert"

    def act(self, values: Mapping[str, Any]) -> None:
        """Withdraw it."""
        services.withdraw_advert(self.object, by=signed_in(self))


class OverrideAdvertPage(ActionPage):
    """Let the forbidden words of an advert pass, with a reason."""

    model = Advert
    form_class = ReasonForm
    title = _("Let the words pass")
    explanation = _("The reason and your name are kept and stay visible with the words.")
    permission_required = OVERRIDE_SCREENING
    danger = True

    def act(self, values: Mapping[str, Any]) -> None:
        """Let them pass."""
        services.override_screening(
            self.object, by=signed_in(self), on=timezone.localdate(), reason=values["reason"]
        )


class AddAppearancePage(ActionPage):
    """Enter where a version ran."""

    model = Advert
    form_class = AppearanceForm
    title = _("Enter where it ran")
    submit_label = _("Add")
    permission_required = CHANGE_PROJECT

    def act(self, values: Mapping[str, Any]) -> None:
        """Enter it."""
        services.enter_appearance(self.object, by=signed_in(self), **values)


class RemoveAppearancePage(RemovePage):
    """Take off an appearance."""

    model = Appearance
    title = _("Remove this appearance")
    permission_required = CHANGE_PROJECT

    def act(self, values: Mapping[str, Any]) -> None:
        """Remove it."""
        services.remove_appearance(self.object, by=signed_in(self))

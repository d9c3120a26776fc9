"""One's own application: its state, its outcome, answers to what is offered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.kit.forms import PlainForm, VersionedForm
from entente.kit.pages.open import DONE
from entente.mobility import outcomes
from entente.mobility import services as mobility
from entente.mobility.enums import APPLICATION_FLOW, OFFER_FLOW, ApplicationState, OfferState
from entente.mobility.models import Application, Offer, answered
from entente.office.services import system_user
from entente.portal.views.entrance import ApplicantPage

WITHDRAWN, AGAIN, ANSWERED = "withdrawn", "again", "answered"
HINTS = {
    "accept": gettext_lazy("You take this place for good and give your dearer wishes up."),
    "wait": gettext_lazy(
        "The place is yours for certain. If one of your dearer wishes becomes free in a further"
        " round, you get that one instead."
    ),
    "decline": gettext_lazy(
        "The place goes to others, and you take no part in further rounds of this call."
    ),
}
STEPS = {
    "accept": ("accept_offer", mobility.accept_offer),
    "wait": ("keep_waiting", mobility.keep_waiting),
    "decline": ("decline_offer", mobility.decline_offer),
}


class OwnPage(ApplicantPage):
    """A page about one of one's own applications; another's is not found."""

    application: Application

    def found(self, pk: int = 0) -> Any:  # type: ignore[override] # not by a code
        """Find it among one's own."""
        found = Application.objects.of_persons(self.applicant.persons).filter(pk=pk).first()
        if found is not None:
            self.application = found
        return found

    def form(self, data: Any = None) -> Any:
        """Ask nothing but whether."""
        return PlainForm(data)

    def late(self) -> str:
        """Say that the call takes no applications any more, where that is so."""
        call = self.application.call
        if call.takes(timezone.localdate()):
            return ""
        return _("The last day to apply was %(day)s.") % {"day": call.closes_on}

    def goes_to(self) -> str:
        """Go back to the application, and say what was done."""
        return f"{reverse('portal:application', args=[self.application.pk])}?{self.sent}"

    def context(self) -> dict[str, Any]:
        """Show which application it is."""
        return super().context() | {"own": self.application, "call": self.application.call}


class OwnApplicationPage(OwnPage):
    """Follow an application: what was handed in, what became of it, what can be done now."""

    title = gettext_lazy("Your application")
    template_name = "portal/application.html"
    said = (DONE, WITHDRAWN, AGAIN, ANSWERED)
    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show it, with what was just done."""
        told = {
            DONE: _("Your application is handed in."),
            WITHDRAWN: _("Your application is withdrawn."),
            ANSWERED: _("Your answer is entered."),
        }
        done = next((words for name, words in told.items() if name in request.GET), "")
        return self.show(None, done=done)

    def context(self) -> dict[str, Any]:
        """Add the outcome, and the steps that are open today."""
        own, today = self.application, timezone.localdate()
        takes = own.call.takes(today)
        told = outcomes.told(own, on=today)
        offer: Any = told.get("offer")
        open_to = not told.get("silent") and offer is not None
        steps = [
            (reverse(f"portal:{word}", args=[own.pk]), OFFER_FLOW[name])
            for word, (name, _service) in STEPS.items()
            if open_to and offer.state in OFFER_FLOW[name].sources
        ]
        return (
            super().context()
            | told
            | {
                "answered": answered(own),
                "steps": steps,
                "may_withdraw": takes
                and own.state in APPLICATION_FLOW["withdraw_application"].sources,
                "may_take_up": takes and own.state == ApplicationState.WITHDRAWN,
                "may_write": takes and own.state == ApplicationState.DRAFT,
            }
        )

    def act(self, form: Any) -> None:
        """Do nothing: the page only shows."""


class WithdrawPage(OwnPage):
    """Withdraw an application."""

    title = gettext_lazy("Withdraw your application")
    submit_label = gettext_lazy("Withdraw")
    template_name = "portal/step.html"
    sent = WITHDRAWN

    def closed(self) -> str:
        """Say that it is withdrawn already, or that the last day has passed."""
        if self.application.state not in APPLICATION_FLOW["withdraw_application"].sources:
            return _("This application is withdrawn already.")
        return self.late()

    def act(self, form: Any) -> None:
        """Withdraw it."""
        mobility.withdraw_own(self.application, on=timezone.localdate())

    def context(self) -> dict[str, Any]:
        """Say what follows."""
        hint = _("It takes no part in the selection. Until the last day you can take it up again.")
        return super().context() | {"hint": hint, "danger": True}


class TakeUpAgainPage(OwnPage):
    """Take a withdrawn application up again."""

    title = gettext_lazy("Take your application up again")
    submit_label = gettext_lazy("Take up again")
    template_name = "portal/step.html"

    def closed(self) -> str:
        """Say that it is not withdrawn, or that the last day has passed."""
        if self.application.state != ApplicationState.WITHDRAWN:
            return _("This application is not withdrawn.")
        return self.late()

    def act(self, form: Any) -> None:
        """Make it a draft."""
        mobility.take_up_again(self.application, on=timezone.localdate())

    def goes_to(self) -> str:
        """Go on writing."""
        return reverse("portal:apply", args=[self.application.call_id])

    def context(self) -> dict[str, Any]:
        """Say what follows."""
        hint = _("It becomes a draft that you can change. Hand it in again by the last day.")
        return super().context() | {"hint": hint}


class AnswerPage(OwnPage):
    """Answer an offer; a window that shows an older answer is told so."""

    template_name = "portal/step.html"
    sent = ANSWERED
    step = ""
    offer: Offer | None

    def found(self, pk: int = 0) -> Any:  # type: ignore[override] # not by a code
        """Find the offer that stands."""
        if super().found(pk) is None:
            return None
        self.offer = outcomes.told(self.application, on=timezone.localdate()).get("offer")
        return self.application

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Go back where nothing is offered."""
        if self.offer is None:
            return redirect("portal:application", self.application.pk)
        return super().get(request, **kwargs)

    def closed(self) -> str:
        """Say that it is answered already, that it has lapsed, or that nothing is offered."""
        offer = self.offer
        if offer is None:
            return _("Nothing is offered to you now.")
        if offer.state == OfferState.OPEN and offer.declined(timezone.localdate()):
            message = _("The offer was to be answered by %(day)s and has lapsed.")
            return message % {"day": offer.answer_by}
        if offer.state not in OFFER_FLOW[STEPS[self.step][0]].sources:
            message = _("This offer is answered already: %(answer)s.")
            return message % {"answer": offer.get_state_display()}
        return ""

    def form(self, data: Any = None) -> Any:
        """Carry the version of the offer that is shown."""
        return VersionedForm(data, initial={"version": self.offer.version if self.offer else 0})

    def act(self, form: Any) -> None:
        """Enter the answer."""
        _name, service = STEPS[self.step]
        offer: Any = self.offer
        seen = form.cleaned_data["version"]
        service(offer, by=system_user(), on=timezone.localdate(), seen=seen)

    def context(self) -> dict[str, Any]:
        """Say what the step means."""
        step = OFFER_FLOW[STEPS[self.step][0]]
        return super().context() | {
            "title": step.label,
            "submit_label": step.label,
            "hint": HINTS[self.step],
            "danger": step.danger,
            "offer": self.offer,
        }

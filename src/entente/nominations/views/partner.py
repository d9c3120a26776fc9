"""What a partner abroad opens by its link: its own nominations, and nobody else's."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.kit.forms import PlainForm
from entente.kit.pages.open import DONE, OpenPage
from entente.nominations import services
from entente.nominations.enums import OPEN, NomineeState
from entente.nominations.forms import NomineeForm, TextForm
from entente.nominations.models import Invitation


class PartnerPage(OpenPage):
    """A page of one invitation, for whoever holds its link."""

    limited = "nomination"

    def found(self, code: str) -> Any:
        """Find the invitation of the link."""
        return Invitation.objects.with_code(code)

    def rates(self) -> dict[str, str]:
        """Say how often an address may send."""
        return dict(settings.NOMINATION_RATES)

    @property
    def invitation(self) -> Invitation:
        """The invitation that the link leads to."""
        found: Invitation = self.object
        return found

    def goes_to(self) -> str:
        """Go back to the partner's page."""
        return f"{reverse('nominate', args=[self.invitation.code])}?{self.sent}"

    def context(self) -> dict[str, Any]:
        """Show the invitation with the partner's own nominations."""
        invitation = self.invitation
        return {
            "invitation": invitation,
            "nominees": list(invitation.nominees.all()),
            "left": invitation.places_left(),
            "is_open": invitation.is_open(timezone.localdate()),
            "open_states": OPEN,
            "code": invitation.code,
        }


class NominatePage(PartnerPage):
    """Nominate a guest, and see what was decided about the others."""

    title = gettext_lazy("Nominate exchange students")
    submit_label = gettext_lazy("Nominate")
    template_name = "nominations/nominate.html"
    said = (DONE, "withdrawn", "answered")

    def closed(self) -> str:
        """Say why nobody can be nominated now."""
        invitation, today = self.invitation, timezone.localdate()
        if today < invitation.opens_on:
            day = invitation.opens_on.isoformat()
            return _("Nominations open on %(day)s.") % {"day": day}
        if today > invitation.closes_on:
            day = invitation.closes_on.isoformat()
            return _("Nominations closed on %(day)s.") % {"day": day}
        return ""

    def form(self, data: Any = None) -> Any:
        """Ask who it is; the level is the one of the invitation unless the partner says else."""
        return NomineeForm(data, initial={"level": self.invitation.level})

    def form_after(self) -> Any:
        """Offer to nominate the next one."""
        return None if self.closed() else self.form()

    def act(self, form: Any) -> None:
        """Nominate them."""
        services.nominate(self.invitation, on=timezone.localdate(), **form.cleaned_data)

    def told(self) -> str:
        """Say what was received."""
        if "withdrawn" in self.request.GET:
            return _("The nomination is withdrawn.")
        if "answered" in self.request.GET:
            return _("Your answer was received.")
        return _("The nomination was received.")


class NominationStep(PartnerPage):
    """A page about one of the partner's own nominations."""

    template_name = "nominations/step.html"
    nominee: Any

    def found(self, code: str, pk: int = 0) -> Any:
        """Find the invitation, if the nomination is one of its own."""
        invitation = super().found(code)
        self.nominee = invitation.nominees.filter(pk=pk).first() if invitation else None
        return invitation if self.nominee else None

    def context(self) -> dict[str, Any]:
        """Show whom it is about."""
        return super().context() | {"nominee": self.nominee}


class WithdrawPage(NominationStep):
    """Withdraw a nomination."""

    title = gettext_lazy("Withdraw this nomination")
    submit_label = gettext_lazy("Withdraw")
    sent = "withdrawn"

    def closed(self) -> str:
        """Say that it is decided."""
        if self.nominee.state in OPEN:
            return ""
        return _("It is decided already; write to us if something has changed.")

    def form(self, data: Any = None) -> Any:
        """Ask nothing but whether."""
        return PlainForm(data)

    def act(self, form: Any) -> None:
        """Withdraw it."""
        services.withdraw(self.nominee, on=timezone.localdate())


class AnswerPage(NominationStep):
    """Answer a question of the office."""

    title = gettext_lazy("Answer a question")
    submit_label = gettext_lazy("Send the answer")
    sent = "answered"

    def closed(self) -> str:
        """Say that nothing is asked."""
        return "" if self.nominee.state == NomineeState.ASKED else _("Nothing is asked any more.")

    def form(self, data: Any = None) -> Any:
        """Ask for the answer."""
        return TextForm(data)

    def act(self, form: Any) -> None:
        """Keep it."""
        services.answer(self.nominee, text=form.cleaned_data["text"])

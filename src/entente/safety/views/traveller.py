"""What a traveller opens by the mailed link: how they are, in one tap, without an account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.kit.pages.open import OpenPage
from entente.safety import services
from entente.safety.enums import ANSWER_FLOW
from entente.safety.forms import AnswerForm
from entente.safety.models import Traveller


class AnswerPage(OpenPage):
    """Answer, and answer again; only what is sent counts, never that the page was opened."""

    title = gettext_lazy("Are you safe?")
    template_name = "safety/answer.html"
    limited = "safety"

    def found(self, code: str) -> Any:
        """Find the traveller of the link."""
        return Traveller.objects.with_code(code)

    @property
    def traveller(self) -> Traveller:
        """Whose link it is."""
        found: Traveller = self.object
        return found

    def rates(self) -> dict[str, str]:
        """Say how often an address may send."""
        return dict(settings.SAFETY_RATES)

    def closed(self) -> str:
        """Say that the check is over."""
        if self.traveller.safety_check.takes_answers:
            return ""
        return _("This safety check is closed. If you need help, call us or the local authorities.")

    def form(self, data: Any = None) -> Any:
        """Offer to add where they are, and a sentence."""
        return AnswerForm(data)

    def form_after(self) -> Any:
        """Let them answer again at once."""
        return None if self.closed() else self.form()

    def act(self, form: Any) -> None:
        """Keep the answer."""
        services.answer(self.traveller, **form.cleaned_data)

    def told(self) -> str:
        """Say what was received."""
        if self.traveller.state == "help":
            return _("We know that you need help. The office sees it now.")
        return _("Thank you. We know that you are safe.")

    def context(self) -> dict[str, Any]:
        """Show the question, the two answers, and the last one given."""
        traveller = self.traveller
        return {
            "check": traveller.safety_check,
            "last": traveller.answers.first(),
            "answers": ANSWER_FLOW.steps,
        }

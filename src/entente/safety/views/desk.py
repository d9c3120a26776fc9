"""What the office does with safety checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.pages import (
    ActionPage,
    ChangePage,
    CreatePage,
    ListPage,
    RecordPage,
    StepPage,
    View,
)
from entente.office.acting import signed_in
from entente.organisations.places import CODES
from entente.safety import services
from entente.safety.enums import (
    CHANGE_CHECK,
    CHECK_FLOW,
    MARKS,
    SEE_PERSONS,
    VIEW_CHECK,
    CheckState,
    Standing,
)
from entente.safety.forms import CheckForm, SaidForm
from entente.safety.models import SafetyCheck, Traveller
from entente.safety.tables import CheckColumns, CheckFilter

# So many lines stand on a page; who needs help always stands first.
SHOWN = 300


class CheckListPage(ListPage):
    """The checks in one's scope, the newest first."""

    model = SafetyCheck
    title = _("Safety checks")
    columns = CheckColumns
    filterset_class = CheckFilter
    permission_required = VIEW_CHECK
    default_sort = "-id"
    views = (View(pgettext_lazy("safety checks", "Under way"), {"state": "sent"}),)
    create_label = _("New safety check")
    create_permission = CHANGE_CHECK
    empty_text = _("Nobody was asked yet whether they are safe.")

    @property
    def create_url(self) -> str:  # type: ignore[override]
        """Give the address of the form for a new one."""
        return reverse("safety:add")


class CheckPage(RecordPage):
    """One check: how many are safe, who needs help, who did not answer or cannot be reached."""

    model = SafetyCheck
    template_name = "safety/check.html"
    permission_required = VIEW_CHECK
    flow = CHECK_FLOW
    change_permission = CHANGE_CHECK

    def change_address(self) -> str:
        """Offer to change a draft."""
        if self.object.state != CheckState.DRAFT:
            return ""
        may = self.officer.may(CHANGE_CHECK, self.object)
        return reverse("safety:change", args=[self.object.pk]) if may else ""

    def context(self) -> dict[str, Any]:
        """Add the travellers, most urgent first, and how many stand how."""
        check = self.object
        reach = self.officer.may(SEE_PERSONS, check)
        stands = check.travellers.standing().values_list("stands", flat=True)
        numbers = Counter(stands)
        chosen = self.request.GET.get("stands", "")
        rows = check.travellers.most_urgent_first().for_list().prefetch_related("answers__noted_by")
        if chosen in Standing:
            rows = rows.filter(stands=chosen)
        return super().context() | {
            "numbers": [(it, numbers[it], MARKS[it]) for it in Standing],
            "asked": numbers.total(),
            "chosen": Standing(chosen) if chosen in Standing else None,
            "travellers": list(rows[:SHOWN]),
            "left_out": max(
                (numbers[chosen] if chosen in Standing else numbers.total()) - SHOWN, 0
            ),
            "reach": reach,
            "may_note": check.takes_answers and self.officer.may(CHANGE_CHECK, check),
        }


class DrawUpPage(CreatePage):
    """Draw up a check."""

    model = SafetyCheck
    form_class = CheckForm
    title = _("New safety check")
    submit_label = _("Save and see to whom it goes")
    permission_required = CHANGE_CHECK

    def initial(self) -> dict[str, Any]:
        """Start with the country from whose page one comes."""
        country = self.request.GET.get("country", "").upper()
        return {"country": country} if country in CODES else {}

    def save(self, values: Mapping[str, Any]) -> SafetyCheck:
        """Keep the draft."""
        return services.draw_up(by=signed_in(self), **values)

    def perform(self, values: Mapping[str, Any]) -> str:
        """Go on to looking through to whom it goes."""
        return reverse("safety:send", args=[self.save(values).pk])


class ChangeCheckPage(ChangePage):
    """Change a draft."""

    model = SafetyCheck
    form_class = CheckForm
    title = _("Edit safety check")
    permission_required = CHANGE_CHECK
    done = _("Saved.")

    def initial(self) -> dict[str, Any]:
        """Start with what the record holds, what it leads to as well."""
        check = self.object
        more = {"unit": check.unit_id, "organisation": check.organisation_id}
        return super().initial() | more

    def save(self, values: Mapping[str, Any], seen: int | None) -> None:
        """Change it."""
        services.change_check(self.object, by=signed_in(self), seen=seen, **values)


class CheckStep(StepPage):
    """A step of a check, with the words of the flow."""

    model = SafetyCheck


class SendPage(CheckStep):
    """Look through to whom it goes, and who cannot be reached; then send."""

    step = "send"
    template_name = "safety/send.html"
    done = _("The safety check is sent. The answers appear here.")

    @cached_property
    def asked(self) -> list[services.Recipient]:
        """To whom it goes as things stand now."""
        return services.recipients(self.object, self.officer, timezone.localdate())

    def act(self, values: Mapping[str, Any]) -> None:
        """Send it to those who were looked through."""
        seen = self.request.POST.get("seen", "")
        services.send_check(self.object, by=signed_in(self), on=timezone.localdate(), seen=seen)

    def context(self, form: Any) -> dict[str, Any]:
        """Show both lists, with what the sender has seen of them."""
        reached = [it for it in self.asked if not it.unreachable]
        draft = self.object.state == CheckState.DRAFT
        return super().context(form) | {
            "submit_label": pgettext_lazy("safety check", "Send now"),
            "may_send": draft and bool(self.asked),
            "may_see": self.officer.may(SEE_PERSONS, self.object),
            "reached": reached,
            "unreachable": [it for it in self.asked if it.unreachable],
            "seen": services.digest(self.asked),
        }


class RemindPage(CheckStep):
    """Write again to those who did not answer."""

    step = "remind"
    done = _("The reminders are on their way.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Remind them."""
        services.remind(self.object, by=signed_in(self))


class ClosePage(CheckStep):
    """Close a check."""

    step = "close"
    done = _("The safety check is closed.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Close it."""
        services.close_check(self.object, by=signed_in(self))


class DiscardPage(CheckStep):
    """Give up a draft."""

    step = "discard"

    def act(self, values: Mapping[str, Any]) -> None:
        """Discard it."""
        services.discard_check(self.object, by=signed_in(self))


class NoteAnswerPage(ActionPage):
    """Note what the office heard of a traveller, for example by telephone."""

    model = Traveller
    form_class = SaidForm
    template_name = "safety/note.html"
    title = _("Note an answer")
    submit_label = _("Note it")
    permission_required = CHANGE_CHECK
    done = _("Noted.")

    def act(self, values: Mapping[str, Any]) -> None:
        """Note it."""
        services.note_answer(self.object, by=signed_in(self), **values)

    def context(self, form: Any) -> dict[str, Any]:
        """Show the telephone number to those who see persons."""
        reach = self.officer.may(SEE_PERSONS, self.object.safety_check)
        return super().context(form) | {"reach": reach}

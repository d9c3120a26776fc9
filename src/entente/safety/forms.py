"""What is typed about safety checks, in the office and by the traveller."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import area, line
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.office.fields import unit_field
from entente.organisations.fields import PlaceField
from entente.organisations.models import Organisation
from entente.safety.enums import ANSWER_FLOW, CHANGE_CHECK


class CheckForm(VersionedForm):
    """Who is asked, and what they read."""

    pairs = (
        ("country", "organisation"),
        ("title_zh", "title_en"),
        ("text_zh", "text_en"),
    )
    sections = (
        (_("What the travellers read"), ("title_zh", "title_en", "text_zh", "text_en")),
        (_("Record"), ("unit",)),
    )

    country = PlaceField(
        label=_("Country or region"),
        required=False,
        help_text=_("Empty: everybody who is abroad is asked."),
    )
    organisation = RemoteChoiceField(
        Organisation,
        label=_("Institution"),
        required=False,
        help_text=_("Only those who are there. Empty: wherever they are."),
    )
    title_zh = line(_("Subject in Chinese"), 200, required=True)
    title_en = line(_("Subject in English"), 200, required=True)
    text_zh = area(_("Text in Chinese"), 4000, rows=5, required=True)
    text_en = area(_("Text in English"), 4000, rows=5, required=True)

    def prepare(self) -> None:
        """Offer the units of this person."""
        label, hint = _("Unit"), _("Its people and those of the units below it are asked.")
        self.fields["unit"] = unit_field(self.officer, CHANGE_CHECK, label=label, help_text=hint)


class SaidForm(DeskForm):
    """What the office heard of a traveller."""

    state = forms.ChoiceField(
        label=_("How they are"),
        choices=[(name, step.target.label) for name, step in ANSWER_FLOW.steps.items()],  # type: ignore[attr-defined]
        widget=forms.RadioSelect,
    )
    place = line(_("Where they are"), 200)
    words = area(_("Who said it, and how you heard it"), 500, rows=2, required=True)


class AnswerForm(DeskForm):
    """A traveller's answer; the two buttons give the state."""

    place = line(_("Where you are"), 200)
    words = area(_("What we should know"), 500, rows=2)

    def clean(self) -> dict[str, Any]:
        """Read which button was tapped."""
        cleaned = super().clean() or {}
        cleaned["state"] = self.data.get("state", "")
        if cleaned["state"] not in ANSWER_FLOW:
            self.add_error(None, _("Choose one of the two answers."))
        return cleaned

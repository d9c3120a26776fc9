"""What is typed about stays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import area, line
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.kit.periods import PartialDateFormField
from entente.mobility.enums import CHANGE_STAY, Kind, StayState
from entente.mobility.models import Programme
from entente.office.fields import unit_field
from entente.organisations.fields import PlaceField
from entente.organisations.models import Organisation
from entente.partnerships.enums import Direction, PlacesBasis, StudyLevel
from entente.partnerships.models import Agreement
from entente.people.models import Person


def choice(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    """Make a choice among a few words."""
    return forms.ChoiceField(label=label, choices=choices, **options)


class StayForm(VersionedForm):
    """What is said of a stay."""

    pairs = (
        ("direction", "kind"),
        ("level", "field"),
        ("organisation", "country"),
        ("starts_on", "ends_on"),
        ("programme", "agreement"),
    )
    sections = (
        (_("Where"), ("organisation", "country")),
        (_("When"), ("starts_on", "ends_on", "state", "reason")),
        (_("On what ground"), ("programme", "agreement", "basis")),
        (_("Record"), ("unit", "source", "notes")),
        ("", ("sure",)),
    )

    direction = choice(_("Direction"), Direction.choices)
    kind = choice(_("Kind"), Kind.choices)
    level = choice(
        _("Level"),
        [("", pgettext_lazy("level of study", "Student, level not known")), *StudyLevel.choices],
        required=False,
    )
    field = line(
        _("Field of study"),
        10,
        help_text=_("A code of ISCED-F, for example 0211."),
    )
    organisation = RemoteChoiceField(
        Organisation,
        label=_("Institution"),
        required=False,
        help_text=_("Outbound: where the person goes to. Inbound: where the person comes from."),
    )
    country = PlaceField(
        required=False,
        help_text=_("Needed only where no institution is named, for example for a conference."),
    )
    starts_on = PartialDateFormField(label=_("First day"), required=False)
    ends_on = PartialDateFormField(label=_("Last day"), required=False)
    state = choice(_("State"), StayState.choices)
    reason = line(_("Why it ended early or was not taken up"), 500)
    programme = RemoteChoiceField(Programme, label=_("Programme"), required=False)
    agreement = RemoteChoiceField(Agreement, label=_("Agreement"), required=False)
    basis = choice(_("Basis"), PlacesBasis.choices, initial=PlacesBasis.EXCHANGE)
    source = line(_("Source"), 300)
    notes = area(_("Notes"), 4000)
    sure = forms.BooleanField(
        label=_("It is right: save it nevertheless"),
        required=False,
        widget=forms.HiddenInput,
    )

    def prepare(self) -> None:
        """Offer what this person sees, and the units for which they may keep stays."""
        for name, model in (("programme", Programme), ("agreement", Agreement)):
            field: Any = self.fields[name]
            rows: Any = model
            field.queryset = rows.objects.visible_to(self.officer)
        self.fields["unit"] = unit_field(self.officer, CHANGE_STAY)

    def ask_whether_sure(self) -> None:
        """Show the tick with which a doubtful stay is saved nevertheless."""
        self.fields["sure"].widget = forms.CheckboxInput(attrs={"class": "form-check-input"})


class NewStayForm(StayForm):
    """A stay of a person of the register."""

    person = RemoteChoiceField(
        Person,
        label=_("Person"),
        help_text=_("Somebody new is entered in the register of persons first."),
    )

    def prepare(self) -> None:
        """Ask who before what."""
        super().prepare()
        person: Any = self.fields["person"]
        person.queryset = Person.objects.visible_to(self.officer).present()
        self.order_fields(["person"])


class DayForm(DeskForm):
    """The day of a step."""

    on = PartialDateFormField(label=_("On which day"))

    def clean_on(self) -> Any:
        """Refuse a day that has not come yet."""
        day = self.cleaned_data["on"]
        if day.earliest > timezone.localdate():
            raise forms.ValidationError(gettext("This day has not come yet."))
        return day


class ReasonDayForm(DayForm):
    """The day of a step, and why."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class WhyForm(DeskForm):
    """Why a stay does not take place."""

    reason = forms.CharField(label=_("Reason"), max_length=500)

"""What is typed about visits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.fields import area, day, line
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.kit.periods import PartialDateFormField
from entente.office.fields import unit_field
from entente.organisations.fields import PlaceField
from entente.organisations.models import Organisation
from entente.partnerships.models import Agreement
from entente.people.models import Person
from entente.visits.enums import CHANGE_VISIT, Joined, OutcomeKind, Way


class VisitForm(VersionedForm):
    """What is said of a visit."""

    pairs = (("title_zh", "title_en"), ("starts_on", "ends_on"))
    sections = (
        (_("What for"), ("purpose_zh", "purpose_en")),
        (_("Report"), ("report_zh", "report_en", "incomplete")),
        (_("Record"), ("unit", "source")),
    )

    way = forms.ChoiceField(label=_("Received or sent"), choices=Way.choices)
    title_zh = line(_("Title in Chinese"), 200)
    title_en = line(_("Title in English"), 200)
    starts_on = PartialDateFormField(label=_("First day"))
    ends_on = PartialDateFormField(label=_("Last day"), required=False)
    purpose_zh = area(_("Purpose in Chinese"), 4000)
    purpose_en = area(_("Purpose in English"), 4000)
    report_zh = area(_("Report in Chinese"), 20000)
    report_en = area(_("Report in English"), 20000)
    incomplete = forms.BooleanField(
        label=_("More belonged to it than are entered"),
        required=False,
        help_text=_("It is then counted as at least those who are entered."),
    )
    source = line(_("Source"), 1000)

    def prepare(self) -> None:
        """Offer the units for which this person may keep visits."""
        self.fields["unit"] = unit_field(self.officer, CHANGE_VISIT)


class DelegatesForm(DeskForm):
    """Delegates of one institution: with names, or only how many."""

    organisation = RemoteChoiceField(
        Organisation,
        label=_("Institution"),
        required=False,
        help_text=_("Where they come from. Empty: they are ours."),
    )
    names = area(
        pgettext_lazy("of persons", "Names"),
        4000,
        help_text=_("One a line; after a comma the function: Zhu Xuehong, Vice President"),
    )
    number = forms.IntegerField(
        label=_("How many in all"),
        required=False,
        help_text=_("Needed only where not all names are known."),
    )
    person = RemoteChoiceField(
        Person,
        label=_("or a person of the register"),
        required=False,
    )

    def prepare(self) -> None:
        """Offer the persons that this person sees."""
        field: Any = self.fields["person"]
        field.queryset = Person.objects.visible_to(self.officer).present()

    def clean_names(self) -> list[tuple[str, str]]:
        """Part each line into name and function."""
        pairs = []
        for text in self.cleaned_data["names"].splitlines():
            name, _comma, function = text.replace("，", ",").partition(",")
            if name.strip():
                pairs.append((name.strip()[:200], function.strip()[:300]))
        return pairs

    def clean(self) -> dict[str, Any]:
        """Ask for somebody."""
        values = super().clean() or {}
        if not (values.get("names") or values.get("person") or values.get("number") is not None):
            self.add_error("number", _("Write names, or how many came."))
        return values


class DelegateForm(VersionedForm):
    """What is said of one delegate."""

    name = line(_("Name"), 200)
    function = line(_("Function"))
    person = RemoteChoiceField(Person, label=_("Person of the register"), required=False)
    leads = forms.BooleanField(label=_("Leads the delegation"), required=False)

    def prepare(self) -> None:
        """Offer the persons that this person sees."""
        field: Any = self.fields["person"]
        field.queryset = Person.objects.visible_to(self.officer).present()


class StopForm(VersionedForm):
    """Where a visit stops."""

    pairs = (("organisation", "country"), ("starts_on", "ends_on"))

    organisation = RemoteChoiceField(Organisation, label=_("Institution"), required=False)
    country = PlaceField(required=False, help_text=_("Needed only where no institution is named."))
    starts_on = PartialDateFormField(label=pgettext_lazy("date", "From"), required=False)
    ends_on = PartialDateFormField(label=pgettext_lazy("date", "Until"), required=False)
    host = line(_("Received by"))
    about_zh = area(_("What happened, in Chinese"), 4000)
    about_en = area(_("What happened, in English"), 4000)
    source = line(_("Source"), 1000)


class OutcomeForm(VersionedForm):
    """What a visit brought."""

    kind = forms.ChoiceField(label=_("Kind"), choices=OutcomeKind.choices)
    text_zh = line(_("In Chinese"), 500)
    text_en = line(_("In English"), 500)
    due_on = day(_("To be done by"), required=False)
    source = line(_("Source"), 1000)


class KeptForm(DeskForm):
    """To what an outcome led."""

    agreement = RemoteChoiceField(Agreement, label=_("Agreement"), required=False)
    link = forms.URLField(
        label=_("News item or page"), required=False, max_length=500, assume_scheme="https"
    )

    def prepare(self) -> None:
        """Offer the agreements that this person sees."""
        field: Any = self.fields["agreement"]
        field.queryset = Agreement.objects.visible_to(self.officer)


class WhyForm(DeskForm):
    """Why something does not take place."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class TripForm(VersionedForm):
    """What makes a delegation an official trip."""

    pairs = (("joined", "needs_visa"), ("notice_from", "notice_until"), ("planned_on", "budget"))

    joined = forms.ChoiceField(label=_("Whose group"), choices=Joined.choices)
    needs_visa = forms.BooleanField(
        label=_("A visa is needed"),
        required=False,
        initial=True,
        help_text=_("With one it is applied for earlier; the rule says how much."),
    )
    planned_on = day(_("Entered into the yearly plan on"), required=False)
    budget = forms.DecimalField(
        label=_("Budget, in yuan"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    notice_from = day(_("Public notice from"), required=False)
    notice_until = day(_("Public notice until"), required=False)


class ApplyForm(DeskForm):
    """When it was applied for."""

    on = day(_("Applied for on"), initial=timezone.localdate)


class ApprovalForm(DeskForm):
    """Which approval has come, and when."""

    approval_number = forms.CharField(label=_("Number of the approval"), max_length=100)
    on = day(_("Approved on"), initial=timezone.localdate)


class DayForm(DeskForm):
    """On which day something was."""

    on = day(pgettext_lazy("date", "Day"), initial=timezone.localdate)


class SettleForm(DeskForm):
    """What was spent, and what differed."""

    spent = forms.DecimalField(
        label=_("Spent, in yuan"), min_value=0, max_digits=14, decimal_places=2, initial=0
    )
    deviations = area(_("What differed from the approval, and why"), 4000)

"""What is typed about nominations, in the office and by the partner."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.fields import area, day, line
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.kit.periods import PartialDateFormField
from entente.nominations.enums import CHANGE_INVITATION
from entente.office.fields import unit_field
from entente.organisations.models import Organisation
from entente.partnerships.enums import StudyLevel
from entente.partnerships.models import Agreement
from entente.people.models import Person

ANY_LEVEL = [("", pgettext_lazy("level of study", "Any level")), *StudyLevel.choices]


class InvitationForm(VersionedForm):
    """Who may nominate how many, and until when."""

    pairs = (
        ("academic_year", "level"),
        ("starts_on", "ends_on"),
        ("opens_on", "closes_on"),
        ("about_zh", "about_en"),
    )
    sections = (
        (_("What the partner reads"), ("about_zh", "about_en", "contact")),
        (_("Record"), ("unit",)),
    )

    agreement = RemoteChoiceField(Agreement, label=_("Agreement"))
    organisation = RemoteChoiceField(Organisation, label=_("Partner"))
    academic_year = forms.IntegerField(
        label=_("Academic year"),
        min_value=1950,
        max_value=2100,
        help_text=_("The calendar year in which it begins: 2026 is 2026/27."),
    )
    level = forms.ChoiceField(label=_("Level"), choices=ANY_LEVEL, required=False)
    places = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=1000,
        help_text=_("Never more than the agreement promises for that year."),
    )
    starts_on = PartialDateFormField(label=_("First day of the stays"))
    ends_on = PartialDateFormField(label=_("Last day of the stays"))
    opens_on = day(_("Nominations from"))
    closes_on = day(_("Nominations until"))
    about_zh = area(_("What the partner reads, in Chinese"), 4000)
    about_en = area(_("What the partner reads, in English"), 4000)
    contact = forms.EmailField(label=_("Mail address of the partner"), required=False)

    def prepare(self) -> None:
        """Offer the agreements that this person sees, and the units of theirs."""
        field: Any = self.fields["agreement"]
        field.queryset = Agreement.objects.visible_to(self.officer)
        self.fields["unit"] = unit_field(self.officer, CHANGE_INVITATION, label=_("Unit"))


class AcceptForm(DeskForm):
    """Who it is, where the person stands in the register already."""

    person = RemoteChoiceField(
        Person,
        label=pgettext_lazy("nomination", "A person of the register"),
        required=False,
        help_text=_("Empty: a new person is entered."),
    )

    def prepare(self) -> None:
        """Offer the persons that this person sees."""
        field: Any = self.fields["person"]
        field.queryset = Person.objects.visible_to(self.officer).present()


class QuestionForm(DeskForm):
    """What the office wants to know."""

    question = forms.CharField(
        label=_("Question"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class RejectForm(DeskForm):
    """Why somebody is not accepted."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("The partner reads it.")
    )


class NomineeForm(DeskForm):
    """Whom the partner nominates."""

    pairs = (("family_name", "given_name"), ("level", "field"))

    family_name = line(_("Family name, in Latin letters"), 100, required=True)
    given_name = line(_("Given names, in Latin letters"), 100)
    email = forms.EmailField(label=_("Mail address of the person"))
    level = forms.ChoiceField(label=_("Level"), choices=ANY_LEVEL, required=False)
    field = line(
        _("Field of study"), 10, help_text=_("A code of ISCED-F, for example 0211. May stay empty.")
    )
    remark = line(_("Remark"), 500)


class TextForm(DeskForm):
    """The partner's answer."""

    text = forms.CharField(
        label=_("Your answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

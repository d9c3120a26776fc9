"""What is typed about consortia."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.consortia.enums import EditionState, MemberClass, NameKind, Office, SeriesKind
from entente.kit.fields import area, day, line
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.kit.periods import PartialDateFormField
from entente.office.fields import unit_field
from entente.organisations.models import Organisation
from entente.people.models import Person

CHANGE = "consortia.change_consortium"


def date(label: Any, **options: Any) -> PartialDateFormField:
    """Make a field for a date as exact as its source; it may stay empty."""
    return PartialDateFormField(label=label, required=False, **options)


def source() -> forms.CharField:
    """Ask where it is taken from."""
    return area(_("Source"), help_text=_("The document this is taken from, and its words."))


class ConsortiumForm(VersionedForm):
    """What is said of a consortium."""

    sections = (
        (_("Founded"), ("founded_on", "place_zh", "place_en")),
        (pgettext_lazy("of a consortium", "Purpose"), ("purpose_zh", "purpose_en")),
        (_("To be reached at"), ("email", "website")),
        (_("Record"), ("unit", "source")),
    )

    name_zh = line(_("Name in Chinese"), 200)
    name_en = line(_("Name in English"), 200)
    short_name = line(_("Short name"), 40)
    founded_on = date(_("Founded on"))
    place_zh = line(_("Place in Chinese"), 200)
    place_en = line(_("Place in English"), 200)
    purpose_zh = area(_("Purpose in Chinese"), rows=4)
    purpose_en = area(_("Purpose in English"), rows=4)
    email = forms.EmailField(label=_("Contact address"), required=False)
    website = forms.URLField(label=_("Web site"), required=False, assume_scheme="https")
    source = source()

    def prepare(self) -> None:
        """Offer the units for which this person may keep consortia."""
        self.fields["unit"] = unit_field(
            self.officer, CHANGE, label=_("Unit that keeps the register")
        )


class NameForm(DeskForm):
    """A further name."""

    text = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=NameKind.choices)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("not stated")), ("zh", _("Chinese")), ("en", _("English"))],
        required=False,
    )
    source = line(_("Source"), 300)


class MembershipForm(VersionedForm):
    """How an organisation is a member."""

    member_class = forms.ChoiceField(label=_("Class"), choices=MemberClass.choices)
    votes = forms.TypedChoiceField(
        label=_("Has a vote"),
        choices=[("", _("not stated")), ("True", _("yes")), ("False", _("no"))],
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
    )
    is_initiator = forms.BooleanField(label=_("Initiated the consortium"), required=False)
    joined_on = date(_("Joined on"))
    left_on = date(_("Last day as a member"))
    name_at_joining_zh = line(
        _("Name at joining, Chinese"), 300, help_text=_("Left empty, today's names are kept.")
    )
    name_at_joining_en = line(_("Name at joining, English"), 300)
    source = source()


class NewMemberForm(MembershipForm):
    """An organisation that becomes a member."""

    field_order = ("organisation",)
    organisation = RemoteChoiceField(Organisation, label=_("Organisation"))


class LeaveForm(DeskForm):
    """A member that leaves."""

    left_on = PartialDateFormField(label=_("Last day as a member"))
    reason = area(_("Reason"))


class MandateWordsForm(VersionedForm):
    """From when until when somebody holds an office, and in which words."""

    starts_on = date(_("From"))
    ends_on = date(_("Until"), help_text=_("Left empty, it still runs."))
    for_member = RemoteChoiceField(
        Organisation,
        label=_("Member whose turn it is"),
        required=False,
        help_text=_("For a person: the member for which they hold the office in turn."),
    )
    name_then_zh = line(
        _("Name then, Chinese"), 300, help_text=_("Left empty, today's names are kept.")
    )
    name_then_en = line(_("Name then, English"), 300)
    function_zh = line(
        _("Function in Chinese"),
        300,
        help_text=_("In the words of the source, for example: president of the university."),
    )
    function_en = line(_("Function in English"), 300)
    source = source()


class NewMandateForm(MandateWordsForm):
    """Somebody who takes an office: a person or an organisation."""

    field_order = ("office", "person", "organisation")
    office = forms.ChoiceField(label=pgettext_lazy("mandate", "Office"), choices=Office.choices)
    person = RemoteChoiceField(Person, label=_("Person"), required=False)
    organisation = RemoteChoiceField(
        Organisation,
        label=_("Organisation"),
        required=False,
        help_text=_("A person or an organisation holds an office, never both."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one holder."""
        values = super().clean() or {}
        person, organisation = values.get("person"), values.get("organisation")
        if not self.errors and bool(person) == bool(organisation):
            self.add_error("person", gettext("Name a person or an organisation, and only one."))
        return values


class EndMandateForm(DeskForm):
    """The end of a mandate."""

    ends_on = PartialDateFormField(label=_("Last day"))
    reason = area(_("Reason"))


class SeriesForm(VersionedForm):
    """A series of events."""

    name_zh = line(_("Name in Chinese"), 200)
    name_en = line(_("Name in English"), 200)
    kind = forms.ChoiceField(label=_("Kind"), choices=SeriesKind.choices)
    source = source()

    def clean(self) -> dict[str, Any]:
        """Ask for a name in some language."""
        values = super().clean() or {}
        if not (values.get("name_zh") or values.get("name_en")):
            self.add_error("name_zh", gettext("A series needs a name in at least one language."))
        return values


class EditionForm(VersionedForm):
    """One time that a series takes place."""

    number = forms.IntegerField(
        label=_("Edition number"), required=False, min_value=1, max_value=999
    )
    state = forms.ChoiceField(label=_("State"), choices=EditionState.choices)
    host = RemoteChoiceField(Organisation, label=_("Host"), required=False)
    starts_on = date(pgettext_lazy("first day of an event", "Begins on"))
    ends_on = date(pgettext_lazy("last day of an event", "Ends on"))
    place_zh = line(_("Place in Chinese"), 200)
    place_en = line(_("Place in English"), 200)
    capacity = forms.IntegerField(
        label=_("Places in all"), required=False, min_value=0, max_value=32000
    )
    source = source()


class AsOfForm(forms.Form):
    """The day for which the register is shown."""

    on = day(_("Members as of"), required=False)

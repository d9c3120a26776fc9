"""What is typed about joint laboratories, centres, projects and publications."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.fields import area, line
from entente.kit.files.kinds import FileKind
from entente.kit.files.uploads import UploadField
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.kit.periods import PartialDateFormField
from entente.office.fields import unit_field
from entente.organisations.models import Organisation
from entente.partnerships.models import Agreement
from entente.partnerships.schooling import Currency
from entente.people.models import Person
from entente.research.enums import (
    CHANGE_ACHIEVEMENT,
    CHANGE_CENTRE,
    CHANGE_PROJECT,
    CHANGE_PUBLICATION,
    AchievementKind,
    AffiliationState,
    CentreKind,
    Level,
    PartnerRole,
    PublicationKind,
    Result,
)
from entente.research.models import JointCentre, JointProject


class CentreForm(VersionedForm):
    """What is said of a laboratory or centre."""

    pairs = (("kind", "level"), ("name_zh", "name_en"), ("about_zh", "about_en"))
    sections = ((_("Record"), ("unit", "source")),)

    kind = forms.ChoiceField(label=_("Kind"), choices=CentreKind.choices)
    level = forms.ChoiceField(
        label=pgettext_lazy("joint centre", "Level"),
        choices=[("", "–"), *Level.choices],
        required=False,
        help_text=_("Who recognised it. The rules say which levels are evaluated."),
    )
    name_zh = line(_("Name in Chinese"))
    name_en = line(_("Name in English"))
    about_zh = area(_("What it works on, in Chinese"), 4000)
    about_en = area(_("What it works on, in English"), 4000)
    founded_on = PartialDateFormField(
        label=_("Founded"), required=False, help_text=_("As exactly as a source tells it.")
    )
    agreement = RemoteChoiceField(
        Agreement, label=_("Agreement by which it was founded"), required=False
    )
    source = line(_("Source"), 1000)

    def prepare(self) -> None:
        """Offer the agreements that this person sees, and the units of theirs."""
        field: Any = self.fields["agreement"]
        field.queryset = Agreement.objects.visible_to(self.officer)
        self.fields["unit"] = unit_field(self.officer, CHANGE_CENTRE, label=_("Unit"))


class FoundForm(DeskForm):
    """When it was founded."""

    founded_on = PartialDateFormField(
        label=_("Founded"),
        required=False,
        help_text=_("Empty: the date on the record stays; without one it is not known."),
    )


class CloseForm(DeskForm):
    """When and why it was closed."""

    closed_on = PartialDateFormField(label=_("Closed"))
    reason = forms.CharField(label=_("Reason"), max_length=500)


class WhyForm(DeskForm):
    """Why it will not be founded."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class PartnerForm(VersionedForm):
    """With whom it is kept, and as what."""

    pairs = (("organisation", "role"), ("since", "until"))

    organisation = RemoteChoiceField(Organisation, label=_("Partner"))
    role = forms.ChoiceField(label=_("Role"), choices=PartnerRole.choices)
    since = PartialDateFormField(label=pgettext_lazy("date", "Since"), required=False)
    until = PartialDateFormField(label=pgettext_lazy("date", "Until"), required=False)


class DirectorForm(VersionedForm):
    """Who directs it, and for whom."""

    pairs = (("person", "organisation"), ("since", "until"))

    person = RemoteChoiceField(Person, label=_("Person"))
    organisation = RemoteChoiceField(
        Organisation,
        label=_("For which partner"),
        required=False,
        help_text=_("Empty: for us."),
    )
    since = PartialDateFormField(label=pgettext_lazy("date", "Since"), required=False)
    until = PartialDateFormField(label=pgettext_lazy("date", "Until"), required=False)

    def prepare(self) -> None:
        """Offer the persons that this person sees."""
        field: Any = self.fields["person"]
        field.queryset = Person.objects.visible_to(self.officer).present()


class EvaluationForm(VersionedForm):
    """What is said of an evaluation that took place."""

    pairs = (("held_on", "result"), ("words_zh", "words_en"))

    held_on = PartialDateFormField(label=_("Evaluated"))
    result = forms.ChoiceField(label=_("Result"), choices=Result.choices)
    evaluated_by = line(_("Evaluated by"))
    words_zh = area(_("What it said, in Chinese"), 4000)
    words_en = area(_("What it said, in English"), 4000)


# --- Projects -------------------------------------------------------------------------------------


class ProjectForm(VersionedForm):
    """What is said of a joint project."""

    pairs = (
        ("title_zh", "title_en"),
        ("funder", "fund"),
        ("amount", "currency"),
        ("starts_on", "ends_on"),
    )
    sections = (
        (_("Money"), ("funder", "fund", "number", "amount", "currency")),
        (_("Time"), ("approved_on", "starts_on", "ends_on")),
        (_("Record"), ("unit", "source")),
    )

    title_zh = line(_("Title in Chinese"))
    title_en = line(_("Title in English"))
    leader = RemoteChoiceField(Person, label=_("Who leads it for us"), required=False)
    centre = RemoteChoiceField(JointCentre, label=_("Laboratory or centre"), required=False)
    funder = RemoteChoiceField(Organisation, label=_("Who approves and funds it"), required=False)
    fund = line(_("Fund or programme"))
    number = line(_("Project number"), 100)
    amount = forms.DecimalField(
        label=_("Amount"), required=False, max_digits=14, decimal_places=2, min_value=0
    )
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[("", "–"), *Currency.choices], required=False
    )
    approved_on = PartialDateFormField(label=_("Approved"), required=False)
    starts_on = PartialDateFormField(label=_("First day"), required=False)
    ends_on = PartialDateFormField(label=_("Last day"), required=False)
    source = line(_("Source"), 1000)

    def prepare(self) -> None:
        """Offer the persons and laboratories that this person sees, and the units of theirs."""
        fields: Any = self.fields
        fields["leader"].queryset = Person.objects.visible_to(self.officer).present()
        fields["centre"].queryset = JointCentre.objects.visible_to(self.officer).standing()
        fields["unit"] = unit_field(self.officer, CHANGE_PROJECT, label=_("Unit"))


class ApproveForm(DeskForm):
    """When it was approved."""

    approved_on = PartialDateFormField(
        label=_("Approved"),
        required=False,
        help_text=_("Empty: the date on the record stays; without one it is not known."),
    )


class FinishForm(DeskForm):
    """What came of it."""

    results_zh = area(_("What came of it, in Chinese"), 20000, rows=8)
    results_en = area(_("What came of it, in English"), 20000, rows=8)


class RefuseForm(DeskForm):
    """Why it was not approved."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class ProjectPartnerForm(VersionedForm):
    """Who does it together with us, and what it does."""

    organisation = RemoteChoiceField(Organisation, label=_("Partner"))
    part = line(_("What it does in the project"))


# --- Patents and prizes ---------------------------------------------------------------------------


class AchievementForm(VersionedForm):
    """What is said of a patent or a prize."""

    pairs = (
        ("title_zh", "title_en"),
        ("number", "body"),
        ("level", "grade"),
        ("applied_on", "granted_on"),
        ("project", "centre"),
    )
    sections = (
        (_("Time"), ("applied_on", "granted_on")),
        (_("Where it came from"), ("project", "centre")),
        (_("Record"), ("unit", "source")),
    )

    kind = forms.ChoiceField(label=_("Kind"), choices=AchievementKind.choices)
    title_zh = line(_("Title in Chinese"))
    title_en = line(_("Title in English"))
    number = line(_("Number of the patent or certificate"), 60)
    body = line(_("Patent office, or who awards it"))
    level = forms.ChoiceField(
        label=pgettext_lazy("joint centre", "Level"),
        choices=[("", "–"), *Level.choices],
        required=False,
    )
    grade = line(_("Grade of the prize"), 60)
    holders = area(_("Inventors or winners, one a line"), 4000, rows=4)
    person = RemoteChoiceField(Person, label=_("The first of ours"), required=False)
    applied_on = PartialDateFormField(label=_("Applied for"), required=False)
    granted_on = PartialDateFormField(
        label=_("Granted or awarded"),
        required=False,
        help_text=_("Empty: a patent that is only applied for is not counted."),
    )
    project = RemoteChoiceField(JointProject, label=_("Joint project"), required=False)
    centre = RemoteChoiceField(JointCentre, label=_("Laboratory or centre"), required=False)
    source = line(_("Source"), 1000)

    def prepare(self) -> None:
        """Offer what this person sees, and the units of theirs."""
        fields: Any = self.fields
        fields["person"].queryset = Person.objects.visible_to(self.officer).present()
        fields["project"].queryset = JointProject.objects.visible_to(self.officer).standing()
        fields["centre"].queryset = JointCentre.objects.visible_to(self.officer).standing()
        fields["unit"] = unit_field(self.officer, CHANGE_ACHIEVEMENT, label=_("Unit"))


class AchievementPartnerForm(DeskForm):
    """Who holds it together with us."""

    organisation = RemoteChoiceField(Organisation, label=_("Partner"))


# --- Publications ---------------------------------------------------------------------------------


class PublicationForm(VersionedForm):
    """What is said of a publication."""

    pairs = (("doi", "published_on"), ("kind", "venue"), ("project", "centre"))
    sections = (
        (_("Where it came from"), ("project", "centre")),
        (_("Record"), ("unit", "source")),
    )

    title = forms.CharField(label=_("Title as published"), max_length=1000)
    title_other = line(_("Title in another language"), 1000)
    doi = line(
        "DOI", 300, help_text=_("As it stands anywhere: 10.1000/182 or https://doi.org/10.1000/182")
    )
    published_on = PartialDateFormField(
        label=_("Published"), required=False, help_text=_("The year is enough.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=PublicationKind.choices)
    venue = line(_("Journal, proceedings or publisher"), 500)
    authors = area(
        _("Authors"),
        rows=6,
        help_text=_(
            "One a line, in the order of the publication; behind bars the affiliations as printed:"
            " Li Wei | Tohoku University | University of Waterloo"
        ),
    )
    project = RemoteChoiceField(JointProject, label=_("Joint project"), required=False)
    centre = RemoteChoiceField(JointCentre, label=_("Laboratory or centre"), required=False)
    source = line(_("Source"), 1000)

    def prepare(self) -> None:
        """Offer what this person sees, and the units of theirs."""
        fields: Any = self.fields
        fields["project"].queryset = JointProject.objects.visible_to(self.officer)
        fields["centre"].queryset = JointCentre.objects.visible_to(self.officer)
        fields["unit"] = unit_field(self.officer, CHANGE_PUBLICATION, label=_("Unit"))


class PublicationPartnerForm(DeskForm):
    """Who takes part without standing beside an author."""

    organisation = RemoteChoiceField(Organisation, label=_("Partner"))


class AffiliationForm(DeskForm):
    """Which institution is meant by what is printed."""

    state = forms.ChoiceField(
        label=_("What is meant"),
        widget=forms.RadioSelect,
        choices=[
            (AffiliationState.PARTNER.value, AffiliationState.PARTNER.label),
            (AffiliationState.OURS.value, AffiliationState.OURS.label),
            (AffiliationState.TEXT.value, AffiliationState.TEXT.label),
        ],
    )
    organisation = RemoteChoiceField(Organisation, label=_("Institution"), required=False)


BIBLIOGRAPHIES = (
    FileKind("bibtex", "BibTeX", "application/x-bibtex", ("bib", "bibtex")),
    FileKind("ris", "RIS", "application/x-research-info-systems", ("ris",)),
    FileKind("json", "JSON", "application/json", ("json",)),
    FileKind("txt", "TXT", "text/plain", ("txt",)),
)
LARGEST = 2_000_000
SALT = "research.bibliography"


class BibliographyForm(DeskForm):
    """A file of publications; once looked through, it travels with the page, signed."""

    pairs = (("project", "centre"),)

    file = UploadField(
        label=_("File"),
        allowed=BIBLIOGRAPHIES,
        help_text=_("BibTeX, RIS, or JSON of Crossref or OpenAlex; at most 500 entries."),
    )
    project = RemoteChoiceField(JointProject, label=_("Joint project"), required=False)
    centre = RemoteChoiceField(JointCentre, label=_("Laboratory or centre"), required=False)
    held = forms.CharField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        """Offer what this person sees; ask for the file as long as none travels with the page."""
        fields: Any = self.fields
        fields["file"].required = not self.data.get("held")
        fields["project"].queryset = JointProject.objects.visible_to(self.officer)
        fields["centre"].queryset = JointCentre.objects.visible_to(self.officer)
        fields["unit"] = unit_field(self.officer, CHANGE_PUBLICATION, label=_("Unit"))

    def clean(self) -> dict[str, Any]:
        """Read the file, or what travelled with the page."""
        values = super().clean() or {}
        if "file" in self.errors:
            return values
        if upload := values.get("file"):
            if upload.size > LARGEST:
                self.add_error("file", _("The file is larger than 2 MB; please take it in parts."))
                return values
            values |= {"text": decoded(upload.read()), "name": upload.name[:200]}
        else:
            try:
                values["text"], values["name"] = signing.loads(values.get("held", ""), salt=SALT)
            except signing.BadSignature:
                self.add_error("file", _("Choose the file."))
        return values


def decoded(content: bytes) -> str:
    """Read a text in the ways in which such files are written."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", errors="replace").replace("\0", "")


def packed(text: str, name: str) -> str:
    """Pack a file so that it can travel with a page unchanged."""
    return signing.dumps([text, name], salt=SALT, compress=True)

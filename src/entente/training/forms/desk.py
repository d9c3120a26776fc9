"""What is typed about non-degree education."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.certificates.enums import CertificateKind
from entente.certificates.forms import CertifyForm
from entente.kit.fields import area, choice_of, day, line
from entente.kit.files.kinds import SHEETS
from entente.kit.files.uploads import UploadField
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.office.fields import unit_field
from entente.office.models import Unit
from entente.office.rules import rule
from entente.organisations.models import Organisation
from entente.people.models import Person
from entente.training.enums import (
    CHANGE_ORGANISER,
    CHANGE_PROJECT,
    ArchivePaper,
    ContractQuestion,
    Mode,
    ProjectKind,
)

ANSWERS = (
    ("", "–"),
    ("yes", pgettext_lazy("answer", "Yes")),
    ("no", pgettext_lazy("answer", "No")),
)


def money(label: Any, **options: Any) -> forms.DecimalField:
    """Make a field for an amount in yuan."""
    given = {"label": label, "max_digits": 12, "decimal_places": 2, "min_value": Decimal(0)}
    return forms.DecimalField(**given | options)


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not answered yet."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=ANSWERS,
            coerce=lambda value: value == "yes",
            empty_value=None,
            required=False,
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        """Show what is held."""
        return {True: "yes", False: "no", None: ""}.get(value, value)


class OrganiserForm(DeskForm):
    """That a unit may organise training."""

    field_order = ("unit", "since", "until", "decision")

    since = day(pgettext_lazy("date", "From"))
    until = day(pgettext_lazy("date", "Until"), required=False, help_text=_("Empty: for good."))
    decision = line(_("Decision"), help_text=_("Number and date of the paper."), required=True)

    def prepare(self) -> None:
        """Offer every unit of this person's scope; the rule says which may organise."""
        units = Unit.objects.open().visible_to(self.officer, CHANGE_ORGANISER)
        self.fields["unit"] = choice_of(units, label=_("Unit"))
        self.initial.setdefault("since", timezone.localdate())
        self.order_fields(self.field_order)


class EndOrganiserForm(DeskForm):
    """Until when a unit was an organiser."""

    until = day(_("Last day"))


class ProjectForm(VersionedForm):
    """What is said of a project."""

    pairs = (("kind", "plan_year"), ("hours", "price"), ("mode", "place"))
    sections = (
        (_("How it is held"), ("hours", "price", "mode", "place", "teachers", "budget")),
        (_("Risks"), ("risk", "foreign")),
        (_("Contract with a partner"), ("partner", *ContractQuestion.values)),
        (_("Record"), ("source",)),
    )
    field_order = ("unit", "kind", "plan_year", "title_zh", "title_en")

    kind = forms.ChoiceField(label=_("Kind"), choices=ProjectKind.choices)
    plan_year = forms.IntegerField(label=_("Year of the plan"), min_value=1950, max_value=2199)
    title_zh = line(_("Title in Chinese"), 150)
    title_en = line(_("Title in English"), 250)
    audience_zh = line(_("For whom, in Chinese"))
    audience_en = line(_("For whom, in English"))
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=10_000, required=False)
    price = money(_("Price for a learner, in yuan"), required=False)
    mode = forms.ChoiceField(label=_("Mode"), choices=Mode.choices)
    place = line(_("Place"))
    teachers = area(_("Teachers"), 4000)
    budget = area(_("Budget"), 4000)
    risk = area(_("Risks, and what is done about them"), 4000)
    foreign = forms.BooleanField(
        label=_("For foreigners, or with a foreign partner"),
        required=False,
        help_text=_("Where a university has a rule of its own for these, it applies too."),
    )
    partner = RemoteChoiceField(
        Organisation,
        label=_("Partner"),
        required=False,
        help_text=_("Empty where there is none; then nothing below is asked."),
    )
    partner_collects = YesNoField(label=ContractQuestion.COLLECTS.label)
    partner_enrols = YesNoField(label=ContractQuestion.ENROLS.label)
    rights_passed = YesNoField(label=ContractQuestion.RIGHTS.label)
    outsourced = YesNoField(label=ContractQuestion.OUTSOURCED.label)
    as_donation = YesNoField(label=ContractQuestion.DONATION.label)
    all_in_budget = YesNoField(label=ContractQuestion.BUDGET.label)
    source = line(_("Source"), 1000)

    def prepare(self) -> None:
        """Offer the units in which this person keeps projects, and this year."""
        self.fields["unit"] = unit_field(self.officer, CHANGE_PROJECT, label=_("Organiser"))
        self.initial.setdefault("plan_year", timezone.localdate().year)
        self.order_fields(self.field_order)


class ArchiveForm(DeskForm):
    """What of a project is handed over to the archive."""

    papers = forms.MultipleChoiceField(
        label=_("Handed over"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = area(_("Why something is missing"), 1500)

    def prepare(self) -> None:
        """Offer the list of the rule."""
        field: Any = self.fields["papers"]
        unit = self.initial.get("unit")
        listed = rule("training.archive_list", on=timezone.localdate(), unit=unit)
        field.choices = [(code, ArchivePaper(code).label) for code in listed]


class AdvertForm(VersionedForm):
    """What a version of an advert says."""

    text_zh = area(_("Text in Chinese"), 8000, rows=6)
    text_en = area(_("Text in English"), 8000, rows=6)
    price = money(_("Price, in yuan"))
    starts_on = day(_("First day of the class"), required=False)
    ends_on = day(_("Last day of the class"), required=False)


class AppearanceForm(DeskForm):
    """Where a version of an advert ran."""

    pairs = (("ran_on", "until"),)

    channel = line(_("Where it ran"), 200, required=True)
    link = forms.URLField(label=_("Address"), required=False, max_length=500, assume_scheme="https")
    ran_on = day(pgettext_lazy("date", "From"))
    until = day(pgettext_lazy("date", "Until"), required=False)


class ClassForm(VersionedForm):
    """What is said of a class."""

    pairs = (("starts_on", "ends_on"), ("hours", "place"), ("company", "contract"))

    title_zh = line(_("Title in Chinese"), 150)
    title_en = line(_("Title in English"), 250)
    starts_on = day(_("First day"))
    ends_on = day(_("Last day"))
    hours = forms.IntegerField(
        label=_("Hours"),
        min_value=1,
        max_value=10_000,
        required=False,
        help_text=_("They stand on the certificate."),
    )
    place = line(_("Place"))
    company = RemoteChoiceField(
        Organisation,
        label=_("Held for"),
        required=False,
        help_text=_("A company that sends its own people under a contract."),
    )
    contract = line(_("Contract"), 200)
    assessment = line(
        _("Assessment"),
        help_text=_("How learners are assessed. Empty: whoever attended enough has completed it."),
    )
    source = line(_("Source"), 1000)


class EnrolmentForm(VersionedForm):
    """From when until when learners enrol by themselves."""

    pairs = (("enrols_from", "enrols_until"),)

    enrols_from = day(_("First day"))
    enrols_until = day(_("Last day"))
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=5000,
        required=False,
        help_text=_("Once they are taken, learners wait. Empty: as many as come."),
    )

    def clean(self) -> dict[str, Any]:
        """Say at its field that the days are the wrong way round."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("enrols_from"), values.get("enrols_until")
        if first and last and last < first:
            self.add_error("enrols_until", _("The last day cannot come before the first."))
        return values


class LessonForm(VersionedForm):
    """One entry of the timetable."""

    pairs = (("held_on", "begins_at"), ("hours", "teacher"))

    topic = line(_("Topic"), required=True)
    held_on = day(_("Day"))
    begins_at = forms.TimeField(
        label=_("Begins at"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    hours = forms.DecimalField(
        label=_("Hours"), max_digits=4, decimal_places=1, min_value=Decimal("0.5")
    )
    teacher = line(_("Teacher"), 200)
    place = line(_("Place"))


class LearnerFields(DeskForm):
    """Who is enrolled."""

    name_zh = line(_("Name in Chinese"), 60)
    name_en = line(_("Name in Latin letters"), 100)
    reference = line(
        _("Learner's number"), 60, help_text=_("Tells people of one name apart. Not printed.")
    )


class EnrolForm(LearnerFields):
    """One learner."""

    contact = line(_("Phone number or mail address"), 100)
    person = RemoteChoiceField(
        Person,
        label=_("or a person of the register"),
        required=False,
    )
    organisation = RemoteChoiceField(Organisation, label=_("Sent by"), required=False)

    def prepare(self) -> None:
        """Offer the persons that this person sees."""
        field: Any = self.fields["person"]
        field.queryset = Person.objects.visible_to(self.officer).present()


class LearnerForm(EnrolForm, VersionedForm):
    """What is said of a learner."""

    left_on = day(pgettext_lazy("learner", "Left on"), required=False)


class LearnersSheetForm(DeskForm):
    """Many learners."""

    file = UploadField(
        label=_("List of learners"),
        allowed=SHEETS,
        help_text=_("With the headings Name in Chinese, Name in Latin letters, Learner's number."),
    )


class AttendanceForm(DeskForm):
    """Who was there in a lesson."""

    learners: Any = forms.ModelMultipleChoiceField(
        None,
        label=_("Who was there"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        """Offer the learners of the class."""
        field: Any = self.fields["learners"]
        field.queryset = self.initial["of_class"].learners.staying().order_by("pk")


class AssessmentForm(DeskForm):
    """Who passed, with which mark: a line for each learner."""

    def prepare(self) -> None:
        """Make the lines."""
        self.learners = list(self.initial["of_class"].learners.staying().order_by("pk"))
        verdicts = (("", "–"), ("yes", _("Passed")), ("no", _("Not passed")))
        for learner in self.learners:
            field = YesNoField(label=str(learner), initial=learner.passed)
            field.choices = verdicts
            self.fields[f"passed_{learner.pk}"] = field
            mark = line(_("Mark"), 20, initial=learner.mark)
            self.fields[f"mark_{learner.pk}"] = mark
        self.pairs = tuple((f"passed_{it.pk}", f"mark_{it.pk}") for it in self.learners)  # type: ignore[misc]

    def results(self) -> dict[int, tuple[bool | None, str]]:
        """Give what was typed, by the key of the learner."""
        typed = self.cleaned_data
        return {it.pk: (typed[f"passed_{it.pk}"], typed[f"mark_{it.pk}"]) for it in self.learners}


class PaymentForm(DeskForm):
    """A fee that was received or paid back."""

    pairs = (("amount", "paid_on"), ("payer", "payee"))

    refund = forms.TypedChoiceField(
        label=_("Received or paid back"),
        choices=(("no", _("Received")), ("yes", _("Paid back"))),
        coerce=lambda value: value == "yes",
    )
    amount = money(_("Amount, in yuan"), min_value=Decimal("0.01"))
    paid_on = day(_("Day"))
    payer = line(_("Paid by"), 200)
    payee = line(
        _("Account of"),
        200,
        required=True,
        help_text=_("As the slip says. Fees go to the university's account only."),
    )
    reference = line(_("Reference"), 100, required=True, help_text=_("Number of the slip."))

    def prepare(self) -> None:
        """Offer the learners; a company pays for the whole class."""
        learners = self.initial["of_class"].learners.staying()
        self.fields["learner"] = choice_of(
            learners,
            label=_("Learner"),
            required=False,
            help_text=_("Empty: for the whole class, by a company for example."),
        )
        self.order_fields(("refund", "learner"))


class CertifyLearnersForm(CertifyForm):
    """With which series and template learners receive their certificates."""

    kinds = (CertificateKind.TRAINING.value,)


class WhyForm(DeskForm):
    """Why something does not take place."""

    reason = forms.CharField(label=_("Reason"), max_length=500)

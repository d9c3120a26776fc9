"""What people type about approvals, seals and tokens."""

from __future__ import annotations

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.approvals.enums import REQUEST, SealKind
from entente.approvals.models import Seal
from entente.approvals.models.seals import MOST_COPIES
from entente.kit.fields import area, choice_of, day
from entente.kit.files.uploads import UploadField
from entente.kit.forms import DeskForm, VersionedForm
from entente.kit.models.files import DocumentLanguage
from entente.office.models import Unit, User

CHANGE_SEAL = "approvals.change_seal"
CHANGE_TOKEN = "approvals.change_apitoken"  # noqa: S105 the name of a permission


# --- Approvals ------------------------------------------------------------------------------------


class AskForm(VersionedForm):
    """What is asked, who has to approve, until when."""

    asked_zh = forms.CharField(label=_("What is asked, in Chinese"), max_length=300, required=False)
    asked_en = forms.CharField(label=_("What is asked, in English"), max_length=300, required=False)
    details = area(_("Reasons"), 4000, help_text=_("Stands on the printed form."))
    steps = area(
        _("Who has to approve"),
        2000,
        rows=5,
        required=True,
        help_text=_(
            "One department or person each line, in the order of signing: Chinese | English. Each"
            " has a box to sign on the printed form."
        ),
    )
    needed_by = day(_("Needed by"), required=False)


class OaNumberForm(DeskForm):
    """The number under which the OA runs an approval."""

    oa_number = forms.CharField(
        label=_("OA number"),
        max_length=60,
        required=False,
        help_text=_("The number of the process in the OA, if it has one already."),
    )


class ResultForm(DeskForm):
    """What came back from outside."""

    decided_on = day(_("Decided on"), initial=timezone.localdate)
    approver = forms.CharField(label=_("Decided by"), max_length=200)
    oa_number = forms.CharField(label=_("OA number"), max_length=60, required=False)
    conditions = area(_("Conditions"), 4000)
    scan = UploadField(
        label=_("Scan of the signed form"),
        required=False,
        help_text=_("Without it the approval shows that the scan is missing."),
    )


class NegativeResultForm(ResultForm):
    """A refusal or a return, which say why."""

    def prepare(self) -> None:
        """Ask for the reason."""
        field = self.fields["conditions"]
        field.label, field.required = _("Reason"), True


# --- Seals ----------------------------------------------------------------------------------------


class SealForm(VersionedForm):
    """What a seal is, who keeps it, until when it is used."""

    pairs = (("valid_from", "valid_until"),)

    kind = forms.ChoiceField(label=_("Kind"), choices=SealKind.choices)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    valid_from = day(_("In use from"))
    valid_until = day(_("Last day in use"), required=False)
    head_may_approve_own = forms.BooleanField(
        label=_("Whoever decides on its use may approve a request of their own"), required=False
    )
    notes = area(_("Notes"), 2000)

    def prepare(self) -> None:
        """Offer the units whose seals this person enters, and their people as keepers."""
        units = Unit.objects.open().visible_to(self.officer, CHANGE_SEAL)
        people = User.objects.people().filter(is_active=True)
        if self.officer.unit:
            people = people.filter(unit__top=self.officer.unit.top_id)
        first = {"kind", "name_zh", "name_en"}
        self.fields = {
            **{name: self.fields[name] for name in ("kind", "name_zh", "name_en")},
            "unit": choice_of(units, label=_("Unit"), help_text=_("It and all below may ask.")),
            "keeper": choice_of(people.order_by("username"), label=_("Keeper")),
            **{name: field for name, field in self.fields.items() if name not in first},
        }


class SealRequestForm(VersionedForm):
    """A seal for a document: which, why, on how many copies."""

    document = forms.CharField(
        label=_("Document"), max_length=300, help_text=_("Its title, as it stands on the paper.")
    )
    purpose = area(_("Purpose"), 1000, required=True)
    copies = forms.IntegerField(label=_("Copies"), min_value=1, max_value=MOST_COPIES, initial=1)

    def prepare(self) -> None:
        """Offer the seals in use that this person's units may ask for."""
        units = Unit.objects.open().visible_to(self.officer, REQUEST)
        seals = Seal.objects.in_use(timezone.localdate()).above(units).order_by("kind", "pk")
        unit = choice_of(units, label=_("Unit that asks"))
        unit.initial = self.officer.unit_id
        self.fields = {"seal": choice_of(seals, label=_("Seal")), "unit": unit, **self.fields}


class SealForRecordForm(SealRequestForm):
    """A seal for a document that is a record: the record says what it is and whose."""

    def prepare(self) -> None:
        """Leave out what the record says."""
        super().prepare()
        for name in ("unit", "document"):
            del self.fields[name]


class ApplyForm(DeskForm):
    """The use of a seal, as it is entered in the register."""

    applied_on = day(_("Sealed on"), initial=timezone.localdate)
    copies = forms.IntegerField(label=_("Copies sealed"), min_value=1, max_value=MOST_COPIES)
    scan = UploadField(
        label=_("Scan of the sealed document"),
        required=False,
        help_text=_("Without it the register shows that the scan is missing."),
    )
    language = forms.ChoiceField(
        label=_("Language of the document"),
        choices=[("", ""), *DocumentLanguage.choices],
        required=False,
    )


# --- Tokens ---------------------------------------------------------------------------------------


class ChangeTokenForm(VersionedForm):
    """What a token is for and until when."""

    name = forms.CharField(
        label=_("System"), max_length=100, help_text=_("For example: the university's OA.")
    )
    may_report = forms.BooleanField(
        label=_("May report results; without it the system only reads"), required=False
    )
    valid_until = day(_("Valid until"), required=False)


class TokenForm(ChangeTokenForm):
    """A token that is new."""

    def prepare(self) -> None:
        """Offer the units whose tokens this person makes."""
        units = Unit.objects.open().visible_to(self.officer, CHANGE_TOKEN)
        unit = choice_of(
            units, label=_("Unit"), help_text=_("The approvals of the unit and of all below it.")
        )
        unit.initial = self.officer.unit_id
        self.fields = {"name": self.fields["name"], "unit": unit, **self.fields}

"""What is typed about documents: the document itself, and corrections of what it proposes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.events.enums import EventKind
from entente.intake.enums import ProposedKind
from entente.intake.models import Proposed
from entente.intake.services.model import model_host
from entente.kit.forms import DeskForm, RemoteChoiceField
from entente.kit.periods import PartialDateFormField
from entente.office.fields import unit_field
from entente.organisations.fields import PlaceField
from entente.organisations.models import Organisation
from entente.partnerships.enums import AgreementKind

CHANGE = "intake.change_document"
LONGEST = 1_000_000


class ReadForm(DeskForm):
    """A document or pasted words, and the unit of ours for which it is read."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("Without one the name of the file is kept."),
    )
    file = forms.FileField(
        label=_("Document"),
        required=False,
        help_text=_("PDF, Word (.docx), HTML or plain text."),
    )
    text = forms.CharField(
        label=_("Or its words, pasted"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    ask_model = forms.BooleanField(label=_("Let a language model read along"), required=False)

    def prepare(self) -> None:
        """Offer the units for which this person may have documents read, and a model if any."""
        self.fields["unit"] = unit_field(
            self.officer,
            CHANGE,
            help_text=_("Its own name is no partner; what is accepted belongs to it."),
        )
        host = model_host()
        if not host:
            del self.fields["ask_model"]
            return
        said = _("The words are sent to %(host)s. What it alone proposes is marked.")
        self.fields["ask_model"].help_text = said % {"host": host}

    def clean(self) -> dict[str, Any]:
        """Ask for a document or for words, and not for both."""
        values = super().clean() or {}
        upload = values.get("file")
        if refusal := getattr(upload, "refusal", None):
            self.add_error("file", refusal)
        elif bool(upload) == bool(values.get("text", "").strip()) and "file" not in self.errors:
            raise ValidationError(gettext("Choose a document, or paste its words."))
        return values


class Correction(DeskForm):
    """What a person may say otherwise than the reader did."""

    @classmethod
    def starts_with(cls, proposed: Proposed) -> dict[str, Any]:
        """Give what was read."""
        return {name: proposed.fields.get(name) for name in cls.base_fields}

    @classmethod
    def corrected(cls, _proposed: Proposed, values: Mapping[str, Any]) -> dict[str, Any]:
        """Give the fields of the proposal as they are now."""
        return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | str) else str(value or "")


class PartnerCorrection(Correction):
    """A correction of a record that is about an institution."""

    about = "partner"

    meant = RemoteChoiceField(
        Organisation.objects.standing(),
        label=_("Organisation"),
        required=False,
        help_text=_("Leave it empty to keep the one that was read."),
    )

    @classmethod
    def corrected(cls, proposed: Proposed, values: Mapping[str, Any]) -> dict[str, Any]:
        """Let the institution that was chosen stand in the place of the one that was read."""
        rest = {name: value for name, value in values.items() if name != "meant"}
        found = super().corrected(proposed, rest)
        meant = values.get("meant")
        if meant:
            named = proposed.fields.get(cls.about) or {"as_named": str(meant)}
            found[cls.about] = dict(named) | {"row": meant.pk, "name": str(meant)}
        return found


class OrganisationCorrection(Correction):
    """Which institution is meant, or how a new one is called."""

    meant = RemoteChoiceField(
        Organisation.objects.standing(), label=_("It is this organisation"), required=False
    )
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=300, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    country = PlaceField(required=False)

    @classmethod
    def starts_with(cls, proposed: Proposed) -> dict[str, Any]:
        """Give the name as the document has it."""
        named = proposed.fields["as_named"]
        language = "name_en" if named.isascii() else "name_zh"
        return {language: named, "country": proposed.fields.get("country", "")}

    @classmethod
    def corrected(cls, _proposed: Proposed, values: Mapping[str, Any]) -> dict[str, Any]:
        """Let the organisation that was chosen be the one; else a new one is called so."""
        meant = values.get("meant")
        if meant:
            return {"row": meant.pk, "name": str(meant)}
        names = {name: values[name] for name in ("name_zh", "name_en", "country")}
        return names | {"id": None, "name": values["name_en"] or values["name_zh"]}

    def clean(self) -> dict[str, Any]:
        """Ask for an organisation or a name."""
        values = super().clean() or {}
        if not any(values.get(name) for name in ("meant", "name_zh", "name_en")):
            raise ValidationError(gettext("Choose an organisation, or give a name."))
        return values


class AgreementCorrection(PartnerCorrection):
    """An agreement as it should be drafted."""

    kind = forms.ChoiceField(label=_("Kind"), choices=AgreementKind.choices)
    title = forms.CharField(label=_("Title"), max_length=300)
    signed_on = PartialDateFormField(label=_("Signed on"), required=False)
    term = forms.IntegerField(label=_("Term in years"), required=False, min_value=1, max_value=99)


class MemberCorrection(PartnerCorrection):
    """A member as it should be admitted."""

    about = "organisation"

    joined_on = PartialDateFormField(label=_("Member since"), required=False)
    initiator = forms.BooleanField(label=_("Among the initiators"), required=False)


class ConsortiumCorrection(Correction):
    """A consortium as it should be registered."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    short = forms.CharField(label=_("Short name"), max_length=40, required=False)
    founded_on = PartialDateFormField(label=_("Founded on"), required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)


class PersonCorrection(Correction):
    """A person as they should be entered."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=100, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=100, required=False)
    given_name = forms.CharField(label=_("Given names"), max_length=100, required=False)
    role = forms.CharField(label=_("Position"), max_length=200, required=False)

    @classmethod
    def starts_with(cls, proposed: Proposed) -> dict[str, Any]:
        """Part a Latin name; which half is the family's is for the person to say."""
        given, _blank, family = proposed.fields["name_en"].rpartition(" ")
        return {
            "name_zh": proposed.fields["name_zh"],
            "family_name": proposed.fields.get("family_name") or family,
            "given_name": proposed.fields.get("given_name") or given,
            "role": proposed.fields["role"],
        }


class VisitCorrection(Correction):
    """When a delegation went or came."""

    starts_on = PartialDateFormField(label=_("First day"))
    ends_on = PartialDateFormField(label=_("Last day"), required=False)


class CentreCorrection(PartnerCorrection):
    """A joint laboratory or centre as it should be entered."""

    name = forms.CharField(label=_("Name"), max_length=300, required=False)
    founded_on = PartialDateFormField(label=_("Founded on"), required=False)


class EventCorrection(PartnerCorrection):
    """An event as it should be drafted."""

    about = "host"

    kind = forms.ChoiceField(label=_("Kind"), choices=EventKind.choices)
    title = forms.CharField(label=_("Title"), max_length=300)
    on = PartialDateFormField(label=_("First day"))

    @classmethod
    def starts_with(cls, proposed: Proposed) -> dict[str, Any]:
        """Call it as the document does."""
        kind = {"lecture": "lectures"}.get(proposed.fields["kind"], proposed.fields["kind"])
        words = " ".join(proposed.spans[0]["text"].split())
        return super().starts_with(proposed) | {"kind": kind, "title": words}


class AppointmentCorrection(PartnerCorrection):
    """An engagement of an expert as it should be planned."""

    about = "organisation"

    role = forms.CharField(label=_("Position"), max_length=300)
    starts_on = PartialDateFormField(label=_("First day"))


CORRECTIONS: dict[ProposedKind, type[Correction]] = {
    ProposedKind.ORGANISATION: OrganisationCorrection,
    ProposedKind.AGREEMENT: AgreementCorrection,
    ProposedKind.CONSORTIUM: ConsortiumCorrection,
    ProposedKind.MEMBER: MemberCorrection,
    ProposedKind.PERSON: PersonCorrection,
    ProposedKind.VISIT: VisitCorrection,
    ProposedKind.CENTRE: CentreCorrection,
    ProposedKind.EVENT: EventCorrection,
    ProposedKind.APPOINTMENT: AppointmentCorrection,
}

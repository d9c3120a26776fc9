"""What is typed about templates and letters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import area, choice_of, line
from entente.kit.files.kinds import DOCX
from entente.kit.files.uploads import UploadField
from entente.kit.forms import DeskForm, RemoteChoiceField, VersionedForm
from entente.kit.parts import Addressee
from entente.office.models import Unit
from entente.papers import vocabulary
from entente.papers.enums import CHANGE, CHANGE_TEMPLATES, LetterKind, LetterLanguage
from entente.papers.models import LetterTemplate
from entente.papers.services import SCANS

# --- Templates ------------------------------------------------------------------------------------


class TemplateFacts(DeskForm):
    """What is said of a template."""

    title_zh = line(_("Title in Chinese"), 200)
    title_en = line(_("Title in English"), 200)
    kind = forms.ChoiceField(label=_("Kind"), choices=LetterKind.choices)
    language = forms.ChoiceField(label=_("Language"), choices=LetterLanguage.choices)
    needs_seal = forms.BooleanField(
        label=_("A seal is put on before it goes out"), required=False, initial=True
    )


class ChangeTemplateForm(VersionedForm, TemplateFacts):
    """What is said of a template that is there."""


class NewTemplateForm(TemplateFacts):
    """A template with its first Word file."""

    field_order = ("title_zh", "title_en", "kind", "about", "language", "unit", "file")
    about = forms.ChoiceField(
        label=_("Written about"),
        help_text=_("It decides which fields the file may use; they are listed below."),
    )
    file = UploadField(label=_("Word file"), allowed=(DOCX,))

    def prepare(self) -> None:
        """Offer the kinds of records and the units of this person."""
        self.fields["about"].choices = [  # type: ignore[attr-defined]
            (label, capfirst(subject.model._meta.verbose_name))
            for label, subject in vocabulary.subjects().items()
        ]
        units = Unit.objects.open().visible_to(self.officer, CHANGE_TEMPLATES)
        self.fields["unit"] = choice_of(units, label=_("Unit"))
        self.fields["unit"].initial = self.officer.unit_id
        self.order_fields(self.field_order)


class VersionForm(DeskForm):
    """A further Word file."""

    file = UploadField(label=_("Word file"), allowed=(DOCX,))
    note = line(_("What is new"), 300)


# --- Letters --------------------------------------------------------------------------------------


class AboutForm(DeskForm):
    """About which record a letter is to be written: one of these."""

    def prepare(self) -> None:
        """Offer a choice for each kind of record."""
        for label, subject in vocabulary.subjects().items():
            rows = subject.model._default_manager.visible_to(self.officer)
            name = label.replace(".", "_")
            self.fields[name] = RemoteChoiceField(
                rows, label=capfirst(subject.model._meta.verbose_name), required=False
            )

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = [record for record in values.values() if record]
        if len(chosen) != 1 and not self.errors:
            raise forms.ValidationError(_("Choose one record: the letter is about that."))
        return {"about": chosen[0]} if chosen else {}


class LetterForm(VersionedForm):
    """A letter: which template, to whom, what is said in it alone."""

    sections = (
        (
            _("To whom"),
            (
                *("addressed_to", "addressee_zh", "addressee_en"),
                *("attention_zh", "attention_en"),
            ),
        ),
        (_("Text"), ("text_zh", "text_en", "signatory_zh", "signatory_en")),
    )

    title_zh = line(_("Subject in Chinese"), 200)
    title_en = line(_("Subject in English"), 200)
    addressed_to = forms.ChoiceField(label=_("Goes to"), required=False)
    addressee_zh = line(
        _("Addressee in Chinese"),
        300,
        help_text=_("Left empty, the name of the chosen one is taken."),
    )
    addressee_en = line(_("Addressee in English"), 300)
    attention_zh = line(_("For the attention of, in Chinese"), 200)
    attention_en = line(_("For the attention of, in English"), 200)
    text_zh = area(
        _("Text in Chinese"),
        10_000,
        rows=6,
        help_text=_("It takes the place of the field text_zh."),
    )
    text_en = area(
        _("Text in English"),
        10_000,
        rows=6,
        help_text=_("It takes the place of the field text_en."),
    )
    signatory_zh = line(_("Signed by, in Chinese"), 200)
    signatory_en = line(_("Signed by, in English"), 200)

    def __init__(self, *args: Any, about: Any, addressees: list[Addressee], **named: Any) -> None:
        self.about, self.addressees = about, addressees
        super().__init__(*args, **named)

    def prepare(self) -> None:
        """Offer the templates for such a record, the units, and to whom the letter may go."""
        usable = LetterTemplate.objects.usable(self.officer, self.about._meta.label_lower)
        templates = choice_of(usable.order_by("kind", "pk"), label=_("Template"))
        units = Unit.objects.open().visible_to(self.officer, CHANGE)
        unit = choice_of(units, label=_("Unit that writes"))
        unit.initial = self.officer.unit_id
        self.fields = {"template": templates, "unit": unit, **self.fields}
        self.fields["addressed_to"].choices = [  # type: ignore[attr-defined]
            ("", _("somebody else, as written below")),
            *((str(at), label_of(it)) for at, it in enumerate(self.addressees)),
        ]
        if self.addressees:
            self.fields["addressed_to"].initial = "0"

    def clean(self) -> dict[str, Any]:
        """Take the names of the chosen addressee where none were written."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        at = values.get("addressed_to") or ""
        chosen = self.addressees[int(at)] if at else None
        if chosen:
            for name in ("addressee_zh", "addressee_en", "attention_zh", "attention_en"):
                values[name] = values.get(name) or getattr(
                    chosen, name.replace("addressee", "name")
                )
        values["addressed_to"] = chosen.record if chosen else None
        return values


def label_of(addressee: Addressee) -> str:
    """Name an addressee in a choice."""
    name = addressee.name_zh or addressee.name_en
    person = addressee.attention_zh or addressee.attention_en
    return f"{name} · {person}" if person else name


class ScanForm(DeskForm):
    """The scan of a sealed letter."""

    scan = UploadField(label=_("Scan of the sealed letter"), allowed=SCANS)


class SendForm(DeskForm):
    """The dispatch."""

    sent_on = forms.DateField(label=_("Sent on"), initial=timezone.localdate)
    way = line(_("By which way"), 200, help_text=_("For example by post, by mail, handed over."))

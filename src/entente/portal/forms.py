"""What applicants type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import area, line
from entente.kit.forms import DeskForm, style
from entente.mobility.models import AnswerFile, Application, Call, CallQuota, Question
from entente.mobility.models.calls import CEFR, language_name
from entente.mobility.services import largest_upload, most_wishes
from entente.partnerships.enums import StudyLevel, TextLanguage
from entente.portal.fields import Asking

# An applicant has one level; the one that stands for several is asked for by calls only.
LEVELS = [
    ("", "–"),
    *((value, label) for value, label in StudyLevel.choices if value != StudyLevel.POSTGRADUATE),
]
CERTIFICATES = 3


class MailForm(DeskForm):
    """Where the link goes."""

    address = forms.EmailField(
        label=_("Your mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("The one that your school has of you, if it has one."),
    )


class FactsForm(DeskForm):
    """What calls ask of applicants: level, field, grade, languages."""

    pairs = (
        ("level", "field"),
        *((f"language_{number}", f"certified_{number}") for number in range(1, CERTIFICATES + 1)),
    )

    level = forms.ChoiceField(label=_("Your level of study"), choices=LEVELS, required=False)
    field = line(_("Field of study"), 10, help_text=_("A code of ISCED-F, for example 0211."))
    grade = forms.DecimalField(
        label=_("Average grade"),
        max_digits=6,
        decimal_places=2,
        min_value=0,
        required=False,
        help_text=_("As your transcript has it, with two decimals at most."),
    )

    def prepare(self) -> None:
        """Offer so many certificates, in the languages of the list and those that calls ask for."""
        known = dict(TextLanguage.choices)
        known |= {code: language_name(code) for code in self.further if code not in known}
        for number in range(1, CERTIFICATES + 1):
            words = {"number": number}
            self.fields[f"language_{number}"] = forms.ChoiceField(
                label=_("Language certificate %(number)s") % words,
                choices=[("", "–"), *known.items()],
                required=False,
            )
            self.fields[f"certified_{number}"] = forms.ChoiceField(
                label=_("Level of certificate %(number)s") % words,
                choices=[("", "–"), *CEFR],
                required=False,
            )

    def __init__(self, *args: Any, further: Any = (), **kwargs: Any) -> None:
        self.further = further
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Put the certificates together: a language with its level, each once."""
        values = super().clean() or {}
        languages: dict[str, str] = {}
        for number in range(1, CERTIFICATES + 1):
            language = values.pop(f"language_{number}", "")
            certified = values.pop(f"certified_{number}", "")
            if bool(language) != bool(certified):
                message = gettext("Choose the language together with its level.")
                self.add_error(f"certified_{number}", message)
            elif language in languages:
                message = gettext("This language stands above already.")
                self.add_error(f"language_{number}", message)
            elif language:
                languages[language] = certified
        return values | {"languages": languages}


def certificates(languages: dict[str, str]) -> dict[str, str]:
    """Give what the fields of certificates begin with."""
    found: dict[str, str] = {}
    for number, (language, certified) in enumerate(languages.items(), 1):
        found |= {f"language_{number}": language, f"certified_{number}": certified}
    return found


class ApplyForm(Asking, FactsForm):
    """An application as the applicant writes it; `version` is that of the draft in the window.

    `held` are the files that the draft keeps, by their questions.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    statement = area(
        _("Statement"), 6000, rows=6, help_text=_("Why you apply and what you plan to study.")
    )

    def __init__(
        self,
        *args: Any,
        call: Call,
        named: bool,
        questions: list[Question],
        held: Mapping[int, AnswerFile],
        **kwargs: Any,
    ) -> None:
        self.call, self.named, self.questions, self.held = call, named, questions, held
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Ask for the name of who is not known, and for as many wishes as the rule allows."""
        super().prepare()
        who: tuple[str, ...] = ()
        if not self.named:
            who = ("name_zh", "family_name", "given_name", "student_number")
            labels = (
                _("Name in Chinese characters"),
                _("Family name, in Latin letters"),
                _("Given names, in Latin letters"),
                _("Student number"),
            )
            for name, label in zip(who, labels, strict=True):
                self.fields[name] = line(label, 40 if name == "student_number" else 100)
        self.ranked = [f"wish_{number}" for number in range(1, most_wishes(self.call) + 1)]
        options = CallQuota.objects.options(self.call)
        for number, name in enumerate(self.ranked, 1):
            field = forms.ModelChoiceField(
                options,
                label=_("Wish %(number)s") % {"number": number},
                required=False,
                empty_label="–",
            )
            style(field)
            self.fields[name] = field
        facts = [name for name in self.fields if name.startswith(("language_", "certified_"))]
        self.sections = (  # type: ignore[misc] # as many as the rule of the call's unit says
            (pgettext_lazy("applicant", "Who you are"), who),
            (_("Your studies"), ("level", "field", "grade", *facts)),
            (_("Wishes, the dearest first"), tuple(self.ranked)),
            (_("Why you"), ("statement",)),
            *self.ask(largest_upload(self.call) if self.questions else 0),
        )
        self.conceal()
        self.order_fields([*who, "level", "field", "grade", *facts, *self.ranked, "statement"])

    def clean(self) -> dict[str, Any]:
        """Collect the wishes in order; refuse one that stands there twice, at its field."""
        values = super().clean()
        wishes: list[CallQuota] = []
        for name in self.ranked:
            wish = values.pop(name, None)
            if wish in wishes:
                self.add_error(name, gettext("An option is wished for twice."))
            elif wish is not None:
                wishes.append(wish)
        if not self.named and not (values.get("name_zh") or values.get("family_name")):
            message = gettext("Write your name, in Chinese characters or in Latin letters.")
            self.add_error("name_zh", message)
        return values | {"wishes": wishes}


def said_of(application: Application) -> dict[str, Any]:
    """Give what the forms begin with, from an application."""
    names = ("level", "field", "grade", "statement")
    said = {name: getattr(application, name) for name in names}
    return said | certificates(application.languages)

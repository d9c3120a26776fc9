"""What learners fill in on a phone, without an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.fields import area, line
from entente.kit.forms import DeskForm
from entente.training.models import Evaluation
from entente.training.services.evaluations import in_words

MARKS = (
    ("5", _("very satisfied")),
    ("4", _("satisfied")),
    ("3", pgettext_lazy("mark", "fair")),
    ("2", _("dissatisfied")),
    ("1", _("very dissatisfied")),
)


class WhoForm(DeskForm):
    """Who in the class."""

    who = line(
        _("Your name, or your learner's number"),
        100,
        required=True,
        help_text=_("As in the list of the class."),
    )


class OpenEnrolForm(DeskForm):
    """Somebody who enrols: the name that stands on the certificate, and a way to be reached."""

    name_zh = line(pgettext_lazy("learner", "Name in Chinese"), 60)
    name_en = line(_("Name in Latin letters"), 100, help_text=_("One of the two is enough."))
    reference = line(
        _("Staff or student number"),
        60,
        help_text=_("Only if you have one: it tells people of one name apart."),
    )
    contact = line(
        _("Phone number or mail address"),
        100,
        required=True,
        help_text=_("For messages about this class only."),
    )


class AnswersForm(WhoForm):
    """What a learner says of a class."""

    def __init__(self, *args: Any, evaluation: Evaluation, **options: Any) -> None:
        self.evaluation = evaluation
        super().__init__(*args, **options)

    def prepare(self) -> None:
        """Ask the questions, those with marks first; the name is only counted."""
        self.fields["who"].help_text = _(
            "Only to let each take part once. It is kept apart from your answers, and nobody can"
            " tell who said what."
        )
        for at, question in enumerate(self.evaluation.questions):
            words = in_words(question)
            if question["marked"]:
                field: forms.Field = forms.TypedChoiceField(
                    label=words, choices=MARKS, coerce=int, widget=forms.RadioSelect
                )
            else:
                field = area(words, 2000)
            self.fields[f"said_{at}"] = field
        self.order_fields([name for name in self.fields if name != "who"])

    def said(self) -> list[int | str]:
        """Give the answers in the order of the questions."""
        return [self.cleaned_data[f"said_{at}"] for at in range(len(self.evaluation.questions))]


class OpenComplaintForm(DeskForm):
    """A complaint that somebody writes without an account."""

    words = area(_("What happened"), 4000, rows=6, required=True)
    raised_by = line(_("Your name"), 200)
    contact = line(
        _("How we reach you"), 200, help_text=_("A phone number or mail address, for the answer.")
    )

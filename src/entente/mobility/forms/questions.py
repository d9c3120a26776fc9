"""What an office types to ask questions in a call."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit.fields import area, line
from entente.kit.forms import RemoteChoiceField, style
from entente.mobility.enums import QuestionKind, UploadKind
from entente.mobility.forms.calls import OfCallForm
from entente.mobility.models import Call, Question
from entente.mobility.models.questions import CHOICES

# A field that only some kinds of question have: the page shows it as soon as one of them is chosen.
OF_KINDS = {
    "choices": CHOICES,
    "least": (QuestionKind.NUMBER,),
    "most": (QuestionKind.NUMBER,),
    "files": (QuestionKind.UPLOAD,),
    "megabytes": (QuestionKind.UPLOAD,),
    "required": tuple(kind for kind in QuestionKind if kind != QuestionKind.SECTION),
}
BAR = "|"


def lines_of(choices: list[list[str]]) -> str:
    """Write choices as they are typed: a line each, Chinese and English beside each other."""
    return "\n".join(f"{zh} {BAR} {en}" if zh and en else zh or en for _key, zh, en in choices)


class QuestionForm(OfCallForm):
    """A question of a call, or a section."""

    pairs = (("least", "most"),)

    kind = forms.ChoiceField(label=_("Kind"), choices=QuestionKind.choices)
    label_zh = line(_("Question or title in Chinese"), 300)
    label_en = line(_("Question or title in English"), 300)
    help_zh = line(_("Help in Chinese"), 600)
    help_en = line(_("Help in English"), 600)
    required = forms.BooleanField(
        label=_("Must be answered before somebody hands in"), required=False
    )
    choices = area(
        _("Choices"),
        6000,
        rows=5,
        help_text=_("One a line, Chinese and English apart by a bar: 有护照 | I have a passport"),
    )
    least = forms.DecimalField(
        label=_("Least number"), max_digits=12, decimal_places=2, required=False
    )
    most = forms.DecimalField(
        label=_("Greatest number"), max_digits=12, decimal_places=2, required=False
    )
    files = forms.MultipleChoiceField(  # type: ignore[assignment] # a field of this name
        label=_("Kinds of files"),
        choices=UploadKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        initial=[UploadKind.PDF],
    )
    megabytes = forms.IntegerField(
        label=_("Largest file, in MB"),
        min_value=1,
        max_value=50,
        required=False,
        help_text=_("If empty, the rule of the unit says it."),
    )

    def __init__(self, *args: Any, question: Question | None = None, **kwargs: Any) -> None:
        self.question = question
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Offer the answers of earlier questions as conditions."""
        self.earlier = {it.key: it for it in self._earlier()}
        offered: list[Any] = [("", _("always"))]
        offered += [
            (question.label, [(f"{key}:{answer}", words) for answer, words in question.deciding])
            for key, question in self.earlier.items()
        ]
        condition = forms.ChoiceField(
            label=_("Shown"),
            choices=offered,
            required=False,
            help_text=_("Always, or only where an earlier question is answered so."),
        )
        style(condition)
        self.fields["condition"] = condition
        for name, kinds in OF_KINDS.items():
            self.fields[name].widget.attrs["data-shown-if"] = f"kind={','.join(kinds)}"

    def _earlier(self) -> list[Question]:
        rows = Question.objects.of_call(self.call)
        if self.question is not None:
            rows = rows.filter(position__lt=self.question.position)
        return [question for question in rows if question.deciding]

    def clean_choices(self) -> list[list[str]]:
        """Read the lines; a choice that stood there before keeps its key."""
        known = {(zh, en): key for key, zh, en in self.question.choices} if self.question else {}
        free = max((int(key) for key in known.values()), default=0)
        found: list[list[str]] = []
        for typed in filter(None, map(str.strip, self.cleaned_data["choices"].splitlines())):
            zh, bar, en = (part.strip() for part in typed.partition(BAR))
            words = (zh, en) if bar else ((zh, "") if _is_chinese(zh) else ("", zh))
            if any(words == (one[1], one[2]) for one in found):
                message = gettext("“%(choice)s” stands there twice.") % {"choice": typed}
                raise forms.ValidationError(message)
            if words not in known:
                free += 1
            found.append([known.get(words, str(free)), *words])
        return found

    def clean(self) -> dict[str, Any]:
        """Take the condition apart into the question and its answer."""
        values = super().clean() or {}
        key, _colon, answer = values.pop("condition", "").partition(":")
        return values | {"depends_on": self.earlier.get(key), "on_answer": answer}


def _is_chinese(text: str) -> bool:
    return any("\u3400" <= letter <= "\u9fff" for letter in text)


class CopyQuestionsForm(OfCallForm):
    """The call whose questions are asked again."""

    source = RemoteChoiceField(Call, label=_("Call whose questions are taken over"))

    def prepare(self) -> None:
        """Offer the calls that this person sees and that ask something."""
        field: Any = self.fields["source"]
        seen = Call.objects.visible_to(self.officer).exclude(pk=self.call.pk)
        field.queryset = seen.filter(questions__isnull=False).distinct()

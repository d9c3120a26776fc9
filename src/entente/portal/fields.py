"""The questions of a call as fields of the applicant's form."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.translation import gettext as _

from entente.kit.fields import area, day, line
from entente.kit.files.kinds import accept
from entente.kit.files.uploads import UploadField
from entente.kit.forms import style
from entente.mobility.enums import QuestionKind, UploadKind
from entente.mobility.models import AnswerFile, Question, asked_of
from entente.mobility.models.questions import LENGTHS, NO, YES

LONGEST = 6000


class SectionTitle(str):
    """The title of a section, with what helps to answer it."""

    help: str = ""


class Asking(forms.Form):
    """A form that asks the questions of a call beside its own fields.

    What the answers typed so far do not ask for is hidden, not demanded, and its faults are no
    faults; it is kept with the draft all the same, for the answer before it may change again.
    """

    questions: list[Question]
    held: Mapping[int, AnswerFile]

    def ask(self, most: int) -> list[tuple[Any, tuple[str, ...]]]:
        """Add a field for each question; give the sections in which they stand."""
        sections: list[tuple[Any, list[str]]] = []
        of_section: list[str] = []
        for question in self.questions:
            if question.is_section:
                sections.append((_title(question), []))
                of_section = _conditions(question)
                continue
            if not sections:
                sections.append((SectionTitle(_("Further questions")), []))
            field: Any = _field(question, most)
            field.demanded = question.required
            if conditions := [*of_section, *_conditions(question)]:
                field.widget.attrs["data-shown-if"] = " ".join(conditions)
            style(field)
            self.fields[question.name] = field
            sections[-1][1].append(question.name)
        self.tell_files(self.held)
        return [(title, tuple(names)) for title, names in sections if names]

    def tell_files(self, held: Mapping[int, AnswerFile]) -> None:
        """Say below each question which file is kept for it."""
        self.held = held
        for question in self.questions:
            file = held.get(question.pk)
            if question.kind != QuestionKind.UPLOAD or file is None:
                continue
            told = format_html(
                '{} <a href="{}">{}</a> · <a href="{}">{}</a>',
                _("Kept:"),
                reverse("portal:answer_file", args=[file.pk]),
                file.name,
                reverse("portal:remove_file", args=[file.pk]),
                _("Remove"),
            )
            words = _limits(question, self.fields[question.name])
            self.fields[question.name].help_text = format_html("{}<br>{}", told, words)
            self[question.name].help_text = self.fields[question.name].help_text

    def conceal(self) -> None:
        """Hide what the answers of the form do not ask for; a script shows it when they do."""
        stands = {it.pk for it in asked_of(self.questions, self.given())}
        for question in self.questions:
            if not question.is_section:
                field: Any = self.fields[question.name]
                field.concealed = question.pk not in stands

    def given(self) -> dict[str, Any]:
        """Give the answers as they stand in the form: sent, else begun with."""
        if not self.is_bound:
            begun = {it.key: self.initial.get(it.name) for it in self.questions}
            return {key: _plain(value) for key, value in begun.items()}
        found: dict[str, Any] = {}
        for question in self.questions:
            if not question.is_section and question.kind != QuestionKind.UPLOAD:
                field = self.fields[question.name]
                typed = field.widget.value_from_datadict(self.data, self.files, question.name)
                found[question.key] = _plain(typed)
        return found

    def clean(self) -> dict[str, Any]:
        """Collect answers under `answers`; what is hidden has no faults."""
        values = super().clean() or {}
        stands = {it.pk for it in asked_of(self.questions, self.given())}
        answers: dict[str, Any] = {}
        self.uploads: dict[Question, Any] = {}
        for question in self.questions:
            value = values.pop(question.name, None)
            if question.pk not in stands:
                self.errors.pop(question.name, None)
            if question.kind == QuestionKind.UPLOAD:
                if value and question.pk in stands:
                    self.uploads[question] = value
            elif (plain := _plain(value)) not in (None, "", []):
                answers[question.key] = plain
        return values | {"answers": answers}


def answers_as_initial(questions: Iterable[Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the fields begin with."""
    given = {it: answers[it.key] for it in questions if it.key in answers}
    return {it.name: True if it.kind == QuestionKind.STATEMENT else given[it] for it in given}


def _title(section: Question) -> SectionTitle:
    title = SectionTitle(section.label)
    title.help = str(section.help)
    return title


def _conditions(question: Question) -> list[str]:
    if question.depends_on_id is None:
        return []
    above = f"q{question.depends_on_id}"
    return [f"!{above}" if question.on_answer == NO else f"{above}={question.on_answer}"]


def _plain(value: Any) -> Any:
    """Give an answer as it is kept: texts, keys, a list of keys."""
    if value is True:
        return YES
    if value in (None, False):
        return ""
    if isinstance(value, datetime.date | Decimal):
        return str(value)
    return value


def _field(question: Question, most: int) -> forms.Field:
    words = {"label": question.label, "help_text": _help(question), "required": False}
    match question.kind:
        case QuestionKind.NUMBER:
            given = {"max_digits": 14, "decimal_places": 2} | words
            low, high = question.least, question.most
            return forms.DecimalField(min_value=low, max_value=high, **given)
        case QuestionKind.DAY:
            return day(**words)
        case QuestionKind.ONE:
            return forms.ChoiceField(choices=[("", "–"), *question.offered], **words)
        case QuestionKind.SEVERAL:
            box = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=question.offered, widget=box, **words)
        case QuestionKind.STATEMENT:
            tick = forms.CheckboxInput(attrs={"value": YES})
            return forms.BooleanField(widget=tick, **words)
        case QuestionKind.UPLOAD:
            field = UploadField(allowed=question.allowed, **words)
            field.widget.attrs["accept"] = accept(question.allowed)
            field.megabytes = question.megabytes or most  # type: ignore[attr-defined]
            field.help_text = _limits(question, field)
            return field
        case QuestionKind.LONG:
            return area(length=LENGTHS[QuestionKind.LONG], rows=5, **words)
        case _:
            return line(length=LENGTHS[QuestionKind.SHORT], **words)


def _help(question: Question) -> Any:
    """Give the help, escaped: the page draws help as it stands."""
    must = _("Must be answered before you hand in.") if question.required else ""
    parts = [conditional_escape(str(it)) for it in (question.help, must) if it]
    return format_html_join(" ", "{}", ((part,) for part in parts))


def _limits(question: Question, field: Any) -> Any:
    kinds = ", ".join(str(label) for label in _labels(question))
    size = _("%(kinds)s, at most %(limit)s MB.") % {"kinds": kinds, "limit": field.megabytes}
    help_text = _help(question)
    return format_html("{} {}", help_text, size) if help_text else format_html("{}", size)


def _labels(question: Question) -> list[Any]:
    return [UploadKind(code).label for code in question.files]

"""Decisions about the questions of a call: asked, worded anew, put in order, taken over."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, locking, removing
from entente.kit.errors import DomainError
from entente.mobility.enums import QuestionKind
from entente.mobility.models import Application, Call, Question
from entente.mobility.models.questions import CHOICES
from entente.mobility.services.calls import refuse_published
from entente.office.models import User

# What an answer means hangs on these: they stay as they are once somebody has handed in.
MEANING = ("kind", "least", "most", "files", "megabytes", "depends_on_id", "on_answer")
WORDS = ("label_zh", "label_en", "help_zh", "help_en")
LIMITS = ("least", "most", "files", "megabytes")
COPIED = ("kind", *WORDS, "required", "choices", *LIMITS, "on_answer")


def add_question(call: Call, *, by: User, **values: Any) -> Question:
    """Ask one more question, after the others; once somebody has handed in, none that must be."""
    with locking(call):
        refuse_published(call)
        question = Question(call=call, position=_last(call) + 1, **_fitting(values))
        _refuse_condition(question)
        if question.required and is_answered(call):
            message = _("Somebody has handed in already: a new question may stay unanswered.")
            raise DomainError({"required": message}, code="handed_in")
        return creating(question, by=by, verb="question.added")


def change_question(
    question: Question, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change a question; once somebody has handed in, only its words, and choices are added."""
    with locking(question.call) as call:
        refuse_published(call)
        before = Question.objects.get(pk=question.pk)
        with changing(question, by=by, verb="question.changed", seen=seen):
            for name, value in _fitting(values).items():
                setattr(question, name, value)
            _refuse_condition(question)
            _refuse_orphans(question)
            if is_answered(call):
                _refuse_other_meaning(before, question)


def remove_question(question: Question, *, by: User) -> None:
    """Take a question off, with what drafts answered; not once somebody has handed in."""
    with locking(question.call) as call:
        refuse_published(call)
        if is_answered(call):
            message = _("Somebody has handed in already: the questions that were asked stay.")
            raise DomainError(message, code="handed_in")
        if dependent := question.dependents.first():
            message = _("“%(question)s” is shown only after it. Change that one first.")
            raise DomainError(message % {"question": dependent.label}, code="in_use")
        for file in question.answer_files.all():
            removing(file, by=by, verb="answer_file.removed")
        removing(question, by=by, verb="question.removed")


def move_question(question: Question, *, by: User, up: bool) -> None:
    """Let a question change places with its neighbour; each stays behind what it depends on."""
    with locking(question.call) as call:
        refuse_published(call)
        order = list(Question.objects.of_call(call))
        at = order.index(question)
        other = at - 1 if up else at + 1
        if not 0 <= other < len(order):
            return
        order[at], order[other] = order[other], order[at]
        before: set[int] = set()
        for one in order:
            if one.depends_on_id and one.depends_on_id not in before:
                message = _("“%(question)s” is shown only after “%(above)s” and stays below it.")
                words = {"question": one.label, "above": one.depends_on.label}
                raise DomainError(message % words, code="order")
            before.add(one.pk)
        for position, one in enumerate(order, 1):
            with changing(one, by=by, verb="question.moved"):
                one.position = position


def copy_questions(call: Call, *, by: User, source: Call) -> int:
    """Ask what another call asked, after what is asked already; give how many."""
    with locking(call):
        refuse_published(call)
        if is_answered(call):
            message = _("Somebody has handed in already: the questions that were asked stay.")
            raise DomainError(message, code="handed_in")
        asked = list(Question.objects.of_call(source))
        if not asked or source.pk == call.pk:
            raise DomainError({"source": _("This call asks no questions.")}, code="empty")
        made: dict[int, Question] = {}
        for position, question in enumerate(asked, _last(call) + 1):
            values = {name: getattr(question, name) for name in COPIED}
            above = made[question.depends_on_id] if question.depends_on_id else None
            copy = Question(call=call, position=position, depends_on=above, **values)
            made[question.pk] = creating(copy, by=by, verb="question.added")
        return len(made)


def is_answered(call: Call) -> bool:
    """Say whether somebody has handed in."""
    return Application.objects.filter(call=call, handed_in_at__isnull=False).exists()


def _last(call: Call) -> int:
    return call.questions.aggregate(last=Max("position"))["last"] or 0


def _fitting(values: dict[str, Any]) -> dict[str, Any]:
    """Leave out what the kind of question has no use for."""
    kind = values.get("kind", "")
    kept = dict(values)
    if kind not in CHOICES:
        kept["choices"] = []
    if kind != QuestionKind.NUMBER:
        kept["least"] = kept["most"] = None
    if kind != QuestionKind.UPLOAD:
        kept |= {"files": [], "megabytes": None}
    if kind == QuestionKind.SECTION:
        kept["required"] = False
    return kept


def _refuse_condition(question: Question) -> None:
    """Refuse a condition on a later question, another call's, or an answer that it has not."""
    above = question.depends_on
    if above is None:
        question.on_answer = ""
        return
    if above.call_id != question.call_id or above.position >= question.position:
        message = _("A question can be shown only after an earlier one of the same call.")
        raise DomainError({"condition": message}, code="not_earlier")
    if question.on_answer not in dict(above.deciding):
        message = _("This is no answer to the earlier question.")
        raise DomainError({"condition": message}, code="no_answer")


def _refuse_orphans(question: Question) -> None:
    """Refuse to take away an answer on which another question depends."""
    left = dict(question.deciding)
    for dependent in question.dependents.all():
        if dependent.on_answer not in left:
            message = _("“%(question)s” is shown only with an answer that would be gone.")
            field = "choices" if question.kind in CHOICES else "kind"
            words = {"question": dependent.label}
            raise DomainError({field: message % words}, code="in_use")


def _refuse_other_meaning(before: Question, after: Question) -> None:
    gone = {line[0] for line in before.choices} - {line[0] for line in after.choices}
    harder = after.required and not before.required
    if gone or harder or any(getattr(before, it) != getattr(after, it) for it in MEANING):
        message = _(
            "Somebody has handed in already: words can be corrected and choices added; what an"
            " answer means stays as it was asked."
        )
        raise DomainError(message, code="handed_in")

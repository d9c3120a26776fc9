"""What applicants answer to the questions of a call: checked, completed by files, handed in."""

from __future__ import annotations

from typing import Any

from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.kit.audit import creating, locking, removing
from entente.kit.errors import DomainError
from entente.kit.files.names import clean_name
from entente.kit.files.services import keep_file
from entente.mobility.enums import ApplicationState, CallState, QuestionKind
from entente.mobility.models import AnswerFile, Application, Call, Question, asked_of
from entente.office import rules
from entente.office.models import User
from entente.office.services import system_user

LARGEST = "mobility.upload_megabytes"
# These are confirmed or handed in anew each time: what held last year may not hold now.
ANEW = (QuestionKind.STATEMENT, QuestionKind.UPLOAD)


def largest_upload(call: Call) -> int:
    """Give how many megabytes a file of an application may have, by the rule of today."""
    return int(rules.rule(LARGEST, on=timezone.localdate(), unit=call.unit))


def keep_upload(application: Application, question: Question, upload: File[bytes]) -> AnswerFile:
    """Keep a file for a question at once, in the place of an earlier one; the draft stays open."""
    limit = question.megabytes or largest_upload(application.call)
    if upload.size and upload.size > limit * 2**20:
        message = _("The file is larger than %(limit)s MB. Please upload a smaller one.")
        raise DomainError(message % {"limit": limit}, code="too_large")
    by = system_user()
    stored = keep_file(upload, by, allowed=question.allowed)
    with locking(application.call) as call:
        application.refresh_from_db()
        if application.state != ApplicationState.DRAFT or call.state == CallState.PUBLISHED:
            raise DomainError(_("This application takes no files any more."), code="no_draft")
        for earlier in application.answer_files.filter(question=question):
            removing(earlier, by=by, verb="answer_file.removed")
        file = AnswerFile(
            application=application,
            question=question,
            file=stored,
            name=clean_name(upload.name or ""),
        )
        return creating(file, by=by, verb="answer_file.uploaded")


def remove_upload(file: AnswerFile) -> None:
    """Take one's own file off a draft."""
    application = file.application
    with locking(application.call):
        application.refresh_from_db()
        if application.state != ApplicationState.DRAFT:
            raise DomainError(_("This application takes no files any more."), code="no_draft")
        removing(file, by=system_user(), verb="answer_file.removed")


def unanswered(application: Application) -> dict[str, Any]:
    """Give, by the names of fields, what must be answered and is not; what is hidden need not."""
    files = set(application.answer_files.values_list("question", flat=True))
    found: dict[str, Any] = {}
    for question in _asked(application):
        if not question.required or question.is_section:
            continue
        if question.kind == QuestionKind.UPLOAD:
            if question.pk not in files:
                found[question.name] = [_("Upload this file before you hand in.")]
        elif not question.is_answer(application.answers.get(question.key)):
            confirm = question.kind == QuestionKind.STATEMENT
            words = _("Confirm this before you hand in.") if confirm else _("Answer this question.")
            found[question.name] = [words]
    return found


def leave_out_hidden(application: Application) -> None:
    """Keep only answers to what is asked, and take files off that nobody asks for."""
    asked = _asked(application)
    answers = application.answers
    application.answers = {
        it.key: answers[it.key] for it in asked if it.is_answer(answers.get(it.key))
    }
    for file in application.answer_files.exclude(question__in=[it.pk for it in asked]):
        removing(file, by=system_user(), verb="answer_file.removed")


def erase_answers(application: Application, *, by: User) -> None:
    """Take the files of an application off; the caller empties its answers."""
    for file in application.answer_files.all():
        removing(file, by=by, verb="answer_file.removed")


def answers_again(last: Application | None, questions: list[Question]) -> dict[str, Any]:
    """Give what somebody answered to the same questions last time; choices by their words."""
    if last is None or not last.answers:
        return {}
    before = {_words(it): it for it in Question.objects.of_call(last.call)}
    found: dict[str, Any] = {}
    for question in questions:
        earlier = before.get(_words(question))
        value = last.answers.get(earlier.key) if earlier else None
        if earlier is None or question.kind in ANEW or not earlier.is_answer(value):
            continue
        again = _translated(earlier, question, value)
        if question.is_answer(again):
            found[question.key] = again
    return found


def _words(question: Question) -> tuple[str, str, str]:
    return (question.kind, question.label_zh, question.label_en)


def _translated(earlier: Question, question: Question, value: Any) -> Any:
    """Say a choice by the key that the same words have now."""
    if not earlier.choices:
        return value
    now = {tuple(line[1:]): line[0] for line in question.choices}
    keys = {line[0]: now.get(tuple(line[1:]), "") for line in earlier.choices}
    if isinstance(value, list):
        return [keys[key] for key in value if keys[key]]
    return keys[value]


def _asked(application: Application) -> list[Question]:
    return asked_of(Question.objects.of_call(application.call), application.answers)

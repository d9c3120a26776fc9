"""Evaluations: learners say what they think of a class, once each and without a name."""

from __future__ import annotations

import datetime
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating
from entente.kit.errors import DomainError
from entente.office.models import User
from entente.office.rules import rule
from entente.training.enums import ClassState
from entente.training.models import (
    Evaluation,
    EvaluationAnswer,
    EvaluationTaker,
    Learner,
    TrainingClass,
)

QUESTIONS, OPEN_QUESTIONS = "training.questions", "training.open_questions"
BEST = 5


def open_evaluation(training_class: TrainingClass, *, by: User, **values: Any) -> Evaluation:
    """Ask the learners of a class; the questions are those of the rules on the first day."""
    if training_class.state not in (ClassState.RUNNING, ClassState.CLOSED):
        raise DomainError(_("A class is evaluated once it has begun."), code="not_begun")
    asked = Evaluation(training_class=training_class, **values)
    asked.questions = _questions(training_class, asked.opens_on)
    return creating(asked, by=by, verb="evaluation.opened")


def change_evaluation(
    evaluation: Evaluation, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change the days on which learners may answer."""
    with changing(evaluation, by=by, verb="evaluation.changed", seen=seen):
        for name, value in values.items():
            setattr(evaluation, name, value)


def _questions(training_class: TrainingClass, on: datetime.date) -> list[dict[str, Any]]:
    unit, questions = training_class.project.unit, []
    for name, marked in ((QUESTIONS, True), (OPEN_QUESTIONS, False)):
        for line in rule(name, on=on, unit=unit):
            zh, bar, en = (part.strip() for part in line.partition("|"))
            if not (zh and bar and en):
                message = _("The question “%(line)s” needs Chinese and English with a | between.")
                raise DomainError(message % {"line": line}, code="question")
            questions.append({"zh": zh, "en": en, "marked": marked})
    if not questions:
        raise DomainError(_("No questions are set; the page of rules has them."), code="none")
    return questions


def in_words(question: dict[str, Any]) -> str:
    """Give a question in the reader's language."""
    return str(question["zh" if (get_language() or "").startswith("zh") else "en"])


# --- Answers --------------------------------------------------------------------------------------


def learner_called(training_class: TrainingClass, typed: str) -> Learner:
    """Find the learner whom a name or a number means; nobody and several are refused."""
    sought = _plain(typed)
    found: list[Learner] = [
        learner
        for learner in training_class.learners.staying().order_by("pk")
        if sought and sought in map(_plain, (learner.name_zh, learner.name_en, learner.reference))
    ]
    if not found:
        message = _("Nobody of this name or number is enrolled in this class. Ask the office.")
        raise DomainError({"who": message}, code="unknown")
    if len(found) > 1:
        message = _("Several learners have this name. Enter your learner's number instead.")
        raise DomainError({"who": message}, code="namesakes")
    [learner] = found
    return learner


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def answer_evaluation(
    evaluation: Evaluation, *, who: str, said: Sequence[int | str], on: datetime.date
) -> None:
    """Keep what a learner says, once. Who took part is kept apart from what was said.

    Neither stands in the trail: its times would tie the one to the other (decision 0230).
    """
    if not evaluation.is_open(on):
        raise DomainError(_("This evaluation is not open today."), code="not_open")
    learner = learner_called(evaluation.training_class, who)
    again = DomainError(
        {"who": _("This learner has taken part already; each takes part once.")}, code="again"
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                EvaluationTaker.objects.create(evaluation=evaluation, learner=learner)
        except IntegrityError as error:
            raise again from error
        EvaluationAnswer.objects.create(evaluation=evaluation, said=list(said))


# --- Results --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Result:
    """What was answered to one question: how often each mark and their mean, or the texts."""

    question: str
    marks: tuple[tuple[int, int], ...] = ()
    mean: float | None = None
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Results:
    """How many took part, and what they said once it may be shown (`waits_for` is empty then)."""

    answers: int
    waits_for: str
    of_questions: tuple[Result, ...] = ()
    mean: float | None = None


def results(evaluation: Evaluation, *, on: datetime.date) -> Results:
    """Sum up an evaluation that is over; nothing is shown earlier or of too few.

    Somebody who looked before and after each answer could otherwise tell who said what.
    """
    least = rule(
        "training.evaluation_least",
        on=evaluation.opens_on,
        unit=evaluation.training_class.project.unit,
    )
    said = list(evaluation.answers.values_list("said", flat=True))
    if on <= evaluation.closes_on:
        day = evaluation.closes_on.isoformat()
        return Results(len(said), _("The results are shown after %(day)s.") % {"day": day})
    if len(said) < least:
        message = _("Results are shown from %(number)s answers on.") % {"number": least}
        return Results(len(said), message)
    summed = tuple(
        _sum_up(in_words(question), bool(question["marked"]), [one[at] for one in said])
        for at, question in enumerate(evaluation.questions)
    )
    means = [one.mean for one in summed if one.mean is not None]
    mean = round(sum(means) / len(means), 2) if means else None
    return Results(len(said), "", summed, mean)


def _sum_up(question: str, marked: bool, said: list[Any]) -> Result:
    if not marked:
        return Result(question, texts=tuple(text for text in said if text))
    counts = Counter(said)
    marks = tuple((mark, counts[mark]) for mark in range(BEST, 0, -1))
    return Result(question, marks, round(sum(said) / len(said), 2))

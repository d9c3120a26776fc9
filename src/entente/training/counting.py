"""How a year of training went, by organiser or by project: the published indicators."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, Sum

from entente.kit.scope import Officer
from entente.office.models import Unit
from entente.office.rules import rule
from entente.training.enums import VIEW_PROJECT, FindingKind, FindingState, ProjectState
from entente.training.models import (
    EvaluationAnswer,
    Finding,
    Learner,
    Lesson,
    Payment,
    Project,
    TrainingClass,
)

UNDECIDED = (ProjectState.DRAFT, ProjectState.SUBMITTED, ProjectState.RETURNED)


@dataclass
class Year:
    """What one organiser or one project did in a year. Money is in yuan, marks are of 5."""

    subject: Any
    projects: int = 0
    classes: int = 0
    learners: int = 0
    certified: int = 0
    hours: Decimal = Decimal(0)
    income: Decimal = Decimal(0)
    mark: float | None = None
    visits: int = 0
    complaints: int = 0
    late: int = 0

    @property
    def certified_share(self) -> int | None:
        """How many of a hundred learners received a certificate, rounded."""
        return round(100 * self.certified / self.learners) if self.learners else None


def years(officer: Officer) -> list[int]:
    """List the years in which classes of one's scope begin, the newest first."""
    rows = TrainingClass.objects.visible_to(officer, VIEW_PROJECT).order_by()
    return sorted({day.year for day in rows.dates("starts_on", "year")}, reverse=True)


def of_year(officer: Officer, year: int, *, by_project: bool, on: datetime.date) -> list[Year]:
    """Count a year in one's scope, by organiser or by project, in so many queries as it has facts.

    A class falls into the year of its first day with its learners, hours and marks; a fee into that
    of its payment, a finding into that of its day, a project into that of its approval. An answer
    is late that came after its day, or that is missing after it.
    """
    made: dict[int, Year] = defaultdict(lambda: Year(None))
    ends = "" if by_project else "__unit"
    projects = _seen(Project, officer).exclude(state__in=UNDECIDED).filter(decided_on__year=year)
    for key, number in _grouped(projects, "pk" if by_project else "unit", Count("pk")):
        made[key].projects = number
    classes = _seen(TrainingClass, officer).held().filter(starts_on__year=year)
    for key, number in _grouped(classes, f"project{ends}", Count("pk")):
        made[key].classes = number
    of_class = f"training_class__project{ends}"
    learners = _seen(Learner, officer).staying().filter(training_class__in=classes)
    counts = (Count("pk"), Count("certificate"))
    for key, number, certified in _grouped(learners, of_class, *counts):
        made[key].learners, made[key].certified = number, certified
    lessons = _seen(Lesson, officer).filter(training_class__in=classes)
    for key, hours in _grouped(lessons, of_class, Sum("hours")):
        made[key].hours = hours
    payments = _seen(Payment, officer).filter(paid_on__year=year)
    sums = (Sum("amount", filter=Q(refund=False)), Sum("amount", filter=Q(refund=True)))
    for key, paid, back in _grouped(payments, of_class, *sums):
        made[key].income = (paid or Decimal(0)) - (back or Decimal(0))
    findings = _seen(Finding, officer).filter(raised_on__year=year)
    late = Q(answered_on__gt=F("answer_until")) | Q(state=FindingState.OPEN, answer_until__lt=on)
    kinds = [Count("pk", filter=Q(kind=kind)) for kind in FindingKind]
    for key, visits, complaints, missed in _grouped(
        findings, of_class, *kinds, Count("pk", filter=late)
    ):
        made[key].visits, made[key].complaints, made[key].late = visits, complaints, missed
    _add_marks(made, _marks(classes, f"evaluation__{of_class}", on))
    return _with_subjects(made, Project if by_project else Unit)


def _add_marks(made: dict[int, Year], marks: list[tuple[int, float]]) -> None:
    for key, mark in marks:
        made[key].mark = mark


def _with_subjects(made: dict[int, Year], model: Any) -> list[Year]:
    """Fetch whom each line is about; those with most learners come first."""
    subjects = model.objects.in_bulk(list(made))
    for key, counted in made.items():
        counted.subject = subjects[key]
    return sorted(made.values(), key=lambda one: (-one.learners, str(one.subject)))


def _seen(model: Any, officer: Officer) -> Any:
    return model.objects.visible_to(officer, VIEW_PROJECT)


def _grouped(rows: Any, key: str, *sums: Any) -> Iterable[tuple[Any, ...]]:
    named = {f"sum_{at}": one for at, one in enumerate(sums)}
    grouped: Iterable[tuple[Any, ...]] = (
        rows.order_by().values_list(key).annotate(**named).values_list(key, *named)
    )
    return grouped


def _marks(classes: Any, key: str, on: datetime.date) -> list[tuple[int, float]]:
    """Give the mean mark of each; evaluations that are not shown are left out here too."""
    rows = EvaluationAnswer.objects.filter(
        evaluation__training_class__in=classes, evaluation__closes_on__lt=on
    ).order_by()
    of_evaluation: dict[int, list[list[Any]]] = defaultdict(list)
    keys: dict[int, int] = {}
    for evaluation, group, said in rows.values_list("evaluation", key, "said"):
        of_evaluation[evaluation].append(said)
        keys[evaluation] = group
    if not keys:
        return []
    least = rule("training.evaluation_least", on=on)
    marks: dict[int, list[int]] = defaultdict(list)
    for evaluation, answers in of_evaluation.items():
        if len(answers) >= least:
            given = [mark for said in answers for mark in said if isinstance(mark, int)]
            marks[keys[evaluation]] += given
    return [(group, round(sum(given) / len(given), 2)) for group, given in marks.items() if given]

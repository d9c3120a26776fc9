"""What can be counted of non-degree education: projects, classes, person-times trained."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from entente.kit.measures import CountingUnit, Dimension, FallsOnDay, Kind, Measure, declare
from entente.organisations.places import choices
from entente.training.enums import VIEW_PROJECT, ProjectKind, ProjectState
from entente.training.models import Learner, Project, TrainingClass

U = CountingUnit
UNDECIDED = (ProjectState.DRAFT, ProjectState.SUBMITTED, ProjectState.RETURNED)


def projects() -> QuerySet[Any]:
    """Give the projects that were approved."""
    return Project.objects.exclude(state__in=UNDECIDED)


def classes() -> QuerySet[Any]:
    """Give the classes that began."""
    return TrainingClass.objects.held().select_related("project")


def learners() -> QuerySet[Any]:
    """Give those who were enrolled in a class that began and did not leave it."""
    rows = Learner.objects.staying().filter(training_class__in=TrainingClass.objects.held())
    return rows.select_related("training_class__project")


declare(
    Measure(
        "training_projects",
        _("Training projects approved"),
        _("Projects outside degrees, in the year in which they were approved."),
        U.PROJECTS,
        Kind.FLOW,
        when=FallsOnDay("decided_on"),
        rows=projects,
        leaves_out=_("projects that are drafted, submitted or returned"),
        dimensions=(
            Dimension("partner", _("partner"), "partner", record="organisations.organisation"),
            Dimension("unit", _("unit"), "unit", record="office.unit"),
            Dimension("kind", _("kind"), "kind", choices=lambda: list(ProjectKind.choices)),
        ),
        permission=VIEW_PROJECT,
        watches=("training.project",),
        date="decided_on",
    ),
    Measure(
        "training_courses",
        _("Training courses held"),
        _("Courses of training outside degrees that we held."),
        U.COURSES,
        Kind.FLOW,
        when=FallsOnDay("starts_on"),
        rows=classes,
        leaves_out=_("classes that are only planned or were cancelled"),
        dimensions=(
            Dimension("partner", _("partner"), "company", record="organisations.organisation"),
            Dimension("country", _("country or region"), "company__country", choices=choices),
            Dimension("unit", _("unit"), "project__unit", record="office.unit"),
        ),
        permission=VIEW_PROJECT,
        unit_path="project__unit",
        tree_path="project__top_unit",
        watches=("training.trainingclass", "training.project"),
        date="starts_on",
    ),
    Measure(
        "training_person_times",
        _("Person-times trained"),
        _("Each learner of a class outside degrees that began, once per class."),
        U.PERSON_TIMES,
        Kind.FLOW,
        when=FallsOnDay("training_class__starts_on"),
        rows=learners,
        leaves_out=_("learners who left, and classes that are only planned or were cancelled"),
        dimensions=(
            Dimension(
                "partner",
                _("partner"),
                "training_class__company",
                record="organisations.organisation",
            ),
            Dimension("unit", _("unit"), "training_class__project__unit", record="office.unit"),
        ),
        permission=VIEW_PROJECT,
        unit_path="training_class__project__unit",
        tree_path="training_class__project__top_unit",
        watches=("training.learner", "training.trainingclass"),
        date="training_class__starts_on",
        record_path="training_class",
    ),
)

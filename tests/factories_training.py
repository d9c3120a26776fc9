"""Ordinary projects, adverts and classes, made through the services that people use."""

import datetime
import itertools

from entente.office import services as office
from entente.training import services
from entente.training.models import Organiser
from tests.factories import make_unit, make_user

DAY = datetime.date(2026, 3, 2)
_count = itertools.count(1)


def make_organiser(unit=None, **values):
    """Approve a unit as organiser."""
    values = {"since": datetime.date(2020, 1, 1), "decision": "No. 1 of 2020"} | values
    return services.approve_organiser(
        by=office.system_user(), unit=unit or make_unit(make_unit()), **values
    )


def make_project(unit=None, *, by=None, state="draft", **values):
    """Make a project with everything that the rule asks, in a state up to `approved`."""
    unit = unit or make_unit(make_unit())
    if not Organiser.objects.filter(unit=unit).exists():
        make_organiser(unit)
    number = next(_count)
    values = {
        "kind": "training",
        "plan_year": 2026,
        "title_zh": f"冶金技术管理培训{number}",
        "title_en": f"Course in metallurgy {number}",
        "audience_en": "Technical managers",
        "hours": 40,
        "mode": "full_time",
        "teachers": "Prof. Sample",
        "budget": "As attached",
        "price": 3000,
        "risk": "Safety in the laboratory: briefed on the first day",
    } | values
    by = by or make_user(unit)
    project = services.draft_project(by=by, unit=unit, on=DAY, **values)
    if state in ("submitted", "approved"):
        services.submit_project(project, by=by, on=DAY)
    if state == "approved":
        services.approve_project(project, by=office.system_user(), on=DAY)
    return project


def make_advert(project=None, *, by=None, state="draft", **values):
    """Write an advert, in a state up to `published`."""
    project = project or make_project(state="approved")
    by = by or project.drafted_by
    values = {"text_en": "Come and learn", "price": project.price} | values
    advert = services.write_advert(project, by=by, **values)
    steps = ["draft", "submitted", "approved", "published"]
    for step in steps[1 : steps.index(state) + 1]:
        if step == "submitted":
            services.submit_advert(advert, by=by, on=DAY)
        elif step == "approved":
            services.approve_advert(advert, by=office.system_user(), on=DAY)
        else:
            services.publish_advert(advert, by=by, on=DAY)
    return advert


def make_class(project=None, *, learners=2, lessons=(8, 8), state="planned", **values):
    """Open a class from 2 to 6 March 2026 with learners and lessons; closed, all attended."""
    by = office.system_user()
    project = project or make_project(state="approved")
    number = next(_count)
    values = {
        "title_zh": f"第{number}期培训班",
        "title_en": f"Class {number}",
        "starts_on": DAY,
        "ends_on": datetime.date(2026, 3, 6),
        "hours": 16,
    } | values
    group = services.open_class(project, by=by, **values)
    people = [{"name_zh": f"学员{at}", "name_en": f"Learner {at}"} for at in range(learners)]
    services.enrol_all(group, people, by=by)
    for at, hours in enumerate(lessons):
        day = DAY + datetime.timedelta(days=at)
        services.add_lesson(group, by=by, held_on=day, hours=hours, topic=f"Topic {at}")
    if state in ("running", "closed"):
        services.start_class(group, by=by)
    if state == "closed":
        for lesson in group.lessons.all():
            everybody = list(group.learners.all())
            services.record_attendance(lesson, everybody, by=by, on=group.ends_on)
        services.close_class(group, by=by, on=group.ends_on)
    return group

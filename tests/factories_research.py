"""Ordinary joint laboratories, projects and publications, made as people make them."""

import datetime
import itertools

from entente.office.services import system_user
from entente.research import services
from tests.factories import make_unit

DAY = datetime.date(2026, 5, 1)
_count = itertools.count(1)


def make_centre(unit=None, *, partner=None, founded=None, on=DAY, **values):
    """Make a laboratory, with a partner and founded where asked for."""
    number, by = next(_count), system_user()
    values = {
        "kind": "laboratory",
        "name_zh": f"国际联合实验室{number}",
        "name_en": f"Joint Laboratory {number}",
    } | values
    centre = services.plan_centre(by=by, on=on, unit=unit or make_unit(), **values)
    if partner:
        services.add_partner(centre, by=by, organisation=partner)
    if founded:
        services.found_centre(centre, by=by, on=on, founded_on=founded)
    return centre


def make_project(unit=None, *, partner=None, approved=None, on=DAY, **values):
    """Make a joint project, with a partner and approved where asked for."""
    number, by = next(_count), system_user()
    values = {"title_zh": f"合作项目{number}", "title_en": f"Joint project {number}"} | values
    project = services.enter_project(by=by, unit=unit or make_unit(), **values)
    if partner:
        services.add_project_partner(project, by=by, organisation=partner)
    if approved:
        services.approve_project(project, by=by, on=on, approved_on=approved)
    return project


def make_publication(unit=None, *, partner=None, **values):
    """Make a publication, with a partner that stands beside an author where asked for."""
    number, by = next(_count), system_user()
    values = {"title": f"On joint matters, part {number}", "published_on": "2025"} | values
    if partner:
        values = {"authors": f"Li Wei | {partner.name_en}"} | values
    publication = services.enter_publication(by=by, unit=unit or make_unit(), **values)
    if partner:
        affiliation = publication.affiliations.earliest("pk")
        services.settle_affiliation(affiliation, by=by, state="partner", organisation=partner)
    return publication


def make_achievement(unit=None, *, partner=None, on=DAY, **values):
    """Make a granted patent, with a partner where asked for."""
    number, by = next(_count), system_user()
    values = {
        "kind": "invention",
        "title_zh": f"发明专利{number}",
        "title_en": f"Patent {number}",
        "granted_on": "2025-03",
    } | values
    organisations = [partner] if partner else []
    return services.enter_achievement(
        by=by, unit=unit or make_unit(), on=on, organisations=organisations, **values
    )

"""Ordinary tallies and figures, made through the services that people use."""

import datetime

from entente.figures import services
from entente.office import services as office
from tests.factories import make_unit

DAY = datetime.date(2026, 5, 1)


def make_tally(unit=None, **values):
    """Make a tally: over 800 person-times in visiting groups, of 2016 to 2020."""
    values = {
        "measure": "visitors_received",
        "comparator": ">",
        "low": 800,
        "counted_in": "person_times",
        "starts_on": "2016",
        "ends_on": "2020",
        "source": "Yearbook 2020",
        "words": "接待国(境)外访问团组800余人次",
    } | values
    return services.enter_tally(by=office.system_user(), unit=unit or make_unit(), **values)


def make_figure(unit=None, *, on=DAY, **values):
    """Make a figure: the partners as of today."""
    values = {
        "measure": "partners",
        "name_zh": "合作院校",
        "name_en": "Partner institutions",
        "period_kind": "as_of",
        "sentence_zh": "与{number}所高校建立合作关系。",
        "sentence_en": "We work with {number} institutions.",
    } | values
    return services.make_figure(by=office.system_user(), unit=unit or make_unit(), on=on, **values)


def make_source_text(unit=None, **values):
    """Keep a text in both languages, each of which says one number."""
    values = {
        "title": "International cooperation",
        "kind": "own",
        "as_of": "2026-05-01",
        "body_zh": "学校与30余所高校建立了合作关系。",
        "body_en": "The university works with over 30 universities.",
    } | values
    return services.keep_text(by=office.system_user(), unit=unit or make_unit(), **values)


def publish(figure, *, on=DAY):
    """Release a figure."""
    return services.release_figure(figure, on=on, by=office.system_user())


def make_report(unit=None, **values):
    """Begin the report of 2025."""
    values = {"year": 2025, "title_zh": "年度报告", "title_en": "Yearly report"} | values
    return services.make_report(by=office.system_user(), unit=unit or make_unit(), **values)

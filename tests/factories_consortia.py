"""Ordinary consortia, made through the services that people use."""

import datetime
import itertools

from entente.consortia import services
from entente.office.services import system_user
from tests.factories import make_unit
from tests.factories_organisations import make_organisation

_count = itertools.count(1)


def make_consortium(unit=None, **values):
    number = next(_count)
    values = {"name_zh": f"第{number}大学联盟", "name_en": f"Consortium {number}"} | values
    return services.found_consortium(by=system_user(), unit=unit or make_unit(), **values)


def make_member(consortium=None, organisation=None, **values):
    return services.admit_member(
        consortium or make_consortium(),
        organisation or make_organisation(),
        by=system_user(),
        **values,
    )


def make_mandate(consortium=None, organisation=None, *, person=None, **values):
    holder = {"person": person} if person else {"organisation": organisation or make_organisation()}
    return services.give_mandate(
        consortium or make_consortium(), by=system_user(), **({"office": "chair"} | holder | values)
    )


def make_series(consortium=None, **values):
    return services.begin_series(
        consortium or make_consortium(),
        by=system_user(),
        **({"kind": "summer_school", "name_zh": "暑期学校", "name_en": "Summer school"} | values),
    )


def make_edition(series=None, **values):
    return services.plan_edition(series or make_series(), by=system_user(), **values)


def make_statute(consortium=None, **values):
    values = (
        {
            "title_zh": "章程",
            "title_en": "Statute",
            "starts_on": datetime.date(2013, 1, 1),
            "quorum_numerator": 2,
            "quorum_denominator": 3,
            "proxies_per_holder": 1,
            "notice_days": 30,
            "dues_proration": "months",
        }
        | {
            f"{kind}_majority": "half_cast"
            for kind in ("ordinary", "membership", "election", "dues", "statute")
        }
        | values
    )
    return services.draft_statute(consortium or make_consortium(), by=system_user(), **values)


def make_body(consortium=None, **values):
    values = {
        "kind": "assembly",
        "name_zh": "联盟大会",
        "name_en": "General assembly",
        "has_all_members": True,
    } | values
    return services.found_body(consortium or make_consortium(), by=system_user(), **values)


def make_meeting(consortium=None, *, body=None, state="planned", **values):
    """Plan a meeting of 1 June 2026 and bring it to a state by the steps that lead there."""
    by = system_user()
    day = datetime.date(2026, 6, 1)
    values = {"title_zh": "2026年大会", "title_en": "Assembly 2026", "held_on": day} | values
    meeting = services.plan_meeting(body or make_body(consortium), by=by, **values)
    if state in {"convened", "open"}:
        invited = values["held_on"] - datetime.timedelta(days=60)
        services.convene_meeting(meeting, convened_on=invited, by=by)
    if state == "open":
        services.open_meeting(meeting, by=by)
    return meeting


def make_assembly(members=11, *, present=0, votes=True, statute=None, unit=None, **values):
    """Open an assembly of so many members with a vote, the first of them present."""
    consortium = make_consortium(unit)
    make_statute(consortium, **(statute or {}))
    memberships = [
        make_member(
            consortium,
            make_organisation(name_en=f"Member {number:02}", name_zh=f"成员{number:02}"),
            votes=votes,
            joined_on="2012-11-06",
        )
        for number in range(1, members + 1)
    ]
    meeting = make_meeting(consortium, state="open", **values)
    if present:
        attend(meeting, memberships[:present])
    return meeting, memberships


def attend(meeting, memberships, presence="present"):
    services.record_attendance(
        meeting, {it.pk: (presence, "") for it in memberships}, by=system_user()
    )


def make_motion(meeting=None, **values):
    values = {"title_zh": "议案", "title_en": "Motion"} | values
    return services.table_motion(meeting or make_meeting(), by=system_user(), **values)


def vote(motion, memberships, choice="for"):
    """Open the vote where it is not, and let these members vote."""
    by = system_user()
    motion.refresh_from_db()
    if motion.state == "tabled":
        services.open_vote(motion, by=by)
    services.record_votes(motion, {it.pk: choice for it in memberships}, by=by)

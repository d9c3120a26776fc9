"""One record of every kind that a consortium's government has."""

import datetime

from entente.consortia import services
from entente.office.services import system_user
from tests.factories_consortia import (
    make_body,
    make_consortium,
    make_meeting,
    make_member,
    make_motion,
    make_statute,
    vote,
)


def everything_governing(unit, partner):
    """Give a statute, bodies, dues, a meeting that ended with a resolution and one that runs."""
    by, name = system_user(), unit.name_en
    consortium = make_consortium(unit, name_en=f"{name} league")
    statute = make_statute(consortium, title_en=f"{name} statute")
    member = make_member(consortium, partner, votes=True, joined_on="2012-11-06")
    council = make_body(
        consortium, kind="council", name_en=f"{name} council", has_all_members=False
    )
    seat = services.seat_member(council, partner, by=by)
    services.set_rate(
        consortium, by=by, year=2026, member_class=member.member_class, amount=100, currency="EUR"
    )
    services.raise_dues(consortium, 2026, by=by)
    meetings = [
        make_meeting(
            consortium,
            body=consortium.bodies.filter(has_all_members=True).first() or make_body(consortium),
            state="open",
            title_en=f"{name} meeting {number}",
            held_on=datetime.date(2026, number, 1),
        )
        for number in (5, 6)
    ]
    over, running = meetings
    services.record_attendance(over, {member.pk: ("present", "")}, by=by)
    carried = make_motion(over, title_en=f"{name} motion")
    vote(carried, [member])
    services.close_vote(carried, by=by)
    services.close_meeting(over, by=by)
    services.record_attendance(running, {member.pk: ("present", "")}, by=by)
    return [
        statute,
        council,
        seat,
        consortium.dues.get(),
        running,
        services.add_agenda_item(running, by=by, title_en=f"{name} item", title_zh="议程"),
        services.welcome_guest(running, by=by, name=f"{name} guest"),
        running.attendances.get(),
        make_motion(running, title_en=f"{name} motion"),
        carried.resolution,
    ]

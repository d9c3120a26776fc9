"""Pages of meetings: an assembly is run on them from the plan to approved minutes."""

import datetime
import io

import pypdf
import pytest
from django.urls import reverse
from django.utils import translation

from entente.consortia import services
from entente.consortia.minutes import minutes_of
from entente.consortia.models import (
    Attendance,
    Body,
    Dues,
    Meeting,
    Motion,
    Resolution,
    Statute,
)
from entente.kit import audit, parts
from entente.kit.errors import DomainError
from entente.kit.models import AuditEntry
from entente.office import roles
from entente.office.services import system_user
from entente.people import services as people
from tests.asking_consortia import address, queries_of
from tests.factories import make_staff, make_unit
from tests.factories_consortia import (
    attend,
    make_assembly,
    make_body,
    make_consortium,
    make_edition,
    make_meeting,
    make_member,
    make_motion,
    make_series,
    make_statute,
    vote,
)
from tests.factories_organisations import make_organisation
from tests.factories_people import make_person

pytestmark = pytest.mark.django_db


def parts_of(consortium):
    """Make one record of each kind inside a consortium, by the name of a page about it."""
    by = system_user()
    member, other = (make_member(consortium, votes=True, joined_on="2012-11-06") for _ in range(2))
    statute, body = make_statute(consortium), make_body(consortium)
    council = make_body(consortium, has_all_members=False)
    meeting = make_meeting(body=body, state="open")
    attend(meeting, [member])
    proxy = services.give_proxy(meeting, other, member, by=by, proof="Letter")
    motion = make_motion(meeting)
    item = services.add_agenda_item(meeting, by=by, title_en="Item")
    guest = services.welcome_guest(meeting, by=by, name="Guest")
    seat = services.seat_member(council, member.organisation, by=by)
    services.set_rate(
        consortium, by=by, year=2026, member_class="member", amount="5.00", currency="EUR"
    )
    services.raise_dues(consortium, 2026, by=by)
    edition = make_edition(make_series(consortium), starts_on="2026-07")
    voted = make_motion(meeting)
    vote(voted, [member, other])
    services.close_vote(voted, by=by)
    services.close_meeting(meeting, by=by)
    return {
        "register": consortium,
        "dues": consortium,
        "set_rate": consortium,
        "raise_dues": consortium,
        "draft_statute": consortium,
        "found_body": consortium,
        "plan_meeting": consortium,
        "statute": statute,
        "change_statute": statute,
        "order": statute,
        "change_body": body,
        "seat": council,
        "end_seat": seat,
        "invoice_dues": Dues.objects.first(),
        "pay_dues": Dues.objects.first(),
        "waive_dues": Dues.objects.first(),
        "edition_places": edition,
        "meeting": meeting,
        "minutes": meeting,
        "change_meeting": meeting,
        "convene": meeting,
        "open": meeting,
        "close": meeting,
        "approve_minutes": meeting,
        "cancel": meeting,
        "add_item": meeting,
        "add_guest": meeting,
        "attendance": meeting,
        "add_proxy": meeting,
        "table_motion": meeting,
        "change_item": item,
        "remove_item": item,
        "remove_guest": guest,
        "take_proxy_back": proxy,
        "change_motion": motion,
        "open_vote": motion,
        "votes": motion,
        "close_vote": motion,
        "recommend": motion,
        "recount": motion,
        "withdraw_motion": motion,
        "carry_out": Resolution.objects.get(),
    }


READS = {"register", "dues", "statute", "meeting", "minutes"}


def test_each_page_opens_for_those_who_may_and_is_not_found_for_others(client, enter, university):
    ours, theirs = parts_of(make_consortium(university)), None
    enter(roles.SECRETARIAT)
    assert {name: client.get(address(name, it)).status_code for name, it in ours.items()} == (
        dict.fromkeys(ours, 200)
    )
    enter(roles.LEGAL)
    assert {name: client.get(address(name, it)).status_code for name, it in ours.items()} == {
        name: 200 if name in READS else 403 for name in ours
    }
    theirs = make_unit(code="THEM")
    enter(roles.SECRETARIAT, roles.OFFICER, unit=theirs)
    assert {name: client.get(address(name, it)).status_code for name, it in ours.items()} == (
        dict.fromkeys(ours, 404)
    )
    assert list(client.get("/consortia/meetings/").context["rows"]) == []


def test_an_assembly_is_run_entirely_on_its_pages(client, enter, university):
    consortium = make_consortium(university)
    members = [
        make_member(
            consortium,
            make_organisation(name_en=f"Member {n}", name_zh=f"成员{n}"),
            votes=True,
            joined_on="2012",
        )
        for n in range(1, 4)
    ]
    newcomer = make_organisation(name_en="Newcomer")
    enter(roles.SECRETARIAT)

    def post(name, record, **values):
        answer = client.post(address(name, record), values)
        assert answer.status_code == 302, answer.context["form"].errors

    post(
        "draft_statute",
        consortium,
        title_en="Statute",
        starts_on="2013-01-01",
        quorum_numerator=2,
        quorum_denominator=3,
        quorum_counts="represented",
        membership_majority="two_thirds_cast",
        chair_rotation="none",
        host_rotation="none",
    )
    post("found_body", consortium, kind="assembly", name_en="Assembly", has_all_members="on")
    body = Body.objects.get()
    post("plan_meeting", consortium, title_en="2026", body=body.pk, held_on="2026-06-01")
    meeting = Meeting.objects.get()
    post("convene", meeting, convened_on="2026-04-01")
    post("add_item", meeting, title_en="New members")
    post("open", meeting)
    first, second, third = members
    post("attendance", meeting, **{f"presence_{first.pk}": "present", f"person_{first.pk}": "Ms A"})
    post("add_proxy", meeting, member=second.pk, holder=first.pk, proof="Letter of 12 May")
    client.post(
        address("table_motion", meeting) + "?effect=admit",
        {"title_en": "Admit", "organisation": newcomer.pk, "member_class": "full"},
    )
    motion = Motion.objects.get()
    post("open_vote", motion)
    post("votes", motion, **{f"choice_{first.pk}": "for", f"choice_{second.pk}": "for"})
    post("close_vote", motion)
    motion.refresh_from_db()
    assert (motion.state, motion.taking_part, motion.entitled) == ("adopted", 2, 3)
    post("close", meeting)
    post("change_meeting", meeting, **kept(meeting, body) | {"notes_en": "Short and kind."})
    post("approve_minutes", meeting, approved_on="2026-07-01")

    meeting.refresh_from_db()
    assert meeting.state == "approved"
    assert consortium.memberships.get(organisation=newcomer).member_class == "full"
    page = client.get(meeting.get_absolute_url())
    assert "Resolution 2026-1" in page.content.decode()
    assert third.pk not in Attendance.objects.values_list("membership", flat=True)


def kept(meeting, body):
    meeting.refresh_from_db()
    return {
        "title_en": meeting.title_en,
        "body": body.pk,
        "held_on": meeting.held_on,
        "version": meeting.version,
    }


def test_refusals_stand_at_their_line_and_what_was_typed_is_kept(client, enter, university):
    meeting, members = make_assembly(4, present=2, unit=university)
    services.give_proxy(meeting, members[2], members[0], by=system_user(), proof="Letter")
    enter(roles.SECRETARIAT)

    page = client.post(
        address("add_proxy", meeting),
        {"member": members[3].pk, "holder": members[0].pk, "proof": "Letter"},
    )
    assert page.status_code == 422
    assert page.context["form"].errors == {
        "holder": ["Member 01 may hold 1 proxy and cannot take another."]
    }
    page = client.post(
        address("attendance", meeting),
        {f"presence_{members[0].pk}": "absent", f"presence_{members[2].pk}": "proxy"},
    )
    assert page.context["form"].errors == {
        f"presence_{members[0].pk}": ["Member 01 holds the proxy of Member 03. Take it back first."]
    }


def test_a_quorum_of_more_than_all_is_refused_at_its_field(client, enter, university):
    consortium = make_consortium(university)
    enter(roles.SECRETARIAT)

    page = client.post(
        address("draft_statute", consortium),
        {
            "title_en": "Statute",
            "quorum_numerator": 4,
            "quorum_denominator": 3,
            "quorum_counts": "present",
            "chair_rotation": "none",
            "host_rotation": "none",
        },
    )

    with translation.override("en"):
        errors = page.context["form"].errors
        assert errors == {"quorum_numerator": ["A quorum cannot be more than all members."]}
    assert Statute.objects.count() == 0


def test_a_meeting_costs_the_same_however_many_members_and_motions(client, enter, university):
    enter(roles.SECRETARIAT)
    costs = set()
    for count in (3, 9):
        meeting, members = make_assembly(count, present=count, unit=university)
        for _ in range(count):
            vote(make_motion(meeting), members)
        costs.add(queries_of(client, meeting.get_absolute_url()))

    assert len(costs) == 1


def test_the_list_of_meetings_costs_the_same_however_long(client, enter, university):
    body = make_body(make_consortium(university))
    enter(roles.SECRETARIAT)
    costs = set()
    for more in (2, 6):
        for _ in range(more):
            make_meeting(body=body)
        costs.add(queries_of(client, "/consortia/meetings/"))

    assert len(costs) == 1


# --- Minutes --------------------------------------------------------------------------------------


def words_of(file):
    pages = pypdf.PdfReader(io.BytesIO(file)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")


def test_the_minutes_say_in_both_languages_why_a_decision_was_refused():
    meeting, members = make_assembly(11, present=7)
    motion = make_motion(meeting, title_zh="设立联合奖学金", title_en="A joint scholarship")
    vote(motion, members[:7])
    services.close_vote(motion, by=system_user())

    said = {language: words_of(minutes_of(meeting, language)) for language in ("zh", "en")}

    assert "有表决权的成员11个，出席或委托代表7个。" in said["zh"]
    assert "因未达到法定人数，决定不成立。" in said["zh"]
    assert "设立联合奖学金" in said["zh"]
    assert "11membershaveavote;7ofthemarepresentorrepresented." in said["en"]
    assert "Thequorumis8:2/3ofthememberswithavote." in said["en"]
    assert "Thedecisionisrefusedbecausethequorumwasmissed." in said["en"]


def test_the_same_records_give_the_same_minutes(client, enter, university):
    meeting, _members = make_assembly(2, present=1, unit=university)
    enter(roles.SECRETARIAT)

    answers = [client.get(address("minutes", meeting), {"language": "en"}) for _ in range(2)]

    assert answers[0].content == answers[1].content
    assert answers[0]["Content-Type"] == "application/pdf"
    assert "minutes-en.pdf" in answers[0]["Content-Disposition"]


# --- Work, calendar -------------------------------------------------------------------------------


def test_minutes_and_waiting_resolutions_are_work_and_a_meeting_stands_in_the_calendar(
    enter, university
):
    officer = enter(roles.SECRETARIAT)
    meeting, members = make_assembly(2, present=2, unit=university)
    motion = make_motion(
        meeting, effect="admit", organisation=members[0].organisation, member_class="full"
    )
    vote(motion, members)
    services.close_vote(motion, by=system_user())
    services.close_meeting(meeting, by=system_user())
    day = datetime.date(2026, 7, 1)

    groups = {group.key: group for group in parts.work_list(officer, day) if group.total}
    june = (datetime.date(2026, 6, 1), datetime.date(2026, 6, 30))
    filled = [it for part in parts.calendar(officer, *june) for it in part]

    assert [item.title for item in groups["minutes"].items] == [meeting]
    assert [(item.title.label, item.late) for item in groups["resolutions"].items] == [
        ("2026-1", True)
    ]
    assert [it.url for it in filled] == [meeting.get_absolute_url()]


def test_erasing_a_person_reaches_the_meetings_where_they_were_a_guest():
    meeting, by = make_meeting(), system_user()
    person = make_person(name_zh="王焰新", given_name="Yanxin", family_name="Wang")
    guest = services.welcome_guest(meeting, by=by, person=person, function="CUG")
    namesake = services.welcome_guest(meeting, by=by, name="王焰新")
    assert guest.name == str(person)
    assert [it.key for it in parts.person_data(person) if it.key == "guest"] == ["guest"]

    people.erase_person(person, by=by, reason="Asked for it")

    guest.refresh_from_db()
    assert (guest.name, guest.function, str(guest)) == ("", "", "已删除个人信息的列席人员")
    namesake.refresh_from_db()
    assert namesake.name == "王焰新"
    for entry in AuditEntry.objects.about(guest):
        assert "王焰新" not in f"{entry.changes} {audit.readable_changes(entry)}"


def test_a_guest_of_the_same_name_is_offered_and_erased_when_it_is_the_person(client):
    meeting, by = make_meeting(), system_user()
    person = make_person(name_zh="王焰新", given_name="Yanxin", family_name="Wang")
    same = services.welcome_guest(meeting, by=by, name="wang YANXIN", function="CUG")
    other = services.welcome_guest(meeting, by=by, name="Wang Yan")
    client.force_login(make_staff(roles.ADMINISTRATOR, everywhere=True))
    address = reverse("people:erase", args=[person.pk])
    offered = client.get(address).context["form"]["also"]
    assert [box.data["value"] for box in offered] == [f"guest:{same.pk}"]

    client.post(address, {"reason": "Asked for it", "sure": "on", "also": f"guest:{same.pk}"})

    same.refresh_from_db()
    other.refresh_from_db()
    assert (same.name, same.function, other.name) == ("", "", "Wang Yan")
    for entry in AuditEntry.objects.about(same):
        assert "YANXIN" not in f"{entry.changes} {audit.readable_changes(entry)}"


def test_a_guest_has_a_name_or_stands_in_the_register():
    with pytest.raises(DomainError) as refusal:
        services.welcome_guest(make_meeting(), by=system_user(), name=" ")

    assert list(refusal.value.message_dict) == ["name"]

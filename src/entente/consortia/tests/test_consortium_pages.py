"""Pages of consortia: the register as of a day, forms, who gets in, other pages' slots."""

import datetime
import io

import pytest
from python_calamine import CalamineWorkbook

from entente.consortia import services
from entente.consortia.models import Consortium, Edition, Mandate, Membership
from entente.kit import parts
from entente.office import roles
from entente.office.services import system_user
from tests.asking_consortia import address
from tests.factories_consortia import (
    make_consortium,
    make_edition,
    make_mandate,
    make_member,
    make_series,
)
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import make_agreement

pytestmark = pytest.mark.django_db
LIST = "/consortia/"


@pytest.mark.parametrize(
    ("role", "reads", "changes"),
    [
        (roles.SECRETARIAT, 200, 200),
        (roles.OFFICER, 200, 200),
        (roles.LEGAL, 200, 403),
        (roles.AUDITOR, 200, 403),
        (roles.EDITOR, 403, 403),
    ],
)
def test_who_may_read_and_who_may_change(client, enter, university, role, reads, changes):
    consortium = make_consortium(university)
    enter(role)

    assert [client.get(url).status_code for url in (LIST, consortium.get_absolute_url())] == [
        reads,
        reads,
    ]
    for name in ("change", "admit", "add_name", "give_mandate", "begin_series"):
        assert client.get(address(name, consortium)).status_code == changes


def test_another_institutions_consortium_is_not_found_on_any_page(client, enter):
    theirs = make_consortium()
    series = make_series(theirs)
    parts_of_it = {
        "consortium": theirs,
        "change": theirs,
        "members": theirs,
        "admit": theirs,
        "add_name": theirs,
        "give_mandate": theirs,
        "begin_series": theirs,
        "remove_name": services.add_name(theirs, by=system_user(), text="X"),
        "change_member": make_member(theirs),
        "leave": make_member(theirs),
        "change_mandate": make_mandate(theirs),
        "end_mandate": make_mandate(theirs, office="secretariat"),
        "change_series": series,
        "plan_edition": series,
        "change_edition": make_edition(series),
    }
    enter(roles.SECRETARIAT, roles.OFFICER)

    for name, record in parts_of_it.items():
        assert client.get(address(name, record)).status_code == 404, name
    assert list(client.get(LIST).context["rows"]) == []


@pytest.mark.parametrize("count", [10, 20])  # more than the history shows, so that it costs one
def test_list_and_page_cost_the_same_however_many_members(
    client, enter, university, count, django_assert_num_queries
):
    consortium = make_consortium(university)
    for _ in range(count):
        make_member(consortium)
    make_mandate(consortium)
    enter(roles.SECRETARIAT)
    client.get(LIST), client.get(consortium.get_absolute_url())

    with django_assert_num_queries(11):
        page = client.get(LIST)
    assert len(page.context["rows"]) == 1
    with django_assert_num_queries(22):
        page = client.get(consortium.get_absolute_url())
    assert len(page.context["members"]) == count


def test_the_register_is_shown_and_downloaded_as_of_a_chosen_day(client, enter, university):
    consortium = make_consortium(university, short_name="IUCES")
    facts = {"joined_on": "2012-11-06"}
    make_member(consortium, make_organisation(name_en="Left"), left_on="2016-06-30", **facts)
    make_member(consortium, make_organisation(name_en="Stays"), **facts)
    enter(roles.SECRETARIAT)

    def shown(on):
        page = client.get(consortium.get_absolute_url(), {"on": on})
        return [member.organisation.name_en for member, _sure in page.context["members"]]

    assert [shown(on) for on in ("2012-11-05", "2016-06-30", "2016-07-01")] == [
        [],
        ["Left", "Stays"],
        ["Stays"],
    ]
    answer = client.get(address("members", consortium), {"on": "2016-07-01"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows] == ["Name in English", "Stays"]
    assert 'filename="iuces-2016-07-01.xlsx"' in answer.headers["Content-Disposition"]


def test_a_register_is_kept_entirely_on_its_pages(client, enter, university):
    enter(roles.SECRETARIAT)
    organisation = make_organisation()
    client.post(
        f"{LIST}add/",
        {"name_en": "IUCES", "founded_on": "2012-11-06", "unit": university.pk},
    )
    consortium = Consortium.objects.get()
    client.post(
        address("admit", consortium),
        {"organisation": organisation.pk, "member_class": "full", "joined_on": "2012"},
    )
    client.post(
        address("give_mandate", consortium),
        {"office": "secretariat", "organisation": organisation.pk, "starts_on": "2012-11"},
    )
    client.post(
        address("begin_series", consortium), {"kind": "summer_school", "name_en": "Summer school"}
    )
    series = consortium.series.get()
    client.post(
        address("plan_edition", series),
        {"state": "planned", "host": organisation.pk, "starts_on": "2019-06"},
    )
    member, mandate, edition = (
        Membership.objects.get(),
        Mandate.objects.get(),
        Edition.objects.get(),
    )
    assert (member.votes, str(mandate.starts_on), edition.host) == (None, "2012-11", organisation)

    client.post(
        address("change_edition", edition),
        {"state": "held", "host": organisation.pk, "version": edition.version},
    )
    client.post(address("end_mandate", mandate), {"ends_on": "2016"})
    client.post(address("leave", member), {"left_on": "2016-06-30"})
    for record in (member, mandate, edition):
        record.refresh_from_db()
    assert (str(member.left_on), str(mandate.ends_on), edition.state) == (
        "2016-06-30",
        "2016",
        "held",
    )


def test_a_mandate_that_overlaps_is_refused_at_its_field_and_what_was_typed_is_kept(
    client, enter, university
):
    consortium = make_consortium(university)
    make_mandate(consortium, make_organisation(name_en="Wuhan"), starts_on="2012-11-06")
    enter(roles.SECRETARIAT)

    page = client.post(
        address("give_mandate", consortium),
        {"office": "chair", "organisation": make_organisation().pk, "starts_on": "2020"},
    )

    assert page.status_code == 422
    assert page.context["form"].errors["starts_on"] == [
        "Wuhan holds this office (Chair) since 6 Nov 2012. End that mandate first."
    ]
    assert page.context["form"]["starts_on"].value() == "2020"
    assert Mandate.objects.count() == 1


@pytest.mark.parametrize("holders", [[], ["person", "organisation"]])
def test_a_mandate_without_exactly_one_holder_is_refused_at_its_field(
    client, enter, university, holders
):
    from tests.factories_people import make_person

    consortium = make_consortium(university)
    given = {"person": make_person(unit=university).pk, "organisation": make_organisation().pk}
    enter(roles.SECRETARIAT, roles.OFFICER)

    page = client.post(
        address("give_mandate", consortium),
        {"office": "chair"} | {name: given[name] for name in holders},
    )

    assert list(page.context["form"].errors) == ["person"]


def test_two_people_who_edit_a_membership_at_once_notice_each_other(client, enter, university):
    member = make_member(make_consortium(university), joined_on="2012")
    enter(roles.SECRETARIAT)
    seen = member.version
    services.change_membership(member, by=system_user(), joined_on="2013")

    page = client.post(
        address("change_member", member),
        {"member_class": "full", "joined_on": "2014", "version": seen},
    )

    member.refresh_from_db()
    assert (page.status_code, str(member.joined_on)) == (409, "2013")


def test_partner_and_agreement_pages_show_the_ties_of_ones_own_consortia(enter, university):
    officer = enter(roles.OFFICER)
    partner = make_organisation()
    ours = make_member(make_consortium(university), partner)
    make_member(make_consortium(), partner)
    make_mandate(ours.consortium, partner)
    agreement = make_agreement(university, partner=partner)

    [partner_part] = [
        part for part in parts.organisation_page(partner, officer) if "memberships" in part.context
    ]
    [side] = [
        part for part in parts.agreement_side(agreement, officer) if "memberships" in part.context
    ]

    assert partner_part.context["memberships"] == [ours]
    assert [mandate.office for mandate in partner_part.context["mandates"]] == ["chair"]
    assert side.context["memberships"] == [ours]


def test_a_plan_without_an_outcome_is_work_and_a_planned_day_stands_in_the_calendar(
    enter, university
):
    officer = enter(roles.SECRETARIAT)
    series = make_series(make_consortium(university))
    late = make_edition(series, starts_on="2019-06")
    make_edition(series, starts_on="2026-06-10")
    make_edition(series, starts_on="2026-06")
    today = datetime.date(2026, 5, 1)

    groups = {group.key: group for group in parts.work_list(officer, today) if group.total}
    filled = parts.calendar(officer, datetime.date(2026, 6, 1), datetime.date(2026, 6, 30))

    assert [item.title for item in groups["outcomes"].items] == [late]
    assert [it.on.isoformat() for occasions in filled for it in occasions] == ["2026-06-10"]

"""Pages of agreements: who gets in, what they cost, what a form keeps and a step demands."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from entente.kit import files, parts
from entente.office import roles
from entente.office.services import system_user
from entente.partnerships import services
from entente.partnerships.enums import AGREEMENT_FLOW, AgreementState
from entente.partnerships.models import Agreement
from tests.factories import make_staff, make_unit
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import let_all_sign, make_agreement

pytestmark = pytest.mark.django_db
S = AgreementState
LIST = "/agreements/"
STEPS = {
    "submit": ({}, S.DRAFT, S.CHECKS),
    "recall": ({}, S.CHECKS, S.DRAFT),
    "register": ({"signed_on": "1979"}, S.DRAFT, S.IN_FORCE),
    "withdraw": ({"reason": "No"}, S.DRAFT, S.WITHDRAWN),
    "return": ({"reason": "Clause 4"}, S.IN_REVIEW, S.DRAFT),
    "approve": ({}, S.IN_REVIEW, S.SIGNING),
    "sign": ({"signed_on": "2020-05-01"}, S.SIGNING, S.IN_FORCE),
    "take_effect": ({}, S.SIGNED, S.IN_FORCE),
    "terminate": (
        {
            "kind": "mutual",
            "notified_on": "2021-01-02",
            "last_day": "2021-06-30",
            "reason": "Over",
        },
        S.IN_FORCE,
        S.ENDED,
    ),
}


@pytest.fixture
def university():
    return make_unit(code="CUIT")


@pytest.fixture
def enter(client, university):
    def enter(*held, unit=university):
        user = make_staff(*held, unit=unit, language="en")
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return user

    return enter


def step(name, agreement):
    return reverse(f"partnerships:{name}", args=[agreement.pk])


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (roles.OFFICER, 200),
        (roles.HEAD, 200),
        (roles.COORDINATOR, 200),
        (roles.LEGAL, 403),
        (roles.AUDITOR, 200),
        (roles.EDITOR, 403),
        (roles.ADMINISTRATOR, 403),
    ],
)
def test_who_may_read_agreements(client, enter, university, role, status):
    agreement = make_agreement(university)
    enter(role)

    for url in (LIST, agreement.get_absolute_url()):
        assert client.get(url).status_code == status


def test_another_institutions_agreement_is_not_found_on_any_page(client, enter):
    theirs = make_agreement()
    party = theirs.parties.first()
    enter(roles.HEAD, roles.OFFICER)

    taken = [name for name, way in AGREEMENT_FLOW.steps.items() if not way.by_itself]
    for name in ("agreement", "change", "add_partner", "add_unit", *taken):
        assert client.get(step(name, theirs)).status_code == 404
        assert client.post(step(name, theirs)).status_code in (404, 405)
    for name in ("change_party", "remove_party"):
        assert client.get(reverse(f"partnerships:{name}", args=[party.pk])).status_code == 404
    assert list(client.get(LIST).context["rows"]) == []


@pytest.mark.parametrize("count", [1, 24])
def test_the_list_costs_the_same_however_long(
    client, enter, university, count, django_assert_num_queries
):
    for _ in range(count):
        make_agreement(university, owner=enter(roles.OFFICER))
    client.get(LIST)

    with django_assert_num_queries(9):
        page = client.get(LIST)

    assert len(page.context["rows"]) == count


@pytest.mark.parametrize("piece", ["", "?part=below", "?part=beside"])
def test_the_page_costs_the_same_however_many_others(
    client, enter, university, piece, django_assert_num_queries
):
    partner = make_organisation()
    agreement = make_agreement(university, partner=partner, state=S.IN_FORCE)
    make_agreement(university, partner=partner)
    enter(roles.HEAD)
    address = f"{agreement.get_absolute_url()}{piece}"
    client.get(address)
    with CaptureQueriesContext(connection) as with_one:
        client.get(address)
    for _ in range(5):
        make_agreement(university, partner=partner)

    with django_assert_num_queries(len(with_one)):
        client.get(address)

    assert 0 < len(with_one) <= 20


def test_the_newest_agreements_with_the_same_partners_stand_beside(client, enter, university):
    partner = make_organisation()
    agreement = make_agreement(university, partner=partner)
    others = [make_agreement(university, partner=partner) for _ in range(7)]
    enter(roles.HEAD)

    page = client.get(agreement.get_absolute_url())
    beside = client.get(f"{agreement.get_absolute_url()}?part=beside")

    assert 'hx-get="?part=beside"' in page.content.decode()
    assert beside.context["related"] == list(reversed(others))[:6]


def test_without_scripts_a_link_leads_to_the_page_with_all_its_pieces(client, enter, university):
    partner = make_organisation()
    agreement = make_agreement(university, partner=partner)
    other = make_agreement(university, partner=partner)
    enter(roles.HEAD)

    first = client.get(agreement.get_absolute_url()).content.decode()
    whole = client.get(f"{agreement.get_absolute_url()}?whole=yes").content.decode()

    assert '<a href="?whole=yes">' in first
    assert other.get_absolute_url() not in first
    assert other.get_absolute_url() in whole
    assert 'id="history"' in whole
    assert "hx-get" not in whole


@pytest.mark.parametrize("name", list(STEPS))
def test_each_step_is_a_page_that_takes_it(client, enter, university, name):
    values, state, target = STEPS[name]
    facts = {"signed_on": "2020"} if name == "terminate" else {}
    agreement = make_agreement(university, state=state, on=datetime.date(2020, 6, 1), **facts)
    if name == "sign":
        let_all_sign(agreement, on=datetime.date(2020, 5, 1))
    enter(roles.HEAD)

    shown = client.get(step(name, agreement))
    taken = client.post(step(name, agreement), values)

    agreement.refresh_from_db()
    assert (shown.status_code, taken.status_code) == (200, 302)
    assert agreement.state == target


def test_a_step_that_somebody_else_took_first_is_refused_in_words(client, enter, university):
    agreement = make_agreement(university, state=S.IN_REVIEW)
    enter(roles.HEAD)
    services.return_agreement(agreement, reason="Clause 4", by=system_user())

    page = client.post(step("approve", agreement))

    assert page.status_code == 422
    assert "the state has changed" in page.content.decode()


@pytest.mark.parametrize(
    ("role", "state", "offered"),
    [
        (roles.OFFICER, S.DRAFT, ["submit", "register", "withdraw"]),
        (roles.HEAD, S.DRAFT, ["submit", "register", "withdraw"]),
        (roles.OFFICER, S.IN_REVIEW, ["withdraw"]),
        (roles.HEAD, S.IN_REVIEW, ["approve", "return", "withdraw"]),
        (roles.HEAD, S.SIGNING, ["return", "withdraw"]),
        (roles.OFFICER, S.CHECKS, ["recall", "withdraw"]),
        (roles.HEAD, S.CHECKS, ["recall", "return", "withdraw"]),
        (roles.OFFICER, S.IN_FORCE, []),
        (roles.HEAD, S.IN_FORCE, ["terminate"]),
        (roles.HEAD, S.ENDED, []),
    ],
)
def test_only_what_this_person_may_do_now_is_offered(
    client, enter, university, role, state, offered
):
    agreement = make_agreement(university, state=state)
    enter(role)

    page = client.get(agreement.get_absolute_url())

    assert [name for name, _step, _url in page.context["steps"]] == offered


def test_a_new_agreement_has_the_unit_and_the_partner_as_parties(client, enter, university):
    officer, partner = enter(roles.OFFICER), make_organisation()

    page = client.post(
        f"{LIST}add/",
        {
            "title_en": "Student exchange",
            "kind": "exchange",
            "unit": university.pk,
            "owner": officer.pk,
            "partner": partner.pk,
            "starts_on": "2027-02",
            "languages": ["zh", "en"],
        },
    )

    agreement = Agreement.objects.get()
    assert page.headers["Location"] == agreement.get_absolute_url()
    assert (agreement.owner, agreement.languages, str(agreement.starts_on)) == (
        officer,
        "zh,en",
        "2027-02",
    )
    assert [party.holder for party in agreement.parties.all()] == [university, partner]


def test_what_was_typed_wrongly_is_said_at_its_field_and_kept(client, enter, university):
    enter(roles.OFFICER)

    page = client.post(
        f"{LIST}add/",
        {
            "title_en": "Exchange",
            "kind": "exchange",
            "unit": university.pk,
            "starts_on": "2027",
            "ends_on": "2026",
            "signed_on": "1799",
        },
    )

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["signed_on"]
    assert page.context["form"]["ends_on"].value() == "2026"
    assert Agreement.objects.count() == 0


def test_an_officer_writes_no_agreement_for_another_institution(client, enter):
    enter(roles.OFFICER)

    page = client.post(f"{LIST}add/", {"title_en": "X", "kind": "exchange", "unit": make_unit().pk})

    assert list(page.context["form"].errors) == ["unit"]


def test_two_people_who_edit_at_once_notice_each_other(client, enter, university):
    agreement = make_agreement(university)
    enter(roles.OFFICER)
    form = client.get(step("change", agreement)).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value()}
    services.change_agreement(agreement, by=system_user(), notes="Theirs")

    page = client.post(step("change", agreement), typed | {"notes": "Mine"})

    agreement.refresh_from_db()
    assert page.status_code == 409
    assert page.context["form"]["notes"].value() == "Mine"
    assert agreement.notes == "Theirs"


def test_parties_are_added_changed_and_removed_on_their_pages(client, enter, university):
    agreement, partner = make_agreement(university), make_organisation()
    school = make_unit(university)
    enter(roles.OFFICER)

    client.post(step("add_partner", agreement), {"organisation": partner.pk, "role": "signatory"})
    client.post(step("add_unit", agreement), {"unit": school.pk, "role": "participant"})
    party = agreement.parties.get(organisation=partner)
    client.post(
        reverse("partnerships:change_party", args=[party.pk]),
        {"role": "signatory", "name_at_signing_en": "Old name", "version": party.version},
    )
    party.refresh_from_db()
    assert party.name_at_signing_en == "Old name"
    assert agreement.parties.get(unit=school).role == "participant"

    client.post(reverse("partnerships:remove_party", args=[party.pk]))
    assert agreement.parties.count() == 3


def test_a_gap_in_the_texts_is_shown_on_the_page(client, enter, university):
    agreement = make_agreement(university, state=S.IN_FORCE, languages=["zh", "en"])
    paper = SimpleUploadedFile("text.txt", b"Article 1")
    files.attach(
        agreement, paper, kind="text", by=system_user(), language="en", paper_original="Archive"
    )
    enter(roles.OFFICER)

    page = client.get(agreement.get_absolute_url())

    assert [(text["missing"], len(text["files"])) for text in page.context["texts"]] == [
        (True, 0),
        (False, 1),
    ]
    assert "The text is missing in: Chinese" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Draft", "Ending", "Far", "Waiting"]),
        ("state=in_review", ["Waiting"]),
        ("kind=research", ["Far"]),
        ("ends=12", ["Ending"]),
        ("texts=missing", ["Ending", "Far"]),
        ("state=draft&mine=yes", ["Draft"]),
        ("region=foreign", ["Far"]),
    ],
)
def test_filters_and_views_narrow_the_list(client, enter, university, query, found):
    officer, today = enter(roles.OFFICER), timezone.localdate()
    soon = today + datetime.timedelta(days=60)
    german = make_organisation(country="DE")
    running = {"state": S.IN_FORCE, "on": today, "signed_on": "2020"}
    make_agreement(university, title_en="Draft", owner=officer)
    make_agreement(university, title_en="Waiting", state=S.IN_REVIEW)
    make_agreement(university, title_en="Ending", ends_on=str(soon), **running)
    make_agreement(university, title_en="Far", kind="research", partner=german, **running)

    page = client.get(f"{LIST}?{query}")

    assert sorted(row.title for row in page.context["rows"]) == found


def test_a_partner_shows_its_own_agreements_and_those_of_its_faculties(enter, university):
    officer = enter(roles.OFFICER)
    partner = make_organisation()
    faculty = make_organisation(parent=partner, kind="school")
    make_agreement(university, partner=faculty, title_en="Faculty")
    make_agreement(university, partner=partner, title_en="University")
    make_agreement(partner=partner, title_en="Another institution's")

    shown = [
        part for part in parts.organisation_page(partner, officer) if "agreements" in part.context
    ]

    assert sorted(it.title_en for it in shown[0].context["agreements"]) == [
        "Faculty",
        "University",
    ]


def test_a_partner_shows_how_many_agreements_run_and_since_when(enter, university):
    officer, partner = enter(roles.OFFICER), make_organisation()
    today = timezone.localdate()
    make_agreement(university, partner=partner, state=S.IN_FORCE, on=today, signed_on="1979")
    make_agreement(
        university, partner=partner, state=S.IN_FORCE, on=today, source="Page", signed_on="2014"
    )
    make_agreement(university, partner=partner)
    make_agreement(partner=partner, state=S.IN_FORCE, on=today)

    [shown] = [filled for filled in parts.organisation_figures(partner, officer) if filled]

    assert [figure.number for figure in shown] == [2, 1979]


def test_the_work_list_names_what_waits_for_this_person(enter, university):
    today = datetime.date(2026, 5, 1)
    head = enter(roles.HEAD, roles.OFFICER)
    running = {"state": S.IN_FORCE, "on": today, "signed_on": "2020", "languages": ["en"]}
    make_agreement(university, state=S.IN_REVIEW)
    make_agreement(state=S.IN_REVIEW)
    make_agreement(university, ends_on="2026-07-31", **running)
    make_agreement(university, ends_on="2027-04-30", **running)
    make_agreement(university, ends_on="2027-05-02", **running)
    make_agreement(university, owner=head)

    groups = {group.key: group for group in parts.work_list(head, today) if group.total}

    assert {key: group.total for key, group in groups.items()} == {
        "reviews": 1,
        "ending": 2,
        "drafts": 1,
        "texts": 3,
    }
    assert [item.late for item in groups["ending"].items] == [True, False]


def test_the_calendar_shows_beginnings_and_ends_of_ones_own(enter, university):
    officer = enter(roles.OFFICER)
    facts = {"state": S.IN_FORCE, "on": datetime.date(2026, 1, 1)}
    make_agreement(university, starts_on="2025-05-01", ends_on="2026-05-31", **facts)
    make_agreement(university, state=S.SIGNED, starts_on="2026-05-10", ends_on="2030")
    make_agreement(starts_on="2025-05-01", ends_on="2026-05-31", **facts)

    filled = parts.calendar(officer, datetime.date(2026, 5, 1), datetime.date(2026, 5, 31))

    assert sorted(occasion.on.isoformat() for occasions in filled for occasion in occasions) == [
        "2026-05-10",
        "2026-05-31",
    ]


def test_partners_of_ones_own_are_those_with_an_agreement_that_runs_and_can_be_seen(client):
    officer = make_staff(roles.OFFICER)
    for name, state in (
        ("Signed", S.SIGNED),
        ("In force", S.IN_FORCE),
        ("Only drafted", S.DRAFT),
        ("Long over", S.ENDED),
    ):
        partner = make_organisation(f"{name} University")
        make_agreement(officer.unit, partner=partner, state=state)
    make_agreement(partner=make_organisation("Another's University"), state=S.IN_FORCE)
    make_organisation("Nobody's University")
    client.force_login(officer)

    rows = client.get("/organisations/?partner=yes").context["rows"]

    names = sorted(row.title for row in rows)
    assert names == ["In force University", "Signed University"]

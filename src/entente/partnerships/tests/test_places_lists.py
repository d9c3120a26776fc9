"""The balance of exchange, the list of places, the list of ending agreements."""

import datetime

import pytest
from django.utils import timezone

from entente.kit.models import Notice
from entente.kit.periods import Period, add_months
from entente.office import roles
from entente.office.services import system_user
from entente.partnerships import services
from entente.partnerships.balances import Balance, together
from entente.partnerships.enums import AgreementState
from entente.partnerships.services import NewPlaces
from tests.factories import make_staff, make_unit
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import make_agreement

pytestmark = pytest.mark.django_db
BALANCE, PLACES, EXPIRING = "/agreements/balance/", "/agreements/places/", "/agreements/expiring/"
NOW = Period.academic_year_of(timezone.localdate()).first.year


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


def agreement_with(university, name, *lines, months=6, **values):
    """Make an agreement in force that ends in so many months, with places used."""
    today = timezone.localdate()
    agreement = make_agreement(
        university,
        state=AgreementState.IN_FORCE,
        partner=make_organisation(name_en=name, name_zh=""),
        signed_on="2020-09-01",
        ends_on=add_months(today, months).isoformat(),
        **values,
    )
    rows = [
        NewPlaces(agreement, year, direction, number, used=used, months=length, **more)
        for year, direction, number, used, length, more in lines
    ]
    services.write_places(rows, by=system_user())
    return agreement


def line(year, direction, number, used, months=5, **more):
    return (year, direction, number, used, months, more)


# --- Balance --------------------------------------------------------------------------------------


def balances(page):
    return [
        (str(it["partner"]), it["balance"].students, it["balance"].semesters)
        for it in page.context["lines"]
    ]


def test_the_balance_counts_students_and_semesters_over_the_years(client, enter, university):
    agreement_with(
        university,
        "Aachen",
        line(NOW, "outbound", 10, 4, 10),
        line(NOW - 4, "outbound", 10, 2),
        line(NOW - 5, "outbound", 10, 9),
        line(NOW, "inbound", 5, 5),
    )
    agreement_with(university, "Bochum", line(NOW, "inbound", 3, 2), line(NOW, "outbound", 3, 1))
    enter(roles.OFFICER)

    page = client.get(BALANCE)

    assert balances(page) == [("Aachen", -1, -5), ("Bochum", 1, 1)]
    both = client.get(f"{BALANCE}?part=sums").context["totals"][0][1]
    assert (both.out_used, both.in_used, both.out_semesters, both.in_semesters) == (7, 7, 11, 7)


def test_one_sided_cases_and_free_movers_stand_apart(client, enter, university):
    agreement_with(university, "Both", line(NOW, "outbound", 2, 1), line(NOW, "inbound", 2, 1))
    agreement_with(university, "Away", line(NOW, "outbound", 2, 2))
    agreement_with(university, "Paying", line(NOW, "inbound", 9, 7, basis="free_mover"))
    enter(roles.OFFICER)

    sums = client.get(f"{BALANCE}?part=sums").context
    totals = [(str(name), it.out_used, it.in_used) for name, it in sums["totals"]]
    assert totals == [
        ("Exchanged both ways", 1, 1),
        ("In one direction only", 2, 0),
        ("Free movers", 0, 7),
    ]
    assert balances(client.get(f"{BALANCE}?sides=one")) == [("Away", -2, -2)]
    assert balances(client.get(f"{BALANCE}?sides=both")) == [("Both", 0, 0)]
    assert "2 partners" in client.get(f"{BALANCE}?whole=yes").content.decode()


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("gap", ["Many out", "One in", "Even"]),
        ("more_out", ["Many out", "Even", "One in"]),
        ("more_in", ["One in", "Even", "Many out"]),
        ("used", ["Even", "Many out", "One in"]),
    ],
)
def test_partners_stand_in_the_order_that_was_asked_for(client, enter, university, order, names):
    agreement_with(university, "One in", line(NOW, "inbound", 9, 1))
    agreement_with(university, "Many out", line(NOW, "outbound", 9, 5))
    agreement_with(university, "Even", line(NOW, "outbound", 9, 4), line(NOW, "inbound", 9, 4))
    enter(roles.OFFICER)

    assert [name for name, *_rest in balances(client.get(f"{BALANCE}?order={order}"))] == names


def test_a_coordinator_sees_the_balance_of_their_own_school(client, enter, university):
    school = make_unit(university)
    agreement_with(school, "Ours", line(NOW, "outbound", 2, 1))
    agreement_with(university, "Theirs", line(NOW, "outbound", 2, 1))
    enter(roles.COORDINATOR, unit=school)

    assert balances(client.get(BALANCE)) == [("Ours", -1, -1)]
    assert len(client.get(PLACES).context["rows"]) == 1


def test_years_that_make_no_sense_are_said_at_their_field(client, enter):
    enter(roles.OFFICER)

    page = client.get(f"{BALANCE}?first=2026&last=2020")

    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["last"]
    assert client.get(f"{BALANCE}?first=none&page=x&order=hmm").status_code == 200


def test_the_balance_is_handed_out_as_it_is_shown(client, enter, university):
    agreement_with(university, "Aachen", line(NOW, "outbound", 10, 4))
    enter(roles.OFFICER)

    answer = client.get(f"{BALANCE}?download=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    assert text.splitlines()[1].startswith("Aachen,10,4,0,0,")
    assert client.get(f"{BALANCE}?download=exe").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_balance_costs_the_same_however_many_partners(
    client, enter, university, count, django_assert_num_queries
):
    for at in range(count):
        agreement_with(university, f"Partner {at}", line(NOW, "outbound", 1, 1))
    enter(roles.OFFICER)
    client.get(BALANCE)

    with django_assert_num_queries(8):
        page = client.get(BALANCE)

    assert len(page.context["lines"]) == count


def test_balances_add_up():
    one, other = Balance("a", 1, 1, 2, 3, 3, 4, 1, 0), Balance("b", 2, 0, 0, 0, 0, 0, 0, 5)

    assert together([one, other]) == Balance(None, 3, 1, 2, 3, 3, 4, 1, 5)
    assert (one.one_sided, other.one_sided, Balance("c").one_sided) == ("", "outbound", "")


# --- Places ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        (f"first={NOW}", 2),
        (f"last={NOW - 1}", 1),
        ("direction=inbound", 1),
        ("level=master", 1),
        ("field=05", 1),
        ("country=de", 3),
        ("country=fr", 0),
        ("basis=free_mover", 0),
    ],
)
def test_places_are_filtered(client, enter, university, query, found):
    agreement = agreement_with(
        university,
        "Aachen",
        line(NOW, "outbound", 10, 4, level="master"),
        line(NOW, "inbound", 10, 4, field="0533"),
        line(NOW - 1, "outbound", 10, 4),
    )
    agreement.theirs[0].organisation.__class__.objects.filter(name_en="Aachen").update(country="DE")
    enter(roles.OFFICER)

    assert len(client.get(f"{PLACES}?{query}").context["rows"]) == found


# --- Agreements that end --------------------------------------------------------------------------


def partners(page):
    return [row.title for row in page.context["rows"]]


def test_what_ends_is_listed_with_owner_activity_places_and_review(client, enter, university):
    owner = make_staff(roles.OFFICER, unit=university, name_en="Li Wei")
    soon = agreement_with(
        university,
        "Aachen",
        line(NOW, "outbound", 10, 4),
        line(NOW - 1, "inbound", 3, 2),
        line(2012, "outbound", 10, 10),
        months=2,
        owner=owner,
        title_en="Soon",
        title_zh="",
    )
    agreement_with(university, "Bochum", months=9, title_en="Later", title_zh="")
    agreement_with(university, "Celle", months=20, title_en="Far", title_zh="")
    services.review_activity(
        soon,
        by=system_user(),
        on=timezone.localdate(),
        judgement="fulfilled",
        recommendation="renew",
        text_en="Good",
    )
    enter(roles.OFFICER)

    page = client.get(EXPIRING)
    text = page.content.decode()

    assert partners(page) == ["Soon", "Later"]
    for words in ("Li Wei", "out 4, in 2", "out 4 of 10, in 2 of 3", "Renew as it is"):
        assert words in text
    assert partners(client.get(f"{EXPIRING}?months=3")) == ["Soon"]
    assert partners(client.get(f"{EXPIRING}?review=none")) == ["Later"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    client, enter, university, count, django_assert_num_queries
):
    for at in range(count):
        agreement_with(university, f"Partner {at}", line(NOW, "outbound", 1, 1))
    enter(roles.OFFICER)
    client.get(EXPIRING)

    with django_assert_num_queries(11):
        client.get(EXPIRING)


def test_owners_are_asked_once_for_a_review(client, enter, university):
    owner = make_staff(roles.OFFICER, unit=university)
    soon = agreement_with(university, "Aachen", owner=owner)
    nobodys = agreement_with(university, "Bochum", owner=None)
    enter(roles.OFFICER)
    nobodys.__class__.objects.filter(pk=nobodys.pk).update(owner=None)
    data = {"action": "ask_for_review", "pick": [soon.pk, nobodys.pk], "confirm": "1"}

    page = client.post(EXPIRING, data)
    client.post(EXPIRING, data)

    assert page.context["refused"] == 1
    assert Notice.objects.filter(user=owner, key__startswith="review").count() == 1


def test_a_notice_of_the_end_goes_to_the_owner_once_for_each_stage(university):
    from entente.office.models import Deadline

    owner = make_staff(roles.OFFICER, unit=university)
    soon = agreement_with(university, "Aachen", owner=owner)
    today = timezone.localdate()

    deadline = Deadline.objects.about(soon).get()
    assert (deadline.kind, deadline.due_on, deadline.owner) == (
        "agreement.end",
        soon.last_day,
        owner,
    )
    assert [it.on for it in deadline.stages.order_by("on")] == [
        add_months(soon.last_day, -months) for months in (12, 6, 3)
    ]

    moved = add_months(today, 30)
    services.change_agreement(soon, by=system_user(), ends_on=moved.isoformat())
    assert Deadline.objects.about(soon).get().due_on == moved

    services.end_agreement(
        soon, on=today, ended_on=today - datetime.timedelta(days=1), reason="Over", by=system_user()
    )
    assert Deadline.objects.about(soon).get().state == "dropped"

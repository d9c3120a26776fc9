"""Pages of funding, as an officer fills them in."""

import datetime
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entente.funding import parts
from entente.funding.models import Grant, Scheme
from entente.office import roles
from tests.factories import make_staff, make_unit
from tests.factories_funding import make_grant, make_scheme
from tests.factories_mobility import make_stay

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 2)


@pytest.fixture
def officer(client):
    user = make_staff(roles.OFFICER, unit=make_unit(), language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def send(client, name, record, **values):
    return client.post(reverse(f"funding:{name}", args=[record.pk]), values)


def test_from_the_scheme_to_the_repayment(client, officer):
    values = {"title_en": "Short visits", "excludes": "pg", "unit": officer.unit_id}
    assert client.post(reverse("funding:add_scheme"), values).status_code == 302
    scheme = Scheme.objects.get()
    assert send(client, "set_budget", scheme, year=2026, amount="50000").status_code == 302
    stay = make_stay(officer.unit)
    asked = {"scheme": scheme.pk, "year": 2026, "amount": "10000"}
    assert send(client, "apply", stay, **asked).status_code == 302
    grant = Grant.objects.get()
    assert send(client, "promise", grant).status_code == 302
    send(client, "add_instalment", grant, amount="6000")
    form = client.get(reverse("funding:add_instalment", args=[grant.pk])).context["form"]
    assert form.initial["gates"] == ["report", "evidence", "talk"]
    send(client, "add_instalment", grant, amount="4000", gates=["report"])
    first, second = grant.instalments.all()
    paid = {"currency": "CNY", "rate": "1", "paid_on": "2026-03-01"}
    assert send(client, "pay", first, amount="6000", **paid).status_code == 302
    refused = send(client, "pay", second, amount="4000", **paid)
    assert "instalment 2 waits for: report." in refused.content.decode()
    euro = {"currency": "EUR", "rate": "7.8", "rate_on": "2026-03-01", "paid_on": "2026-03-01"}
    send(client, "meet_gate", second.gates.get(), met_on="2026-03-01")
    refused = send(client, "pay", second, amount="100", **euro)
    assert "Say where the rate was taken from." in refused.content.decode()
    assert send(client, "pay_back", first, amount="1000", **paid).status_code == 302

    page = client.get(scheme.get_absolute_url())

    sums = page.context["years"][0]
    assert (sums.committed, sums.paid, sums.left) == (10_000, 5000, 40_000)
    words = client.get(stay.get_absolute_url()).content.decode()
    assert "5,000.00 of 10,000.00 yuan paid" in words


def test_the_payment_list_is_a_workbook_of_what_can_be_paid(client, officer):
    scheme = make_scheme(officer.unit)
    make_grant(scheme, parts=((6000, ()), (4000, ("report",))))

    answer = client.get(reverse("funding:to_pay"), {"ready": "yes", "download": "xlsx"})

    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    lines = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)
    place = lines[0].index("To pay, in yuan")
    assert [float(line[place]) for line in lines[1:]] == [6000]


@pytest.mark.parametrize("name", ["schemes", "grants", "to_pay"])
def test_the_lists_cost_the_same_however_long(client, officer, name):
    costs = []
    for count in (1, 6):
        for _ in range(count):
            make_grant(make_scheme(officer.unit), parts=((100, ("report",)),))
        client.get(reverse(f"funding:{name}"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"funding:{name}")).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_another_units_grant_is_not_found(client, officer):
    ours = make_grant(make_scheme(officer.unit))
    theirs = make_grant(make_scheme(make_unit()))

    assert client.get(ours.get_absolute_url()).status_code == 200
    assert client.get(theirs.get_absolute_url()).status_code == 404


def test_the_work_list_tells_what_is_to_be_decided_and_what_can_be_paid(officer):
    scheme = make_scheme(officer.unit)
    asked = make_grant(scheme, promised=False)
    ready = make_grant(scheme, parts=((6000, ()), (4000, ("report",))))
    elsewhere = make_scheme(make_unit())
    make_grant(elsewhere, parts=((1000, ()),))
    finance = make_staff(roles.FINANCE, unit=officer.unit)
    nobody = make_staff(roles.COORDINATOR, unit=make_unit())

    decide, pay = parts.to_decide(officer, DAY), parts.to_pay(finance, DAY)

    assert [item.url for item in decide.items] == [asked.get_absolute_url()]
    assert [item.url for item in pay.items] == [ready.get_absolute_url()]
    assert pay.items[0].detail.endswith("6,000.00")
    assert parts.to_decide(finance, DAY) is None
    assert parts.to_pay(nobody, DAY).total == 0


@pytest.mark.parametrize("count", [1, 4])
def test_the_work_list_of_funding_costs_the_same_however_much_waits(
    officer, count, django_assert_num_queries
):
    scheme = make_scheme(officer.unit)
    for _ in range(count):
        make_grant(scheme, promised=False)
        make_grant(scheme, parts=((1000, ()),))

    with django_assert_num_queries(3):
        decide, pay = parts.to_decide(officer, DAY), parts.to_pay(officer, DAY)

    assert decide.total == pay.total == count

"""Grants: gates before money, no double funding, sums that never disagree."""

import datetime
from contextlib import suppress
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entente.funding import services
from entente.funding.measures import FallsInYear
from entente.funding.models import Gate, Grant, Instalment
from entente.kit.errors import DomainError
from entente.kit.periods import Period
from entente.mobility import services as mobility
from entente.office.services import system_user
from tests.factories import make_unit
from tests.factories_funding import make_grant, make_scheme
from tests.factories_mobility import make_stay

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 5, 1)


def money(amount, **values):
    return {"amount": Decimal(amount), "paid_on": DAY} | values


def test_the_second_part_waits_for_report_evidence_and_talk():
    by, scheme = system_user(), make_scheme(make_unit())
    gates = ("report", "evidence", "talk")
    grant = make_grant(scheme, parts=((6000, ()), (4000, gates)))
    first, second = grant.instalments.all()
    services.pay(first, by=by, **money(6000))

    for gate in second.gates.all():
        with pytest.raises(DomainError) as refusal:
            services.pay(second, by=by, **money(4000))
        assert refusal.value.code == "gate"
        services.meet_gate(gate, by=by, met_on=DAY)
    assert list(Instalment.objects.ready()) == [second]
    services.pay(second, by=by, **money(4000))

    assert Grant.objects.with_paid().get().paid == 10_000
    assert not Instalment.objects.to_pay().exists()
    with pytest.raises(DomainError):
        services.reopen_gate(second.gates.first(), by=by)


def test_a_payment_over_the_grant_is_refused_in_any_currency():
    by, scheme = system_user(), make_scheme(make_unit())
    instalment = make_grant(scheme, parts=((10_000, ()),)).instalments.get()
    rate = {"currency": "EUR", "rate": Decimal("7.8"), "rate_on": DAY, "rate_source": "BOC"}

    with pytest.raises(DomainError) as refusal:
        services.pay(instalment, by=by, **money(1300, **rate))
    assert "10140.00" in refusal.value.messages[0]
    assert "10000.00" in refusal.value.messages[0]
    payment = services.pay(instalment, by=by, **money(1000, **rate))
    assert payment.yuan == Decimal("7800.00")


def test_schemes_that_exclude_each_other_do_not_fund_one_stay():
    unit = make_unit()
    one, two = (make_scheme(unit, excludes="postgraduates") for _ in range(2))
    other = make_scheme(unit)
    stay = make_stay(unit)
    make_grant(one, stay=stay)

    with pytest.raises(DomainError) as refusal:
        make_grant(two, stay=stay)
    assert refusal.value.code == "double_funding"
    make_grant(other, stay=stay)
    assert stay.grants.count() == 2


def test_two_applications_for_one_stay_cannot_both_be_promised():
    unit = make_unit()
    stay = make_stay(unit)
    first, second = (
        make_grant(make_scheme(unit, excludes="x"), stay=stay, promised=False) for _ in range(2)
    )
    services.promise_grant(first, by=system_user())
    with pytest.raises(DomainError):
        services.promise_grant(second, by=system_user())
    second.refresh_from_db()
    assert second.state == "applied"


def test_a_promise_keeps_within_the_budget_and_a_cancelled_grant_frees_what_is_not_paid():
    by, scheme = system_user(), make_scheme(make_unit(), budget=15_000)
    grant = make_grant(scheme, parts=((10_000, ()),))
    late = make_grant(scheme, promised=False)
    with pytest.raises(DomainError) as refusal:
        services.promise_grant(late, by=by)
    assert refusal.value.code == "over_budget"
    instalment = grant.instalments.get()
    services.pay(instalment, by=by, **money(4000))

    services.cancel_grant(grant, by=by, reason="The stay was not taken up")

    sums = services.sums_of(scheme)[0]
    assert (sums.committed, sums.paid, sums.left, sums.persons) == (4000, 4000, 11_000, 0)
    with pytest.raises(DomainError):
        services.pay_back(instalment, by=by, **money(4001))
    services.pay_back(instalment, by=by, **money(4000))
    sums = services.sums_of(scheme)[0]
    assert (sums.committed, sums.paid, sums.left) == (0, 0, 15_000)


def test_instalments_keep_within_the_grant_and_the_amount_keeps_them():
    by, scheme = system_user(), make_scheme(make_unit())
    grant = make_grant(scheme, parts=((6000, ()),))
    with pytest.raises(DomainError):
        services.add_instalment(grant, by=by, amount=Decimal(4001))
    with pytest.raises(DomainError):
        services.change_grant(grant, by=by, amount=Decimal(5999), year=2026)
    with pytest.raises(DomainError):
        services.set_budget(scheme, by=by, year=2026, amount=Decimal(9999))


STEPS = st.tuples(
    st.sampled_from(["apply", "promise", "cancel", "pay", "back", "change", "budget"]),
    st.integers(0, 5),
    st.decimals("0.01", "900", places=2),
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEPS, max_size=14))
def test_committed_paid_and_left_never_disagree(db, steps):
    by, scheme = system_user(), make_scheme(make_unit(), budget=1000)
    for step, which, amount in steps:
        grants = list(scheme.grants.order_by("pk"))
        with suppress(DomainError):
            if step == "apply" or not grants:
                make_grant(scheme, amount=amount, promised=False, parts=((amount, ()),))
                continue
            grant = grants[which % len(grants)]
            part = grant.instalments.get()
            if step == "promise":
                services.promise_grant(grant, by=by)
            elif step == "cancel":
                services.cancel_grant(grant, by=by, reason="-")
            elif step == "pay":
                services.pay(part, by=by, **money(amount))
            elif step == "back":
                services.pay_back(part, by=by, **money(amount))
            elif step == "change":
                services.change_grant(grant, by=by, amount=amount, year=2026)
            else:
                services.set_budget(scheme, by=by, year=2026, amount=amount)

    sums = services.sums_of(scheme)[0]
    grants = list(scheme.grants.with_paid())
    assert 0 <= sums.paid <= sums.committed <= sums.budget
    assert sums.budget == sums.paid + sums.open + sums.left
    assert sums.paid == sum(it.paid for it in grants)
    parts = list(Instalment.objects.filter(grant__scheme=scheme).with_paid())
    assert sums.paid == sum(it.paid for it in parts)
    assert all(0 <= it.paid <= it.amount for it in parts)
    open_of_promised = sum(it.amount - it.paid for it in grants if it.state == "promised")
    assert sums.open == open_of_promised


@pytest.mark.parametrize(
    ("first", "last", "judged"),
    [
        ((2026, 1, 1), (2026, 12, 31), (True, True)),
        ((2025, 9, 1), (2026, 8, 31), (False, True)),
        ((2027, 1, 1), (2027, 12, 31), (False, False)),
    ],
)
def test_a_grant_counts_in_the_year_of_its_budget(first, last, judged):
    make_grant(make_scheme(make_unit()))
    when = FallsInYear("year")
    period = Period(datetime.date(*first), datetime.date(*last))

    asked = [Grant.objects.filter(q).exists() for q in (when.surely(period), when.possibly(period))]

    assert tuple(asked) == when.judged({"year": 2026}, period) == judged


def test_gates_stay_when_an_instalment_with_payments_is_to_go():
    by, scheme = system_user(), make_scheme(make_unit())
    grant = make_grant(scheme, parts=((5000, ()), (5000, ("report",))))
    first, second = grant.instalments.all()
    services.pay(first, by=by, **money(1))
    with pytest.raises(DomainError):
        services.remove_instalment(first, by=by)
    services.remove_instalment(second, by=by)
    assert not Gate.objects.exists()


def test_a_stay_that_is_funded_is_not_removed_and_what_keeps_it_is_named():
    grant = make_grant(make_scheme(make_unit()))

    with translation.override("en"), pytest.raises(DomainError) as refusal:
        mobility.remove_stay(grant.stay, by=system_user())

    assert "something leads to it: grants." in str(refusal.value)
    assert Grant.objects.count() == 1

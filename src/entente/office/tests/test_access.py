"""Who may do what, where, on which day; and what two people at once cannot do."""

import datetime
import threading

import pytest
from django.db import connection, connections
from django.utils import timezone, translation

from entente.kit.errors import DomainError
from entente.office import roles, services
from entente.office.models import RoleGrant, Unit, User
from entente.office.roles import Role
from tests.factories import make_staff, make_unit, make_user

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
OFFICE = {
    "office.view_unit": "officer head coordinator legal finance continuing confidentiality"
    " secretariat seal_keeper administrator auditor",
    "office.view_user": "officer head coordinator legal finance continuing confidentiality"
    " secretariat seal_keeper administrator auditor",
    "office.view_rolegrant": "officer head administrator auditor",
    "office.change_unit": "administrator",
    "office.change_user": "administrator",
    "office.grant_role": "administrator",
    "office.view_trail": "auditor",
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def again(user):
    """Read the user anew, as the next request does."""
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("permission", OFFICE)
@pytest.mark.parametrize("code", Role.registered)
def test_each_role_may_do_what_the_table_says(code, permission):
    holder = make_staff(Role.registered[code])

    assert holder.may(permission) == (code in OFFICE[permission].split())
    assert holder.may(permission, holder.unit) == (code in OFFICE[permission].split())
    assert not holder.may(permission, make_unit())


def test_the_auditor_sees_whatever_anybody_sees_and_changes_nothing():
    seen = {word for role in Role.registered.values() for word in role.permissions}
    audited = roles.AUDITOR.permissions

    assert {word for word in seen if word.partition(".")[2].startswith("view_")} <= audited
    assert {word for word in audited if not word.partition(".")[2].startswith("view_")} == set()


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        (None, None, True),
        (0, 0, True),
        (-1, 0, True),
        (0, 1, True),
        (1, 2, False),
        (-2, -1, False),
        (1, None, False),
        (None, -1, False),
    ],
)
def test_a_grant_holds_from_its_first_to_its_last_day(starts, ends, holds):
    today, unit = timezone.localdate(), make_unit()
    user = make_user(unit)
    days = [None if shift is None else today + shift * DAY for shift in (starts, ends)]
    RoleGrant.objects.create(
        user=user, role="officer", unit=unit, starts_on=days[0], ends_on=days[1]
    )

    assert again(user).may("office.view_unit") == holds


def test_what_is_lent_holds_only_for_its_days():
    lender = make_staff(roles.HEAD)
    later, now = make_user(lender.unit), make_user(lender.unit)
    today, grant = timezone.localdate(), lender.grants.get()
    services.delegate_role(grant, later, by=lender, starts_on=today + DAY, ends_on=today + DAY)
    services.delegate_role(grant, now, by=lender, starts_on=today, ends_on=today)

    assert not again(later).may("office.view_rolegrant")
    assert again(now).may("office.view_rolegrant", lender.unit)


def test_a_unit_that_moves_takes_its_people_into_the_new_scope():
    university = make_unit()
    old, new = make_unit(university), make_unit(university)
    moved = make_unit(old)
    below = make_unit(moved)
    of_old = make_staff(roles.COORDINATOR, unit=old)
    of_new = make_staff(roles.COORDINATOR, unit=new)

    services.change_unit(moved, by=services.system_user(), parent=new)

    moved, below = Unit.objects.get(pk=moved.pk), Unit.objects.get(pk=below.pk)
    assert [again(of_old).may("office.view_unit", unit) for unit in (moved, below)] == [False] * 2
    assert [again(of_new).may("office.view_unit", unit) for unit in (moved, below)] == [True] * 2
    assert below.path == f"{moved.path}{below.pk}/"


def test_a_unit_whose_number_begins_alike_is_another_unit():
    university = make_unit()
    schools = [make_unit(university) for _ in range(12)]
    coordinator = make_staff(roles.COORDINATOR, unit=schools[0])

    assert set(Unit.objects.visible_to(coordinator)) == {schools[0]}


def test_a_closed_account_may_do_nothing():
    user = make_staff(roles.ADMINISTRATOR, everywhere=True)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert not again(user).may("office.view_unit")


@pytest.mark.parametrize("count", [1, 6])
def test_access_costs_two_queries_however_many_roles(django_assert_num_queries, count):
    university = make_unit()
    user = make_user(university)
    for _ in range(count):
        services.grant_role(
            user, roles.COORDINATOR, by=services.system_user(), unit=make_unit(university)
        )
    fresh = again(user)

    with django_assert_num_queries(2):
        fresh.may("office.view_unit")
        fresh.scope("office.view_user")
        fresh.may("office.change_unit", university)


# --- What cannot be lent or granted ---------------------------------------------------------------


def refused(call, *args, **values):
    with pytest.raises(DomainError) as refusal:
        call(*args, **values)
    return refusal.value.messages


def test_what_was_lent_is_not_lent_again_and_not_longer_than_ones_own():
    today = timezone.localdate()
    lender = make_user(make_unit())
    grant = services.grant_role(
        lender, roles.HEAD, by=services.system_user(), unit=lender.unit, ends_on=today + DAY
    )
    friend, third = make_user(lender.unit), make_user(lender.unit)
    days = {"starts_on": today, "ends_on": today}
    lent = services.delegate_role(grant, friend, by=lender, **days)

    assert refused(services.delegate_role, lent, third, by=friend, **days) == [
        "A role that was lent cannot be lent again."
    ]
    assert refused(services.delegate_role, grant, lender, by=lender, **days) == [
        "You hold this role yourself."
    ]
    assert refused(services.delegate_role, grant, friend, by=lender, **days) == [
        f"You have lent this role to {friend} for that time."
    ]
    longer = {"starts_on": today, "ends_on": today + 2 * DAY}
    assert refused(services.delegate_role, grant, third, by=lender, **longer) == [
        f"Your own role ends on {today + DAY}."
    ]
    assert refused(services.delegate_role, grant, third, by=third, **days) == [
        "You may lend only a role that you hold."
    ]


def test_withdrawing_a_role_ends_what_was_lent_from_it():
    today = timezone.localdate()
    lender = make_staff(roles.HEAD)
    friend = make_user(lender.unit)
    grant = lender.grants.get()
    services.delegate_role(grant, friend, by=lender, starts_on=today, ends_on=today)

    services.withdraw_role(grant, by=services.system_user())

    assert RoleGrant.objects.filter(user__in=[lender, friend]).count() == 0


def test_who_administers_a_school_neither_grants_nor_withdraws_above_it():
    university = make_unit()
    school = make_unit(university)
    administrator = make_staff(roles.ADMINISTRATOR, unit=school)
    head = make_staff(roles.HEAD, unit=university)
    sentence = ["You may grant and withdraw roles only on units that you administer."]

    grant = {"by": administrator, "unit": university}
    assert refused(services.grant_role, administrator, roles.HEAD, **grant) == sentence
    assert refused(services.withdraw_role, head.grants.get(), by=administrator) == sentence
    assert services.grant_role(head, roles.COORDINATOR, by=administrator, unit=school).pk


@pytest.mark.django_db(transaction=True)
def test_two_people_who_grant_the_same_role_at_once_grant_it_once():
    unit = make_unit()
    user, by = make_user(unit), services.system_user()
    start, said = threading.Barrier(2), []

    def grant():
        start.wait()
        try:
            with translation.override("en"):
                services.grant_role(again(user), roles.OFFICER, by=by, unit=unit)
            said.append("granted")
        except DomainError as refusal:
            said.append(str(refusal.error_dict["role"][0].message))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=grant) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == sorted(["granted", f"{user} holds this role there already."])
    assert user.grants.count() == 1
    assert connection.is_usable()

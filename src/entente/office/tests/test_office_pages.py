"""Pages of the office: units, users, roles, one's own account, the trail."""

import datetime
import re

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from entente.kit.models import AuditEntry
from entente.office import roles, services
from entente.office.models import RoleGrant, Unit, User
from tests.factories import make_staff, make_unit, make_user

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["django_language"] = "en"


def words(response):
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


@pytest.fixture
def administrator(client):
    user = make_staff(roles.ADMINISTRATOR)
    client.force_login(user)
    return user


def errors(response):
    return {name: list(found) for name, found in response.context["form"].errors.items()}


# --- Units ----------------------------------------------------------------------------------------


def test_units_stand_as_a_forest_and_other_institutions_are_not_seen(client, administrator):
    school = make_unit(administrator.unit, code="B")
    below = make_unit(school, code="C")
    other = make_unit(administrator.unit, code="A")
    make_unit(code="FOREIGN")

    lines = client.get("/office/units/").context["lines"]

    assert lines == [(0, administrator.unit), (1, other), (1, school), (2, below)]


def test_a_unit_is_added_below_another(client, administrator):
    form = {"parent": administrator.unit.pk, "kind": "school", "name_en": "Law", "code": "LAW"}

    answer = client.post("/office/units/new/", form)

    unit = Unit.objects.get(code="LAW")
    assert answer["Location"] == f"/office/units/{unit.pk}/"
    assert (unit.parent, unit.top) == (administrator.unit, administrator.unit)


def test_a_new_institution_is_for_the_installations_administrator(client, administrator):
    form = {"kind": "university", "name_en": "Other", "code": "OTHER"}

    answer = client.post("/office/units/new/", form)

    sentence = "Only an administrator of the whole installation adds an institution."
    assert errors(answer) == {"parent": [sentence]}
    assert not Unit.objects.filter(code="OTHER").exists()


def test_a_unit_cannot_stand_below_itself(client, administrator):
    school = make_unit(administrator.unit, code="S")
    department = make_unit(school, code="D")
    form = {"parent": department.pk, "kind": "school", "name_en": "S", "code": "S"}

    answer = client.post(f"/office/units/{school.pk}/change/", form | {"version": school.version})

    assert errors(answer) == {"parent": ["A unit cannot be part of a unit below itself."]}
    school.refresh_from_db()
    assert school.parent == administrator.unit


def test_a_unit_without_a_name_is_refused(client, administrator):
    form = {"parent": administrator.unit.pk, "kind": "school", "code": "X"}

    answer = client.post("/office/units/new/", form)

    assert errors(answer) == {"__all__": ["A unit needs a name in at least one language."]}


def test_a_unit_with_open_units_below_is_not_closed(client, administrator):
    school = make_unit(administrator.unit, name_en="School")
    below = make_unit(school, name_zh="", name_en="Department")

    refused = client.post(f"/office/units/{school.pk}/close/", {"on": "2030-01-01"})
    client.post(f"/office/units/{below.pk}/close/", {"on": "2030-01-01"})
    client.post(f"/office/units/{school.pk}/close/", {"on": "2030-01-01"})

    sentence = "Units below this one are still open, for example “Department”. Close or move them."
    assert errors(refused) == {"__all__": [sentence]}
    school.refresh_from_db()
    assert school.closed_on == datetime.date(2030, 1, 1)
    assert [unit for _depth, unit in client.get("/office/units/").context["lines"]] == [
        administrator.unit
    ]


@pytest.mark.parametrize("page", ["", "change/", "close/", "reopen/"])
def test_another_institutions_unit_is_not_found(client, administrator, page):
    theirs = make_unit()

    assert client.get(f"/office/units/{theirs.pk}/{page}").status_code == 404


# --- Users ----------------------------------------------------------------------------------------


def test_the_list_shows_the_users_of_ones_units_without_the_system(client, administrator):
    make_user(make_unit())
    colleague = make_user(administrator.unit, username="zz")
    services.system_user()

    page = client.get("/office/users/")

    assert [row.pk for row in page.context["rows"]] == [administrator.pk, colleague.pk]


@pytest.mark.parametrize("number", [1, 8])
def test_the_list_of_users_costs_the_same_however_long(
    client, administrator, django_assert_num_queries, number
):
    for _ in range(number):
        make_staff(roles.OFFICER, unit=administrator.unit)
    client.get("/office/users/")

    with django_assert_num_queries(10):
        client.get("/office/users/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=wang", ["a"]),
        ("q=王敏", ["a"]),
        ("account=closed", ["b"]),
        ("role=editor", ["c"]),
        ("q=nobody", []),
    ],
)
def test_the_list_of_users_is_narrowed(client, administrator, query, found):
    unit = administrator.unit
    make_user(unit, username="a", name_en="Wang Min", name_zh="王敏")
    services.close_user(make_user(unit, username="b"), by=services.system_user())
    make_staff(roles.EDITOR, unit=unit, username="c")

    rows = client.get(f"/office/users/?{query}").context["rows"]

    assert [User.objects.get(pk=row.pk).username for row in rows] == found


def test_an_account_is_opened_and_a_letter_lets_set_its_password(client, administrator, mailoutbox):
    form = {
        "username": "20050017",
        "name_zh": "王敏",
        "email": "wang@example.edu.cn",
        "unit": administrator.unit.pk,
        "language": "en",
    }

    client.post("/office/users/new/", form)
    user = User.objects.get(username="20050017")
    client.post(f"/office/users/{user.pk}/letter/")

    assert not user.has_usable_password()
    assert [letter.to for letter in mailoutbox] == [["wang@example.edu.cn"]]
    assert "/account/password/reset/key/" in mailoutbox[0].body


def test_a_login_name_is_taken_whatever_its_case(client, administrator):
    make_user(administrator.unit, username="Wang.Min")
    form = {"username": "wang.min", "unit": administrator.unit.pk, "language": "en"}

    answer = client.post("/office/users/new/", form)

    assert errors(answer) == {"__all__": ["Another account has this login name."]}


def test_an_account_outside_ones_units_is_not_opened(client, administrator):
    form = {"username": "new", "unit": make_unit().pk, "language": "en"}

    answer = client.post("/office/users/new/", form)

    assert errors(answer) == {"unit": ["Choose a unit of your own."]}


def test_closing_an_account_ends_its_roles_and_what_was_lent_from_them(client, administrator):
    leaver = make_staff(roles.HEAD, unit=administrator.unit)
    colleague = make_user(administrator.unit)
    today = timezone.localdate()
    services.delegate_role(
        leaver.grants.get(), colleague, by=leaver, starts_on=today, ends_on=today
    )

    client.post(f"/office/users/{leaver.pk}/close/", {"reason": "Retired"})

    leaver.refresh_from_db()
    assert not leaver.is_active
    assert RoleGrant.objects.filter(user__in=[leaver, colleague]).count() == 0
    entry = AuditEntry.objects.about(leaver).get(verb="user.closed")
    assert (entry.by, entry.note) == (administrator, "Retired")


def test_nobody_closes_their_own_account(client, administrator):
    answer = client.post(f"/office/users/{administrator.pk}/close/", {"reason": "x"})

    assert errors(answer) == {"__all__": ["Nobody closes their own account."]}


def test_an_account_without_address_gets_no_letter(client, administrator):
    user = make_user(administrator.unit)

    answer = client.post(f"/office/users/{user.pk}/letter/")

    assert errors(answer) == {"__all__": ["This account has no mail address."]}


@pytest.mark.parametrize("page", ["", "change/", "close/", "reopen/", "letter/"])
def test_another_institutions_user_is_not_found(client, administrator, page):
    theirs = make_user(make_unit())

    assert client.get(f"/office/users/{theirs.pk}/{page}").status_code == 404


# --- Roles ----------------------------------------------------------------------------------------


def test_a_role_is_granted_and_withdrawn(client, administrator):
    user = make_user(administrator.unit)
    form = {"user": user.pk, "role": "officer", "unit": administrator.unit.pk}

    client.post("/office/roles/grant/", form)
    grant = user.grants.get()
    again = client.post("/office/roles/grant/", form)
    answer = client.post(f"/office/roles/{grant.pk}/withdraw/")

    assert errors(again) == {"role": [f"{user} holds this role there already."]}
    assert answer["Location"] == f"/office/users/{user.pk}/"
    assert not user.grants.exists()


def test_a_grant_outside_ones_units_is_refused_at_its_field(client, administrator):
    user = make_user(administrator.unit)
    theirs = make_unit()

    foreign = client.post(
        "/office/roles/grant/", {"user": user.pk, "role": "officer", "unit": theirs.pk}
    )
    whole = client.post("/office/roles/grant/", {"user": user.pk, "role": "auditor"})

    assert errors(foreign) == {
        "unit": ["You may grant and withdraw roles only on units that you administer."]
    }
    assert errors(whole) == {
        "unit": ["Only an administrator of the whole installation may grant this."]
    }
    assert not user.grants.exists()


def test_who_sees_a_unit_but_does_not_administer_it_cannot_grant_there(client):
    university = make_unit()
    school = make_unit(university)
    user = make_staff(roles.OFFICER, unit=university)
    services.grant_role(user, roles.ADMINISTRATOR, by=services.system_user(), unit=school)
    client.force_login(user)

    answer = client.post(
        "/office/roles/grant/", {"user": user.pk, "role": "head", "unit": university.pk}
    )

    assert errors(answer) == {
        "unit": ["You may grant and withdraw roles only on units that you administer."]
    }


def test_a_grant_that_ends_before_it_begins_is_refused(client, administrator):
    form = {
        "user": administrator.pk,
        "role": "officer",
        "unit": administrator.unit.pk,
        "starts_on": "2099-02-01",
        "ends_on": "2099-01-01",
    }

    answer = client.post("/office/roles/grant/", form)

    assert errors(answer) == {"ends_on": ["The last day lies before the first."]}


def test_every_role_is_described_with_its_permissions_and_holders(client, administrator):
    page = client.get("/office/roles/")

    listed = {role.code: holders for role, _words, holders in page.context["roles"]}
    assert list(listed) == list(roles.Role.registered)
    assert [grant.user for grant in listed["administrator"]] == [administrator]
    assert "grant and withdraw roles" in words(page)


# --- My account -----------------------------------------------------------------------------------


def test_my_account_keeps_names_language_and_appearance(client):
    user = make_user(make_unit())
    client.force_login(user)

    answer = client.post(
        "/office/me/", {"name_zh": "王敏", "name_en": "", "language": "en", "theme": "dark"}
    )

    user.refresh_from_db()
    assert (user.name_zh, user.language, user.theme) == ("王敏", "en", "dark")
    assert answer.cookies["django_language"].value == "en"
    assert 'data-bs-theme="dark"' in client.get("/office/me/").content.decode()


def test_a_role_is_lent_for_some_days_and_taken_back(client):
    me = make_staff(roles.HEAD)
    colleague = make_user(me.unit)
    client.force_login(me)
    today = timezone.localdate()

    client.post(
        f"/office/me/roles/{me.grants.get().pk}/lend/",
        {"user": colleague.pk, "starts_on": today, "ends_on": today + DAY},
    )
    lent = colleague.grants.get()
    assert User.objects.get(pk=colleague.pk).may("office.view_user")
    client.post(f"/office/me/roles/{lent.pk}/take-back/")

    assert not User.objects.get(pk=colleague.pk).may("office.view_user")
    assert [entry.verb for entry in AuditEntry.objects.about(colleague)] == [
        "role.withdrawn",
        "role.delegated",
        "user.added",
    ]


def test_only_ones_own_role_is_lent(client):
    me, other = make_staff(roles.HEAD), make_staff(roles.HEAD)
    client.force_login(me)

    assert client.get(f"/office/me/roles/{other.grants.get().pk}/lend/").status_code == 404
    assert client.post(f"/office/me/roles/{other.grants.get().pk}/take-back/").status_code == 404


# --- The trail ------------------------------------------------------------------------------------


@pytest.fixture
def auditor(client):
    user = make_staff(roles.AUDITOR)
    client.force_login(user)
    return user


def test_the_trail_shows_old_and_new_of_ones_own_institution(client, auditor):
    services.change_unit(auditor.unit, by=auditor, name_en="Renamed")
    foreign = make_unit(name_en="Foreign")

    page = client.get("/office/trail/?verb=unit.changed")

    assert [(done.what, done.by) for done, _kind, _name in page.context["lines"]] == [
        ("Unit changed", auditor)
    ]
    assert "Renamed" in words(page)
    assert str(foreign) not in words(client.get("/office/trail/"))


def test_the_trail_is_narrowed_by_who_kind_and_days(client, auditor):
    services.change_unit(auditor.unit, by=auditor, name_en="Renamed")
    tomorrow = timezone.localdate() + DAY

    def found(**query):
        return len(client.get("/office/trail/", query).context["lines"])

    assert found(who=auditor.username) == 1
    assert found(who="nobody") == 0
    assert found(kind="office.unit") == 2
    assert found(first=tomorrow) == 0
    assert found(last=tomorrow) == 4
    assert client.get("/office/trail/?first=nonsense").status_code == 200


def test_the_trail_turns_its_pages_by_key(client, auditor):
    for number in range(30):
        services.change_unit(auditor.unit, by=auditor, name_en=f"Name {number}")

    first = client.get("/office/trail/?verb=unit.changed")
    second = client.get(f"/office/trail/{first.context['next_url']}")

    shown = [
        done.lines[0].new
        for page in (first, second)
        for done, _kind, _name in page.context["lines"]
    ]
    assert shown == [f"Name {number}" for number in reversed(range(30))]


def test_only_auditors_read_the_trail(client, administrator):
    assert client.get("/office/trail/").status_code == 403

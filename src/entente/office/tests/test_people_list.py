"""Accounts and units kept in step with a list of staff or students."""

import sqlite3
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from entente.kit import audit, sheets
from entente.kit.models import AuditEntry
from entente.office import roles, services
from entente.office.models import RoleGrant, Unit, User
from tests.factories import make_staff, make_unit, make_user

pytestmark = pytest.mark.django_db
HEAD = "工号,姓名,英文姓名,邮箱,单位代码\n"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def university():
    return make_unit(code="CUIT")


@pytest.fixture
def sync(tmp_path):
    def run(lines, *, encoding="utf-8", **options):
        path = tmp_path / "people.csv"
        path.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding=encoding)
        out = StringIO()
        call_command("sync_people", str(path), stdout=out, **options)
        return out.getvalue().splitlines()

    return run


def test_new_people_get_accounts_without_password_or_role(university, sync):
    said = sync(["20050017,王敏,Wang Min,wang@cuit.edu.cn,cuit", "20050018,李华,,,"])

    assert said == ["Accounts new: 2", "Accounts changed: 0", "Accounts closed: 0"]
    user = User.objects.get(username="20050017")
    assert (user.name_zh, user.name_en, user.email, user.unit) == (
        "王敏",
        "Wang Min",
        "wang@cuit.edu.cn",
        university,
    )
    assert not user.has_usable_password()
    assert not user.grants.exists()
    entry = AuditEntry.objects.about(user).get()
    assert (entry.verb, entry.by, entry.chain) == (
        "user.added",
        services.system_user(),
        university.pk,
    )
    assert audit.verify()[1] == []


def test_the_same_list_again_changes_nothing(university, sync):
    sync(["20050017,王敏,Wang Min,wang@cuit.edu.cn,CUIT"])
    entries = AuditEntry.objects.count()

    said = sync(["20050017,王敏,Wang Min,wang@cuit.edu.cn,CUIT"])

    assert said == ["Accounts new: 0", "Accounts changed: 0", "Accounts closed: 0"]
    assert AuditEntry.objects.count() == entries


def test_what_changed_is_changed_and_what_the_list_leaves_empty_stays(university, sync):
    sync(["20050017,王敏,Wang Min,wang@cuit.edu.cn,CUIT"])

    sync(["20050017,王闽,,,CUIT"])

    user = User.objects.get(username="20050017")
    assert (user.name_zh, user.name_en, user.email) == ("王闽", "Wang Min", "wang@cuit.edu.cn")
    assert AuditEntry.objects.about(user).first().changes == {"name_zh": ["王敏", "王闽"]}


def test_a_leaver_is_closed_loses_roles_and_is_not_deleted(university, sync):
    sync(["1,甲,,,CUIT", "2,乙,,,CUIT"])
    leaver = User.objects.get(username="2")
    services.grant_role(leaver, roles.OFFICER, by=services.system_user(), unit=university)

    sync(["1,甲,,,CUIT"], limit=50)

    leaver.refresh_from_db()
    assert not leaver.is_active
    assert RoleGrant.objects.filter(user=leaver).count() == 0
    verbs = [entry.verb for entry in AuditEntry.objects.about(leaver)]
    assert verbs == ["role.withdrawn", "user.closed", "role.granted", "user.added"]


def test_who_comes_back_is_opened_again(university, sync):
    sync(["1,甲,,,CUIT", "2,乙,,,CUIT"])
    sync(["1,甲,,,CUIT"], force=True)

    sync(["1,甲,,,CUIT", "2,乙,,,CUIT"])

    assert User.objects.get(username="2").is_active


def test_a_list_that_would_close_too_many_is_refused(university, sync):
    sync([f"{number},人{number},,,CUIT" for number in range(20)])

    with pytest.raises(CommandError, match="3 of 20 accounts would be closed, more than 10"):
        sync([f"{number},人{number},,,CUIT" for number in range(17)])

    assert User.objects.people().filter(is_active=True).count() == 20
    sync([f"{number},人{number},,,CUIT" for number in range(17)], force=True)
    assert User.objects.people().filter(is_active=True).count() == 17


def test_an_empty_list_does_not_empty_the_university(university, sync):
    sync(["1,甲,,,CUIT"])

    with pytest.raises(CommandError, match="1 of 1 accounts would be closed"):
        sync([])

    assert User.objects.get(username="1").is_active


def test_accounts_made_by_hand_and_those_of_other_lists_are_not_closed(university, sync):
    sync(["s1,学生,,,CUIT"], list="students")
    by_hand = make_user(university)

    sync(["1,甲,,,CUIT"])

    assert set(User.objects.people().filter(is_active=True)) == {
        by_hand,
        *User.objects.filter(username__in=["s1", "1"]),
    }


def test_an_account_made_by_hand_is_adopted_when_the_list_names_it(university, sync):
    user = make_user(university, username="ABC1", name_zh="甲", name_en="")

    said = sync(["abc1,甲,,,CUIT"])

    user.refresh_from_db()
    assert (user.kept_by_list, User.objects.people().count()) == ("people", 1)
    assert said[1] == "Accounts changed: 1"


def test_a_preview_writes_nothing(university, sync):
    said = sync(["1,甲,,,CUIT"], dry_run=True)

    assert said == [
        "Accounts new: 1",
        "  1 甲",
        "Accounts changed: 0",
        "Accounts closed: 0",
        "Nothing was written: this was a preview.",
    ]
    assert not User.objects.filter(username="1").exists()


def test_faults_are_told_with_their_rows_and_nothing_is_written(university, sync):
    lines = ["1,甲,,,CUIT", ",乙,,,CUIT", "1,丙,,,CUIT", "4,丁,,not-a-mail,CUIT", "5,戊,,,NOWHERE"]

    with pytest.raises(CommandError) as refusal:
        sync(lines)

    assert str(refusal.value).splitlines() == [
        "Row 3: The staff number is missing.",
        "Row 4: 1 stands already in row 2.",
        "Row 5: “not-a-mail” is no mail address.",
        "Row 6: No unit has the code “NOWHERE”.",
    ]
    assert User.objects.people().count() == 0


def test_a_list_in_the_chinese_encoding_is_read(university, sync):
    sync(["1,王敏,,,CUIT"], encoding="gb18030")

    assert User.objects.get(username="1").name_zh == "王敏"


def test_a_list_without_staff_numbers_is_refused(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("name\nWang\n")

    with pytest.raises(CommandError, match="Row 1: There is no column with the staff number"):
        call_command("sync_people", str(path))


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(CommandError, match="The file cannot be read"):
        call_command("sync_people", str(tmp_path / "none.csv"))


def test_a_view_of_another_database_is_read(university, tmp_path, settings):
    path = tmp_path / "hr.sqlite3"
    hr = sqlite3.connect(path)
    hr.execute("CREATE TABLE staff (number TEXT, name_zh TEXT, unit TEXT, left_on TEXT)")
    hr.execute("INSERT INTO staff VALUES ('1', '甲', 'CUIT', NULL), ('2', '乙', 'CUIT', '2019')")
    hr.execute(
        "CREATE VIEW entente AS SELECT number, name_zh, unit FROM staff WHERE left_on IS NULL"
    )
    hr.commit()
    hr.close()
    settings.PEOPLE_DATABASE_URL, settings.PEOPLE_VIEW = f"sqlite:///{path}", "entente"

    call_command("sync_people", stdout=StringIO())

    assert [user.name_zh for user in User.objects.people()] == ["甲"]


@pytest.mark.parametrize("number", [3, 300])
def test_long_lists_cost_few_queries(university, sync, django_assert_max_num_queries, number):
    services.system_user()

    with django_assert_max_num_queries(25):
        sync([f"{n},人{n},,,CUIT" for n in range(number)])

    assert User.objects.people().count() == number


def test_units_are_added_below_one_another_in_any_order(university, sync, tmp_path):
    path = tmp_path / "units.csv"
    path.write_text(
        "代码,上级,名称,类型\nLAB,SCH,实验室,laboratory\nSCH,CUIT,环境学院,school\nCUIT,,信息工程大学,university\n"
    )

    said = [sync([], units=str(path)), sync([], units=str(path))]

    assert [lines[0] for lines in said] == [
        "Units: 2 new, 1 changed.",
        "Units: 0 new, 0 changed.",
    ]
    lab = Unit.objects.get(code="LAB")
    assert (lab.parent.code, lab.top, lab.kind) == ("SCH", university, "laboratory")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            "A,B,甲,\nB,A,乙,\n",
            ["Row 2: No unit has the code “B”.", "Row 3: No unit has the code “A”."],
        ),
        ("A,NOWHERE,甲,\n", ["Row 2: No unit has the code “NOWHERE”."]),
        (",CUIT,甲,\n", ["Row 2: The unit's code is missing."]),
        ("A,CUIT,甲,castle\n", ["Row 2: “castle” is no kind of unit."]),
    ],
)
def test_faulty_units_are_told_with_their_rows(university, sync, tmp_path, lines, said):
    path = tmp_path / "units.csv"
    path.write_text(f"code,parent,name_zh,kind\n{lines}")

    with pytest.raises(CommandError) as refusal:
        sync([], units=str(path))

    assert str(refusal.value).splitlines() == said
    assert Unit.objects.count() == 1


def test_what_a_leaver_answers_for_is_listed(university, sync):
    owner = make_staff(roles.OFFICER, unit=university)

    assert services.owned_by([owner.pk]) == []


def test_a_workbook_is_a_list_as_well(university, tmp_path):
    path = tmp_path / "people.xlsx"
    with path.open("wb") as file:
        sheets.write_xlsx(["工号", "姓名 *", "单位代码"], [[20050017, "王敏", "CUIT"]], file)

    call_command("sync_people", str(path), stdout=StringIO())

    user = User.objects.get(username="20050017")
    assert (user.name_zh, user.unit) == ("王敏", university)

"""The pages of the toolkit: who gets in, what a list does, what a form keeps."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from entente.kit.models import AuditEntry, SavedView
from entente.office import roles, services
from entente.office.models import Unit
from tests.factories import make_staff, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.urls("entente.kit.tests.pages_of_units")]


@pytest.fixture(autouse=True)
def addresses(monkeypatch):
    monkeypatch.setattr(Unit, "get_absolute_url", lambda unit: f"/units/{unit.pk}/", raising=False)
    roles.allow(["office.view_unit", "office.change_unit"], roles.ADMINISTRATOR)


@pytest.fixture
def university():
    return make_unit(code="A-UNI", name_zh="第一大学", name_en="First University")


@pytest.fixture
def keeper(client, university):
    user = make_staff(roles.ADMINISTRATOR, unit=university, language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def shown(page):
    return [row.title for row in page.context["rows"]]


def test_without_the_permission_a_page_is_refused_and_without_a_login_asked_for(client):
    assert client.get("/units/").status_code == 302
    client.force_login(make_staff(roles.EDITOR))
    assert client.get("/units/").status_code == 403
    assert client.get("/units/new/").status_code == 403


def test_another_trees_record_is_not_found(client, keeper, university):
    theirs = make_unit()
    for way in ("", "change/", "close/"):
        assert client.get(f"/units/{university.pk}/{way}").status_code == 200
        assert client.get(f"/units/{theirs.pk}/{way}").status_code == 404
        assert client.post(f"/units/{theirs.pk}/{way or 'change/'}").status_code == 404
    theirs.refresh_from_db()
    assert theirs.closed_on is None


@pytest.mark.parametrize("count", [1, 24])
def test_a_list_costs_the_same_however_long(
    client, keeper, university, count, django_assert_num_queries
):
    for _ in range(count):
        make_unit(university)
    client.get("/units/")

    with django_assert_num_queries(8):
        page = client.get("/units/")

    assert len(page.context["rows"]) == count + 1


def test_a_list_turns_its_pages(client, keeper, university):
    names = sorted(make_unit(university, code=f"S{number:02}").name_en for number in range(30))
    first = client.get("/units/?sort=code")
    second = client.get(f"/units/{first.context['next_url']}")
    back = client.get(f"/units/{second.context['previous_url']}")

    assert len(shown(first)) == 25
    assert sorted(shown(first) + shown(second)) == sorted([*names, "First University"])
    assert shown(back) == shown(first)
    assert (second.context["page"].first, second.context["page"].last) == (26, 31)
    assert first.context["count"] == {"number": 31, "capped": False}


def test_a_filter_is_shown_and_can_be_taken_back(client, keeper, university):
    school = make_unit(university)
    page = client.get("/units/?kind=school&sort=code")

    assert shown(page) == [school.name_en]
    assert page.context["chips"] == [("Kind: School", "?sort=code")]
    assert [view["on"] for view in client.get("/units/?kind=school").context["views"]] == [
        False,
        True,
    ]


def test_only_columns_that_offer_it_are_sorted_by(client, keeper, university):
    assert client.get("/units/?sort=name").context["request"] is not None
    assert str(client.get("/units/?sort=users__password").status_code) == "200"
    heads = client.get("/units/?sort=-code").context["heads"]
    assert [head.get("sorted") for head in heads] == [None, "descending", ""]


def test_a_view_is_kept_for_its_owner_alone(client, keeper, university):
    client.post("/units/?kind=school", {"save_view": "Schools of mine"})
    assert [(view.user, view.path, view.query) for view in SavedView.objects.all()] == [
        (keeper, "/units/", "kind=school")
    ]
    view = SavedView.objects.get()

    other = make_staff(roles.ADMINISTRATOR, unit=university)
    client.force_login(other)
    assert [entry["label"] for entry in client.get("/units/").context["views"]] == [
        "All",
        "Schools",
    ]
    client.post(f"/views/{view.pk}/drop/")
    assert SavedView.objects.count() == 1
    client.force_login(keeper)
    client.post(f"/views/{view.pk}/drop/")
    assert SavedView.objects.count() == 0


def test_a_download_holds_what_the_list_shows(client, keeper, university):
    services.change_unit(university, by=keeper, name_en="=1+1")
    school = make_unit(university, code="SCHOOL")
    rows = [
        ["Name", "Code", "Closed"],
        ["'=1+1", "A-UNI", ""],
        [school.name_en, "SCHOOL", ""],
    ]

    sheet = b"".join(client.get("/units/?download=csv&sort=code").streaming_content)
    assert sheet.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(sheet.decode("utf-8-sig")))) == rows

    book = b"".join(client.get("/units/?download=xlsx&sort=code").streaming_content)
    cells = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert [row[:2] for row in cells] == [["Name", "Code"], ["=1+1", "A-UNI"], rows[2][:2]]
    assert client.get("/units/?download=exe").status_code == 404


def test_a_batch_is_confirmed_and_each_row_tells_what_became_of_it(client, keeper, university):
    fine, kept = make_unit(university, code="FINE"), make_unit(university, code="KEEP")
    theirs = make_unit()
    words = {"action": "close", "pick": [fine.pk, kept.pk, theirs.pk]}

    asked = client.post("/units/", words)
    fine.refresh_from_db()
    assert {record.pk for record in asked.context["records"]} == {fine.pk, kept.pk}
    assert fine.closed_on is None

    done = client.post("/units/", words | {"confirm": "1"})
    results = {result.record.pk: result.refused for result in done.context["results"]}
    assert results == {fine.pk: "", kept.pk: "A unit needs a name in at least one language."}
    assert list(Unit.objects.filter(closed_on__isnull=False)) == [fine]


def test_a_batch_that_is_not_offered_is_refused(client, keeper):
    assert client.post("/units/", {"action": "sell"}).status_code == 403


def test_a_new_record_is_made_and_shown(client, keeper):
    answer = client.post("/units/new/", {"name_en": "New School", "code": "NEW"})
    unit = Unit.objects.get(code="NEW")
    assert (answer.status_code, answer.url) == (302, f"/units/{unit.pk}/")


def test_what_is_refused_stands_at_its_field_and_nothing_is_saved(client, keeper, university):
    page = client.post("/units/new/", {"name_en": "Twice", "code": university.code})
    assert page.status_code == 422
    assert page.context["form"].errors == {"code": ["Unit with this Short code already exists."]}
    assert page.context["form"]["name_en"].value() == "Twice"
    assert not Unit.objects.filter(name_en="Twice").exists()


def test_the_second_of_two_who_change_the_same_record_is_told_and_keeps_what_they_typed(
    client, keeper, university
):
    form = client.get(f"/units/{university.pk}/change/").context["form"]
    words = {name: form[name].value() or "" for name in form.fields}
    colleague = make_staff(roles.ADMINISTRATOR, unit=university, name_en="Colleague")
    services.change_unit(university, by=colleague, name_en="Theirs")

    page = client.post(f"/units/{university.pk}/change/", words | {"name_en": "Mine"})

    assert page.status_code == 409
    (message,) = page.context["form"].non_field_errors()
    assert message.startswith("Not saved: Colleague changed this at ")
    assert page.context["form"]["name_en"].value() == "Mine"
    university.refresh_from_db()
    assert university.name_en == "Theirs"


def test_a_step_asks_its_question_and_is_remembered(client, keeper, university):
    assert client.post(f"/units/{university.pk}/close/", {}).status_code == 422
    client.post(f"/units/{university.pk}/close/", {"reason": "Merged"})
    entry = AuditEntry.objects.about(university).first()
    assert entry.changes == {"closed_on": ["", "2026-01-01"]}


def test_a_record_page_reads_its_history(client, keeper, university):
    services.change_unit(university, by=keeper, name_en="Second University")
    entry = client.get(f"/units/{university.pk}/").context["history"][0]
    assert [(line.label, line.old, line.new) for line in entry.lines] == [
        ("Name in English", "First University", "Second University")
    ]


def test_a_lookup_finds_only_what_the_person_may_see(client, keeper, university):
    page = client.get("/lookup/office.unit/?field=parent&parent_q=")
    assert page.status_code == 200
    assert client.get("/lookup/kit.auditentry/").status_code == 404
    assert client.get("/lookup/no.such/").status_code == 404
    assert client.get("/lookup/office.rolegrant/?field=x&x_q=y").status_code in {200, 403}


def test_the_language_is_switched_where_one_stands_and_stays(client, keeper):
    answer = client.post("/language/", {"language": "zh-hans", "next": "/calendar/"})
    assert (answer.status_code, answer.url) == (302, "/calendar/")
    keeper.refresh_from_db()
    assert keeper.language == "zh-hans"
    assert client.post("/language/", {"language": "xx"}).status_code == 404
    away = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert away.url == "/"


def test_a_filter_set_while_typing_reaches_the_downloads_and_the_address(
    client, keeper, university
):
    page = client.get(
        "/units/?kind=school&q_typed=", headers={"hx-request": "true", "hx-target": "list"}
    )
    assert page.headers["HX-Push-Url"] == "/units/?kind=school"
    assert page.content.decode().count('hx-swap-oob="true"') == 1
    assert 'href="?kind=school&amp;download=xlsx"' in page.content.decode()

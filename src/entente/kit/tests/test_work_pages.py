"""What a list leaves to a worker, and the page of long work."""

import pytest

from entente.kit import work
from entente.kit.models import Notice, Work, WorkState
from entente.kit.pages import lists
from entente.office import roles
from entente.office.models import Unit
from tests.factories import make_staff, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.urls("entente.kit.tests.pages_of_units")]


@pytest.fixture(autouse=True)
def small_limits(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(Unit, "get_absolute_url", lambda unit: f"/units/{unit.pk}/", raising=False)
    monkeypatch.setattr(lists, "AT_ONCE", 2)
    monkeypatch.setattr(lists, "FILE_AT_ONCE", 2)
    settings.MEDIA_ROOT = tmp_path
    roles.allow(["office.view_unit", "office.change_unit"], roles.ADMINISTRATOR)


@pytest.fixture
def university():
    return make_unit(code="UNI", name_zh="", name_en="First University")


@pytest.fixture
def keeper(client, university):
    user = make_staff(roles.ADMINISTRATOR, unit=university, language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


@pytest.fixture
def schools(university):
    codes = ("S1", "KEEP", "S3")
    return [
        make_unit(university, code=code, name_zh="", name_en=f"School {code}") for code in codes
    ]


def closed():
    return sorted(Unit.objects.filter(closed_on__isnull=False).values_list("code", flat=True))


def test_everything_that_a_list_shows_is_done_by_a_worker(client, keeper, schools):
    make_unit(code="FOREIGN")
    words = {"action": "close", "pick_all": "1"}

    asked = client.post("/units/?kind=school", words)
    assert (asked.context["number"], asked.context["more"]) == (3, 1)
    assert closed() == []
    answer = client.post("/units/?kind=school", words | {"confirm": "1"})

    done = Work.objects.get()
    assert answer.url == f"/progress/{done.key}/"
    assert (done.state, done.total, done.refused) == (WorkState.DONE, 3, 1)
    assert closed() == ["S1", "S3"]
    page = client.get(answer.url)
    assert [(row.label, row.reason) for row in page.context["refused"]] == [
        ("School KEEP", "A unit needs a name in at least one language.")
    ]
    notice = Notice.objects.get()
    assert (notice.user, notice.url, notice.text_en) == (keeper, answer.url, "units · Close: Done")


def test_a_large_file_is_written_by_a_worker_and_holds_what_the_list_shows(client, keeper, schools):
    answer = client.get("/units/?kind=school&sort=-code&download=csv")

    done = Work.objects.get()
    assert (answer.url, done.state) == (f"/progress/{done.key}/", WorkState.DONE)
    file = client.get(f"{answer.url}file/")
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == ["S3", "S1", "KEEP"]
    assert file.headers["Content-Disposition"].startswith("attachment;")


def test_another_persons_work_is_not_found(client, keeper, schools):
    other = make_staff(roles.ADMINISTRATOR)
    foreign = Work.objects.create(runner="x", title="Theirs", by=other, language="en")

    assert client.get(f"/progress/{foreign.key}/").status_code == 404
    assert client.post(f"/progress/{foreign.key}/", {"step": "stop"}).status_code == 404
    assert client.get(f"/progress/{foreign.key}/file/").status_code == 404


def test_work_is_stopped_and_resumed_on_its_page(client, keeper, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    started = work.start(lists.ListBatch, by=keeper, title="Slow", payload={"ids": []})
    address = f"/progress/{started.key}/"
    assert "You may leave this page" in client.get(address).content.decode()

    client.post(address, {"step": "stop"})
    started.refresh_from_db()
    assert started.state == WorkState.STOPPED
    again = client.post(address, {"step": "stop"})
    assert (again.status_code, again.context["refusal"]) == (409, "This work has ended already.")

    client.post(address, {"step": "resume"})
    started.refresh_from_db()
    assert started.state == WorkState.WAITING

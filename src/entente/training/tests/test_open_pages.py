"""Learners enrol and say that they are there, on a phone and without an account."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from entente.kit.errors import DomainError
from entente.office import roles
from entente.office import services as office
from entente.training import services
from entente.training.models import LESSON_CODES, Attendance, Learner
from tests.factories import make_staff, make_unit
from tests.factories_training import make_advert, make_class, make_project

pytestmark = pytest.mark.django_db
FIRST, LAST = datetime.date(2026, 2, 1), datetime.date(2026, 2, 28)
DAY = datetime.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture
def school():
    return make_unit(make_unit())


@pytest.fixture
def coordinator(school):
    return make_staff(roles.COORDINATOR, unit=school, language="en")


def taking(school=None, *, learners=0, advert="published", **values):
    """Make a class that takes enrolments in February."""
    project = make_project(school, state="approved")
    if advert:
        make_advert(project, state=advert, text_zh="欢迎报名", text_en="Come and learn")
    group = make_class(project, learners=learners)
    given = {"enrols_from": FIRST, "enrols_until": LAST} | values
    services.open_enrolment(group, by=office.system_user(), **given)
    return group


def enrol(group, name="Li Lei", *, on=FIRST, **values):
    given = {"name_en": name, "contact": "138 0000 0000"} | values
    return services.enrol_openly(group, on=on, **given)


def test_places_are_given_first_come_first_served_and_the_rest_wait():
    group = taking(capacity=1)

    first, second = enrol(group), enrol(group, "Han Meimei")

    assert (first.waiting, second.waiting) == (False, True)
    assert [it.name_en for it in group.learners.staying()] == ["Li Lei"]
    by = office.system_user()
    with pytest.raises(DomainError, match="No place is free"):
        services.admit(second, by=by)
    services.change_learner(first, by=by, left_on=DAY)
    services.admit(second, by=by)
    assert [it.name_en for it in group.learners.staying()] == ["Han Meimei"]
    with pytest.raises(DomainError, match="has a place already"):
        services.admit(second, by=by)


@pytest.mark.parametrize("on", [FIRST - datetime.timedelta(days=1), DAY])
def test_nobody_enrols_outside_the_days(on):
    group = taking()

    with pytest.raises(DomainError, match="takes no enrolments today"):
        enrol(group, on=on)

    assert group.learners.count() == 0


def test_nobody_enrols_twice_nor_without_a_name():
    group = taking()
    enrol(group)

    with pytest.raises(DomainError, match="enrolled in this class already"):
        enrol(group, " li lei")
    with pytest.raises(DomainError, match="at least one language"):
        enrol(group, "")
    enrol(group, reference="A2")

    assert group.learners.count() == 2


@pytest.mark.parametrize("advert", ["", "approved"])
def test_nothing_is_opened_without_a_published_advert(advert):
    with pytest.raises(DomainError, match="Publish an advert"):
        taking(advert=advert)


def test_fewer_places_than_learners_and_a_day_after_the_class_are_refused_at_their_fields():
    group = taking(learners=2)
    by = office.system_user()

    with pytest.raises(DomainError) as fewer:
        services.open_enrolment(group, by=by, enrols_from=FIRST, enrols_until=LAST, capacity=1)
    with pytest.raises(DomainError) as later:
        services.open_enrolment(
            group, by=by, enrols_from=FIRST, enrols_until=datetime.date(2026, 4, 1)
        )

    assert list(fewer.value.message_dict) == ["capacity"]
    assert list(later.value.message_dict) == ["enrols_until"]


def test_an_open_page_shows_the_advert_the_price_and_to_whom_it_is_paid(client, school):
    today = timezone.localdate()
    group = taking(school)
    page = reverse("enrol_openly", args=[group.code])
    client.cookies["django_language"] = "en"
    over = client.get(page)
    services.change_class(group, by=office.system_user(), starts_on=DAY, ends_on=today)
    services.open_enrolment(
        group, by=office.system_user(), enrols_from=today, enrols_until=today, capacity=1
    )

    shown = client.get(page).content.decode()
    nameless = client.post(page, {"contact": "a@example.org"})
    first = client.post(page, {"name_en": "Li Lei", "contact": "a@example.org"})
    twice = client.post(page, {"name_en": "Li Lei", "contact": "a@example.org"})
    second = client.post(page, {"name_zh": "韩梅梅", "contact": "b@example.org"})

    assert "Enrolment in this class is closed." in over.content.decode()
    assert "Come and learn" in shown
    assert "3000.00" in shown
    assert str(school.top.name_en) in shown
    assert list(nameless.context["form"].errors) == ["name_zh"]
    assert "You are enrolled." in client.get(first["Location"]).content.decode()
    assert twice.status_code == 422
    assert "waiting list" in client.get(second["Location"]).content.decode()
    assert list(Learner.objects.order_by("pk").values_list("contact", "waiting")) == [
        ("a@example.org", False),
        ("b@example.org", True),
    ]


def test_what_is_no_longer_published_is_not_shown(client, school):
    group = taking(school)
    page = reverse("enrol_openly", args=[group.code])
    assert client.get(page).status_code == 200

    services.withdraw_advert(services.advert_of(group), by=office.system_user())

    assert client.get(page).status_code == 404


def test_the_office_opens_enrolment_and_admits(client, school, coordinator):
    group = taking(school, capacity=1)
    enrol(group)
    waiting = enrol(group, "Han Meimei")
    client.force_login(coordinator)
    client.cookies["django_language"] = "en"
    page = client.get(group.get_absolute_url())
    assert page.context["enrolled"] == 1
    assert "waits for a place" in page.content.decode()

    admit = reverse("training:admit", args=[waiting.pk])
    assert client.post(admit).status_code == 422
    change = reverse("training:open_enrolment", args=[group.pk])
    days = {"enrols_from": "2026-02-01", "enrols_until": "2026-01-01", "capacity": "2"}
    assert list(client.post(change, days).context["form"].errors) == ["enrols_until"]
    assert client.post(change, days | {"enrols_until": "2026-02-28"}).status_code == 302
    assert client.post(admit).status_code == 302
    code = client.get(reverse("training:enrolment_code", args=[group.pk])).content.decode()
    assert group.open_address("enrol_openly") in code


# --- Attendance -----------------------------------------------------------------------------------


def test_a_learner_is_noted_once_and_only_on_the_day():
    group = make_class(state="running")
    lesson = group.lessons.first()

    assert services.attend(lesson, who="learner 0", on=DAY).name_en == "Learner 0"
    with pytest.raises(DomainError, match="in the list of this lesson already"):
        services.attend(lesson, who="学员0", on=DAY)
    with pytest.raises(DomainError, match="This lesson is on 2026-03-02"):
        services.attend(lesson, who="Learner 1", on=DAY + datetime.timedelta(days=1))
    with pytest.raises(DomainError, match="Nobody of this name"):
        services.attend(lesson, who="Learner 9", on=DAY)

    lesson.refresh_from_db()
    assert (lesson.there, Attendance.objects.count()) == (1, 1)


def test_nobody_is_noted_in_a_class_that_does_not_run():
    group = make_class(state="planned")

    with pytest.raises(DomainError, match="not running"):
        services.attend(group.lessons.first(), who="Learner 0", on=DAY)


def test_who_waits_for_a_place_is_not_noted():
    group = taking(learners=1, capacity=1)
    enrol(group)
    services.start_class(group, by=office.system_user())

    with pytest.raises(DomainError, match="Nobody of this name"):
        services.attend(group.lessons.first(), who="Li Lei", on=DAY)


def test_the_code_of_a_lesson_works_on_a_phone(client, school, coordinator):
    today = timezone.localdate()
    project = make_project(school, by=coordinator, state="approved")
    group = make_class(project, lessons=(), starts_on=DAY, ends_on=today)
    lesson = services.add_lesson(
        group, by=coordinator, held_on=today, hours=2, topic="Steel", teacher="Prof. Wang"
    )
    services.start_class(group, by=coordinator)
    page = reverse("attend", args=[LESSON_CODES.sign(str(lesson.pk))])

    assert client.post(page, {"who": "Somebody"}).status_code == 422
    assert client.post(page, {"who": "Learner 1"}).status_code == 302
    assert client.get(reverse("attend", args=[group.code])).status_code == 404
    client.force_login(coordinator)
    code = client.get(reverse("training:lesson_code", args=[lesson.pk])).content.decode()
    assert lesson.open_address in code
    shown = client.get(group.get_absolute_url())
    assert [str(hours) for _name, hours in shown.context["teachers"]] == ["2.0"]
    file = client.get(reverse("training:timetable", args=[group.pk]))
    assert b"SUMMARY:Steel" in file.content
    lesson.refresh_from_db()
    assert lesson.there == 1

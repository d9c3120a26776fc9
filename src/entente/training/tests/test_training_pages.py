"""Pages of non-degree education, from the draft to the certificate."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from entente.certificates.models import Certificate
from entente.kit.models import Work
from entente.office import roles
from entente.training import services
from entente.training.models import Advert, Learner, Project, TrainingClass
from tests.factories import make_staff, make_unit
from tests.factories_certificates import make_certificate_series, make_certificate_template
from tests.factories_organisations import make_organisation
from tests.factories_training import make_class, make_organiser, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def university():
    return make_unit()


@pytest.fixture
def school(university):
    return make_unit(university)


@pytest.fixture
def sign_in(client):
    def sign_in(user):
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return user

    return sign_in


@pytest.fixture
def coordinator(school, sign_in):
    return sign_in(make_staff(roles.COORDINATOR, unit=school, language="en"))


@pytest.fixture
def manager(university):
    return make_staff(roles.CONTINUING, unit=university, language="en")


def send(client, name, record, **values):
    return client.post(reverse(f"training:{name}", args=[record.pk]), values)


PROJECT = {
    "kind": "training",
    "plan_year": 2026,
    "title_en": "Metallurgy for managers",
    "audience_en": "Managers",
    "hours": 16,
    "price": "3000",
    "mode": "full_time",
    "teachers": "Prof. Sample",
    "budget": "As attached",
    "risk": "None that is known",
}


def test_from_the_draft_to_the_certificate(
    client, sign_in, school, university, coordinator, manager, django_capture_on_commit_callbacks
):
    today = timezone.localdate()
    sign_in(manager)
    values = {"unit": school.pk, "since": "2020-01-01", "decision": "No. 1"}
    assert client.post(reverse("training:approve_organiser"), values).status_code == 302
    sign_in(coordinator)
    draft = client.post(reverse("training:draft"), PROJECT | {"unit": school.pk})
    assert draft.status_code == 302, draft.context["form"].errors
    project = Project.objects.get()
    assert send(client, "submit_project", project).status_code == 302
    assert send(client, "approve_project", project).status_code == 403
    sign_in(manager)
    assert "Metallurgy for managers" in client.get("/").content.decode()
    assert send(client, "approve_project", project).status_code == 302
    sign_in(coordinator)
    made = send(
        client, "open_class", project, title_zh="第一期", title_en="First class", hours=16,
        starts_on=today, ends_on=today,
    )  # fmt: skip
    assert made.status_code == 302, made.context["form"].errors
    group = TrainingClass.objects.get()
    sheet = SimpleUploadedFile("l.csv", "姓名,英文姓名\n欧阳明,Ouyang Ming\n李雷,Li Lei\n".encode())
    listed = send(client, "enrol_sheet", group, file=sheet)
    assert listed.status_code == 302, listed.context["form"].errors
    lesson = {"topic": "Steel", "held_on": today, "hours": "16"}
    assert send(client, "add_lesson", group, **lesson).status_code == 302
    assert send(client, "start_class", group).status_code == 302
    here = group.learners.get(name_en="Li Lei")
    attended = send(client, "attendance", group.lessons.get(), learners=[here.pk])
    assert attended.status_code == 302
    payee = {"refund": "no", "amount": "3000", "paid_on": today, "payee": "A company"}
    wrong = send(client, "add_payment", group, reference="1", **payee)
    assert list(wrong.context["form"].errors) == ["payee"]
    right = payee | {"payee": university.name_en}
    assert send(client, "add_payment", group, reference="1", **right).status_code == 302
    assert send(client, "close_class", group).status_code == 302
    series = make_certificate_series(school, year=today.year, code="T1")
    template = make_certificate_template(school)
    with django_capture_on_commit_callbacks(execute=True):
        begun = send(client, "certify", group, series=series.pk, template=template.pk)
    assert begun.status_code == 302, begun.context["form"].errors

    assert Work.objects.get().refused == 0
    certificate = Certificate.objects.get()
    assert (certificate.name_en, certificate.serial) == ("Li Lei", 1)
    page = client.get(group.get_absolute_url())
    assert certificate.number in page.content.decode()
    assert (page.context["enrolled"], page.context["completed"], page.context["income"]) == (
        *(2, 1),
        3000,
    )
    again = send(client, "certify", group, series=series.pk, template=template.pk)
    assert again.status_code == 422


def test_an_office_is_refused_as_organiser_and_the_rule_is_cited(client, sign_in, university):
    sign_in(make_staff(roles.CONTINUING, unit=university, language="en"))
    office = make_unit(university, kind="department")

    values = {"unit": office.pk, "since": "2020-01-01", "decision": "No. 1"}
    page = client.post(reverse("training:approve_organiser"), values)

    assert page.status_code == 422
    assert "2021 No. 23" in str(page.context["form"].errors["unit"])


def test_what_is_missing_stands_on_the_page_and_stops_the_step(client, school, coordinator):
    project = make_project(school, by=coordinator, title_en="Course for presidents", risk="")

    page = client.get(project.get_absolute_url())
    answer = send(client, "submit_project", project)

    assert page.context["missing"] == 2
    assert "These words may not be used: president." in page.content.decode()
    assert not page.context["may_override"]
    assert answer.status_code == 422
    assert len(answer.context["form"].non_field_errors()) == 2


def test_a_manager_lets_a_word_pass_and_the_reason_stays_on_the_page(
    client, sign_in, school, manager
):
    project = make_project(school, title_en="Course for presidents")
    sign_in(manager)

    assert send(client, "override", project).status_code == 422
    assert send(client, "override", project, reason="The client's own word").status_code == 302

    words = client.get(project.get_absolute_url()).content.decode()
    assert "The client&#x27;s own word" in words
    assert str(manager) in words


def test_one_price_more_and_the_advert_is_reviewed_again(client, sign_in, school, manager):
    author = sign_in(make_staff(roles.COORDINATOR, unit=school, language="en"))
    project = make_project(school, by=author, state="approved")
    text = {"text_en": "Come", "price": "3000"}
    assert send(client, "write_advert", project, **text).status_code == 302
    advert = Advert.objects.get()
    assert send(client, "publish_advert", advert).status_code == 422
    assert send(client, "submit_advert", advert).status_code == 302
    sign_in(manager)
    assert send(client, "approve_advert", advert).status_code == 302
    sign_in(author)
    assert send(client, "change_advert", advert, text_en="Come", price="2500").status_code == 302

    assert send(client, "publish_advert", advert).status_code == 422
    advert.refresh_from_db()
    assert advert.state == "draft"


def test_the_company_is_shown_its_classes(client, school, coordinator):
    company = make_organisation()
    project = make_project(school, by=coordinator, state="approved")
    make_class(project, title_en="Class of the company", company=company)

    page = client.get(company.get_absolute_url())

    assert "Class of the company" in page.content.decode()
    listed = client.get(f"{reverse('training:classes')}?partner={company.pk}")
    assert [row.title for row in listed.context["rows"]] == ["Class of the company"]


@pytest.mark.parametrize("count", [1, 8])
def test_lists_cost_the_same_however_long(
    client, school, coordinator, count, django_assert_num_queries
):
    for _ in range(count):
        make_class(make_project(school, by=coordinator, state="approved"), learners=1)
    client.get(reverse("training:projects"))

    with django_assert_num_queries(9):
        projects = client.get(reverse("training:projects"))
    with django_assert_num_queries(9):
        classes = client.get(reverse("training:classes"))

    assert len(projects.context["rows"]) == len(classes.context["rows"]) == count


# From five on, the newest entries of the history are all of one kind.
@pytest.mark.parametrize("count", [5, 12])
def test_pages_cost_the_same_however_many_belong_to_them(
    client, school, coordinator, count, django_assert_num_queries
):
    project = make_project(school, by=coordinator, state="approved")
    groups = [make_class(project, learners=count, lessons=(2,) * min(count, 5))]
    groups += [make_class(project, learners=1) for _ in range(count - 1)]
    services.enrol(groups[0], by=coordinator, name_en="Sent", organisation=make_organisation())
    for record in (project, groups[0]):
        client.get(record.get_absolute_url())

    with django_assert_num_queries(17):
        client.get(project.get_absolute_url())
    with django_assert_num_queries(28):
        client.get(groups[0].get_absolute_url())


def test_a_day_outside_and_a_learner_twice_are_said_at_their_fields(client, school, coordinator):
    group = make_class(make_project(school, by=coordinator, state="approved"), learners=1)
    known = Learner.objects.get()

    outside = send(
        client, "add_lesson", group, topic="A", hours=1, held_on=datetime.date(2026, 4, 1)
    )
    twice = send(client, "enrol", group, name_zh=known.name_zh, name_en=known.name_en)

    assert list(outside.context["form"].errors) == ["held_on"]
    assert list(twice.context["form"].errors) == ["name_zh"]


def test_a_school_without_approval_cannot_draft(client, sign_in, university):
    other = make_unit(university)
    sign_in(make_staff(roles.COORDINATOR, unit=other, language="en"))
    make_organiser(make_unit(university))

    page = client.post(reverse("training:draft"), PROJECT | {"unit": other.pk})

    assert list(page.context["form"].errors) == ["unit"]
    assert page.context["form"]["title_en"].value() == "Metallurgy for managers"

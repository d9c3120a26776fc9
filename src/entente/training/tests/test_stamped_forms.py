"""Forms of projects, adverts and classes that are stamped on paper or decided in the OA."""

import datetime
import io

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from entente.approvals import printed
from entente.approvals.models import Approval
from entente.office import roles
from entente.office.services import system_user
from entente.training import services
from entente.training.parts import approving
from tests.factories import make_staff, make_unit
from tests.factories_approvals import DAY as LATER
from tests.factories_approvals import make_approval
from tests.factories_office import set_rule
from tests.factories_training import DAY, make_advert, make_class, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def refused(call):
    with pytest.raises(ValidationError) as refusal:
        call()
    error = refusal.value
    return error.message_dict if hasattr(error, "error_dict") else error.messages


def asked_for(record, state="draft", **values):
    project = getattr(record, "project", record)
    given = {"asked_zh": "请审批", "by": project.drafted_by, "on": LATER}
    return make_approval(project.unit, record=record, state=state, **given | values)


def test_the_form_of_a_project_says_what_is_decided():
    project = make_project(partner_collects=None, price=2800, title_en="Metallurgy")

    said = dict(approving.of_project(project))

    assert said["Price for a learner, in yuan"] == 2800
    assert said["Title"] == f"{project.title_zh}\nMetallurgy"
    assert said["Organiser"] == project.unit.name


def test_the_printed_list_names_those_who_completed_the_class_and_nobody_else():
    group = make_class(state="running", learners=3, assessment="Written examination")
    passed, failed, away = group.learners.order_by("pk")
    for lesson in group.lessons.all():
        services.record_attendance(lesson, [passed, failed], by=system_user(), on=group.ends_on)
    marks = {passed.pk: (True, "92"), failed.pk: (False, "40"), away.pk: (False, "")}
    services.record_assessment(group, marks, by=system_user())
    services.close_class(group, by=system_user(), on=group.ends_on)
    approval = asked_for(group)

    form = printed.form_of(approval, "https://example.edu/approvals/1/")
    content = printed.as_pdf(form, on=DAY)

    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    text = "".join("".join(page.extract_text() for page in pages).split())
    assert f"{passed.name_zh}{passed.name_en}·92".replace(" ", "") in text
    assert failed.name_zh not in text
    assert away.name_zh not in text


def test_what_was_put_to_approval_is_not_changed_meanwhile():
    project = make_project()
    approval = asked_for(project, "waiting")
    advert = make_advert()
    asked_for(advert, "approved")

    for call in (
        lambda: services.change_project(project, by=project.drafted_by, on=DAY, price=1),
        lambda: services.change_advert(advert, by=system_user(), text_en="Come now"),
    ):
        assert "was put to approval" in refused(call)[0]
    assert (
        approval.number
        in refused(
            lambda: services.change_project(project, by=project.drafted_by, on=DAY, price=1)
        )[0]
    )


def test_where_the_rule_wants_it_the_form_comes_first():
    project = make_project()
    set_rule("training.form_first", "yes", unit=project.unit)

    said = refused(lambda: services.submit_project(project, by=project.drafted_by, on=DAY))
    assert list(said) == ["form"]
    asked_for(project, "approved")
    services.submit_project(project, by=project.drafted_by, on=DAY)
    services.approve_project(project, by=system_user(), on=DAY)

    assert project.state == "approved"
    advert = make_advert(project)
    assert list(refused(lambda: services.submit_advert(advert, by=project.drafted_by, on=DAY))) == [
        "form"
    ]
    group = make_class(project, state="closed")
    assert [one.name for one in services.of_class(group, on=DAY) if not one.met] == ["form"]
    asked_for(group, "approved")
    assert all(one.met for one in services.of_class(group, on=DAY))


def test_what_the_oa_reports_lets_a_submitted_project_and_advert_go_on():
    project = make_project(state="submitted")
    asked_for(project, "approved", by=system_user())
    project.refresh_from_db()
    assert (project.state, project.decided_by) == ("approved", system_user())

    advert = make_advert(project, state="submitted")
    asked_for(advert, "returned", by=system_user())
    advert.refresh_from_db()
    assert advert.state == "returned"
    assert advert.returned_because


def test_the_organisers_own_entry_of_a_result_does_not_approve_its_project():
    project = make_project(state="submitted")
    head = make_staff(roles.HEAD, unit=project.unit)

    asked_for(project, "approved", by=head)

    project.refresh_from_db()
    assert project.state == "submitted"


def test_the_page_offers_to_ask_and_shows_what_came_back(client):
    university = make_unit()
    school = make_unit(university)
    officer = make_staff(roles.OFFICER, unit=school, language="en")
    client.force_login(officer)
    client.cookies["django_language"] = "en"
    project = make_project(school, by=officer, state="approved")
    group = make_class(project, starts_on=datetime.date(2026, 3, 2))
    for record in (project, make_advert(project), group):
        ask = reverse("approvals:ask", args=[record._meta.label_lower, record.pk])
        assert ask in client.get(record.get_absolute_url()).content.decode()
        given = {"asked_en": "Please approve", "steps": "办学单位 | Organiser"}
        assert client.post(ask, given).status_code == 302
    asked = Approval.objects.order_by("pk")
    assert [approval.record for approval in asked] == [project, project.adverts.get(), group]
    assert {approval.unit for approval in asked} == {school}

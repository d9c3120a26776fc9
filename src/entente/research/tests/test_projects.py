"""Joint projects: from the application to the results, and what is counted."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from entente.figures.counting import Question
from entente.kit.errors import DomainError
from entente.kit.measures import measure_named
from entente.kit.periods import Period
from entente.kit.quantities import Quantity
from entente.office import roles
from entente.office.services import system_user
from entente.research import services
from entente.research.enums import PROJECT_FLOW, ProjectState
from entente.research.models import JointProject
from entente.research.parts import projects_of_centre, projects_told_of_person, to_finish
from tests.factories import make_staff, make_unit
from tests.factories_organisations import make_organisation
from tests.factories_people import make_person
from tests.factories_research import DAY, make_centre, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def officer(client):
    user = make_staff(roles.OFFICER, unit=make_unit(), language="en")
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def send(client, name, record, **values):
    return client.post(reverse(f"research:{name}", args=[record.pk]), values)


def counted(unit, year, **filters):
    question = Question(measure_named("joint_research_projects"), unit, filters)
    return question.count(Period.year(year)).number


# --- Rules ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ProjectState.values)
@pytest.mark.parametrize("step", PROJECT_FLOW.steps)
def test_each_step_leaves_only_the_states_of_the_table(state, step):
    project, by = make_project(), system_user()
    JointProject.objects.filter(pk=project.pk).update(state=state)
    project.refresh_from_db()
    act = {
        "approve": lambda: services.approve_project(project, by=by, on=DAY, approved_on="2026"),
        "finish": lambda: services.finish_project(project, by=by, results_en="Two papers"),
        "refuse": lambda: services.refuse_project(project, by=by, reason="No money"),
    }[step]

    if state in PROJECT_FLOW[step].sources:
        act()
    else:
        with pytest.raises(DomainError):
            act()
    project.refresh_from_db()
    allowed = state in PROJECT_FLOW[step].sources
    assert project.state == (PROJECT_FLOW[step].target if allowed else state)


def test_money_has_a_currency_and_years_are_in_order():
    for values, words in (
        ({"amount": "1000"}, "amount and currency together"),
        ({"currency": "EUR"}, "amount and currency together"),
        ({"amount": "0", "currency": "EUR"}, "0.01"),
        ({"starts_on": "2020", "ends_on": "2019"}, "before the beginning"),
        ({"title_zh": "", "title_en": ""}, "in at least one language"),
    ):
        with pytest.raises(ValidationError, match=words):
            make_project(**values)


def test_it_is_approved_on_a_day_that_has_come_and_finished_with_words():
    project, by = make_project(), system_user()

    with pytest.raises(DomainError, match="lies in the future"):
        services.approve_project(project, by=by, on=DAY, approved_on="2027")
    services.approve_project(project, by=by, on=DAY, approved_on="2015")
    with pytest.raises(DomainError, match="at least one language"):
        services.finish_project(project, by=by)


def test_partners_stand_once_and_none_is_added_to_what_was_refused():
    partner, by = make_organisation(), system_user()
    project = make_project(partner=partner)

    with pytest.raises(ValidationError, match="a partner already"):
        services.add_project_partner(project, by=by, organisation=partner)
    services.refuse_project(project, by=by, reason="No money")
    with pytest.raises(DomainError, match="nothing is added"):
        services.add_project_partner(project, by=by, organisation=make_organisation())


def test_projects_count_in_the_year_of_their_approval():
    unit, partner = make_unit(), make_organisation(country="IN")
    both = make_project(unit, partner=partner, approved="2015", funder=partner)
    services.add_project_partner(both, by=system_user(), organisation=make_organisation())
    make_project(unit, approved="2016-03")
    make_project(unit, partner=partner)

    assert counted(unit, 2015) == counted(unit, 2015, country="IN") == Quantity(1, 1)
    assert counted(unit, 2015, funder=str(partner.pk)) == Quantity(1, 1)
    assert counted(unit, 2016, partner=str(partner.pk)) == Quantity(0, 0)


# --- Pages ----------------------------------------------------------------------------------------


def test_from_the_application_to_the_results(client, officer):
    partner, person = make_organisation(), make_person(officer.unit)
    centre = make_centre(officer.unit, founded="2020")
    values = {
        "title_en": "Slag as a resource",
        "funder": partner.pk,
        "leader": person.pk,
        "centre": centre.pk,
        "amount": "250000",
        "currency": "GBP",
        "starts_on": "2015",
        "ends_on": "2018",
        "unit": officer.unit_id,
    }
    answer = client.post(reverse("research:enter_project"), values)
    assert answer.status_code == 302, answer.context["form"].errors
    project = JointProject.objects.get()
    send(client, "add_project_partner", project, organisation=partner.pk, part="Furnace tests")
    assert send(client, "approve", project, approved_on="2015").status_code == 302

    today = timezone.localdate()
    assert [item.url for item in to_finish(officer, today).items] == [project.get_absolute_url()]
    listed = client.get(f"{reverse('research:projects')}?now=overdue&partner={partner.pk}")
    assert "250,000.00 GBP" in listed.content.decode()
    assert send(client, "finish", project, results_en="").status_code == 422
    assert send(client, "finish", project, results_en="Three papers").status_code == 302

    words = client.get(project.get_absolute_url()).content.decode()
    for said in ("Furnace tests", "250,000.00 GBP", "Three papers", str(centre.name)):
        assert said in words
    for record in (partner, person, centre):
        assert "Slag as a resource" in client.get(record.get_absolute_url()).content.decode()
    assert to_finish(officer, today).items == []
    assert projects_of_centre(project, officer) is None
    [told] = projects_told_of_person(person).plain()
    assert told["title_en"] == "Slag as a resource"


def test_bad_input_is_said_at_its_field(client, officer):
    project = make_project(officer.unit)
    values = {"title_en": "One", "unit": officer.unit_id}

    def errors(**more):
        page = client.post(reverse("research:enter_project"), values | more)
        return list(page.context["form"].errors)

    assert errors(amount="10") == ["currency"]
    assert errors(amount="0", currency="EUR") == ["amount"]
    assert errors(starts_on="2020", ends_on="2019") == ["ends_on"]
    assert errors(title_en="") == ["title_zh"]
    later = str(timezone.localdate().year + 1)
    refused = send(client, "approve", project, approved_on=later)
    assert list(refused.context["form"].errors) == ["approved_on"]
    assert JointProject.objects.get().state == "applied"


def test_partners_are_changed_and_taken_off_and_a_project_edited_and_refused(client, officer):
    project = make_project(officer.unit, partner=make_organisation())
    partner = project.partners.get()

    values = {"organisation": partner.organisation_id, "part": "Assays", "version": 1}
    assert send(client, "change_project_partner", partner, **values).status_code == 302
    assert "Assays" in client.get(project.get_absolute_url()).content.decode()
    assert send(client, "remove_project_partner", partner).status_code == 302
    values = {"title_en": "Renamed", "unit": officer.unit_id, "version": 1}
    assert send(client, "change_project", project, **values).status_code == 302
    assert send(client, "refuse", project, reason="No money").status_code == 302

    project.refresh_from_db()
    assert (project.title_en, project.state, project.reason) == ("Renamed", "refused", "No money")
    assert project.partners.count() == 0


@pytest.mark.parametrize("count", [1, 8])
def test_the_list_costs_the_same_however_long(client, officer, count, django_assert_num_queries):
    for _ in range(count):
        partner = make_organisation()
        make_project(officer.unit, partner=partner, funder=partner, approved="2020")
    client.get(reverse("research:projects"))

    with django_assert_num_queries(9):
        page = client.get(reverse("research:projects"))

    assert len(page.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_many_partners(
    client, officer, count, django_assert_num_queries
):
    project = make_project(officer.unit, funder=make_organisation())
    for _ in range(count):
        services.add_project_partner(project, by=system_user(), organisation=make_organisation())
    client.get(project.get_absolute_url())

    with django_assert_num_queries(16):
        client.get(project.get_absolute_url())


def test_another_units_project_is_not_found(client, officer):
    theirs = make_project(partner=make_organisation())

    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert send(client, "change_project_partner", theirs.partners.get()).status_code == 404


def test_a_project_is_over_only_when_its_last_day_has_passed():
    project = make_project(ends_on="2026-05", approved="2025")

    assert list(JointProject.objects.overdue(datetime.date(2026, 5, 31))) == []
    assert list(JointProject.objects.overdue(datetime.date(2026, 6, 1))) == [project]

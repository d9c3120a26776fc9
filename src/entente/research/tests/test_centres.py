"""Joint laboratories and centres: founding, partners, directors, evaluations, what is counted."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from entente.figures.counting import Question
from entente.kit.errors import DomainError
from entente.kit.measures import measure_named
from entente.kit.models import AuditEntry
from entente.kit.periods import Period
from entente.office.services import system_user
from entente.organisations.services import merge_organisations
from entente.research import services
from entente.research.enums import CENTRE_FLOW, CentreState
from entente.research.models import JointCentre
from tests.factories import make_unit
from tests.factories_organisations import make_organisation
from tests.factories_people import make_person
from tests.factories_research import DAY, make_centre

pytestmark = pytest.mark.django_db
DATE = datetime.date


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def counted(name, unit, day, **filters):
    question = Question(measure_named(name), unit, filters)
    return question.count(Period(day, day)).number


def due(centre):
    deadline = services.next_evaluation(centre)
    return deadline and deadline.due_on


# --- The steps ------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", CentreState.values)
@pytest.mark.parametrize("step", CENTRE_FLOW.steps)
def test_each_step_leaves_only_the_states_of_the_table(state, step):
    centre, by = make_centre(), system_user()
    JointCentre.objects.filter(pk=centre.pk).update(state=state)
    centre.refresh_from_db()
    act = {
        "found": lambda: services.found_centre(centre, by=by, on=DAY),
        "close": lambda: services.close_centre(
            centre, by=by, on=DAY, closed_on="2026", reason="It ran out"
        ),
        "drop": lambda: services.drop_centre(centre, by=by, reason="No money"),
    }[step]

    if state in CENTRE_FLOW[step].sources:
        act()
        centre.refresh_from_db()
        assert centre.state == CENTRE_FLOW[step].target
    else:
        with pytest.raises(DomainError):
            act()
        centre.refresh_from_db()
        assert centre.state == state


def test_a_founding_is_as_exact_as_its_source_and_the_trail_keeps_it():
    centre = make_centre(founded="2012-11")

    assert str(centre.founded_on) == "2012-11"
    verbs = AuditEntry.objects.filter(verb__startswith="joint_centre.").values_list("verb")
    assert sorted(verb for (verb,) in verbs) == ["joint_centre.founded", "joint_centre.planned"]


def test_what_lies_in_the_future_is_not_yet_founded_or_closed():
    planned, running, by = make_centre(), make_centre(founded="2020"), system_user()

    with pytest.raises(DomainError, match="founding lies in the future"):
        services.found_centre(planned, by=by, on=DAY, founded_on="2027")
    with pytest.raises(DomainError, match="founding lies in the future"):
        services.change_centre(running, by=by, on=DAY, founded_on="2027")
    with pytest.raises(DomainError, match="closing lies in the future"):
        services.close_centre(running, by=by, on=DAY, closed_on="2026-06", reason="Ends")
    with pytest.raises(ValidationError, match="before it was founded"):
        services.close_centre(running, by=by, on=DAY, closed_on="2019", reason="Ends")


def test_it_needs_a_name():
    with pytest.raises(ValidationError, match="in at least one language"):
        make_centre(name_zh="", name_en="")


# --- Partners and directors -----------------------------------------------------------------------


def test_an_institution_is_a_partner_once():
    partner = make_organisation()
    centre = make_centre(partner=partner)

    with pytest.raises(ValidationError, match="a partner already"):
        services.add_partner(centre, by=system_user(), organisation=partner)


def test_nothing_is_added_to_what_was_never_founded():
    centre, by = make_centre(), system_user()
    services.drop_centre(centre, by=by, reason="No money")

    with pytest.raises(DomainError, match="never founded"):
        services.add_partner(centre, by=by, organisation=make_organisation())


def test_a_director_stands_for_us_or_for_a_partner():
    unit, partner, by = make_unit(), make_organisation(), system_user()
    centre = make_centre(unit, partner=partner)
    services.add_director(centre, by=by, person=make_person(unit))
    services.add_director(centre, by=by, person=make_person(unit), organisation=partner)

    with pytest.raises(DomainError, match="is no partner of it"):
        services.add_director(
            centre, by=by, person=make_person(unit), organisation=make_organisation()
        )
    with pytest.raises(DomainError, match="directs it for this partner"):
        services.remove_part(centre.partners.get(), by=by, on=DAY)
    assert centre.directors.count() == 2


def test_one_person_directs_it_once_at_a_time():
    unit, by = make_unit(), system_user()
    centre, person = make_centre(unit), make_person(unit)
    services.add_director(centre, by=by, person=person, since="2015", until="2018")
    services.add_director(centre, by=by, person=person, since="2018")

    with pytest.raises(DomainError, match="already in that time"):
        services.add_director(centre, by=by, person=person, since="2020-03")


def test_a_partner_moves_with_an_institution_that_is_merged():
    kept, merged, by = make_organisation(), make_organisation(), system_user()
    centre = make_centre(partner=merged)

    merge_organisations(kept, merged, by=by)

    assert centre.partners.get().organisation == kept


# --- Evaluations ----------------------------------------------------------------------------------


def test_only_levels_of_the_rule_are_evaluated_counted_from_the_founding():
    assert due(make_centre(level="national", founded="2025-06")) == DATE(2027, 6, 30)
    assert due(make_centre(level="school", founded="2025-06")) is None
    assert due(make_centre(level="national", founded=None)) is None


def test_the_next_evaluation_is_counted_from_the_last():
    centre, by = make_centre(level="national", founded="2020"), system_user()

    evaluation = services.add_evaluation(centre, by=by, on=DAY, held_on="2024-05-10", result="good")
    assert due(centre) == DATE(2027, 5, 10)
    services.change_evaluation(evaluation, by=by, on=DAY, held_on="2025-05-10")
    assert due(centre) == DATE(2028, 5, 10)
    services.change_centre(centre, by=by, on=DAY, level="city")
    assert due(centre) is None
    services.change_centre(centre, by=by, on=DAY, level="national")
    services.close_centre(centre, by=by, on=DAY, closed_on="2026", reason="It ran out")
    assert due(centre) is None


def test_no_evaluation_is_asked_for_of_the_time_before_the_records():
    centre, by = make_centre(level="national", founded="2014"), system_user()
    assert due(centre) == DATE(2029, 5, 1)

    known = services.add_evaluation(centre, by=by, on=DAY, held_on="2025", result="passed")
    assert due(centre) == DATE(2028, 12, 31)
    services.remove_part(known, by=by, on=DAY)
    assert due(centre) == DATE(2029, 5, 1)


def test_an_evaluation_lies_between_the_founding_and_today():
    centre, by = make_centre(founded="2020"), system_user()

    for held_on, words in (("2019", "founded in 2020 only"), ("2026-06", "still to come")):
        with pytest.raises(DomainError, match=words):
            services.add_evaluation(centre, by=by, on=DAY, held_on=held_on, result="good")
    with pytest.raises(DomainError, match="not founded yet"):
        services.add_evaluation(make_centre(), by=by, on=DAY, held_on="2026", result="good")
    assert centre.evaluations.count() == 0


# --- What is counted ------------------------------------------------------------------------------


def test_laboratories_and_centres_are_counted_apart_on_a_day():
    unit, partner, by = make_unit(), make_organisation(country="DE"), system_user()
    make_centre(unit, partner=partner, founded="2014")
    make_centre(unit, founded="2015", kind="centre")
    make_centre(unit, founded="2016", kind="institute")
    make_centre(unit)
    closed = make_centre(unit, founded="2010")
    services.close_centre(closed, by=by, on=DAY, closed_on="2018-06", reason="It ran out")

    assert str(counted("joint_labs", unit, DAY)) == "1"
    assert str(counted("joint_labs", unit, DATE(2017, 1, 1))) == "2"
    assert str(counted("joint_labs", unit, DAY, country="DE")) == "1"
    assert str(counted("joint_labs", unit, DAY, partner=str(partner.pk))) == "1"
    assert str(counted("joint_labs", unit, DAY, country="FR")) == "0"
    assert str(counted("joint_research_centres", unit, DAY)) == "2"


def test_one_with_two_partners_is_one():
    unit = make_unit()
    centre = make_centre(unit, partner=make_organisation(), founded="2014")
    services.add_partner(centre, by=system_user(), organisation=make_organisation(), role="funder")

    assert str(counted("joint_labs", unit, DAY)) == "1"


def test_a_founding_of_an_unknown_day_counts_and_a_rough_one_lies_between():
    unit = make_unit()
    services.found_centre(make_centre(unit), by=system_user(), on=DAY)
    make_centre(unit, founded="2026")

    number = counted("joint_labs", unit, DAY)

    assert (number.low, number.high) == (1, 2)

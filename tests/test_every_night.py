"""Each job of the night is run, on records of every kind."""

import datetime

import pytest

from entente.kit import nightly
from entente.office.services import system_user
from entente.organisations.models import Organisation
from tests.factories import make_unit
from tests.factories_everything import everything_of, everything_shared

NIGHT = datetime.date(2026, 6, 1)


@pytest.fixture(scope="module")
def world(shared_database):
    shared = everything_shared()
    return everything_of(make_unit(name_en="Home"), shared[Organisation])


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(nightly.jobs))
def test_a_job_of_the_night_ends_without_an_error(world, name):
    record = nightly.run(name, on=NIGHT, by=system_user())

    assert record.error == ""

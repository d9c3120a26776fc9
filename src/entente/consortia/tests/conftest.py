"""What the pages of consortia are tried with: a university, and someone of it who is signed in."""

import pytest

from tests.factories import make_staff, make_unit


@pytest.fixture
def university():
    return make_unit(code="CUG")


@pytest.fixture
def enter(client, university):
    """Sign in someone who holds these roles: `enter(roles.SECRETARIAT)`."""

    def enter(*held, unit=university):
        user = make_staff(*held, unit=unit, language="en")
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return user

    return enter

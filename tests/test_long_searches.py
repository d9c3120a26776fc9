"""A search that is too long is refused in words at its field, wherever one can search."""

import pytest

from entente.kit.pages import ListPage
from entente.office import roles
from tests.factories import make_staff
from tests.test_every_page import STAFF

pytestmark = pytest.mark.django_db
LONG = "very " * 1000
REFUSAL = "A search may have 200 characters; this one has 4999. Shorten it."
LISTS = [
    (name, f"/{pattern}")
    for name, pattern, page in STAFF
    if issubclass(page, ListPage) and "q" in page.filterset_class.base_filters
]


@pytest.fixture
def everybody(client):
    client.force_login(make_staff(*roles.Role.registered.values(), language="en"))
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize(("name", "address"), LISTS, ids=[name for name, _address in LISTS])
def test_a_list_says_so_at_its_field_and_shows_everything(everybody, name, address):
    page = everybody.get(address, {"q": LONG})

    assert page.status_code == 200
    assert page.context["filterset"].form.errors == {"q": [REFUSAL]}
    assert REFUSAL in page.content.decode()


def test_the_desk_says_so(everybody):
    page = everybody.get("/search/", {"q": LONG})

    assert (page.status_code, page.context["refusal"]) == (200, REFUSAL)


def test_a_choice_offers_nothing(everybody):
    page = everybody.get("/lookup/office.unit/", {"field": "unit", "unit_q": LONG})

    assert (page.status_code, page.context["groups"]) == (
        200,
        [("", [{"value": "", "label": ""}], 0)],
    )


def test_the_trail_says_so_at_the_field_for_a_person(everybody):
    page = everybody.get("/office/trail/", {"who": LONG})

    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["who"]

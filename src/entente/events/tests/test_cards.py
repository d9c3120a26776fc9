"""Badges and table cards of an event: everybody with a place, for those who keep it."""

import io

import pypdf
import pytest
from django.urls import reverse

from entente.events import services
from entente.office import roles
from entente.office.services import system_user
from tests.factories import make_staff, make_unit
from tests.factories_events import open_event, register

pytestmark = pytest.mark.django_db


def words(answer):
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("name", ["badges", "table_cards"])
def test_everybody_with_a_place_has_a_card(client, name):
    unit = make_unit()
    client.force_login(make_staff(roles.OFFICER, unit=unit, language="en"))
    event = open_event(unit, capacity=2, title_en="Forum on weather")
    register(event, name="欧阳明远", institution="京都大学")
    gone, waiting = register(event, name="Anna Meyer"), register(event, name="Somebody Waiting")
    assert waiting.state == "waiting"
    address = reverse(f"events:{name}", args=[event.pk])
    assert address in client.get(event.get_absolute_url()).content.decode()

    answer = client.get(address)

    assert answer.headers["Content-Type"] == "application/pdf"
    said = words(answer)
    assert "欧阳明远" in said
    assert "京都大学" in said
    assert "AnnaMeyer" in said
    assert "SomebodyWaiting" not in said
    services.withdraw(gone, by=system_user())
    assert "AnnaMeyer" not in words(client.get(address))


def test_of_another_unit_nothing_is_given(client):
    event = open_event(make_unit())
    client.force_login(make_staff(roles.OFFICER, unit=make_unit(), language="en"))

    assert client.get(reverse("events:badges", args=[event.pk])).status_code == 404

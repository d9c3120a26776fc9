"""Badges and table cards of a delegation: those whose names are known."""

import io

import pypdf
import pytest
from django.urls import reverse

from entente.office import roles
from entente.office.services import system_user
from entente.visits import services
from tests.factories import make_staff, make_unit
from tests.factories_organisations import make_organisation
from tests.factories_visits import make_visit

pytestmark = pytest.mark.django_db


def words(answer):
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("name", ["badges", "table_cards"])
def test_a_delegate_with_a_name_has_a_card_with_function_and_institution(client, name):
    unit = make_unit()
    client.force_login(make_staff(roles.OFFICER, unit=unit, language="en"))
    visit = make_visit(unit, delegates=())
    address = reverse(f"visits:{name}", args=[visit.pk])
    assert address not in client.get(visit.get_absolute_url()).content.decode()
    services.add_delegates(
        visit,
        by=system_user(),
        organisation=make_organisation("University of Tokyo", country="JP"),
        names=[("佐藤健", "Dean")],
    )
    assert address in client.get(visit.get_absolute_url()).content.decode()

    said = words(client.get(address))

    assert all(word in said for word in ("佐藤健", "Dean", "UniversityofTokyo"))

import pytest
from django.db import connection

from entente.kit.planner import refresh_planner
from entente.partnerships.models import Agreement
from tests.factories import make_unit
from tests.factories_partnerships import make_agreement

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps itself informed")
def test_what_nearly_all_are_is_not_sorted_but_read_in_order():
    unit, partner = make_unit(), None
    for _number in range(30):
        made = make_agreement(unit, partner=partner, state="in_force")
        partner = partner or made.parties.get(organisation__isnull=False).organisation
    held = Agreement.objects.filter(state="in_force").order_by("-first_day", "-pk")

    refresh_planner()

    assert "TEMP B-TREE" not in held.values_list("pk")[:26].explain()

"""Records without an owner are everybody's who holds the permission."""

import pytest

from entente.kit.paging import in_scope
from entente.office import roles
from entente.office.models import Unit
from tests.factories import make_staff, make_unit

pytestmark = pytest.mark.django_db


class Shared:
    shared = True
    unit_id = None


def test_a_permission_held_anywhere_covers_what_belongs_to_nobody():
    roles.allow("office.view_unit", roles.OFFICER)
    officer, stranger = make_staff(roles.OFFICER), make_staff(roles.EDITOR)

    assert officer.may("office.view_unit", Shared())
    assert not stranger.may("office.view_unit", Shared())
    assert not officer.may("office.view_unit", make_unit())


def test_several_units_of_a_tree_are_listed_alike_whichever_way_is_walked(monkeypatch):
    university = make_unit()
    schools = [make_unit(university) for _ in range(3)]
    for school in schools:
        make_unit(school)
    roles.allow("office.view_unit", roles.COORDINATOR)
    scope = make_staff(roles.COORDINATOR, unit=schools[0]).scope("office.view_unit")
    read = in_scope(Unit.objects.order_by("pk"), scope, "parent", "top")

    monkeypatch.setattr("entente.kit.paging.WALK_FROM", 0)
    walked = in_scope(Unit.objects.order_by("pk"), scope, "parent", "top")

    assert list(read) == list(walked) == list(Unit.objects.filter(parent=schools[0]))

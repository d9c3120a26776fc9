"""Units, users, roles: who sees what."""

import pytest

from entente.kit import audit
from entente.kit.models import AuditEntry
from entente.office import roles, services
from entente.office.models import Unit
from tests.factories import make_staff, make_unit

pytestmark = pytest.mark.django_db


def test_a_role_covers_the_unit_and_all_below_it():
    university = make_unit()
    school = make_unit(university)
    department = make_unit(school)
    other = make_unit(university)
    roles.allow("office.view_unit", roles.COORDINATOR)
    coordinator = make_staff(roles.COORDINATOR, unit=school)

    seen = set(Unit.objects.visible_to(coordinator))

    assert seen == {school, department}
    assert not coordinator.may("office.view_unit", other)


def test_every_change_is_chained_and_a_forged_entry_is_named():
    unit = make_unit()
    services.change_unit(unit, by=services.system_user(), name_en="Renamed")
    assert audit.verify()[1] == []

    entry = AuditEntry.objects.about(unit).first()
    assert entry.verb == "unit.changed"
    assert entry.changes["name_en"][1] == "Renamed"
    AuditEntry.objects.filter(pk=entry.pk).update(changes={"name_en": ["x", "y"]})

    broken = audit.verify()[1]
    assert [(place.chain, place.sequence, place.reason) for place in broken] == [
        (unit.top_id, entry.sequence, "its content was changed")
    ]

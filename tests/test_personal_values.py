"""What is somebody's own stands in the trail only under a key that can be destroyed."""

import pytest

from entente.consortia.models import Mandate
from entente.kit.audit import readable_changes
from entente.kit.models import AuditEntry
from entente.nominations.models import Nominee
from entente.nominations.services import erase_nominee
from entente.office.services import system_user
from tests.factories import make_unit
from tests.factories_everything import everything_of, everything_shared
from tests.factories_nominations import make_invitation, nominate
from tests.factories_organisations import make_organisation

pytestmark = pytest.mark.django_db
# A mandate may be an institution's, and then it names nobody.
OF_NOBODY = {Mandate}


def test_every_record_with_personal_values_has_a_key():
    made = everything_shared() | everything_of(make_unit(), make_organisation())

    without = {
        model.__name__
        for model, record in made.items()
        if record.audit_personal and not record.personal_key()
    }

    assert {model.__name__ for model in made if model.audit_personal} >= {"Nominee", "Delegate"}
    assert without <= {model.__name__ for model in OF_NOBODY}


def told(record):
    """Give what can still be read of a record's history."""
    return str([readable_changes(entry) for entry in AuditEntry.objects.about(record)])


def test_what_a_partner_said_of_a_nominee_cannot_be_read_after_erasure():
    invitation = make_invitation()
    nominate(invitation, remark="Plays the violin")
    assert "violin" not in str(list(AuditEntry.objects.values("changes")))
    assert "violin" in told(invitation)

    erase_nominee(Nominee.objects.get(), by=system_user())

    assert "violin" not in told(invitation)

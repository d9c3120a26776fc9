"""Ordinary invitations to nominate, made through the services that people use."""

import datetime

from entente.nominations import services
from entente.office.services import system_user
from entente.partnerships import services as partnerships
from tests.factories import make_unit
from tests.factories_organisations import make_organisation
from tests.factories_partnerships import make_agreement

FIRST, LAST = datetime.date(2026, 3, 1), datetime.date(2026, 4, 30)


def make_invitation(unit=None, *, partner=None, promised=3, agreement=None, **values):
    """Invite a partner to nominate two guests for 2026/27, in March and April 2026."""
    unit, by = unit or make_unit(), system_user()
    partner = partner or make_organisation()
    if agreement is None:
        agreement = make_agreement(unit, partner=partner, state="in_force")
        if promised is not None:
            given = partnerships.NewPlaces(agreement, 2026, "inbound", promised, source="Annex")
            partnerships.write_places([given], by=by)
    values = {
        "agreement": agreement,
        "organisation": partner,
        "academic_year": 2026,
        "places": 2,
        "starts_on": "2026-09",
        "ends_on": "2027-01",
        "opens_on": FIRST,
        "closes_on": LAST,
    } | values
    return services.invite(by=by, unit=unit, **values)


def nominate(invitation, name="Schmidt", *, on=FIRST, **values):
    """Nominate a guest as the partner does."""
    mailbox = name.lower().replace(" ", ".")
    values = {
        "family_name": name,
        "given_name": "Anna",
        "email": f"{mailbox}@example.org",
        "level": "bachelor",
    } | values
    return services.nominate(invitation, on=on, **values)

"""Ordinary agreements, made through the services that people use."""

import datetime
import itertools

from entente.office import services as office
from entente.partnerships import services
from entente.partnerships.enums import AgreementState
from tests.factories import make_unit
from tests.factories_organisations import make_organisation

DAY = datetime.date(2026, 5, 1)
S = AgreementState
_count = itertools.count(1)


def make_agreement(unit=None, *, state=S.DRAFT, partner=None, by=None, on=DAY, **values):
    """Make an agreement between a unit and a partner and take it to a state by its own steps."""
    number = next(_count)
    unit = unit or make_unit()
    by = by or office.system_user()
    parties = [
        services.NewParty(unit=unit),
        services.NewParty(organisation=partner or make_organisation()),
    ]
    values = {
        "kind": "exchange",
        "title_zh": f"学生交换协议{number}",
        "title_en": f"Student exchange {number}",
        "parties": parties,
    } | values
    agreement = services.draft_agreement(by=by, unit=unit, **values)
    take_to(agreement, state, on=on, by=by)
    return agreement


def take_to(agreement, state, *, on=DAY, by):
    """Take a draft to a state by its own steps."""
    if state == S.WITHDRAWN:
        services.withdraw_agreement(agreement, reason="Not needed", by=by)
    elif state == S.IN_REVIEW:
        services.submit_agreement(agreement, by=by)
    elif state != S.DRAFT:
        if state == S.SIGNED and not agreement.starts_on:
            starts_on = on + datetime.timedelta(days=100)
            services.change_agreement(agreement, by=by, starts_on=starts_on)
        services.submit_agreement(agreement, by=by)
        signed_on = agreement.signed_on or on
        services.sign_agreement(agreement, on=on, signed_on=signed_on, by=by)
        if state == S.ENDED:
            services.end_agreement(agreement, on=on, ended_on=on, reason="Over", by=by)
    assert agreement.state == state

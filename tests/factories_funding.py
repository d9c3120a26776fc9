"""Ordinary schemes and grants, made through the services that people use."""

import itertools
from decimal import Decimal

from entente.funding import services
from entente.office.services import system_user
from tests.factories_mobility import make_stay

_count = itertools.count(1)


def make_scheme(unit, *, budget=100_000, year=2026, **values):
    number, by = next(_count), system_user()
    words = {"title_zh": f"资助项目{number}", "title_en": f"Scheme {number}"} | values
    scheme = services.add_scheme(by=by, unit=unit, **words)
    if budget is not None:
        services.set_budget(scheme, by=by, year=year, amount=Decimal(budget))
    return scheme


def make_grant(scheme, *, stay=None, amount=10_000, year=2026, promised=True, parts=()):
    """Make a grant; `parts` are amounts of instalments, each with its gates."""
    by = system_user()
    stay = stay or make_stay(scheme.unit)
    grant = services.apply_for(stay, by=by, scheme=scheme, year=year, amount=Decimal(amount))
    for part, gates in parts:
        services.add_instalment(grant, by=by, amount=Decimal(part), gates=gates)
    if promised:
        services.promise_grant(grant, by=by)
    return grant

"""Guests who come, with their visa papers and lodgings."""

import datetime
import itertools

from django.utils import timezone

from entente.arrivals import services
from entente.office.services import system_user
from tests.factories_mobility import make_stay

_count = itertools.count(1)


def make_guest(unit=None, *, person=None, days=0, **values):
    """Make a stay with us that began so many days ago."""
    began = timezone.localdate() - datetime.timedelta(days=days)
    said = {"direction": "inbound", "state": "under_way", "starts_on": f"{began}", "ends_on": None}
    return make_stay(unit, person=person, **(said | values))


def make_paper(stay, **values):
    today = timezone.localdate()
    said = {"kind": "jw202", "serial": f"20260000{next(_count)}", "issued_on": today} | values
    return services.issue_paper(stay, by=system_user(), on=today, **said)


def make_lodging(stay, **values):
    said = {"address": "Guest house 3", "from_on": timezone.localdate()} | values
    return services.add_lodging(stay, by=system_user(), **said)

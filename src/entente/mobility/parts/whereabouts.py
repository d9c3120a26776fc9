"""Who of ours is abroad for a stay, and how sure that is."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from entente.kit.parts import Abroad, abroad
from entente.kit.scope import Officer
from entente.mobility.enums import VIEW_STAY, StayState
from entente.mobility.models import Stay

SEE_PERSONS = "people.view_person"


@abroad.fill(order=30)
def on_stays(officer: Officer, on: datetime.date, country: str) -> list[Abroad]:
    """List who is out for a stay; how to reach them is for those who see persons."""
    if not officer.may(VIEW_STAY):
        return []
    rows = Stay.objects.visible_to(officer).out_on(on, timezone.localdate())
    if country:
        rows = rows.filter(country=country)
    reach = officer.may(SEE_PERSONS)
    rows = rows.for_list().select_related("person__user").order_by("first_day", "pk")
    return [_line(stay, on, reach=reach) for stay in rows]


def _line(stay: Stay, on: datetime.date, *, reach: bool) -> Abroad:
    return Abroad(
        name=stay.person.name,
        url=stay.get_absolute_url(),
        country=stay.country,
        country_name=stay.country_name,
        place=stay.organisation.name if stay.organisation else "",
        what=stay.get_kind_display(),
        since=str(stay.starts_on or ""),
        until=str(stay.ends_on or ""),
        unit=stay.unit.name,
        doubt=doubt(stay, on),
        email=stay.person.email if reach else "",
        phone=stay.person.phone if reach else "",
        person=stay.person_id,
        language=stay.person.user.language if stay.person.user else "",
        host=stay.organisation_id,
        unit_path=stay.unit.path,
    )


def doubt(stay: Stay, on: datetime.date) -> Any:
    """Say why it is not certain that somebody is out there on a day; empty where it is."""
    if stay.last_day < on:
        return _("return not confirmed")
    if stay.state == StayState.PLANNED:
        return _("departure not confirmed")
    begun = stay.starts_on is not None and stay.starts_on.latest <= on
    not_over = stay.ends_on is not None and stay.ends_on.earliest >= on
    return "" if begun and not_over else _("days not exact")

"""What the portal shows in other pages: its address on the page of a call."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from entente.kit.parts import Part, record_side
from entente.kit.records import Record
from entente.kit.scope import Officer
from entente.mobility.enums import CallState
from entente.mobility.models import Call


@record_side.fill(order=40)
def address_of_the_portal(record: Record, officer: Officer) -> Part | None:  # noqa: ARG001
    """Tell the office where people apply, until the call is closed."""
    if not isinstance(record, Call) or record.state not in (CallState.DRAFT, CallState.OPEN):
        return None
    address = settings.ADDRESS + reverse("portal:apply", args=[record.pk])
    return Part("portal/parts/address.html", {"address": address})

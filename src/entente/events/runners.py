"""Issuing the certificates of attendance of an event, by a worker."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils import timezone

from entente.certificates.runners import Issuing
from entente.events import services
from entente.events.enums import CHANGE_EVENT
from entente.events.models import Event


class CertifyAttendance(Issuing):
    """Issue one certificate to each who was there."""

    @cached_property
    def event(self) -> Event:
        """The event, if the person may still change it."""
        return Event.objects.visible_to(self.by, CHANGE_EVENT).get(pk=self.payload["event"])

    def label(self, pk: Any) -> str:
        """Name who registered."""
        return str(self.event.registrations.get(pk=pk))

    def act_all(self, keys: Sequence[Any]) -> None:
        """Issue many, or none."""
        services.certify_all(
            self.event,
            keys,
            series=self.series,
            template=self.template,
            on=timezone.localdate(),
            by=self.by,
        )

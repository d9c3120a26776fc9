"""Sending what leaves the house: claimed first, sent once, tried again later if it was refused."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from entente.kit.errors import DomainError
from entente.office.enums import DispatchState
from entente.office.models.messages import Outgoing

logger = logging.getLogger(__name__)

# Minutes to wait after each try that failed; after the last one the message is given up.
BACKOFF = (1, 5, 30, 120, 480)
S = DispatchState


class RefusedError(Exception):
    """The other side did not take a message; the text says why and names no address."""


def once(message: type[Outgoing], pk: int, send: Callable[[Any], None], *, again: Any) -> None:
    """Send a message; what the other side did not take is tried again, later and later.

    `again` is the task that calls this. SMTP and HTTP cannot promise that a message arrives exactly
    once: where a worker died between claiming and noting, it is not sent a second time.
    """
    claimed = _claim(message, pk)
    if claimed is None:
        return
    try:
        send(claimed)
    except (OSError, RefusedError, DomainError) as error:
        _put_off(claimed, error, again)
        return
    claimed.state, claimed.sent_at, claimed.error = S.SENT, timezone.now(), ""
    claimed.save(update_fields=["state", "sent_at", "error"])


def _claim(message: type[Outgoing], pk: int) -> Outgoing | None:
    with transaction.atomic():
        found = message._default_manager.select_for_update().filter(pk=pk).first()
        if found is None or found.state not in {S.WAITING, S.SENDING}:
            return None
        if found.state == S.SENDING:
            logger.warning("%s %s was being sent when its worker died", message.__name__, pk)
            found.state = S.UNCLEAR
        else:
            found.state, found.tries = S.SENDING, found.tries + 1
        found.save(update_fields=["state", "tries"])
    return found if found.state == S.SENDING else None


def _put_off(message: Outgoing, error: Exception, again: Any) -> None:
    """Try again later; the error is named by its kind, for its text can hold an address."""
    given_up = message.tries > len(BACKOFF)
    message.state = S.FAILED if given_up else S.WAITING
    message.error = str(error) if isinstance(error, RefusedError) else type(error).__name__
    with transaction.atomic():
        message.save(update_fields=["state", "error"])
        if given_up:
            logger.error("%s is given up: %s", message, message.error)
        elif again.get_backend().supports_defer:
            wait = datetime.timedelta(minutes=BACKOFF[message.tries - 1])
            again.using(run_after=timezone.now() + wait).enqueue(message.pk)

"""Decisions about webhooks and the secret addresses of calendars."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from entente.kit.audit import changing, creating, removing
from entente.kit.errors import DomainError
from entente.office.models import CalendarFeed, Unit, User, Webhook
from entente.office.tasks.hooks import refuse_address


def add_webhook(
    *, by: User, name: str, kind: str, address: str, secret: str = "", unit: Unit | None = None
) -> Webhook:
    """Let a chat be told of the deadlines of a unit and all below it, or of all units."""
    _refuse_outside(by, unit)
    refuse_address(address)
    hook = Webhook(
        name=name, kind=kind, address=address, secret=secret, unit=unit, host=_host(address)
    )
    return creating(hook, by=by, verb="webhook.added")


def change_webhook(
    hook: Webhook, *, by: User, seen: int | None = None, address: str = "", **values: Any
) -> None:
    """Change a webhook; an address that is left empty stays, and so does a secret."""
    _refuse_outside(by, hook.unit)
    if address:
        refuse_address(address)
    with changing(hook, by=by, verb="webhook.changed", seen=seen) as change:
        for name, value in values.items():
            if name != "secret":
                setattr(hook, name, value)
        if address and address != hook.address:
            hook.address, hook.host = address, _host(address)
            change.note = _("The address was replaced.")
        if values.get("secret"):
            hook.secret = values["secret"]
            change.note = change.note or _("The secret was replaced.")


def remove_webhook(hook: Webhook, *, by: User) -> None:
    """Tell this chat nothing any more, and forget its address."""
    _refuse_outside(by, hook.unit)
    removing(hook, by=by, verb="webhook.removed")


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def _refuse_outside(by: User, unit: Unit | None) -> None:
    everywhere = by.is_system or by.scope("office.change_webhook").everything
    if not everywhere and (unit is None or not by.may("office.change_webhook", unit)):
        raise DomainError(
            {"unit": _("Choose a unit that you administer.")}, code="outside_own_units"
        )


# --- Calendars ------------------------------------------------------------------------------------


def renew_calendar_feed(user: User) -> CalendarFeed:
    """Make the secret address of a person's calendar, or a new one: the old one ends at once."""
    word = secrets.token_urlsafe(32)
    feed, _made = CalendarFeed.objects.update_or_create(
        user=user, defaults={"word": word, "digest": digest_of(word)}
    )
    return feed


def end_calendar_feed(user: User) -> None:
    """Let nobody read a person's calendar by an address any more."""
    CalendarFeed.objects.filter(user=user).delete()


def digest_of(word: str) -> str:
    """Give what the database finds a feed by."""
    return hashlib.sha256(word.encode()).hexdigest()

"""The message to a chat group: kinds of deadlines, how many, a link; no personal data."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import socket
import time
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from entente.kit.errors import DomainError
from entente.office.deadline_kinds import deadline_kind
from entente.office.enums import HookKind
from entente.office.models import Dispatch, Webhook
from entente.office.tasks.sending import RefusedError

PATIENCE = (5, 10)  # seconds to connect, seconds for an answer
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def send(dispatch: Dispatch) -> None:
    """Post the message; an answer that is no success is refused and tried again."""
    hook = dispatch.hook
    if hook is not None and hook.is_active:
        post(hook, text(dispatch.counts))


def text(counts: dict[str, int]) -> str:
    """Say in both languages how many deadlines of which kind came near, with a link."""
    lines = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            lines.append(_("Deadlines that came near:"))
            lines += [
                _("%(kind)s: %(number)s") % {"kind": deadline_kind(kind), "number": number}
                for kind, number in sorted(counts.items())
            ]
    return "\n".join([*lines, f"{settings.ADDRESS}{reverse('office:deadlines')}"])


def post(hook: Webhook, message: str) -> None:
    """Speak to the chat; no redirect is followed, the answer is shown to nobody."""
    refuse_address(hook.address, resolve=True)
    answer = requests.post(
        signed(hook, now=time.time()),
        json=payload(hook.kind, message),
        timeout=PATIENCE,
        allow_redirects=False,
    )
    if not answer.ok or answer.is_redirect:
        message = f"HTTP {answer.status_code}"
        raise RefusedError(message)
    if hook.kind != HookKind.JSON and _error_code(answer) != 0:
        message = f"errcode {_error_code(answer)}"
        raise RefusedError(message)


def payload(kind: str, message: str) -> dict[str, Any]:
    """Give the message in the form that the chat reads."""
    if kind == HookKind.JSON:
        return {"text": message}
    return {"msgtype": "text", "text": {"content": message}}


def signed(hook: Webhook, *, now: float) -> str:
    """Give the address; DingTalk's carries the time and its signature where a secret is set."""
    if hook.kind != HookKind.DINGTALK or not hook.secret:
        return str(hook.address)
    moment = str(round(now * 1000))
    digest = hmac.new(hook.secret.encode(), f"{moment}\n{hook.secret}".encode(), hashlib.sha256)
    words = urlencode({"timestamp": moment, "sign": base64.b64encode(digest.digest())})
    return f"{hook.address}{'&' if '?' in hook.address else '?'}{words}"


def _error_code(answer: requests.Response) -> int:
    try:
        return int(answer.json()["errcode"])
    except (ValueError, KeyError, TypeError):
        return -1


def refuse_address(address: str, *, resolve: bool = False) -> None:
    """Refuse an address that we do not speak to: without TLS, on this machine, link-local.

    With `HOOKS_PUBLIC_ONLY` private networks are refused too, when the name is looked up.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        raise _no(_("This is no address of a chat.")) from None
    local = parts.hostname in LOCAL
    if local and settings.HOOKS_LOCAL and parts.scheme in {"http", "https"}:
        return
    if parts.scheme != "https" or not parts.hostname or parts.username:
        raise _no(_("The address begins with https:// and holds no user name."))
    if local or (resolve and any(_forbidden(ip) for ip in _addresses(parts.hostname))):
        raise _no(_("This address leads to a machine to which no message is sent."))


def _no(sentence: str) -> DomainError:
    return DomainError({"address": sentence}, code="address")


def _addresses(host: str) -> list[Any]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]


def _forbidden(ip: Any) -> bool:
    if ip.is_loopback or ip.is_link_local or ip.is_unspecified or ip.is_multicast:
        return True
    return bool(settings.HOOKS_PUBLIC_ONLY and not ip.is_global)

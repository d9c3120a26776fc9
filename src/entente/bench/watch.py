"""A stopwatch for pages: they take turns with the empty page, so that both see the same machine."""

from __future__ import annotations

import http.client
import statistics
import time
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from entente.office.models import User

WARMING, ROUNDS = 10, 60


@dataclass(frozen=True)
class Result:
    """One line of the table; times in milliseconds."""

    name: str
    size: int
    median: float
    p95: float
    reference: float
    ratio: float
    goal: float | None

    @property
    def reached(self) -> bool:
        """Whether the goal is met, as far as there is one."""
        return self.goal is None or self.ratio <= self.goal

    def plain(self) -> dict[str, Any]:
        """Give the line for machines."""
        return asdict(self) | {"reached": self.reached}


class Visitor:
    """Somebody who is signed in and reads pages over one connection."""

    def __init__(self, port: int, user: User) -> None:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        self.headers = {
            "Host": "localhost",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}",
        }
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def read(self, address: str) -> float:
        """Read a page; give the milliseconds. A connection that was idle too long is renewed."""
        try:
            return self._read(address)
        except http.client.RemoteDisconnected:
            self.connection.close()
            return self._read(address)

    def _read(self, address: str) -> float:
        began = time.perf_counter()
        self.connection.request("GET", address, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - began) * 1000
        if answer.status != 200:
            message = f"{address}: {answer.status} {body[:300]!r}"
            raise RuntimeError(message)
        return took


def compare(
    visitor: Visitor,
    name: str,
    address: str,
    *,
    size: int,
    goal: float | None,
    empty: str,
    rounds: int = ROUNDS,
) -> Result:
    """Measure a page against the empty one."""
    for _warming in range(min(WARMING, rounds // 2)):
        visitor.read(empty)
        visitor.read(address)
    pages, references = [], []
    for _round in range(rounds):
        references.append(visitor.read(empty))
        pages.append(visitor.read(address))
    median, reference = statistics.median(pages), statistics.median(references)
    p95 = sorted(pages)[int(len(pages) * 0.95)]
    return Result(name, size, median, p95, reference, median / reference, goal)

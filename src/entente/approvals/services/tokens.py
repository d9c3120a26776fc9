"""Tokens of other systems: made once, kept as a digest, limited, revocable."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from entente.approvals.enums import REPORT
from entente.approvals.models import ApiToken
from entente.kit.audit import changing, creating
from entente.kit.scope import Scope
from entente.office import services as office
from entente.office.models import Unit, User

PREFIX = "ent_"
SHOWN = 10
CALLS_A_MINUTE = 120


@dataclass
class Caller:
    """A system that came with a token, as the one who reads and acts (`kit.scope.Officer`).

    It sees the approvals of its unit and of all below, and acts as its own named user.
    """

    token: ApiToken
    pk: int = field(init=False)

    def __post_init__(self) -> None:
        self.pk = self.token.user_id

    def scope(self, permission: str) -> Scope:
        """Give the rows that it may touch with a permission."""
        if not self.may(permission):
            return Scope()
        unit = self.token.unit
        if unit.top_id == unit.pk:
            return Scope(trees=frozenset({unit.pk}))
        return Scope(units=frozenset(Unit.objects.below(unit).values_list("pk", flat=True)))

    def may(self, permission: str, on: object | None = None) -> bool:
        """Say whether it may do that; which rows is a question to `scope`."""
        if permission == REPORT:
            return self.token.may_report
        return permission == "approvals.view_approval"


def make_token(
    *,
    unit: Unit,
    name: str,
    by: User,
    may_report: bool = False,
    valid_until: datetime.date | None = None,
) -> tuple[ApiToken, str]:
    """Make a token for a system; give it with the words that are shown this once."""
    words = f"{PREFIX}{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        user = office.add_user(
            by=by,
            username=f"{PREFIX}{secrets.token_hex(6)}",
            name_zh=name[:100],
            name_en=name[:100],
            unit=unit,
            is_system=True,
            is_active=False,
        )
        token = ApiToken(
            unit=unit,
            name=name,
            may_report=may_report,
            valid_until=valid_until,
            user=user,
            hint=words[:SHOWN],
            digest=digest_of(words),
        )
        creating(token, by=by, verb="token.made")
    return token, words


def change_token(token: ApiToken, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change what a token is for and until when; its words stay."""
    with changing(token, by=by, verb="token.changed", seen=seen):
        for name, value in values.items():
            setattr(token, name, value)


def revoke_token(token: ApiToken, *, by: User, reason: str = "") -> None:
    """Let nobody in with it any more; what was done with it stays in the trail."""
    with changing(token, by=by, verb="token.revoked", note=reason):
        token.revoked_at = token.revoked_at or timezone.now()


def digest_of(words: str) -> str:
    """Give what is kept of a token. Its 256 random bits need no slow hash."""
    return hashlib.sha256(words.encode()).hexdigest()


def let_in(words: str, *, now: datetime.datetime) -> tuple[Caller | None, bool]:
    """Find who comes with these words, and say whether they came too often within this minute.

    Each call is counted on the token, in one statement, so that many at once are counted too; the
    count is no news and leaves no trace in the trail.
    """
    day = timezone.localdate(now)
    tokens = ApiToken.objects.working(day).filter(digest=digest_of(words))
    minute = now.replace(second=0, microsecond=0)
    known = tokens.update(
        calls=Case(When(minute=minute, then=F("calls") + 1), default=Value(1)),
        minute=minute,
        last_used_at=now,
    )
    token = tokens.for_list().first() if known else None
    if token is None:
        return None, False
    return Caller(token), token.calls > CALLS_A_MINUTE

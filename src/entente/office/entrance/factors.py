"""Second factors: who must have one, who has."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet

from entente.office.models import User


def demanded_of(user: User) -> bool:
    """Say whether one of the user's roles demands a second factor (`ENTENTE_REQUIRE_MFA`)."""
    demanding = frozenset(settings.REQUIRE_MFA)
    if not demanding:
        return False
    roles = user.access().roles
    return bool(roles) if "all" in demanding else bool(roles & demanding)


def of(user: User) -> QuerySet[Authenticator]:
    """Give the factors of a user; recovery codes alone are none."""
    factors: QuerySet[Authenticator] = Authenticator.objects.filter(user_id=user.pk).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    return factors

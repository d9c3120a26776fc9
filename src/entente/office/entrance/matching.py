"""Who came through single sign-on: the staff number first, then a mail address that was proven."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.utils.translation import gettext as _

from entente.kit.errors import DomainError
from entente.office import services
from entente.office.models import User


def find_user(login: SocialLogin) -> User:
    """Give the account of somebody whom an identity provider vouches for, or refuse with reasons.

    Accounts are made by the office; only `ENTENTE_SSO_CREATES_USERS` lets a sign-on make one, and
    it holds no role.
    """
    number = staff_number(login)
    user = _by_number(number) or _by_mail(login)
    if user is None and number and settings.SSO_CREATES_USERS:
        user = services.add_user(
            by=services.system_user(), username=number, email=proven_mail(login)
        )
    if user is None:
        raise DomainError(
            _(
                "You signed in at %(provider)s, but no account here carries your staff number"
                " (%(number)s). Please ask your international office for an account."
            )
            % {"provider": login.provider.name, "number": number or "—"},
            code="unknown_here",
        )
    refuse_leaver(user)
    return user


def refuse_leaver(user: User) -> None:
    """Refuse an account that was closed."""
    if not user.is_active:
        raise DomainError(
            _("This account was closed. If that is a mistake, ask your international office."),
            code="closed",
        )


def staff_number(login: SocialLogin) -> str:
    """Read the staff number from what the provider told, by the name that the settings give it."""
    told = facts(login.account.extra_data)
    value = told.get(login.provider.app.settings.get("staff_number", ""), "")
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value or "").strip()


def facts(told: dict[str, Any]) -> dict[str, Any]:
    """Lay the two parts of an OpenID Connect answer together; others come in one part."""
    return {**told, **(told.get("id_token") or {}), **(told.get("userinfo") or {})}


def proven_mail(login: SocialLogin) -> str:
    """Give the mail address that the provider has verified, if any."""
    return next((address.email for address in login.email_addresses if address.verified), "")


def _by_number(number: str) -> User | None:
    if not number:
        return None
    return User.objects.filter(username__iexact=number, is_system=False).first()


def _by_mail(login: SocialLogin) -> User | None:
    if not (mail := proven_mail(login)):
        return None
    found = list(User.objects.filter(email__iexact=mail, is_system=False)[:2])
    return found[0] if len(found) == 1 else None

"""What allauth changes is remembered in the trail, like everything else."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.socialaccount.signals import social_account_added
from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpResponse

from entente.kit.audit import Remembered, remember
from entente.office.models import User


def _remember(user: User, verb: str, **facts: str) -> None:
    changes = {name: ["", value] for name, value in facts.items()}
    with transaction.atomic():
        remember([Remembered(user, verb, changes)], by=user)


@receiver([password_set, password_changed, password_reset])
def remember_password(user: User, **_: Any) -> None:
    """Remember that a password was set, never which."""
    _remember(user, "user.password_set")


@receiver(authenticator_added)
def remember_new_factor(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Remember a new second factor by its kind."""
    _remember(user, "user.factor_added", factor=authenticator.type)


@receiver(authenticator_removed)
def remember_lost_factor(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Remember that a second factor went."""
    _remember(user, "user.factor_removed", factor=authenticator.type)


@receiver(authenticator_reset)
def remember_new_codes(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Remember that recovery codes were made anew."""
    _remember(user, "user.factor_renewed", factor=authenticator.type)


@receiver(social_account_added)
def remember_tie(sociallogin: Any, **_: Any) -> None:
    """Remember that a sign-on was tied to an account."""
    _remember(
        sociallogin.user,
        "user.sign_on_tied",
        provider=sociallogin.account.provider,
        identifier=sociallogin.account.uid,
    )


@receiver(user_logged_in)
def use_own_language(response: HttpResponse | None, user: User, **_: Any) -> None:
    """Go on in the language that the person has chosen, on this device too."""
    if response is not None:
        keep_language(response, user.language)


def keep_language(response: HttpResponse, language: str) -> None:
    """Let this device remember a language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 86400,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )

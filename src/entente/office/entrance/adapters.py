"""What allauth asks us: who may come in, what a refusal says, where secrets rest."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from entente.kit.errors import DomainError
from entente.kit.sealed import master
from entente.office.entrance import factors, matching

WRONG_LOGIN = _("Login name or password is wrong. Check both, or have a new password sent to you.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the office; refusals are whole sentences."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _(
            "This account was closed. If that is a mistake, ask your international office."
        ),
        "email_password_mismatch": WRONG_LOGIN,
        "username_password_mismatch": WRONG_LOGIN,
        "invalid_login": WRONG_LOGIN,
        "incorrect_code": _("This code is wrong or has run out. Type the one shown now."),
        "incorrect_password": _("This password is wrong."),
        "enter_current_password": _("This is not your present password."),
        "invalid_password_reset": _("This link was used already or has run out."),
        "too_many_login_attempts": _(
            "Too many wrong attempts. Wait five minutes, then try again, or have a new password"
            " sent to you."
        ),
        "rate_limited": _("Too many attempts in a short time. Please wait a little."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: nobody makes an account for themselves."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """Begin every subject with the name of the system."""
        return f"[Entente] {subject}"


class SocialAdapter(DefaultSocialAccountAdapter):
    """Single sign-on leads to an account that exists, or to a refusal that says why."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Tie the sign-on to its account, refuse leavers and strangers."""
        try:
            if sociallogin.is_existing:
                matching.refuse_leaver(sociallogin.user)
            else:
                sociallogin.connect(request, matching.find_user(sociallogin))
        except DomainError as refusal:
            page = render(
                request, "socialaccount/refused.html", {"reasons": refusal.messages}, status=403
            )
            raise ImmediateHttpResponse(page) from refusal

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Refuse: an account is matched or made before this question comes up."""
        return False

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Take providers from the settings alone: none are kept in the database."""
        configured = [
            _app(name, values)
            for name, group in settings.SOCIALACCOUNT_PROVIDERS.items()
            for values in group.get("APPS", ())
        ]
        return [
            app
            for app in configured
            if provider in (None, app.provider, app.provider_id)
            and client_id in (None, app.client_id)
        ]


def _app(provider: str, values: dict[str, Any]) -> SocialApp:
    return SocialApp(provider=provider, **values)


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: secrets rest encrypted, the last one stays where the role demands one."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is wrong or has run out. Type the one shown now."),
        "cannot_delete_authenticator": _(
            "Your role demands a second factor. Add another one before you remove this one."
        ),
    }

    def get_totp_issuer(self) -> str:
        """Name the system in the authenticator app."""
        return "Entente"

    def encrypt(self, text: str) -> str:
        """Seal a secret under the installation's key."""
        return master().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret."""
        return master().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last factor of somebody whose role demands one."""
        if not factors.demanded_of(authenticator.user):
            return True
        others = factors.of(authenticator.user).exclude(pk=authenticator.pk)
        return bool(others.exists())

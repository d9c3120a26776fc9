"""Links by which applicants come in."""

from __future__ import annotations

import datetime
import secrets

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.office.models import Outgoing

LINKS = signing.Signer(salt="entente.portal")
LASTS = datetime.timedelta(hours=1)


def new_key() -> str:
    """Make what a link is signed with beside its number."""
    return secrets.token_hex(8)


class SignInQuerySet(models.QuerySet["SignIn"]):
    """Ways to read links."""

    def with_code(self, code: str) -> SignIn | None:
        """Find what a link leads to; None where it was made up or is long forgotten."""
        try:
            number, _dot, key = LINKS.unsign(code).partition(".")
        except signing.BadSignature:
            return None
        return self.filter(pk=number, key=key).first()


class SignIn(Outgoing):
    """A link that was mailed to somebody: it lets them in once, within the hour."""

    address = models.EmailField(_("mail address"), blank=True)
    key = models.CharField(max_length=16, default=new_key, editable=False)
    used_at = models.DateTimeField(null=True)

    objects = SignInQuerySet.as_manager()

    class Meta:
        verbose_name = _("link by which an applicant comes in")
        verbose_name_plural = _("links by which applicants come in")
        indexes = (models.Index(fields=("made_at",), name="portal_link_by_age"),)

    def __str__(self) -> str:
        return f"{self.pk} {self.made_at:%Y-%m-%d}"

    @property
    def code(self) -> str:
        """The word of the address; it cannot be guessed."""
        return LINKS.sign(f"{self.pk}.{self.key}")

    @property
    def link(self) -> str:
        """The whole address that is mailed."""
        return settings.ADDRESS + reverse("portal:enter", args=[self.code])

    def lets_in(self, now: datetime.datetime) -> bool:
        """Say whether it still leads in."""
        return self.used_at is None and now - self.made_at <= LASTS

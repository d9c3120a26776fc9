"""Invitations: a partner may nominate so many, until a day, by a link of its own."""

from __future__ import annotations

import datetime
import secrets
from typing import Any, Self

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.periods import PartialDateField, in_order
from entente.kit.records import RecordQuerySet
from entente.nominations.enums import OPEN, TAKING
from entente.office.models import OwnedRecord
from entente.organisations.models import Organisation
from entente.partnerships.enums import StudyLevel
from entente.partnerships.models import Agreement

ENDS_BEFORE_START = _("The end lies before the beginning.")
CLOSES_BEFORE_OPENING = _("It closes before it opens.")
LINKS = signing.Signer(salt="entente.nominations")


def new_key() -> str:
    """Make what a link is signed with beside the number; a new one makes the old link useless."""
    return secrets.token_hex(8)


class InvitationQuerySet(RecordQuerySet["Invitation"]):
    """Ways to read invitations."""

    def with_code(self, code: str) -> Invitation | None:
        """Find what a link leads to; None where it was made up, renewed or taken back."""
        try:
            number, _dot, key = LINKS.unsign(code).partition(".")
        except signing.BadSignature:
            return None
        rows = self.filter(pk=number, key=key, taken_back_on=None)
        return rows.select_related("unit", "top_unit", "organisation", "agreement").first()

    def waiting(self) -> Self:
        """Keep those with a nomination that is not decided."""
        return self.filter(nominees__state__in=OPEN).distinct()

    def for_list(self) -> Self:
        """Fetch what one line of a list shows, in one query."""
        taken = models.Count("nominees", filter=Q(nominees__state__in=TAKING))
        rows = self.select_related("unit", "organisation", "agreement")
        return rows.annotate(taken=taken)


class Invitation(OwnedRecord):
    """That a partner may nominate guests for an academic year under an agreement.

    `places` is how many, never more than the agreement promises for that year. The link holds the
    number of the invitation and `key`, signed: whoever has it sees and nominates this partner's
    people and nobody else's. A new key makes every earlier link useless.
    """

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="invitations", verbose_name=_("agreement")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="invitations", verbose_name=_("partner")
    )
    academic_year = models.PositiveSmallIntegerField(_("academic year"))
    level = models.CharField(_("level"), max_length=12, choices=StudyLevel.choices, blank=True)
    places = models.PositiveSmallIntegerField(_("places"), validators=[MinValueValidator(1)])
    starts_on = PartialDateField(_("first day of the stays"))
    ends_on = PartialDateField(_("last day of the stays"))
    opens_on = models.DateField(_("nominations from"))
    closes_on = models.DateField(_("nominations until"))
    contact = models.EmailField(_("mail address of the partner"), blank=True)
    about_zh = models.TextField(_("what the partner reads, in Chinese"), blank=True)
    about_en = models.TextField(_("what the partner reads, in English"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
    )
    key = models.CharField(max_length=16, default=new_key, editable=False)
    link_made_at = models.DateTimeField(_("link made at"), default=timezone.now, editable=False)
    taken_back_on = models.DateField(_("link taken back on"), null=True, editable=False)

    about = Bilingual("about")
    audit_ignored = frozenset({"key"})
    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to nominate")
        verbose_name_plural = _("invitations to nominate")
        ordering = ("-academic_year", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "organisation", "academic_year", "level"),
                name="invitation_once_a_year",
                violation_error_message=_("This partner is invited for this year already."),
            ),
            models.CheckConstraint(
                name="invitation_closes_after_opening",
                condition=Q(closes_on__gte=F("opens_on")),
                violation_error_message=CLOSES_BEFORE_OPENING,
            ),
            models.CheckConstraint(
                name="invitation_stays_in_order",
                condition=in_order("starts_on", "ends_on"),
                violation_error_message=ENDS_BEFORE_START,
            ),
        )
        indexes = (models.Index(fields=("top_unit", "-academic_year"), name="invitation_tree"),)

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}"

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("nominations:invitation", args=[self.pk])

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        errors: dict[str, Any] = {}
        opens, closes = self.__dict__.get("opens_on"), self.__dict__.get("closes_on")
        if opens and closes and closes < opens:
            errors["closes_on"] = CLOSES_BEFORE_OPENING
        first: Any = self.starts_on
        last: Any = self.ends_on
        if first and last and last.latest < first.earliest:
            errors["ends_on"] = ENDS_BEFORE_START
        if errors:
            raise ValidationError(errors)

    @property
    def year(self) -> str:
        """The academic year as people write it: 2026/27."""
        return f"{self.academic_year}/{(self.academic_year + 1) % 100:02}"

    @property
    def code(self) -> str:
        """The word by which the partner reaches its page; it cannot be guessed."""
        return LINKS.sign(f"{self.pk}.{self.key}")

    @property
    def link(self) -> str:
        """The whole address of the partner's page."""
        return settings.ADDRESS + reverse("nominate", args=[self.code])

    def is_open(self, on: datetime.date) -> bool:
        """Say whether the partner can nominate on a day."""
        return self.taken_back_on is None and self.opens_on <= on <= self.closes_on

    def places_left(self) -> int:
        """How many more can be nominated."""
        taken: int = self.nominees.filter(state__in=TAKING).count()
        return max(self.places - taken, 0)

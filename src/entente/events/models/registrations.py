"""Who registered for an event, and the mails that tell them."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.certificates.models import Certificate
from entente.events.enums import HAVE_A_PLACE, REGISTRATION_FLOW, EventState, RegistrationState
from entente.events.models.events import Event
from entente.events.models.sides import PartOfEvent, PartOfEventQuerySet
from entente.office.models import Outgoing
from entente.organisations.models import Organisation
from entente.organisations.places import place_name

PRIVATE_CODES = Signer(salt="events.registration")
# What is shown at the door does not open the private page.
DOOR_CODES = Signer(salt="events.door")
TWICE = _("This mail address is registered for the event already.")
NEEDS_REFERENCE = _("A fee needs the reference of its payment.")


class RegistrationQuerySet(PartOfEventQuerySet):
    """Ways to read registrations."""

    def with_code(self, code: str) -> Registration | None:
        """Find the registration of a private link; what was erased is found no more."""
        try:
            number = PRIVATE_CODES.unsign(code)
        except BadSignature:
            return None
        return self.for_list().filter(pk=number).exclude(name="").first()

    def with_door_code(self, code: str) -> Registration | None:
        """Find the registration whose code somebody shows at the door."""
        try:
            number = DOOR_CODES.unsign(code)
        except BadSignature:
            return None
        return self.for_list().filter(pk=number).first()

    def placed(self) -> Self:
        """Keep those who have a place, whether or not they were seen yet."""
        return self.filter(state__in=HAVE_A_PLACE)

    def standing(self) -> Self:
        """Keep those who come or wait for a place."""
        return self.exclude(state=RegistrationState.CANCELLED).order_by("pk")

    def waiting(self) -> Self:
        """Keep those who wait for a place, in the order in which they came."""
        return self.filter(state=RegistrationState.WAITING).order_by("pk")

    def for_list(self) -> Self:
        """Fetch what a line shows."""
        return self.select_related("event__unit", "event__top_unit", "organisation", "certificate")

    def to_remind(self, on: datetime.date, until: datetime.date) -> Self:
        """Keep those with a place and a mail address at events that begin after a day, until one.

        Whoever was reminded is left out, and whoever registered on that day and has mail from it.
        """
        rows = self.filter(event__state=EventState.APPROVED, registered_on__lt=on)
        rows = rows.filter(event__first_day__gt=on, event__first_day__lte=until)
        reminded = RegistrationMail.objects.filter(registration=OuterRef("pk"), reminder=True)
        rows = rows.filter(~Exists(reminded), state=RegistrationState.REGISTERED)
        return rows.exclude(email="").order_by("pk")

    def to_certify(self) -> Self:
        """Keep those who were there and have no certificate; whoever was erased has no name."""
        attended = self.filter(state=RegistrationState.ATTENDED, certificate__isnull=True)
        return attended.exclude(name="").order_by("pk")


class Registration(PartOfEvent):
    """Somebody who registered for an event: one person-time once they were there.

    `institution` is written as they wrote it; `organisation` is the one of the register that it
    means, where somebody found it. The order of the waiting list is that of the records.
    """

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="registrations", verbose_name=_("event")
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    institution = models.CharField(_("institution, as written"), max_length=300, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="event_registrations",
        verbose_name=_("institution of the register"),
    )
    country = models.CharField(_("country or region"), max_length=2)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=RegistrationState.choices,
        default=RegistrationState.REGISTERED,
        editable=False,
    )
    registered_on = models.DateField(_("registered on"), editable=False)
    checked_in_at = models.DateTimeField(_("was there at"), null=True, editable=False)
    fee = models.DecimalField(
        _("fee paid, in yuan"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    fee_reference = models.CharField(_("reference of the payment"), max_length=100, blank=True)
    fee_paid_on = models.DateField(_("paid on"), null=True, blank=True)
    certificate = models.OneToOneField(
        Certificate,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="attended",
        verbose_name=_("certificate"),
    )

    flow = REGISTRATION_FLOW
    audit_personal = frozenset({"name", "email", "institution", "remark"})
    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration for an event")
        verbose_name_plural = _("registrations for events")
        ordering = ("event_id", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("event", "email"),
                condition=~Q(email="") & ~Q(state=RegistrationState.CANCELLED),
                name="event_registration_once",
                violation_error_message=TWICE,
            ),
            models.CheckConstraint(
                name="event_fee_has_a_reference",
                condition=Q(fee__isnull=True) | ~Q(fee_reference=""),
                violation_error_message=NEEDS_REFERENCE,
            ),
        )
        indexes = (models.Index(fields=("event", "state", "id"), name="registration_queue"),)

    def __str__(self) -> str:
        return self.name or str(_("somebody whose data was erased"))

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("events:registration", args=[self.pk])

    @property
    def private_address(self) -> str:
        """The whole address at which they see it and withdraw; mailed to them alone."""
        return settings.ADDRESS + reverse("registered", args=[PRIVATE_CODES.sign(str(self.pk))])

    @property
    def door_address(self) -> str:
        """The whole address that their code at the door says; only staff can open it."""
        code = DOOR_CODES.sign(str(self.pk))
        return settings.ADDRESS + reverse("events:at_door", args=[code])

    @property
    def country_name(self) -> str:
        """The country or region in the reader's language."""
        return place_name(self.country)

    def personal_key(self) -> str:
        """Name the key under which the trail keeps who it was."""
        return f"event-registration-{self.pk}"

    def clean_fields(self, exclude: Any = None) -> None:
        """Keep mail addresses in one spelling, so that nobody stands twice."""
        self.email = self.email.strip().lower()
        super().clean_fields(exclude=exclude)

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        if self.fee is not None and not self.fee_reference:
            raise ValidationError({"fee_reference": NEEDS_REFERENCE})


class RegistrationMail(Outgoing):
    """A mail to somebody who registered; its address is forgotten once it has left.

    It says how it stands when it leaves; a `reminder` that the event is near is sent once.
    """

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="mails")
    address = models.EmailField(_("mail address"), blank=True)
    reminder = models.BooleanField(_("reminder"), default=False)

    class Meta:
        verbose_name = _("mail about a registration")
        verbose_name_plural = _("mails about registrations")
        constraints = (
            models.UniqueConstraint(
                fields=("registration",),
                condition=Q(reminder=True),
                name="event_reminded_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.registration_id} {self.made_at:%Y-%m-%d}"

    registration_id: int

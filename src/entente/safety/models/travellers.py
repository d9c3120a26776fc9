"""Travellers who are asked, each with a link; their answers; the mails to them."""

from __future__ import annotations

import secrets
from typing import Any, Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Case, IntegerField, OuterRef, Q, Subquery, Value, When
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.kit.records import Record, RecordQuerySet
from entente.office.enums import DispatchState
from entente.office.models import Outgoing
from entente.organisations.models import Organisation
from entente.organisations.places import place_name
from entente.people.models import Person
from entente.safety.enums import ANSWER_FLOW, MARKS, AnswerState, Channel, Standing
from entente.safety.models.checks import SafetyCheck

LINKS = signing.Signer(salt="entente.safety")
NOT_SENT = (DispatchState.FAILED, DispatchState.UNCLEAR)
URGENCY = list(Standing)


def new_key() -> str:
    """Make what a link is signed with beside the number."""
    return secrets.token_hex(8)


class TravellerQuerySet(RecordQuerySet["Traveller"]):
    """Travellers are seen by whoever sees the check."""

    scope_unit = "safety_check__unit"
    scope_tree = "safety_check__top_unit"

    def with_code(self, code: str) -> Traveller | None:
        """Find whose link it is; None where it was made up."""
        try:
            number, _dot, key = LINKS.unsign(code).partition(".")
        except signing.BadSignature:
            return None
        rows = self.filter(pk=number, key=key)
        return rows.select_related("safety_check__top_unit", "person").first()

    def standing(self) -> Self:
        """Say of each how it stands, by the last mail where nothing was answered."""
        last = Message.objects.filter(traveller=OuterRef("pk")).order_by("-pk").values("state")[:1]
        cases = (
            When(state=AnswerState.HELP, then=Value(Standing.HELP)),
            When(state=AnswerState.SAFE, then=Value(Standing.SAFE)),
            When(email="", then=Value(Standing.UNREACHABLE)),
            When(mail__in=NOT_SENT, then=Value(Standing.FAILED)),
        )
        rows = self.annotate(mail=Subquery(last))
        return rows.annotate(
            stands=Case(*cases, default=Value(Standing.WAITING), output_field=models.CharField())
        )

    def most_urgent_first(self) -> Self:
        """Put those who need help first, then who cannot be reached, those who are safe last."""
        cases = [When(stands=it, then=Value(number)) for number, it in enumerate(URGENCY)]
        rows = self.standing().annotate(urgency=Case(*cases, output_field=IntegerField()))
        return rows.order_by("urgency", "country", "pk")

    def in_need(self) -> Self:
        """Keep those who need help, in checks that are under way."""
        return self.filter(state=AnswerState.HELP, safety_check__state="sent")

    def to_remind(self) -> Self:
        """Keep those who can be reached, did not answer, and wait for no mail that is to leave."""
        leaving = (DispatchState.WAITING, DispatchState.SENDING)
        rows = self.standing().filter(state=AnswerState.WAITING).exclude(email="")
        return rows.filter(~Q(mail__in=leaving))

    def for_list(self) -> Self:
        """Fetch what a line shows."""
        return self.select_related("safety_check__unit", "person", "organisation")


class Traveller(Record):
    """One person who is asked in a safety check; who stands in the register is asked once.

    `name` is empty where the register has the person. `email` and `phone` are those of the day on
    which it was sent, for they say where the mail went. `language` is empty where it is not known:
    then the mail is in both.
    """

    safety_check = models.ForeignKey(
        SafetyCheck, models.CASCADE, related_name="travellers", verbose_name=_("safety check")
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="safety_checks",
        verbose_name=_("person"),
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    country = models.CharField(_("country or region"), max_length=2, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("institution"),
    )
    state = models.CharField(
        pgettext_lazy("of a traveller", "answer"),
        max_length=10,
        choices=AnswerState.choices,
        default=AnswerState.WAITING,
    )
    key = models.CharField(max_length=16, default=new_key, editable=False)

    flow = ANSWER_FLOW
    audit_parent = "safety_check"
    # How somebody is reached is for those who see persons; the history has more readers.
    audit_ignored = frozenset({"key", "safety_check", "email", "phone"})
    audit_personal = frozenset({"name"})
    objects = TravellerQuerySet.as_manager()
    stands: str

    class Meta:
        verbose_name = _("traveller asked")
        verbose_name_plural = _("travellers asked")
        ordering = ("safety_check_id", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("safety_check", "person"),
                name="traveller_asked_once",
                violation_error_message=_("This person is asked already."),
            ),
        )
        indexes = (models.Index(fields=("safety_check", "state"), name="traveller_answer"),)

    def __str__(self) -> str:
        if self.person:
            return str(self.person.name)
        return self.name or gettext("a traveller without a name")

    def get_absolute_url(self) -> str:
        """Give the place on the page of the check."""
        return f"{self.safety_check.get_absolute_url()}#traveller-{self.pk}"

    def personal_key(self) -> str:
        """Name the key under which the trail keeps who it was: the person's own, where known."""
        return self.person.personal_key() if self.person else self.own_key

    @property
    def own_key(self) -> str:
        """The key of a traveller of whom no person is known."""
        return f"safety-traveller-{self.pk}"

    @property
    def unit_id(self) -> int:
        """The unit that asks."""
        return self.safety_check.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.safety_check.top_unit_id

    @property
    def code(self) -> str:
        """The word of the traveller's link; it cannot be guessed."""
        return LINKS.sign(f"{self.pk}.{self.key}")

    @property
    def link(self) -> str:
        """The whole address of the traveller's page."""
        return settings.ADDRESS + reverse("answer_safety", args=[self.code])

    @property
    def country_name(self) -> str:
        """Where the traveller was when asked, in the reader's language."""
        return place_name(self.country)

    @property
    def stands_in_words(self) -> tuple[Any, str]:
        """How it stands, with its mark."""
        return Standing(self.stands).label, MARKS[Standing(self.stands)]


class TravellerAnswerQuerySet(RecordQuerySet["Answer"]):
    """Answers are seen by whoever sees the check."""

    scope_unit = "traveller__safety_check__unit"
    scope_tree = "traveller__safety_check__top_unit"


class Answer(Record):
    """What a traveller answered, or what the office heard; a later answer leaves it standing."""

    traveller = models.ForeignKey(
        Traveller, models.CASCADE, related_name="answers", verbose_name=_("traveller asked")
    )
    state = models.CharField(
        pgettext_lazy("of a traveller", "answer"), max_length=10, choices=AnswerState.choices
    )
    place = models.CharField(_("where they are"), max_length=200, blank=True)
    words = models.CharField(_("what they said"), max_length=500, blank=True)
    channel = models.CharField(_("came"), max_length=10, choices=Channel.choices)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("noted by"),
    )
    answered_at = models.DateTimeField(_("answered at"))

    flow = ANSWER_FLOW
    audit_parent = "traveller"
    audit_ignored = frozenset({"traveller"})
    audit_personal = frozenset({"place", "words"})
    objects = TravellerAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer of a traveller")
        verbose_name_plural = _("answers of travellers")
        ordering = ("-answered_at", "-pk")

    def __str__(self) -> str:
        return f"{self.traveller}: {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        """Give the place on the page of the check."""
        return self.traveller.get_absolute_url()

    def personal_key(self) -> str:
        """Name the key under which the trail keeps what was said: the traveller's."""
        return self.traveller.personal_key()


class Message(Outgoing):
    """A mail to a traveller: the question, or a reminder of it."""

    traveller = models.ForeignKey(Traveller, models.CASCADE, related_name="messages")
    reminder = models.BooleanField(default=False)
    traveller_id: int

    class Meta:
        verbose_name = _("mail of a safety check")
        verbose_name_plural = _("mails of safety checks")

    def __str__(self) -> str:
        return f"{self.pk} {self.traveller_id}"

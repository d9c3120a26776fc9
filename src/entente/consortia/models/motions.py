"""Motions, votes, and the resolutions that come of them."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.consortia.enums import (
    KIND_OF_EFFECT,
    MOTION_FLOW,
    Choice,
    Effect,
    Majority,
    MemberClass,
    MotionKind,
    MotionState,
    Office,
    QuorumState,
)
from entente.consortia.models.editions import Series
from entente.consortia.models.meetings import (
    AgendaItem,
    Meeting,
    PartOfMeeting,
    PartOfMeetingQuerySet,
)
from entente.consortia.models.register import Consortium, Membership, PartOfConsortiumQuerySet
from entente.consortia.models.statutes import Statute
from entente.consortia.voting import House, Tally
from entente.kit.bilingual import Bilingual
from entente.kit.records import Record, RecordQuerySet
from entente.organisations.models import Organisation
from entente.people.models import Person


class ProposedEffect(models.Model):
    """What a motion would do to the records: the columns that its kind of effect needs."""

    effect = models.CharField(
        _("effect"), max_length=12, choices=Effect.choices, default=Effect.NONE
    )
    effective_on = models.DateField(_("takes effect on"), null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="motions",
        verbose_name=_("organisation"),
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="motions",
        verbose_name=_("person"),
    )
    member_class = models.CharField(
        _("class"), max_length=10, choices=MemberClass.choices, blank=True
    )
    grants_vote = models.BooleanField(_("has a vote"), null=True, blank=True)
    office = models.CharField(
        pgettext_lazy("mandate", "office"), max_length=12, choices=Office.choices, blank=True
    )
    until = models.DateField(_("until"), null=True, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    amount = models.DecimalField(
        _("amount"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    statute = models.ForeignKey(
        Statute,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="motions",
        verbose_name=_("statute"),
    )
    series = models.ForeignKey(
        Series,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="motions",
        verbose_name=_("series of events"),
    )

    class Meta:
        abstract = True


class MotionQuerySet(PartOfMeetingQuerySet):
    """Ways to read motions."""

    def for_list(self) -> Self:
        """Fetch the votes, the resolution and what the effect is about."""
        return self.select_related(
            "organisation", "person", "statute", "series", "agenda_item", "resolution"
        ).prefetch_related("votes", "resolution__consequences__record")


class Motion(ProposedEffect, PartOfMeeting):
    """What a meeting is asked to decide, how it voted, and what came of it.

    Once counted it keeps the arithmetic of that moment: who had a vote, who took part, how many it
    took. Half-known memberships are kept apart (`unknown`).
    """

    flow = MOTION_FLOW

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="motions")
    agenda_item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="motions",
        verbose_name=_("item of the agenda"),
    )
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    text_zh = models.TextField(_("wording in Chinese"), blank=True)
    text_en = models.TextField(_("wording in English"), blank=True)
    is_secret = models.BooleanField(_("secret ballot"), default=False)
    state = models.CharField(
        _("state"), max_length=12, choices=MotionState.choices, default=MotionState.TABLED
    )
    votes_for = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    majority = models.CharField(
        _("majority needed"), max_length=20, choices=Majority.choices, blank=True
    )
    needed_for = models.PositiveSmallIntegerField(_("votes needed"), null=True, blank=True)
    quorum_state = models.CharField(
        _("quorum"), max_length=10, choices=QuorumState.choices, blank=True
    )
    quorum_needed = models.PositiveSmallIntegerField(_("quorum"), null=True, blank=True)
    entitled = models.PositiveSmallIntegerField(_("with a vote"), null=True, blank=True)
    taking_part = models.PositiveSmallIntegerField(_("taking part"), null=True, blank=True)
    unknown = models.PositiveSmallIntegerField(_("vote not known"), null=True, blank=True)
    unknown_part = models.PositiveSmallIntegerField(
        _("vote not known, taking part"), null=True, blank=True
    )

    title = Bilingual("title")
    text = Bilingual("text")
    objects = MotionQuerySet.as_manager()

    class Meta:
        verbose_name = _("motion")
        verbose_name_plural = _("motions")
        ordering = ("meeting", "pk")
        constraints = (
            models.CheckConstraint(
                name="motion_has_a_title",
                condition=~Q(title_zh="") | ~Q(title_en=""),
                violation_error_message=_("A motion needs a title in at least one language."),
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give its place on the meeting's page."""
        return f"{self.meeting.get_absolute_url()}#motion-{self.pk}"

    def clean(self) -> None:
        """Say at the field what the constraint refuses."""
        if not (self.title_zh or self.title_en):
            message = _("A motion needs a title in at least one language.")
            raise ValidationError({"title_zh": message})

    @property
    def kind(self) -> MotionKind:
        """What it is about, which says the majority it takes."""
        return KIND_OF_EFFECT[Effect(self.effect)]

    @property
    def is_counted(self) -> bool:
        """Whether its votes have been counted."""
        return self.entitled is not None

    @property
    def house(self) -> House:
        """Who had a vote and who took part when it was counted."""
        numbers = (self.entitled, self.taking_part, self.unknown, self.unknown_part)
        return House(*(number or 0 for number in numbers))

    @property
    def tally(self) -> Tally:
        """The votes that were counted or, of a secret ballot, handed in."""
        return Tally(self.votes_for or 0, self.votes_against or 0, self.abstentions or 0)


class VoteQuerySet(RecordQuerySet["Vote"]):
    """Ways to read votes."""

    scope_unit = "motion__meeting__consortium__unit"
    scope_tree = "motion__meeting__consortium__top_unit"


class Vote(Record):
    """What one member votes on a motion; a secret ballot has none."""

    motion = models.ForeignKey(Motion, models.CASCADE, related_name="votes")
    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="votes_cast", verbose_name=_("member")
    )
    choice = models.CharField(_("vote"), max_length=10, choices=Choice.choices)

    audit_parent = "motion"
    audit_ignored = frozenset({"motion"})
    objects = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        ordering = ("motion", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("motion", "membership"),
                name="member_votes_once",
                violation_error_message=_("This member has voted already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.membership}: {self.get_choice_display()}"


class ResolutionQuerySet(PartOfConsortiumQuerySet):
    """Ways to read resolutions."""

    def for_list(self) -> Self:
        """Fetch the motion and the meeting."""
        return self.select_related("motion", "motion__meeting", "consortium")

    def waiting(self) -> Self:
        """Keep those whose effect has not been carried out."""
        return self.filter(is_recommendation=False, carried_out_at=None).exclude(
            motion__effect=Effect.NONE
        )

    def of_record(self, record: models.Model) -> Self:
        """Keep those that made or changed a record."""
        return self.filter(
            consequences__record_type=ContentType.objects.get_for_model(record),
            consequences__record_id=record.pk,
        )


class Resolution(Record):
    """An adopted motion with its number; short of a quorum it is a recommendation and does nothing.

    What it changed is linked from here (`consequences`) and from there (`of_record`).
    """

    consortium = models.ForeignKey(Consortium, models.CASCADE, related_name="resolutions")
    motion = models.OneToOneField(Motion, models.PROTECT, related_name="resolution")
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number"))
    is_recommendation = models.BooleanField(_("recommendation only"), default=False)
    adopted_on = models.DateField(_("adopted on"))
    effective_on = models.DateField(_("takes effect on"))
    carried_out_at = models.DateTimeField(_("carried out"), null=True, blank=True)

    audit_parent = "motion"
    audit_ignored = frozenset({"consortium", "motion"})
    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("resolution")
        verbose_name_plural = _("resolutions")
        ordering = ("consortium", "-year", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("consortium", "year", "number"), name="resolution_number_stands_once"
            ),
            models.CheckConstraint(
                name="a_recommendation_does_nothing",
                condition=Q(is_recommendation=False) | Q(carried_out_at__isnull=True),
                violation_error_message=_("A recommendation changes no record."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.label} {self.motion}"

    def get_absolute_url(self) -> str:
        """Give the place of its motion on the meeting's page."""
        return self.motion.get_absolute_url()

    @property
    def label(self) -> str:
        """Its number, such as 2026-3."""
        return f"{self.year}-{self.number}"

    @property
    def unit_id(self) -> int:
        """The unit that keeps the consortium."""
        return self.consortium.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.consortium.top_unit_id

    @property
    def waits(self) -> bool:
        """Whether its effect has not been carried out."""
        return (
            not self.is_recommendation
            and self.carried_out_at is None
            and self.motion.effect != Effect.NONE
        )


class Consequence(models.Model):
    """A record that a resolution made or changed."""

    resolution = models.ForeignKey(Resolution, models.CASCADE, related_name="consequences")
    record_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    record_id = models.BigIntegerField()
    record: Any = GenericForeignKey("record_type", "record_id")

    class Meta:
        verbose_name = _("consequence of a resolution")
        verbose_name_plural = _("consequences of resolutions")
        ordering = ("resolution", "pk")
        indexes = (models.Index(fields=("record_type", "record_id"), name="consequence_record"),)

    def __str__(self) -> str:
        return f"{self.resolution}: {self.record}"

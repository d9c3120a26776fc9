"""Who belongs to a visit, where it stops, what it brought."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.periods import PartialDateField, in_order
from entente.kit.records import Record, RecordQuerySet
from entente.organisations.models import Organisation
from entente.organisations.places import place_name
from entente.partnerships.models import Agreement
from entente.people.models import Person
from entente.visits.enums import OUTCOME_FLOW, OutcomeKind, OutcomeState, VisitState
from entente.visits.models.visits import ENDS_BEFORE_START, Visit


class PartOfVisitQuerySet(RecordQuerySet[Any]):
    """Parts are seen by whoever sees the visit."""

    scope_unit = "visit__unit"
    scope_tree = "visit__top_unit"

    def of_standing(self) -> Self:
        """Keep those of visits that were not cancelled."""
        return self.exclude(visit__state=VisitState.CANCELLED)


class PartOfVisit(Record):
    """A record inside a visit, shown in the visit's history."""

    audit_parent = "visit"
    audit_ignored = frozenset({"visit"})
    visit: Visit

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """Give the page of the visit."""
        return self.visit.get_absolute_url()

    @property
    def unit_id(self) -> int:
        """The unit that keeps the visit."""
        return self.visit.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.visit.top_unit_id

    @property
    def chain(self) -> int:
        """The audit chain: that of the visit."""
        return self.visit.chain


class Delegate(PartOfVisit):
    """One who belongs to a delegation: one person-time. The name may not be known.

    `organisation` is where they come from; empty, they are ours. `person` leads to the register of
    persons where they stand in it.
    """

    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="delegates", verbose_name=_("visit")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegates",
        verbose_name=_("institution"),
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("person"),
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    function = models.CharField(_("function"), max_length=300, blank=True)
    leads = models.BooleanField(_("leads the delegation"), default=False)

    audit_personal = frozenset({"name", "function"})
    objects = PartOfVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        ordering = ("visit_id", "-leads", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("visit", "person"),
                name="delegate_once",
                violation_error_message=_("This person belongs to the delegation already."),
            ),
            models.UniqueConstraint(
                fields=("visit",),
                condition=Q(leads=True),
                name="visit_has_one_leader",
                violation_error_message=_("Somebody else leads the delegation."),
            ),
        )

    def __str__(self) -> str:
        return self.name or gettext("a delegate without a name")

    @property
    def own_key(self) -> str:
        """The key of a delegate of whom no person is known."""
        return f"visits-delegate-{self.pk}"

    def personal_key(self) -> str:
        """Name the key under which the trail keeps who it was: the person's own, where known."""
        return self.person.personal_key() if self.person else self.own_key


class Stop(PartOfVisit):
    """A place where a visit stops: with whom, where, on which days."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="stops", verbose_name=_("visit"))
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stops",
        verbose_name=_("institution"),
    )
    country = models.CharField(_("country or region"), max_length=2, blank=True)
    starts_on = PartialDateField(_("from"), null=True, blank=True)
    ends_on = PartialDateField(_("until"), null=True, blank=True)
    host = models.CharField(_("received by"), max_length=300, blank=True)
    about_zh = models.TextField(_("what happened, in Chinese"), blank=True, max_length=4000)
    about_en = models.TextField(_("what happened, in English"), blank=True, max_length=4000)
    source = models.CharField(_("source"), max_length=1000, blank=True)

    about = Bilingual("about")
    audit_personal = frozenset({"host"})
    objects = PartOfVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        ordering = ("visit_id", "starts_on", "pk")
        constraints = (
            models.CheckConstraint(
                name="stop_is_somewhere",
                condition=Q(organisation__isnull=False) | ~Q(country=""),
                violation_error_message=_("Name the institution, or the country or region."),
            ),
            models.CheckConstraint(
                name="stop_ends_after_it_starts",
                condition=in_order("starts_on", "ends_on"),
                violation_error_message=ENDS_BEFORE_START,
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation.name) if self.organisation else self.country_name

    def personal_key(self) -> str:
        """Name the key under which the trail keeps who received us."""
        return f"visits-stop-{self.pk}"

    @property
    def country_name(self) -> str:
        """The country or region in the reader's language."""
        return place_name(self.country)

    def clean_fields(self, exclude: Any = None) -> None:
        """Keep the country of the institution beside it."""
        if self.organisation and self.organisation.country:
            self.country = self.organisation.country
        super().clean_fields(exclude=exclude)

    def clean(self) -> None:
        """Say at the field what is in the wrong order."""
        if self.starts_on and self.ends_on and self.ends_on.latest < self.starts_on.earliest:
            raise ValidationError({"ends_on": ENDS_BEFORE_START})


class OutcomeQuerySet(PartOfVisitQuerySet):
    """Ways to read what visits brought."""

    def open(self) -> Self:
        """Keep what has not come about yet."""
        return self.of_standing().filter(state=OutcomeState.OPEN)

    def for_list(self) -> Self:
        """Fetch the visit and the agreement."""
        return self.select_related("visit", "agreement__unit")


class Outcome(PartOfVisit):
    """What a visit brought: an intent, a memorandum to draft; and to what it led.

    `agreement` and `link` (a news item, a page) say to what it led, both ways: the agreement's page
    names the visit.
    """

    visit = models.ForeignKey(
        Visit, models.CASCADE, related_name="outcomes", verbose_name=_("visit")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=OutcomeKind.choices)
    text_zh = models.CharField(_("in Chinese"), max_length=500, blank=True)
    text_en = models.CharField(_("in English"), max_length=500, blank=True)
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=OutcomeState.choices, default=OutcomeState.OPEN
    )
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outcomes",
        verbose_name=_("agreement"),
    )
    link = models.URLField(_("news item or page"), max_length=500, blank=True)
    reason = models.CharField(_("why it is not pursued"), max_length=500, blank=True)
    source = models.CharField(_("source"), max_length=1000, blank=True)

    text = Bilingual("text")
    flow = OUTCOME_FLOW
    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ("visit_id", "pk")
        constraints = (
            models.CheckConstraint(
                name="outcome_says_what",
                condition=~Q(text_zh="") | ~Q(text_en=""),
                violation_error_message=_("Say what it is, in at least one language."),
            ),
        )

    def __str__(self) -> str:
        return str(self.text)

    def is_late(self, on: datetime.date) -> bool:
        """Say whether it should have been done by now."""
        return bool(self.due_on and self.due_on < on and self.state == OutcomeState.OPEN)

"""After a placement: offers and their answers, and places that are fixed by a decision."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.kit.records import Record, RecordQuerySet
from entente.mobility.enums import OFFER_FLOW, OfferState
from entente.mobility.models.applications import Application
from entente.mobility.models.calls import Call, CallQuota, PlacementRun


class OfferQuerySet(RecordQuerySet["Offer"]):
    """Ways to read offers."""

    scope_unit = "application__call__unit"
    scope_tree = "application__call__top_unit"

    def for_list(self) -> OfferQuerySet:
        """Fetch the option and whose application it answers, in one query."""
        return self.select_related("quota", "application__person", "application__call", "run")

    def standing(self, call: Call) -> OfferQuerySet:
        """Keep the offers of the run that was published last: they replace all before."""
        last = PlacementRun.objects.filter(call=call).published().first()
        return self.filter(run=last) if last else self.none()

    def without_answer(self, on: datetime.date) -> OfferQuerySet:
        """Keep those that can still be answered on a day, and are not yet."""
        return self.filter(state=OfferState.OPEN, answer_by__gte=on)


class Offer(Record):
    """A place that a published run offers to an applicant, and the answer to it.

    `answer_by` is the last day to answer; who has not answered by then has declined.
    """

    run = models.ForeignKey(
        PlacementRun, models.CASCADE, related_name="offers", editable=False, verbose_name=_("run")
    )
    application = models.ForeignKey(
        Application, models.CASCADE, related_name="offers", editable=False
    )
    quota = models.ForeignKey(
        CallQuota, models.PROTECT, related_name="offers", verbose_name=_("option")
    )
    answer_by = models.DateField(_("to be answered by"))
    state = models.CharField(
        pgettext_lazy("offer", "answer"),
        max_length=10,
        choices=OfferState.choices,
        default=OfferState.OPEN,
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    flow = OFFER_FLOW
    audit_parent = "application"
    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer of a place")
        verbose_name_plural = _("offers of places")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("run", "application"), name="offer_once_in_a_run"),
        )

    def __str__(self) -> str:
        return gettext("Offer: %(option)s") % {"option": self.quota}

    def get_absolute_url(self) -> str:
        """Give its place on the page of the run."""
        return f"{self.run.get_absolute_url()}#outcomes"

    def declined(self, on: datetime.date) -> bool:
        """Say whether the applicant has given it up by a day, in words or by silence."""
        silent = self.state == OfferState.OPEN and self.answer_by < on
        return silent or self.state == OfferState.DECLINED


class FixedPlace(Record):
    """A place that somebody is given by a decision, before and beside the placement.

    It counts against every quota, and nobody displaces it. `decided_by` is the name that stands
    for the decision, as the files have it.
    """

    application = models.OneToOneField(
        Application, models.CASCADE, related_name="fixed_place", verbose_name=_("application")
    )
    quota = models.ForeignKey(
        CallQuota, models.PROTECT, related_name="fixed_places", verbose_name=_("option")
    )
    decided_by = models.CharField(_("decided by"), max_length=200)
    reason = models.TextField(_("reason"), max_length=2000)

    audit_parent = "application"

    class FixedPlaceQuerySet(RecordQuerySet[Any]):
        """Ways to read fixed places."""

        scope_unit = "application__call__unit"
        scope_tree = "application__call__top_unit"

        def of_call(self, call: Call) -> Any:
            """Keep those of a call, with the person and the option."""
            rows = self.filter(application__call=call)
            return rows.select_related("application__person", "quota")

    objects = FixedPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("fixed place")
        verbose_name_plural = _("fixed places")
        ordering = ("pk",)

    def __str__(self) -> str:
        return gettext("Fixed place: %(option)s") % {"option": self.quota}

    def get_absolute_url(self) -> str:
        """Give its place on the page of the call."""
        return f"{self.application.call.get_absolute_url()}#fixed"

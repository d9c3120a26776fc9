"""The end of an agreement before its time: who gave notice, when, and what runs on."""

from __future__ import annotations

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from entente.kit.records import Record, RecordQuerySet
from entente.partnerships.enums import TerminationKind
from entente.partnerships.models.agreements import Agreement
from entente.partnerships.models.parties import AgreementParty

RUNS_ON_EARLIER = _("Stays cannot be cut before the agreement itself ends.")


class TerminationQuerySet(RecordQuerySet["Termination"]):
    """Ways to read terminations."""

    scope_unit = "agreement__unit"
    scope_tree = "agreement__top_unit"

    def for_page(self) -> Self:
        """Fetch the side that gave notice."""
        return self.select_related("by_party__unit", "by_party__organisation")


class Termination(Record):
    """That an agreement ends before its time: one for each agreement.

    `last_day` is the last day on which it binds; stays that have begun run on, at most until
    `runs_until`, where that is agreed.
    """

    agreement = models.OneToOneField(
        Agreement,
        models.CASCADE,
        related_name="termination",
        verbose_name=_("agreement"),
        error_messages={"unique": _("Its end is recorded already.")},
    )
    kind = models.CharField(_("how it ends"), max_length=10, choices=TerminationKind.choices)
    by_party = models.ForeignKey(
        AgreementParty,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("notice given by"),
    )
    notified_on = models.DateField(_("notified on"))
    last_day = models.DateField(_("last day"))
    runs_until = models.DateField(_("stays under way run until"), null=True, blank=True)
    reason = models.TextField(_("reason"))

    audit_parent = "agreement"
    audit_ignored = frozenset({"agreement"})
    objects = TerminationQuerySet.as_manager()

    class Meta:
        verbose_name = _("termination")
        verbose_name_plural = _("terminations")
        constraints = (
            models.CheckConstraint(
                name="stays_run_on_after_the_end",
                condition=Q(runs_until__isnull=True) | Q(runs_until__gte=F("last_day")),
                violation_error_message=RUNS_ON_EARLIER,
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.last_day}"

    def get_absolute_url(self) -> str:
        """Give the agreement's page."""
        return self.agreement.get_absolute_url()

    def clean(self) -> None:
        """Say at the field what the constraint refuses."""
        errors: dict[str, Any] = {}
        last: Any = self.last_day
        if self.runs_until and last and self.runs_until < last:
            errors["runs_until"] = RUNS_ON_EARLIER
        if errors:
            raise ValidationError(errors)

"""Nominees: whom a partner names, and what was decided."""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.records import Record, RecordQuerySet
from entente.mobility.models import Stay
from entente.nominations.enums import NOMINEE_FLOW, OPEN, NomineeState
from entente.nominations.models.invitations import Invitation
from entente.partnerships.enums import StudyLevel


class NomineeQuerySet(RecordQuerySet[Any]):
    """Nominees are seen by whoever sees the invitation."""

    scope_unit = "invitation__unit"
    scope_tree = "invitation__top_unit"

    def open(self) -> Self:
        """Keep those that are not decided."""
        return self.filter(state__in=OPEN)

    def for_list(self) -> Self:
        """Fetch the invitation and the stay."""
        return self.select_related("invitation__organisation", "invitation__unit", "stay__person")


class Nominee(Record):
    """A guest whom a partner nominates: as little as a decision needs.

    Once accepted, `stay` is the planned stay of the person who was entered.
    """

    invitation = models.ForeignKey(
        Invitation, models.CASCADE, related_name="nominees", verbose_name=_("invitation")
    )
    family_name = models.CharField(_("family name, in Latin letters"), max_length=100)
    given_name = models.CharField(_("given names, in Latin letters"), max_length=100, blank=True)
    email = models.EmailField(_("mail address"))
    level = models.CharField(_("level"), max_length=12, choices=StudyLevel.choices, blank=True)
    field = models.CharField(
        _("field of study"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^[\d.]+$", _("A code of ISCED-F, for example 0211."))],
    )
    remark = models.CharField(_("remark of the partner"), max_length=500, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=NomineeState.choices, default=NomineeState.NOMINATED
    )
    question = models.CharField(_("question"), max_length=500, blank=True)
    answer = models.CharField(_("answer of the partner"), max_length=1000, blank=True)
    reason = models.CharField(_("why not"), max_length=500, blank=True)
    stay = models.OneToOneField(
        Stay,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="nominee",
        verbose_name=_("stay"),
    )

    flow = NOMINEE_FLOW
    audit_parent = "invitation"
    audit_ignored = frozenset({"invitation"})
    audit_personal = frozenset(
        {"family_name", "given_name", "email", "remark", "question", "answer", "reason"}
    )
    objects = NomineeQuerySet.as_manager()

    class Meta:
        verbose_name = _("nominee")
        verbose_name_plural = _("nominees")
        ordering = ("invitation_id", "family_name", "given_name", "pk")
        indexes = (models.Index(fields=("invitation", "state"), name="nominee_state"),)

    def __str__(self) -> str:
        return " ".join(filter(None, (self.given_name, self.family_name)))

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("nominations:nominee", args=[self.pk])

    def personal_key(self) -> str:
        """Name the key under which the trail keeps who it was."""
        return f"nominations-nominee-{self.pk}"

    @property
    def unit_id(self) -> int:
        """The unit that invites."""
        return self.invitation.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.invitation.top_unit_id

    @property
    def chain(self) -> int:
        """The audit chain: that of the invitation."""
        return self.invitation.chain

"""Checks of an agreement by departments: each has its part and sees no other's."""

from __future__ import annotations

import hashlib
import json
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.models import Attachment
from entente.kit.models.files import AttachmentKind
from entente.kit.records import Record, RecordQuerySet
from entente.kit.scope import Officer
from entente.office.reckoning import declared_rule
from entente.partnerships.enums import (
    ANSWER_MARKS,
    VIEW,
    VIEW_CHECK,
    AgreementState,
    Answer,
    Department,
)
from entente.partnerships.models.agreements import Agreement
from entente.partnerships.models.parties import AgreementParty


class CheckQuerySet(RecordQuerySet["Check"]):
    """Ways to read checks."""

    scope_unit = "agreement__unit"
    scope_tree = "agreement__top_unit"

    def visible_to(self, officer: Officer, permission: str = "") -> Self:
        """Keep a department's own checks; who may see the whole agreement sees all to read.

        To answer one, a person must hold the role of its department.
        """
        seen = Q(pk__in=())
        for department in Department:
            if scope := officer.scope(department.permission):
                own = scope.q(self.scope_unit, self.scope_tree)
                seen |= Q(department=department.value) & own
        if permission in ("", VIEW_CHECK) and (whole := officer.scope(VIEW)):
            seen |= whole.q(self.scope_unit, self.scope_tree)
        return self.filter(seen)

    def current(self) -> Self:
        """Keep the last check of each department."""
        return self.filter(is_current=True)

    def open(self) -> Self:
        """Keep those that wait for an answer, of agreements that are being checked."""
        return self.current().filter(answer="", agreement__state=AgreementState.CHECKS)

    def for_list(self) -> Self:
        """Fetch the agreement with its unit and who answered."""
        return self.select_related("agreement__unit", "answered_by").prefetch_related(
            models.Prefetch("agreement__parties", queryset=AgreementParty.objects.for_names())
        )


class Check(Record):
    """One department's part of an agreement: what it was asked, what it answered.

    `fingerprint` says of which text; a changed text is checked anew and the older check stays. It
    is a subject of its own, so that the history of an agreement shows no department's notes.
    """

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="checks", verbose_name=_("agreement")
    )
    department = models.CharField(
        _("department"), max_length=16, choices=Department.choices, editable=False
    )
    part = models.TextField(_("its part"), blank=True)
    fingerprint = models.CharField(max_length=64, editable=False)
    is_current = models.BooleanField(_("current"), default=True, editable=False)
    asked_on = models.DateField(_("asked on"), editable=False)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True)
    note = models.TextField(_("remarks or reason"), blank=True, max_length=4000)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_on = models.DateField(_("answered on"), null=True, blank=True)

    audit_ignored = frozenset({"fingerprint"})
    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        ordering = ("agreement_id", "department", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("agreement", "department"),
                condition=Q(is_current=True),
                name="check_is_current_once",
            ),
            models.CheckConstraint(
                name="check_answer_says_why",
                condition=~Q(answer__in=[Answer.REMARKS, Answer.OBJECTION]) | ~Q(note=""),
                violation_error_message=_("Say what you remark or why you object."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_department_display()}: {self.agreement}"

    def get_absolute_url(self) -> str:
        """Give the address of the department's page."""
        return reverse("partnerships:check", args=[self.pk])

    @property
    def chain(self) -> int:
        """The audit chain: that of the agreement's tree."""
        return self.agreement.chain

    @property
    def questions(self) -> str:
        """What this department is asked, in the reader's language."""
        return str(declared_rule(Department(self.department).rule).about)

    @property
    def mark(self) -> str:
        """The mark of its answer."""
        return ANSWER_MARKS[self.answer]

    def texts(self) -> models.QuerySet[Attachment]:
        """Give the texts that it is about."""
        files = Attachment.objects.of(self.agreement).filter(kind=AttachmentKind.TEXT)
        return files.for_list()

    def earlier(self) -> models.QuerySet[Check]:
        """Give what the same department said of earlier texts, the last first."""
        rows = Check.objects.filter(agreement_id=self.agreement_id, department=self.department)
        return rows.filter(pk__lt=self.pk).select_related("answered_by").order_by("-pk")


def fingerprint(agreement: Agreement) -> str:
    """Say which text this is: a change of what is promised, or of a text's file, gives another."""
    said = [
        agreement.kind,
        agreement.title_zh,
        agreement.title_en,
        agreement.contents,
        agreement.languages,
        str(agreement.starts_on or ""),
        str(agreement.ends_on or ""),
        [
            [party.unit_id, party.organisation_id, party.role]
            for party in AgreementParty.objects.filter(agreement=agreement).order_by("pk")
        ],
        sorted(
            Attachment.objects.of(agreement)
            .filter(kind=AttachmentKind.TEXT)
            .values_list("file__sha256", flat=True)
        ),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

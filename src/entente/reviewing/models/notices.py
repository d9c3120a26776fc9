"""Public notices of who is selected, and the objections to them."""

from __future__ import annotations

import datetime
import secrets
from typing import Any, Self

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.records import Record, RecordQuerySet
from entente.mobility.models import Application, Call, PlacementRun
from entente.office.models import User
from entente.reviewing.enums import NOTICE_FLOW, OBJECTION_FLOW, NoticeState, Verdict
from entente.reviewing.masking import masked_name, masked_number


def new_code() -> str:
    """Make what stands in the public address."""
    return secrets.token_urlsafe(12)


class PublicNoticeQuerySet(RecordQuerySet["PublicNotice"]):
    """Ways to read notices."""

    scope_unit = "call__unit"
    scope_tree = "call__top_unit"

    def for_list(self) -> Self:
        """Fetch the call and count the selected and the objections, in one query."""
        rows = self.select_related("call__unit", "call__top_unit", "run")
        rows = rows.defer("run__instance", "run__result", "run__names")
        waiting = Q(objections__state=Verdict.OPEN)
        return rows.annotate(
            selected=Count("lines", distinct=True),
            objected=Count("objections", distinct=True),
            unanswered=Count("objections", filter=waiting, distinct=True),
        )

    def standing(self, call: Call) -> Self:
        """Keep what of a call is published and not withdrawn."""
        return self.filter(call=call, state=NoticeState.PUBLISHED).order_by("pk")

    def with_code(self, code: str) -> PublicNotice | None:
        """Find what stands at a public address; a draft does not stand there."""
        rows = self.filter(code=code).exclude(state=NoticeState.DRAFT)
        return rows.select_related("call__unit", "call__top_unit").first()


class PublicNotice(Record):
    """The names of those who are selected, for anybody to read and to object to, for some days.

    They come from a placement run that holds or, without `run`, from the committee's ranking;
    `reason` then says why somebody was passed over.
    """

    call = models.ForeignKey(
        Call, models.CASCADE, related_name="public_notices", verbose_name=_("call"), editable=False
    )
    run = models.ForeignKey(
        PlacementRun,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="public_notices",
        verbose_name=_("placement run"),
        editable=False,
    )
    text_zh = models.TextField(_("text in Chinese"), max_length=4000, blank=True)
    text_en = models.TextField(_("text in English"), max_length=4000, blank=True)
    contact = models.CharField(_("where objections are sent"), max_length=300)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    mask_names = models.BooleanField(_("names are masked"), default=True)
    mask_numbers = models.BooleanField(_("student numbers are masked"), default=True)
    code = models.CharField(max_length=40, unique=True, default=new_code, editable=False)
    starts_on = models.DateField(_("published on"), null=True, editable=False)
    ends_on = models.DateField(_("runs until"), null=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=NoticeState.choices, default=NoticeState.DRAFT
    )

    text = Bilingual("text")
    flow = NOTICE_FLOW
    audit_ignored = frozenset({"code"})
    objects = PublicNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("public notice")
        verbose_name_plural = _("public notices")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return gettext("Public notice: %(call)s") % {"call": self.call}

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("reviewing:notice", args=[self.pk])

    @property
    def public_address(self) -> str:
        """Where anybody reads it, without the host."""
        return reverse("public_notice", args=[self.code])

    @property
    def unit_id(self) -> int:
        """The unit of the call."""
        return self.call.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.call.top_unit_id

    @property
    def chain(self) -> int:
        """The audit chain: that of the call."""
        return self.call.chain

    def runs(self, on: datetime.date) -> bool:
        """Say whether anybody can read it on a day."""
        return self.state == NoticeState.PUBLISHED and bool(self.ends_on and on <= self.ends_on)

    def holds_back(self, on: datetime.date) -> list[str]:
        """Say why the outcome cannot go out yet; nothing once it is over and answered."""
        if self.state != NoticeState.PUBLISHED:
            return []
        found = []
        if self.runs(on):
            words = gettext("The public notice runs until %(day)s.")
            found.append(words % {"day": self.ends_on})
        states = list(self.objections.values_list("state", flat=True))
        if number := states.count(Verdict.OPEN):
            words = ngettext(
                "%(number)s objection to the public notice is not answered yet.",
                "%(number)s objections to the public notice are not answered yet.",
                number,
            )
            found.append(words % {"number": number})
        if Verdict.UPHELD in states:
            found.append(
                gettext("An objection was upheld: correct the selection and publish a new notice.")
            )
        return found


class NoticeLine(Record):
    """One who is selected, in the order of the notice."""

    notice = models.ForeignKey(
        PublicNotice, models.CASCADE, related_name="lines", verbose_name=_("public notice")
    )
    application = models.ForeignKey(Application, models.CASCADE, related_name="notice_lines")
    position = models.PositiveIntegerField(_("position"))
    option = models.CharField(_("option"), max_length=200, blank=True)

    audit_parent = "notice"

    class NoticeLineQuerySet(RecordQuerySet[Any]):
        """Ways to read lines."""

        scope_unit = "notice__call__unit"
        scope_tree = "notice__call__top_unit"

        def for_list(self) -> Any:
            """Fetch the persons."""
            return self.select_related("application__person")

    objects = NoticeLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a public notice")
        verbose_name_plural = _("lines of public notices")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("notice", "application"), name="notice_names_once"),
        )

    def __str__(self) -> str:
        return self.public_name

    def get_absolute_url(self) -> str:
        """Give the page of the notice."""
        return self.notice.get_absolute_url()

    @property
    def public_name(self) -> str:
        """The name as anybody reads it; a bar where the person's data were erased."""
        person = self.application.person
        if person.erased_at:
            return "–"
        return masked_name(str(person.name)) if self.notice.mask_names else str(person.name)

    @property
    def public_number(self) -> str:
        """The student number as anybody reads it."""
        number = self.application.person.student_number
        return masked_number(number) if self.notice.mask_numbers else number


class Objection(Record):
    """What somebody said against a notice, and what the office answered."""

    notice = models.ForeignKey(
        PublicNotice, models.CASCADE, related_name="objections", editable=False
    )
    by_name = models.CharField(_("who objects"), max_length=200, blank=True)
    contact = models.CharField(_("how they are reached"), max_length=300, blank=True)
    received_on = models.DateField(_("received on"))
    text = models.TextField(_("what they object to"), max_length=4000)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    state = models.CharField(
        pgettext_lazy("an objection", "outcome"),
        max_length=10,
        choices=Verdict.choices,
        default=Verdict.OPEN,
    )

    flow = OBJECTION_FLOW
    audit_parent = "notice"
    audit_personal = frozenset({"by_name", "contact", "text", "answer"})

    class ObjectionQuerySet(RecordQuerySet[Any]):
        """Ways to read objections."""

        scope_unit = "notice__call__unit"
        scope_tree = "notice__call__top_unit"

        def for_list(self) -> Any:
            """Fetch the notice, its call, and who answered."""
            return self.select_related("notice__call", "answered_by")

        def to_answer(self) -> Any:
            """Keep those that wait for an answer, the oldest first."""
            rows = self.filter(state=Verdict.OPEN).exclude(notice__state=NoticeState.WITHDRAWN)
            return rows.order_by("received_on", "pk")

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ("received_on", "pk")

    def __str__(self) -> str:
        return gettext("Objection of %(day)s") % {"day": self.received_on}

    def get_absolute_url(self) -> str:
        """Give its place on the page of the notice."""
        return f"{self.notice.get_absolute_url()}#objections"

    def personal_key(self) -> str:
        """Name the key under which the trail keeps who objected, and what was written."""
        return f"reviewing-objection-{self.pk}"

    @property
    def unit_id(self) -> int:
        """The unit of the call."""
        return self.notice.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.notice.top_unit_id

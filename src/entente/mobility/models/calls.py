"""Calls: what can be wished for within which quotas, who applies, and runs of the placement."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.records import Record, RecordQuerySet
from entente.kit.search import Entry
from entente.mobility.enums import CALL_FLOW, ApplicationState, CallState
from entente.mobility.models.programmes import NEEDS_TITLE, Programme
from entente.mobility.placement.instance import LEVELS
from entente.mobility.scaling import as_whole
from entente.office.models import OwnedRecord, User
from entente.partnerships.enums import StudyLevel, TextLanguage

CEFR = [(level, level) for level in LEVELS]
CLOSES_EARLY = _("It closes before it opens.")
POSTGRADUATE = (StudyLevel.POSTGRADUATE, StudyLevel.MASTER, StudyLevel.DOCTOR)


def language_name(code: str) -> str:
    """Name a language in the reader's own; the code itself where it has no name here."""
    return str(TextLanguage(code).label) if code in TextLanguage.values else code


class CallQuerySet(RecordQuerySet["Call"]):
    """Ways to read calls."""

    def for_list(self) -> CallQuerySet:
        """Fetch the unit and count the applications that are handed in, in one query."""
        handed_in = Q(applications__state=ApplicationState.HANDED_IN)
        rows = self.select_related("unit", "programme")
        return rows.annotate(applied=Count("applications", filter=handed_in))

    def with_options(self) -> CallQuerySet:
        """Fetch what can be wished for, as `options`: two queries; the first to close first."""
        options = CallQuota.objects.filter(parts__isnull=True).select_related("parent")
        fetched = Prefetch("quotas", options.order_by("pk"), to_attr="options")
        rows = self.select_related("unit", "top_unit", "programme")
        return rows.prefetch_related(fetched).order_by("closes_on", "pk")

    def taking(self, on: datetime.date) -> CallQuerySet:
        """Keep those to which people can apply on a day."""
        return self.filter(state=CallState.OPEN, opens_on__lte=on, closes_on__gte=on)


def new_seed() -> str:
    """Draw the seed of a lottery."""
    return secrets.token_hex(16)


class Call(OwnedRecord):
    """An invitation to apply for places.

    The seed of its lottery is drawn when the call is made. Its hash is public from then on, the
    seed itself once the call is closed, so that anybody can draw the numbers again.
    """

    title_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    title_en = models.CharField(_("name in English"), max_length=200, blank=True)
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="calls",
        verbose_name=_("programme"),
    )
    academic_year = models.PositiveSmallIntegerField(_("academic year"))
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("last day to apply"))
    seed = models.CharField(max_length=64, default=new_seed, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=CallState.choices, default=CallState.DRAFT
    )

    title = Bilingual("title")
    flow = CALL_FLOW
    audit_ignored = frozenset({"seed"})
    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call for applications")
        verbose_name_plural = _("calls for applications")
        constraints = (
            models.CheckConstraint(
                name="call_has_a_title",
                condition=~Q(title_zh="") | ~Q(title_en=""),
                violation_error_message=NEEDS_TITLE,
            ),
            models.CheckConstraint(
                name="call_closes_after_it_opens",
                condition=Q(closes_on__gte=F("opens_on")),
                violation_error_message=CLOSES_EARLY,
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "-closes_on", "-id"), name="call_tree"),
            models.Index(fields=("unit", "-closes_on", "-id"), name="call_unit"),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("mobility:call", args=[self.pk])

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        errors: dict[str, Any] = {}
        if not (self.title_zh or self.title_en):
            errors["title_zh"] = NEEDS_TITLE
        opens: Any = self.opens_on
        closes: Any = self.closes_on
        if opens and closes and closes < opens:
            errors["closes_on"] = CLOSES_EARLY
        if errors:
            raise ValidationError(errors)

    def takes(self, on: datetime.date) -> bool:
        """Say whether people can apply on a day."""
        return self.state == CallState.OPEN and self.opens_on <= on <= self.closes_on

    @property
    def commitment(self) -> str:
        """The hash of the seed, public before anybody applies."""
        return hashlib.sha256(self.seed.encode()).hexdigest()

    @property
    def public_seed(self) -> str:
        """The seed, once nobody can apply any more."""
        return self.seed if self.state in (CallState.CLOSED, CallState.PUBLISHED) else ""

    def search_entry(self) -> Entry:
        """Be found by its name."""
        return Entry(
            title_zh=self.title_zh or self.title_en,
            title_en=self.title_en or self.title_zh,
            names=tuple(filter(None, (self.title_zh, self.title_en))),
            unit=self.unit_id,
            tree=self.top_unit_id,
        )


class OfCallQuerySet(RecordQuerySet[Any]):
    """Ways to read what belongs to a call."""

    scope_unit = "call__unit"
    scope_tree = "call__top_unit"


class CallQuotaQuerySet(OfCallQuerySet):
    """Ways to read quotas."""

    def of_call(self, call: Call) -> Any:
        """Keep those of a call in their order, with the quotas in which they lie."""
        return self.filter(call=call).select_related("parent").order_by("pk")

    def options(self, call: Call) -> Any:
        """Keep what of a call can be wished for."""
        return self.filter(call=call, parts__isnull=True).order_by("pk")


class CallQuota(Record):
    """Some places of a call; they lie within those of `parent`.

    What is not divided further can be wished for, by those who fulfil its rules: an empty rule asks
    nothing. `grade` is the least grade as people write it, with two decimals.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="quotas", editable=False)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    name = models.CharField(_("name of the quota"), max_length=200)
    cap = models.PositiveIntegerField(_("places"))
    grade = models.DecimalField(
        _("least grade"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    language = models.CharField(_("language asked for"), max_length=3, blank=True)
    language_level = models.CharField(
        _("least level of the language"), max_length=2, choices=CEFR, blank=True
    )
    level = models.CharField(_("level"), max_length=12, choices=StudyLevel.choices, blank=True)
    field = models.CharField(_("field of study"), max_length=10, blank=True)

    audit_parent = "call"
    objects = CallQuotaQuerySet.as_manager()

    class Meta:
        verbose_name = _("quota of a call")
        verbose_name_plural = _("quotas of calls")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("call", "name"),
                name="call_quota_named_once",
                violation_error_message=_("A quota of this call has this name already."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give the place of quotas on the page of the call."""
        return f"{self.call.get_absolute_url()}#quotas"

    @property
    def key(self) -> str:
        """Its name within a run."""
        return f"Q{self.pk}"

    @property
    def asks(self) -> dict[str, Any]:
        """What it asks of those who wish for it, in the words of the placement."""
        asked: dict[str, Any] = {}
        if self.grade is not None:
            asked["min_gpa"] = as_whole(self.grade)
        if self.language:
            asked["languages"] = {self.language: self.language_level}
        if self.level:
            every = POSTGRADUATE if self.level == StudyLevel.POSTGRADUATE else (self.level,)
            asked["levels"] = [str(level) for level in every]
        if self.field:
            asked["fields"] = [self.field]
        return asked

    def clean(self) -> None:
        """Refuse a language without a level and a level without a language."""
        if bool(self.language) != bool(self.language_level):
            message = _("A language is asked for together with its least level.")
            raise ValidationError({"language_level": message})


class PlacementRun(Record):
    """One run of the placement: what went in, what came out, what the verifier said of it.

    Instance and result name quotas and applications by keys, no person. `verdict` lists what does
    not hold; only a run without any may be published.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="runs", editable=False)
    number = models.PositiveIntegerField(_("number"), editable=False)
    instance = models.JSONField(editable=False)
    result = models.JSONField(editable=False)
    names = models.JSONField(editable=False)
    instance_sha256 = models.CharField(_("hash of the instance"), max_length=64, editable=False)
    result_sha256 = models.CharField(_("hash of the result"), max_length=64, editable=False)
    verdict = models.JSONField(_("what does not hold"), default=list, blank=True, editable=False)
    ran_at = models.DateTimeField(_("run at"), editable=False)
    ran_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", editable=False, verbose_name=_("run by")
    )
    published_on = models.DateField(_("published on"), null=True, blank=True, editable=False)

    audit_parent = "call"
    audit_ignored = frozenset({"instance", "result", "names", "verdict"})

    class PlacementRunQuerySet(OfCallQuerySet):
        """Ways to read runs."""

        def for_list(self) -> Any:
            """Fetch the call and who ran it, without the bulk of what went in and out."""
            lean = self.select_related("call", "ran_by")
            return lean.defer("instance", "result", "names")

        def for_page(self) -> Any:
            """Fetch all of it."""
            return self.select_related("call__unit", "ran_by")

        def of_call(self, call: Call) -> Any:
            """Keep those of a call, the last first, as a list shows them."""
            return self.filter(call=call).for_list()

        def published(self) -> Any:
            """Keep those that were published, the last first."""
            return self.filter(published_on__isnull=False).order_by("-number")

        def last_like(self, call: Call) -> Any:
            """Give the last that was published of another call of the programme, or the unit."""
            rows = self.published().exclude(call=call)
            if call.programme_id:
                rows = rows.filter(call__programme=call.programme_id)
            else:
                rows = rows.filter(call__programme=None, call__unit=call.unit_id)
            return rows.order_by("-call__academic_year", "-published_on", "-number")

        def before(self, run: PlacementRun) -> Any:
            """Keep the runs of the same call before one, the last first."""
            return self.filter(call=run.call_id, number__lt=run.number).order_by("-number")

    objects = PlacementRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement run")
        verbose_name_plural = _("placement runs")
        ordering = ("call_id", "-number")
        constraints = (
            models.UniqueConstraint(fields=("call", "number"), name="placement_run_numbered"),
        )

    def __str__(self) -> str:
        return gettext("Run %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("mobility:run", args=[self.pk])

    @property
    def holds(self) -> bool:
        """Whether the verifier found nothing."""
        return not self.verdict

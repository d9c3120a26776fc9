"""Applications to calls, and their ranked wishes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit.records import Record, RecordQuerySet
from entente.kit.scope import Officer
from entente.mobility.enums import APPLICATION_FLOW, ApplicationState
from entente.mobility.models.calls import Call, CallQuota, OfCallQuerySet, language_name
from entente.mobility.scaling import as_whole
from entente.partnerships.enums import StudyLevel
from entente.people.models import Person


class Application(Record):
    """What a person hands in to a call: facts that rules ask for, one score, ranked wishes.

    `score` is the committee's, with two decimals, and given once it has met; `languages` leads
    from a language to its level, `answers` from a question's number to what was answered. Only
    what is handed in takes part in a placement.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="applications", editable=False)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="applications", verbose_name=_("person")
    )
    level = models.CharField(_("level"), max_length=12, choices=StudyLevel.choices, blank=True)
    field = models.CharField(_("field of study"), max_length=10, blank=True)
    grade = models.DecimalField(_("grade"), max_digits=6, decimal_places=2, null=True, blank=True)
    languages = models.JSONField(_("languages"), default=dict, blank=True)
    statement = models.TextField(_("statement"), max_length=6000, blank=True)
    answers = models.JSONField(_("answers to the call's questions"), default=dict, blank=True)
    score = models.DecimalField(_("score"), max_digits=8, decimal_places=2, null=True, blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ApplicationState.choices,
        default=ApplicationState.HANDED_IN,
    )
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, blank=True, editable=False)

    flow = APPLICATION_FLOW
    audit_parent = "call"
    audit_personal = frozenset({"answers", "grade", "languages", "score", "statement"})

    class ApplicationQuerySet(OfCallQuerySet):
        """Ways to read applications."""

        def visible_to(self, officer: Officer, permission: str = "") -> Any:
            """Keep what is handed in within a scope: a draft is the applicant's own affair."""
            rows = super().visible_to(officer, permission)
            return rows.exclude(state=ApplicationState.DRAFT)

        def for_list(self) -> Any:
            """Fetch the person and the wishes: two queries."""
            return self.select_related("person", "call").prefetch_related("wishes__quota")

        def of_call(self, call: Call) -> Any:
            """Keep those of a call that were handed in, the best first, as a list shows them."""
            rows = self.filter(call=call).exclude(state=ApplicationState.DRAFT).for_list()
            return rows.order_by(F("score").desc(nulls_last=True), "pk")

        def handed_in(self, call: Call) -> Any:
            """Keep those that take part in the placement of a call."""
            return self.filter(call=call, state=ApplicationState.HANDED_IN).for_list()

        def of_persons(self, persons: Sequence[int]) -> Any:
            """Keep what persons wrote themselves or was entered for them, the newest first."""
            rows = self.filter(person__in=persons, person__erased_at=None).for_list()
            return rows.select_related("call__unit", "call__top_unit").order_by("-pk")

        def numbers(self, call: Call) -> dict[str, int]:
            """Count those that a list shows, and the drafts that it does not."""
            draft = Q(state=ApplicationState.DRAFT)
            counted: dict[str, int] = self.filter(call=call).aggregate(
                number=Count("pk", filter=~draft), drafts=Count("pk", filter=draft)
            )
            return counted

        def by_key(self, call: Call) -> dict[str, Application]:
            """Give the applications of a call by their ids within a run, with the persons."""
            return {row.key: row for row in self.filter(call=call).select_related("person")}

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("call", "person"),
                name="application_once",
                violation_error_message=_("This person has applied already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        """Give the place of applications on the page of the call."""
        return f"{self.call.get_absolute_url()}#applications"

    @property
    def key(self) -> str:
        """The id within a run; it names nobody."""
        return f"A{self.pk}"

    @property
    def facts(self) -> dict[str, Any]:
        """What rules ask of an applicant, in the words of the placement."""
        known = {"languages": self.languages, "level": self.level, "field": self.field}
        return known if self.grade is None else known | {"gpa": as_whole(self.grade)}

    @property
    def spoken(self) -> str:
        """The languages as people write them: de C1, en B2."""
        return ", ".join(f"{language} {level}" for language, level in self.languages.items())

    @property
    def certificates(self) -> str:
        """The languages in the reader's own words: German C1, English B2."""
        return ", ".join(f"{language_name(it)} {level}" for it, level in self.languages.items())

    def personal_key(self) -> str:
        """Name the key of the person."""
        return self.person.personal_key()


class WishQuerySet(RecordQuerySet["Wish"]):
    """Ways to read wishes."""

    scope_unit = "application__call__unit"
    scope_tree = "application__call__top_unit"

    def standing(self, call: Call) -> dict[tuple[int, int], int]:
        """Give the wishes of a call that are not struck: application and option lead to the key."""
        rows = self.filter(application__call=call, struck_on__isnull=True)
        return {
            (application, quota): pk
            for application, quota, pk in rows.values_list("application", "quota", "pk")
        }


class Wish(Record):
    """A ranked destination of an application; struck where the host rejects the nomination."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="wishes", editable=False
    )
    quota = models.ForeignKey(
        CallQuota, models.PROTECT, related_name="wishes", verbose_name=_("option")
    )
    rank = models.PositiveSmallIntegerField(_("rank"), validators=[MinValueValidator(1)])
    struck_on = models.DateField(_("struck on"), null=True, blank=True, editable=False)
    struck_reason = models.TextField(_("why it was struck"), max_length=2000, blank=True)

    audit_parent = "application"
    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        ordering = ("application_id", "rank")
        constraints = (
            models.UniqueConstraint(fields=("application", "rank"), name="wish_one_of_a_rank"),
            models.UniqueConstraint(fields=("application", "quota"), name="wish_once"),
        )

    def __str__(self) -> str:
        return gettext("%(rank)s. %(option)s") % {"rank": self.rank, "option": self.quota}

    def get_absolute_url(self) -> str:
        """Give the place of applications on the page of the call."""
        return self.application.get_absolute_url()

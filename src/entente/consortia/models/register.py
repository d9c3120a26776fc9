"""Consortia, their names, members and mandates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, Self

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.consortia.enums import MemberClass, NameKind, Office
from entente.consortia.terms import Term
from entente.kit import search
from entente.kit.bilingual import Bilingual, in_reader_language
from entente.kit.periods import PartialDateField, in_order, not_after, not_before
from entente.kit.records import Record, RecordQuerySet
from entente.office.models import OwnedRecord
from entente.organisations.models import Organisation
from entente.people.models import Person

NAMES = ("name_zh", "name_en")
ENDS_BEFORE_START = _("The last day lies before the first day.")


def _on(day: datetime.date, start: str, end: str) -> Q:
    """Keep what can hold on that day; an unknown start has begun, an unknown end has not come."""
    begun = Q(**{f"{start}__isnull": True}) | not_after(start, day)
    return begun & (Q(**{f"{end}__isnull": True}) | not_before(end, day))


class ConsortiumQuerySet(RecordQuerySet["Consortium"]):
    """Ways to read consortia."""

    def with_organisations(self, organisations: Iterable[Any]) -> Self:
        """Keep those of which one of the organisations is or was a member or holds an office."""
        members = Membership.objects.filter(
            consortium=OuterRef("pk"), organisation__in=organisations
        )
        mandates = Mandate.objects.filter(consortium=OuterRef("pk"), organisation__in=organisations)
        return self.filter(Exists(members) | Exists(mandates))

    def for_list(self) -> Self:
        """Fetch what one line of a list shows: members and mandates in one query each."""
        return self.select_related("unit").prefetch_related(
            Prefetch("memberships", queryset=Membership.objects.for_list()),
            Prefetch("mandates", queryset=Mandate.objects.for_list()),
        )

    def for_page(self) -> Self:
        """Fetch what the consortium's own page shows beside the register as of a day."""
        editions: Any = apps.get_model("consortia", "Edition")._default_manager.all()
        return self.select_related("unit").prefetch_related(
            "names",
            "series",
            "statutes",
            Prefetch("series__editions", queryset=editions.for_list()),
        )


class Consortium(OwnedRecord):
    """An alliance of institutions with members, offices and things that it holds together.

    It belongs to the unit of ours that keeps its register.
    """

    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    founded_on = PartialDateField(_("founded on"), null=True, blank=True)
    place_zh = models.CharField(_("place in Chinese"), max_length=200, blank=True)
    place_en = models.CharField(_("place in English"), max_length=200, blank=True)
    purpose_zh = models.TextField(_("purpose in Chinese"), blank=True)
    purpose_en = models.TextField(_("purpose in English"), blank=True)
    email = models.EmailField(_("contact address"), blank=True)
    website = models.URLField(_("web site"), blank=True)
    source = models.TextField(_("source"), blank=True)

    name = Bilingual("name")
    place = Bilingual("place")
    purpose = Bilingual("purpose")
    objects = ConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name = _("consortium")
        verbose_name_plural = _("consortia")
        ordering = ("name_zh", "name_en", "pk")
        constraints = (
            models.CheckConstraint(
                name="consortium_has_a_name",
                condition=~Q(name_zh="") | ~Q(name_en=""),
                violation_error_message=_("A consortium needs a name in at least one language."),
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "founded_on", "id"), name="consortium_tree"),
            models.Index(fields=("unit", "founded_on", "id"), name="consortium_unit"),
        )

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Give the address of the consortium's page."""
        return reverse("consortia:consortium", args=[self.pk])

    def clean(self) -> None:
        """Say at the field what the constraint refuses."""
        if not (self.name_zh or self.name_en):
            raise ValidationError(
                {"name_zh": _("A consortium needs a name in at least one language.")}
            )

    def search_entry(self) -> search.Entry:
        """Be found by every name that was ever found for it."""
        further = self.names.values_list("text", flat=True) if self.pk else ()
        names = [self.name_zh, self.name_en, self.short_name, *further]
        return search.Entry(
            title_zh=self.name_zh or self.name_en,
            title_en=self.name_en or self.name_zh,
            names=tuple(filter(None, dict.fromkeys(names))),
            text=" ".join(filter(None, [self.place_zh, self.place_en])),
            unit=self.unit_id,
            tree=self.top_unit_id,
        )


class PartOfConsortiumQuerySet(RecordQuerySet[Any]):
    """Parts are seen by whoever sees the consortium."""

    scope_unit = "consortium__unit"
    scope_tree = "consortium__top_unit"


class PartOfConsortium(Record):
    """A record inside a consortium: it belongs to the unit that keeps the consortium."""

    audit_parent = "consortium"
    audit_ignored = frozenset({"consortium"})

    class Meta:
        abstract = True

    @property
    def unit_id(self) -> int:
        """The unit that keeps the consortium."""
        return self.consortium.unit_id  # type: ignore[attr-defined, no-any-return]

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.consortium.top_unit_id  # type: ignore[attr-defined, no-any-return]


class ConsortiumName(Record):
    """A further name: a form found in a source, a former or a short one."""

    consortium = models.ForeignKey(Consortium, models.CASCADE, related_name="names")
    text = models.CharField(_("name"), max_length=200)
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=[("zh", _("Chinese")), ("en", _("English"))],
        blank=True,
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=NameKind.choices, default=NameKind.FOUND
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    audit_parent = "consortium"
    audit_ignored = frozenset({"consortium"})
    objects = PartOfConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name = _("name of a consortium")
        verbose_name_plural = _("names of consortia")
        ordering = ("consortium", "kind", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("consortium", "text"),
                name="consortium_name_stands_once",
                violation_error_message=_("This name is registered already."),
            ),
        )

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """Give the address of the consortium's page."""
        return f"{self.consortium.get_absolute_url()}#names"


class MembershipQuerySet(RecordQuerySet["Membership"]):
    """Ways to read memberships."""

    scope_unit = "consortium__unit"
    scope_tree = "consortium__top_unit"

    def on(self, day: datetime.date) -> Self:
        """Keep the members as of a day; the last day of a membership still counts.

        A date known only as a year or a month counts as long as it can mean that day.
        """
        return self.filter(_on(day, "joined_on", "left_on"))

    def by_name(self) -> Self:
        """Put them in the order of their names in the reader's language."""
        name = in_reader_language("organisation__name")
        return self.order_by(name, "pk")

    def for_list(self) -> Self:
        """Fetch the organisation with each membership."""
        return self.select_related("organisation")

    def for_names(self) -> Self:
        """Fetch no more than who is a member of what."""
        names = [f"{of}__{name}" for of in ("organisation", "consortium") for name in NAMES]
        return self.select_related("organisation", "consortium").only("consortium", *names)


class Membership(Record):
    """An organisation in a consortium, from a date until a date, with its class and its vote.

    Whether it votes may be unknown: not every source says so.
    """

    consortium = models.ForeignKey(Consortium, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("member")
    )
    member_class = models.CharField(
        _("class"), max_length=10, choices=MemberClass.choices, default=MemberClass.MEMBER
    )
    votes = models.BooleanField(_("has a vote"), null=True, blank=True)
    is_initiator = models.BooleanField(_("initiated the consortium"), default=False)
    joined_on = PartialDateField(_("joined on"), null=True, blank=True)
    left_on = PartialDateField(_("last day as a member"), null=True, blank=True)
    name_at_joining_zh = models.CharField(_("name at joining, Chinese"), max_length=300, blank=True)
    name_at_joining_en = models.CharField(_("name at joining, English"), max_length=300, blank=True)
    source = models.TextField(_("source"), blank=True)

    name_at_joining = Bilingual("name_at_joining")
    audit_parent = "consortium"
    audit_ignored = frozenset({"consortium"})
    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("consortium", "pk")
        constraints = (
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=in_order("joined_on", "left_on"),
                violation_error_message=ENDS_BEFORE_START,
            ),
            models.UniqueConstraint(
                fields=("consortium", "organisation"),
                condition=Q(left_on__isnull=True),
                name="organisation_is_a_member_once",
                violation_error_message=_("This organisation is a member already."),
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation)

    def get_absolute_url(self) -> str:
        """Give the address of the consortium's page."""
        return f"{self.consortium.get_absolute_url()}#members"

    def can_hold_on(self, day: datetime.date) -> bool:
        """Say whether it can hold on a day."""
        return self.term.can_hold_on(day)

    @property
    def former_name(self) -> str:
        """Its name at joining, where it is none of its two names of today."""
        then: str = self.name_at_joining
        return "" if then in {self.organisation.name_zh, self.organisation.name_en} else then

    @property
    def term(self) -> Term:
        """From joining to leaving."""
        return Term(self.joined_on, self.left_on)

    def clean(self) -> None:
        """Say at the field what the constraint refuses."""
        refuse_wrong_order(self.joined_on, self.left_on, "left_on")


class MandateQuerySet(RecordQuerySet["Mandate"]):
    """Ways to read mandates."""

    scope_unit = "consortium__unit"
    scope_tree = "consortium__top_unit"

    def on(self, day: datetime.date) -> Self:
        """Keep the mandates that can be held on a day; the last day still counts."""
        return self.filter(_on(day, "starts_on", "ends_on"))

    def for_list(self) -> Self:
        """Fetch the holder with each mandate."""
        return self.select_related("person", "organisation", "for_member")


class Mandate(Record):
    """An office of a consortium held by a person or an organisation, from a date until a date.

    The holder's name and the words for the function stay as they were then.
    """

    consortium = models.ForeignKey(Consortium, models.CASCADE, related_name="mandates")
    office = models.CharField(
        pgettext_lazy("mandate", "office"), max_length=12, choices=Office.choices
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates",
        verbose_name=_("organisation"),
    )
    for_member = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates_of_its_people",
        verbose_name=_("member whose turn it is"),
    )
    name_then_zh = models.CharField(_("name then, Chinese"), max_length=300, blank=True)
    name_then_en = models.CharField(_("name then, English"), max_length=300, blank=True)
    function_zh = models.CharField(_("function in Chinese"), max_length=300, blank=True)
    function_en = models.CharField(_("function in English"), max_length=300, blank=True)
    starts_on = PartialDateField(_("from"), null=True, blank=True)
    ends_on = PartialDateField(_("until"), null=True, blank=True)
    source = models.TextField(_("source"), blank=True)

    name_then = Bilingual("name_then")
    function = Bilingual("function")
    audit_parent = "consortium"
    audit_ignored = frozenset({"consortium"})
    audit_personal = frozenset({"name_then_zh", "name_then_en"})
    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ("consortium", "office", "starts_on", "pk")
        constraints = (
            models.CheckConstraint(
                name="mandate_has_one_holder",
                condition=Q(person__isnull=True, organisation__isnull=False)
                | Q(person__isnull=False, organisation__isnull=True),
                violation_error_message=_("A person or an organisation holds it, never both."),
            ),
            models.CheckConstraint(
                name="mandate_ends_after_it_starts",
                condition=in_order("starts_on", "ends_on"),
                violation_error_message=ENDS_BEFORE_START,
            ),
            models.UniqueConstraint(
                fields=("consortium", "office"),
                condition=Q(ends_on__isnull=True),
                name="office_has_one_holder_now",
                violation_error_message=_("Somebody holds this office already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_office_display()}: {self.holder}"

    def get_absolute_url(self) -> str:
        """Give the address of the consortium's page."""
        return f"{self.consortium.get_absolute_url()}#mandates"

    def can_hold_on(self, day: datetime.date) -> bool:
        """Say whether it can be held on a day."""
        return self.term.can_hold_on(day)

    def personal_key(self) -> str:
        """Name the key under which the trail keeps a person's name."""
        return self.person.personal_key() if self.person else ""

    @property
    def holder(self) -> Person | Organisation | None:
        """Who holds it, as they are called today."""
        return self.person or self.organisation

    @property
    def turn_of(self) -> int | None:
        """The key of the member whose turn it uses: the holder, or the one a person stands for."""
        return self.organisation_id or self.for_member_id

    @property
    def term(self) -> Term:
        """From the first to the last day."""
        return Term(self.starts_on, self.ends_on)

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        refuse_wrong_order(self.starts_on, self.ends_on, "ends_on")


def refuse_wrong_order(start: Any, end: Any, field: str) -> None:
    """Refuse an end that surely lies before the start, at the field of the end."""
    if start and end and end.latest < start.earliest:
        raise ValidationError({field: ENDS_BEFORE_START})

"""Agreements and their parties."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit import search
from entente.kit.bilingual import LANGUAGES, Bilingual
from entente.kit.models import Attachment
from entente.kit.models.files import AttachmentKind, DocumentLanguage
from entente.kit.periods import PartialDateField, add_months, in_order, surely_not_before
from entente.kit.records import RecordQuerySet
from entente.office.models import OwnedRecord
from entente.partnerships.enums import (
    AGREEMENT_FLOW,
    CLOSED,
    PROMISED,
    RUNNING,
    AgreementKind,
    AgreementState,
    FollowKind,
    NoticeUnit,
    Term,
    TextLanguage,
)
from entente.partnerships.models.parties import STAMPS, AgreementParty
from entente.partnerships.terms_of_validity import Notice, Validity

S = AgreementState
TEXT_KINDS = (AttachmentKind.TEXT, AttachmentKind.SCAN)
SIGNED_OR_SOURCED = _("Where the day of signature is unknown, name the document it is taken from.")
ENDS_BEFORE_START = _("The last day lies before the first day.")


# A list is ordered by the last or the first day, seen whole, by tree or by unit; its views keep one
# state. Each of these orders is an index, so that a page costs the same however long the list.
LIST_INDEXES = (
    models.Index(fields=("last_day", "id"), name="agreement_last"),
    models.Index(fields=("first_day", "id"), name="agreement_first"),
    models.Index(fields=("state", "last_day", "id"), name="agreement_state_last"),
    models.Index(fields=("top_unit", "last_day", "id"), name="agreement_tree_last"),
    models.Index(fields=("top_unit", "first_day", "id"), name="agreement_tree_first"),
    models.Index(fields=("top_unit", "state", "last_day", "id"), name="agreement_tree_state_last"),
    models.Index(fields=("unit", "last_day", "id"), name="agreement_unit_last"),
    models.Index(fields=("unit", "first_day", "id"), name="agreement_unit_first"),
    models.Index(fields=("unit", "state", "last_day", "id"), name="agreement_unit_state_last"),
    models.Index(fields=("texts_missing", "top_unit", "last_day"), name="agreement_texts_missing"),
    models.Index(fields=("owner", "state", "last_day"), name="agreement_owner"),
    # Most follow nothing: only an index of those that do tells SQLite how few that is.
    models.Index(
        fields=("follows",), condition=Q(follows__isnull=False), name="agreement_followers"
    ),
    models.Index(
        fields=("chain_root",), condition=Q(chain_root__isnull=False), name="agreement_chain"
    ),
)


# What no line shows; to read it of every row is a good part of a long page's time.
OF_OTHERS = (
    *(f"unit__{name}" for name in (*STAMPS, "source", "closed_on")),
    *(f"owner__{name}" for name in (*STAMPS, "password", "last_login", "date_joined")),
)
NOT_IN_LISTS = (*STAMPS, "notes", "source", *OF_OTHERS)


class AgreementQuerySet(RecordQuerySet["Agreement"]):
    """Ways to read agreements."""

    def in_force(self, on: datetime.date) -> Self:
        """Keep the agreements that bind on that day.

        One whose first day is unknown binds, as long as it has not ended. One that was ended
        counts only where its end surely lies on that day or later.
        """
        ended = Q(state=S.ENDED) & surely_not_before("ends_on", on)
        return self.filter(Q(state__in=RUNNING) | ended, first_day__lte=on, last_day__gte=on)

    def run_out(self, on: datetime.date) -> Self:
        """Keep those in force whose last day has passed and which do not renew by themselves."""
        over = self.filter(state=S.IN_FORCE, last_day__lt=on)
        return over.exclude(term=Term.AUTOMATIC, termination__isnull=True)

    def renewing(self, on: datetime.date) -> Self:
        """Keep those whose period has passed and which go on by themselves: nobody gave notice."""
        return self.filter(
            state=S.IN_FORCE, last_day__lt=on, term=Term.AUTOMATIC, termination__isnull=True
        )

    def beginning(self, on: datetime.date) -> Self:
        """Keep those that are signed and whose first day has come."""
        return self.filter(state=S.SIGNED, first_day__lte=on)

    def ending(self, on: datetime.date, *, months: int) -> Self:
        """Keep those in force that end between that day and so many months later.

        What a signed renewal or replacement carries on does not end, nor does what a signed
        amendment made longer.
        """
        longer = Q(follows_as__in=(FollowKind.RENEWAL, FollowKind.REPLACEMENT))
        longer |= Q(follows_as=FollowKind.AMENDMENT, ends_on__isnull=False)
        carried_on = self.model._default_manager.filter(
            longer, follows=OuterRef("pk"), state__in=RUNNING, last_day__gt=OuterRef("last_day")
        )
        soon = self.filter(state=S.IN_FORCE, last_day__range=(on, add_months(on, months)))
        return soon.filter(~Exists(carried_on))

    def without_review(self, on: datetime.date) -> Self:
        """Keep those on which nobody looked back within the year before a day."""
        return self.exclude(reviews__reviewed_on__gt=add_months(on, -12))

    def waiting(self) -> Self:
        """Keep those that wait for a decision."""
        return self.filter(state=S.IN_REVIEW)

    def drafts_of(self, owner: int) -> Self:
        """Keep the drafts that a person owns."""
        return self.filter(state=S.DRAFT, owner_id=owner)

    def lacking_texts(self) -> Self:
        """Keep those signed or in force of which a text is not in the files."""
        return self.filter(texts_missing__gt="")

    def running(self) -> Self:
        """Keep those signed or in force: they bind, or are to."""
        return self.filter(state__in=RUNNING)

    def promised(self) -> Self:
        """Keep those that were signed: they run, are to begin, or have ended."""
        return self.filter(state__in=PROMISED)

    def with_organisations(self, organisations: Iterable[Any]) -> Self:
        """Keep those to which one of the organisations is a party (rows, ids or a queryset).

        Each row is asked, so that a list in order stops at the end of its page; of few
        organisations `of_organisations` begins with their agreements.
        """
        parties = AgreementParty.objects.filter(
            agreement=OuterRef("pk"), organisation__in=organisations
        )
        return self.filter(Exists(parties))

    def of_organisations(self, organisations: Iterable[Any]) -> Self:
        """Keep the same, beginning with the parties: quicker where they are few among many."""
        parties = AgreementParty.objects.filter(organisation__in=organisations)
        return self.filter(pk__in=parties.values("agreement"))

    def registered_last(self, organisations: Iterable[Any], number: int) -> Self:
        """Give so many of the agreements with these organisations, the newest entries first."""
        return self.of_organisations(organisations).order_by("-pk")[:number]

    def for_list(self) -> Self:
        """Fetch what one line of a list shows: three queries, however long the list."""
        names = AgreementParty.objects.for_names()
        lean = self.select_related("unit", "owner", "termination").defer(*NOT_IN_LISTS)
        return lean.prefetch_related(Prefetch("parties", queryset=names))

    def for_search(self) -> Self:
        """Fetch what the index keeps of an agreement: two queries, however many there are."""
        parties = AgreementParty.objects.for_list()
        return self.prefetch_related(Prefetch("parties", queryset=parties))

    def international(self) -> Self:
        """Leave out those within one country."""
        return self.filter(domestic=False)

    def for_page(self) -> Self:
        """Fetch what the page of an agreement shows."""
        parties = AgreementParty.objects.for_page()
        lean = self.select_related("unit", "owner", "termination").defer(*STAMPS, *OF_OTHERS)
        return lean.prefetch_related(Prefetch("parties", queryset=parties))


class Agreement(OwnedRecord):
    """A written promise between us and partners.

    Its state moves only through `services`; see `AGREEMENT_FLOW`. `first_day` and `last_day`
    say for every row, without gaps, from which day to which day it can bind: lists are sorted and
    jobs ask by them. What people typed stands in `starts_on` and `ends_on`. `texts_missing` names
    the languages in which a text that binds is not in the files. What was registered after it was
    signed (`is_retrospective`) demands no signature of each party.
    """

    number = models.CharField(_("number"), max_length=40, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=AgreementKind.choices)
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=AgreementState.choices,
        default=AgreementState.DRAFT,
        editable=False,
    )
    signed_on = PartialDateField(_("signed on"), null=True, blank=True)
    starts_on = PartialDateField(_("in force from"), null=True, blank=True)
    ends_on = PartialDateField(_("ends on"), null=True, blank=True)
    first_day = models.DateField(editable=False)
    last_day = models.DateField(editable=False)
    programme = models.CharField(
        _("programme"),
        max_length=60,
        blank=True,
        help_text=_("What it runs under, as the office calls it: Erasmus+, CSC, SICUE."),
    )
    domestic = models.BooleanField(
        _("domestic"),
        default=False,
        help_text=_("Both sides are in one country; it does not count as international."),
    )
    term = models.CharField(_("term"), max_length=10, choices=Term.choices, blank=True)
    renews_every = models.PositiveSmallIntegerField(
        _("renews by months"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    notice_length = models.PositiveSmallIntegerField(
        _("period of notice"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    notice_unit = models.CharField(
        _("notice measured in"), max_length=14, choices=NoticeUnit.choices, blank=True
    )
    notice_day = models.DateField(_("latest day for notice"), null=True, editable=False)
    place_zh = models.CharField(_("place of signature in Chinese"), max_length=200, blank=True)
    place_en = models.CharField(_("place of signature in English"), max_length=200, blank=True)
    languages = models.CharField(_("languages of the text"), max_length=60, blank=True)
    contents = models.CharField(_("touches"), max_length=60, blank=True)
    authentic = models.CharField(_("authentic texts"), max_length=60, blank=True, editable=False)
    prevailing = models.CharField(
        _("prevailing text"),
        max_length=2,
        choices=TextLanguage.choices,
        blank=True,
        editable=False,
    )
    texts_missing = models.CharField(max_length=60, blank=True, editable=False)
    is_retrospective = models.BooleanField(
        _("registered after it was signed"), default=False, editable=False
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("owner"),
    )
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="followers",
        verbose_name=_("follows"),
    )
    follows_as = models.CharField(
        _("follows as"), max_length=12, choices=FollowKind.choices, blank=True, editable=False
    )
    chain_root = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    source = models.TextField(
        _("source"),
        blank=True,
        help_text=_("The document this is taken from, and its words."),
    )
    notes = models.TextField(_("notes"), blank=True)

    title = Bilingual("title")
    place = Bilingual("place")
    flow = AGREEMENT_FLOW
    audit_ignored = frozenset(
        {"first_day", "last_day", "notice_day", "chain_root", "texts_missing"}
    )
    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ("last_day", "pk")
        constraints = (
            models.CheckConstraint(
                name="agreement_has_a_title",
                condition=~Q(title_zh="") | ~Q(title_en=""),
                violation_error_message=_("An agreement needs a title in at least one language."),
            ),
            models.CheckConstraint(
                name="agreement_is_signed_or_sourced",
                condition=~Q(state__in=PROMISED) | Q(signed_on__isnull=False) | ~Q(source=""),
                violation_error_message=SIGNED_OR_SOURCED,
            ),
            models.CheckConstraint(
                name="agreement_ends_after_it_starts",
                condition=in_order("starts_on", "ends_on"),
                violation_error_message=ENDS_BEFORE_START,
            ),
            models.CheckConstraint(
                name="agreement_ended_has_a_last_day",
                condition=~Q(state=S.ENDED) | Q(ends_on__isnull=False),
                violation_error_message=_("An agreement that has ended has a last day."),
            ),
            models.CheckConstraint(
                name="agreement_number_follows_state",
                condition=(Q(state__in=PROMISED) & ~Q(number=""))
                | (~Q(state__in=PROMISED) & Q(number="")),
                violation_error_message=_("Signed agreements carry a number, others do not."),
            ),
            models.CheckConstraint(
                name="agreement_follows_as_something",
                condition=Q(follows__isnull=True, chain_root__isnull=True, follows_as="")
                | (Q(follows__isnull=False, chain_root__isnull=False) & ~Q(follows_as="")),
                violation_error_message=_("What follows an agreement says as what."),
            ),
            models.UniqueConstraint(
                fields=("number",), condition=~Q(number=""), name="agreement_number_is_unique"
            ),
        )
        indexes = LIST_INDEXES

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give the address of the agreement's page."""
        return reverse("partnerships:agreement", args=[self.pk])

    # --- What is kept beside what people typed ---------------------------------------------------

    def clean_fields(self, exclude: Any = None) -> None:
        """Keep the days and the missing texts beside what people typed."""
        super().clean_fields(exclude={*(exclude or ()), "first_day", "last_day", "notice_day"})
        self.keep_days()
        self.texts_missing = ",".join(self.missing_texts()) if self.state in RUNNING else ""

    def keep_days(self) -> None:
        """Work out between which days the agreement can bind; unknown ends are far away."""
        start = self.starts_on or self.signed_on
        self.first_day = start.earliest if start else datetime.date.min
        self.last_day = self.ends_on.latest if self.ends_on else datetime.date.max
        self.notice_day = self.validity.notice_day

    def missing_texts(self) -> list[str]:
        """List the languages in which no text is in the files.

        Where nobody said in which languages it is written, Chinese and English are expected.
        """
        held: set[str] = set()
        if self.pk:
            files = Attachment.objects.of(self).filter(kind__in=TEXT_KINDS)
            held = set(files.values_list("language", flat=True))
        return [code for code in self.expected_languages if not covers(code, held)]

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        errors: dict[str, Any] = self.term_errors()
        if not (self.title_zh or self.title_en):
            errors["title_zh"] = _("An agreement needs a title in at least one language.")
        if self.starts_on and self.ends_on and self.ends_on.latest < self.starts_on.earliest:
            errors["ends_on"] = ENDS_BEFORE_START
        elif self.signed_on and self.ends_on and self.ends_on.latest < self.signed_on.earliest:
            errors["ends_on"] = _("The last day lies before the day of signature.")
        if self.state in PROMISED and not self.signed_on and not self.source:
            errors["signed_on"] = SIGNED_OR_SOURCED
        if unknown := set(self.language_codes) - set(TextLanguage.values):
            errors["languages"] = _("“%(codes)s” is no language of this list.") % {
                "codes": ", ".join(sorted(unknown))
            }
        if errors:
            raise ValidationError(errors)

    def term_errors(self) -> dict[str, Any]:
        """Say at the field what does not fit the term."""
        errors: dict[str, Any] = {}
        if self.term == Term.AUTOMATIC:
            if not self.ends_on:
                errors["ends_on"] = _("What renews by itself has a last day of its first period.")
            if not self.renews_every:
                errors["renews_every"] = _("Say for how many months it goes on.")
        elif self.renews_every:
            errors["renews_every"] = _("Only what renews by itself goes on.")
        if self.term == Term.FIXED and not self.ends_on:
            errors["ends_on"] = _("A fixed term has a last day.")
        if self.term == Term.EVERGREEN and self.ends_on and self.state not in (S.IN_FORCE, S.ENDED):
            errors["ends_on"] = _("What is open-ended has no last day.")
        if bool(self.notice_length) != bool(self.notice_unit):
            at = "notice_unit" if self.notice_length else "notice_length"
            errors[at] = _("A period of notice has a number and a unit.")
        return errors

    # --- What pages and services ask --------------------------------------------------------------

    @property
    def validity(self) -> Validity:
        """What is agreed about its end, for reckoning."""
        notice = None
        if self.notice_length and self.notice_unit:
            notice = Notice(self.notice_length, self.notice_unit)
        last = self.ends_on.latest if self.ends_on else None
        return Validity(self.term, last, self.renews_every or 0, notice)

    @property
    def language_codes(self) -> list[str]:
        """The languages in which the agreement is written."""
        return [code for code in self.languages.split(",") if code]

    @property
    def content_codes(self) -> list[str]:
        """What it touches (`Content`)."""
        return [code for code in self.contents.split(",") if code]

    @property
    def authentic_codes(self) -> list[str]:
        """The languages in which its text is authentic."""
        return [code for code in self.authentic.split(",") if code]

    @property
    def expected_languages(self) -> list[str]:
        """The languages in which a text is to be in the files."""
        return self.language_codes or list(LANGUAGES)

    @property
    def is_closed(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in CLOSED

    @property
    def is_promised(self) -> bool:
        """Whether it was signed."""
        return self.state in PROMISED

    @property
    def ours(self) -> list[AgreementParty]:
        """The parties on our side, in order."""
        return [party for party in self.parties.all() if party.unit_id]

    @property
    def theirs(self) -> list[AgreementParty]:
        """The partners, in order."""
        return [party for party in self.parties.all() if party.organisation_id]

    def days_left(self, on: datetime.date) -> int | None:
        """Count the days to the last one; None where it is open or the agreement does not run."""
        if self.state != S.IN_FORCE or not self.ends_on:
            return None
        return (self.last_day - on).days

    @property
    def renews_by_itself(self) -> bool:
        """Whether it goes on after its last day, because nobody gave notice."""
        return self.term == Term.AUTOMATIC and not hasattr(self, "termination")

    def search_entry(self) -> search.Entry:
        """Be found by title, number and the names of the parties."""
        names = [name for party in self._parties_with_names() for name in party.all_names()]
        return search.Entry(
            title_zh=self.title_zh or self.title_en,
            title_en=self.title_en or self.title_zh,
            names=tuple(filter(None, dict.fromkeys([self.title_zh, self.title_en, *names]))),
            text=" ".join(
                filter(None, [self.number, self.programme, self.place_zh, self.place_en])
            ),
            unit=self.unit_id,
            tree=self.top_unit_id,
        )

    def _parties_with_names(self) -> Iterable[AgreementParty]:
        """Give the parties as `for_search` fetched them, else ask for them."""
        if "parties" in getattr(self, "_prefetched_objects_cache", {}):
            return self.parties.all()
        return AgreementParty.objects.filter(agreement=self).for_list()


def covers(code: str, held: set[str]) -> bool:
    """Say whether files in these languages hold a text in that one."""
    if code in LANGUAGES:
        return bool(held & {code, DocumentLanguage.BOTH})
    return DocumentLanguage.OTHER in held

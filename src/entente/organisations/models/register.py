"""The register itself: one row for each institution of the world's side."""

from __future__ import annotations

import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from entente.kit import search
from entente.kit.bilingual import Bilingual
from entente.kit.periods import PartialDateField, in_order
from entente.kit.records import Record, RecordQuerySet
from entente.office.models import Unit
from entente.organisations import places
from entente.organisations.enums import OrganisationKind, Region
from entente.organisations.names import Candidate, Proposal, keys_for, propose


class OrganisationQuerySet(RecordQuerySet["Organisation"]):
    """Ways to read the register."""

    def standing(self) -> Self:
        """Keep what has not been merged into another row."""
        return self.filter(merged_into__isnull=True)

    def provisional(self) -> Self:
        """Keep what somebody still has to confirm."""
        return self.filter(provisional=True)

    def homes(self) -> Self:
        """Keep our own institutions."""
        return self.filter(unit__isnull=False)

    def lookup(self, text: str) -> Self:
        """Keep what a person may mean who types these letters."""
        return search.matching(self.standing(), text)

    def in_place(self, code: str) -> Self:
        """Keep those in one country or region."""
        return self.filter(country=code)

    def by_place(self, tied: Q) -> list[tuple[str, int, int]]:
        """Count them by country or region: code, all of them, those that `tied` keeps."""
        placed = self.exclude(country="").order_by().values("country")
        counted = placed.annotate(
            all=Count("pk", distinct=True), kept=Count("pk", filter=tied, distinct=True)
        )
        return [(row["country"], row["all"], row["kept"]) for row in counted]

    def in_region(self, region: str) -> Self:
        """Keep those that one set of rules concerns."""
        if region == Region.FOREIGN:
            return self.exclude(country__in=["", "CN", *places.REGIONS])
        return self.filter(country="CN" if region == Region.MAINLAND else region)

    def in_group(self, name: str, on: datetime.date) -> Self:
        """Keep those whose country or region stood in a group of countries on that day."""
        from entente.organisations.models.lists import ListEntry

        entries = ListEntry.objects.of_list_on(name, on)
        return self.filter(country__in=entries.values("country"))

    def ranked(self, name: str, on: datetime.date, at_most: int | None = None) -> Self:
        """Keep those in a ranking as it stood on that day, up to a place in it."""
        from entente.organisations.models.lists import ListEntry

        entries = ListEntry.objects.of_list_on(name, on).filter(organisation=OuterRef("pk"))
        if at_most is not None:
            entries = entries.filter(position__lte=at_most)
        return self.filter(Exists(entries))

    def with_units_below(self) -> Self:
        """Keep the rows and every faculty or laboratory below them."""
        found = set(self.values_list("pk", flat=True))
        level = found
        while level:
            level = (
                set(Organisation.objects.filter(parent__in=level).values_list("pk", flat=True))
                - found
            )
            found |= level
        return type(self)(self.model, using=self.db).filter(pk__in=found)

    def proposed_for(
        self, text: str, *, country: str = "", limit: int = 8
    ) -> list[tuple[Organisation, Proposal]]:
        """Propose organisations that a name may mean, the best first, each with its reason.

        Spelling, language, brackets, country words and abbreviations are set aside by
        `organisations.names`; a country that is given speaks against organisations elsewhere.
        """
        from entente.organisations.models.names import NameKey

        reading = keys_for(text)
        found = self.standing().in_bulk(NameKey.objects.organisations_like(reading))
        names: dict[int, list[str]] = {}
        for pk, name in NameKey.objects.names_of(found):
            names.setdefault(pk, []).append(name)
        candidates = [
            Candidate(pk, tuple(names.get(pk, ())), organisation.country)
            for pk, organisation in found.items()
            if not country or not organisation.country or organisation.country == country
        ]
        return [
            (found[int(str(proposal.candidate.id))], proposal)
            for proposal in propose(text, candidates, limit=limit)
        ]

    def for_search(self) -> Self:
        """Fetch what the index keeps of an organisation: three queries, however many there are."""
        return self.prefetch_related("names", "identifiers")

    def for_list(self) -> Self:
        """Fetch what a line shows."""
        return self.standing().select_related("parent")

    def for_page(self) -> Self:
        """Fetch what the organisation's own page shows."""
        return self.select_related("parent", "unit", "successor", "merged_into").prefetch_related(
            "names", "identifiers", "units", "predecessors"
        )


class Organisation(Record):
    """A university, laboratory, company or agency; one register that all units share.

    Its names are rows of their own (`OrganisationName`); `name_zh` and `name_en` repeat the main
    ones for lists. `unit` marks our own institutions. A row that was merged into another stays as
    a pointer.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
        verbose_name=_("part of"),
        help_text=_("For a faculty or laboratory: the university it belongs to."),
    )
    unit = models.OneToOneField(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisation",
        verbose_name=_("our own unit"),
    )
    name_zh = models.CharField(_("name in Chinese"), max_length=300, blank=True, editable=False)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True, editable=False)
    country = models.CharField(_("country or region"), max_length=2, blank=True)
    city_zh = models.CharField(_("city in Chinese"), max_length=100, blank=True)
    city_en = models.CharField(_("city in English"), max_length=100, blank=True)
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    website = models.URLField(_("web site"), blank=True)
    domains = models.JSONField(_("domains"), default=list, blank=True)
    founded_on = PartialDateField(_("founded"), null=True, blank=True)
    closed_on = PartialDateField(_("closed"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("continued by"),
    )
    provisional = models.BooleanField(
        _("to be confirmed"),
        default=False,
        help_text=_("Entered from a list; somebody still has to say which institution it is."),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed",
        verbose_name=_("merged into"),
    )
    source = models.TextField(_("source"), blank=True)

    shared = True
    name = Bilingual("name")
    city = Bilingual("city")
    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = (
            models.CheckConstraint(
                name="organisation_closed_after_founded",
                condition=in_order("founded_on", "closed_on"),
                violation_error_message=_("It would have closed before it was founded."),
            ),
            models.CheckConstraint(
                name="organisation_has_both_coordinates",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                violation_error_message=_("A place needs latitude and longitude together."),
            ),
            models.CheckConstraint(
                name="organisation_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")),
                violation_error_message=_("An organisation cannot be part of itself."),
            ),
            models.CheckConstraint(
                name="organisation_not_its_own_successor",
                condition=Q(successor__isnull=True) | ~Q(successor=F("pk")),
                violation_error_message=_("An organisation cannot continue itself."),
            ),
        )
        indexes = (
            models.Index(fields=["name_en", "id"], name="organisation_by_name_en"),
            models.Index(fields=["name_zh", "id"], name="organisation_by_name_zh"),
            models.Index(fields=["country", "name_en", "id"], name="organisation_by_country"),
        )

    def __str__(self) -> str:
        return str(self.name)

    @cached_property
    def itself_and_below(self) -> OrganisationQuerySet:
        """Itself with every faculty or laboratory below it; read once for all parts of a page."""
        return Organisation.objects.filter(pk=self.pk).with_units_below()

    def get_absolute_url(self) -> str:
        """The partner page."""
        return reverse("organisations:organisation", args=[self.pk])

    @property
    def chain(self) -> int:
        """The audit chain of what all share."""
        return 0

    @property
    def place(self) -> str:
        """The country or region in the reader's language."""
        return places.place_name(self.country)

    @property
    def region(self) -> Region | None:
        """What the place means to the rules."""
        return places.region_of(self.country)

    def clean(self) -> None:
        """Refuse an unknown place, and lines of parents or successors that close a circle."""
        if self.country and self.country not in places.CODES:
            raise ValidationError({"country": _("There is no country or region with this code.")})
        for field, sentence in (
            ("parent", _("It cannot be part of an organisation that is part of it.")),
            ("successor", _("It cannot be continued by an organisation that it continues.")),
        ):
            if self.pk and self._closes_a_circle(field):
                raise ValidationError({field: sentence})

    def _closes_a_circle(self, field: str) -> bool:
        """Follow parents or successors upwards, looking for ourselves."""
        seen: set[int] = set()
        at = getattr(self, f"{field}_id")
        while at is not None and at not in seen:
            if at == self.pk:
                return True
            seen.add(at)
            at = Organisation.objects.filter(pk=at).values_list(f"{field}_id", flat=True).first()
        return False

    def search_entry(self) -> search.Entry | None:
        """Be found by every name in every language, by identifiers, city and country."""
        if self.merged_into_id or self.pk is None:
            return None
        names = tuple(name.text for name in self.names.all())
        values = (identifier.value for identifier in self.identifiers.all())
        words = (
            self.city_zh,
            self.city_en,
            places.place_name(self.country, "zh"),
            places.place_name(self.country, "en"),
            *values,
            *self.domains,
        )
        return search.Entry(
            title_zh=self.name_zh or self.name_en,
            title_en=self.name_en or self.name_zh,
            names=names,
            text=" ".join(filter(None, words)),
        )

"""Publications with partners: what was published, by whom, from which institutions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Passage
from entente.kit.letters import is_han
from entente.kit.periods import PartialDateField
from entente.kit.records import Record, RecordQuerySet
from entente.kit.search import Entry
from entente.office.models import OwnedRecord, Unit
from entente.organisations.models import Organisation
from entente.research.bibliographies import Author, doi_fault, plain_doi, read_authors, title_key
from entente.research.enums import AffiliationState, PublicationKind
from entente.research.models.centres import JointCentre
from entente.research.models.projects import JointProject

DOI_ALREADY = _("A publication with this DOI is entered already.")
PARTNER_ALREADY = _("It is a partner already.")
NEEDS_INSTITUTION = _("Say which institution it is.")


def as_passage(text: str) -> Passage:
    """Give a text that was published in one language, marked as Chinese or not."""
    return Passage(text, "zh" if is_han(text) else "en")


class PublicationQuerySet(RecordQuerySet["Publication"]):
    """Ways to read publications."""

    def with_organisations(self, organisations: Iterable[Any]) -> Self:
        """Keep those of which an author names one of the organisations."""
        here = Affiliation.objects.filter(
            publication=OuterRef("pk"), organisation__in=list(organisations)
        )
        return self.filter(Exists(here))

    def joint(self) -> Self:
        """Keep those with a partner."""
        return self.filter(
            Exists(Affiliation.objects.partners().filter(publication=OuterRef("pk")))
        )

    def without_partner(self) -> Self:
        """Keep those of which no partner is known."""
        partners = Affiliation.objects.partners().filter(publication=OuterRef("pk"))
        return self.filter(~Exists(partners))

    def with_open_affiliations(self) -> Self:
        """Keep those with an affiliation of which nobody said which institution it is."""
        return self.filter(Exists(Affiliation.objects.waiting().filter(publication=OuterRef("pk"))))

    def in_tree(self, unit: Unit) -> Self:
        """Keep those of a unit's whole institution, whoever may see them."""
        return self.filter(top_unit=unit.top_id)

    def for_list(self) -> Self:
        """Fetch what one line of a list shows, with the partners in one further query."""
        named = Affiliation.objects.partners().select_related("organisation").order_by("pk")
        rows = self.select_related("unit")
        return rows.prefetch_related(Prefetch("affiliations", named, to_attr="named"))

    def for_page(self) -> Self:
        """Fetch what its own page shows beside its affiliations."""
        return self.select_related("unit", "project__unit", "centre__unit")


class Publication(OwnedRecord):
    """What people of ours published, as a rule together with people of a partner.

    `title` stands as it was published, in whatever language; `title_other` in another one.
    `authors` are lines: a name and, behind bars, the affiliations beside it. `published_on` is as
    exact as its source. `title_key` finds the same title again where there is no DOI.
    """

    title = models.CharField(_("title as published"), max_length=1000)
    title_other = models.CharField(_("title in another language"), max_length=1000, blank=True)
    kind = models.CharField(
        _("kind"), max_length=12, choices=PublicationKind.choices, default=PublicationKind.ARTICLE
    )
    doi = models.CharField("DOI", max_length=200, blank=True)
    published_on = PartialDateField(_("published"), null=True, blank=True)
    venue = models.CharField(_("journal, proceedings or publisher"), max_length=500, blank=True)
    authors = models.TextField(_("authors"), blank=True)
    project = models.ForeignKey(
        JointProject,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="publications",
        verbose_name=_("joint project it came from"),
    )
    centre = models.ForeignKey(
        JointCentre,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="publications",
        verbose_name=_("laboratory or centre it came from"),
    )
    source = models.CharField(_("source"), max_length=1000, blank=True)
    title_key = models.CharField(max_length=250, editable=False, db_index=True)

    named: list[Affiliation]
    audit_ignored = frozenset({"title_key"})
    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = (
            models.UniqueConstraint(
                name="publication_doi_once",
                fields=("top_unit", "doi"),
                condition=~Q(doi=""),
                violation_error_message=DOI_ALREADY,
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "-id"), name="publication_tree"),
            models.Index(fields=("unit", "-id"), name="publication_unit"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> Passage:
        """The title, marked with its language."""
        return as_passage(self.title)

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("research:publication", args=[self.pk])

    @property
    def author_lines(self) -> list[Author]:
        """The authors in order."""
        return read_authors(self.authors)

    @property
    def doi_address(self) -> str:
        """Where the DOI leads."""
        return f"https://doi.org/{self.doi}" if self.doi else ""

    @property
    def partners(self) -> list[Organisation]:
        """The institutions of the register that take part, each once (after `for_list`)."""
        return list(dict.fromkeys(it.organisation for it in self.named if it.organisation))

    def clean_fields(self, exclude: Any = None) -> None:
        """Write the DOI in one way, and keep the key of the title beside it."""
        self.doi = plain_doi(self.doi)
        super().clean_fields(exclude={*(exclude or ()), "title_key"})
        self.title_key = title_key(self.title)

    def clean(self) -> None:
        """Say at its field what is wrong with a DOI."""
        if self.doi and (fault := doi_fault(self.doi)):
            raise ValidationError({"doi": fault})

    def validate_constraints(self, exclude: Any = None) -> None:
        """Say at its field that a DOI is taken: it may be another unit's, which nobody sees."""
        try:
            super().validate_constraints(exclude=exclude)
        except ValidationError as refusal:
            if str(DOI_ALREADY) in refusal.messages:
                raise ValidationError({"doi": DOI_ALREADY}) from refusal
            raise

    def search_entry(self) -> Entry:
        """Be found by its titles, its DOI, its authors and where it was published."""
        return Entry(
            title_zh=self.title,
            title_en=self.title,
            names=tuple(filter(None, (self.title, self.title_other, self.doi))),
            text=f"{self.venue} {' '.join(it.name for it in self.author_lines)}".strip(),
            unit=self.unit_id,
            tree=self.top_unit_id,
        )


class AffiliationQuerySet(RecordQuerySet["Affiliation"]):
    """Affiliations are seen by whoever sees the publication."""

    scope_unit = "publication__unit"
    scope_tree = "publication__top_unit"

    def partners(self) -> Self:
        """Keep those of an institution of the register."""
        return self.filter(state=AffiliationState.PARTNER)

    def waiting(self) -> Self:
        """Keep those of which nobody said yet which institution is meant."""
        return self.filter(state=AffiliationState.OPEN)

    def for_page(self) -> Self:
        """Fetch what its own page shows."""
        return self.select_related("publication__unit", "organisation")


class Affiliation(Record):
    """An institution that authors of a publication name: as printed, and which one is meant.

    A partner that was added by hand has no text. `country` and `ror` are what the source says
    beside the text; they are shown to whoever decides, and decide nothing themselves. `by_hand`
    says that a person decided, which counts for the same text from then on.
    """

    publication = models.ForeignKey(
        Publication,
        models.CASCADE,
        related_name="affiliations",
        verbose_name=_("publication"),
    )
    text = models.CharField(_("as printed"), max_length=1000, blank=True)
    country = models.CharField(max_length=2, blank=True, editable=False)
    ror = models.CharField("ROR", max_length=40, blank=True, editable=False)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="publication_affiliations",
        verbose_name=_("institution"),
    )
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=AffiliationState.choices,
        default=AffiliationState.OPEN,
    )
    by_hand = models.BooleanField(default=False, editable=False)

    audit_parent = "publication"
    audit_ignored = frozenset({"publication", "country", "ror", "by_hand"})
    objects = AffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ("publication_id", "pk")
        constraints = (
            models.UniqueConstraint(
                name="affiliation_text_once",
                fields=("publication", "text"),
                condition=~Q(text=""),
            ),
            models.UniqueConstraint(
                name="affiliation_partner_once",
                fields=("publication", "organisation"),
                condition=Q(text=""),
                violation_error_message=PARTNER_ALREADY,
            ),
            models.CheckConstraint(
                name="affiliation_partner_is_an_institution",
                condition=Q(state=AffiliationState.PARTNER, organisation__isnull=False)
                | (~Q(state=AffiliationState.PARTNER) & Q(organisation__isnull=True)),
                violation_error_message=NEEDS_INSTITUTION,
            ),
        )
        indexes = (models.Index(fields=("state", "text"), name="affiliation_waiting"),)

    def __str__(self) -> str:
        return self.text or str(self.organisation and self.organisation.name)

    def get_absolute_url(self) -> str:
        """Give the page of the publication."""
        return self.publication.get_absolute_url()

    @property
    def unit_id(self) -> int:
        """The unit that keeps the publication."""
        return self.publication.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of that unit's tree."""
        return self.publication.top_unit_id

    @property
    def chain(self) -> int:
        """The audit chain: that of the publication."""
        return self.publication.chain

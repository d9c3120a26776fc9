"""Documents that were read, and what each of them proposes."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.intake.documents import Proposal, Span
from entente.intake.enums import ProposedKind, ProposedState
from entente.kit import search
from entente.kit.models import StoredFile
from entente.kit.records import Record, RecordQuerySet
from entente.office.models import OwnedRecord

SEARCHED = 20_000


class DocumentQuerySet(RecordQuerySet["Document"]):
    """Ways to read documents."""

    def for_list(self) -> Self:
        """Fetch what a line shows: how much waits for a person, how much was accepted."""
        return (
            self.select_related("unit", "read_by")
            .defer("text", "pages")
            .annotate(
                waiting=Count("proposals", filter=Q(proposals__state=ProposedState.OPEN)),
                accepted=Count("proposals", filter=Q(proposals__state=ProposedState.ACCEPTED)),
            )
        )

    def for_page(self) -> Self:
        """Fetch what the page shows."""
        return self.select_related("unit", "unit__top", "read_by", "file")


class Document(OwnedRecord):
    """A document that was read for a unit; its words stay as they were read.

    The same words are read once in an institution (`fingerprint`).
    """

    name = models.CharField(_("name"), max_length=200)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    text = models.TextField(_("words"), editable=False)
    pages = models.JSONField(default=list, blank=True, editable=False)
    notes = models.JSONField(default=list, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=5, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("read by")
    )

    audit_ignored = frozenset({"text", "pages", "notes", "file", "fingerprint"})
    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document that was read")
        verbose_name_plural = _("documents that were read")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("top_unit", "fingerprint"), name="document_read_once_in_a_tree"
            ),
        )
        indexes = (models.Index(fields=("unit", "-id"), name="document_of_unit"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the document."""
        return reverse("intake:document", args=[self.pk])

    def search_entry(self) -> search.Entry:
        """Be found by its name and its words."""
        return search.Entry(
            title_zh=self.name,
            title_en=self.name,
            names=(self.name,),
            text=self.text[:SEARCHED],
            unit=self.unit_id,
            tree=self.top_unit_id,
        )


class ProposedQuerySet(RecordQuerySet["Proposed"]):
    """Ways to read proposals."""

    scope_unit = "document__unit"
    scope_tree = "document__top_unit"

    def for_page(self) -> Self:
        """Fetch what a page about one shows."""
        return self.select_related("document", "document__unit")


class Proposed(Record):
    """A record that a document may tell of, and what a person said of it.

    `made_model` and `made_id` name the record that it became or that was there.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="proposals")
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=12, choices=ProposedKind.choices)
    fields = models.JSONField(default=dict)
    spans = models.JSONField(default=list)
    conflicts = models.JSONField(default=list, blank=True)
    confidence = models.FloatField(_("confidence"))
    by_model = models.BooleanField(_("proposed by a language model"), default=False)
    key = models.CharField(max_length=64)
    state = models.CharField(
        _("state"), max_length=8, choices=ProposedState.choices, default=ProposedState.OPEN
    )
    made_model = models.CharField(max_length=60, blank=True)
    made_id = models.BigIntegerField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    audit_parent = "document"
    audit_ignored = frozenset({"decided_by", "decided_at", "made_model", "made_id", "spans"})
    history_words: ClassVar = {"fields": str}
    objects = ProposedQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of a document")
        verbose_name_plural = _("proposals of documents")
        ordering = ("document", "number")
        constraints = (
            models.UniqueConstraint(fields=("document", "number"), name="proposal_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.said}"

    def get_absolute_url(self) -> str:
        """It is read beside the words of its document."""
        return f"{self.document.get_absolute_url()}#proposal-{self.number}"

    @property
    def unit_id(self) -> int:
        """The unit for which the document was read."""
        return self.document.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of its tree."""
        return self.document.top_unit_id

    @property
    def proposal(self) -> Proposal:
        """The proposal as the reader gives it."""
        spans = [Span(it["start"], it["end"], it["text"]) for it in self.spans]
        conflicts = list(self.conflicts)
        return Proposal(
            self.kind, self.fields, spans, self.confidence, conflicts, by_model=self.by_model
        )

    @property
    def said(self) -> str:
        """Say it in a few words: the values that tell it from others."""
        return " · ".join(words for name in SHOWN if (words := _words(self.fields.get(name))))

    @property
    def quote(self) -> str:
        """Give the words that it rests on, with what is left out between them."""
        texts = dict.fromkeys(" ".join(it["text"].split()) for it in self.spans)
        return f"{self.document.name}: “{' … '.join(texts)}”"

    @property
    def made(self) -> Any:
        """The record that it became or found; None where there is none (any more)."""
        if not self.made_model or not self.made_id:
            return None
        model: Any = apps.get_model(self.made_model)
        return model._default_manager.filter(pk=self.made_id).first()


SHOWN = (
    "name", "name_zh", "name_en", "short", "title", "partner", "organisation", "person", "office",
    "role", "led_by", "hosts", "host", "text", "on", "signed_on", "starts_on", "founded_on",
    "joined_on", "country",
)  # fmt: skip


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or "")
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value)))
    return str(value) if value else ""

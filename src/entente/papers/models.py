"""Templates in their versions, and letters."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit import search
from entente.kit.bilingual import Bilingual
from entente.kit.models import StoredFile
from entente.kit.records import Record, RecordQuerySet
from entente.kit.scope import Officer
from entente.office.models import OwnedRecord
from entente.papers.enums import (
    LETTER_FLOW,
    NUMBERED,
    VERSION_FLOW,
    VIEW_TEMPLATES,
    LetterKind,
    LetterLanguage,
    LetterState,
    VersionState,
)

NEEDS_TITLE = _("A title is needed in at least one language.")


# --- Templates ------------------------------------------------------------------------------------


class LetterTemplateQuerySet(RecordQuerySet["LetterTemplate"]):
    """Ways to read templates."""

    def open(self) -> Self:
        """Keep those that are in use."""
        return self.filter(retired=False)

    def with_checked_version(self) -> Self:
        """Keep those of which a version was checked."""
        checked = TemplateVersion.objects.filter(
            template=OuterRef("pk"), state=VersionState.CHECKED
        )
        return self.filter(Exists(checked))

    def within_reach(self, officer: Any) -> Self:
        """Keep those of the units above a person's own too: a school writes with the office's."""
        scope = officer.scope(VIEW_TEMPLATES)
        if not scope:
            return self.none()
        above = officer.unit.path.strip("/").split("/") if officer.unit else []
        return self.filter(scope.q() | Q(unit__in=[int(pk) for pk in above]))

    def usable(self, officer: Any, about: str) -> Self:
        """Keep those with which a person may write about a kind of record."""
        return self.within_reach(officer).open().with_checked_version().filter(about=about)

    def for_list(self) -> Self:
        """Fetch what a line shows."""
        return self.select_related("unit").prefetch_related("versions")


class LetterTemplate(OwnedRecord):
    """A letter that the office writes again and again: a Word file in versions.

    `about` is the label of the kind of record that it speaks about.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=LetterKind.choices)
    about = models.CharField(_("written about"), max_length=60)
    language = models.CharField(_("language"), max_length=5, choices=LetterLanguage.choices)
    title_zh = models.CharField(_("title in Chinese"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    needs_seal = models.BooleanField(_("A seal is put on before it goes out"), default=True)
    retired = models.BooleanField(_("no longer in use"), default=False, editable=False)

    title = Bilingual("title")
    objects = LetterTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")
        ordering = ("kind", "pk")
        constraints = (
            models.CheckConstraint(
                name="letter_template_has_a_title",
                condition=~Q(title_zh="") | ~Q(title_en=""),
                violation_error_message=NEEDS_TITLE,
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "kind", "id"), name="letter_template_tree"),
            models.Index(fields=("unit", "kind", "id"), name="letter_template_unit"),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give the page of the template."""
        return reverse("papers:template", args=[self.pk])

    def current(self) -> TemplateVersion | None:
        """Give the version with which letters are written: the newest checked one."""
        checked = [it for it in self.versions.all() if it.state == VersionState.CHECKED]
        return max(checked, key=lambda it: it.number, default=None)


class TemplateVersionQuerySet(RecordQuerySet["TemplateVersion"]):
    """Ways to read versions."""

    scope_unit = "template__unit"
    scope_tree = "template__top_unit"

    def for_list(self) -> Self:
        """Fetch what a line shows."""
        return self.select_related("template", "file", "uploaded_by", "checked_by")


class TemplateVersion(Record):
    """One Word file of a template; its bytes never change."""

    template = models.ForeignKey(LetterTemplate, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"), editable=False)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", editable=False)
    name = models.CharField(_("file name"), max_length=200, editable=False)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=VersionState.choices,
        default=VersionState.UPLOADED,
        editable=False,
    )
    note = models.CharField(_("what is new"), max_length=300, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("checked by"),
    )

    audit_parent = "template"
    flow = VERSION_FLOW
    objects = TemplateVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a template")
        verbose_name_plural = _("versions of templates")
        ordering = ("template", "-number")
        constraints = (
            models.UniqueConstraint(fields=("template", "number"), name="template_version_once"),
            models.CheckConstraint(
                name="checked_version_names_who",
                condition=~Q(state=VersionState.CHECKED) | Q(checked_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.template} · {self.number}"

    @property
    def unit_id(self) -> int:
        """The unit that owns the template."""
        return self.template.unit_id

    @property
    def top_unit_id(self) -> int:
        """The root of its tree."""
        return self.template.top_unit_id

    def get_absolute_url(self) -> str:
        """It is read on the page of its template."""
        return self.template.get_absolute_url()

    def content(self) -> bytes:
        """Read the Word file."""
        with default_storage.open(self.file.location) as file:
            return bytes(file.read())


# --- Letters --------------------------------------------------------------------------------------


class LetterQuerySet(RecordQuerySet["Letter"]):
    """Ways to read letters."""

    def concerning(self, record: models.Model, keys: list[int] | None = None) -> Self:
        """Keep those about a record or addressed to it; `keys` where it had others before."""
        kind, ids = ContentType.objects.get_for_model(record), keys or [record.pk]
        return self.filter(
            Q(about_type=kind, about_id__in=ids) | Q(addressee_type=kind, addressee_id__in=ids)
        )

    def unsealed(self) -> Self:
        """Keep those that are issued and still lack the seal that their template asks for."""
        return self.filter(state=LetterState.ISSUED, needs_seal=True)

    def drafts_of(self, writer: int) -> Self:
        """Keep a person's drafts."""
        return self.filter(state=LetterState.DRAFT, written_by=writer)

    def for_list(self) -> Self:
        """Fetch what a line shows."""
        return self.select_related("unit", "written_by").defer("text_zh", "text_en")

    def for_page(self) -> Self:
        """Fetch what a letter's page shows."""
        return self.select_related(
            "unit__top", "written_by", "issued_by", "sealed_by", "template_version__template"
        )


class Letter(OwnedRecord):
    """A letter about a record, from draft to dispatch; see `LETTER_FLOW`.

    `kind`, `language` and `needs_seal` repeat the template's as they were when it was drafted.
    What was issued stands in the file that was attached then, whatever changes later.
    """

    number = models.CharField(_("number"), max_length=40, blank=True, editable=False)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=LetterState.choices,
        default=LetterState.DRAFT,
        editable=False,
    )
    template_version = models.ForeignKey(
        TemplateVersion, models.PROTECT, related_name="letters", verbose_name=_("template")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=LetterKind.choices)
    language = models.CharField(_("language"), max_length=5, choices=LetterLanguage.choices)
    needs_seal = models.BooleanField(_("A seal is put on before it goes out"), default=True)
    about_type = models.ForeignKey(
        ContentType, models.PROTECT, related_name="+", editable=False, verbose_name=_("about")
    )
    about_id = models.BigIntegerField(editable=False)
    about = GenericForeignKey("about_type", "about_id")
    addressee_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, related_name="+", editable=False
    )
    addressee_id = models.BigIntegerField(null=True, editable=False)
    addressed_to = GenericForeignKey("addressee_type", "addressee_id")
    title_zh = models.CharField(_("subject in Chinese"), max_length=200, blank=True)
    title_en = models.CharField(_("subject in English"), max_length=200, blank=True)
    addressee_zh = models.CharField(_("addressee in Chinese"), max_length=300, blank=True)
    addressee_en = models.CharField(_("addressee in English"), max_length=300, blank=True)
    attention_zh = models.CharField(
        _("for the attention of, in Chinese"), max_length=200, blank=True
    )
    attention_en = models.CharField(
        _("for the attention of, in English"), max_length=200, blank=True
    )
    text_zh = models.TextField(_("text in Chinese"), blank=True, max_length=10_000)
    text_en = models.TextField(_("text in English"), blank=True, max_length=10_000)
    signatory_zh = models.CharField(_("signed by, in Chinese"), max_length=200, blank=True)
    signatory_en = models.CharField(_("signed by, in English"), max_length=200, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    issued_on = models.DateField(_("issued on"), null=True, blank=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("issued by"),
    )
    seal = models.CharField(_("seal"), max_length=200, blank=True)
    sealed_on = models.DateField(_("sealed on"), null=True, blank=True)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("sealed by"),
    )
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    sent_by_way = models.CharField(_("sent by"), max_length=200, blank=True)

    title = Bilingual("title")
    addressee = Bilingual("addressee")
    attention = Bilingual("attention")
    text = Bilingual("text")
    signatory = Bilingual("signatory")
    flow = LETTER_FLOW
    audit_ignored = frozenset({"about_type", "about_id", "addressee_type", "addressee_id"})
    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                name="letter_has_a_subject",
                condition=~Q(title_zh="") | ~Q(title_en=""),
                violation_error_message=NEEDS_TITLE,
            ),
            models.CheckConstraint(
                name="letter_number_follows_state",
                condition=(Q(state__in=NUMBERED) & ~Q(number=""))
                | (Q(state=LetterState.DRAFT) & Q(number=""))
                | Q(state=LetterState.WITHDRAWN),
            ),
            models.CheckConstraint(
                name="letter_sealed_says_when_and_who",
                condition=~Q(state=LetterState.SEALED)
                | (Q(sealed_on__isnull=False) & Q(sealed_by__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=("number",), condition=~Q(number=""), name="letter_number_is_unique"
            ),
        )
        indexes = (
            models.Index(fields=("about_type", "about_id"), name="letter_about"),
            models.Index(fields=("addressee_type", "addressee_id"), name="letter_addressee"),
            models.Index(fields=("top_unit", "id"), name="letter_tree"),
            models.Index(fields=("unit", "id"), name="letter_unit"),
            models.Index(fields=("top_unit", "state", "id"), name="letter_tree_state"),
            models.Index(fields=("written_by", "state", "id"), name="letter_writer"),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give the page of the letter."""
        return reverse("papers:letter", args=[self.pk])

    def clean(self) -> None:
        """Say at the field what is missing in a language in which the letter is written."""
        languages = ("zh", "en") if self.language == LetterLanguage.BOTH else (self.language,)
        errors: dict[str, Any] = {}
        for language in languages:
            for name, sentence in (
                ("title", _("The letter is written in this language: give its subject.")),
                ("addressee", _("The letter is written in this language: say to whom it goes.")),
            ):
                if not getattr(self, f"{name}_{language}"):
                    errors[f"{name}_{language}"] = sentence
        if errors:
            raise ValidationError(errors)

    def is_open_to(self, officer: Officer) -> bool:
        """Say whether a person may see the record that the letter is about."""
        record: Any = self.about
        return record is not None and (
            type(record)._default_manager.visible_to(officer).filter(pk=record.pk).exists()
        )

    def search_entry(self) -> search.Entry:
        """Be found by number, subject and addressee."""
        return search.Entry(
            title_zh=self.title_zh or self.title_en,
            title_en=self.title_en or self.title_zh,
            names=tuple(filter(None, (self.title_zh, self.title_en))),
            text=" ".join(
                filter(None, (self.number, self.addressee_zh, self.addressee_en, self.seal))
            ),
            unit=self.unit_id,
            tree=self.top_unit_id,
        )

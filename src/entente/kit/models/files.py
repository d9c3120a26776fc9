"""Files: the bytes once, and what they are to a record."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.records import Record, RecordQuerySet, change_permission, view_permission
from entente.kit.scope import Officer, Scope

SEE_CONFIDENTIAL = "kit.view_confidential_file"


class AttachmentKind(models.TextChoices):
    """What a file is to its record."""

    TEXT = "text", _("Text")
    SCAN = "scan", _("Scan of the signed original")
    SOURCE = "source", _("Source document")
    LETTER = "letter", _("Letter")
    MINUTES = "minutes", _("Minutes")
    PHOTO = "photo", _("Photo")
    OTHER = "other", _("Other document")


class Visibility(models.TextChoices):
    """Who may read a file."""

    PUBLIC = "public", _("Public: may appear on the website")
    STAFF = "staff", _("Staff who may see the record")
    CONFIDENTIAL = "confidential", _("Confidential: only those who are cleared for it")


class DocumentLanguage(models.TextChoices):
    """In which language a document is written."""

    CHINESE = "zh", _("Chinese")
    ENGLISH = "en", _("English")
    BOTH = "zh-en", _("Chinese and English")
    OTHER = "other", _("Another language")


class StoredFile(models.Model):
    """The bytes of a file, kept once however often they are attached.

    The name in the storage follows from the content, so that every copy can be verified.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField(_("size"))
    kind = models.CharField(_("kind"), max_length=10)
    kept_at = models.DateTimeField(auto_now_add=True)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def location(self) -> str:
        """The name in the storage."""
        return f"{self.sha256[:2]}/{self.sha256}"


def _inside(scope: Scope) -> Q:
    if scope.everything:
        return Q(pk__isnull=False)
    return Q(unit__in=scope.units) | Q(tree__in=scope.trees)


class AttachmentQuerySet(RecordQuerySet["Attachment"]):
    """Ways to read attachments."""

    def of(self, record: models.Model) -> Self:
        """Keep the files of one record."""
        return self.filter(
            record_type=ContentType.objects.get_for_model(record), record_id=record.pk
        )

    def open_to(self, officer: Officer, record: Record) -> Self:
        """Keep the files of a record that this person may read; the record is theirs to see."""
        files = self.of(record)
        subject = record.audit_subject()
        mine, open_to_all = Q(uploaded_by=officer.pk), Q(visibility=Visibility.PUBLIC)
        if subject.shared:
            # A shared record, such as a partner: what a unit put there is that unit's.
            seen = _inside(officer.scope(view_permission(type(subject))))
            cleared = _inside(officer.scope(SEE_CONFIDENTIAL))
            files = files.filter(mine | open_to_all | seen)
        else:
            may = officer.may(SEE_CONFIDENTIAL, subject)
            cleared = Q(pk__isnull=not may)
        return files.filter(mine | cleared | ~Q(visibility=Visibility.CONFIDENTIAL))

    def for_list(self) -> Self:
        """Fetch what one line shows."""
        return self.select_related("file", "uploaded_by")


class Attachment(Record):
    """A file as part of a record: what it is, who may read it, where the paper lies.

    On a record that all units share, `unit` and `tree` say whose file it is.
    """

    record_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", editable=False)
    record_id = models.BigIntegerField(editable=False)
    record = GenericForeignKey("record_type", "record_id")
    file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        related_name="attachments",
        editable=False,
        verbose_name=_("fingerprint"),
    )
    name = models.CharField(_("file name"), max_length=200, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=AttachmentKind.choices)
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=DocumentLanguage.choices, blank=True
    )
    visibility = models.CharField(
        _("who may read it"), max_length=12, choices=Visibility.choices, default=Visibility.STAFF
    )
    paper_original = models.CharField(
        _("paper original"),
        max_length=200,
        blank=True,
        help_text=_("Who holds it: an archive, an office, a person."),
    )
    source = models.CharField(_("source"), max_length=300, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("uploaded by"),
    )
    unit = models.BigIntegerField(null=True, editable=False)
    tree = models.BigIntegerField(null=True, editable=False)

    title = Bilingual("title")
    audit_parent = "record"
    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ("kind", "pk")
        indexes = (models.Index(fields=("record_type", "record_id"), name="attachment_record"),)

    def __str__(self) -> str:
        return str(self.title or self.name)

    def get_absolute_url(self) -> str:
        """Give the address from which it is downloaded."""
        return reverse("files:download", args=[self.pk])

    @property
    def confidential(self) -> bool:
        """Whether only cleared persons may read it."""
        return self.visibility == Visibility.CONFIDENTIAL

    def may_be_read_by(self, officer: Any) -> bool:
        """Say whether a person may read it: the record is in their scope and the file open."""
        record: Any = self.record
        if record is None:
            return False
        subject: Any = record.audit_subject()
        records: Any = type(subject)._default_manager
        return (
            records.visible_to(officer).filter(pk=subject.pk).exists()
            and type(self).objects.open_to(officer, record).filter(pk=self.pk).exists()
        )

    def is_within(self, officer: Any) -> bool:
        """Say whether it is this person's side that put it there; else only its record counts."""
        subject: Any = self.audit_subject()
        if not subject.shared or self.uploaded_by_id == officer.pk:
            return True
        scope: Scope = officer.scope(change_permission(type(subject)))
        return scope.covers(unit=self.unit, tree=self.tree)

    def may_be_changed_by(self, officer: Any) -> bool:
        """Say whether a person may describe it anew or take it off: they may change its record."""
        if not self.may_be_read_by(officer):
            return False
        subject = self.audit_subject()
        permission = change_permission(type(subject))
        return self.is_within(officer) and bool(officer.may(permission, subject))

"""What certificates of a kind say."""

from __future__ import annotations

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.certificates import phrases
from entente.certificates.enums import VIEW_TEMPLATE, CertificateKind
from entente.kit.bilingual import Bilingual
from entente.kit.models import StoredFile
from entente.kit.records import RecordQuerySet
from entente.office.models import OwnedRecord


class CertificateTemplateQuerySet(RecordQuerySet["CertificateTemplate"]):
    """Ways to read templates."""

    def open(self) -> Self:
        """Keep those that are in use."""
        return self.filter(retired=False)

    def within_reach(self, officer: Any) -> Self:
        """Keep those of the units above a person's own too: a school uses the university's."""
        scope = officer.scope(VIEW_TEMPLATE)
        if not scope:
            return self.none()
        above = officer.unit.path.strip("/").split("/") if officer.unit else []
        return self.filter(scope.q() | models.Q(unit__in=[int(pk) for pk in above]))

    def for_list(self) -> Self:
        """Fetch what a line shows."""
        return self.select_related("unit")


class CertificateTemplate(OwnedRecord):
    """What certificates of a class say, in both languages, with fields in braces (`phrases`)."""

    kind = models.CharField(_("class"), max_length=3, choices=CertificateKind.choices)
    title_zh = models.CharField(_("title in Chinese"), max_length=60)
    title_en = models.CharField(_("title in English"), max_length=100)
    text_zh = models.TextField(_("text in Chinese"), max_length=1000)
    text_en = models.TextField(_("text in English"), max_length=1500)
    signer_zh = models.CharField(_("who signs, in Chinese"), max_length=100, blank=True)
    signer_en = models.CharField(_("who signs, in English"), max_length=150, blank=True)
    seal = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("picture of the seal"),
    )
    signature = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("picture of the signature"),
    )
    retired = models.BooleanField(_("no longer in use"), default=False, editable=False)

    title = Bilingual("title")
    text = Bilingual("text")
    objects = CertificateTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate template")
        verbose_name_plural = _("certificate templates")
        ordering = ("kind", "pk")
        indexes = (
            models.Index(fields=("top_unit", "kind", "id"), name="cert_template_tree"),
            models.Index(fields=("unit", "kind", "id"), name="cert_template_unit"),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Give the page of the template."""
        return reverse("certificates:template", args=[self.pk])

    def clean(self) -> None:
        """Refuse fields that do not exist, and a text that names no holder."""
        wrong: dict[str, Any] = {}
        for name in ("text_zh", "text_en"):
            try:
                used = phrases.fields_of(getattr(self, name))
            except ValidationError as refusal:
                wrong[name] = refusal
                continue
            if getattr(self, name) and "name" not in used:
                wrong[name] = ValidationError(
                    _("The text has to name the holder: write {name} where the name stands."),
                    code="no_holder",
                )
        if wrong:
            raise ValidationError(wrong)

    def used(self) -> set[str]:
        """Name the fields that one of the texts uses."""
        return {*phrases.fields_of(self.text_zh), *phrases.fields_of(self.text_en)}

"""Certificates: the register, in which nothing is ever deleted or used again."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.certificates.enums import CERTIFICATE_FLOW, Cause, CertificateState
from entente.certificates.models.series import CertificateSeries
from entente.certificates.models.templates import CertificateTemplate
from entente.kit.bilingual import Bilingual
from entente.kit.models import StoredFile
from entente.kit.records import RecordQuerySet
from entente.kit.search import Entry
from entente.office.models import OwnedRecord
from entente.people.models import Person

S = CertificateState
NAMELESS = _("The holder needs a name in at least one language.")
ENDS_BEFORE_START = _("The last day cannot come before the first.")
EXPIRES_BEFORE_ISSUE = _("It cannot expire before the day of issue.")
HOLDERS = Signer(salt="certificates.holder")


class CertificateQuerySet(RecordQuerySet["Certificate"]):
    """Ways to read the register."""

    def for_list(self) -> Self:
        """Fetch what a line shows."""
        return self.select_related("series", "unit")

    def for_page(self) -> Self:
        """Fetch what the page of a certificate shows."""
        return self.select_related(
            "series", "unit", "template", "person", "issued_by", "ended_by", "replaces", "replaced"
        )

    def held_by(self, word: str) -> Certificate | None:
        """Give the one whose holder was sent this word; None for any other."""
        try:
            return self.for_page().filter(uuid=HOLDERS.unsign(word)).first()
        except BadSignature:
            return None

    def ended_between(self, first: int, last: int) -> list[int]:
        """List the keys in a range (both ends) of those that no longer hold."""
        rows = self.filter(pk__gte=first, pk__lte=last).exclude(state=S.VALID)
        return list(rows.order_by("pk").values_list("pk", flat=True))


class Certificate(OwnedRecord):
    """One certificate: who, about what, with the words that were printed.

    What it says never changes. A mistake is mended by `reissue`: a new one with its own number.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    series = models.ForeignKey(
        CertificateSeries,
        models.PROTECT,
        related_name="certificates",
        verbose_name=_("series of certificates"),
    )
    template = models.ForeignKey(
        CertificateTemplate,
        models.PROTECT,
        related_name="+",
        verbose_name=_("certificate template"),
    )
    project = models.PositiveSmallIntegerField(
        _("project"), default=0, validators=[MaxValueValidator(99)]
    )
    serial = models.PositiveIntegerField(_("serial"), editable=False)
    number = models.CharField(_("number"), max_length=40, unique=True, editable=False)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="certificates",
        verbose_name=_("person"),
    )
    name_zh = models.CharField(_("holder's name in Chinese"), max_length=60, blank=True)
    name_en = models.CharField(_("holder's name in Latin letters"), max_length=100, blank=True)
    reference = models.CharField(_("holder's own number"), max_length=60, blank=True)
    email = models.EmailField(_("holder's mail address"), blank=True)
    subject_zh = models.CharField(_("about what, in Chinese"), max_length=150, blank=True)
    subject_en = models.CharField(_("about what, in English"), max_length=250, blank=True)
    detail_zh = models.CharField(_("detail in Chinese"), max_length=150, blank=True)
    detail_en = models.CharField(_("detail in English"), max_length=250, blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=60, editable=False)
    title_en = models.CharField(_("title in English"), max_length=100, editable=False)
    text_zh = models.TextField(_("text in Chinese"), editable=False)
    text_en = models.TextField(_("text in English"), editable=False)
    signer_zh = models.CharField(
        _("who signs, in Chinese"), max_length=100, blank=True, editable=False
    )
    signer_en = models.CharField(
        _("who signs, in English"), max_length=150, blank=True, editable=False
    )
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
    issued_on = models.DateField(pgettext_lazy("certificate", "issued on"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("certificate", "issued by"),
    )
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=S.choices, default=S.VALID, editable=False
    )
    ended_on = models.DateField(
        pgettext_lazy("certificate", "ended on"), null=True, blank=True, editable=False
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    cause = models.CharField(_("cause"), max_length=12, choices=Cause.choices, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    mailed_at = models.DateTimeField(_("sent to its holder"), null=True, blank=True, editable=False)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced",
        verbose_name=_("in the place of"),
    )
    copies = models.PositiveIntegerField(_("printed copies"), default=0, editable=False)

    name = Bilingual("name")
    title = Bilingual("title")
    subject = Bilingual("subject")
    flow = CERTIFICATE_FLOW
    audit_ignored = frozenset({"uuid"})
    audit_personal = frozenset(
        {"name_zh", "name_en", "reference", "email", "text_zh", "text_en", "detail_zh", "detail_en"}
    )
    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("series", "serial"), name="cert_serial_once"),
            models.CheckConstraint(
                name="cert_has_a_name",
                condition=~Q(name_zh="") | ~Q(name_en=""),
                violation_error_message=NAMELESS,
            ),
            models.CheckConstraint(
                name="cert_days_in_order",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                violation_error_message=ENDS_BEFORE_START,
            ),
            models.CheckConstraint(
                name="cert_expires_after_issue",
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
                violation_error_message=EXPIRES_BEFORE_ISSUE,
            ),
            models.CheckConstraint(
                name="cert_ended_says_why",
                condition=Q(state=S.VALID)
                | (
                    Q(ended_on__isnull=False)
                    & Q(ended_by__isnull=False)
                    & ~Q(cause="")
                    & ~Q(reason="")
                ),
                violation_error_message=_("A certificate does not end without a reason."),
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "id"), name="cert_tree"),
            models.Index(fields=("unit", "id"), name="cert_unit"),
            models.Index(fields=("series", "name_zh", "name_en"), name="cert_holder"),
        )

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Give the page of the certificate."""
        return reverse("certificates:certificate", args=[self.pk])

    def clean(self) -> None:
        """Say at its field what the constraints refuse."""
        wrong: dict[str, Any] = {}
        if not (self.name_zh or self.name_en):
            wrong["name_zh"] = NAMELESS
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            wrong["ends_on"] = ENDS_BEFORE_START
        if self.expires_on and self.expires_on < self.issued_on:
            wrong["expires_on"] = EXPIRES_BEFORE_ISSUE
        if wrong:
            raise ValidationError(wrong)

    def personal_key(self) -> str:
        """Name the key of the holder: the person's, or one of its own."""
        return self.person.personal_key() if self.person else f"certificate-{self.uuid}"

    def mail_address(self) -> str:
        """Where its holder is reached; empty where nobody knows."""
        return self.email or (self.person.email if self.person else "")

    @property
    def holder_address(self) -> str:
        """The address at which its holder fetches it; whoever has it sees the certificate."""
        return settings.ADDRESS + reverse("held", args=[HOLDERS.sign(str(self.uuid))])

    @property
    def short_address(self) -> str:
        """The address at which anyone verifies it, as the printed code holds it."""
        return f"{settings.ADDRESS}/c/{self.number}"

    def search_entry(self) -> Entry:
        """Be found by number and holder, by those who see the unit's register."""
        return Entry(
            title_zh=f"{self.number} {self.name_zh or self.name_en}",
            title_en=f"{self.number} {self.name_en or self.name_zh}",
            names=tuple(name for name in (self.name_zh, self.name_en) if name),
            text=f"{self.number} {self.subject_zh} {self.subject_en}",
            unit=self.unit_id,
            tree=self.top_unit_id,
        )

    def holders(self) -> list[tuple[Any, ...]]:
        """Tell who holds it about what: as a person first, where one is known, then by name."""
        about = (self.subject_zh, self.subject_en, self.detail_zh, self.detail_en)
        by_name = (*about, self.name_zh, self.name_en, self.reference)
        return [(*about, self.person_id), by_name] if self.person_id else [by_name]

    def said(self, language: str) -> dict[str, Any]:
        """Give the values of the fields of a text in `zh` or `en`; one language helps out."""
        other = "en" if language == "zh" else "zh"
        held = {
            name: getattr(self, f"{name}_{language}") or getattr(self, f"{name}_{other}")
            for name in ("name", "subject", "detail")
        }
        unit = self.unit
        issuer = getattr(unit, f"name_{language}") or getattr(unit, f"name_{other}")
        plain = ("starts_on", "ends_on", "hours", "issued_on", "number")
        return held | {"issuer": issuer} | {name: getattr(self, name) for name in plain}

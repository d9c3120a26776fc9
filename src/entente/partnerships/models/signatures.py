"""Signatures of parties: who, with what authority, how, and where the paper is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.models import Attachment
from entente.kit.models.files import AttachmentKind
from entente.kit.periods import PartialDateField
from entente.kit.records import Record, RecordQuerySet
from entente.partnerships.enums import (
    ON_PAPER,
    RUNNING,
    Lack,
    PartyRole,
    SigningAuthority,
    SigningWay,
)
from entente.partnerships.models.agreements import Agreement
from entente.partnerships.models.archive import archived
from entente.partnerships.models.parties import AgreementParty
from entente.partnerships.signing import Signed, lacks


class SignatureQuerySet(RecordQuerySet["Signature"]):
    """Ways to read signatures."""

    scope_unit = "party__agreement__unit"
    scope_tree = "party__agreement__top_unit"

    def of_agreement(self, agreement: Agreement) -> Self:
        """Keep the signatures of one agreement, in the order of its parties."""
        return self.filter(party__agreement=agreement).order_by("party__position", "pk")

    def for_page(self) -> Self:
        """Fetch the party and its agreement with each."""
        return self.select_related("party__agreement__unit", "party__unit", "party__organisation")

    def unsealed(self) -> Self:
        """Keep our own signatures that are made in ink, bind, and still wait for the seal."""
        return self.filter(
            way=SigningWay.INK_SEAL,
            sealed_on__isnull=True,
            party__unit__isnull=False,
            party__agreement__state__in=RUNNING,
        )


class Signature(Record):
    """That a party has signed. Signing and sealing are two events.

    The scan, the signed file and the letter of delegation hang on it as files.
    """

    party = models.OneToOneField(
        AgreementParty,
        models.CASCADE,
        related_name="signature",
        verbose_name=_("party"),
        error_messages={
            "unique": _(
                "This party has signed already. Correct that signature instead of adding another."
            )
        },
    )
    signer_zh = models.CharField(_("signed by, name in Chinese"), max_length=200, blank=True)
    signer_en = models.CharField(_("signed by, name in English"), max_length=200, blank=True)
    post_zh = models.CharField(_("office in Chinese"), max_length=200, blank=True)
    post_en = models.CharField(_("office in English"), max_length=200, blank=True)
    authority = models.CharField(
        _("authority to sign"), max_length=10, choices=SigningAuthority.choices
    )
    way = models.CharField(_("way of signing"), max_length=10, choices=SigningWay.choices)
    signed_on = PartialDateField(_("signed on"), null=True, blank=True)
    place_zh = models.CharField(_("place of signature in Chinese"), max_length=200, blank=True)
    place_en = models.CharField(_("place of signature in English"), max_length=200, blank=True)
    sealed_on = PartialDateField(_("sealed on"), null=True, blank=True, editable=False)
    seal = models.CharField(_("seal"), max_length=200, blank=True, editable=False)
    original_held_by = models.CharField(_("who holds the original"), max_length=200, blank=True)

    signer = Bilingual("signer")
    post = Bilingual("post")
    place = Bilingual("place")
    audit_parent = "party"
    audit_ignored = frozenset({"party"})
    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ("party_id",)
        constraints = (
            models.CheckConstraint(
                name="signature_names_who_signed",
                condition=~Q(signer_zh="") | ~Q(signer_en=""),
                violation_error_message=_("Name the person who signed."),
            ),
            models.CheckConstraint(
                name="signature_sealed_on_paper",
                condition=Q(sealed_on__isnull=True) | Q(way__in=ON_PAPER),
                violation_error_message=_("Only paper carries a seal."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.party}: {self.signer}"

    def get_absolute_url(self) -> str:
        """Give the place on the agreement's page."""
        return f"{self.party.agreement.get_absolute_url()}#signatures"

    def clean(self) -> None:
        """Say at the field what the constraints refuse."""
        errors: dict[str, Any] = {}
        if not (self.signer_zh or self.signer_en):
            errors["signer_zh"] = _("Name the person who signed.")
        if self.sealed_on and self.way not in ON_PAPER:
            errors["way"] = _("It carries a seal already, and only paper carries one.")
        if errors:
            raise ValidationError(errors)

    @property
    def on_paper(self) -> bool:
        """Whether it stands on a sheet that somebody holds."""
        return self.way in ON_PAPER

    def facts(self, files: list[Attachment], *, scanned: bool, kept: bool) -> Signed:
        """Gather what decides what is missing.

        `files` hang on the signature; `scanned` and `kept` say that a scan of the whole document
        is in the files of the agreement, and that it names who holds the paper.
        """
        kinds = {file.kind for file in files}
        return Signed(
            way=self.way,
            authority=self.authority,
            is_sealed=self.sealed_on is not None,
            has_file=scanned or AttachmentKind.SCAN in kinds,
            has_letter=AttachmentKind.LETTER in kinds,
            is_kept=kept or bool(self.original_held_by) or any(f.paper_original for f in files),
        )


@dataclass(frozen=True)
class PartyStanding:
    """Where one party stands in signing: its signature, the files of it, what is missing."""

    party: AgreementParty
    signature: Signature | None
    files: list[Attachment]
    lacks: list[Lack]

    @property
    def lacks_in_words(self) -> str:
        """List what is missing in the reader's language."""
        return gettext(", ").join(str(lack.label) for lack in self.lacks)


def standings(agreement: Agreement) -> list[PartyStanding]:
    """Say of each party that is to sign, or has, where it stands: three queries.

    A scan of the whole document in the files of the agreement stands for every party's, and so
    does the name of who holds it. What was handed over is held by the archive.
    """
    signatures = {
        signature.party_id: signature for signature in Signature.objects.of_agreement(agreement)
    }
    files = _files_of(list(signatures.values()))
    scans = list(Attachment.objects.of(agreement).filter(kind=AttachmentKind.SCAN))
    kept = any(scan.paper_original for scan in scans)
    found = []
    for party in agreement.parties.all():
        signature = signatures.get(party.pk)
        if signature is not None:
            signature.party = party
        if signature is None and party.role != PartyRole.SIGNATORY:
            continue
        own = files.get(signature.pk, []) if signature else []
        facts = signature.facts(own, scanned=bool(scans), kept=kept) if signature else None
        owed = lacks(facts, demanded=not agreement.is_retrospective)
        found.append(PartyStanding(party, signature, own, owed))
    if any(Lack.KEEPER in standing.lacks for standing in found) and archived(agreement):
        for standing in found:
            standing.lacks[:] = [lack for lack in standing.lacks if lack != Lack.KEEPER]
    return found


def _files_of(signatures: list[Signature]) -> dict[int, list[Attachment]]:
    """Give the files of each signature in one query."""
    found: dict[int, list[Attachment]] = {}
    if not signatures:
        return found
    files = Attachment.objects.for_list().filter(
        record_type=ContentType.objects.get_for_model(Signature),
        record_id__in=[signature.pk for signature in signatures],
    )
    for file in files:
        found.setdefault(file.record_id, []).append(file)
    return found


def not_signed(agreement: Agreement) -> list[AgreementParty]:
    """List the parties that are to sign and have not."""
    parties = AgreementParty.objects.for_list().filter(agreement=agreement)
    return list(parties.filter(role=PartyRole.SIGNATORY, signature__isnull=True))

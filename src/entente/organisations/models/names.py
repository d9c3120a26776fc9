"""Names in any language with their years, and identifiers of registers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Count, Q, When
from django.utils.translation import gettext_lazy as _

from entente.kit.periods import PartialDateField, in_order
from entente.kit.records import Record, RecordQuerySet
from entente.organisations import identifiers, names
from entente.organisations.enums import NameKind
from entente.organisations.models.register import Organisation

LANGUAGES = (
    ("zh", _("Chinese")),
    ("en", _("English")),
    ("de", _("German")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("it", _("Italian")),
    ("pt", _("Portuguese")),
    ("ru", _("Russian")),
    ("ja", _("Japanese")),
    ("ko", _("Korean")),
    ("nl", _("Dutch")),
    ("pl", _("Polish")),
    ("sr", _("Serbian")),
    ("ar", _("Arabic")),
    ("th", _("Thai")),
    ("vi", _("Vietnamese")),
    ("und", _("Another language")),
)


class OrganisationNameQuerySet(RecordQuerySet["OrganisationName"]):
    """Ways to read names."""

    def main(self) -> Self:
        """Keep the main name of each language."""
        return self.filter(is_main=True)

    def surely_meant(self, asked: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Organisation]:
        """Say which names (each with a country or "") are surely one organisation's alone."""
        keys = {pair: names.key(pair[0])[:300] for pair in asked if pair[0]}
        wanted = sorted(set(keys.values()))
        borne: dict[str, dict[Organisation, list[str]]] = {}
        for start in range(0, len(wanted), 500):
            rows = self.filter(
                key__in=wanted[start : start + 500], organisation__merged_into__isnull=True
            ).select_related("organisation")
            for row in rows:
                borne.setdefault(row.key, {}).setdefault(row.organisation, []).append(row.text)
        found = {}
        for pair, key in keys.items():
            sure = [
                organisation
                for organisation, texts in borne.get(key, {}).items()
                if _surely(pair, organisation, texts)
            ]
            if len(sure) == 1:
                found[pair] = sure[0]
        return found


def _surely(asked: tuple[str, str], organisation: Organisation, texts: list[str]) -> bool:
    """Say whether a name of the organisation is the one asked for, against no country."""
    text, country = asked
    if country and organisation.country and country != organisation.country:
        return False
    candidate = names.Candidate(organisation.pk, tuple(texts), organisation.country)
    return any(proposal.sure for proposal in names.propose(text, [candidate]))


class OrganisationName(Record):
    """One name: its language, what kind it is, and from when to when it was borne."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    text = models.CharField(_("name"), max_length=300)
    language = models.CharField(_("language"), max_length=3, choices=LANGUAGES)
    kind = models.CharField(
        _("kind"), max_length=10, choices=NameKind.choices, default=NameKind.OFFICIAL
    )
    is_main = models.BooleanField(
        _("main name in this language"),
        default=False,
        help_text=_("The name that lists and letters use; one for each language."),
    )
    since = PartialDateField(_("from"), null=True, blank=True)
    until = PartialDateField(_("until"), null=True, blank=True)
    source = models.TextField(_("source"), blank=True)
    key = models.CharField(max_length=300, editable=False, db_index=True)

    shared = True
    audit_parent = "organisation"
    audit_ignored = frozenset({"key"})
    objects = OrganisationNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("name of an organisation")
        verbose_name_plural = _("names of organisations")
        ordering = (
            "-is_main",
            Case(When(language="zh", then=0), When(language="en", then=1), default=2),
            "language",
            "pk",
        )
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "language"),
                condition=Q(is_main=True),
                name="organisation_one_main_name_a_language",
                violation_error_message=_(
                    "There is a main name in this language already; make that one a former or"
                    " short name first."
                ),
            ),
            models.UniqueConstraint(
                fields=("organisation", "language", "text"),
                name="organisation_name_once",
                violation_error_message=_("This name stands there already."),
            ),
            models.CheckConstraint(
                name="organisation_main_name_is_official",
                condition=Q(is_main=False) | Q(kind=NameKind.OFFICIAL),
                violation_error_message=_("The main name is an official name."),
            ),
            models.CheckConstraint(
                name="organisation_name_ends_after_it_starts",
                condition=in_order("since", "until"),
                violation_error_message=_("The name would end before it begins."),
            ),
        )

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """It is read on the page of its organisation."""
        return f"{self.organisation.get_absolute_url()}#names"

    def clean_fields(self, exclude: object = None) -> None:
        """Keep the key beside the text; a name of blanks is none."""
        self.text = " ".join((self.text or "").split())
        self.key = names.key(self.text)[:300]
        super().clean_fields(exclude=exclude)  # type: ignore[arg-type]

    def validate_unique(self, exclude: Any = None) -> None:
        """Say at the field that a language has its main name already."""
        super().validate_unique(exclude=exclude)
        others = OrganisationName.objects.main().filter(
            organisation_id=self.organisation_id, language=self.language
        )
        if self.is_main and (other := others.exclude(pk=self.pk).first()):
            raise ValidationError(
                {
                    "is_main": _(
                        "“%(name)s” is the main name in this language already; make that one a"
                        " former or short name first."
                    )
                    % {"name": other.text}
                }
            )


class NameKeyQuerySet(models.QuerySet["NameKey"]):
    """Ways to find organisations by what their names say."""

    def organisations_like(self, reading: names.Reading, limit: int = 60) -> list[int]:
        """Give organisations whose names share a strong key, then those alike in pieces."""
        strong = list(
            self.filter(row__in=reading.strong)
            .values_list("organisation_id", flat=True)
            .distinct()[:limit]
        )
        weak = (
            self.filter(row__in=sorted(reading.weak))
            .values("organisation_id")
            .annotate(shared=Count("row", distinct=True))
            .order_by("-shared")
            .values_list("organisation_id", flat=True)[:limit]
        )
        return list(dict.fromkeys([*strong, *(weak if reading.weak else ())]))

    def names_of(self, organisations: Iterable[int]) -> Iterable[tuple[int, str]]:
        """Give every name of some organisations, as pairs of key and name."""
        return OrganisationName.objects.filter(organisation__in=list(organisations)).values_list(
            "organisation_id", "text"
        )


class NameKey(models.Model):
    """A row of the index behind proposals: a key, an abbreviation or a piece of a name."""

    name = models.ForeignKey(OrganisationName, models.CASCADE, related_name="keys")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="name_keys")
    row = models.CharField(max_length=310)

    objects = NameKeyQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["row", "organisation"], name="name_key_by_row"),)

    def __str__(self) -> str:
        return self.row


class Identifier(Record):
    """The number under which a register knows an organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("register"), max_length=20, choices=identifiers.choices)
    value = models.CharField(_("identifier"), max_length=100)
    source = models.TextField(_("source"), blank=True)

    shared = True
    audit_parent = "organisation"
    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering = ("scheme", "value")
        constraints = (
            models.UniqueConstraint(
                fields=("scheme", "value"),
                name="identifier_used_once",
                violation_error_message=_("Another organisation has this identifier."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"

    def get_absolute_url(self) -> str:
        """It is read on the page of its organisation."""
        return f"{self.organisation.get_absolute_url()}#identifiers"

    @property
    def link(self) -> str:
        """The address of the register's page, where it has one."""
        return identifiers.link(self.scheme, self.value)

    def clean(self) -> None:
        """Bring the value into its normal form; refuse a wrong check digit or one in use."""
        try:
            self.value = identifiers.normalise(self.scheme, self.value)
        except ValidationError as refusal:
            raise ValidationError({"value": refusal}) from refusal
        same = Identifier.objects.filter(scheme=self.scheme, value=self.value).exclude(pk=self.pk)
        if other := same.select_related("organisation").first():
            sentence = _("This identifier belongs to %(organisation)s already.")
            raise ValidationError({"value": sentence % {"organisation": other.organisation}})

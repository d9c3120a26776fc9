"""Persons: who they are, in which spellings, by which numbers."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Passage, current_language
from entente.kit.errors import DomainError
from entente.kit.records import RecordQuerySet
from entente.kit.sealed import SealedField
from entente.kit.search import Entry
from entente.office.models import OwnedRecord
from entente.organisations.places import place_name
from entente.people.enums import Sex
from entente.people.identity import latin_name, normalise_orcid

NEEDS_A_NAME = _(
    "A person needs a name: in Chinese characters, in Latin letters, or in the person's own script."
)
SEALED = frozenset({"birth_date", "passport_number", "national_id"})


class PersonQuerySet(RecordQuerySet["Person"]):
    """Ways to read persons."""

    def present(self) -> Self:
        """Leave out the persons whose data were erased."""
        return self.filter(erased_at__isnull=True)

    def for_list(self) -> Self:
        """Fetch what one line of a list shows, in one query."""
        return self.select_related("unit")

    def for_page(self) -> Self:
        """Fetch what the page of a person shows."""
        return self.select_related("unit", "user").prefetch_related(
            "consents",
            "affiliations__organisation",
            "affiliations__at_unit",
            "contacts__organisation",
        )


class Person(OwnedRecord):
    """Somebody we have to do with: a student, a teacher, an expert, a partner's coordinator.

    A name stands in Chinese characters, in Latin letters, and in its own script where that is
    neither. Once erased, the row stays as an anonymous placeholder for the records that need it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name_zh = models.CharField(
        _("name in Chinese characters"),
        max_length=100,
        blank=True,
        help_text=_("A foreigner's too, where there is a customary one."),
    )
    family_name = models.CharField(_("family name, in Latin letters"), max_length=100, blank=True)
    given_name = models.CharField(_("given names, in Latin letters"), max_length=100, blank=True)
    family_first = models.BooleanField(
        _("The family name comes first, as in Wang Yanxin"), default=False
    )
    name_native = models.CharField(
        _("name in its own script"),
        max_length=200,
        blank=True,
        help_text=_("Where it is neither Chinese nor Latin, for example Иванова Мария."),
    )
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True)
    nationality = models.CharField(_("nationality or region"), max_length=2, blank=True)
    orcid = models.CharField(_("ORCID"), max_length=19, blank=True)
    staff_number = models.CharField(_("staff number"), max_length=40, blank=True)
    student_number = models.CharField(_("student number"), max_length=40, blank=True)
    email = models.EmailField(_("mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("login"),
    )
    birth_date = SealedField(_("date of birth"), blank=True)
    passport_number = SealedField(_("passport number"), blank=True)
    national_id = SealedField(_("identity card number"), blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, editable=False)

    audit_ignored = frozenset({"uuid"})
    audit_personal = frozenset(
        {
            "name_zh",
            "family_name",
            "given_name",
            "name_native",
            "sex",
            "nationality",
            "orcid",
            "staff_number",
            "student_number",
            "email",
            "phone",
            "source",
            *SEALED,
        }
    )
    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        constraints = (
            models.CheckConstraint(
                name="person_has_a_name",
                violation_error_code="name_zh",
                condition=~Q(name_zh="")
                | ~Q(family_name="")
                | ~Q(name_native="")
                | Q(erased_at__isnull=False),
                violation_error_message=NEEDS_A_NAME,
            ),
            models.UniqueConstraint(
                fields=("top_unit", "orcid"),
                condition=~Q(orcid=""),
                name="person_one_orcid",
                violation_error_code="orcid",
                violation_error_message=_("Another person has this ORCID already."),
            ),
            models.UniqueConstraint(
                fields=("top_unit", "staff_number"),
                condition=~Q(staff_number=""),
                name="person_one_staff_number",
                violation_error_code="staff_number",
                violation_error_message=_("Another person has this staff number already."),
            ),
            models.UniqueConstraint(
                fields=("top_unit", "student_number"),
                condition=~Q(student_number=""),
                name="person_one_student_number",
                violation_error_code="student_number",
                violation_error_message=_("Another person has this student number already."),
            ),
        )
        indexes = (
            models.Index(fields=("top_unit", "name_zh"), name="person_by_name_zh"),
            models.Index(fields=("top_unit", "family_name"), name="person_by_family_name"),
            models.Index(fields=("unit", "family_name"), name="person_of_unit"),
        )

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Give the address of the person's page."""
        return reverse("people:person", args=[self.pk])

    @property
    def name_en(self) -> str:
        """The name in Latin letters."""
        return latin_name(self.given_name, self.family_name, family_first=self.family_first)

    @property
    def name(self) -> Passage:
        """The name as the reader's language prints it; another script stands in where it must."""
        language = current_language()
        if self.erased_at:
            return Passage(gettext("Erased person %(number)s") % {"number": self.pk}, language)
        names = {"zh": self.name_zh, "en": self.name_en}
        other = "en" if language == "zh" else "zh"
        for choice in (language, other):
            if names[choice]:
                return Passage(names[choice], choice)
        return Passage(self.name_native, language)

    @property
    def other_names(self) -> list[str]:
        """The further spellings of the name, for the second line."""
        spellings = (self.name_zh, self.name_en, self.name_native)
        return [name for name in spellings if name and name != str(self.name)]

    @property
    def spellings(self) -> tuple[str, ...]:
        """All spellings of the name, the Latin one in both orders."""
        turned = latin_name(self.given_name, self.family_name, family_first=not self.family_first)
        names = (self.name_zh, self.name_en, self.name_native, turned)
        return tuple(dict.fromkeys(name for name in names if name))

    @property
    def nationality_name(self) -> str:
        """The nationality in the reader's language."""
        return place_name(self.nationality)

    def clean(self) -> None:
        """Refuse a wrong ORCID or an impossible birthday, each at its field."""
        super().clean()
        errors: dict[str, Any] = {}
        try:
            self.orcid = normalise_orcid(self.orcid)
        except DomainError as error:
            errors["orcid"] = error
        if self.birth_date and not _is_day(self.birth_date):
            errors["birth_date"] = _("Write the whole date of birth: 1990-05-31.")
        if errors:
            raise ValidationError(errors)

    def validate_constraints(self, exclude: Any = None) -> None:
        """Put what a constraint refuses at the field that its code names."""
        try:
            super().validate_constraints(exclude=exclude)
        except ValidationError as refusal:
            raise ValidationError(_at_fields(refusal)) from None

    def personal_key(self) -> str:
        """Name the key under which the trail keeps this person's values."""
        return f"person:{self.uuid}"

    def search_entry(self) -> Entry | None:
        """Be found by every spelling of the name, by mail address and by number."""
        if self.erased_at:
            return None
        return Entry(
            title_zh=self.name_zh or self.name_en or self.name_native,
            title_en=self.name_en or self.name_zh or self.name_native,
            names=self.spellings,
            text=" ".join(
                filter(None, (self.email, self.orcid, self.staff_number, self.student_number))
            ),
            unit=self.unit_id,
            tree=self.top_unit_id,
        )


def _is_day(text: str) -> bool:
    try:
        return datetime.date(1800, 1, 1) <= datetime.date.fromisoformat(text)
    except ValueError:
        return False


def _at_fields(refusal: ValidationError) -> dict[str, list[Any]]:
    errors: dict[str, list[Any]] = {}
    for name, found in refusal.error_dict.items():
        for error in found:
            code = error.code or ""
            at_field = name == NON_FIELD_ERRORS and hasattr(Person, code)
            errors.setdefault(code if at_field else name, []).append(error)
    return errors

"""Decisions about templates and letters.

Whoever calls asks for the permission; what is possible in a state is asked here. The day of a
decision is passed in as `on`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from copy import copy
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from entente.kit import numbering, word
from entente.kit.audit import changing, creating, locking
from entente.kit.errors import DomainError
from entente.kit.files import attach, keep_file
from entente.kit.files.kinds import DOCX, JPEG, PDF, PNG, TIFF
from entente.kit.files.names import clean_name
from entente.kit.models import Attachment
from entente.kit.models.files import AttachmentKind, DocumentLanguage
from entente.kit.parts import record_holds
from entente.kit.records import Record
from entente.office.models import Unit, User
from entente.papers import starting, vocabulary
from entente.papers.enums import (
    LETTER_FLOW,
    VERSION_FLOW,
    LetterState,
)
from entente.papers.models import Letter, LetterTemplate, TemplateVersion

NUMBERS = "letter"
SCANS = (PDF, JPEG, PNG, TIFF)


# --- Templates ------------------------------------------------------------------------------------


def add_template(
    *,
    by: User,
    unit: Unit,
    kind: str,
    about: str,
    language: str,
    file: File[bytes],
    title_zh: str = "",
    title_en: str = "",
    needs_seal: bool = True,
) -> LetterTemplate:
    """Enter a template with its first version; a file with something broken is refused."""
    with transaction.atomic():
        template = LetterTemplate(
            unit=unit,
            kind=kind,
            about=about,
            language=language,
            title_zh=title_zh,
            title_en=title_en,
            needs_seal=needs_seal,
        )
        creating(template, by=by, verb="template.added")
        add_version(template, file=file, by=by)
    return template


def change_template(
    template: LetterTemplate, *, by: User, seen: int | None = None, **values: Any
) -> None:
    """Change what is said of a template; the kind of record it speaks about stays."""
    with changing(template, by=by, verb="template.changed", seen=seen):
        for name, value in values.items():
            setattr(template, name, value)


def retire_template(template: LetterTemplate, *, by: User) -> None:
    """Take a template out of use; letters written with it stay."""
    with changing(template, by=by, verb="template.retired"):
        template.retired = True


def reopen_template(template: LetterTemplate, *, by: User) -> None:
    """Take a template into use again."""
    with changing(template, by=by, verb="template.reopened"):
        template.retired = False


def add_version(
    template: LetterTemplate, *, file: File[bytes], by: User, note: str = ""
) -> TemplateVersion:
    """Keep a further Word file of a template; what is broken in it is named with its place."""
    with locking(template):
        _refuse_broken(template, file)
        try:
            stored = keep_file(file, by, allowed=(DOCX,))
        except DomainError as refusal:
            raise DomainError({"file": refusal}) from refusal
        newest = template.versions.order_by("-number").first()
        if newest and newest.file_id == stored.pk:
            raise DomainError(
                {"file": _("This very file is the newest version already.")}, code="same_file"
            )
        version = TemplateVersion(
            template=template,
            number=newest.number + 1 if newest else 1,
            file=stored,
            name=clean_name(file.name or ""),
            note=note,
            uploaded_by=by,
        )
        return creating(version, by=by, verb="template.version_added")


def _refuse_broken(template: LetterTemplate, file: File[bytes]) -> None:
    file.seek(0)
    content = file.read(word.MOST_BYTES + 1)
    file.seek(0)
    try:
        found = word.problems(content, vocabulary.names_for(template.about))
    except DomainError as refusal:
        raise DomainError({"file": refusal}) from refusal
    if found:
        raise DomainError({"file": [str(problem) for problem in found]}, code="broken_template")


def check_version(version: TemplateVersion, *, by: User) -> None:
    """Confirm that a version reads as it should: letters may be written with it."""
    with changing(version, by=by, verb="template.version_checked"):
        version.state = VERSION_FLOW.move(version.state, "check")
        version.checked_by = by


def set_version_aside(version: TemplateVersion, *, by: User, reason: str) -> None:
    """Keep a version from being used; the one checked before it takes its place."""
    with changing(version, by=by, verb="template.version_set_aside", note=reason):
        version.state = VERSION_FLOW.move(version.state, "set_aside")


def add_starting_templates(*, by: User, unit: Unit, checked: bool = False) -> list[LetterTemplate]:
    """Give a unit the letters that every office writes, to be changed in Word as it likes.

    Only those whose kind of record this house knows; what the unit has under the same title is
    left alone.
    """
    added = []
    with transaction.atomic():
        known = set(LetterTemplate.objects.filter(unit=unit).values_list("title_en", flat=True))
        for letter in starting.LETTERS:
            if letter.about not in vocabulary.subjects() or letter.title_en in known:
                continue
            template = add_template(
                by=by,
                unit=unit,
                kind=letter.kind,
                about=letter.about,
                language=letter.language,
                title_zh=letter.title_zh,
                title_en=letter.title_en,
                needs_seal=letter.needs_seal,
                file=ContentFile(starting.draw(letter), name=f"{letter.title_en}.docx"),
            )
            if checked:
                check_version(template.versions.get(), by=by)
            added.append(template)
    return added


# --- Letters --------------------------------------------------------------------------------------


def draft_letter(
    *, by: User, unit: Unit, template: LetterTemplate, about: Record, **values: Any
) -> Letter:
    """Write a draft about a record with the checked version of a template.

    `values`: title_zh, title_en, addressee_zh, addressee_en, attention_zh, attention_en, text_zh,
    text_en, signatory_zh, signatory_en, and `addressed_to`, the record behind the addressee.
    """
    version = _usable(template, about)
    letter = Letter(
        unit=unit,
        template_version=version,
        kind=template.kind,
        language=template.language,
        needs_seal=template.needs_seal,
        about=about,
        written_by=by,
    )
    _set(letter, values)
    return creating(letter, by=by, verb="letter.drafted")


def _usable(template: LetterTemplate, about: Record) -> TemplateVersion:
    version = None if template.retired else template.current()
    if version is None:
        raise DomainError(
            {"template": _("No version of this template has been checked.")}, code="not_checked"
        )
    if about._meta.label_lower != template.about:
        raise DomainError(
            {"template": _("This template is written about other records.")}, code="other_kind"
        )
    return version


def change_letter(letter: Letter, *, by: User, seen: int | None = None, **values: Any) -> None:
    """Change a draft; what is issued stays as it was."""
    with changing(letter, by=by, verb="letter.changed", seen=seen):
        _demand_free(letter, "change")
        if letter.state != LetterState.DRAFT:
            raise DomainError(
                _("The letter is issued; its text is fixed. Withdraw it and write a new one."),
                code="issued",
            )
        template = values.pop("template", None)
        if template is not None and template.pk != letter.template_version.template_id:
            about: Any = letter.about
            letter.template_version = _usable(template, about)
            letter.kind, letter.language = template.kind, template.language
            letter.needs_seal = template.needs_seal
        _set(letter, values)


def _set(letter: Letter, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(letter, name, value)


def issue_letter(letter: Letter, *, on: datetime.date, by: User) -> None:
    """Give the letter its number and fix its text as a Word file.

    A field that is to be printed and holds nothing is refused by name, and so is a letter that was
    put to approval and is not approved.
    """
    with changing(letter, by=by, verb="letter.issued"):
        _demand_free(letter, "issue")
        letter.state = LETTER_FLOW.move(letter.state, "issue")
        letter.issued_on, letter.issued_by = on, by
        tree = letter.unit.top or letter.unit
        taken = numbering.take(NUMBERS, scope=tree.pk, year=on.year)
        letter.number = numbered(letter, on, f"{taken:03d}")
        filled = word.fill(letter.template_version.content(), vocabulary.values_of(letter))
        if filled.blanks:
            raise DomainError(
                _(
                    "Nothing stands in these fields of the template: %(fields)s. Enter it in the"
                    " record or in the letter, or take another template."
                ),
                code="blank_fields",
                params={"fields": ", ".join(filled.blanks)},
            )
        attach(
            letter,
            ContentFile(filled.content, name=f"{letter.number}.docx"),
            kind=AttachmentKind.LETTER,
            by=by,
            language=_file_language(letter),
        )


def _demand_free(letter: Letter, step: str) -> None:
    if reasons := record_holds(letter, step):
        raise DomainError(" ".join(map(str, reasons)), code="held")


def numbered(letter: Letter, on: datetime.date, serial: str) -> str:
    """Write the number of a letter: `CUG-LET-2026-001`."""
    tree = letter.unit.top or letter.unit
    return f"{tree.code}-LET-{on.year}-{serial}"


def values_on(letter: Letter, on: datetime.date) -> dict[str, str]:
    """Give the fields of a draft as if it were issued on that day; nothing is written."""
    read = copy(letter)
    read.issued_on, read.number = on, numbered(letter, on, "□□□")
    return vocabulary.values_of(read)


def _file_language(letter: Letter) -> str:
    return letter.language if letter.language in DocumentLanguage.values else ""


def drafted(letter: Letter, on: datetime.date) -> word.Filled:
    """Fill a draft as it would read on that day; nothing is written."""
    return word.fill(letter.template_version.content(), values_on(letter, on))


def kept_file(letter: Letter) -> Attachment | None:
    """Give the Word file that was kept when the letter was issued."""
    kept = Attachment.objects.of(letter).filter(kind=AttachmentKind.LETTER)
    return kept.for_list().order_by("pk").first()


def content_of(letter: Letter, on: datetime.date) -> bytes:
    """Give the Word file of a letter: as issued, else the draft as it reads on that day."""
    if letter.state == LetterState.DRAFT:
        return drafted(letter, on).content
    kept = kept_file(letter)
    if kept is None:
        return b""
    with default_storage.open(kept.file.location) as content:
        return bytes(content.read())


def seal_letter(letter: Letter, *, on: datetime.date, seal: str, by: User) -> None:
    """Take up from the register of seals which seal was put on, on which day, by whom."""
    with changing(letter, by=by, verb="letter.sealed"):
        letter.state = LETTER_FLOW.move(letter.state, "seal")
        if letter.issued_on and on < letter.issued_on:
            raise DomainError(
                {"sealed_on": _("The letter was issued later than that.")}, code="before_issue"
            )
        letter.sealed_on, letter.sealed_by, letter.seal = on, by, seal


def add_scan(letter: Letter, *, scan: File[bytes], by: User) -> Attachment:
    """Keep the scan of a letter that was sealed or sent."""
    with locking(letter):
        if letter.state not in (LetterState.SEALED, LetterState.SENT):
            raise DomainError(
                {"scan": _("A scan of the original comes once the seal is on.")}, code="not_sealed"
            )
        try:
            return attach(
                letter,
                scan,
                kind=AttachmentKind.SCAN,
                by=by,
                language=_file_language(letter),
                allowed=SCANS,
            )
        except DomainError as refusal:
            raise DomainError({"scan": refusal.messages}, code="scan") from refusal


def send_letter(letter: Letter, *, on: datetime.date, by: User, way: str = "") -> None:
    """Record that the letter went out; one that needs a seal goes only with it."""
    with changing(letter, by=by, verb="letter.sent"):
        if letter.state == LetterState.ISSUED and letter.needs_seal:
            raise DomainError(
                _(
                    "The seal is missing. It is entered in the register of seals; then the letter"
                    " goes out."
                ),
                code="unsealed",
            )
        state = LETTER_FLOW.move(letter.state, "send")
        if on < max(filter(None, (letter.sealed_on, letter.issued_on))):
            raise DomainError(
                {"sent_on": _("The letter was issued or sealed later than that.")},
                code="before_issue",
            )
        letter.state, letter.sent_on, letter.sent_by_way = state, on, way


def withdraw_letter(letter: Letter, *, reason: str, by: User) -> None:
    """Take a letter back, with the reason; its number stays and is not given again."""
    with changing(letter, by=by, verb="letter.withdrawn", note=reason):
        letter.state = LETTER_FLOW.move(letter.state, "withdraw")

"""The fields that a template may use: those of the letter itself and those of its record."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from entente.kit.parts import Addressee, LetterField, LetterSubject, letter_people, letter_subjects
from entente.kit.periods import in_words


def _of(name: str) -> Any:
    return lambda letter, language: getattr(letter, f"{name}_{language}")


def _of_unit(letter: Any, language: str) -> str:
    return str(getattr(letter.unit, f"name_{language}"))


def _of_university(letter: Any, language: str) -> str:
    return str(getattr(letter.unit.top or letter.unit, f"name_{language}"))


def _of_writer(letter: Any, language: str) -> str:
    return str(getattr(letter.written_by, f"name_{language}", ""))


OF_THE_LETTER: tuple[LetterField, ...] = (
    LetterField("number", _("Number of the letter; empty in a draft"), lambda it: it.number),
    *LetterField.both(
        "date",
        _("Day of issue; in a draft the day on which one looks at it"),
        lambda it, language: in_words(it.issued_on, language),
    ),
    *LetterField.both("university", _("Our university, or whoever stands on top"), _of_university),
    *LetterField.both("unit", _("Unit that writes"), _of_unit),
    *LetterField.both("addressee", _("To whom the letter goes"), _of("addressee")),
    *LetterField.both("attention", _("Person there to whose attention it goes"), _of("attention")),
    *LetterField.both("subject", _("Subject of the letter"), _of("title")),
    *LetterField.both("text", _("Text written for this one letter"), _of("text")),
    *LetterField.both("signatory", _("Who signs, with the post"), _of("signatory")),
    *LetterField.both("writer", _("Officer who wrote it"), _of_writer),
    LetterField(
        "writer_mail",
        _("Mail address of that officer"),
        lambda it: getattr(it.written_by, "email", ""),
    ),
)


def subjects() -> dict[str, LetterSubject]:
    """Give the kinds of records that letters are written about, by their label."""
    return {subject.model._meta.label_lower: subject for subject in letter_subjects()}


def addressees(record: Any, officer: Any) -> list[Addressee]:
    """Propose to whom a letter about a record may go, and the people we know there."""
    proposed = subjects()[record._meta.label_lower].addressees(record, officer)
    there = [it.record for it in proposed if it.record is not None]
    return [*proposed, *(it for people in letter_people(there, officer) for it in people)]


def fields_for(label: str) -> tuple[LetterField, ...]:
    """Give the fields that a template about records of a kind may use."""
    subject = subjects().get(label)
    return OF_THE_LETTER + (subject.fields if subject else ())


def names_for(label: str) -> list[str]:
    """Name those fields."""
    return [field.name for field in fields_for(label)]


def values_of(letter: Any) -> dict[str, str]:
    """Give the text of every field for a letter about its record."""
    record = letter.about
    subject = subjects().get(record._meta.label_lower) if record is not None else None
    values = {field.name: _text(field.value(letter)) for field in OF_THE_LETTER}
    if subject:
        values |= {field.name: _text(field.value(record)) for field in subject.fields}
    return values


def _text(value: Any) -> str:
    return "" if value is None else str(value)
